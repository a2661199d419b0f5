"""Tables that programs export: the right fields in the right units, nothing lost or guessed in silence."""

from __future__ import annotations

import contextlib
import csv
import io
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.book import open_book
from tui.errors import BookError
from tui.report.diagnostics import Level
from tui.report.importer import book_to_write
from tui.report.vendor import plan_table, run
from tui.report.vendor_names import named, plain_number, short_name

if TYPE_CHECKING:
    from tui.report.into import Plan

DATA = Path(__file__).resolve().parents[1] / "data/report/vendor/cases.toml"
CASES = tomllib.loads(DATA.read_text(encoding="utf-8"))["cases"]
DAY = date(2026, 7, 6)


def put(path: Path, root: Path, table: str = "market", **more: Any) -> Plan:
    """The plan, and then the import itself."""
    made = plan_table(path, table, book_to_write(root), as_of=more.get("as_of"))
    run(path, root, table, **more)
    return made


def table_of(root: Path, table: str, day: date) -> list[dict[str, str]]:
    text = (root / table / f"{day}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def changed(path: Path) -> date:
    """The local day of a file's last change."""
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()


def written(tmp_path: Path, text: str, name: str = "t-2026-07-06.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_exports(tmp_path: Path, case: dict[str, Any]) -> None:
    path = tmp_path / case["file"]
    text = case["text"].lstrip("\n").replace("\n", case.get("newline", "\n"))
    path.write_bytes(text.encode(case.get("encoding", "utf-8")))
    made = put(path, tmp_path / "book")
    day = date.fromisoformat(case["day"]) if "day" in case else changed(path)
    assert made.as_of == day
    rows = table_of(tmp_path / "book", "market", day)
    assert list(rows[0]) == ["as_of", *case["columns"]]
    assert [",".join([*row.values()][1:]) for row in rows] == case["rows"]
    said = [str(one) for one in made.told]
    for word in case["told"]:
        assert any(word in line for line in said), (word, said)
    if not case["told"]:
        assert said == []
    assert open_book(tmp_path / "book").read("market", day).problems == ()


def test_the_same_table_twice_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, "代码,现价,总市值(亿)\n600941,93.71,20295.19\n60,1,1\n")
    put(path, tmp_path / "book")
    assert put(path, tmp_path / "book").changes == ()


def test_a_second_table_fills_and_tells(tmp_path: Path) -> None:
    root = tmp_path / "book"
    put(written(tmp_path, "代码,现价\n600941,93.71\n600050,\n"), root)
    made = put(
        written(tmp_path, "代码,现价,市净率\n600941,94.00,1.46\n600050,4.57,0.8\n000063,36.38,2\n"), root
    )
    assert [(r["code"], r["price"], r["pb"]) for r in table_of(root, "market", DAY)] == [
        ("600941.SH", "93.71", "1.46"), ("600050.SH", "4.57", "0.80"), ("000063.SZ", "36.38", "2.00"),
    ]  # fmt: skip
    doubts = [str(one) for one in made.told if one.level is Level.DOUBTFUL]
    assert len(doubts) == 1
    assert "600941.SH price: the book has 93.71 (market/2026-07-06.csv), the file 94.00" in doubts[0]
    assert made.summary[-2:] == (
        "3 cells filled, 1 row of the market added",
        "1 cell disagrees; the book's are kept",
    )
    assert ":2: " in doubts[0]


COVERAGE = (
    "代码,简称,分组,投资评级,股价,细分\n600941,中国移动,运营商,买入,87.48,a\n300308,中际旭创,高端光模块,增持,1116.00,b\n"
    "00700.HK,腾讯控股,互联网,Buy,500,c\n"
)


def test_coverage_makes_groups_and_currencies(tmp_path: Path) -> None:
    root = tmp_path / "book"
    put(written(tmp_path, COVERAGE), root, "coverage")
    rows = table_of(root, "coverage", DAY)
    assert [(r["group"], r["rating"], r["currency"], r["细分"]) for r in rows] == [
        ("operators", "买入", "CNY", "a"), ("optical-modules", "增持", "CNY", "b"),
        ("互联网", "Buy", "", "c"),
    ]  # fmt: skip
    assert [g.id for g in open_book(root).groups] == ["operators", "optical-modules", "互联网"]


ESTIMATES = {
    "long": "code,year,basis,eps,pe,source\n600941,2025,A,6.33,13.8,house\n600941,2026,E,6.13,14.3,house\n",
    "wide": "代码,简称,eps_2025A,eps_2026E,PE 2025A,PE 2026E\n600941,中国移动,6.33,6.13,13.8,14.3\n",
    "chinese": "代码,年度,每股收益,市盈率\n600941,2025A,6.33,13.8\n600941,2026E,6.13,14.3\n",
}


@pytest.mark.parametrize("text", ESTIMATES.values(), ids=list(ESTIMATES))
def test_estimates(tmp_path: Path, text: str) -> None:
    put(written(tmp_path, text), tmp_path / "book", "estimates")
    rows = table_of(tmp_path / "book", "estimates", DAY)
    assert [(r["year"], r["basis"], r["eps"], r["pe_printed"]) for r in rows] == [
        ("2025", "A", "6.33", "13.8"), ("2026", "E", "6.13", "14.3"),
    ]  # fmt: skip


def test_news_go_on_from_those_that_are_there(tmp_path: Path) -> None:
    root = tmp_path / "book"
    put(written(tmp_path, "标题,内容,来源\n第一条,正文,C114\n第二条,正文,C114\n"), root, "news")
    put(written(tmp_path, "标题,内容\n第二条,别的\n第三条,正文\n"), root, "news")
    assert [r["title"] for r in table_of(root, "news", DAY)] == ["第一条", "第二条", "第三条"]
    assert len({r["id"] for r in table_of(root, "news", DAY)}) == 3


def test_a_history_becomes_a_vintage_a_date(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "日期,代码,收盘价\n2026-07-02,600941,90\n2026-07-03,600941,91\n2026-07-03,600050,4\n",
        "h.csv",
    )
    root = tmp_path / "book"
    put(path, root)
    assert open_book(root).dates("market") == (date(2026, 7, 2), date(2026, 7, 3))
    assert len(table_of(root, "market", date(2026, 7, 3))) == 2
    put(path, tmp_path / "one", as_of=date(2026, 7, 2))
    assert open_book(tmp_path / "one").dates("market") == (date(2026, 7, 2),)


def test_a_spreadsheet_and_a_page(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "t-2026-07-06.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(
            [["自选股", "", ""], ["代码", "名称", "最新价"], ["600941", "中国移动", 93.71]]
        ):
            sheet.write_row(at, 0, row)
    put(path, tmp_path / "a")
    page = tmp_path / "t-2026-07-06.xls"
    page.write_text(
        "<html><table><tr><td>代码</td><td>名称</td><td>最新价</td></tr>"
        "<tr><td>600941</td><td>中国移动</td><td>93.71</td></tr></table></html>",
        encoding="utf-8",
    )
    put(page, tmp_path / "b")
    assert table_of(tmp_path / "a", "market", DAY) == table_of(tmp_path / "b", "market", DAY)
    assert table_of(tmp_path / "a", "market", DAY)[0]["price"] == "93.71"


REFUSED = {
    "no-codes": ("名称,现价\n中国移动,93.71\n", "no column of security codes"),
    "no-rows": ("代码,现价\n", "no row with a security code"),
    "no-good-row": ("代码,现价\n中国移动,1\n", "no row with a security code"),
    "binary": ("\0\1\2", "a binary file"),
    "empty": ("", "empty; a table as CSV"),
    "blank": (" \n\n", "empty; a table as CSV"),
    "a PDF": ("%PDF-1.4\n", "a PDF; a table as CSV, .*without --as"),
}


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(BookError, match=why) as caught:
        put(written(tmp_path, text), tmp_path / "book")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "book").exists()


