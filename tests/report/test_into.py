"""A report into a book: what is written, and what is said of it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from tests.report.booked import doubts, put, rows
from tests.report.worlds import DAY, YEARS, figure, named, report, weekly
from tui.book import open_book
from tui.book.imports import COLUMNS, read_imports
from tui.columns import State
from tui.report.importer import book_to_write
from tui.report.into import plan
from tui.report.model import Claim, Figure, FocusGroup, Prose

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "book"


# ── what is written ─────────────────────────────────────────────────────────────────────────────────


def test_every_table_of_a_week(root: Path) -> None:
    made = put(weekly(), root)
    assert made.as_of == DAY
    assert [
        (r["code"], r["group"], r["rating"], r["rating_source"], r["price"]) for r in rows(root, "coverage")
    ] == [
        ("600941.SH", "operators", "未评级", "consensus", "87.48"),
        ("300308.SZ", "optical-modules", "买入", "house", "1116.00"),
        ("300394.SZ", "optical-modules", "买入", "house", "250.10"),
        ("300627.SZ", "北斗", "未评级", "consensus", "28.60"),
    ]
    assert list(rows(root, "coverage")[0]) == [
        "as_of", "code", "name", "group", "rating", "rating_source", "price", "currency", "price_date",
    ]  # fmt: skip
    by = {(r["code"], r["year"] + r["basis"]): r for r in rows(root, "estimates")}
    assert len(by) == 12
    assert [by["300394.SZ", y]["source"] for y in ("2025A", "2026E", "2027E")] == [
        "consensus",
        "house",
        "house",
    ]
    assert (by["300308.SZ", "2026E"]["eps"], by["300308.SZ", "2026E"]["pe_printed"]) == ("26.87", "41.5")
    assert [r["id"] for r in rows(root, "news")] == ["n1", "n2"]
    assert [r["change_pct"] for r in rows(root, "sectors")] == ["-9.17", "3.90"]
    assert not (root / "market").exists()
    brief = open_book(root).brief()
    assert brief is not None
    assert [focus.group for focus in brief.focus] == ["operators", "optical-modules", "北斗"]
    assert brief.focus[1].reason == "高端光模块放量"
    assert (brief.sources, brief.pictures, brief.risks[0]) == (
        ("Wind",),
        ("图 1：涨跌幅一览",),
        "宏观环境恶化",
    )
    assert brief.problems == ()
    assert [group.id for group in open_book(root).groups] == ["operators", "optical-modules", "北斗"]
    assert open_book(root).title == "通信行业周报"
    assert open_book(root).problems == ()


def test_the_summary_counts(root: Path) -> None:
    made = plan(weekly(), book_to_write(root))
    assert made.summary[0] == (
        "2026-07-03: 4 of 4 names, 12 of 12 EPS, 12 of 12 PE, 2 stories, 2 index moves, 3 focus groups, "
        "2 risks, 2 contradictions"
    )
    assert not root.exists()


def test_contradictions_are_said_where_they_stand(root: Path) -> None:
    told = plan(weekly(), book_to_write(root)).told
    assert [(one.code, one.column, one.place.line) for one in told if one.column and one.level] == [
        ("300627.SZ", "pe_2026E", 73),
        ("300627.SZ", "pe_2027E", 73),
    ]


def test_what_was_said_is_kept_with_the_source_rows(root: Path) -> None:
    put(weekly(), root)
    kept = read_imports(root, DAY)
    assert [row.code for row in kept if row.level == "row"] == [n.code for n in weekly().forecast.names]
    assert {row.file for row in kept} == {"weekly.txt"}
    assert any(row.column == "pe_2026E" and "27.7" in row.text for row in kept)
    assert list(rows(root, "imports")[0]) == list(COLUMNS)


EXTRAS = [
    ({"action": "维持"}, "rating_action", "维持"),
    ({"industry": "光模块"}, "sub_industry", "光模块"),
    ({"others": MappingProxyType({"target_price": figure("99.90")})}, "target_price", "99.90"),
]


@pytest.mark.parametrize(("more", "column", "cell"), EXTRAS, ids=[e[1] for e in EXTRAS])
def test_further_columns_stand_only_where_a_row_has_them(
    root: Path, more: dict[str, Any], column: str, cell: str
) -> None:
    put(report(named("600941.SH", "中国移动", price="10"), named("300308.SZ", "中际旭创", **more)), root)
    assert [row[column] for row in rows(root, "coverage")] == ["", cell]


def test_market_figures_make_a_market_table(root: Path) -> None:
    others = MappingProxyType(
        {"market_cap": Figure(6.885565e13, "688556.5", State.VALUE, 1), "pb": figure("1.46")}
    )
    put(
        report(named("600941.SH", "中国移动", price="87.48", others=others), named("300308.SZ", price="3")),
        root,
    )
    assert rows(root, "market") == [
        {"as_of": "2026-07-03", "code": "600941.SH", "name": "中国移动", "price": "87.48",
         "market_cap": "68855650000000", "pb": "1.46"}
    ]  # fmt: skip


def test_a_third_metric_and_another_currency(root: Path) -> None:
    one = named(
        "00700.HK", "腾讯控股", price="500.00", eps="25.10", pe="19.9", currency="HKD", eps_currency="CNY"
    )
    more = {**one.figures, ("net_profit", YEARS[0]): Figure(2.3e11, "2,300", State.VALUE)}
    put(report(replace(one, figures=MappingProxyType(more))), root)
    row = rows(root, "estimates")[0]
    assert (row["net_profit"], row["currency"]) == ("230000000000", "CNY")
    assert rows(root, "coverage")[0]["currency"] == "HKD"


CURRENCIES = [
    ("600941.SH", "CNY"),
    ("900941.SH", ""),
    ("200002.SZ", ""),
    ("00700.HK", ""),
    ("920002.BJ", "CNY"),
]


@pytest.mark.parametrize(("code", "currency"), CURRENCIES)
def test_a_currency_that_is_not_said(root: Path, code: str, currency: str) -> None:
    put(report(named(code, price="10.00", currency="", eps_currency="")), root)
    assert rows(root, "coverage")[0]["currency"] == currency


def test_missing_cells_stay_empty_and_a_name_without_any_has_no_estimates(root: Path) -> None:
    put(
        report(named("600941.SH", price="-", eps="1.00 - 2.00", pe="- - 5.0"), named("300308.SZ", eps="- -")),
        root,
    )
    assert [(r["year"], r["eps"], r["pe_printed"], r["source"]) for r in rows(root, "estimates")] == [
        ("2025", "1.00", "", "house"), ("2026", "", "", ""), ("2027", "2.00", "5.0", "house"),
    ]  # fmt: skip
    assert rows(root, "coverage")[0]["price"] == ""


def test_a_loss_that_no_figure_says_is_told(root: Path) -> None:
    loss = MappingProxyType({("pe", YEARS[1]): Figure(None, "亏损", State.LOSS)})
    told = plan(report(named("600941.SH", figures=loss)), book_to_write(root)).told
    assert any("亏损" in str(one) and one.code == "600941.SH" for one in told)


def test_decimals_as_printed_reach_the_check(root: Path) -> None:
    put(
        report(
            named("600941.SH", price="87.50", eps="6.10", pe="14"),
            named("300308.SZ", price="3.00", eps="1.10"),
        ),
        root,
    )
    assert [r["eps"] for r in rows(root, "estimates")] == ["6.10", "1.10"]
    table = open_book(root).read("estimates", DAY).table
    assert table.schema.field("eps").metadata[b"decimals"] == b"2"


# ── groups ──────────────────────────────────────────────────────────────────────────────────────────

BOOK = """\
title = "周报"
publisher = "甲证券"
# mine
[[groups]]
id = "ops"
zh = "运营商"
en = "ops"

