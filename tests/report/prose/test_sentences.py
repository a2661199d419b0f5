"""Sentences as many houses write them, in words of our own: each table is a file of cases."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tui.report.blocks import Block, Cell, Document, Kind, Place
from tui.report.prose import definitions, focus, groups, meta, risks, stance, when
from tui.report.prose.claims import claims_in
from tui.report.prose.days import full_days, with_year
from tui.report.prose.indices import level_of
from tui.report.prose.moves import Reading, read_line
from tui.report.prose.outline import Line, outline
from tui.report.prose.provenance import read_claims
from tui.report.prose.shape import Mark

if TYPE_CHECKING:
    from tui.report.diagnostics import Diagnostic

DATA = Path(__file__).parents[2] / "data" / "report" / "prose"
KNOWN = {
    "中际旭创": "300308.SZ", "新易盛": "300502.SZ", "天孚通信": "300394.SZ", "中国移动": "600941.SH",
    "中国电信": "601728.SH", "中兴通讯": "000063.SZ", "烽火通信": "600498.SH",
}  # fmt: skip


def cases(name: str, table: str = "case") -> list[Any]:
    rows = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))[table]
    return [pytest.param(row, id=f"{i}-{str(next(iter(row.values())))[:24]}") for i, row in enumerate(rows)]


def line(text: str) -> Line:
    return Line(text, Mark(), Place(0, 1), heading=False, block=0)


def document(text: str) -> Document:
    """Paragraphs apart by blank lines; one of which each line has a tab is a table."""
    blocks = []
    for n, piece in enumerate(text.split("\n\n"), 1):
        rows = [row.split("\t") for row in piece.split("\n")]
        if all(len(row) > 1 for row in rows):
            width = max(map(len, rows))
            cells = tuple(tuple(Cell(c, Place(0, n)) for c in (*r, *[""] * (width - len(r)))) for r in rows)
            blocks.append(Block(Kind.TABLE, place=Place(0, n), rows=cells))
        else:
            blocks.append(Block(Kind.PARAGRAPH, piece, Place(0, n)))
    return Document("r.txt", tuple(blocks))


@pytest.mark.parametrize("case", cases("moves"))
def test_moves(case: dict[str, Any]) -> None:
    out = Reading("r.txt")
    read_line(line(case["text"]), out, KNOWN, inside=True)
    got = [[level_of(found.name), found.name, pytest.approx(found.value)] for found in out.found]
    assert got == case["moves"]
    assert len(out.told) == case.get("told", 0), out.told


@pytest.mark.parametrize("case", cases("focus"))
def test_focus(case: dict[str, Any]) -> None:
    got = [[item.label, item.reason, list(item.codes)] for item in focus.items_of(case["text"], KNOWN)]
    assert got == case["groups"]


@pytest.mark.parametrize("case", cases("risks"))
def test_risks(case: dict[str, Any]) -> None:
    found, _ = risks.read_risks(outline(document(case["text"])), "r.txt")
    assert list(found) == case["risks"]


@pytest.mark.parametrize("case", cases("stance"))
def test_rating_of_the_sector(case: dict[str, Any]) -> None:
    assert list(stance.stance([line(text) for text in case["lines"]], [])) == case["stance"]


@pytest.mark.parametrize("case", cases("claims"))
def test_claims(case: dict[str, Any]) -> None:
    told: list[Diagnostic] = []
    found = claims_in(case["text"], "示例证券研究所", KNOWN, "r.txt", Place(0, 9), told, near=True)
    found.sort(key=lambda claim: (bool(claim.names), bool(claim.years)))
    assert [[list(c.names), list(c.years), c.source, c.ratings] for c in found] == case["claims"]
    assert len(told) == case.get("told", 0), told


@pytest.mark.parametrize("case", cases("definitions"))
def test_definitions(case: dict[str, Any]) -> None:
    found, basis, told = definitions.read_ratings(outline(document(case["text"])), "r.txt")
    assert [[r.kind, r.rating, r.meaning] for r in found] == case["ratings"]
    assert basis == case.get("basis", basis)
    assert len(told) == case.get("told", 0), told


@pytest.mark.parametrize("case", cases("meta"))
def test_cover(case: dict[str, Any]) -> None:
    cover = [line(text) for text in case["lines"]]
    title = meta.title(cover)
    assert title == case["title"]
    assert meta.sector(cover, title) == case["sector"]
    assert meta.publisher(cover, []) == case.get("publisher", "")
    assert meta.risk_level(case["lines"]) == case.get("risk", "")
    assert when.report_day(cover, []) == case.get("day")


@pytest.mark.parametrize("case", cases("when", "period"))
def test_period(case: dict[str, Any]) -> None:
    assert list(when.period([case["text"]], case["days"], None)) == case["period"]


@pytest.mark.parametrize("case", cases("when", "days"))
def test_days(case: dict[str, Any]) -> None:
    assert list(full_days(case["text"])) == case["days"]


@pytest.mark.parametrize("case", cases("groups"))
def test_group_of(case: dict[str, Any]) -> None:
    assert groups.group_of(case["label"], groups.shipped_groups()) == (case["id"], case.get("new", False))


def test_group_of_an_own_group_that_the_book_calls_by_a_synonym() -> None:
    from tui.book.about import Group

    own = [Group("telco", "电信运营商", "telcos")]
    assert groups.group_of("三大运营商", own) == ("telco", False)
    assert groups.group_of("光模块", own) == ("optical-modules", True)


def test_the_year_of_a_day_is_the_one_nearest_to_the_report() -> None:
    from datetime import date

    assert with_year(12, 30, [date(2027, 1, 2)]) == date(2026, 12, 30)
    assert with_year(1, 2, [date(2026, 12, 31)]) == date(2027, 1, 2)
    assert with_year(2, 29, [date(2026, 1, 1)]) is None
    assert with_year(1, 1, []) is None


def test_a_note_counts_only_near_a_forecast_table_or_where_it_names_the_consensus() -> None:
    bare = "图 1：出货量\n\n资料来源：Wind，示例证券研究所预测"
    assert read_claims(document(bare).blocks, "r.txt", "示例证券研究所", KNOWN)[0] == ()
    under = "代码\tEPS\n600941.SH\t1.00\n\n资料来源：Wind，示例证券研究所预测"
    assert [c.source for c in read_claims(document(under).blocks, "r.txt", "示例证券研究所", KNOWN)[0]] == [
        "house"
    ]
