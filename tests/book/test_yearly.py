from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tui.arrow import pa
from tui.book import open_book, yearly, yearly_write
from tui.book.files import read_file
from tui.book.over_time import history
from tui.book.schema import TABLES
from tui.book.write import save_table
from tui.book.yearly import BOUNDS, NOTE, ORDERS, SHAPES, metadata_of, read_note
from tui.book.yearly_write import stored, types_of, write_year
from tui.errors import BookError, UnknownNameError

A, B, C = date(2025, 1, 3), date(2025, 1, 10), date(2025, 1, 17)
SPEC = TABLES["market"]


def vintage(tmp_path: Path, day: date, text: str) -> Any:
    path = tmp_path / f"{day}.csv"
    path.write_text(text, encoding="utf-8")
    return read_file(path, SPEC, as_of=day).table


def laid(path: Path, tables: dict[date, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {day: stored(table) for day, table in tables.items()}
    with path.open("wb") as file:
        write_year(file, kept, types_of(list(kept.values()), {}), SPEC)
    return path


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[date, Any]:
    """Three weeks, two of them one block, the rows of the first in no order of code."""
    monkeypatch.setattr(yearly_write, "GROUP", 3)
    monkeypatch.setattr(yearly_write, "BLOCK", 2)
    codes = ["600941", "000001", "300308", "600050", "002281", "300502", "688981"]
    return {
        A: vintage(tmp_path, A, "code,price\n" + "".join(f"{c},{i}.50\n" for i, c in enumerate(codes))),
        B: vintage(tmp_path, B, "code,price,own\n600941,2,a\n000001,1,\n"),
        C: vintage(tmp_path, C, "code,price\n" + "".join(f"{c},{i}\n" for i, c in enumerate(sorted(codes)))),
    }


def test_rows_are_sorted_so_that_groups_can_be_told_apart(tmp_path: Path, tables: dict[date, Any]) -> None:
    from pyarrow import parquet

    path = laid(tmp_path / "book/market/2025.parquet", tables)
    metadata = metadata_of(path)
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    assert [g.num_rows for g in groups] == [3, 3, 3, 3, 3, 1]
    spans = [(g.column(1).statistics.min, g.column(1).statistics.max) for g in groups]
    assert spans[:3] == [
        ("000001.SZ", "002281.SZ"), ("300308.SZ", "600050.SH"), ("600941.SH", "688981.SH"),
    ]  # fmt: skip
    assert [g.column(0).statistics.min for g in groups] == [A, A, A, C, C, C]
    rows = parquet.read_table(path, columns=["as_of", "code"]).slice(0, 3).to_pylist()
    assert [tuple(row.values()) for row in rows] == [(A, "000001.SZ"), (A, "002281.SZ"), (B, "000001.SZ")]
    assert metadata.metadata[BOUNDS].decode().split() == [code for span in spans for code in span]
    assert metadata.schema.names == ["as_of", "code", "price", "own"]


def test_a_vintage_and_a_name_come_back(tmp_path: Path, tables: dict[date, Any]) -> None:
    laid(tmp_path / "book/market/2025.parquet", tables)
    book = open_book(tmp_path / "book")
    assert book.dates("market") == (A, B, C)
    for day, table in tables.items():
        assert book.read("market", day).table.equals(table, check_metadata=True)
        assert book.read("market", day).problems == ()
    assert "own" not in book.read("market", A).table.column_names
    found = history(book, "market", ["000001.SZ", "688981.SH"], ["price", "own"])
    assert found.table.to_pydict() == {
        "as_of": [A, A, B, C, C],
        "code": ["000001.SZ", "688981.SH", "000001.SZ", "000001.SZ", "688981.SH"],
        "price": [1.5, 6.5, 1.0, 0.0, 6.0],
        "own": [None] * 5,
    }
    assert found.places == {"price": {A: 2, B: 0, C: 0}, "own": {}}
    assert (found.problems, found.slow) == ((), 0)
    assert history(book, "market", ["000001.SZ"], ["price"], B, B).table.column("price").to_pylist() == [1.0]
    assert book.names_history("market", [], ["price"]).num_rows == 0


def test_a_name_is_looked_for_only_where_it_can_be(
    tmp_path: Path, tables: dict[date, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.book import files, yearly_names

    laid(tmp_path / "book/market/2025.parquet", tables)
    asked: list[list[int]] = []
    real = files.rows_from

    def spying(source: Any, file: str, groups: list[int], columns: list[str], *, at_once: bool) -> Any:
        asked.append(groups)
        return real(source, file, groups, columns, at_once=at_once)

    monkeypatch.setattr(yearly_names, "rows_from", spying)
    found = open_book(tmp_path / "book").names_history("market", ["688981.SH"], ["price"])
    assert found.column("price").to_pylist() == [6.5, 6.0]
    assert asked == [[2, 5]]


def test_history_over_files_of_every_kind(tmp_path: Path, tables: dict[date, Any]) -> None:
    root = tmp_path / "book"
    laid(root / "market/2025.parquet", {A: tables[A]})
    save_table(root, "market", B, tables[B], "parquet")
    save_table(root, "market", C, tables[C])
    (root / "book.toml").write_text("[missing]\nprice = [2, 5.5]\n")
    (root / "market/2025-01-24.parquet").write_bytes(b"PAR1 half")
    (root / "market/2025-01-31.csv").write_text("code,price,own\n600941,7,3\n")
    book = open_book(root)
    found = history(book, "market", ["600941.SH", "300502.SZ"], ["price", "own"])
    assert found.table.to_pydict() == {
        "as_of": [A, A, B, C, C, date(2025, 1, 31)],
        "code": ["300502.SZ", "600941.SH", "600941.SH", "300502.SZ", "600941.SH", "600941.SH"],
        "price": [None, 0.5, None, 3.0, 5.0, 7.0],
        "own": [None, None, "a", None, None, "3"],
    }
    assert [(Path(p.file).name, p.what) for p in found.problems] == [("2025-01-24.parquet", "not read")]
    assert found.slow == 2
    book.read("market", C)
    assert history(book, "market", ["600941.SH"], ["price"]).slow == 1
    with pytest.raises(UnknownNameError, match="markt"):
        book.names_history("markt", [], [])


@pytest.mark.parametrize("form", ["year", "parquet", "csv"])
def test_some_columns_of_a_vintage(tmp_path: Path, tables: dict[date, Any], form: str) -> None:
    root = tmp_path / "book"
    if form == "year":
        laid(root / "market/2025.parquet", tables)
    else:
        save_table(root, "market", A, tables[A], form)
    (root / "book.toml").write_text("[missing]\nprice = [5.5]\n")
    book = open_book(root)
    part = book.part("market", A, ["price"])
    assert part.select(["code", "price"]).equals(book.read("market", A).table.select(["code", "price"]))
    assert ("name" in part.column_names) == (form == "csv")
    with pytest.raises(BookError, match="no market of"):
        book.part("market", date(2020, 1, 1), ["price"])


def test_some_columns_of_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "market").mkdir()
    (tmp_path / f"market/{A}.parquet").write_bytes(b"PAR1 half")
    assert open_book(tmp_path).part("market", A, ["price"]).num_rows == 0


def test_a_vendor_s_parquet_file_of_one_date(tmp_path: Path) -> None:
    from pyarrow import parquet

    root = tmp_path / "book"
    (root / "market").mkdir(parents=True)
    table = pa.table({"代码": ["sh600941", "x"], "名称": ["中国移动", "y"], "最新价": [87.5, 1.0]})
    parquet.write_table(table, root / f"market/{A}.parquet")
    found = history(open_book(root), "market", ["600941.SH"], ["price"])
    assert found.table.to_pylist() == [{"as_of": A, "code": "600941.SH", "price": 87.5}]
    assert len(found.problems) == 1


def test_vintages_kept_are_not_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tables: Any) -> None:
    from tui.book import layout

    monkeypatch.setattr(layout, "MOST_HELD", 8)
    laid(tmp_path / "book/market/2025.parquet", tables)
    book = open_book(tmp_path / "book")
    for day in (A, B, C):
        book.read("market", day)
    assert [day for day in (A, B, C) if book.held("market", day)] == [C]
    assert book.read("market", A).table.num_rows == 7


def written(path: Path, table: Any, words: dict[bytes, bytes] | None = None) -> Path:
    from pyarrow import parquet

    path.parent.mkdir(parents=True, exist_ok=True)
    with parquet.ParquetWriter(path, table.schema) as writer:
        writer.write_table(table)
        if words:
            writer.add_key_value_metadata(words)
    return path


def days(*found: Any) -> Any:
    return pa.array(found, type=pa.date32())


def test_another_program_s_file_of_a_year(tmp_path: Path) -> None:
    table = pa.table({"as_of": days(A, A, B), "code": ["600941", "x", "sz000001"], "price": [1.25, 2.0, 3.0]})
    written(tmp_path / "book/market/2025.parquet", table)
    book = open_book(tmp_path / "book")
    assert book.dates("market") == (A, B)
    first = book.read("market", A)
    assert first.table.select(["code", "price"]).to_pydict() == {"code": ["600941.SH"], "price": [1.25]}
    assert [p.line for p in first.problems] == [2]
    assert book.read("market", B).table.column("code").to_pylist() == ["000001.SZ"]
    assert book.names_history("market", ["600941.SH"], ["price"]).column("price").to_pylist() == [1.25]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pa.table({"code": ["600941"]}), "no column 'as_of'"),
        (pa.table({"as_of": days(A, B, A), "code": ["1", "2", "3"]}), "do not stand together"),
        (pa.table({"as_of": days(A, None), "code": ["1", "2"]}), "the rows of no date"),
        (pa.table({"as_of": ["then"], "code": ["1"]}), "expected dates"),
    ],
)
def test_a_year_that_cannot_be_told_apart(tmp_path: Path, table: Any, words: str) -> None:
    path = written(tmp_path / "market/2025.parquet", table)
    with pytest.raises(BookError, match=words):
        read_note(path, 2025)
    (problem,) = open_book(tmp_path).problems if (tmp_path / "book.toml").write_text("") == 0 else ()
    assert (problem.file, problem.what) == (str(path), "not read")


