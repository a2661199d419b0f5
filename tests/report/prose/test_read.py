"""Whole reports: the sample, reports of two other manners, and texts that are none."""

from __future__ import annotations

import csv
import time
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.report.blocks import Block, Cell, Document, Kind, Place
from tui.report.prose.groups import group_of, new_id, shipped_groups
from tui.report.prose.read import read_prose
from tui.report.readers.join import joined
from tui.report.readers.text import blocks_of
from tui.text import is_clean

if TYPE_CHECKING:
    from tui.report.model import Prose

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "data" / "report" / "prose"
SAMPLE = ROOT.parent / "shared" / "reports" / "weekly-2026-07-03.txt"
FACTS = ROOT.parent / "shared" / "facts"


def read(text: str) -> Prose:
    return read_prose(Document("r.txt", joined(blocks_of(text, "r.txt"))))


@pytest.fixture(scope="module")
def sample() -> Prose:
    if not SAMPLE.exists():
        pytest.skip("the sample report lies beside a full checkout only")
    return read(SAMPLE.read_text("utf-8"))


class TestSample:
    def test_cover(self, sample: Prose) -> None:
        assert (sample.title, sample.sector, sample.publisher) == ("通信行业周报", "通信", "示例证券研究所")
        assert (sample.sector_rating, sample.sector_rating_change) == ("推荐", "维持")
        assert (
            sample.report_day is None
        )  # its dates are those of earlier reports, of the price and of the week
        assert sample.earlier == (date(2026, 6, 16), date(2026, 6, 10), date(2026, 3, 5))
        assert sample.period == (date(2026, 6, 29), date(2026, 7, 3))
        assert date(2026, 7, 3) in sample.days

    def test_moves(self, sample: Prose) -> None:
        with (FACTS / "sectors.csv").open(encoding="utf-8") as file:
            facts = {(r["level"], r["index"], float(r["change_pct"])) for r in csv.DictReader(file)}
        assert {(m.level, m.index, m.change_pct) for m in sample.moves} == facts
        assert {(m.start, m.end) for m in sample.moves} == {sample.period}

    def test_stories(self, sample: Prose) -> None:
        assert [s.title for s in sample.stories] == [
            "Meta 筹划对外出租算力与模型",
            "日本补贴低轨卫星网：最多 1500 亿日元",
            "OpenAI 称推理成本可再降 50%",
            "银河航天谈在轨计算",
            "高通拿下 Meta 多代数据中心 CPU 订单",
        ]
        assert {s.source for s in sample.stories} == {"C114 通信网"}
        assert [s.published for s in sample.stories] == [
            None,
            date(2026, 6, 30),
            None,
            date(2026, 6, 29),
            None,
        ]
        assert "模型托管" in sample.stories[0].summary
        assert "裸算力出租" in sample.stories[0].summary
        assert "飞龙™C1000" in sample.stories[4].summary
        assert not any("来源" in s.summary for s in sample.stories)

    def test_focus(self, sample: Prose) -> None:
        book = shipped_groups()
        assert [(group_of(g.label, book), len(g.codes)) for g in sample.focus] == [
            (("operators", False), 3),
            (("optical-modules", False), 5),
            (("equipment", False), 3),
            (("commercial-space", False), 2),
        ]
        assert [g.label for g in sample.focus] == ["运营商", "高端光模块", "通信设备制造企业", "商业航天"]
        assert [g.reason for g in sample.focus] == ["", "高端光模块放量", "", ""]

    def test_view_and_risks(self, sample: Prose) -> None:
        assert sample.outlook.startswith("Meta 准备把闲置算力")
        assert sample.outlook.endswith("评级仍为“推荐”。")
        assert sample.risks == (
            "宏观环境恶化", "引用数据有误", "AI 进展慢于预期", "5G-A 进展慢于预期", "商业航天进展慢于预期",
            "关税超预期", "重点公司业绩不及预期",
        )  # fmt: skip

    def test_ratings(self, sample: Prose) -> None:
        assert [(r.kind, r.rating) for r in sample.ratings] == [
            *(("stock", word) for word in ("买入", "增持", "中性", "减持", "卖出")),
            *(("sector", word) for word in ("推荐", "中性", "回避")),
        ]
        assert "6-12个月" in sample.ratings_basis
        assert any("卖出" in str(told) for told in sample.told)

    def test_claims(self, sample: Prose) -> None:
        assert [(c.names, c.years, c.source, c.ratings) for c in sample.claims] == [
            ((), (), "consensus", True),
            (("中际旭创",), (), "house", True),
            (("天孚通信", "新易盛"), (2026, 2027), "house", True),
        ]

    def test_sources_and_pictures(self, sample: Prose) -> None:
        assert sample.sources == ("Wind", "C114 通信网")
        assert sample.pictures == ("图 1：申万一级行业周涨跌幅一览", "图 2：通信各子板块周涨跌幅度一览")


