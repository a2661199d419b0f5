"""Lines of words parted by spaces to rows: a grid where the words stand in columns, else words in order."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.report.blocks import Block, Cell, Kind
from tui.report.readers.geometry import grid
from tui.report.readers.shapes import begins_with_code, is_column, is_figure, plain, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.readers.stream import Line

_WORD = re.compile(
    r"\d{4,6} {0,2}\. {0,2}(?:SH|SZ|BJ|HK)(?!\w)[*#†‡]*|\$ ?20\d\d ?(?:\\[a-z]+ ?\{ ?)?[AEF] ?\}? ?\$|\S+"
)
_WIDE = 2  # columns of a gap that parts cells for certain


def aligned(lines: Sequence[Line]) -> Block:
    """A table of lines that are not blank.

    sure where the words stand below each other in columns; else the words in order, with their
    positions (display columns) where gaps are wide enough to mean something.
    """
    words = [words_of(line) for line in lines]
    placed = _is_placed(words)
    if placed:
        rows = _gridded(lines, words)
        if rows is not None:
            return Block(Kind.TABLE, place=lines[0].place, rows=rows)
    words = [_whole(row) for row in words]
    if not placed:
        words = [[cell._replace(left=0.0, right=0.0) for cell in row] for row in words]
    return Block(
        Kind.TABLE, place=lines[0].place, rows=tuple(tuple(row) for row in _folded(words)), sure=False
    )


def words_of(line: Line) -> list[Cell]:
    """The words of a line with the display columns they take."""
    text = plain(line.text)
    found: list[Cell] = []
    column = at = 0
    for match in _WORD.finditer(text):
        column += width(text[at : match.start()])
        right = column + width(match[0])
        found.append(Cell(match[0], line.place, float(column), float(right)))
        column, at = right, match.end()
    return found


def _gaps(row: Sequence[Cell]) -> list[float]:
    return [right.left - left.right for left, right in pairwise(row)]


def _is_body(row: Sequence[Cell]) -> bool:
    return sum(is_figure(cell.text) for cell in row) >= 2


def _is_placed(rows: Sequence[Sequence[Cell]]) -> bool:
    """Gaps say where cells stand: most are wide, and not all the same, as a mere separator is."""
    body = [row for row in rows if _is_body(row)]
    gaps = [gap for row in body for gap in _gaps(row)]
    if not gaps or sum(gap >= _WIDE for gap in gaps) < 0.6 * len(gaps):
        return False
    return len({gap for gap in gaps if gap >= _WIDE}) > 1


def _gridded(lines: Sequence[Line], words: Sequence[list[Cell]]) -> tuple[tuple[Cell, ...], ...] | None:
    """The words as a grid; a table over several pages may have columns of its own on each."""
    rows = grid(words)
    if rows is not None:
        return rows
    pages: dict[int, list[list[Cell]]] = {}
    for line, row in zip(lines, words, strict=True):
        pages.setdefault(line.place.page, []).append(row)
    if len(pages) < 2:
        return None
    parts = [grid(part) for part in pages.values()]
    found = [row for part in parts if part is not None for row in part]
    whole = None not in parts and len({len(row) for row in found}) == 1
    return tuple(found) if whole else None


def _whole(row: Sequence[Cell]) -> list[Cell]:
    """Words a single space apart in one cell where the row has wider gaps, but for figures and codes."""
    if all(gap < _WIDE for gap in _gaps(row)):
        return list(row)
    found: list[Cell] = []
    for cell in row:
        near = found and cell.left - found[-1].right < _WIDE
        if near and not _alone(cell.text) and not _alone(found[-1].text):
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {cell.text}", right=cell.right)
        else:
            found.append(cell)
    return found


def _alone(word: str) -> bool:
    return is_figure(word) or begins_with_code(word) or is_column(word)


def _folded(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows, a header with one word a line made one row."""
    found: list[list[Cell]] = []
    run: list[Cell] = []
    for row in rows:
        if len(row) == 1 and is_column(row[0].text):
            run.append(row[0])
            continue
        found += [run] if len(run) >= 3 else [[cell] for cell in run]
        run = []
        found.append(list(row))
    return found + ([run] if len(run) >= 3 else [[cell] for cell in run])
