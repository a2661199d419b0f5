"""Spreadsheets and delimited text to blocks: a table a sheet, titles and notes around it as paragraphs."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.errors import BookError
from tui.report.blocks import Block, Cell, Kind, Place
from tui.report.readers.join import joined
from tui.report.readers.prose import prose_blocks
from tui.report.readers.shapes import BULLET, CAPTION, ITEM, SOURCE, width
from tui.report.readers.stream import Line
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_ROWS = 200_000
MOST_CELLS = 2_000_000
MOST_MERGED = 2_000
MOST_SPAN = 100  # columns of a merged cell that is filled
MOST_AREA = 1_000
SENTENCE = 40  # display columns that no label of a group has
MOST_LABELS = 3  # rows of one cell in a row that may all be labels
_WORD = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0".encode("latin-1")
_LOCKED = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0".encode("latin-1")


def ole_blocks(data: bytes, file: str) -> tuple[Block, ...]:
    """Blocks of an .xls; raises BookError for an old Word file and for a file locked by a password."""
    if _LOCKED in data:
        raise BookError(f"{file}: locked by a password; save it without one")
    if _WORD in data or file.lower().endswith(".doc"):
        raise BookError(f"{file}: an old Word file (.doc); save it as docx or PDF")
    return sheet_blocks(data, file)


def sheet_blocks(data: bytes, file: str) -> tuple[Block, ...]:
    """Blocks of every sheet with data of an xlsx or xls, a sheet being a page; merged cells expanded.

    Numbers are their shortest text, dates ISO. Rows of one cell that say a sentence, a title or a note are
    paragraphs, broken sentences joined; between wider rows a short one is a label and stays in its table.
    Raises BookError for what cannot be read.
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
    """Runs of rows with one cell as paragraphs and headings, what stands between them as tables."""
    out: list[Block] = []
    table: list[Sequence[Cell]] = []
    runs = list(_runs([row for row in rows if any(cell.text.strip() for cell in row)]))
    for at, run in enumerate(runs):
        after = runs[at + 1] if at + 1 < len(runs) else []
        if _count(run[0]) > 1 or (table and after and _labels(run)):
            table += run
            continue
        out += _table(table)
        # a header's cell that stands over its part
        left = _edges(after)[0] if after else 0
        end = next((i for i in range(len(run), 0, -1) if not after or _place(run[i - 1]) <= left), 0)
        out += _paragraphs(run[:end])
        table = run[end:]
    return list(joined([*out, *_table(table)]))


def _runs(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    """The rows in runs of those with one cell and of those with more."""
    for _, run in groupby(rows, lambda row: _count(row) > 1):
        yield list(run)


def _labels(run: Sequence[Sequence[Cell]]) -> bool:
    """Rows that may stand inside a table, as labels of its parts do: few, short, no caption and no note."""
    texts = [_text_of(row) for row in run]
    no_item = len(run) == 1 or not any(ITEM.match(text) or BULLET.match(text) for text in texts)
    short = all(width(text) < SENTENCE and not (CAPTION.match(text) or SOURCE.match(text)) for text in texts)
    return len(run) <= MOST_LABELS and no_item and short and not any("。" in text for text in texts)


def _table(rows: Sequence[Sequence[Cell]]) -> list[Block]:
    if not rows:
        return []
    left, right = _edges(rows)
    cells = tuple(
        tuple(row[i] if i < len(row) else Cell("", row[0].place) for i in range(left, right)) for row in rows
    )
    return [Block(Kind.TABLE, "", cells[0][0].place, cells)]


def _paragraphs(rows: Sequence[Sequence[Cell]]) -> list[Block]:
    """Rows of one cell, a block each; a title with a number is a heading."""
    lines = []
    for row in rows:
        place = row[0].place
        lines += [Line(part, place, not part.strip()) for part in _text_of(row).split("\n")]
        lines.append(Line("", place, True))
    return list(prose_blocks(lines))


def _text_of(row: Sequence[Cell]) -> str:
    return " ".join(cell.text for cell in row if cell.text.strip() and not cell.filled)


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
