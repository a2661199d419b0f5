"""Some columns of a Parquet file of one date, and of it the rows of some names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import pa
from tui.book.convert import DECIMALS
from tui.book.files import Read, parquet_file, raw_of_table, rows_from
from tui.book.headers import match
from tui.book.plain import code_numbers
from tui.book.schema import Type
from tui.book.typed import typed
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    from tui.book.raw import Raw
    from tui.book.schema import TableSpec


def only(spec: TableSpec, columns: Sequence[str]) -> TableSpec:
    """The table with those of its columns that are asked for, or needed by every row."""
    kept = {*columns, *spec.key}
    return spec._replace(fields=tuple(f for f in spec.fields if f.required or f.name in kept))


def read_columns(
    path: Path,
    spec: TableSpec,
    columns: Sequence[str],
    day: date,
    missing: Mapping[str, frozenset[float]],
    codes: Any = None,
) -> Read:
    """Some columns of a Parquet file of one date, and those that every row needs; see `read_file`.

    codes: canonical, as Arrow text: the rows of other names may be left out, and their Problems with them
    """
    file, spec = clean(str(path)), only(spec, columns)
    wanted = {*columns, *spec.names}
    with parquet_file(path, file, coded=codes is not None) as source:
        given = [h.given for h in match(source.schema_arrow.names, [spec]) if h.name in wanted]
        table, schema = rows_from(source, file, None, given)
    rows = None if codes is None else _rows_of(table, schema, spec, codes)
    raw = raw_of_table(table, schema, file) if rows is None else _raw_of_rows(table, schema, file, rows)
    return Read(*typed(raw, spec, as_of=day, missing=missing))


def _rows_of(table: Any, schema: Any, spec: TableSpec, codes: Any) -> NDArray[np.int64] | None:
    """The rows of some names; None where all are needed to tell what the file holds.

    That is so where the file does not say how its numbers are printed, or where a code is not canonical.
    """
    numbers = [f.name for f in spec.fields if f.type is Type.NUMBER and f.name in schema.names]
    if any(DECIMALS not in (schema.field(name).metadata or {}) for name in numbers):
        return None
    if schema.names.count("code") != 1 or not is_coded(schema.field("code").type):
        return None
    chunks = table.column("code").chunks
    if any(chunk.null_count or code_numbers(chunk.dictionary) is None for chunk in chunks):
        return None
    return np.flatnonzero(np.concatenate([np.zeros(0, bool), *(among(chunk, codes) for chunk in chunks)]))


def _raw_of_rows(table: Any, schema: Any, file: str, rows: NDArray[np.int64]) -> Raw:
    """As `raw_of_table`, of some of the rows; these keep their lines."""
    raw = raw_of_table(table.take(pa.array(rows)), schema, file)
    return raw._replace(rows=rows, line_of=lambda: range(1, table.num_rows + 1))


def among(column: Any, codes: Any) -> NDArray[np.bool_]:
    """Which rows of a column of codes into words have one of the words `codes`, Arrow text without nulls."""
    import pyarrow.compute as pc

    wanted = pc.is_in(column.dictionary, value_set=codes).to_numpy(zero_copy_only=False)
    places = column.indices.to_numpy(zero_copy_only=False)
    if column.null_count:
        places = np.where(np.isnan(places), -1, places).astype(np.int64)
    out: NDArray[np.bool_] = np.append(wanted, np.array([False]))[places]
    return out


def is_coded(kind: Any) -> bool:
    """True for texts that are codes into words."""
    return bool(pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type))
