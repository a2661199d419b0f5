"""Spreadsheets and delimited text to blocks: a table a sheet, titles and notes around it as paragraphs."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.errors import BookError
from tui.report.blocks import Block, Cell, Kind, Place
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS = 200_000
MOST_CELLS = 2_000_000
MOST_MERGED = 2_000
MOST_SPAN = 100  # columns of a merged cell that is filled
MOST_AREA = 1_000
_WORD = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0".encode("latin-1")
_LOCKED = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0".encode("latin-1")


def ole_blocks(data: bytes, file: str) -> tuple[Block, ...]:
    """Blocks of an .xls; raises BookError for an old Word file and for a file locked by a password."""
    if _LOCKED in data:
        raise BookError(f"{file}: locked by a password; save it without one")
    if _WORD in data:
        raise BookError(f"{file}: an old Word file (.doc); save it as docx or PDF")
    return sheet_blocks(data, file)


def sheet_blocks(data: bytes, file: str) -> tuple[Block, ...]:
    """Blocks of every sheet with data of an xlsx or xls, a sheet being a page; merged cells expanded.

    Numbers are their shortest text, dates ISO. Rows of one cell before the first wider row and after the last
    are paragraphs; all else is one table a sheet. Raises BookError for what cannot be read.
    """
    out: list[Block] = []
    for page, sheet in enumerate(_sheets(data, file), 1):
        out += _blocks(_cells(sheet, page))
    return tuple(out)


def delimited_blocks(text: str, file: str, delimiter: str) -> tuple[Block, ...]:
    """Blocks of a CSV or TSV text; raises BookError for a cell without an end."""
    if delimiter == "," and text.count(",") < text.count(";"):
        delimiter = ";"
    rows: list[list[Cell]] = []
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    line = 0
    try:
        for row in reader:
            rows.append([Cell(cell, Place(0, line + 1)) for cell in row])
            line = reader.line_num
    except csv.Error as error:
        raise BookError(f"{file}: cannot be read as a table: {clean(str(error))[:80]}") from None
    return tuple(_blocks(rows))


def _blocks(rows: Sequence[Sequence[Cell]]) -> list[Block]:
    """Single-cell rows before the first wider one and after the last as paragraphs, the rest as one table."""
    filled = [row for row in rows if any(cell.text.strip() for cell in row)]
    wide = [i for i, row in enumerate(filled) if _count(row) > 1]
    if not wide:
        return [_paragraph(row) for row in filled]
    first, last = wide[0], wide[-1] + 1
    left, right = _edges(filled[first:last])
    while first and _place(filled[first - 1]) > left:  # a header's cell that stands over its part
        first -= 1
    table = tuple(
        tuple(row[i] if i < len(row) else Cell("", row[0].place) for i in range(left, right))
        for row in filled[first:last]
    )
    return [
        *map(_paragraph, filled[:first]),
        Block(Kind.TABLE, "", table[0][0].place, table),
        *map(_paragraph, filled[last:]),
    ]


def _paragraph(row: Sequence[Cell]) -> Block:
    text = " ".join(cell.text for cell in row if cell.text.strip() and not cell.filled)
    return Block(Kind.PARAGRAPH, text, row[0].place)


def _count(row: Sequence[Cell]) -> int:
    """Cells with text of their own."""
    return sum(1 for cell in row if cell.text.strip() and not cell.filled)


def _place(row: Sequence[Cell]) -> int:
    """The column of a row's first cell with text."""
    return next(i for i, cell in enumerate(row) if cell.text.strip())


def _edges(rows: Sequence[Sequence[Cell]]) -> tuple[int, int]:
    """The first and one past the last column that is filled in any row."""
    places = [i for row in rows for i, cell in enumerate(row) if cell.text.strip()]
    return min(places), max(places) + 1


# ── spreadsheets ────────────────────────────────────────────────────────────────────────────────────


class _Sheet(NamedTuple):
    """A sheet's rectangle of values, where it begins, and which of its cells are one."""

    start: tuple[int, int]
    rows: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def _sheets(data: bytes, file: str) -> list[_Sheet]:
    """Each sheet that holds anything."""
    import python_calamine

    out: list[_Sheet] = []
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            _cap(sheet.height, sheet.width, file)
            rows = sheet.to_python(skip_empty_area=True)
            if any(cell not in ("", None) for row in rows for cell in row):
                out.append(_Sheet(sheet.start or (0, 0), rows, sheet.merged_cell_ranges or []))
    except BookError:
        raise
    except BaseException as error:
        # the reader's own panics are no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        what = clean(str(error))[:120]
        if "assword" in what:
            raise BookError(f"{file}: locked by a password; save it without one") from None
        raise BookError(f"{file}: cannot be read as a spreadsheet: {what}") from None
    return out


def _cap(height: int, width: int, file: str) -> None:
    if height * width > MOST_CELLS or height > MOST_ROWS:
        raise BookError(f"{file}: a sheet of {height:,} × {width:,} cells; too large for a report")


def _cells(sheet: _Sheet, page: int) -> list[list[Cell]]:
    """The cells of a sheet, those that a merged one covers filled with its text."""
    top, left = sheet.start
    rows = [
        [Cell(_text(value), Place(page, top + i + 1)) for value in row] for i, row in enumerate(sheet.rows)
    ]
    for (first, begin), (last, end) in sheet.merged[:MOST_MERGED]:
        y, x = first - top, begin - left
        area = (last - first + 1) * (end - begin + 1)
        if not (0 <= y < len(rows) and 0 <= x < len(rows[y])) or end - begin >= MOST_SPAN or area > MOST_AREA:
            continue
        for i in range(y, min(last - top + 1, len(rows))):
            row = rows[i]
            row += [Cell("", row[0].place)] * (end - left + 1 - len(row))
            for j in range(x, end - left + 1):
                if (i, j) != (y, x) and not row[j].text:
                    row[j] = row[j]._replace(text=rows[y][x].text, filled=True)
    return rows


def _text(cell: Any) -> str:
    """A cell's value as its shortest text."""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, float):
        return repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)