def test_dates_of_another_year_are_left_out(tmp_path: Path) -> None:
    table = pa.table({"as_of": days(date(2024, 12, 31), A), "code": ["600941", "600941"]})
    found = read_note(written(tmp_path / "2025.parquet", table), 2025)
    assert found.days == (A,)
    assert "2024-12-31" in found.problems[0].what


CODE = b'[[["code","string",{}]]]'
NOTES = [  # the note, its shapes, what is said; DAY stands for a day's number
    (b"{}", CODE, "its note on vintages"),
    (b"[]", CODE, "its note on vintages"),
    (b"{", CODE, "its note on vintages"),
    (b'{"vintages":[DAY,-1,1,1,0,-1]}', CODE, "its note on vintages"),
    (b'{"vintages":[DAY,0,1,1]}', CODE, "its note on vintages"),
    (b'{"vintages":["soon",0,1,1,0,-1]}', CODE, "its note on vintages"),
    (b'{"vintages":[99999999999,0,1,1,0,-1]}', CODE, "its note on vintages"),
    (b'{"vintages":[DAY,99999999999999999999999,1,1,0,-1]}', CODE, "its note on vintages"),
    (b'{"vintages":[DAY,0,1,1,0,-1,DAY,0,1,1,0,-1]}', CODE, "its note on vintages"),
    (b'{"vintages":[DAY,0,1,2,0,-1]}', CODE, "its note on vintages"),
    (b'{"vintages":[DAY,0,99,99,0,-1]}', CODE, "fewer rows"),
    (b'{"vintages":[DAY,0,2,1,0,-1]}', CODE, "has 2 rows of a date"),
    (b'{"vintages":[DAY,0,2,2,7,-1]}', CODE, "no number 7"),
    (b'{"vintages":[DAY,0,2,2,0,-1]}', b"", "its note on columns"),
    (b'{"vintages":[DAY,0,2,2,0,-1]}', b"[1]", "its note on columns"),
    (b'{"vintages":[DAY,0,2,2,0,-1]}', b'[[["code","blob",{}]]]', "its note on columns"),
    (b'{"vintages":[DAY,0,2,2,0,-1]}', b'[[["code","string",{}],["eps","double",{}]]]', "'eps'"),
    (b'{"vintages":[DAY,0,2,2,0,-1]}', b'[[["code","double",{}]]]', "holds string"),
    (b'{"vintages":[DAY,0,2,2,0,0]}', CODE, "order of its rows"),
    (b'{"vintages":[DAY,0,2,2,0,1]}', CODE, "order of its rows"),
    (b'{"vintages":[DAY,0,2,2,0,7]}', CODE, "order of its rows"),
]


