"""Word files made here: order of the body, merged cells, styles, hostile parts."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tui.errors import BookError
from tui.report.blocks import Block, Kind
from tui.report.readers.docx import docx_blocks

docx = pytest.importorskip("docx")


def read(document: Any) -> tuple[Block, ...]:
    buffer = io.BytesIO()
    document.save(buffer)
    return docx_blocks(buffer.getvalue(), "x.docx")


def test_the_order_of_the_body_is_kept() -> None:
    made = docx.Document()
    made.add_heading("行业要闻", 1)
    made.add_paragraph("第一段")
    table = made.add_table(2, 2)
    for i, text in enumerate(("代码", "简称", "600941.SH", "中国移动")):
        table.cell(i // 2, i % 2).text = text
    made.add_paragraph("数据来源：Wind")
    found = read(made)
    assert [block.kind for block in found] == [Kind.HEADING, Kind.PARAGRAPH, Kind.TABLE, Kind.PARAGRAPH]
    assert [[cell.text for cell in row] for row in found[2].rows] == [
        ["代码", "简称"],
        ["600941.SH", "中国移动"],
    ]
    assert found[2].sure
    assert [block.place.line for block in found] == [1, 2, 3, 5]


def test_merged_cells_are_filled() -> None:
    made = docx.Document()
    table = made.add_table(3, 4)
    table.cell(0, 1).merge(table.cell(0, 3)).text = "EPS"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "运营商"
    table.cell(1, 1).text, table.cell(2, 3).text = "1", "2"
    (block,) = read(made)
    assert [[(cell.text, cell.filled) for cell in row] for row in block.rows] == [
        [("", False), ("EPS", False), ("EPS", True), ("EPS", True)],
        [("运营商", False), ("1", False), ("", False), ("", False)],
        [("运营商", True), ("", False), ("", False), ("2", False)],
    ]


def test_a_line_end_in_a_cell_stays_one() -> None:
    made = docx.Document()
    cell = made.add_table(1, 2).cell(0, 0)
    cell.text = "2026/7/3\n股价"
    cell.add_paragraph("(元)")
    (block,) = read(made)
    assert block.rows[0][0].text == "2026/7/3\n股价\n(元)"


def test_a_table_in_a_cell_follows_its_own() -> None:
    made = docx.Document()
    outer = made.add_table(1, 2)
    outer.cell(0, 0).text = "外"
    inner = outer.cell(0, 1).add_table(1, 1)
    inner.cell(0, 0).text = "内"
    assert [block.rows[0][0].text for block in read(made)] == ["外", "内"]


def test_rows_without_their_first_cells_keep_their_columns() -> None:
    made = docx.Document()
    table = made.add_table(2, 3)
    for i, text in enumerate("abcdef"):
        table.cell(i // 3, i % 3).text = text
    row = table.rows[1]._tr
    row.remove(row.tc_lst[0])
    before = docx.oxml.OxmlElement("w:gridBefore")
    before.set(docx.oxml.ns.qn("w:val"), "1")
    row.get_or_add_trPr().append(before)
    (block,) = read(made)
    assert [[cell.text for cell in r] for r in block.rows] == [["a", "b", "c"], ["", "e", "f"]]


def test_deleted_words_are_gone() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("买入")
    gone = docx.oxml.OxmlElement("w:del")
    gone.append(paragraph.add_run("增持")._r)
    paragraph._p.append(gone)
    assert [block.text for block in read(made)] == ["买入"]


@pytest.mark.parametrize("span", ["999999999", "-3", "x", ""])
def test_a_wrong_span_pushes_nothing_far(span: str) -> None:
    made = docx.Document()
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "a", "b"
    grid_span = docx.oxml.OxmlElement("w:gridSpan")
    grid_span.set(docx.oxml.ns.qn("w:val"), span)
    table.cell(0, 0)._tc.get_or_add_tcPr().append(grid_span)
    (block,) = read(made)
    assert [cell.text for cell in block.rows[0] if not cell.filled] == ["a", "b"]
    assert len(block.rows[0]) <= 101


def test_what_is_no_word_file() -> None:
    with pytest.raises(BookError, match=r"^x\.docx: cannot be read as a Word file"):
        docx_blocks(b"PK\x03\x04 nothing", "x.docx")
