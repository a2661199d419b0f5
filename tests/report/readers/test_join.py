"""Broken sentences are joined, and what is not broken stays apart."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.report.blocks import Block, Cell, Kind, Place
from tui.report.readers.join import glue, joined


def paragraphs(*texts: str) -> list[Block]:
    return [Block(Kind.PARAGRAPH, text, Place(1, line)) for line, text in enumerate(texts, 1)]


def after(*texts: str) -> list[str]:
    return [block.text for block in joined(paragraphs(*texts))]


ROOT = Path(__file__).resolve().parents[3]
CASES = tomllib.loads((ROOT / "tests/data/report/readers/joins.toml").read_text("utf-8"))["case"]
JOINED = [case for case in CASES if "whole" in case]
APART = [case for case in CASES if "whole" not in case]


@pytest.mark.parametrize("case", JOINED, ids=[case["first"][-8:] for case in JOINED])
def test_a_cut_sentence_is_joined(case: dict[str, str]) -> None:
    (block,) = joined(paragraphs(case["first"], case["second"]))
    assert block.text == case["whole"]
    assert block.place == Place(1, 1)


@pytest.mark.parametrize("case", APART, ids=[case["first"][-8:] for case in APART])
def test_what_is_not_cut_stays_apart(case: dict[str, str]) -> None:
    assert after(case["first"], case["second"]) == [case["first"], case["second"]]


def test_a_bracket_may_close_two_pieces_later() -> None:
    assert after("说明（甲为本所预测", "乙为本所预测", "丙为一致预期）。") == [
        "说明（甲为本所预测乙为本所预测丙为一致预期）。"
    ]


@pytest.mark.parametrize(
    "between",
    [Block(Kind.HEADING, "标题"), Block(Kind.TABLE, rows=((Cell("1"),),))],
    ids=["heading", "table"],
)
def test_headings_and_tables_part(between: Block) -> None:
    first, last = paragraphs("公司已发射卫星，", "总重超过 20 吨。")
    assert joined([first, between, last]) == (first, between, last)


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("中国", "移动", "中国移动"),
        ("AI ", " 算力", "AI算力"),
        ("data", "centre", "data centre"),
        ("2026", "2027", "2026 2027"),
        ("60094", "1.SH", "600941.SH"),
        ("600941", ".SH", "600941.SH"),
        ("9.1", "7%", "9.1 7%"),
        ("(", "a", "(a"),
        ("a", ", b", "a, b"),
        ("", "a", "a"),
        ("0700", ".HK", "0700.HK"),
    ],
)  # fmt: skip
def test_glue(left: str, right: str, whole: str) -> None:
    assert glue(left, right) == whole


PIECES = st.sampled_from(
    ["甲，", "（乙", "丙）", "丁。", "(1) 戊", "图 1：己", "庚、", "“", "”", "a-", "b c", "（", "12"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_nothing_is_lost_or_doubled_and_joining_twice_is_joining_once(pieces: list[str]) -> None:
    once = joined(paragraphs(*pieces))
    assert "".join("".join(block.text for block in once).split()) == "".join("".join(pieces).split())
    assert [b.place.line for b in once] == sorted({b.place.line for b in once})