def test_a_report_in_bullets() -> None:
    prose = read((DATA / "bullets.txt").read_text("utf-8"))
    assert (prose.title, prose.sector, prose.publisher) == ("通信行业周报", "通信", "甲乙证券研究所")
    assert (prose.sector_rating, prose.sector_rating_change) == ("强于大市", "维持")
    assert prose.report_day == date(2026, 7, 5)
    assert prose.earlier == (date(2026, 6, 28), date(2026, 6, 21))
    assert prose.period == (date(2026, 6, 29), date(2026, 7, 3))
    assert [(m.level, m.index, m.change_pct) for m in prose.moves] == [
        ("sector", "通信(申万)", 2.15),
        ("market", "沪深300指数", -0.36),
        ("sub-sector", "光模块", 4.52),
        ("sub-sector", "运营商", -0.87),
        ("sub-sector", "线缆", 1.2),
    ]
    assert [(s.title, s.source, s.published) for s in prose.stories] == [
        ("工信部发布6月电信业务数据", "工信部", date(2026, 7, 2)),
        ("交换芯片新品发布", "C114", None),
    ]
    assert [(g.label, g.codes) for g in prose.focus] == [
        ("光模块", ("300308.SZ", "300502.SZ")),
        ("运营商", ("600941.SH", "601728.SH")),
        ("液冷", ("002837.SZ",)),
    ]
    assert prose.outlook.startswith("光纤招标价格企稳")
    assert prose.risks == ("AI资本开支不及预期", "卫星发射不及预期", "中美摩擦加剧", "原材料涨价超预期")
    assert [r.kind for r in prose.ratings] == ["stock"] * 4 + ["sector"] * 3
    assert [(c.names, c.source) for c in prose.claims] == [
        ((), "consensus"),
        (("中际旭创", "新易盛"), "house"),
    ]
    assert prose.pictures == ("图表1：一级行业涨跌幅",)


def test_a_report_in_english() -> None:
    prose = read((DATA / "english.txt").read_text("utf-8"))
    assert (prose.title, prose.publisher) == ("China Telecom Weekly", "Harbour Securities")
    assert (prose.sector_rating, prose.sector_rating_change) == ("Overweight", "Maintained")
    assert prose.report_day == date(2026, 7, 3)
    assert [(m.level, m.change_pct) for m in prose.moves] == [("sector", 3.1), ("market", -0.5)]
    assert [(s.title, s.source, s.published) for s in prose.stories] == [
        ("Regulator opens satellite licences", "Reuters", date(2026, 6, 30)),
        ("Cloud firm signs fibre deal", "Company data", None),
    ]
    assert [g.label for g in prose.focus] == ["Optical modules", "Telecom operators"]
    assert prose.outlook == "Demand from cloud customers holds up, and we see no sign of order cuts."
    assert prose.risks == ("Slower capex than expected", "Delay of new products")
    assert [(r.kind, r.rating) for r in prose.ratings] == [
        ("stock", "Buy"),
        ("stock", "Hold"),
        ("stock", "Sell"),
    ]


def test_two_moves_of_one_index_that_differ_are_told() -> None:
    prose = read("一、行情回顾\n\n本周沪深300指数上涨1.20%。\n\n本周沪深300上涨1.80%。")
    assert [(m.index, m.change_pct) for m in prose.moves] == [("沪深300指数", 1.2)]
    assert any("1.8%" in str(told) and "kept" in str(told) for told in prose.told)


