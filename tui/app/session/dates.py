"""The dates of a book that a session steps through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.universe.base import NAMING, TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tui.book.layout import Book


def dates_of(book: Book) -> tuple[date, ...]:
    """Every date of every table, ascending, from the first that any name stands at."""
    first = min((day for table in NAMING for day in book.dates(table)), default=None)
    if first is None:
        return ()
    return tuple(sorted({day for table in TABLES for day in book.dates(table) if day >= first}))


def neighbour(days: Sequence[date], day: date, step: int) -> date | None:
    """The date just before (step −1) or after (1) a day, which need not be one of them; None at the end."""
    if step < 0:
        return max((d for d in days if d < day), default=None)
    return min((d for d in days if d > day), default=None)
