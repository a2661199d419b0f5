"""Reports as files that are no text: spreadsheets, PDF and Word, made from printed sheets."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from tests.report.grids import spans
from tests.report.making import AFTER, before
from tests.report.sheets import is_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.report.grids import Span
    from tests.report.sheets import Line, Sheet

FONT = "STSong-Light"


def spreadsheet(sheets: Sequence[Sheet], *, figures: bool = False) -> bytes:
    """An xlsx, a worksheet each, with merged header cells; figures: as numbers, else all cells as text."""
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False})
    for number, sheet in enumerate(sheets, 1):
        page = book.add_worksheet(f"表{number}")
        page.write_string(0, 0, sheet.title)
        page.write_string(1, 0, f"日期：{sheet.day}")
        for span in spans(sheet):
            place = (2 + span.row, span.column)
            if span.width > 1 or span.height > 1:
                page.merge_range(*place, place[0] + span.height - 1, place[1] + span.width - 1, span.text)
            else:
                page.write_string(*place, span.text)
        for row, line in enumerate(sheet.lines, 2 + sheet.depth):
            for index, text in enumerate(line.cells):
                if figures and is_figure(text) and sheet.columns[index].role not in {"code", "serial"}:
                    page.write_number(row, index, float(text))
                elif text:
                    page.write_string(row, index, text)
    book.close()
    return target.getvalue()


def word(sheets: Sequence[Sheet]) -> bytes:
    """A docx with merged header cells."""
    import docx

    document = docx.Document()
    for text in filter(None, before(sheets[0])):
        document.add_paragraph(text)
    for sheet in sheets:
        document.add_paragraph(sheet.title)
        table = document.add_table(sheet.depth + len(sheet.lines), len(sheet.columns))
        for span in spans(sheet):
            cell = table.cell(span.row, span.column)
            if span.width > 1 or span.height > 1:
                cell = cell.merge(table.cell(span.row + span.height - 1, span.column + span.width - 1))
            cell.text = span.text
        for line, row in zip(sheet.lines, list(table.rows)[sheet.depth :], strict=True):
            for text, cell in zip(line.cells, row.cells, strict=True):
                cell.text = text
        document.add_paragraph("数据来源：Wind，示例证券研究所")
    for text in filter(None, AFTER):
        document.add_paragraph(text)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def pdf(sheets: Sequence[Sheet], *, ruled: bool = True, rows_a_page: int = 0, again: bool = True) -> bytes:
    """A PDF with a running header and page numbers.

    ruled: with lines between cells; rows_a_page: the table is cut after so many rows (0 for never); again:
    each part repeats the header
    """
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("text", fontName=FONT, fontSize=10, leading=15)
    story: list[Any] = [Paragraph(text, style) for text in before(sheets[0]) if text]
    for sheet in sheets:
        story += [Spacer(1, 8), Paragraph(sheet.title, style), Spacer(1, 4)]
        step = rows_a_page or len(sheet.lines)
        for start in range(0, len(sheet.lines), step):
            if start:
                story.append(PageBreak())
            part = sheet.lines[start : start + step]
            story.append(_drawn(sheet, part, ruled=ruled, headed=again or not start))
        story += [Spacer(1, 4), Paragraph("数据来源：Wind，示例证券研究所", style)]
    story += [Paragraph(text, style) for text in AFTER if text]
    target = BytesIO()
    SimpleDocTemplate(target, pagesize=landscape(A4), invariant=1).build(story, _running, _running)
    return target.getvalue()


def _running(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 8)
    canvas.drawString(60, 560, "证券研究报告·行业周报")
    canvas.drawString(60, 30, "请务必阅读正文之后的免责条款部分")
    canvas.drawRightString(780, 30, str(document.page))


def _drawn(sheet: Sheet, lines: Sequence[Line], *, ruled: bool, headed: bool) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Table

    grid = [[""] * len(sheet.columns) for _ in range(sheet.depth if headed else 0)]
    style: list[tuple[Any, ...]] = [("FONT", (0, 0), (-1, -1), FONT, 8), ("ALIGN", (2, 0), (-1, -1), "RIGHT")]
    for span in spans(sheet) if headed else ():
        grid[span.row][span.column] = span.text
        style += _spanned(span)
    for line in lines:
        grid.append(list(line.cells))
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.4, colors.black))
    return Table(grid, style=style, hAlign="LEFT")


def _spanned(span: Span) -> list[tuple[Any, ...]]:
    if span.width == span.height == 1:
        return []
    corner = (span.column + span.width - 1, span.row + span.height - 1)
    places: list[tuple[Any, ...]] = [("SPAN", (span.column, span.row), corner)]
    if span.width > 1:
        places.append(("ALIGN", (span.column, span.row), corner, "CENTER"))
    return places
