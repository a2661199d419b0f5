from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tui.book import open_book
from tui.errors import BookError

DAY = date(2026, 7, 3)
Make = Callable[..., Any]
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared facts are not here")


@pytest.fixture
def single(tmp_path: Path) -> Any:
    def make(text: str, name: str = "t-2026-07-03.csv", **options: Any) -> Any:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return open_book(path, **options)

    return make


def test_an_export_opens_again(single: Make) -> None:
    book = single(
        "code,name,group,rating,price,as_of,eps_2025A,eps_2026E,pe_2025A,pe_2026E,peg,peg_state,themes,pe_ttm,own\n"
        "600941.SH,中国移动,operators,未评级,87.48,2026-07-03,6.33,6.10,13.8,14.3,9.5,value,ai,15,x\n"
        "300308.SZ,中际旭创,optical,买入,1116.00,2026-07-03,,,,,,,,,y\n"
    )
    assert dict(book.vintages) == {
        "coverage": (DAY,),
        "market": (DAY,),
        "estimates": (DAY,),
    }
    assert book.read_only
    assert book.title == "t-2026-07-03"
    coverage = book.read("coverage", DAY).table
    assert coverage.column_names[:5] == ["code", "name", "group", "rating", "price"]
    assert "own" not in coverage.column_names
    market = book.read("market", DAY).table
    assert market.column("own").to_pylist() == ["x", "y"]
    assert market.column("pe_ttm").to_pylist() == [15.0, None]
    estimates = book.read("estimates", DAY).table
    assert estimates.to_pylist() == [
        {"code": "600941.SH", "year": 2025, "basis": "A", "eps": 6.33, "pe_printed": 13.8, "source": None},
        {"code": "600941.SH", "year": 2026, "basis": "E", "eps": 6.1, "pe_printed": 14.3, "source": None},
    ]
    assert estimates.schema.field("eps").metadata == {b"decimals": b"2", b"padded": b"1"}
    assert [p.what for p in book.problems] == ["columns peg_state", "columns peg, themes"]


@pytest.mark.parametrize(
    ("header", "tables", "keeper"),
    [
        ("code,name,own", {"market"}, "market"),
        ("code,group,own", {"coverage"}, "coverage"),
        ("code,group,pe_ttm,own", {"coverage", "market"}, "market"),
        ("code,EPS2026E,own", {"coverage", "estimates"}, "coverage"),
        ("code,市盈率26E,own", {"coverage", "estimates"}, "coverage"),
    ],
)
def test_an_unknown_column_is_kept_in_exactly_one_table(
    single: Make, header: str, tables: set[str], keeper: str
) -> None:
    book = single(f"{header}\n600941,{','.join('1' * header.count(','))}\n")
    assert set(book.vintages) == tables
    assert [t for t in tables if "own" in book.read(t, DAY).table.column_names] == [keeper]


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("code,trade_date\n600941,20260415\n", "x-2026-07-03.csv", date(2026, 4, 15)),
        ("代码,交易日期\n600941,2026/4/15\n", "x.csv", date(2026, 4, 15)),
        ("code,price_date,group\n600941,2026-04-15,a\n", "x.csv", date(2026, 4, 15)),
        ("code,as_of\n600941,\n", "x_20260703.csv", DAY),
        ("code\n600941\n", "2026-07-03.csv", DAY),
        ("code\n600941\n", "x.csv", date(2025, 1, 2)),
    ],
)
def test_its_date(tmp_path: Path, text: str, name: str, day: Any) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    noon = 1735819200.0  # 2025-01-02 12:00 UTC
    os.utime(path, (noon, noon))
    assert open_book(path).newest() == day


def test_rows_of_several_dates_keep_their_own(single: Make) -> None:
    book = single("code,close,trade_date\n600941,1,20260415\n601728,2,20260703\n")
    assert book.vintages == {"market": (DAY,)}
    assert book.read("market", DAY).table.column("price_date").to_pylist() == [date(2026, 4, 15), DAY]


def test_a_history_is_one_vintage_a_date(single: Make) -> None:
    book = single(
        "code,close,trade_date\n600941,1,20260415\n600941,2,20260703\n601728,3,20260703\nx,1,20260415\n"
    )
    assert book.dates("market") == (date(2026, 4, 15), DAY)
    assert book.read("market", DAY).table.column("price").to_pylist() == [2.0, 3.0]
    assert [p.line for p in book.problems] == [5]


def test_codes_under_another_header(single: Make) -> None:
    assert single("公司代号code,x\n600941,1\n").read("market", DAY).table.column("code").to_pylist() == [
        "600941.SH"
    ]
    assert single("证券,x\n600941.SH,1\n").read("market", DAY).table.column("code").to_pylist() == [
        "600941.SH"
    ]
    with pytest.raises(BookError, match=r"no column holds security codes; found: volume, x"):
        single("volume,x\n600941,1\n")


@pytest.mark.parametrize("text", ["code,price\n", "code\n", "代码;收盘价\n"])
def test_header_only(single: Make, text: str) -> None:
    book = single(text)
    assert book.read("market", DAY).table.num_rows == 0


def test_bad_rows_are_told_once(single: Make) -> None:
    book = single("code,group,pe_ttm,eps_2026E\n600941,a,1,2\nzz,a,1,2\n600941,b,1,x\n")
    assert [(p.line, p.what) for p in book.problems] == [
        (3, "code 'zz'"),
        (4, "eps_2026E 'x'"),
        (4, "'600941.SH'"),
    ]


def test_na_and_spreadsheets(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "t-2026-07-03.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for r, row in enumerate([["证券代码", "市盈率TTM", "总市值"], ["000001", 0, 5], ["600941", 3.5, 6]]):
            sheet.write_row(r, 0, row)
    book = open_book(path, na=["pe_ttm=0"])
    assert book.read("market", DAY).table.column("pe_ttm").to_pylist() == [None, 3.5]


@needs_shared
def test_a_vendors_market_of_5484_names() -> None:
    book = open_book(SHARED / "data/market-2026-04-15.parquet", na=["pe_ttm=0"])
    table = book.read("market", date(2026, 4, 15)).table
    assert (table.num_rows, book.problems) == (5484, ())
    assert table.column("pe_ttm").null_count == 1487
    row = table.slice(0, 1).to_pylist()[0]
    assert (row["code"], row["market_cap"], row["shares"], row["change_pct"]) == (
        "000001.SZ", 217540343000.0, 19405918198.0, 0.3581,
    )  # fmt: skip


@needs_shared
def test_the_report_as_a_single_table() -> None:
    book = open_book(SHARED / "facts/coverage.csv")
    assert book.problems == ()
    assert book.newest() == DAY
    assert book.read("coverage", DAY).table.num_rows == 13
    assert book.read("estimates", DAY).table.num_rows == 52


@needs_shared
def test_listed_names_keep_their_codes_and_dates() -> None:
    book = open_book(SHARED / "data/listed-names.csv")
    day = book.newest()
    assert day is not None
    table = book.read("market", day).table
    assert table.num_rows == 5448
    assert table.column("symbol").to_pylist()[0] == "000001"
    assert table.column("list_date").to_pylist()[0] == date(1991, 4, 3)
