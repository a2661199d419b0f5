"""The two sides of a comparison: which file of each table stands on either, and what it says of the names."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import strings
from tui.errors import BookError, KanpanError, Problem
from tui.text import clean
from tui.universe import prices
from tui.universe.base import NAMING, codes_in
from tui.universe.changes.model import TABLES
from tui.universe.estimates import Estimates, nobody, pivot
from tui.universe.join import align, gather_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    from tui.book.layout import Book, Vintage

HOME_CURRENCY = "CNY"
DECIMALS = 2  # of EPS where a file does not say
_TAIL = 1 << 16  # bytes of a file's end that its last line is looked for in


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the vintage of each table that stands there."""

    held: Mapping[str, Vintage]

    @property
    def dates(self) -> dict[str, date]:
        """The date of each table's file."""
        return {table: vintage.date for table, vintage in self.held.items()}

    def codes(self) -> Any:
        """The names, in the order of the first table that names any."""
        return codes_in(self.held)

    def says(self, column: str) -> bool:
        """Whether coverage or the market has such a column at all."""
        return any(self._column(table, column) is not None for table in NAMING[:2])

    def texts(self, column: str, codes: Any) -> list[str]:
        """What coverage, else the market says of each name; '' where neither does."""
        return _either(self.said(column, codes), len(codes))

    def said(self, column: str, codes: Any) -> list[Any]:
        """What each table that has the column says of each name, as Arrow; none that nobody needs."""
        out: list[Any] = []
        for table in NAMING[:2]:
            found = self._column(table, column)
            if found is None or (out and out[0].null_count == 0):
                continue
            out.append(gather_texts(found, align(self.held[table].table.column("code"), codes)))
        return out

    def _column(self, table: str, column: str) -> Any:
        held = self.held.get(table)
        return held.table.column(column) if held and column in held.table.column_names else None


def texts_of(then: Side, now: Side, column: str, codes: Any) -> tuple[list[str], list[str]]:
    """What either side says of each name, see `Side.texts`; one list twice where they say the same."""
    was, here = then.said(column, codes), now.said(column, codes)
    before = _either(was, len(codes))
    same = len(was) == len(here) and all(a.equals(b) for a, b in zip(was, here, strict=True))
    return before, before if same else _either(here, len(codes))


def _either(said: Sequence[Any], rows: int) -> list[str]:
    """The first text that is given for each row, '' where none is."""
    if not said:
        return [""] * rows
    first, *others = (strings(column) for column in said)
    for other in others:
        first = [a or b for a, b in zip(first, other, strict=True)]
    return [text or "" for text in first]


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """A side's estimates of the names.

    actual: per fiscal year where the row says A; unit: one in the last place that EPS are printed to;
    currency: the EPS's per name
    """

    found: Estimates
    actual: Mapping[int, NDArray[np.bool_]]
    unit: float
    currency: NDArray[np.object_]

    def eps(self, year: int) -> NDArray[np.float64]:
        """EPS of a fiscal year, NaN where there is none."""
        return self._of_year(self.found.eps, year, np.nan)

    def printed(self, year: int) -> NDArray[np.float64]:
        """The printed multiple of a fiscal year."""
        return self._of_year(self.found.printed, year, np.nan)

    def source(self, year: int) -> NDArray[np.object_]:
        """Whose figures a fiscal year's are, None where nothing says."""
        codes = self._of_year(self.found.source, year, -1).astype(np.int64)
        return np.array([*self.found.sources, None], dtype=object)[codes]

    def basis(self, year: int) -> str:
        """A or E of most names, '' where the side has no such year."""
        return next((y.basis for y in self.found.years if y.year == year), "")

    def _of_year(self, held: Mapping[Any, NDArray[Any]], year: int, nothing: float) -> NDArray[Any]:
        found = next((held[y] for y in self.found.years if y.year == year), None)
        return np.full(len(self.found.covered), nothing) if found is None else found


def forecasts(side: Side, codes: Any) -> Forecasts:
    """The estimates of the names on one side."""
    held = side.held.get("estimates")
    if held is None:
        found = nobody(len(codes))
        return Forecasts(found, {}, 10.0**-DECIMALS, np.full(len(codes), HOME_CURRENCY, dtype=object))
    table = held.table
    found = pivot(table, codes)
    actual = {year.year: where for year, where in found.actual.items()}
    places = int((table.schema.field("eps").metadata or {}).get(b"decimals", DECIMALS))
    own = np.array([*found.currencies, HOME_CURRENCY], dtype=object)[found.currency]
    return Forecasts(found, actual, 10.0**-places, np.where(own == None, HOME_CURRENCY, own))  # noqa: E711


