"""Rows whose cells hold a line each for several rows: a whole column stacked into one cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.report.blocks import Block, Cell
from tui.report.readers.shapes import is_code, is_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

_Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a stacked row comes apart: into how many rows, and each cell into how many columns."""

    rows: int
    parts: tuple[int, ...]


def unstacked(block: Block) -> Block:
    """The table with stacked rows taken apart where that is certain.

    Where it is not, the line feeds stay and the table is no longer sure of its columns.
    """
    if not any("\n" in cell.text for row in block.rows for cell in row):
        return block
    stacks = [index for index, row in enumerate(block.rows) if _is_stacked(row)]
    if not stacks:
        return block
    head = _labels(block.rows[: stacks[0]])
    plans = {index: _plan(block.rows[index], head) for index in stacks}
    sure = [plan for plan in plans.values() if plan is not None]
    parts = sure[0].parts if sure else ()
    if len(sure) != len(plans) or any(plan.parts != parts for plan in sure):
        return replace(block, sure=False)
    rows: list[_Row] = []
    for index, row in enumerate(block.rows):
        plan = plans.get(index)
        rows += _apart(row, plan) if plan else [_widened(row, parts)]
    return replace(block, rows=tuple(rows))


def _lines(cell: Cell) -> list[str]:
    return [line.strip() for line in cell.text.split("\n") if line.strip()]


def _is_stacked(row: _Row) -> bool:
    """A cell holds several figures or codes, one a line."""
    return any(
        sum(is_figure(line) or is_code(line) for line in _lines(cell)) >= 2
        for cell in row
        if "\n" in cell.text
    )


def _labels(head: Sequence[_Row]) -> list[int]:
    """Per column the lines of its label in the last header row that has one."""
    count = len(head[0]) if head else 0
    found = [1] * count
    for row in head:
        for column, cell in enumerate(row):
            found[column] = max(1, len(_lines(cell))) if cell.text.strip() else found[column]
    return found


def _plan(row: _Row, labels: Sequence[int]) -> _Plan | None:
    """How to take the row apart, None where that is not certain."""
    counts = [len(_lines(cell)) for cell in row]
    codes = [sum(map(is_code, _lines(cell))) for cell in row]
    if any(codes):
        rows = max(codes)
        if any(count not in {0, rows} for count in codes):
            return None
    else:
        rows = max(counts)
    parts, shown = [], False
    for column, (cell, count) in enumerate(zip(row, counts, strict=True)):
        part = count // rows if count and count % rows == 0 else 1
        label = labels[column] if column < len(labels) else 1
        if part > 1:
            if label != part:
                return None
            shown = shown or _alternates(_lines(cell), part)
        elif count not in {0, rows} and (count > 1 or is_figure(cell.text.strip())):
            return None
        parts.append(part)
    if rows < 2 or (max(parts) > 1 and not shown):
        return None
    return _Plan(rows, tuple(parts))


def _alternates(lines: Sequence[str], part: int) -> bool:
    """Every part-th line is a code and no other is: so the labels' lines take turns."""
    marks = [is_code(line) for line in lines]
    first = marks.index(True) if True in marks else part
    return first < part and all(mark == (index % part == first) for index, mark in enumerate(marks))


def _apart(row: _Row, plan: _Plan) -> list[_Row]:
    """The rows that one stacked row holds."""
    columns: list[list[Cell]] = []
    for cell, part in zip(row, plan.parts, strict=True):
        lines = _lines(cell)
        if len(lines) == plan.rows * part:
            columns += [[cell._replace(text=line) for line in lines[i::part]] for i in range(part)]
        else:
            spanned = cell._replace(filled=bool(cell.text) or cell.filled)
            columns.append([cell] + [spanned] * (plan.rows - 1))
    return list(zip(*columns, strict=True))


def _widened(row: _Row, parts: Sequence[int]) -> _Row:
    """A row that is not stacked, its cells over the columns that others came apart into."""
    found: list[Cell] = []
    for cell, part in zip(row, parts, strict=True):
        lines = _lines(cell)
        if part > 1 and len(lines) == part:
            found += [cell._replace(text=line) for line in lines]
        else:
            found += [cell] + [cell._replace(filled=True)] * (part - 1)
    return tuple(found)
