"""The first frame, made in a second process while this one starts the terminal.

Reading a book takes as long as starting Textual does; side by side they take half as long. The child
is a fork that computes plain values and sends them through a pipe. Where it sends nothing (no fork on this
system, or the book cannot be read) the caller loads the book itself, and so meets the error itself.
"""

from __future__ import annotations

import os
import pickle
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.app.frame import First
    from tui.universe.universe import Universe

CHUNK = 1 << 20


class Boot:
    """A child that computes the first frame."""

    def __init__(self, load: Callable[[], Universe], lang: str) -> None:
        """Starts it; must be called before any thread is."""
        self._pid, self._pipe = 0, -1
        if not hasattr(os, "fork"):
            return
        reading, writing = os.pipe()
        self._pid, self._pipe = os.fork(), reading
        if self._pid == 0:
            os.close(reading)
            _child(load, lang, writing)
        os.close(writing)

    def first(self) -> First | None:
        """The first frame, waited for; None where the caller must load the book itself."""
        if self._pipe < 0:
            return None
        received = bytearray()
        while block := os.read(self._pipe, CHUNK):
            received += block
        os.close(self._pipe)
        self._pipe = -1
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)
        if not received:
            return None
        first: First = pickle.loads(received)  # noqa: S301 - written by our own child
        return first

    def stop(self) -> None:
        """End a child whose frame is not wanted any more."""
        if self._pipe >= 0:
            os.close(self._pipe)
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)


def _child(load: Callable[[], Universe], lang: str, pipe: int) -> None:
    """Compute, send, end; whatever goes wrong is left to the parent, which will meet it too."""
    try:
        from tui.app.board import first_board
        from tui.app.present import first_of

        sent = memoryview(pickle.dumps(first_of(first_board(load(), lang)), protocol=5))
        while sent:
            sent = sent[os.write(pipe, sent) :]
    finally:
        os._exit(0)
