"""Reading the vintages of some dates from a year's file.

Of a file with our note texts are read as codes into words, and made texts for the rows that are kept alone.
"""

from __future__ import annotations

import json
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import combined, pa
from tui.book.files import Read, parquet_file, raw_of_table, rows_from
from tui.book.schema import AS_OF
from tui.book.some_columns import only
from tui.book.typed import typed
from tui.book.yearly import ORDERS, TYPES, shapes_of
from tui.errors import BookError
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.raw import Raw
    from tui.book.schema import TableSpec
    from tui.book.yearly import Column, Piece, Yearly

_NOTHING: Mapping[str, frozenset[float]] = MappingProxyType({})


def read_piece(
    yearly: Yearly,
    day: date,
    spec: TableSpec,
    missing: Mapping[str, frozenset[float]] = _NOTHING,
    columns: Sequence[str] | None = None,
) -> Read:
    """One date's vintage, as `read_file` gives it of a file of its own; see `read_pieces`."""
    ((_, read),) = read_pieces(yearly, (day,), spec, missing, columns)
    return read


def read_pieces(
    yearly: Yearly,
    days: Sequence[date],
    spec: TableSpec,
    missing: Mapping[str, frozenset[float]] = _NOTHING,
    columns: Sequence[str] | None = None,
) -> Iterator[tuple[date, Read]]:
    """The vintages of some dates, oldest first; those of one block are read together.

    columns: which to read beside those that every row needs; all of them where None.
    Raises BookError where the file cannot be read, KeyError for a date that is not in it.
    """
    if columns is not None:
        spec = only(spec, columns)
        columns = [*spec.names, *columns]
    for day, raw in _raws(yearly, sorted(days), columns):
        yield day, Read(*typed(raw, spec, as_of=day, missing=missing))


def _raws(yearly: Yearly, days: Sequence[date], columns: Sequence[str] | None) -> Iterator[tuple[date, Raw]]:
    file = clean(str(yearly.path))
    with parquet_file(yearly.path, file, coded=yearly.noted) as source:
        if not yearly.noted:
            for day in days:
                table = _rows(source, file, yearly.piece(day), columns)
                yield day, raw_of_table(table, table.schema, file)
            return
        known = shapes_of(source.metadata, file)
        for _, block in groupby(days, key=lambda day: yearly.piece(day)[:2]):
            pieces = {day: yearly.piece(day) for day in block}
            shapes = {
                day: [c for c in shape_of(known, piece, file) if columns is None or c.name in columns]
                for day, piece in pieces.items()
            }
            names = dict.fromkeys(c.name for shape in shapes.values() for c in shape)
            table, groups = _block(source, file, next(iter(pieces.values())), [AS_OF, *names])
            stamps = stamps_of(table, file)
            for day, piece in pieces.items():
                held = _of_day(table, stamps == np.datetime64(day, "D"), piece, file, groups)
                if piece.order >= 0:
                    held = held.take(pa.array(_places(source.metadata, file, piece)))
                yield day, _as_they_were(held, shapes[day], file)


def shape_of(shapes: Sequence[tuple[Column, ...]], piece: Piece, file: str) -> tuple[Column, ...]:
    if piece.shape >= len(shapes):
        raise BookError(f"{file}: its note on columns has no number {piece.shape}")
    return shapes[piece.shape]


def _as_they_were(table: Any, shape: Sequence[Column], file: str) -> Raw:
    arrays = [_as_it_was(table, column, file) for column in shape]
    fields = [pa.field(c.name, TYPES[c.type], metadata=dict(c.notes) or None) for c in shape]
    whole = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    return raw_of_table(whole, whole.schema, file)


def _as_it_was(table: Any, column: Column, file: str) -> Any:
    kind = TYPES[column.type]
    if table.column_names.count(column.name) != 1:
        raise BookError(f"{file}: no column {column.name!r}, which its note speaks of")
    held = combined(decoded(table.column(column.name)))
    if held.type == kind:
        return held
    if held.null_count == len(held):
        return pa.nulls(len(held), kind)
    raise BookError(f"{file}: column {column.name!r} holds {held.type}; its note says {kind}")


