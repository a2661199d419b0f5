"""How long a run of a query may take."""

from __future__ import annotations

import time

from tui.errors import KanpanError
from tui.query.messages import say

SECONDS = 10.0  # what a run may take


class TooSlowError(KanpanError):
    """A run that took longer than it may, which was so many seconds; the message is in English."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(self.told("en"))

    def told(self, lang: str) -> str:
        """The message in 'zh' or 'en'."""
        return say("slow", self.seconds).words(lang)


class Clock:
    """Says when a run has taken too long."""

    __slots__ = ("_end", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds, self._end = seconds, time.monotonic() + seconds

    def start(self) -> None:
        """Begin anew."""
        self._end = time.monotonic() + self._seconds

    def check(self) -> None:
        """Raises TooSlowError past the end."""
        if time.monotonic() > self._end:
            raise TooSlowError(self._seconds)
