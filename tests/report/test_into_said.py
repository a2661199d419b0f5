"""What an import says: what was added, where texts came from, stories that are there under another title."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from tests.report.booked import put, rows
from tests.report.worlds import DAY, figure, forecast, named, report, weekly
from tui.book.imports import read_imports
from tui.columns import State, Year
from tui.report.blocks import Block, Cell, Document, Kind, Place
from tui.report.diagnostics import Level
from tui.report.importer import book_to_write, run
from tui.report.into import plan, summary
from tui.report.model import Claim, Figure, Move, Prose, Story
from tui.report.places import text_at
from tui.report.retold import Told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "book"


def test_figures_are_counted_not_cells() -> None:
    cells = {
        ("eps", Year(2025, "A")): figure("1.00"),
        ("eps", Year(2026, "E")): figure("-"),
        ("pe", Year(2025, "A")): Figure(None, "亏损", State.LOSS, 0, Place()),
    }
    one = report(named("600941.SH", figures=MappingProxyType(cells)))
    assert summary(one, DAY, ()).startswith("2026-07-03: 1 of 1 names, 1 of 2 EPS, 0 of 1 PE")
    assert forecast().wanted == {"eps": 0, "pe": 0}


def test_what_was_added_stands_in_one_line(root: Path) -> None:
    first = put(report(named("600941.SH", "中国移动", "买入", "", "6.33")), root)
    assert not any("added" in line for line in first.summary)
    more = Prose(
        stories=(Story("新的一条", "正文", "C114", None),),
        moves=(Move("sector", "申万通信", 1.0, None, None),),
    )
    second = put(
        report(
            named("600941.SH", "中国移动", "买入", "87.48", "6.33 6.13"),
            named("000063.SZ", "中兴通讯", "买入", "36.38", "1.17"),
            prose=more,
            file="b.txt",
        ),
        root,
    )
    # the story and the move make tables that were not there
    assert second.summary[1] == "added 1 name, 1 year, 1 cell filled"
    third = put(
        report(named("600941.SH"), prose=Prose(stories=(Story("第二条", "别的", "", None),)), file="c.txt"),
        root,
    )
    assert third.summary[1] == "added 1 story"
    assert put(weekly(), root).summary[1].startswith("added 3 names, ")


def test_differing_sources_alone_are_one_note(root: Path) -> None:
    put(report(named("600941.SH", "中国移动", "买入", "87.48", "6.33 6.13")), root)
    claimed = Prose(claims=(Claim((), (), "consensus"),))
    made = put(report(named("600941.SH", "中国移动", "买入", "87.48", "6.33 6.13"), prose=claimed), root)
    told = [one for one in made.told if one.done == "the book's is kept"]
    assert sorted((one.level, one.read) for one in told) == [
        (Level.NOTE, "600941.SH 中国移动 rating_source"),
        (Level.NOTE, "source of 2 cells"),
    ]
    assert not any("disagree" in line for line in made.summary)


def test_both_outlooks_are_shown_cut(root: Path) -> None:
    put(report(named("600941.SH"), prose=Prose(outlook="算力仍然紧缺。" * 20)), root)
    made = put(report(named("600941.SH"), prose=Prose(outlook="运营商稳健。")), root)
    (note,) = [one for one in made.told if one.read == "outlook"]
    assert "算力仍然紧缺。" in note.expected
    assert "'运营商稳健。'" in note.expected
    assert len(note.expected) < 140


TEXTS = [
    # title, text; title, text; whether they tell the same
    ("Meta 要出租算力", "Meta 打算做云基础设施业务，把自用的 AI 算力卖给外部客户。",
     "Meta 筹划对外出租", "Meta 打算做云基础设施业务，把自用的AI算力卖给外部客户，按调用量付费。", True),
    ("Meta 筹划对外出租算力与模型", "短。", "Meta 筹划对外出租算力与模型，准备做云", "别的话。", True),
    ("一月数据", "工信部：1 月电信业务收入 1451 亿元，同比增长 5.9%，其中移动业务占 42.3%。",
     "二月数据", "工信部：2 月电信业务收入 1439 亿元，同比增长 6.1%，其中移动业务占 41.8%。", False),
    ("高通拿下订单", "高通将为 Meta 供应多代数据中心 CPU，首款为飞龙。",
     "银河航天谈在轨计算", "银河航天在太空算力大会介绍把算力搬到卫星上的做法。", False),
    ("短讯", "正文。", "短讯二", "正文。", False),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "other", "further", "same"), TEXTS, ids=[t[0] for t in TEXTS])
def test_stories_told_again(title: str, text: str, other: str, further: str, same: bool) -> None:
    one, two = Told(title, text), Told(other, further)
    assert (one.tells(two), two.tells(one)) == (same, same)


def test_a_story_under_another_title_is_not_doubled(root: Path) -> None:
    text = "Meta 打算做云基础设施业务，把自用的 AI 算力卖给外部客户。"
    put(report(named("600941.SH"), prose=Prose(stories=(Story("Meta 筹划出租", text, "C114", None),))), root)
    again = report(
        named("600941.SH"), prose=Prose(stories=(Story("算力外租", text, "C114", None),)), file="b.txt"
    )
    made = put(again, root)
    assert [row["title"] for row in rows(root, "news")] == ["Meta 筹划出租"]
    (note,) = [one for one in made.told if one.column == "title"]
    assert note.level is Level.NOTE
    assert "the book has Meta 筹划出租" in note.expected
    assert put(again, root).changes == ()


# ── source texts ────────────────────────────────────────────────────────────────────────────────────


def test_what_stands_at_a_place() -> None:
    row = (Cell("600941.SH", Place(0, 7)), Cell("", Place(0, 7)), Cell("6.33", Place(0, 7)))
    document = Document(
        "x.txt",
        (
            Block(Kind.PARAGRAPH, "第一段，\n有两行", Place(0, 3)),
            Block(Kind.TABLE, "", Place(0, 7), (row,)),
        ),
    )
    look_up = text_at(document)
    assert look_up(Place(0, 7)) == "600941.SH | 6.33"
    assert look_up(Place(0, 4)) == "第一段， 有两行"
    assert (look_up(Place()), look_up(Place(0, 1)), look_up(Place(2, 7))) == ("", "", "")


def test_every_line_said_keeps_its_source_text(tmp_path: Path) -> None:
    path = tmp_path / "w.txt"
    path.write_text(
        "通信行业周报\n某证券研究所 2026年7月3日\n\n"
        "代码\t简称\t股价\tEPS 2025A\tEPS 2026E\tPE 2025A\tPE 2026E\t评级\n"
        "600941.SH\t中国移动\t87.48\t6.33\t6.13\t13.8\t24.3\t未评级\n"
        "长飞光纤\t\t80.00\t1.00\t2.00\t80.0\t40.0\t增持\n\n"
        "1 一周市场表现\n\n申万通信指数下跌9.17%。\n",
        encoding="utf-8",
    )
    outcome = run(path, tmp_path / "B")
    placed = [one for one in outcome.told if one.place.line]
    assert len({one.level for one in placed}) > 1
    assert all(one.text for one in placed), [str(one) for one in placed if not one.text]
    kept = [row for row in read_imports(tmp_path / "B", DAY) if row.line]
    assert all(row.text for row in kept)


def test_without_a_document_nothing_is_made_up(root: Path) -> None:
    notes = [one for one in plan(weekly(), book_to_write(root)).told if one.level is Level.NOTE]
    assert all(not one.text or "|" in one.text for one in notes)
