"""Reading one date, or the row groups of some names, from the file of a year."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import combined, pa
from tui.book.files import Read, parquet_rows, raw_of_table
from tui.book.typed import typed
from tui.book.yearly import ORDERS, TYPES, metadata_of, words_of
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


def _raw(yearly: Yearly, day: date, columns: Sequence[str] | None) -> Raw:
    piece, file = yearly.pieces[day], clean(str(yearly.path))
    if piece.shape < 0:
        table = _rows(yearly.path, file, piece, columns)
        return raw_of_table(table, table.schema, file)
    shape = [c for c in yearly.shapes[piece.shape] if columns is None or c.name in columns]
    table = _rows(yearly.path, file, piece, [c.name for c in shape])
    if piece.order >= 0:
        table = table.take(pa.array(_places(yearly.path, file, piece)))
    arrays = [_as_it_was(table, c, file) for c in shape]
    fields = [pa.field(c.name, TYPES[c.type], metadata=dict(c.notes) or None) for c in shape]
    whole = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    return raw_of_table(whole, whole.schema, file)


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


def _rows(path: Path, file: str, piece: Piece, columns: Sequence[str] | None) -> Any:
    """The rows of a piece, read from the row groups that they stand in."""
    metadata = metadata_of(path)
    ends = _ends(metadata)
    stop = piece.start + piece.rows
    if stop > ends[-1]:
        raise BookError(f"{file}: has fewer rows than its note says")
    first = int(np.searchsorted(ends, piece.start, side="right")) - 1
    after = int(np.searchsorted(ends, stop, side="left"))
    table, _ = parquet_rows(path, file, range(first, after) if piece.rows else (), columns, metadata)
    return table.slice(piece.start - int(ends[first]), piece.rows) if piece.rows else table


def rows_of(
    yearly: Yearly, days: Sequence[date], codes: Sequence[str], columns: Sequence[str]
) -> tuple[Any, NDArray[np.int64]]:
    """The rows of the row groups where the codes can stand on those days, and each one's place."""
    metadata = metadata_of(yearly.path)
    ends = _ends(metadata)
    at = metadata.schema.names.index("code") if "code" in metadata.schema.names else -1
    wanted = np.zeros(len(ends) - 1, dtype=bool)
    for day in days:
        piece = yearly.pieces[day]
        first = int(np.searchsorted(ends, piece.start, side="right")) - 1
        wanted[first : int(np.searchsorted(ends, piece.start + piece.rows, side="left"))] = True
    groups = [g for g in np.flatnonzero(wanted).tolist() if _may_hold(metadata.row_group(g), at, codes)]
    places = [np.arange(ends[g], ends[g + 1]) for g in groups]
    table, _ = parquet_rows(yearly.path, clean(str(yearly.path)), groups, columns, metadata)
    return table, np.concatenate([np.zeros(0, dtype=np.int64), *places])


def _may_hold(group: Any, at: int, codes: Sequence[str]) -> bool:
    """False where the statistics say that none of the codes stands in a row group."""
    found = group.column(at).statistics if at >= 0 else None
    if found is None or not found.has_min_max:
        return True
    low, high = str(found.min), str(found.max)
    return any(low <= code <= high for code in codes)


def _ends(metadata: Any) -> NDArray[np.int64]:
    """Where each row group begins, and the end of the last."""
    counts = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
    return np.cumsum(np.array([0, *counts], dtype=np.int64))


def _places(path: Path, file: str, piece: Piece) -> NDArray[np.int64]:
    """Where each row of the vintage's own order stands among the sorted ones."""
    from base64 import b85decode
    from zlib import decompressobj
    from zlib import error as broken

    try:
        words = json.loads(words_of(path)[ORDERS])
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
