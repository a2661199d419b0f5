"""A few names' rows over all dates of a table, reading as little as their files allow.

In the file of a year a name is found by the codes of the row groups. A Parquet file of one date
gives its columns alone; a CSV file is read whole, which takes long where there are hundreds of them.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import combined, float_array, floats, pa, take, text_array
from tui.book.convert import ABSENT, ARROW_TYPES, DECIMALS, as_text
from tui.book.schema import AS_OF, TABLES
from tui.book.some_columns import read_columns
from tui.book.yearly_names import rows_of
from tui.book.yearly_read import read_piece
from tui.errors import BookError, Problem, UnknownNameError
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    from tui.book.files import Read
    from tui.book.layout import Book, Vintage
    from tui.book.schema import TableSpec
    from tui.book.yearly_names import Found


_THREADS = 2  # more would wait for each other: half of the work is Python's
FEW = 200  # rows; below this plain Python beats the import of pyarrow.compute


class Rows(NamedTuple):
    """Rows of some names over time, oldest first.

    table: `as_of`, `code` and the columns asked for, null where a vintage has no such column
    places: per column and date the decimals that the file prints, where it says so
    slow: how many CSV files had to be read whole; files: the dates of each file
    """

    table: Any
    places: Mapping[str, Mapping[date, int]]
    problems: tuple[Problem, ...]
    slow: int
    files: Mapping[Path, Sequence[date]]


class _Part(NamedTuple):
    """The rows of some dates."""

    days: NDArray[np.datetime64]
    table: Any


def names_history(book: Book, table: str, codes: Sequence[str], columns: Sequence[str]) -> Any:
    """The rows of some names over all dates of a table: `as_of`, `code` and the columns; see `history`."""
    return history(book, table, codes, columns).table


def history(
    book: Book,
    table: str,
    codes: Sequence[str],
    columns: Sequence[str],
    start: date | None = None,
    end: date | None = None,
) -> Rows:
    """The rows of the names (canonical codes) in a table of one row or more a name, from `start` to `end`.

    What the book declares missing is null. A file that cannot be read is a Problem.
    """
    if table not in TABLES:
        raise UnknownNameError("table", table, TABLES)
    spec, wanted = TABLES[table], tuple(dict.fromkeys(c for c in columns if c not in {AS_OF, "code"}))
    words = text_array(list(codes))
    reader = _Reader(book, spec, words, wanted)
    days = [d for d in book.dates(table) if (start is None or d >= start) and (end is None or d <= end)]
    by_file: dict[Path, list[date]] = {}
    for day in days:
        by_file.setdefault(book.files[table, day], []).append(day)
    years = {path for path in by_file if path in book.yearly and book.yearly[path].noted}
    with ThreadPoolExecutor(_THREADS) as threads:  # reading Parquet lets other threads work
        reads: dict[Path, Any] = {
            path: threads.submit(rows_of, book.yearly[path], here, words, wanted)
            if path in years
            else threads.submit(reader.read, here, path)
            for path, here in by_file.items()
        }
        for path, read in reads.items():
            try:
                if path in years:
                    reader.year(by_file[path], read.result())
                else:
                    reader.dated(read.result())
            except BookError as error:
                name = clean(str(path))
                reader.problems.append(Problem(name, 0, "not read", str(error).removeprefix(f"{name}: ")))
    return reader.rows(by_file)


class _Dated(NamedTuple):
    """The names' rows of one date, and what was wrong in its file; slow: that was read whole."""

    day: date
    table: Any
    problems: tuple[Problem, ...]
    slow: bool


