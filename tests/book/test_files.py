from __future__ import annotations

import os
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from tui.arrow import pa
from tui.book import sheets
from tui.book.files import raw_file, read_file
from tui.book.schema import TABLES
from tui.errors import BookError

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 7, 3)
MARKET = TABLES["market"]
ROWS = "code\tname\tprice\n600941\t中国移动\t87.48\n"


def write_parquet(path: Path, data: dict[str, Any], **kinds: Any) -> None:
    from pyarrow import parquet

    parquet.write_table(pa.table({k: pa.array(v, kinds.get(k)) for k, v in data.items()}), path)


def write_xlsx(path: Path, *rows: Any, empty_first: Any = False) -> None:
    with xlsxwriter.Workbook(path) as book:
        if empty_first:
            book.add_worksheet("empty")
        sheet = book.add_worksheet("data")
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(r, c, cell, book.add_format({"num_format": "yyyy-mm-dd"}))
                else:
                    sheet.write(r, c, cell)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xls"])
def test_text_files_of_every_encoding(tmp_path: Path, encoding: str, suffix: str) -> None:
    path = tmp_path / f"m{suffix}"
    path.write_bytes(ROWS.encode(encoding))
    found = read_file(path, MARKET, as_of=DAY)
    assert found.table.to_pylist() == [{"code": "600941.SH", "name": "中国移动", "price": 87.48}]
    assert found.problems == ()


def test_latin1_is_an_error_with_its_offset(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes("code,name\n600941,Société é\n".encode("latin-1") + b"\xff")
    with pytest.raises(BookError, match=r"m.csv: byte \d+"):
        read_file(path, MARKET, as_of=DAY)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("e.csv", b"", "empty"),
        ("e.xlsx", b"", "empty"),
        ("e.parquet", b"", "cannot be read as Parquet"),
        ("junk.parquet", b"PAR1junkjunkjunkPAR1", "cannot be read as Parquet"),
        ("junk.xlsx", b"PK\x03\x04junk", "broken spreadsheet"),
        ("junk.xls", b"\xd0\xcf\x11\xe0junk", "cannot be read as a spreadsheet"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table>", "a web page"),
        ("a.txt", b"code\n", ".txt is no table"),
    ],
)
def test_unreadable_files_say_so_in_one_line(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BookError) as caught:
        raw_file(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_not_regular_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "d.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name, words in (
        ("d.csv", "not a regular file"),
        ("pipe.csv", "not a regular"),
        ("no.csv", "No such file"),
    ):
        with pytest.raises(BookError, match=words):
            raw_file(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("code\n")
    path.chmod(0)
    with pytest.raises(BookError, match="Permission denied"):
        raw_file(path)


def test_permission_error_of_the_system_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.csv"
    path.write_text("code\n")

    def refuse(*_args: Any, **_kwargs: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(BookError, match=r"m.csv: Permission denied"):
        raw_file(path)


def test_parquet_of_many_types(tmp_path: Path) -> None:
    path = tmp_path / "m.parquet"
    write_parquet(
        path,
        {
            "ts_code": ["600941.SH", "000001.SZ"],
            "close": [87.48, float("nan")],
            "pe_ttm": [0.0, float("inf")],
            "industry": ["a", "a"],
            "whole": [1, None],
            "exact": [Decimal("1.50"), None],
            "text": ["000001", "12"],
            "flag": [True, None],
            "day": [datetime(2026, 1, 2, 3), None],  # noqa: DTZ001
            "list": [["x"], ["y"]],
            "trade_date": ["20260703", "20260703"],
        },
        industry=pa.dictionary(pa.int32(), pa.string()),
        ts_code=pa.large_string(),
    )
    found = read_file(path, MARKET, as_of=DAY, missing={"pe_ttm": frozenset({0.0})})
    assert [str(p) for p in found.problems] == [f"{path}: column list: holds list<element: string>; left out"]
    assert found.table.to_pylist()[0] == {
        "code": "600941.SH", "price": 87.48, "pe_ttm": None, "industry": "a", "whole": 1.0, "exact": 1.5,
        "text": "000001", "flag": "true", "day": date(2026, 1, 2), "name": None,
    }  # fmt: skip
    assert found.table.column("price").to_pylist() == [87.48, None]
    assert found.table.column("pe_ttm").to_pylist() == [None, None]
    assert found.table.schema.field("price").metadata == {b"decimals": b"2"}


def test_parquet_with_broken_text_and_whole_number_codes(tmp_path: Path) -> None:
    path = tmp_path / "m.parquet"
    bad = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"a\xff")]
    )
    from pyarrow import parquet

    parquet.write_table(pa.table({"code": pa.array([600941]), "name": bad}), path)
    found = read_file(path, MARKET, as_of=DAY)
    assert found.table.slice(0, 1).to_pylist() == [{"code": "600941.SH", "name": "a\ufffd", "price": None}]


def test_parquet_is_capped_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.parquet"
    write_parquet(path, {"code": ["600941.SH"] * 200_000})
    monkeypatch.setattr("tui.book.files.MOST_ROWS", 100_000)
    with pytest.raises(BookError, match="more than 100,000 rows"):
        raw_file(path)


def test_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    write_xlsx(
        path,
        ["code", "price", "day", "n", "led"],
        ["600941", 87.48, datetime(2026, 1, 2), 3, "000001"],  # noqa: DTZ001
        [],
        ["xx", 1, None, None, None],
        ["601728", "5.40", None, None, None, "right"],
        empty_first=True,
    )
    found = read_file(path, MARKET, as_of=DAY)
    assert found.table.to_pylist() == [
        {
            "code": "600941.SH",
            "price": 87.48,
            "day": date(2026, 1, 2),
            "n": 3.0,
            "led": "000001",
            "name": None,
        },
        {"code": "601728.SH", "price": 5.4, "day": None, "n": None, "led": None, "name": None},
    ]
    assert [(p.line, p.what) for p in found.problems] == [
        (5, "cells right of the header's last column"),
        (4, "code 'xx'"),
    ]


def test_empty_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    write_xlsx(path)
    with pytest.raises(BookError, match="no sheet with data"):
        raw_file(path)


def _zip(path: Path, **parts: Any) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.xlsx"
    _zip(path, xl__worksheets__sheet1=b"0" * (40 << 20))
    with pytest.raises(BookError, match="expands from"):
        raw_file(path)
    monkeypatch.setattr(sheets, "MOST_BYTES", 1 << 20)
    _zip(path, a=os.urandom(2 << 20))
    with pytest.raises(BookError, match="expands from"):
        raw_file(path)


def test_zip_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    size = 40 << 20
    _zip(path, a=b"0" * size)
    data = path.read_bytes().replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(data)
    with pytest.raises(BookError, match=r"expands from|broken"):
        raw_file(path)


def test_a_sheet_with_one_cell_far_away(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "code")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(BookError, match="too large to read"):
        raw_file(path)
