"""One table's rows of chosen names over all its vintages: arrays of a row a vintage and a column a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import combined, distinct, encode, floats, pa, text_array
from tui.book.convert import is_number
from tui.errors import Problem
from tui.text import clean
from tui.universe.changes.side import cut_short
from tui.universe.join import align

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tui.book.layout import Book

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]

NOWHERE = -1  # as an index it picks the last row, which stands for nothing
_EPOCH = date(1970, 1, 1).toordinal()
_NO_DAY = np.datetime64("NaT", "D")
NUMBERS = frozenset({"price", "pre_close", "eps", "price_date"})
PLACES = 2  # decimals of a column whose file does not say


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """days: of the vintages, ascending; names: how many; years: fiscal years met, () of a table without

    Arrays have one row more than there are vintages, the last for none: an index of −1 picks it.
    texts: per text column the distinct words; places: decimals that each vintage's EPS are printed with
    """

    days: tuple[date, ...]
    names: int
    years: tuple[int, ...]
    there: NDArray[np.bool_]
    numbers: Mapping[tuple[str, int], Floats]
    codes: Mapping[tuple[str, int], Codes]
    texts: Mapping[str, Sequence[str]]
    places: NDArray[np.int64]
    problems: tuple[Problem, ...] = ()

    def latest(self, days: Sequence[date]) -> Ints:
        """For each date the vintage in force, −1 before the first."""
        if tuple(days) == self.days:
            return np.arange(len(self.days), dtype=np.int64)
        return np.searchsorted(stamps(self.days), stamps(days), side="right").astype(np.int64) - 1

    def held(self, files: Ints) -> NDArray[np.bool_]:
        """Whether a vintage has a row of the name, of shape (files, names)."""
        return self.there[files]

    def cells(self, column: str, year: int = 0) -> Floats:
        """A number in every vintage, NaN where there is none."""
        found = self.numbers.get((column, year))
        return np.full((len(self.days) + 1, self.names), np.nan) if found is None else found

    def number(self, column: str, files: Ints, year: int = 0) -> Floats:
        """A number in the vintages given, NaN where there is none; dates as days since 1970-01-01."""
        return self.cells(column, year)[files]

    def at(self, column: str, files: Ints, year: int = 0) -> Codes:
        """A text in the vintages given as codes into `words`, −1 where there is none."""
        found = self.codes.get((column, year))
        return np.full((len(files), self.names), NOWHERE, dtype=np.int32) if found is None else found[files]

    def words(self, column: str) -> Sequence[str]:
        """The distinct texts of a column."""
        return self.texts.get(column, ())


def read_record(
    book: Book,
    table: str,
    codes: Sequence[str],
    columns: Sequence[str],
    start: date | None = None,
    end: date | None = None,
) -> Record:
    """One table over its vintages in force from `start` to `end`.

    A file that cannot be read or was cut short is a problem, and the vintage before it stays in force.
    """
    from tui.book.over_time import history

    first = book.latest(table, start) if start else None
    wanted = (*columns, "year") if table == "estimates" else tuple(columns)
    found = history(book, table, codes, wanted, first, end)
    days, cut = _sound(found.files, found.problems)
    own = stamps(days)
    given = combined(found.table.column("as_of")).to_numpy(zero_copy_only=False).astype("datetime64[D]")
    vintage = np.searchsorted(own, given).astype(np.int64)
    name = align(text_array(list(codes)), found.table.column("code"))
    good = (np.append(own, _NO_DAY)[vintage] == given) & (name >= 0)
    printed = found.places.get("eps", {})
    return Record(
        days=days,
        names=len(codes),
        **_cells(found.table, columns, good, (vintage, name), (len(days) + 1, len(codes))),
        places=np.array([*(printed.get(day, PLACES) for day in days), PLACES], dtype=np.int64),
        problems=(*found.problems, *cut),
    )


def stamps(days: Sequence[date]) -> NDArray[np.datetime64]:
    """Dates as an array, by their numbers: numpy takes ten times as long to read dates."""
    numbers = np.array([day.toordinal() for day in days], dtype=np.int64)
    return (numbers - _EPOCH).astype("datetime64[D]")


def _sound(
    files: Mapping[Path, Sequence[date]], told: Sequence[Problem]
) -> tuple[tuple[date, ...], list[Problem]]:
    """The dates of the files that are whole, and a Problem for each that was cut short."""
    unread = {problem.file for problem in told if problem.what == "not read"}
    days: list[date] = []
    problems = []
    for path, here in files.items():
        name = clean(str(path))
        if name in unread:
            continue
        if cut_short(path):
            why = "half-written; the file before it is used"
            problems.append(Problem(name, 0, "ends within a line", why))
        else:
            days += here
    return tuple(sorted(days)), problems


def _cells(
    table: Any, columns: Sequence[str], good: NDArray[np.bool_], at: tuple[Ints, Ints], shape: tuple[int, int]
) -> dict[str, Any]:
    """The rows of a table spread out by vintage and name, for each fiscal year where there are such."""
    there = np.zeros(shape, dtype=bool)
    there[at[0][good], at[1][good]] = True
    year = np.zeros(len(good), dtype=np.int64)
    if "year" in table.column_names:
        year = combined(table.column("year")).to_numpy(zero_copy_only=False).astype(np.int64)
    numbers: dict[tuple[str, int], Floats] = {}
    codes: dict[tuple[str, int], Codes] = {}
    texts: dict[str, Sequence[str]] = {}
    years = distinct(year[good]).tolist()
    places = {one: np.flatnonzero(good & (year == one)) for one in years}
    for column in columns:
        if column in NUMBERS:
            figures = _numbers(table.column(column))
            numbers |= {(column, y): _spread(figures, rows, at, shape, np.nan) for y, rows in places.items()}
        else:
            coded, texts[column] = encode(table.column(column))
            codes |= {(column, y): _spread(coded, rows, at, shape, NOWHERE) for y, rows in places.items()}
    own = tuple(one for one in years if one)
    return {"years": own, "there": there, "numbers": numbers, "codes": codes, "texts": texts}


def _spread(
    held: NDArray[Any], rows: Ints, at: tuple[Ints, Ints], shape: tuple[int, int], nothing: float
) -> NDArray[Any]:
    out = np.full(shape, nothing, dtype=held.dtype)
    out[at[0][rows], at[1][rows]] = held[rows]
    return out


def _numbers(column: Any) -> Floats:
    """A column of numbers, or of dates as days since 1970-01-01; NaN where there is none."""
    held = combined(column)
    if pa.types.is_null(held.type) or not (pa.types.is_date(held.type) or is_number(held)):
        return np.full(len(held), np.nan)
    if is_number(held):
        return floats(held)
    days = held.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype(np.int64).astype(np.float64))
