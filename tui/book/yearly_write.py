"""Laying vintages into one Parquet file of a year, so that each comes back as it was."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from tui.arrow import combined, encode, pa
from tui.book.convert import ABSENT
from tui.book.schema import AS_OF
from tui.book.yearly import BOUNDS, NOTE, ORDERS, SHAPES, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.schema import TableSpec

GROUP = 1_024  # rows of a row group at least: one name's history reads one of them a date
_MOST_GROUPS = 11  # of one vintage: more would make the file's footer slow to read
_FEW = 0.5  # distinct texts a row, at most, for which a dictionary is worth its page


def stored(table: Any) -> Any:
    """The columns that the vintage's own file has: without those that are only marked as absent."""
    names = [
        f.name
        for f in table.schema
        if not (ABSENT in (f.metadata or {}) and table.column(f.name).null_count == table.num_rows)
    ]
    return table.select(names)


def types_of(tables: Sequence[Any], firm: Mapping[str, Any]) -> dict[str, Any]:
    """The type of each column over all vintages: what `firm` says, else what most of them hold.

    A column without a value has every type; firm: types that stand already
    """
    seen: dict[str, Counter[Any]] = {}
    empty: dict[str, Any] = {}
    for table in tables:
        for field in table.schema:
            if table.column(field.name).null_count < table.num_rows:
                seen.setdefault(field.name, Counter())[field.type] += 1
            else:
                empty.setdefault(field.name, field.type)
    out = {name: found.most_common(1)[0][0] for name, found in seen.items()}
    return {**empty, **out, **firm}


def values_of(tables: Iterable[Any]) -> dict[str, Any]:
    """The types of the columns that have a value in any of the tables."""
    return {
        field.name: field.type
        for table in tables
        for field in table.schema
        if table.column(field.name).null_count < table.num_rows
    }


def fits(table: Any, types: Mapping[str, Any]) -> str:
    """'' where a vintage can be laid beside the others, else what stands against it."""
    for field in table.schema:
        held = table.column(field.name)
        if str(field.type) not in TYPES:
            return f"column {field.name} holds {field.type}"
        if field.type != types[field.name] and held.null_count < table.num_rows:
            return (
                f"column {field.name} holds {field.type}, in other vintages of the year {types[field.name]}"
            )
    return ""


def write_year(file: BinaryIO, tables: Mapping[date, Any], types: Mapping[str, Any], spec: TableSpec) -> None:
    """Writes the vintages, oldest first; tables: as `stored` gives them, each fitting `types`.

    Rows of a vintage larger than a row group are sorted by code, so that a name is found by the groups'
    statistics; the order they had is kept beside them.
    """
    from pyarrow import parquet

    names = [AS_OF, *(n for n in spec.names if n in types), *(n for n in types if spec.get(n) is None)]
    schema = pa.schema([(n, pa.date32() if n == AS_OF else types[n]) for n in names])
    note = _Note()
    repeated = [n for n in names if n == AS_OF or _repeats(list(tables.values()), n)]
    # small pages are read many at a time: snappy takes a third of the time that zstd takes for them
    with parquet.ParquetWriter(
        file, schema, compression="snappy", use_dictionary=repeated, store_schema=False
    ) as writer:
        waiting: list[Any] = []
        for day in sorted(tables):
            table = tables[day]
            order = order_of(table)
            note.add(day, table, order)
            rows = _rows(table if order is None else table.take(pa.array(order)), day, schema)
            if sum(t.num_rows for t in waiting) + rows.num_rows > GROUP:
                _flush(writer, waiting, note)
            waiting.append(rows)
        _flush(writer, waiting, note)
        writer.add_key_value_metadata(note.words())


def order_of(table: Any) -> NDArray[np.int64] | None:
    """The rows of a large vintage by code; None where they stand so, or where there is no need."""
    if table.num_rows <= GROUP or "code" not in table.column_names:
        return None
    codes, texts = encode(table.column("code"))
    rank = np.empty(len(texts), dtype=np.int64)
    rank[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    ranks = rank[codes]
    return None if (ranks[1:] >= ranks[:-1]).all() else np.argsort(ranks, kind="stable")


def _repeats(tables: Sequence[Any], name: str) -> bool:
    """True for a column, no floating numbers, of few different cells in the largest vintage."""
    held = max((t for t in tables if name in t.column_names), key=lambda t: t.num_rows)
    column = combined(held.column(name))
    if pa.types.is_floating(column.type):
        return False
    return len(set(column.to_pylist())) <= _FEW * len(column)


class _Note:
    """What the file says of its vintages, gathered while they are written; equal shapes and orders once."""

    def __init__(self) -> None:
        self.vintages: list[int] = []
        self.bounds: list[str] = []
        self.shapes: dict[str, int] = {}
        self.orders: dict[str, int] = {}
        self.rows = 0

    def add(self, day: date, table: Any, order: NDArray[np.int64] | None) -> None:
        shape = json.dumps([[f.name, str(f.type), _words(f.metadata)] for f in table.schema])
        number = -1 if order is None else self.orders.setdefault(_packed(order), len(self.orders))
        place = self.shapes.setdefault(shape, len(self.shapes))
        self.vintages += [day.toordinal(), self.rows, int(table.num_rows), place, number]
        self.rows += int(table.num_rows)

    def words(self) -> dict[bytes, bytes]:
        shapes = [json.loads(shape) for shape in self.shapes]
        out = {NOTE: json.dumps({"vintages": self.vintages}, separators=(",", ":"))}
        out[SHAPES] = json.dumps(shapes, separators=(",", ":"))
        if self.orders:
            out[ORDERS] = json.dumps(list(self.orders))
        if all(self.bounds):
            out[BOUNDS] = " ".join(self.bounds)
        return {key: words.encode() for key, words in out.items()}

    def group(self, table: Any) -> None:
        """Told of a row group: its first and last code, '' where there are none or a code is no one word."""
        codes = table.column("code").to_pylist() if "code" in table.column_names else []
        low, high = (min(codes), max(codes)) if codes and None not in codes else ("", "")
        self.bounds += ["", ""] if " " in low + high else [low, high]


def _words(notes: Mapping[bytes, bytes] | None) -> dict[str, str]:
    return {key.decode(): value.decode() for key, value in (notes or {}).items()}


def _packed(order: NDArray[np.int64]) -> str:
    from base64 import b85encode
    from zlib import compress

    return b85encode(compress(np.diff(order, prepend=0).astype("<i8").tobytes())).decode()


def _rows(table: Any, day: date, schema: Any) -> Any:
    """The rows under the whole year's columns: null where the vintage has none."""
    count = table.num_rows
    arrays = [pa.array(np.full(count, np.datetime64(day, "D")), type=pa.date32())]
    for field in list(schema)[1:]:
        here = field.name in table.column_names and table.schema.field(field.name).type == field.type
        arrays.append(combined(table.column(field.name)) if here else pa.nulls(count, field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def _flush(writer: Any, waiting: list[Any], note: _Note) -> None:
    """Writes what waits as row groups of its own."""
    table = pa.concat_tables(waiting) if waiting else None
    waiting.clear()
    if table is None or not table.num_rows:
        return
    size = max(GROUP, -(-table.num_rows // _MOST_GROUPS))
    writer.write_table(table, row_group_size=size)
    for start in range(0, table.num_rows, size):
        note.group(table.slice(start, size))