def test_estimates_without_figures_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="no estimates"):
        put(written(tmp_path, "代码,现价\n600941,1\n"), tmp_path / "book", "estimates")


HEADERS = [
    ("总市值", "market_cap", 0), ("总市值(亿)", "market_cap", 8), ("总市值（万元）", "market_cap", 4),
    ("总市值[单位]亿元", "market_cap", 8), ("total_mv", "market_cap", 4), ("收盘价(元)", "price", 0),
    ("涨跌幅(%)", "change_pct", 0), ("涨幅%%", "change_pct", 0), ("市盈率(TTM)", "pe_ttm", 0),
    ("市盈率", "", 0), ("市盈率-动态", "", 0), ("pe", "pe", 0), ("PE", "", 0),
    ("流通市值(亿元)", "float_market_cap", 8),
    ("换手率", "turnover_rate_pct", 0), ("成交额(万元)", "", 4), ("现 价", "price", 0), ("ＭＡ５", "", 0),
]  # fmt: skip


@pytest.mark.parametrize(("header", "field", "power"), HEADERS, ids=[h[0] for h in HEADERS])
def test_headers(header: str, field: str, power: int) -> None:
    found = named(header, "market")
    assert (found.field, found.power if field else power) == (field, power)


NUMBERS = [
    ("1.23亿", 0, "123000000"), ("2.03万亿", 0, "2030000000000"), ("-12.5万", 0, "-125000"),
    ("12.5", 4, "125000"),
    ("1,234.5万", 4, "12345000"), ("--", 8, "--"), ("12.5", 0, "12.5"), ("+1.84%", 0, "+1.84%"), ("", 4, ""),
    ("abc", 8, "abc"), ("3.4 亿元", 0, "340000000"), ("５.5亿", 0, "550000000"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "power", "digits"), NUMBERS)
def test_units_in_cells(cell: str, power: int, digits: str) -> None:
    assert plain_number(cell, power) == digits


@settings(max_examples=50)
@given(st.decimals(0, 10**6, places=3), st.sampled_from(["万", "亿", "万亿"]))
def test_units_are_exact(value: Any, unit: str) -> None:
    from decimal import Decimal

    factor = {"万": 10**4, "亿": 10**8, "万亿": 10**12}[unit]
    assert Decimal(plain_number(f"{value}{unit}")) == value * factor


@pytest.mark.parametrize(
    ("text", "name"), [("万 科Ａ", "万科A"), ("China  Mobile", "China Mobile"), ("*ST 甲", "*ST甲"), ("", "")]
)
def test_names(text: str, name: str) -> None:
    assert short_name(text) == name


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text('代码,\t;"=60941.SHx\n\r', max_size=8), max_size=4), max_size=5))
def test_no_text_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("v")
    path = folder / "x.csv"
    path.write_text(
        "\n".join(",".join(row) for row in [["代码", "现价"], *rows]), encoding="utf-8", newline=""
    )
    with contextlib.suppress(BookError):
        put(path, folder / "book")
