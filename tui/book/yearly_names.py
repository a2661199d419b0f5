"""The rows of some names from a year's file: only the row groups are read in which the names can stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import pa
from tui.book.files import parquet_file, rows_from
from tui.book.schema import AS_OF
from tui.book.yearly import BOUNDS, shapes_of
from tui.book.yearly_read import coded, decoded, ends_of, shape_of, stamps_of
from tui.errors import BookError
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.yearly import Column, Piece, Yearly


class Found(NamedTuple):
    """Rows of some names from a yearly file: the date of each, and the shape of each date asked for."""

    table: Any
    stamps: NDArray[np.datetime64]
    shapes: Sequence[tuple[Column, ...]]


def rows_of(yearly: Yearly, days: Sequence[date], codes: Sequence[str], columns: Sequence[str]) -> Found:
    """The names' rows in the blocks of those days, of other days too; shapes: of the days in turn.

    Only the row groups are read in which the names can stand. Raises BookError where the file cannot be read.
    """
    file, pieces = clean(str(yearly.path)), [yearly.piece(day) for day in days]
    with parquet_file(yearly.path, file) as source:
        known = shapes_of(source.metadata, file)
        shapes = [shape_of(known, piece, file) for piece in pieces]
        ends = ends_of(source.metadata)
        groups = np.flatnonzero(_overlap(ends, pieces) & _may_hold(source.metadata, codes)).tolist()
        columns = [AS_OF, "code", *columns]
        with coded(yearly, source, columns) as words:
            table, _ = rows_from(words, file, groups, columns, at_once=False)
    table = _of_names(table, frozenset(codes), file)
    return Found(table, stamps_of(table, file), shapes)


def _of_names(table: Any, codes: frozenset[str], file: str) -> Any:
    """The rows of the codes, found by the words of each row group."""
    if table.column_names.count("code") != 1 or not _is_text(table.schema.field("code").type):
        raise BookError(f"{file}: no column 'code' of texts, which its note speaks of")
    here = [_among(chunk, codes) for chunk in table.column("code").chunks]
    rows = np.flatnonzero(np.concatenate(here)) if here else np.zeros(0, dtype=np.int64)
    found = table.take(pa.array(rows))
    return pa.table([decoded(column) for column in found.columns], names=found.column_names)


def _among(column: Any, codes: frozenset[str]) -> NDArray[np.bool_]:
    """The rows whose word is one of the codes."""
    wanted = [word in codes for word in column.dictionary.to_pylist()]
    places = column.indices.to_numpy(zero_copy_only=False)
    if column.null_count:
        places = np.where(np.isnan(places), -1, places).astype(np.int64)
    out: NDArray[np.bool_] = np.array([*wanted, False], dtype=bool)[places]
    return out


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type))


def _overlap(ends: NDArray[np.int64], pieces: Sequence[Piece]) -> NDArray[np.bool_]:
    """The row groups in which any row of the pieces' blocks stands."""
    wanted = np.zeros(len(ends), dtype=np.int64)
    starts = np.array([piece.start for piece in pieces], dtype=np.int64)
    stops = np.array([piece.stop for piece in pieces], dtype=np.int64)
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