@pytest.mark.parametrize(("note", "shapes", "words"), NOTES)
def test_a_note_that_lies_is_a_problem(tmp_path: Path, note: bytes, shapes: bytes, words: str) -> None:
    table = pa.table({"as_of": days(A, A), "code": ["600941.SH", "600050.SH"]})
    orders = json.dumps(["?", yearly_write._packed(np.array([0, 0]))]).encode()
    told_of = {NOTE: note.replace(b"DAY", b"%d" % A.toordinal()), SHAPES: shapes, ORDERS: orders}
    path = written(tmp_path / "market/2025.parquet", table, told_of)
    (tmp_path / "book.toml").write_text("")
    book = open_book(tmp_path)
    told = book.problems or book.read("market", A).problems
    assert [(p.file, p.what) for p in told] == [(str(path), "not read")]
    assert words in told[0].why
    assert len(history(book, "market", ["600941.SH"], ["eps"]).problems) <= 1


def test_rows_that_are_scattered_where_the_note_says_runs(tmp_path: Path) -> None:
    table = pa.table({"as_of": days(A, B, A), "code": ["600941.SH", "600941.SH", "600050.SH"]})
    note = json.dumps({"vintages": [A.toordinal(), 0, 3, 2, 0, -1, B.toordinal(), 0, 3, 1, 0, -1]})
    path = written(tmp_path / "market/2025.parquet", table, {NOTE: note.encode(), SHAPES: CODE})
    book = open_book(tmp_path)
    assert [(p.file, p.what) for p in book.read("market", A).problems] == [(str(path), "not read")]
    assert "scattered" in book.read("market", A).problems[0].why
    assert book.read("market", B).table.column("code").to_pylist() == ["600941.SH"]
    found = history(book, "market", ["600941.SH"], [])
    assert found.table.to_pydict() == {"as_of": [A, B], "code": ["600941.SH"] * 2}


