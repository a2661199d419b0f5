"""Reading one date, or the row groups of some names, of a year's file; some columns of any Parquet file."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import combined, pa
from tui.book.files import Read, parquet_file, raw_of_table, rows_from
from tui.book.headers import match
from tui.book.typed import typed
from tui.book.yearly import BOUNDS, ORDERS, TYPES, shapes_of
from tui.errors import BookError
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

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
    """One date's vintage, as `read_file` gives it of a file of its own.

    columns: which to read beside those that every row needs; all of them where None.
    Raises BookError where the file cannot be read.
    """
    if columns is not None:
        spec = only(spec, columns)
        columns = [*spec.names, *columns]
    raw = _raw(yearly, day, columns)
    table, problems = typed(raw, spec, as_of=day, missing=missing)
    return Read(table, problems)


def only(spec: TableSpec, columns: Sequence[str]) -> TableSpec:
    """The table with those of its columns that are asked for, or needed by every row."""
    kept = {*columns, *spec.key}
    return replace(spec, fields=tuple(f for f in spec.fields if f.required or f.name in kept))


def read_columns(
    path: Path, spec: TableSpec, columns: Sequence[str], day: date, missing: Mapping[str, frozenset[float]]
) -> Read:
    """Some columns of a Parquet file of one date, and those that every row needs; see `read_file`."""
    file, spec = clean(str(path)), only(spec, columns)
    wanted = {*columns, *spec.names}
    with parquet_file(path, file) as source:
        given = [h.given for h in match(source.schema_arrow.names, [spec]) if h.name in wanted]
        table, schema = rows_from(source, file, None, given)
    found, problems = typed(raw_of_table(table, schema, file), spec, as_of=day, missing=missing)
    return Read(found, problems)


def _raw(yearly: Yearly, day: date, columns: Sequence[str] | None) -> Raw:
    piece, file = yearly.piece(day), clean(str(yearly.path))
    with parquet_file(yearly.path, file) as source:
        metadata = source.metadata
        if not yearly.noted:
            table = _rows(source, file, piece, columns)
            return raw_of_table(table, table.schema, file)
        known = _shape(shapes_of(metadata, file), piece, file)
        shape = [c for c in known if columns is None or c.name in columns]
        table = _rows(source, file, piece, [c.name for c in shape])
    if piece.order >= 0:
        table = table.take(pa.array(_places(metadata, file, piece)))
    arrays = [_as_it_was(table, c, file) for c in shape]
    fields = [pa.field(c.name, TYPES[c.type], metadata=dict(c.notes) or None) for c in shape]
    whole = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    return raw_of_table(whole, whole.schema, file)


def _shape(shapes: Sequence[tuple[Column, ...]], piece: Piece, file: str) -> tuple[Column, ...]:
    if piece.shape >= len(shapes):
        raise BookError(f"{file}: its note on columns has no number {piece.shape}")
    return shapes[piece.shape]


def _as_it_was(table: Any, column: Column, file: str) -> Any:
    kind = TYPES[column.type]
    if column.name not in table.column_names:
        raise BookError(f"{file}: no column {column.name!r}, which its note speaks of")
    held = combined(table.column(column.name))
    if held.type == kind:
        return held
    if held.null_count == len(held):
        return pa.nulls(len(held), kind)
    raise BookError(f"{file}: column {column.name!r} holds {held.type}; its note says {kind}")


def _rows(source: Any, file: str, piece: Piece, columns: Sequence[str] | None) -> Any:
    """The rows of a piece, read from the row groups that they stand in."""
    ends = _ends(source.metadata)
    stop = piece.start + piece.rows
    if stop > ends[-1]:
        raise BookError(f"{file}: has fewer rows than its note says")
    first = int(np.searchsorted(ends, piece.start, side="right")) - 1
    after = int(np.searchsorted(ends, stop, side="left"))
    table, _ = rows_from(source, file, range(first, after) if piece.rows else (), columns)
    return table.slice(piece.start - int(ends[first]), piece.rows) if piece.rows else table


class Found(NamedTuple):
    """Rows read from a yearly file: the place of each in the file, and the shape of each of its dates."""

    table: Any
    places: NDArray[np.int64]
    shapes: Sequence[tuple[Column, ...]]


def rows_of(yearly: Yearly, days: Sequence[date], codes: Sequence[str], columns: Sequence[str]) -> Found:
    """The rows of the row groups where the codes can stand on those days; shapes: of the days in turn."""
    file, pieces = clean(str(yearly.path)), [yearly.piece(day) for day in days]
    with parquet_file(yearly.path, file) as source:
        known = shapes_of(source.metadata, file)
        shapes = [_shape(known, piece, file) for piece in pieces]
        ends = _ends(source.metadata)
        groups = np.flatnonzero(_overlap(ends, pieces) & _may_hold(source.metadata, codes)).tolist()
        table, _ = rows_from(source, file, groups, columns)
    places = [np.arange(ends[g], ends[g + 1]) for g in groups]
    return Found(table, np.concatenate([np.zeros(0, dtype=np.int64), *places]), shapes)


def _overlap(ends: NDArray[np.int64], pieces: Sequence[Piece]) -> NDArray[np.bool_]:
    """The row groups in which any row of the pieces stands."""
    wanted = np.zeros(len(ends), dtype=np.int64)
    starts = np.array([piece.start for piece in pieces], dtype=np.int64)
    stops = np.array([piece.start + piece.rows for piece in pieces], dtype=np.int64)
    some = stops > starts
    np.add.at(wanted, np.searchsorted(ends, starts[some], side="right") - 1, 1)
    np.add.at(wanted, np.searchsorted(ends, stops[some], side="left").clip(max=len(ends) - 1), -1)
    return np.cumsum(wanted)[:-1] > 0


def _may_hold(metadata: Any, codes: Sequence[str]) -> NDArray[np.bool_]:
    """The row groups in whose span of codes one of these lies; all where the file does not say."""
    count = metadata.num_row_groups
    bounds = np.array((metadata.metadata or {}).get(BOUNDS, b"").split())
    if len(bounds) != 2 * count or not count:
        return np.ones(count, dtype=bool)
    low, high = bounds[::2], bounds[1::2]
    out = np.zeros(count, dtype=bool)
    for code in codes:
        word = np.array(code.encode())
        out |= (low <= word) & (word <= high)
    return out


def _ends(metadata: Any) -> NDArray[np.int64]:
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
