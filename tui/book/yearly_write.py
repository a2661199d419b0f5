"""Laying vintages into one Parquet file of a year, so that each comes back as it was."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from tui.arrow import combined, encode, pa
from tui.book.convert import ABSENT
from tui.book.schema import AS_OF
from tui.book.yearly import BOUNDS, NOTE, ORDERS, SHAPES, TYPES, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.schema import TableSpec

BLOCK = 13  # dates: one of them is read with all, and one name's history reads a row group a block
MOST_ROWS = 1 << 20  # of a block that could be shorter
GROUP = 4_096  # rows of a row group, and of a block at least
MOST_GROUPS = 32  # of one block: more would make the file's footer slow to read


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

    Rows of a block larger than a row group are sorted by code, so that a name is found by the groups' codes;
    the order that each vintage had is kept beside them.
    """
    from pyarrow import parquet

    names = [AS_OF, *(n for n in spec.names if n in types), *(n for n in types if spec.get(n) is None)]
    schema = pa.schema([(n, pa.date32() if n == AS_OF else types[n]) for n in names])
    repeated = [field.name for field in schema if not pa.types.is_floating(field.type)]
    note = _Note()
    # small pages are read many at a time: snappy takes a third of the time that zstd takes for them
    with parquet.ParquetWriter(
        file, schema, compression="snappy", use_dictionary=repeated, store_schema=False
    ) as writer:
        for days in _blocks(tables):
            for group in _groups({day: tables[day] for day in days}, schema, note):
                writer.write_table(group, row_group_size=len(group))
                note.group(group)
        writer.add_key_value_metadata(note.words())


def _blocks(tables: Mapping[date, Any]) -> Iterator[list[date]]:
    """The dates of each block, ascending."""
    days: list[date] = []
    rows = 0
    for day in sorted(tables):
        days.append(day)
        rows += tables[day].num_rows
        if rows >= MOST_ROWS or (rows >= GROUP and len(days) >= BLOCK):
            yield days
            days, rows = [], 0
    if days:
        yield days


def _groups(tables: Mapping[date, Any], schema: Any, note: _Note) -> Iterator[Any]:
    """The row groups of a block: by code where the block is large, in each the dates in turn."""
    total = sum(table.num_rows for table in tables.values())
    by_code = total > GROUP and "code" in schema.names
    laid = []
    for day, table in tables.items():
        order = order_of(table) if by_code else None
        note.add(day, table, order, total)
        laid.append(_rows(table if order is None else table.take(pa.array(order)), day, schema))
    note.rows += total
    whole = pa.concat_tables(laid)
    size = max(GROUP, -(-total // MOST_GROUPS))
    if not by_code:
        yield from (whole.slice(start, size) for start in range(0, total, size))
        return
    number = _numbers(whole.column("code"), size)
    rows = np.argsort(number, kind="stable")
    whole = whole.take(pa.array(rows))
    ends = [0, *(np.flatnonzero(np.diff(number[rows])) + 1).tolist(), total]
    yield from (whole.slice(start, stop - start) for start, stop in pairwise(ends))


def _numbers(codes: Any, size: int) -> NDArray[np.int64]:
    """The row group of each row: codes in turn, about as many as have `size` rows."""
    ranks = _ranks(codes)
    counts = np.bincount(ranks)
    first = np.cumsum(counts) - counts
    out: NDArray[np.int64] = (first // size)[ranks]
    return out


def order_of(table: Any) -> NDArray[np.int64] | None:
    """The rows of a vintage by code; None where they stand so, or where it has no codes."""
    if "code" not in table.column_names:
        return None
    ranks = _ranks(table.column("code"))
    return None if (ranks[1:] >= ranks[:-1]).all() else np.argsort(ranks, kind="stable")


def _ranks(column: Any) -> NDArray[np.int64]:
    """The place of each row's text among the distinct ones, ascending; that of a null is the last."""
    codes, texts = encode(column)
    rank = np.full(len(texts) + 1, len(texts), dtype=np.int64)
    rank[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    return rank[codes]


class _Note:
    """What the file says of its vintages, gathered while they are written; equal shapes and orders once."""

    def __init__(self) -> None:
        self.vintages: list[int] = []
        self.bounds: list[str] = []
        self.shapes: dict[str, int] = {}
        self.orders: dict[str, int] = {}
        self.rows = 0

    def add(self, day: date, table: Any, order: NDArray[np.int64] | None, block: int) -> None:
        """A vintage of the block whose rows begin where the last block's end; block: how many it has."""
        shape = json.dumps([[f.name, str(f.type), _words(f.metadata)] for f in table.schema])
        number = -1 if order is None else self.orders.setdefault(_packed(order), len(self.orders))
        place = self.shapes.setdefault(shape, len(self.shapes))
        piece = Piece(self.rows, self.rows + block, int(table.num_rows), place, number)
        self.vintages += [day.toordinal(), *piece]

    def words(self) -> dict[bytes, bytes]:
        """The keys of the file's metadata, and what they say."""
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
        codes = set(table.column("code").to_pylist()) if "code" in table.column_names else set()
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
