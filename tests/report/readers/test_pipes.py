"""Rows parted by pipes, and cells that hold a whole column."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.report.blocks import Block, Kind
from tui.report.readers.text import blocks_of


def tables(text: str) -> list[Block]:
    return [block for block in blocks_of(text, "x.md") if block.kind is Kind.TABLE]


def rows(block: Block) -> list[list[str]]:
    return [[cell.text for cell in row] for row in block.rows]


ROOT = Path(__file__).resolve().parents[3]
PLAIN = [["代码", "简称", "EPS"], ["600941.SH", "中国移动", "6.33"], ["600050.SH", "中国联通", "0.29"]]
FORMS = tomllib.loads((ROOT / "tests/data/report/readers/pipes.toml").read_text("utf-8"))["form"]


@pytest.mark.parametrize("form", FORMS, ids=[form["name"] for form in FORMS])
def test_every_form_gives_the_same_rows(form: dict[str, str]) -> None:
    (table,) = tables(f"前文。\n\n{form['text']}\n\n后文。\n")
    assert table.sure
    assert rows(table) == PLAIN


def test_an_empty_first_cell_without_outer_pipes_stays() -> None:
    (table,) = tables("代码 | 简称 | EPS | PE\n | | 2026E | 2026E\n600941.SH | 中国移动 | 6.33 | 13.8\n")
    assert rows(table)[1] == ["", "", "2026E", "2026E"]


def test_an_escaped_pipe_is_text() -> None:
    (table,) = tables("| a\\|b | c |\n|---|---|\n| 1 | 2 |\n")
    assert rows(table) == [["a|b", "c"], ["1", "2"]]


def test_missing_cells_are_filled_up_and_spare_ones_kept() -> None:
    (table,) = tables("|代码|简称|\n|---|---|\n|600941.SH|\n|600050.SH|联通|0.29|\n")
    assert rows(table) == [["代码", "简称", ""], ["600941.SH", "", ""], ["600050.SH", "联通", "0.29"]]


def test_a_second_header_begins_a_second_table() -> None:
    first = "|指数|周涨跌幅|年初至今|\n|---|---|---|\n|上证综指|0.41|2.1|\n"
    second = "|代码|简称|EPS|PE|\n|---|---|---|---|\n|600941.SH|中国移动|6.33|13.8|\n"
    for gap in ("\n", "\n\n", ""):
        assert [rows(t)[0][0] for t in tables(first + gap + second)] == ["指数", "代码"]


def test_a_title_with_pipes_is_no_table() -> None:
    assert tables("证券研究报告 | 行业周报\n通信 | 2026年7月3日\n正文。\n") == []


def test_pipes_that_part_blocks_of_columns_give_words_in_order() -> None:
    text = (
        "代码 简称 股价 │ 2025A 2026E │ 评级\n"
        "600941.SH 中国移动 87.48 │ 6.33 6.13 │ 买入\n600050.SH 中国联通 4.07 │ 0.29 0.27 │ 买入\n"
    )
    (table,) = tables(text)
    assert not table.sure
    assert rows(table)[1] == ["600941.SH", "中国移动", "87.48", "6.33", "6.13", "买入"]


# ── stacked cells ───────────────────────────────────────────────────────────────────────────────────


def test_code_and_name_in_turns() -> None:
    text = (
        "|证券代码<br>证券简称|股价<br>(元)|EPS<br>2026E|评级|\n|---|---|---|---|\n"
        "|600519.SH<br>贵州茅台<br>000858.SZ<br>五粮液|1,413.64<br>120.10|68.10<br>-|买入<br>增持|\n"
    )
    (table,) = tables(text)
    assert table.sure
    assert rows(table) == [
        ["证券代码", "证券简称", "股价\n(元)", "EPS\n2026E", "评级"],
        ["600519.SH", "贵州茅台", "1,413.64", "68.10", "买入"],
        ["000858.SZ", "五粮液", "120.10", "-", "增持"],
    ]


def test_a_column_in_each_cell() -> None:
    text = "|代码|简称|EPS|\n|---|---|---|\n|600941.SH<br>600050.SH|移动<br>联通|6.33<br/>0.29|\n"
    (table,) = tables(text)
    assert table.sure
    assert rows(table)[1:] == [["600941.SH", "移动", "6.33"], ["600050.SH", "联通", "0.29"]]


def test_a_label_beside_a_stack_is_of_all_its_rows() -> None:
    text = "|板块|代码|EPS|\n|---|---|---|\n|运营商|600941.SH<br>600050.SH|6.33<br>0.29|\n"
    (table,) = tables(text)
    assert rows(table)[1:] == [["运营商", "600941.SH", "6.33"], ["运营商", "600050.SH", "0.29"]]
    assert [row[0].filled for row in table.rows[1:]] == [False, True]


@pytest.mark.parametrize(
    "row",
    [
        "600941.SH<br>600050.SH<br>600519.SH|移动<br>联通<br>茅台|6.33<br>0.29",
        "600941.SH<br>600050.SH|移动<br>联通|6.33",
        "600941.SH<br>600050.SH|移动<br>联通|6.33<br>13.8<br>0.29<br>14.5",
        "移动<br>600941.SH<br>600050.SH<br>联通|甲<br>乙|6.33<br>0.29",
    ],
    ids=["one figure lacks", "one figure for two", "two figures a row, one label", "no turns"],
)
def test_what_does_not_come_out_even_is_left_and_not_sure(row: str) -> None:
    (table,) = tables(f"|代码|简称|EPS|\n|---|---|---|\n|{row}|\n")
    assert not table.sure
    assert len(table.rows) == 2
    assert "\n" in table.rows[1][0].text


def test_a_wrapped_name_is_no_stack() -> None:
    (table,) = tables("|代码|简称|EPS|\n|---|---|---|\n|600941.SH|中国<br>移动|6.33|\n")
    assert table.sure
    assert rows(table)[1] == ["600941.SH", "中国\n移动", "6.33"]


FIGURES = st.sampled_from(["6.33", "1,116.00", "-", "（0.12）", "14.3"])


@settings(max_examples=60, deadline=None)
@given(data=st.data(), count=st.integers(2, 6), columns=st.integers(1, 5))
def test_stacking_and_taking_apart_gives_the_rows(data: st.DataObject, count: int, columns: int) -> None:
    body = [
        [f"60000{i}.SH", *(data.draw(FIGURES) for _ in range(columns))] for i in range(count)
    ]  # fmt: skip
    labels = ["代码", *(f"甲{i}" for i in range(columns))]
    stacked = "|".join("<br>".join(row[i] for row in body) for i in range(columns + 1))
    (table,) = tables(f"|{'|'.join(labels)}|\n|{'---|' * len(labels)}\n|{stacked}|\n")
    assert rows(table) == [labels, *body]
