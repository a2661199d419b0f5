"""Columns of a year each, words for nothing, dates of a table's own, and what is said of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.report.test_vendor import DAY, put, table_of, written
from tui.report.diagnostics import Level
from tui.report.importer import book_to_write
from tui.report.vendor import plan_table
from tui.report.vendor_guess import kind_of

if TYPE_CHECKING:
    from pathlib import Path


def test_years_in_columns_however_they_are_called(tmp_path: Path) -> None:
    head = "证券代码,证券简称,收盘价,2025EPS,EPS2026E,EPS 2027E,PE(2025A),PE 26E,2027PE,评级,备注"
    rows = "600941,中国移动,87.48,6.33,6.13,6.33,13.8,14.3,13.8,未评级,x\n"
    rows += "300308,中际旭创,1116,-0.10,,,亏损,--,,买入,y\n000063,中兴通讯,1,,,,,,,买入,z\n"
    made = put(written(tmp_path, f"{head}\n{rows}"), tmp_path / "book", "estimates")
    held = table_of(tmp_path / "book", "estimates", DAY)
    assert [(r["code"][:6], r["year"], r["eps"], r["pe_printed"]) for r in held] == [
        ("600941", "2025", "6.33", "13.8"), ("600941", "2026", "6.13", "14.3"),
        ("600941", "2027", "6.33", "13.8"), ("300308", "2025", "-0.10", ""),
    ]  # fmt: skip
    assert made.summary[0] == "2026-07-06: 2 of 3 rows, 4 estimates"
    said = [str(one).partition(": note: ")[2] for one in made.told if one.level is Level.NOTE]
    coverage = "columns 证券简称, 收盘价, 评级: of the coverage, not of estimates"
    assert f"{coverage}; left out; import FILE --as coverage for them" in said
    assert "columns 备注: not known; left out" in said
    assert "row of '000063': no EPS and no PE; left out" in said
    assert "1 PE is given as a loss: no value" in said
    assert not [one for one in made.told if one.level is Level.REFUSED]


def test_a_second_column_of_a_year_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "代码,EPS2026E,2026EPS\n600941,6.13,9.99\n")
    made = put(path, tmp_path / "book", "estimates")
    assert [r["eps"] for r in table_of(tmp_path / "book", "estimates", DAY)] == ["6.13"]
    assert any("'2026EPS': a second one of 2026" in str(one) for one in made.told)


def test_words_for_nothing(tmp_path: Path) -> None:
    """A PE that is a loss has no value; a dash in a column of texts is no text; A and B shares together."""
    path = written(
        tmp_path,
        "代码,名称,细分行业,市盈(TTM),市盈(动),AB股总市值\n600941,中国移动,--,亏损,亏损,2.0万亿\n600050,中国联通,运营商,15.1,16,1000亿\n",
    )
    made = put(path, tmp_path / "book")
    held = table_of(tmp_path / "book", "market", DAY)
    assert [(r["industry"], r["pe_ttm"], r["market_cap"]) for r in held] == [
        ("", "", "2000000000000"), ("运营商", "15.1", "100000000000"),
    ]  # fmt: skip
    assert not [one for one in made.told if one.level > Level.NOTE]
    assert any(one.read == "2 PEs are given as a loss" for one in made.told)


def test_what_is_said_keeps_the_rows_text(tmp_path: Path) -> None:
    path = written(tmp_path, "我的表\n代码,现价,x\n600941,abc,1\n", "t-2026-07-06.csv")
    made = plan_table(path, "market", book_to_write(tmp_path / "book"))
    assert {(one.place.line, one.text) for one in made.told} == {
        (2, "代码 | 现价 | x"),
        (3, "600941 | abc | 1"),
    }
    put(written(tmp_path, "代码,现价\n600941,1\n"), tmp_path / "book")
    made = put(written(tmp_path, "代码,现价\n600941,2\n"), tmp_path / "book")
    assert [one.text for one in made.told] == ["600941 | 2"]


def test_a_price_date_is_the_tables_date(tmp_path: Path) -> None:
    path = written(tmp_path, "代码,名称,股价,股价日期\n600941,中国移动,87.48,2026/7/3\n", "mine.csv")
    assert put(path, tmp_path / "book", "coverage").as_of == date(2026, 7, 3)
    assert table_of(tmp_path / "book", "coverage", date(2026, 7, 3))[0]["price_date"] == "2026-07-03"
    path = written(tmp_path, "代码,2026EPS,研报日期\n600941,6.13,2026-07-01\n", "est.csv")
    assert put(path, tmp_path / "book", "estimates").as_of == date(2026, 7, 1)


KINDS = [
    ("代码 名称 最新价 涨跌幅", "market"), ("代码 名称 2026EPS", "estimates"),
    ("股票代码 名称 投资评级", "coverage"), ("代码 名称", "coverage"), ("标题 时间 来源", "news"),
    ("菜 价", ""), ("item price", ""), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("header", "kind"), KINDS)
def test_which_table_a_header_looks_like(header: str, kind: str) -> None:
    assert kind_of(header.split()) == kind
