"""Some columns of a Parquet file, and of it the rows of some names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tui.arrow import pa, text_array
from tui.book.schema import TABLES
from tui.book.some_columns import read_columns

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 7, 3)
CODES = ["000001.SZ", "600941.SH", "000002.SZ", "600941.SH"]
PRICES = [1.5, 2.25, None, 9.0]


def written(
    folder: Path, codes: list[str | None], notes: dict[bytes, bytes] | None, kind: Any = None, size: int = 9
) -> Path:
    from pyarrow import parquet

    fields = [pa.field("code", pa.string()), pa.field("price", pa.float64(), metadata=notes)]
    fields += [pa.field("name", pa.string()), pa.field("note", pa.string())]
    words = text_array(["a", "b", "c", "d"])
    table = pa.Table.from_arrays(
        [text_array(codes), pa.array(PRICES), words, words], schema=pa.schema(fields)
    )
    path = folder / f"{DAY}.parquet"
    if kind is not None:
        table = table.set_column(0, "code", table.column("code").cast(kind))
    parquet.write_table(table, path, row_group_size=size)
    return path


def rows(path: Path, codes: Any) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    read = read_columns(path, TABLES["market"], ("price", "name"), DAY, {"price": frozenset({1.5})}, codes)
    return read.table.to_pylist(), [(p.line, p.what) for p in read.problems]


def test_the_rows_of_some_names(tmp_path: Path) -> None:
    path = written(tmp_path, [*CODES], {b"decimals": b"2"})
    assert rows(path, text_array(["600941.SH"])) == (
        [{"code": "600941.SH", "price": 2.25, "name": "b"}],
        [(4, "'600941.SH'")],  # the second row of the code, on its own line
    )
    assert rows(path, text_array(["000001.SZ"])) == ([{"code": "000001.SZ", "price": None, "name": "a"}], [])
    assert rows(path, text_array(["000003.SZ"])) == ([], [])
    assert len(rows(path, None)[0]) == 3


@pytest.mark.parametrize(
    ("codes", "notes"),
    [
        (["sz000001", *CODES[1:]], {b"decimals": b"2"}),  # a code that is another way of writing one
        ([None, *CODES[1:]], {b"decimals": b"2"}),
        ([*CODES], None),  # decimals that all rows together tell
    ],
)
def test_all_rows_where_they_tell_something_together(
    tmp_path: Path, codes: list[str | None], notes: dict[bytes, bytes] | None
) -> None:
    path = written(tmp_path, codes, notes)
    assert rows(path, text_array(["600941.SH"])) == rows(path, None)


@pytest.mark.parametrize("size", [1, 3, 9])
@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_however_the_texts_are_kept(tmp_path: Path, kind: Any, size: int) -> None:
    whole, _ = rows(written(tmp_path, [*CODES], {b"decimals": b"2"}, kind, size), None)
    found, told = rows(tmp_path / f"{DAY}.parquet", text_array(["600941.SH"]))
    assert [row for row in found if row["code"] == "600941.SH"] == [whole[1]]
    assert told == [(4, "'600941.SH'")]
