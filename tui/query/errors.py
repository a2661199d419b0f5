"""What is wrong with a query: where it stands, what was expected, the nearest names, and a caret under it."""

from __future__ import annotations

from typing import NamedTuple

from tui.errors import KanpanError
from tui.query.messages import Listed, Message, say
from tui.text import cell_width, clean


class Fault(NamedTuple):
    """One error in a query.

    start, end: the half-open span in code points of the text as typed; empty at the end of the text
    what: what is wrong; expected: what would have done, None where that is said already
    near: up to three names that may be meant, best first
    """

    start: int
    end: int
    what: Message
    expected: Message | None = None
    near: tuple[str, ...] = ()

    def words(self, lang: str) -> str:
        """One line in 'zh' or 'en': what; expected …; nearest: …."""
        parts = [self.what]
        if self.expected:
            parts.append(say("expected", self.expected))
        if self.near:
            parts.append(say("nearest", Listed(self.near)))
        return clean(Listed(tuple(parts), "and_then").words(lang))

    def __str__(self) -> str:
        """The line in English."""
        return self.words("en")


class QueryError(KanpanError):
    """A query that cannot be run. `faults` in the order of the text; the message draws a caret under each."""

    def __init__(self, text: str, faults: tuple[Fault, ...]) -> None:
        self.text = text
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.start, fault.end, str(fault))))
        super().__init__(self.told("en"))

    @property
    def line(self) -> str:
        """Every fault in one line, without carets."""
        return "; ".join(map(str, self.faults))

    def told(self, lang: str) -> str:
        """The message in 'zh' or 'en', three lines a fault."""
        return "\n".join(line for fault in self.faults for line in caret(self.text, fault, lang=lang))


WIDEST = 100  # cells of the query that a caret line shows


def caret(text: str, fault: Fault, widest: int = WIDEST, *, lang: str = "en") -> tuple[str, str, str]:
    """The message, the query (or the part of a long one around the fault), and carets under the span."""
    shown = clean(text)
    start, end = min(fault.start, len(shown)), min(max(fault.end, fault.start + 1), len(shown) + 1)
    first = _from(shown, start, widest)
    line = ("... " if first else "") + shown[first:]
    before = cell_width(line[: start - first + (4 if first else 0)])
    marked = max(1, cell_width(shown[start:end]))
    room = max(1, widest - before)
    return fault.words(lang), f"  {_within(line, widest)}", f"  {' ' * before}{'^' * min(marked, room)}"


def _from(text: str, start: int, widest: int) -> int:
    """Where to begin a long text so that the fault is on the line."""
    if cell_width(text) <= widest:
        return 0
    first = start
    while first > 0 and cell_width(text[first - 1 : start]) <= widest // 2:
        first -= 1
    return first


def _within(line: str, widest: int) -> str:
    from tui.text import crop

    return crop(line, widest, " ...")
