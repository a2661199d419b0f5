"""The rows of some names from a year's file: only the row groups are read in which the names can stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import pa
from tui.book.files import parquet_file, rows_from
from tui.book.schema import AS_OF
from tui.book.some_columns import among, is_coded
from tui.book.yearly import BOUNDS, shapes_of
from tui.book.yearly_read import decoded, ends_of, shape_of, stamps_of
from tui.errors import BookError
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.yearly import Column, Yearly


class Found(NamedTuple):
    """Rows of some names from a yearly file: the date of each, and the shape of each date asked for."""

    table: Any
    stamps: NDArray[np.datetime64]
    shapes: Sequence[tuple[Column, ...]]


def rows_of(yearly: Yearly, days: Sequence[date], codes: Any, columns: Sequence[str]) -> Found:
    """The names' rows in the blocks of those days, of other days too; shapes: of the days in turn.

    codes: Arrow text. Only the row groups are read in which the names can stand. Raises BookError where the
    file cannot be read.
    """
    file, pieces = clean(str(yearly.path)), [yearly.piece(day) for day in days]
    with parquet_file(yearly.path, file, coded=True) as source:
        metadata = source.metadata
        known = shapes_of(metadata, file)
        shapes = [shape_of(known, piece, file) for piece in pieces]
        blocks = {(piece.start, piece.stop) for piece in pieces}
        here = _overlap(ends_of(metadata), blocks) & _may_hold(metadata, codes)
        groups, columns = np.flatnonzero(here).tolist(), [AS_OF, "code", *columns]
        table, _ = rows_from(source, file, groups, columns, at_once=False)
    table = _of_names(table, codes, file)
    return Found(table, stamps_of(table, file), shapes)


def _of_names(table: Any, codes: Any, file: str) -> Any:
    """The rows of the codes, found by the words of each row group."""
    if table.column_names.count("code") != 1 or not is_coded(table.schema.field("code").type):
        raise BookError(f"{file}: no column 'code' of texts, which its note speaks of")
    parts = [
        part.take(pa.array(np.flatnonzero(among(part.column("code"), codes)))) for part in table.to_batches()
    ]
    found = pa.Table.from_batches(parts, schema=table.schema)
    return pa.table([decoded(column) for column in found.columns], names=found.column_names)


def _overlap(ends: NDArray[np.int64], blocks: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    """The row groups in which any row of the blocks stands."""
    out = np.zeros(len(ends) - 1, dtype=bool)
    for start, stop in blocks:
        if stop > start:
            out |= (ends[:-1] < stop) & (ends[1:] > start)
    return out


def _may_hold(metadata: Any, codes: Any) -> NDArray[np.bool_]:
    """The row groups in whose span of codes one of these lies; all where the file does not say."""
    count = metadata.num_row_groups
    bounds = np.array((metadata.metadata or {}).get(BOUNDS, b"").split())
    if len(bounds) != 2 * count or not count:
        return np.ones(count, dtype=bool)
    low, high = bounds[::2], bounds[1::2]
    out = np.zeros(count, dtype=bool)
    for code in codes.to_pylist():
        word = np.array(code.encode())
        out |= (low <= word) & (word <= high)
    return out
