"""What an importer has to say, as a compiler does: where, what was read and expected, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from tui.report.blocks import Place  # noqa: TC001  a field of a dataclass that others look into


class Level(IntEnum):
    """How grave it is."""

    NOTE = 0  # something was decided that a reader may want to know
    DOUBTFUL = 1  # kept, and marked
    REFUSED = 2  # not imported

    @property
    def word(self) -> str:
        """As it is printed."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing said.

    file: as the user would name it; read: what stands there; expected: what would have done, '' where that
    goes without saying; done: what became of it; text: the source text it came from, for who asks
    code, column: the name and column of the book it is about, '' where it is about neither
    """

    level: Level
    file: str
    place: Place
    read: str
    expected: str = ""
    done: str = ""
    text: str = ""
    code: str = ""
    column: str = ""

    def __str__(self) -> str:
        """One line: file:page:line: level: read: expected; done."""
        where = ":".join([self.file, *(str(n) for n in self.place if n)])
        tail = "; ".join(part for part in (self.expected, self.done) if part)
        return f"{where}: {self.level.word}: {self.read}" + (f": {tail}" if tail else "")
