"""A year of a table's vintages in one Parquet file: `BOOK/estimates/2025.parquet`.

Every row has its `as_of`. The rows of some dates in turn, a quarter of weeks, make a block. A large block is
dealt out by code into row groups, each of which has the rows of its codes date by date: one name stands in
one row group a block, and one date in a run of each. The file's own note says in which block a date stands.
It also keeps what a file of one date says of itself: which columns it has, in which order and of which type,
the decimals they print, and the order of its rows where they were sorted by code. So a vintage read from
here is the vintage that was put in. A file without the note, as another program writes it, is read by its
`as_of` column; there each date's rows stand together.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import combined, pa
from tui.book.files import parquet_rows
from tui.book.schema import AS_OF
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


SUFFIX = ".parquet"
# Keys of the file's metadata: in which block each date stands; the shapes of vintages; the orders their rows
# had; the first and last code of each row group.
NOTE, SHAPES, ORDERS, BOUNDS = b"kanpan.vintages", b"kanpan.columns", b"kanpan.orders", b"kanpan.codes"
TYPES = MappingProxyType(
    {str(kind): kind for kind in (pa.string(), pa.float64(), pa.int32(), pa.int64(), pa.date32())}
)
_END = b"PAR1"
_MOST = 1 << 62
_TAIL = 1 << 16  # bytes at the end of a file that are read to find the note


class Column(NamedTuple):
    """A column as one vintage has it: its Arrow type in words, and its field's metadata."""

    name: str
    type: str
    notes: Mapping[str, str]


class Piece(NamedTuple):
    """One date's rows, which stand among those from `start` up to `stop`, the date's block.

    shape, order: numbers in the file's lists, −1 for none
    """

    start: int
    stop: int
    rows: int
    shape: int = -1
    order: int = -1


_WIDE = len(Piece._fields)


@dataclass(frozen=True, slots=True)
class Yearly:
    """A yearly file known by its note alone; noted: it has one.

    days: the dates in it, ascending; cells: what `Piece` says of each, one after the other
    """

    path: Path
    days: tuple[date, ...]
    cells: Sequence[int]
    noted: bool = False
    problems: tuple[Problem, ...] = ()

    def piece(self, day: date) -> Piece:
        """Where a date's rows are; KeyError for a date that is not in the file."""
        at = bisect_left(self.days, day)
        if at == len(self.days) or self.days[at] != day:
            raise KeyError(day)
        return Piece._make(self.cells[at * _WIDE : (at + 1) * _WIDE])

    def has(self, day: date) -> bool:
        """True where rows of the date stand in the file."""
        at = bisect_left(self.days, day)
        return at < len(self.days) and self.days[at] == day

    def within(self, year: int, file: str) -> Yearly:
        """The same without the dates of another year, which are told."""
        if not self.days or self.days[0].year == year == self.days[-1].year:
            return self
        kept = [i for i, day in enumerate(self.days) if day.year == year]
        strange = next(day for day in self.days if day.year != year)
        told = Problem(file, 0, f"rows of {strange}", f"expected dates of {year} alone; left out")
        cells = [cell for i in kept for cell in self.cells[i * _WIDE : (i + 1) * _WIDE]]
        return Yearly(self.path, tuple(self.days[i] for i in kept), cells, self.noted, (*self.problems, told))


def yearly_files(
    paths: Sequence[Path], dated: Mapping[date, str], problems: list[Problem]
) -> Iterator[Yearly]:
    """The files of a year that can be read; others, and dates that have a file too, are told."""
    for path in paths:
        try:
            found = read_note(path, int(path.stem))
        except BookError as error:
            file = clean(str(path))
            problems.append(Problem(file, 0, "not read", str(error).removeprefix(f"{file}: ")))
            continue
        problems += found.problems
        for day in sorted(dated.keys() & {*found.days}):
            own = clean(str(path.with_name(dated[day])))
            why = f"{path.name} has one too; this file is used, and `kanpan compact` makes one of the two"
            problems.append(Problem(own, 0, "a second vintage of this date", why))
        yield found


def read_note(path: Path, year: int) -> Yearly:
    """What the file of a year holds, told by its last bytes; raises BookError where it is broken."""
    file = clean(str(path))
    note = _note_in(_footer(path, file)) or (metadata_of(path).metadata or {}).get(NOTE)
    try:
        found = _by_note(path, json.loads(note)) if note else _by_column(path, file)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
        raise BookError(f"{file}: its note on vintages cannot be read: {clean(str(error))[:80]}") from None
    return found.within(year, file)