class _Reader:
    """Gathers the rows file by file; `read` alone is for other threads."""

    def __init__(self, book: Book, spec: TableSpec, codes: Any, columns: tuple[str, ...]) -> None:
        self.book, self.spec, self.codes, self.columns = book, spec, codes, columns
        self.parts: list[_Part] = []
        self.places: dict[str, dict[date, int]] = {name: {} for name in columns}
        self.problems: list[Problem] = []
        self.slow = 0

    def read(self, days: Sequence[date], path: Path) -> list[_Dated]:
        """Some dates, each from a file of its own or found by its `as_of`."""
        return [self._read(day, path) for day in days]

    def _read(self, day: date, path: Path) -> _Dated:
        read: Read | Vintage | None = self.book.held(self.spec.name, day)
        slow = False
        if read is None:
            missing = self.book.missing
            if path in self.book.yearly:
                read = read_piece(self.book.yearly[path], day, self.spec, missing, self.columns)
            elif path.suffix == ".parquet":
                read = read_columns(path, self.spec, self.columns, day, missing, self.codes)
            else:
                slow, read = True, self.book.read_anew(self.spec.name, day, missing)
        held = read.table.select([n for n in ("code", *self.columns) if n in read.table.column_names])
        return _Dated(day, _taken(held, _found(held, self.codes)), read.problems, slow)

    def dated(self, found: Sequence[_Dated]) -> None:
        """The dates that `read` gave."""
        for day, table, problems, slow in found:
            for field in table.schema:
                self._place(field.name, (day,), field.metadata or {})
            self.parts.append(_Part(np.full(table.num_rows, np.datetime64(day, "D")), table))
            self.problems += problems
            self.slow += slow

    def year(self, days: Sequence[date], found: Found) -> None:
        """The dates of a yearly file, from the rows that were read of it."""
        for shape in {id(shape): shape for shape in found.shapes}.values():
            here = [day for day, each in zip(days, found.shapes, strict=True) if each is shape]
            for column in shape:
                notes = {key.encode(): word.encode() for key, word in column.notes.items()}
                self._place(column.name, here, notes)
        own = np.array(sorted(days), dtype="datetime64[D]")
        at = np.searchsorted(own, found.stamps).clip(max=len(own) - 1)
        inside = np.flatnonzero(own[at] == found.stamps)
        picked = found.table if len(inside) == len(at) else _taken(found.table, inside)
        self.parts.append(_Part(found.stamps[inside], _without(picked, self.book.missing)))

    def _place(self, name: str, days: Sequence[date], notes: Mapping[bytes, bytes]) -> None:
        if name in self.places and DECIMALS in notes and ABSENT not in notes:
            self.places[name].update(dict.fromkeys(days, int(notes[DECIMALS])))

    def rows(self, files: Mapping[Path, Sequence[date]]) -> Rows:
        """All that was gathered."""
        days = np.concatenate([np.array([], dtype="datetime64[D]"), *(part.days for part in self.parts)])
        order = np.argsort(days, kind="stable")
        arrays = [pa.array(days), *(self._column(name) for name in ("code", *self.columns))]
        table = pa.Table.from_arrays(arrays, names=[AS_OF, "code", *self.columns])
        sorted_already = bool((order == np.arange(len(order))).all())
        table = table if sorted_already else _taken(table, order)
        return Rows(table, self.places, tuple(self.problems), self.slow, files)

    def _column(self, name: str) -> Any:
        """A column of all parts, of the table's type; one of the files' own may be text beside numbers."""
        held = [part.table.column(name) if name in part.table.column_names else None for part in self.parts]
        field = self.spec.get(name)
        full = {c.type for c in held if c is not None and c.null_count < len(c)}
        kind = ARROW_TYPES[field.type] if field else full.pop() if len(full) == 1 else pa.string()
        chunks: list[Any] = []
        for part, column in zip(self.parts, held, strict=True):
            if column is None or (column.type != kind and column.null_count == len(column)):
                chunks.append(pa.nulls(part.table.num_rows, kind))
            else:
                chunks.append(combined(column) if column.type == kind else as_text(column))
        return pa.chunked_array(chunks, type=kind)


def _found(table: Any, codes: Any) -> NDArray[np.int64]:
    """The rows whose code is one of those."""
    if table.num_rows <= FEW:
        wanted = set(codes.to_pylist())
        return np.array([i for i, c in enumerate(table.column("code").to_pylist()) if c in wanted], np.int64)
    import pyarrow.compute as pc

    here = pc.is_in(combined(table.column("code")), value_set=codes)
    return np.flatnonzero(here.to_numpy(zero_copy_only=False))


def _taken(table: Any, rows: NDArray[np.int64]) -> Any:
    return take(table, rows) if len(rows) <= FEW else table.take(pa.array(rows))


def _without(table: Any, missing: Mapping[str, frozenset[float]]) -> Any:
    """Null where a value means nothing."""
    for name in missing.keys() & set(table.column_names):
        column = table.column(name)
        if pa.types.is_floating(column.type):
            values = floats(column)
            cells = float_array(np.where(np.isin(values, list(missing[name])), np.nan, values))
            table = table.set_column(table.column_names.index(name), name, cells)
    return table
