"""HTML to blocks: spans, right and wrong, tags without ends, and hostile texts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.report.blocks import Block, Kind, Place
from tui.report.readers.html import html_blocks


def shown(source: str) -> list[list[str]]:
    (table,) = tables(source)
    return [[cell.text + "*" * cell.filled for cell in row] for row in table.rows]


def tables(source: str) -> list[Block]:
    return [block for block in html_blocks(source, "x.html") if block.kind is Kind.TABLE]


HEAD = (
    "<tr><th rowspan=2>代码<th rowspan='2'>简称<th colspan=\"2\">EPS<th colspan=2>PE</tr>"
    "<tr><td>2025A<td>2026E<td>2025A<td>2026E"
)
EXPANDED = [
    ["代码", "简称", "EPS", "EPS*", "PE", "PE*"],
    ["代码*", "简称*", "2025A", "2026E", "2025A", "2026E"],
]
BODY = "<tr><td>600941.SH<td>移动<td>6.33<td>6.13<td>13.8<td>14.3"


def test_spans_are_expanded_and_end_tags_implied() -> None:
    want = [*EXPANDED, ["600941.SH", "移动", "6.33", "6.13", "13.8", "14.3"]]
    assert shown(f"<table>{HEAD}{BODY}</table>") == want
    assert shown(f"<TABLE><THEAD>{HEAD}</THEAD><TBODY>{BODY}</TBODY></TABLE>") == want
    assert shown(f"<table>{HEAD}{BODY}") == want


def test_a_group_beside_its_rows() -> None:
    body = "<tr><td rowspan=2>运营商<td>600941.SH<td>6.33<tr><td>600050.SH<td>0.29"
    body += "<tr><td>设备<td>000063.SZ<td>1.17"
    assert shown(f"<table><tr><th>板块<th>代码<th>EPS{body}</table>") == [
        ["板块", "代码", "EPS"],
        ["运营商", "600941.SH", "6.33"],
        ["运营商*", "600050.SH", "0.29"],
        ["设备", "000063.SZ", "1.17"],
    ]


@pytest.mark.parametrize(
    "cell",
    ["<td rowspan=9>601728.SH", "<td rowspan=0>601728.SH", "<td rowspan=2>601728.SH"],
    ids=["too far", "to the end", "by one"],
)
def test_a_row_span_that_is_wrong_pushes_no_cells(cell: str) -> None:
    wrong = f"<tr>{cell}<td>电信<td>0.36<td>0.33<td>15.0<td>16.4<td></tr>"
    right = "<tr><td>600050.SH<td>联通<td>0.29<td>0.27<td>13.9<td>15.3</tr>"
    rows = shown(f"<table>{HEAD}{BODY}{wrong}{right}{right}</table>")
    assert [row[:6] for row in rows[:2]] == EXPANDED
    assert rows[3][:3] == ["601728.SH", "电信", "0.36"]
    assert rows[4] == ["600050.SH", "联通", "0.29", "0.27", "13.9", "15.3", ""]
    assert rows[5] == rows[4]


def test_labels_over_years_take_the_width_of_their_years() -> None:
    head = (
        "<tr><th rowspan=2>代码<th colspan=4>EPS<th colspan=4>PE<th rowspan=2>评级"
        "<tr><th>2025A<th>2026E<th>2027E<th>2025A<th>2026E<th>2027E"
    )
    rows = shown(f"<table>{head}<tr><td>600941.SH<td>1<td>2<td>3<td>4<td>5<td>6<td>买入</table>")
    assert rows[0] == ["代码", "EPS", "EPS*", "EPS*", "PE", "PE*", "PE*", "评级"]
    assert rows[1] == ["代码*", "2025A", "2026E", "2027E", "2025A", "2026E", "2027E", "评级*"]


def test_a_label_too_wide_before_the_years() -> None:
    head = (
        "<tr><th rowspan=2>Ticker<th colspan=3>3M<th colspan=2>PE<th colspan=2>PB"
        "<tr><th>Close<th>Target<th>2026e<th>2027e<th>2026e<th>2027e<th>"
    )
    rows = shown(f"<table>{head}<tr><td>175 HK<td>21.3<td>32<td>8.7<td>7.0<td>1.7<td>1.5<td></table>")
    assert rows[0][:7] == ["Ticker", "3M", "3M*", "PE", "PE*", "PB", "PB*"]
    assert rows[2][:7] == ["175 HK", "21.3", "32", "8.7", "7.0", "1.7", "1.5"]


def test_labels_that_cannot_be_settled_make_the_table_unsure() -> None:
    head = (
        "<tr><th rowspan=2>代码<th colspan=2>甲<th colspan=2>EPS<th colspan=3>PE"
        "<tr><th>2025A<th>2026E<th>2027E<th>2025A<th>2026E<th>2027E"
    )
    (table,) = tables(f"<table>{head}<tr><td>600941.SH<td>1<td><td>3<td>4<td>5<td>6</table>")
    assert not table.sure
    assert not any(cell.filled or not cell.text for row in table.rows for cell in row)


def test_years_without_the_cells_before_them() -> None:
    head = "<tr><th>代码<th>简称<th colspan=2>EPS<th colspan=2>PE<tr><th>2025A<th>2026E<th>2025A<th>2026E"
    rows = shown(f"<table>{head}{BODY}</table>")
    assert rows[1] == ["", "", "2025A", "2026E", "2025A", "2026E"]


def test_spare_cells_and_wide_spans() -> None:
    rows = shown("<table><tr><td>a<td>b<tr><td>1<td>2<td>3<tr><td colspan=99999>c</table>")
    assert rows[1][:3] == ["1", "2", "3"]
    assert {len(row) for row in rows} == {100}


def test_lines_within_a_cell() -> None:
    assert shown("<table><tr><td>中国<br>移动<td> a \n b <p>c</p><p>d</table>") == [
        ["中国\n移动", "a b\nc\nd"]
    ]


def test_stacked_cells_come_apart() -> None:
    body = "<tr><td>600941.SH<br>600050.SH<td>6.33<br>0.29"
    assert shown(f"<table><tr><th>代码<th>EPS{body}</table>")[1:] == [
        ["600941.SH", "6.33"],
        ["600050.SH", "0.29"],
    ]


def test_entities_scripts_styles_and_comments() -> None:
    blocks = html_blocks(
        "<style>p{}</style><script>if (a<b) x('<p>y</p>')</script><!-- <p>z -->"
        "<p>A&amp;B&nbsp;C &lt;1&gt; &#20013;</p>",
        "x",
    )
    assert [block.text for block in blocks] == ["A&B\xa0C <1> 中"]


def test_headings_paragraphs_and_their_lines() -> None:
    blocks = html_blocks(
        "<h1>周报</h1>\n<div>甲<br>乙</div>\n\n<li>丙<li>丁\n<table>\n<tr><td>a<td>b", "x", 5
    )
    assert [(b.kind, b.text, b.place) for b in blocks[:5]] == [
        (Kind.HEADING, "周报", Place(0, 5)),
        (Kind.PARAGRAPH, "甲", Place(0, 6)),
        (Kind.PARAGRAPH, "乙", Place(0, 6)),
        (Kind.PARAGRAPH, "丙", Place(0, 8)),
        (Kind.PARAGRAPH, "丁", Place(0, 8)),
    ]
    assert blocks[5].rows[0][0].place == Place(0, 10)


def test_a_table_within_a_table() -> None:
    inner = f"<table>{HEAD}{BODY}</table>"
    blocks = html_blocks(f"<table><tr><td>左栏<td>{inner}</td></tr></table>", "x")
    assert [block.kind for block in blocks] == [Kind.TABLE, Kind.PARAGRAPH]
    assert blocks[0].rows[2][0].text == "600941.SH"
    assert blocks[1].text == "左栏"


def test_text_between_the_cells_is_kept() -> None:
    assert shown("<table><tr><td>a<td>b</tr>游离<tr><td>c<td>d</table>") == [
        ["a", "b"],
        ["游离", ""],
        ["c", "d"],
    ]


CELLS = st.sampled_from(["甲", "乙丙", "600941.SH", "6.3"])
PARTS = st.sampled_from(
    ["<table>", "</table>", "<tr>", "</tr>", "<td>", "<td rowspan=3>", "<td colspan=2 rowspan=2>", "</td>",
     "<th>", "2025A", "2026E", "600941.SH", "1.2", "<br>", "<p>", "</p>", "<", ">", "<!--", "-->", "<script>",
     "</script>", "甲", "&amp;", "&", "\n", " ", "<td rowspan=-1>", "<h2>", "</h2>", "<td colspan='x'>",
     '"', "'"],
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_any_markup_is_read(source: str) -> None:
    for block in html_blocks(source, "x"):
        assert bool(block.rows) == (block.kind is Kind.TABLE)
        if block.rows and block.sure:
            assert len({len(row) for row in block.rows}) == 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELLS, st.integers(0, 4), st.integers(0, 3)), min_size=2, max_size=30))
def test_spans_lose_no_cell_and_double_none(cells: list[tuple[str, int, int]]) -> None:
    source = "<table>" + "".join(
        f"{'<tr>' if i % 3 == 0 else ''}<td rowspan={rows} colspan={columns}>{text}"
        for i, (text, rows, columns) in enumerate(cells)
    )
    have = [
        cell.text
        for block in html_blocks(source, "x")
        for row in (block.rows or ())
        for cell in row
        if cell.text and not cell.filled
    ]
    assert sorted(have) == sorted(text for text, _, _ in cells)


MANY = 10_000
HOSTILE = {
    "nested": "<table>" * MANY, "nested cells": "<table><tr><td>" * MANY + "x", "opened": "<" * MANY * 4,
    "comments": "<!--" * MANY, "ends": "</" * MANY, "attributes": '<a "' * MANY, "scripts": "<script>" * MANY,
    "rows": "<table>" + "<tr><td>a<td>b" * MANY, "breaks": "a<br>" * MANY, "entities": "&" * MANY,
    "a wide span": "<table><tr><td rowspan=9999 colspan=9999>x" + "<tr><td>y" * 2000,
    "long name": "<" + "a" * MANY,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_takes_no_more_than_linear_time(name: str) -> None:
    whole = HOSTILE[name]
    quarter = whole[: len(whole) // 4]
    took = []
    for source in (quarter, whole):
        start = time.process_time()
        html_blocks(source, "x")
        took.append(time.process_time() - start)
    assert took[1] < max(10 * took[0], 1.0)  # growth is told from noise only in longer times