def _footer(path: Path, file: str) -> bytes:
    """The end of the footer, where the words beside the rows stand; BookError for a file cut short."""
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, 2)
            stream.seek(max(0, size - _TAIL))
            tail = stream.read(_TAIL)
    except OSError as error:
        raise BookError(f"{file}: {error.strerror or error}") from None
    length = int.from_bytes(tail[-8:-4], "little")
    if tail[-4:] != _END or length > size - 8:
        raise BookError(f"{file}: cannot be read as Parquet: cut short, its end is missing")
    return tail[-8 - length : -8] if length < len(tail) - 8 else tail[:-8]


def _note_in(footer: bytes) -> bytes | None:
    """The note from a footer's bytes: pyarrow.parquet takes 50 ms to load, which the newest dates need not.

    The key's bytes are followed by the value's mark (0x18), its length as a varint, and the value.
    """
    at = footer.rfind(NOTE) + len(NOTE)
    if at < len(NOTE) or footer[at : at + 1] != b"\x18":
        return None
    at, length, shift = at + 1, 0, 0
    while at < len(footer) and shift < 35:
        byte = footer[at]
        length |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            break
    value = footer[at : at + length]
    return value if len(value) == length and value.startswith(b"{") and value.endswith(b"}") else None


def metadata_of(path: Path) -> Any:
    """A Parquet file's metadata; raises BookError where it is broken."""
    from pyarrow import parquet

    try:
        return parquet.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        reason = clean(str(error)[:120])
        raise BookError(f"{clean(str(path))}: cannot be read as Parquet: {reason}") from None


def _by_note(path: Path, note: Any) -> Yearly:
    """The note is six whole numbers a vintage: the day's, and those of its `Piece`."""
    given = note["vintages"]
    wide = _WIDE + 1
    if len(given) % wide or not {*map(type, given)} <= {int}:
        raise ValueError("six whole numbers a vintage were expected")
    days = tuple(map(date.fromordinal, given[::wide]))
    if any(a >= b for a, b in pairwise(days)):
        raise ValueError("days that do not ascend")
    starts, stops, rows = (given[i::wide] for i in (1, 2, 3))
    low = min((*starts, *rows, *(given[4::wide])), default=0)
    if low < 0 or max(given, default=0) > _MOST or min(given, default=0) < -1:
        raise ValueError("a place outside the file")
    if any(stop - start < count for start, stop, count in zip(starts, stops, rows, strict=True)):
        raise ValueError("more rows than their block has")
    return Yearly(path, days, [cell for i, cell in enumerate(given) if i % wide], noted=True)


def shapes_of(metadata: Any, file: str) -> tuple[tuple[Column, ...], ...]:
    """The shapes of a file's vintages, which its note numbers."""
    try:
        return tuple(
            tuple(
                Column(str(name), _type(kind), {str(k): str(v) for k, v in notes.items()})
                for name, kind, notes in shape
            )
            for shape in json.loads(metadata.metadata[SHAPES])
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BookError(f"{file}: its note on columns cannot be read: {clean(str(error))[:80]}") from None


def _type(word: Any) -> str:
    if word not in TYPES:
        raise ValueError(f"type {word!r}")
    return str(word)


def _by_column(path: Path, file: str) -> Yearly:
    """The dates of a file without our note, by its own column."""
    table, _ = parquet_rows(path, file, columns=[AS_OF])
    if AS_OF not in table.column_names:
        raise BookError(f"{file}: no column {AS_OF!r}, which a file of a whole year needs")
    column = combined(table.column(AS_OF))
    try:
        days = column.cast(pa.date32()).to_numpy(zero_copy_only=False).astype("datetime64[D]")
    except (pa.ArrowException, ValueError):
        raise BookError(f"{file}: {AS_OF} holds {column.type}; expected dates") from None
    starts = (
        np.flatnonzero(np.concatenate(([True], days[1:] != days[:-1]))) if len(days) else np.array([], int)
    )
    found: dict[date, Piece] = {}
    for start, stop in zip(starts.tolist(), [*starts[1:].tolist(), len(days)], strict=True):
        day = days[start].astype(date)
        if day is None or day in found:
            why = f"the rows of {day or 'no date'} do not stand together; sort it by {AS_OF}"
            raise BookError(f"{file}: {why}")
        found[day] = Piece(start, stop, stop - start)
    return Yearly(path, tuple(sorted(found)), [cell for day in sorted(found) for cell in found[day]])
