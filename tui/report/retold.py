"""Whether a story of one report is that of another under another title: most of its words are the same."""

from __future__ import annotations

import re

from tui.report.prose.same import pairs
from tui.report.prose.shape import key

LEAST = 20  # runs of two characters below which a text tells no story
SHARE = 0.8  # of the shorter text's runs that the longer must hold
LEAST_TITLE = 10  # letters of a title that stands in another
_FIGURES = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


class Told:
    """A story as what it is compared by: its title, the runs of its text, the figures in it."""

    def __init__(self, title: str, text: str) -> None:
        self.title = key(title)
        self.runs = pairs(text)
        self.figures = frozenset(_FIGURES.findall(text))

    def tells(self, other: Told) -> bool:
        """True where both surely tell the same; texts whose figures mostly differ never do."""
        less, more = sorted((self.title, other.title), key=len)
        if len(less) >= LEAST_TITLE and less in more:
            return True
        least = min(len(self.runs), len(other.runs))
        if least < LEAST or len(self.runs & other.runs) < SHARE * least:
            return False
        few = min(len(self.figures), len(other.figures))
        return 2 * len(self.figures & other.figures) >= few
