"""PDFs made here are read back: every cell in its column, or no certain column at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.report.readers.pages import HEIGHT, LEFTS, RIGHTS, Pages, rows
from tui.errors import BookError
from tui.report.blocks import Block, Kind
from tui.report.readers.pdf import pdf_document

if TYPE_CHECKING:
    from collections.abc import Sequence

pytest.importorskip("reportlab")
PROSE = "算力需求仍在扩大，行业里的几家公司都在加单，光模块与设备的景气度还会延续到明年年底，"


def blocks(pages: Pages) -> tuple[Block, ...]:
    return pdf_document(pages.data(), "x.pdf").blocks


def tables(found: Sequence[Block]) -> list[Block]:
    return [block for block in found if block.kind is Kind.TABLE]


def figures(block: Block) -> list[list[str]]:
    """Rows that begin with a code."""
    texts = [[cell.text for cell in row] for row in block.rows]
    return [row for row in texts if row[0][:1].isdigit()]


def words(found: Sequence[Block]) -> str:
    return "\n".join(block.text for block in found)


def test_a_table_under_a_header_of_two_lines() -> None:
    pages = Pages()
    pages.text(40, 40, "表：重点公司盈利预测", 9)
    end = pages.body(pages.head(60), rows())
    pages.text(
        40, end + 6, "数据来源：Wind，示例证券研究所（2026 年、2027 年预测为示例证券所做，其余为一致预期）"
    )
    found = blocks(pages)
    (table,) = tables(found)
    assert table.sure
    assert figures(table) == rows()
    first, second, third = ([cell.text for cell in row] for row in table.rows[:3])
    assert first == ["", "", "2026/7/3", *["EPS(元)"] * 4, *["PE"] * 4, ""]
    assert [cell.filled for cell in table.rows[0]][3:11] == [False, True, True, True] * 2
    assert second == ["股票代码", "股票简称", *[""] * 9, "投资评级"]
    assert third == ["", "", "股价(元)", *["2025A", "2026E", "2027E", "2028E"] * 2, ""]
    assert table.rows[3][0].place == (1, 5)
    assert [b.text[:4] for b in found if b.kind is not Kind.TABLE] == ["表：重点", "数据来源"]


@pytest.mark.parametrize("cut", range(1, 9))
@pytest.mark.parametrize("again", [True, False], ids=["header again", "header once"])
def test_a_table_cut_by_a_page_is_one(cut: int, again: bool) -> None:
    pages = Pages()
    for number, part in enumerate((rows()[:cut], rows()[cut:])):
        pages.text(40, 30, "示例证券 行业周报")
        pages.text(300, 822, f"{number + 1} / 3", align="c")
        if number == 0:
            pages.text(40, 500, PROSE)
            pages.body(pages.head(660), part)
        else:
            end = pages.body(pages.head(60) if again else 60, part)
            pages.text(40, end + 8, "资料来源：Wind")
        pages.turn()
    pages.text(40, 30, "示例证券 行业周报")
    pages.text(300, 822, "3 / 3", align="c")
    pages.text(40, 60, PROSE)
    found = blocks(pages)
    (table,) = tables(found)
    assert table.sure
    assert figures(table) == rows()
    assert len(table.rows) == len(rows()) + (6 if again else 3)
    assert words(found).count("示例证券 行业周报") == 1
    assert "1 / 3" not in words(found)


def test_a_header_at_the_end_of_a_page_belongs_to_the_rows_of_the_next() -> None:
    pages = Pages()
    pages.text(40, 500, PROSE)
    pages.head(770)
    pages.turn()
    pages.body(60, rows())
    (table,) = tables(blocks(pages))
    assert table.sure
    assert figures(table) == rows()
    assert len(table.rows) == len(rows()) + 3


def test_a_header_at_one_place_of_many_pages_is_no_running_one() -> None:
    pages = Pages()
    for part in range(4):
        pages.text(40, 20, "示例证券 行业周报")
        pages.body(pages.head(60), rows()[2 * part : 2 * part + 2])
        pages.turn()
    (table,) = tables(blocks(pages))
    assert figures(table) == rows()[:8]
    assert [cell.text for cell in table.rows[0]].count("EPS(元)") == 4


def test_a_row_with_one_figure_at_the_end_is_kept() -> None:
    pages = Pages()
    last = ["603236.SH", "移远通信", "51.80", *[""] * 8, "未评级"]
    pages.body(pages.head(60), [*rows()[:4], last])
    (table,) = tables(blocks(pages))
    assert figures(table) == [*rows()[:4], last]


def test_columns_that_stand_close_stay_apart() -> None:
    pages = Pages()
    pages.head(60)
    narrow = [[row[0], row[1], *[f"{i}.{j}5" for j in range(9)], row[-1]] for i, row in enumerate(rows())]
    for i, row in enumerate(narrow):
        for j, cell in enumerate(row[2:11]):
            pages.text(180 + 16 * j, 90 + 14 * i, cell, 8, "r")
        pages.text(40, 90 + 14 * i, row[0])
        pages.text(100, 90 + 14 * i, row[1])
    (table,) = tables(blocks(pages))
    assert [[c.text for c in row if c.text] for row in table.rows[3:]] == [row[:-1] for row in narrow]


def test_empty_cells_stay_empty() -> None:
    pages = Pages()
    holed = [
        [("" if (i + j) % 4 == 0 and j > 2 else text) for j, text in enumerate(row)]
        for i, row in enumerate(rows())
    ]
    pages.body(pages.head(60), holed)
    (table,) = tables(blocks(pages))
    assert table.sure
    assert figures(table) == holed


def test_a_label_between_rows_stands_alone() -> None:
    pages = Pages()
    y = pages.body(pages.head(60), rows()[:3])
    pages.text(40, y, "光模块")
    y = pages.body(y + 14, rows()[3:6])
    pages.text(300, y, "商业航天", align="c")
    pages.body(y + 14, rows()[6:])
    (table,) = tables(blocks(pages))
    assert figures(table) == rows()
    alone = [[cell.text for cell in row if cell.text] for row in table.rows[3:]]
    assert [row for row in alone if len(row) == 1] == [["光模块"], ["商业航天"]]


def test_ruled_lines_change_nothing() -> None:
    pages = Pages()
    end = pages.body(pages.head(60), rows())
    for y in range(50, int(end), 14):
        pages.line(35, y, 560, y)
    for x in (35, 100, 155, *(right + 4 for right in RIGHTS), 560):
        pages.line(x, 50, x, end)
    (table,) = tables(blocks(pages))
    assert figures(table) == rows()


def test_bold_by_drawing_twice_is_read_once() -> None:
    pages = Pages()
    for shift in (0.0, 0.3):
        pages.canvas.translate(shift, 0)
        pages.body(pages.head(60), rows())
    (table,) = tables(blocks(pages))
    assert figures(table) == rows()


def test_hidden_and_turned_text_is_left_out() -> None:
    pages = Pages()
    pages.body(pages.head(60), rows())
    pages.text(60, 90, "[Table_Summary]", 1)
    pages.canvas.saveState()
    pages.canvas.translate(100, 500)
    pages.canvas.rotate(45)
    pages.text(0, HEIGHT, "仅供内部使用 1 2 3 4 5", 40)
    pages.canvas.restoreState()
    found = blocks(pages)
    assert figures(tables(found)[0]) == rows()
    assert "Table_Summary" not in words(found)
    assert "仅供" not in words(found)


def test_a_name_set_wide_is_one_cell() -> None:
    pages = Pages()
    wide = [[row[0], "", *row[2:]] for row in rows()]
    y = pages.head(60)
    pages.body(y, wide)
    for i, row in enumerate(rows()):
        for k, char in enumerate(row[1]):
            pages.text(LEFTS[1] + k * 24 / max(1, len(row[1]) - 1), y + 14 * i, char)
    (table,) = tables(blocks(pages))
    assert figures(table) == rows()


@pytest.mark.parametrize("middle", [True, False], ids=["in the middle", "at the top"])
def test_a_name_over_two_lines_is_one_cell(middle: bool) -> None:
    pages = Pages()
    nameless = [[row[0], "", *row[2:]] for row in rows()]
    y = pages.head(60)
    pages.body(y, nameless, lead=22)
    for i, row in enumerate(rows()):
        long = i in {2, 5}
        half = y + 22 * i - (4.8 if middle and long else 0)
        pages.text(LEFTS[1], half, row[1] + ("科技" if long else ""))
        if long:
            pages.text(LEFTS[1], half + 9.6, "股份")
    (table,) = tables(blocks(pages))
    wanted = [
        [row[0], row[1] + ("科技股份" if i in {2, 5} else ""), *row[2:]] for i, row in enumerate(rows())
    ]
    assert figures(table) == wanted
    assert len(table.rows) == 3 + len(wanted)


def test_a_side_bar_is_no_part_of_the_text_beside_it() -> None:
    pages = Pages()
    pages.text(40, 50, "算力外租渐成生意，继续看好通信产业链", 18)
    for i in range(30):
        pages.text(220, 100 + 15 * i, PROSE[:32], 10.5)
    for i, said in enumerate(["投资评级：推荐（维持）", "分析师：某某", "相关阅读"] * 5):
        pages.text(40, 104 + 21 * i, said, 9)
    pages.body(pages.head(600), rows())
    found = blocks(pages)
    (table,) = tables(found)
    assert figures(table) == rows()
    assert "投资评级：推荐（维持）" in {block.text for block in found}
    assert PROSE[:32] * 30 in words(found)


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    pages = Pages()
    for i in range(40):
        pages.text(40, 60 + 16 * i, "左" * 24, 10)
        pages.text(310, 60 + 16 * i, "右" * 24, 10)
    assert "左右" not in words(blocks(pages)).replace("\n", "")[: 24 * 40]


def test_a_sentence_with_figures_is_no_table() -> None:
    pages = Pages()
    said = "2026 年 6 月 29 日 - 7 月 3 日，指数下跌 9.17%，通信线缆 (-18.18%)，其他 3.87% 4.70%"
    pages.text(40, 60, said, 10)
    found = blocks(pages)
    assert not tables(found)
    assert "下跌9.17%" in words(found).replace(" ", "")


def test_larger_type_is_a_heading() -> None:
    pages = Pages()
    pages.text(40, 60, "一周市场表现", 15)
    for i in range(6):
        pages.text(40, 90 + 15 * i, PROSE, 10)
    assert blocks(pages)[0].kind is Kind.HEADING


def test_years_that_fit_no_column_make_no_grid() -> None:
    pages = Pages()
    pages.text(40, 72, "股票代码")
    for x, year in zip((243, 283, 320), ("2025A", "2026E", "2027E"), strict=True):
        pages.text(x, 72, year, align="c")
    y = 90
    for row in rows():
        pages.text(40, y, row[0])
        for x, cell in zip((230, 260, 290, 320, 350), row[3:8], strict=True):
            pages.text(x, y, cell, align="r")
        y += 14
    (table,) = tables(blocks(pages))
    assert not table.sure
    assert [cell.text for cell in table.rows[-1]] == [rows()[-1][0], *rows()[-1][3:8]]


# ── refused ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_scan_has_only_pictures() -> None:
    pages = Pages()
    pages.canvas.rect(100, 100, 200, 200, fill=1)
    with pytest.raises(BookError, match=r"^x\.pdf: has only pictures"):
        blocks(pages)


def test_a_password_is_told() -> None:
    pages = Pages(encrypt="secret")
    pages.text(40, 40, "x")
    with pytest.raises(BookError, match=r"^x\.pdf: locked by a password"):
        blocks(pages)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_cut_file_is_refused_or_read(share: float) -> None:
    pages = Pages()
    pages.body(pages.head(60), rows())
    data = pages.data()
    try:
        found = pdf_document(data[: int(len(data) * share)], "x.pdf").blocks
    except BookError as error:
        told = str(error)
    else:
        assert figures(tables(found)[0]) == rows()
        return
    assert told.startswith("x.pdf: ")
    assert "\n" not in told


def test_a_stream_that_expands_without_end_is_refused() -> None:
    import zlib

    packed = zlib.compress(b"0 0 m\n" * (24 << 20), 9)
    head = b"%%PDF-1.4\n1 0 obj<</Length %d/Filter/FlateDecode>>\nstream\n" % len(packed)
    with pytest.raises(BookError, match="expand"):
        pdf_document(head + packed + b"\nendstream endobj", "x.pdf")
