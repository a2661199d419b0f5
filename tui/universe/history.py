"""The universe as it was: built anew from the book's earlier files when a query asks for it, and kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tui.errors import BookError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from tui.book.layout import Book
    from tui.universe.themes import Theme
    from tui.universe.universe import Universe


def _as_it_is(universe: Universe) -> Universe:
    return universe


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """The book behind a universe, and the universes of other dates that were asked for.

    finish: what is done to each of them, as it was to this one: columns made by formulas
    """

    book: Book
    themes: tuple[Theme, ...]
    finish: Callable[[Universe], Universe] = _as_it_is
    _held: dict[date, Universe | None] = field(default_factory=dict, repr=False)

    def finished(self, finish: Callable[[Universe], Universe]) -> History:
        """The same book, with something done to each universe of another date."""
        return History(self.book, self.themes, finish)

    def universe(self, day: date, codes: Any) -> Universe | None:
        """The universe as of a day, with the names of now in it too; None before the book's first date."""
        if day not in self._held:
            self._held[day] = self._built(day, codes)
        return self._held[day]

    def _built(self, day: date, codes: Any) -> Universe | None:
        from tui.universe.build import build  # which makes a history: the import must wait

        try:
            return self.finish(build(self.book, day, self.themes, codes))
        except BookError:
            return None

    def back(self, tables: Sequence[str], as_of: date, steps: int) -> date | None:
        """The date `steps` dates before the latest not after `as_of`, over the tables together."""
        days = sorted({day for table in tables for day in self.book.dates(table) if day <= as_of})
        return days[-1 - steps] if len(days) > steps else None
