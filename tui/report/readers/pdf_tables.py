"""Lines of a PDF to blocks: runs of lines of figures as tables, over page ends too, and paragraphs."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from tui.report.blocks import Block, Cell, Kind
from tui.report.readers.figures import is_body, is_number, is_row, joined_words, unit_of
from tui.report.readers.geometry import grid
from tui.report.readers.join import glue
from tui.report.readers.pdf_piles import CLOSE
from tui.report.readers.pdf_wraps import unwrapped
from tui.report.readers.years import is_year_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.readers.pdf_words import Line

MOST_HEADS = 5  # lines of a header above the first row of figures
LONGEST_PIECE = 6  # characters of a name's piece below the last row
MOST_BETWEEN = 4  # lines between two rows of figures: a group's label, the second half of a name
_CAPTION = re.compile(r"\s*(?:图表|图|表|表格|Table|Figure|Exhibit|Chart)\s*\d*\s*[:：.、\d]", re.IGNORECASE)
_NOTE = re.compile(r"\s*(?:资料|数据)?来源\s*[:：]|\s*(?:注|Source|Note)s?\s*[:：]", re.IGNORECASE)
_ITEM = re.compile(
    r"\s*(?:[(（]\d{1,2}[)）]|[➤●•■◆▪◼➢·\-]\s|\d{1,2}[.、)）]\s*\D|[一二三四五六七八九十]{1,3}、)"
)
_SENTENCE = re.compile(r"[。；！？]|[，,].*[，,].*[，,]")


def line_blocks(lines: Sequence[Line]) -> list[Block]:
    """Blocks of the lines of all pages in reading order."""
    out: list[Block] = []
    at = 0
    body = _type_size(lines)
    for first, last in _regions(lines):
        out += _paragraphs(lines[at:first], body)
        out += _tables(lines[first:last])
        at = last
    return out + _paragraphs(lines[at:], body)


def is_table_line(line: Line) -> bool:
    """True for a line of years or of figures, a caption or a note under a table."""
    told = _CAPTION.match(line.text) or _NOTE.match(line.text)
    return bool(told) or is_year_line(line.cells) or _figures(line)


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────


def _figures(line: Line) -> bool:
    """True for a row of figures; a sentence's figures stand close to its words."""
    unit = unit_of([line.cells])
    out: list[Cell] = []
    for cell in line.cells:
        if (
            out
            and cell.left - out[-1].right <= 1.2 * unit
            and not (is_number(out[-1].text) and is_number(cell.text))
        ):
            out[-1] = joined_words(out[-1], cell)
        else:
            out.append(cell)
    return is_body(out)


