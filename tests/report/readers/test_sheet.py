"""Spreadsheets and delimited text: each sheet a table, titles and notes around it paragraphs."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
import xlsxwriter

from tui.errors import BookError
from tui.report.blocks import Block, Kind
from tui.report.readers.sheet import delimited_blocks, ole_blocks, sheet_blocks

MergedCells = tuple[int, int, int, int, str]


def workbook(*sheets: list[list[Any]], merged: tuple[MergedCells, ...] = ()) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"default_date_format": "yyyy-mm-dd"})
    for rows in sheets:
        sheet = book.add_worksheet()
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if cell not in ("", None):
                    sheet.write(i, j, cell)
        for one in merged:
            sheet.merge_range(*one)
    book.close()
    return buffer.getvalue()


def texts(block: Block) -> list[list[str]]:
    return [[cell.text for cell in row] for row in block.rows]


def test_titles_and_notes_are_paragraphs() -> None:
    found = sheet_blocks(
        workbook(
            [["重点公司"], [], ["代码", "股价"], ["光模块"], ["600941.SH", 87.48], [], ["数据来源：Wind"]]
        ),
        "x.xlsx",
    )
    assert [block.text for block in found] == ["重点公司", "", "数据来源：Wind"]
    assert texts(found[1]) == [["代码", "股价"], ["光模块", ""], ["600941.SH", "87.48"]]
    assert found[1].sure
    assert [row[0].place for row in found[1].rows] == [(1, 3), (1, 4), (1, 5)]


def test_numbers_and_dates_are_their_shortest_text() -> None:
    day = date(2026, 7, 3)
    (block,) = sheet_blocks(
        workbook(
            [["a", 1116.0, 0.1, -0.12, day, datetime(2026, 7, 3, 15, tzinfo=UTC).replace(tzinfo=None), True]]
        ),
        "x.xlsx",
    )
    assert texts(block) == [["a", "1116", "0.1", "-0.12", "2026-07-03", "2026-07-03", "True"]]


def test_every_sheet_is_read_and_the_rectangle_is_cut() -> None:
    found = sheet_blocks(
        workbook([["", "", ""]], [["", "a", "b"], ["", "c", "d"]], [["e", "f"]]),
        "x.xlsx",
    )
    assert [texts(block) for block in found] == [[["a", "b"], ["c", "d"]], [["e", "f"]]]
    assert [block.place.page for block in found] == [1, 2]


def test_merged_cells_are_filled() -> None:
    (block,) = sheet_blocks(
        workbook(
            [["代码"], ["", "2025A", "2026E", "2027E"], ["600941.SH", 1, 2, 3]], merged=((0, 1, 0, 3, "EPS"),)
        ),
        "x.xlsx",
    )
    first = [(cell.text, cell.filled) for cell in block.rows[0]]
    assert first == [("代码", False), ("EPS", False), ("EPS", True), ("EPS", True)]
    assert texts(block)[1:] == [["", "2025A", "2026E", "2027E"], ["600941.SH", "1", "2", "3"]]


def test_a_lone_word_over_its_part_of_the_header_stays_in_the_table() -> None:
    (block,) = sheet_blocks(workbook([["", "EPS"], ["代码", "2025A"], ["600941.SH", 1]]), "x.xlsx")
    assert texts(block)[0] == ["", "EPS"]


def test_broken_and_foreign_files() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for data, said in (
        (ole, "cannot be read as a spreadsheet"),
        (ole + "WordDocument".encode("utf-16-le"), "an old Word file"),
        (ole + "EncryptedPackage".encode("utf-16-le"), "locked by a password"),
    ):
        with pytest.raises(BookError, match=rf"^x\.xls: {said}"):
            ole_blocks(data, "x.xls")


@pytest.mark.parametrize(
    ("text", "delimiter", "rows"),
    [
        ('代码,股价\n600941.SH,"1,116.00"\n', ",", [["代码", "股价"], ["600941.SH", "1,116.00"]]),
        ("代码;股价\n600941.SH;1,5\n", ",", [["代码", "股价"], ["600941.SH", "1,5"]]),
        ("a\tb\tc\n1\t2\n", "\t", [["a", "b", "c"], ["1", "2", ""]]),
    ],
)  # fmt: skip
def test_delimited_text(text: str, delimiter: str, rows: list[list[str]]) -> None:
    (block,) = delimited_blocks(text, "x.csv", delimiter)
    assert block.kind is Kind.TABLE
    assert texts(block) == rows


def test_a_cell_without_an_end_is_refused() -> None:
    with pytest.raises(BookError, match=r"^x\.csv: cannot be read as a table"):
        delimited_blocks('a,"' + "b" * 200_000, "x.csv", ",")