# none
[missing]
pe_ttm = [0]
"""
GROUPS = [
    # focus label, subgroup row, industry, group of the book's own vintage → group, groups after
    ("运营商", "", "", "", "ops", ["ops"]),
    ("", "运营商", "", "", "ops", ["ops"]),
    ("", "", "光模块", "", "optical-modules", ["ops", "optical-modules"]),
    ("", "高端光模块", "别的", "", "optical-modules", ["ops", "optical-modules"]),
    ("液冷", "运营商", "别的", "", "液冷", ["ops", "液冷"]),
    ("", "", "", "ops", "ops", ["ops"]),
    ("", "", "", "", "", ["ops"]),
]


@pytest.mark.parametrize(("focus", "row", "industry", "own", "group", "after"), GROUPS)
def test_groups(
    root: Path, focus: str, row: str, industry: str, own: str, group: str, after: list[str]
) -> None:
    root.mkdir()
    (root / "book.toml").write_text(BOOK, encoding="utf-8")
    if own:
        (root / "coverage").mkdir()
        (root / "coverage/2026-06-01.csv").write_text(
            f"code,name,group\n600941.SH,中国移动,{own}\n", encoding="utf-8"
        )
    parts = (FocusGroup(focus, "", ("600941.SH",)),) if focus else ()
    put(report(named("600941.SH", "中国移动", group=row, industry=industry), prose=Prose(focus=parts)), root)
    assert rows(root, "coverage")[0]["group"] == group
    assert [g.id for g in open_book(root).groups] == after
    text = (root / "book.toml").read_text(encoding="utf-8")
    assert "# mine" in text
    assert text.endswith("# none\n[missing]\npe_ttm = [0]\n")
    assert tomllib.loads(text)["title"] == "周报"


# ── sources ─────────────────────────────────────────────────────────────────────────────────────────

CLAIMS = [
    # claims, the book's publisher, the report's → sources of 600941 (25A 26E 27E, rating) and of 300308
    ((), "", "甲证券", "house house house house", "house house house house"),
    ((), "乙证券", "甲证券研究所", "甲证券研究所 " * 4, "甲证券研究所 " * 4),
    ((), "甲证券股份有限公司", "甲证券研究所", "house " * 4, "house " * 4),
    ((), "乙证券", "", "house " * 4, "house " * 4),
    ((Claim((), (), "consensus"),), "", "甲", "consensus " * 4, "consensus " * 4),
    ((Claim(("中际旭创",), (2026,), "consensus", ratings=False),), "", "甲",
     "house " * 4, "house consensus house house"),
    ((Claim(("300308.SZ",), (), "consensus"), Claim((), (2025,), "乙证券", ratings=False)), "", "甲",
     "乙证券 house house house", "乙证券 consensus consensus consensus"),
    ((Claim(("*",), (), "consensus"),), "", "甲", "consensus " * 4, "house " * 4),
    ((Claim(("未评级",), (), "consensus"),), "", "甲", "consensus " * 4, "house " * 4),
    ((Claim(("300308",), (), "house"), Claim((), (), "house")), "乙", "甲", "甲 " * 4, "甲 " * 4),
    ((Claim((), (), "乙证券"),), "乙证券研究所", "甲", "house " * 4, "house " * 4),
    ((Claim((), (), "甲证券"),), "", "甲证券研究所", "house " * 4, "house " * 4),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "publisher", "own", "first", "second"), CLAIMS)
def test_sources(
    root: Path, claims: tuple[Claim, ...], publisher: str, own: str, first: str, second: str
) -> None:
    if publisher:
        root.mkdir()
        (root / "book.toml").write_text(f'title = "x"\npublisher = "{publisher}"\n', encoding="utf-8")
    marked = "600941.SH | 中国移动* | 87.48"
    names = (
        named("600941.SH", "中国移动", "未评级", "87.48", "6.33 6.13 6.33", text=marked),
        named("300308.SZ", "中际旭创", "买入", "3.00", "1.00 1.00 1.00"),
    )
    put(report(*names, prose=Prose(publisher=own, claims=claims)), root)
    for code, wanted in (("600941.SH", first), ("300308.SZ", second)):
        got = [r["source"] for r in rows(root, "estimates") if r["code"] == code]
        got += [r["rating_source"] for r in rows(root, "coverage") if r["code"] == code]
        assert got == wanted.split()


def test_a_note_that_names_no_row_is_doubtful(root: Path) -> None:
    prose = Prose(claims=(Claim(("中兴通讯",), (), "consensus"),))
    made = plan(report(named("600941.SH", "中国移动", eps="1.00")), book_to_write(root))
    assert doubts(made) == []
    made = plan(report(named("600941.SH", "中国移动", eps="1.00"), prose=prose), book_to_write(root))
    assert len(doubts(made)) == 1
    assert "中兴通讯" in doubts(made)[0]