def _regions(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Tables as [first, last) lines, header lines and what stands between the rows included."""
    out: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        full = _figures(line)
        if not full and not (_parted(line) and is_row(line.cells)):
            continue
        if out and _goes_on(lines, out[-1][1] - 1, i):
            out[-1] = (out[-1][0], i + 1)
        elif full:
            out.append((_head(lines, i, out[-1][1] if out else 0), i + 1))
    ends = [*(first for first, _ in out[1:]), len(lines)][: len(out)]
    return [(first, _tail(lines, last, end)) for (first, last), end in zip(out, ends, strict=True)]


def _tail(lines: Sequence[Line], last: int, end: int) -> int:
    """The region's end, with the pieces of a name that run on below its last row."""
    while last < min(end, len(lines)):
        line, above = lines[last], lines[last - 1]
        close = line.page == above.page and 0 < line.top - above.top <= CLOSE * above.size
        if not close or len(line.cells) > 2 or len(line.text) > LONGEST_PIECE or _ends_table(line):
            break
        if any(c.isdigit() for c in line.text):
            break
        last += 1
    return last


def _goes_on(lines: Sequence[Line], last: int, row: int) -> bool:
    """True where the row is of the table that the line `last` is of."""
    between = lines[last + 1 : row]
    turned = lines[last].page != lines[row].page
    if len(between) > (MOST_BETWEEN + MOST_HEADS if turned else MOST_BETWEEN):
        return False
    if not turned and lines[row].top < lines[last].top:  # the next column of the page
        return False
    return not any(_ends_table(line) for line in between)


def _ends_table(line: Line) -> bool:
    return bool(_CAPTION.match(line.text) or _NOTE.match(line.text) or _SENTENCE.search(line.text))


def _head(lines: Sequence[Line], row: int, least: int) -> int:
    """The first line of the header above a row of figures, be it at the end of the page before."""
    first = _head_on_page(lines, row, least)
    top = first == row or lines[first].page == lines[row].page
    if top and first > least and lines[first - 1].page == lines[row].page - 1:
        before = next((i for i in range(first - 1, max(least, first - 4) - 1, -1) if _years(lines[i])), None)
        if before is not None and lines[before].page == lines[first - 1].page:
            return _head_on_page(lines, before, least)
    return first


def _years(line: Line) -> bool:
    return is_year_line(line.cells)


def _head_on_page(lines: Sequence[Line], row: int, least: int) -> int:
    """The first of the lines that stand close above a row, on its page."""
    first = row
    while first > least and row - first < MOST_HEADS:
        line = lines[first - 1]
        if line.page != lines[row].page or line.top > lines[first].top or _ends_table(line):
            break
        if lines[first].top - line.bottom > 2.2 * max(line.size, 6.0):
            break
        first -= 1
    return first


def _tables(lines: Sequence[Line]) -> list[Block]:
    """A region as one block; where its pages do not fit each other, a block each."""
    rows = _grid(lines)
    if rows is not None:
        return [_block(rows, sure=True)]
    parts: list[list[Line]] = []
    for line in lines:
        if parts and parts[-1][-1].page == line.page:
            parts[-1].append(line)
        else:
            parts.append([line])
    grids = [_grid(part) for part in parts]
    sure = [g for g in grids if g is not None]
    if len(parts) > 1 and len(sure) == len(grids) and len({len(g[0]) for g in sure}) == 1:
        return [_block([row for g in sure for row in g], sure=True)]
    return [_block([line.cells for line in lines], sure=False)]


def _grid(lines: Sequence[Line]) -> list[tuple[Cell, ...]] | None:
    rows = grid([line.cells for line in lines])
    return None if rows is None else unwrapped(rows, lines)


def _block(rows: Sequence[tuple[Cell, ...]], *, sure: bool) -> Block:
    return Block(Kind.TABLE, "", rows[0][0].place, tuple(rows), sure)


# ── paragraphs ──────────────────────────────────────────────────────────────────────────────────────


def _type_size(lines: Sequence[Line]) -> float:
    return median(line.size for line in lines) if lines else 0.0


def _paragraphs(lines: Sequence[Line], body: float) -> list[Block]:
    out: list[Block] = []
    text = ""
    for i, line in enumerate(lines):
        words = line.text
        if i and _same_paragraph(lines[i - 1], line, words, _right(lines, i)):
            text = glue(text, words)
            out[-1] = Block(Kind.PARAGRAPH, text, out[-1].place)
            continue
        text = words
        large = line.size >= 1.15 * body and len(words) <= 60 and not is_year_line(line.cells)
        kind = Kind.HEADING if large else Kind.PARAGRAPH
        out.append(Block(kind, text, line.cells[0].place))
    return out


def _parted(line: Line) -> bool:
    """True for a line with a wide gap in it: a row of words, not a part of a sentence."""
    return any(b.left - a.right > 1.5 * line.size for a, b in pairwise(line.cells))


def _right(lines: Sequence[Line], at: int) -> float:
    """How far the lines around one reach: a table on the page may be wider than its text."""
    near = [line for line in lines[max(0, at - 6) : at + 6] if line.page == lines[at].page]
    return max(line.cells[-1].right for line in near if line.left == lines[at].left)


def _same_paragraph(before: Line, line: Line, words: str, right: float) -> bool:
    """True where a line goes on with what the one before it says."""
    if before.page != line.page or line.top < before.top or abs(before.size - line.size) > 0.15 * line.size:
        return False
    if _parted(before) or _parted(line) or _ITEM.match(words) or _CAPTION.match(words) or _NOTE.match(words):
        return False
    short = before.cells[-1].right < right - 2.5 * before.size
    indented = line.cells[0].left > before.cells[0].left + 1.4 * line.size
    return not short and not indented and line.top - before.bottom < 1.2 * line.size
