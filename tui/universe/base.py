"""The tables of a book at a date, and the names in order: what every later step reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import combined, pa, strings, text_array
from tui.errors import BookError, Problem
from tui.universe.join import align, gather_texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.layout import Book, Vintage

TABLES = ("coverage", "estimates", "market", "news", "sectors")
NAMING = ("coverage", "market", "estimates")


class Base(NamedTuple):
    """What every later step reads: the book at a date and the names in order."""

    book: Book
    day: date
    held: Mapping[str, Vintage]
    codes: Any

    @property
    def rows(self) -> int:
        return len(self.codes)

    def column(self, table: str, name: str) -> tuple[Any, NDArray[np.int64]] | None:
        """A column of a table and the rows of it that belong to the names; None where there is none."""
        if table not in self.held or name not in self.held[table].table.column_names:
            return None
        held = self.held[table].table
        return held.column(name), align(held.column("code"), self.codes)


def open_base(book: Book, as_of: date | None, also: Any = None) -> Base:
    """The tables at a date; `also` are codes that stand in the universe whether or not a table names them."""
    days = [d for t in TABLES for d in book.dates(t)]
    day = as_of or max(days, default=datetime.now(UTC).date())  # of an empty book, today
    held = {t: book.read(t, found) for t in TABLES if (found := book.latest(t, day))}
    if as_of and days and not any(t in held for t in NAMING):
        raise BookError(f"the book holds no name on or before {as_of}; its first date is {min(days)}")
    codes = codes_in(held)
    return Base(book, day, held, codes if also is None else _with(codes, also))


def codes_in(held: Mapping[str, Vintage]) -> Any:
    """The names in order: those of the first table that names any, coverage before the market."""
    for table in NAMING[:2]:
        if table in held:
            return combined(held[table].table.column("code"))
    if "estimates" in held:
        return text_array(list(dict.fromkeys(strings(held["estimates"].table.column("code")))))
    return text_array([])


def _with(codes: Any, also: Any) -> Any:
    absent = np.flatnonzero(align(codes, also) < 0)
    return codes if len(absent) == 0 else pa.concat_arrays([combined(codes), gather_texts(also, absent)])


def problems(base: Base) -> tuple[Problem, ...]:
    read = (*base.book.problems, *(p for v in base.held.values() for p in v.problems))
    return (*read, *_orphans(base))


def _orphans(base: Base) -> list[Problem]:
    """Estimates of names that the universe does not hold: kept in the file, shown nowhere, told here."""
    if "estimates" not in base.held or "coverage" not in base.held:
        return []
    held = base.held["estimates"]
    listed = held.table.column("code")
    absent = align(base.codes, listed) < 0
    if not absent.any():
        return []
    codes = dict.fromkeys(listed[i].as_py() for i in np.flatnonzero(absent).tolist())
    return [
        Problem(str(held.path), 0, code, "estimated but not covered on this date; not shown")
        for code in codes
    ]