def test_vintages_of_one_block_are_read_together(
    tmp_path: Path, tables: dict[date, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.book import files, yearly_read

    laid(tmp_path / "book/market/2025.parquet", tables)
    calls: list[Any] = []
    real = files.rows_from

    def counting(*given: Any) -> Any:
        calls.append(given)
        return real(*given)

    monkeypatch.setattr(yearly_read, "rows_from", counting)
    book = open_book(tmp_path / "book")
    book.ahead("market", (C, A, B, date(2020, 1, 1)))
    assert len(calls) == 2
    assert all(book.held("market", day) for day in (A, B, C))
    for day, table in tables.items():
        assert book.read("market", day).table.equals(table, check_metadata=True)


def test_what_cannot_be_read_ahead_is_told_when_it_is_asked_for(tmp_path: Path) -> None:
    table = pa.table({"as_of": days(A), "code": ["600941.SH"]})
    note = json.dumps({"vintages": [A.toordinal(), 0, 9, 9, 0, -1]}).encode()
    written(tmp_path / "market/2025.parquet", table, {NOTE: note, SHAPES: CODE})
    book = open_book(tmp_path)
    book.ahead("market", (A,))
    assert book.held("market", A) is None
    assert [p.what for p in book.read("market", A).problems] == ["not read"]


def test_the_note_is_found_without_loading_parquet(
    tmp_path: Path, tables: dict[date, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = laid(tmp_path / "market/2025.parquet", tables)
    slow = metadata_of(path).metadata
    monkeypatch.setattr(yearly, "metadata_of", lambda _: pytest.fail("metadata were read"))
    quick = read_note(path, 2025)
    monkeypatch.undo()
    assert json.loads(slow[NOTE])["vintages"][0] == quick.days[0].toordinal()
    assert quick.noted
    monkeypatch.setattr(yearly, "_note_in", lambda _: None)
    assert read_note(path, 2025) == quick


@pytest.mark.parametrize("cut", [0, 3, 8, 200, -1, -9])
def test_a_file_cut_short(tmp_path: Path, tables: dict[date, Any], cut: int) -> None:
    path = laid(tmp_path / "market/2025.parquet", tables)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(BookError, match="cut short"):
        read_note(path, 2025)