def decoded(column: Any) -> Any:
    """Texts of codes into words; any other column as it is."""
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _rows(source: Any, file: str, piece: Piece, columns: Sequence[str] | None) -> Any:
    """The rows of a block, or of a date that stands together, read from their row groups."""
    ends, groups = _groups(source.metadata, file, piece)
    table, _ = rows_from(source, file, groups, columns)
    return table.slice(piece.start - int(ends[groups[0]]), piece.stop - piece.start) if groups else table


def _groups(metadata: Any, file: str, piece: Piece) -> tuple[NDArray[np.int64], range]:
    """Where row groups end, see `_ends`, and those in which a piece's block stands."""
    ends = ends_of(metadata)
    if piece.stop > ends[-1]:
        raise BookError(f"{file}: has fewer rows than its note says")
    if piece.stop == piece.start:
        return ends, range(0)
    first = int(np.searchsorted(ends, piece.start, side="right")) - 1
    return ends, range(first, int(np.searchsorted(ends, piece.stop, side="left")))


def _block(source: Any, file: str, piece: Piece, columns: Sequence[str]) -> tuple[Any, int]:
    """The rows of a piece's block, texts as codes, and in how many row groups they stand."""
    _, groups = _groups(source.metadata, file, piece)
    return _rows(source, file, piece, columns), len(groups)


def stamps_of(table: Any, file: str) -> NDArray[np.datetime64]:
    """The date of each row."""
    if table.column_names.count(AS_OF) != 1 or table.column(AS_OF).type != pa.date32():
        raise BookError(f"{file}: no column {AS_OF!r} of dates, which its note speaks of")
    out = combined(table.column(AS_OF)).to_numpy(zero_copy_only=False)
    return np.asarray(out, dtype="datetime64[D]")


def _of_day(table: Any, here: NDArray[np.bool_], piece: Piece, file: str, groups: int) -> Any:
    """The rows of a date from those of its block: a run of each row group."""
    rows = np.flatnonzero(here)
    if len(rows) != piece.rows:
        raise BookError(f"{file}: has {len(rows):,} rows of a date; its note says {piece.rows:,}")
    breaks = (np.flatnonzero(np.diff(rows) != 1) + 1).tolist() if len(rows) else []
    if len(breaks) >= max(groups, 1):
        raise BookError(f"{file}: the rows of a date are scattered, where its note says they are not")
    if not len(rows):
        return table.slice(0, 0)
    runs = zip([0, *breaks], [*breaks, len(rows)], strict=True)
    return pa.concat_tables([table.slice(int(rows[a]), b - a) for a, b in runs])


def ends_of(metadata: Any) -> NDArray[np.int64]:
    """Where each row group begins, and the end of the last."""
    counts = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
    return np.cumsum(np.array([0, *counts], dtype=np.int64))


def _places(metadata: Any, file: str, piece: Piece) -> NDArray[np.int64]:
    """Where each row of the vintage's own order stands among the sorted ones."""
    from base64 import b85decode
    from zlib import decompressobj
    from zlib import error as broken

    try:
        words = json.loads(metadata.metadata[ORDERS])
        limit = 8 * piece.rows
        steps = np.frombuffer(
            decompressobj().decompress(b85decode(words[piece.order]), limit + 1), dtype="<i8"
        )
        order = np.cumsum(steps)
        places = np.full(piece.rows, -1, dtype=np.int64)
        places[order] = np.arange(len(order))
    except (KeyError, ValueError, IndexError, TypeError, broken) as error:
        raise BookError(f"{file}: the order of its rows cannot be read: {clean(str(error))[:80]}") from None
    if len(order) != piece.rows or (places < 0).any():
        raise BookError(f"{file}: the order of its rows is not one of {piece.rows:,} rows")
    return places