@dataclass(frozen=True, slots=True)
class Window:
    """What is compared: the book without what cannot be read, both sides, and the dates prices are of.

    start: None where each price is compared with that of the date before its own
    """

    book: Book
    then: Side
    now: Side
    start: date | None
    end: date
    problems: tuple[Problem, ...]

    def quotes(self, codes: Any) -> tuple[prices.Quote, prices.Quote]:
        """The names' prices on either side."""
        now = prices.at(self.book, codes, self.end)
        if self.start is None:
            return prices.before(self.book, codes, now), now
        return prices.at(self.book, codes, self.start), now


def window(book: Book, start: date | None, end: date | None) -> Window:
    """The files on either side. end: the newest date where none is given; start: for each table the file
    just before its own.

    A file that is half-written or cannot be read is passed over for the one before it, and is a Problem.
    Raises KanpanError where start is after end, BookError where a side has no names.
    """
    problems: list[Problem] = []
    while True:
        last = end or book.newest()
        if last is None:
            raise BookError(f"{clean(str(book.root))}: the book holds no table of a date yet")
        if start is not None and start > last:
            raise KanpanError(f"from {start} is after to {last}; expected the earlier date first")
        held: dict[str, Vintage] = {}
        after = {t: book.latest(t, last) for t in TABLES}
        before = {t: book.latest(t, start) if start else _previous(book, t, after) for t in TABLES}
        for table in TABLES:
            book.ahead(table, [day for day in (before[table], after[table]) if day])
        broken = None
        sides = []
        for days in (before, after):
            held = {t: book.read(t, day) for t, day in days.items() if day}
            broken = broken or next((v for v in held.items() if not _whole(v[1], problems)), None)
            sides.append(Side(held))
        if broken is None:
            break
        book = _without(book, broken[0], broken[1].date)
    _refuse_empty(book, sides[0], sides[1], start, last)
    return Window(book, sides[0], sides[1], start, last, tuple(problems))


def _previous(book: Book, table: str, after: Mapping[str, date | None]) -> date | None:
    """The file before a table's own; of the market the last before the newest price."""
    day = after[table]
    if table == "market":
        priced = [d for d in (after["coverage"], day) if d]
        return book.latest(table, max(priced) - timedelta(days=1)) if priced else None
    return book.before(table, day) if day else None


def _refuse_empty(book: Book, then: Side, now: Side, start: date | None, end: date) -> None:
    days = sorted(day for table in TABLES for day in book.dates(table))
    for side, day in ((now, end), (then, start)):
        if any(table in side.held for table in NAMING):
            continue
        first = f"its first date is {days[0]}" if days else "it has no table that can be read"
        if day is None:
            raise BookError(f"nothing to compare {end} with; {first}")
        raise BookError(f"the book holds no name on or before {day}; {first}")


def _whole(vintage: Vintage, problems: list[Problem]) -> bool:
    """False, with what is wrong, for a file without a row or with its last line cut."""
    name = clean(str(vintage.path))
    if vintage.table.num_rows == 0:
        own = [p for p in vintage.problems if p.file == name]
        problems += own or [Problem(name, 0, "no row", "the file before it is used")]
        return False
    if cut_short(vintage.path):
        problems.append(Problem(name, 0, "ends within a line", "half-written; the file before it is used"))
        return False
    return True


def cut_short(path: Path) -> bool:
    """Whether a CSV or TSV ends in a line of fewer cells than its header has, and without a line's end."""
    if path.suffix not in {".csv", ".tsv"}:
        return False
    try:
        with path.open("rb") as file:
            head = file.readline(_TAIL)
            file.seek(0, 2)
            size = file.tell()
            file.seek(max(0, size - _TAIL))
            tail = file.read()
    except OSError:
        return True
    if tail.endswith((b"\n", b"\r")):
        return False
    by = max(",;\t", key=head.decode("utf-8", "replace").count)
    last = tail.rsplit(b"\n", 1)[-1]
    width, found = (
        sum(len(row) for row in csv.reader([line.decode("utf-8", "replace")], delimiter=by))
        for line in (head, last)
    )
    return found < width


def _without(book: Book, table: str, day: date) -> Book:
    days = tuple(d for d in book.dates(table) if d != day)
    return replace(book, vintages={**book.vintages, table: days})
