"""Rows whose cells are parted by commas."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tui.report.blocks import Block, Cell, Kind
from tui.report.readers.runs import Found
from tui.report.readers.shapes import is_body, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.readers.stream import Line

LEAST_ROWS = 3
LEAST_CELLS = 4
LONGEST = 40  # characters of a cell


def comma_tables(lines: Sequence[Line], free: Sequence[bool]) -> list[Found]:
    """Three or more lines with as many cells each, of which most are rows of figures."""
    found: list[Found] = []
    run: list[tuple[int, tuple[str, ...]]] = []
    for index, line in enumerate(lines):
        if free[index] and line.blank:
            continue
        cells = _cells(line.text) if free[index] else None
        if run and (cells is None or len(cells) != len(run[0][1])):
            found += _table(run, lines)
            run = []
        if cells is not None:
            run.append((index, cells))
    return found + _table(run, lines)


def _cells(text: str) -> tuple[str, ...] | None:
    """A line's cells, None where it reads as a sentence."""
    if text.count(",") < LEAST_CELLS - 1 or len(text) > 4000:
        return None
    try:
        cells = next(csv.reader([text.strip()]))
    except (csv.Error, StopIteration):
        return None
    if len(cells) < LEAST_CELLS or any(len(cell) > LONGEST for cell in cells):
        return None
    spaced = sum(cell.startswith(" ") for cell in cells[1:])
    return None if spaced * 2 > len(cells) and not is_body(cells) else tuple(plain(c.strip()) for c in cells)


def _table(run: Sequence[tuple[int, tuple[str, ...]]], lines: Sequence[Line]) -> list[Found]:
    body = sum(is_body(cells) for _, cells in run)
    if len(run) < LEAST_ROWS or 2 * body < len(run):
        return []
    rows = tuple(tuple(Cell(cell, lines[index].place) for cell in cells) for index, cells in run)
    block = Block(Kind.TABLE, place=lines[run[0][0]].place, rows=rows)
    return [Found(run[0][0], run[-1][0] + 1, (block,))]