def test_moves_in_a_table() -> None:
    head = "指数名称\t收盘价\t周涨跌幅(%)\t年初至今(%)"
    rows = "沪深300\t4,800.10\t-1.25\t10.2\n通信(申万)\t3,100.00\t2.50\t30.0"
    prose = read(f"一、行情回顾\n\n{head}\n{rows}\n")
    assert [(m.level, m.index, m.change_pct) for m in prose.moves] == [
        ("market", "沪深300", -1.25),
        ("sector", "通信(申万)", 2.5),
    ]


def test_a_table_of_shares_gives_no_moves() -> None:
    table = "一、行情回顾\n\n代码\t名称\t周涨跌幅(%)\n300308.SZ\t中际旭创\t12.5\n300502.SZ\t新易盛\t10.5\n"
    assert read(table).moves == ()


def test_notes_that_disagree_on_all_names_are_told() -> None:
    table = "代码\t简称\tEPS\n600941.SH\t中国移动\t6.13\n601728.SH\t中国电信\t0.33\n\n"
    prose = read(
        f"{table}资料来源：盈利预测来自Wind一致预期\n\n第二部分\n\n{table}注：盈利预测为我们的预测\n"
    )
    assert [claim.source for claim in prose.claims] == ["consensus", "house"]
    assert any("to the house and to the consensus" in str(told) for told in prose.told)


def test_a_span_that_is_no_week_is_no_period() -> None:
    assert read("2026年7月4日\n\n摘要：\n\n6月1日至6月30日，电信业务收入上涨2%。").period == ()


def test_no_report_at_all() -> None:
    prose = read("鸡蛋 12 个\n\n牛奶 2 盒\n\n面包")
    assert (prose.moves, prose.stories, prose.focus, prose.risks, prose.ratings, prose.claims) == ((),) * 6


HOSTILE = tomllib.loads((DATA / "hostile.toml").read_text("utf-8"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE["pieces"]), max_size=60).map("".join))
def test_never_raises_and_gives_clean_values(text: str) -> None:
    pieces = [piece for piece in text.split("\n\n") if piece.strip()]
    blocks = [Block(Kind.PARAGRAPH, piece, Place(0, i)) for i, piece in enumerate(pieces, 1)]
    rows = tuple(tuple(Cell(c) for c in (line.split("\t") * 4)[:4]) for line in text.split("\n")[:9])
    prose = read_prose(Document("r.txt", (*blocks, Block(Kind.TABLE, rows=rows))))
    texts = [prose.title, prose.sector, prose.publisher, prose.outlook, prose.ratings_basis, *prose.risks]
    texts += [*prose.sources, *prose.pictures]
    texts += [text for s in prose.stories for text in (s.title, s.summary, s.source)]
    texts += [text for g in prose.focus for text in (g.label, g.reason, *g.codes)]
    texts += [text for m in prose.moves for text in (m.index, m.text)]
    assert all(map(is_clean, texts))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_an_id_is_one_word_and_stays_the_same(label: str) -> None:
    name = new_id(label)
    assert name
    assert all(char.isalnum() or char == "-" for char in name)
    assert group_of(label, ()) == group_of(label, ())
    from tui.book.about import Group

    found, fresh = group_of(label, [Group(name, name, name)])
    assert fresh is (found != name)


@pytest.mark.parametrize("unit", HOSTILE["repeated"])
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    text = unit * (6_000 // len(unit))
    heads = (
        "行情回顾：",
        "行业要闻：1）",
        "投资建议：",
        "风险提示：",
        "评级说明：",
        "资料来源：Wind一致预期",
        "",
    )
    blocks = tuple(Block(Kind.PARAGRAPH, head + text, Place(0, i)) for i, head in enumerate(heads, 1))
    start = time.process_time()
    read_prose(Document("r.txt", blocks))
    assert time.process_time() - start < 2.0


def test_a_week_that_the_report_calls_the_last_one() -> None:
    head = "一、市场回顾\n\n上周（2026/6/29-2026/7/3）上证指数+0.41%，申万通信指数-9.17%。"
    assert [(m.index, m.change_pct) for m in read(head).moves] == [("上证指数", 0.41), ("申万通信", -9.17)]
    both = read(f"{head}\n\n本周上证指数上涨1.00%。")
    assert [(m.index, m.change_pct) for m in both.moves] == [("上证指数", 1.0)]
