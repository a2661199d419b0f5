"""Rows told by a separator (a tab, a pipe), gathered to tables over blank lines and page ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tui.report.blocks import Block, Cell, Kind
from tui.report.readers.furniture import sorted_out
from tui.report.readers.shapes import begins_with_code, ends_table, is_body, is_column, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.report.blocks import Place
    from tui.report.readers.furniture import Between
    from tui.report.readers.stream import Line

BETWEEN = 6  # lines of other text that may stand between two rows of one table


class Found(NamedTuple):
    """A table and the lines it takes, first to last exclusive; strays: lines among them that are no rows."""

    start: int
    end: int
    blocks: tuple[Block, ...]
    strays: tuple[Line, ...] = ()


class Row(NamedTuple):
    """The cells of one line."""

    cells: tuple[str, ...]
    place: Place


@dataclass(slots=True)
class _Run:
    """A table being gathered."""

    rows: list[Row] = field(default_factory=list)
    strays: list[Line] = field(default_factory=list)
    body: int = 0  # rows of figures so far
    widths: set[int] = field(default_factory=set)
    head: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, row: Row) -> None:
        self.rows.append(row)
        if is_body(row.cells):
            self.body += 1
            self.widths.add(len(row.cells))
        elif not self.body:
            self.head.add(row.cells)

    def continues(self, row: Row, between: Sequence[Line]) -> bool:
        """The row after a gap, or after other lines, belongs to this table."""
        if row.cells in self.head:
            return True
        if not between and not self.body:
            return len(self.rows) < 3 or sum(is_column(cell.strip()) for cell in row.cells) < 3
        if is_body(row.cells):
            return not between or not self.body or len(row.cells) in self.widths or self._alike(row)
        filled = [cell.strip() for cell in row.cells if cell and not cell.isspace()]
        if between:
            return False
        return len(filled) < 2 or (len(row.cells) in self.widths and sum(map(is_column, filled)) < 3)

    def _alike(self, row: Row) -> bool:
        """The row begins with a code, as the last one does."""
        return begins_with_code(row.cells[0].strip()) and begins_with_code(self.rows[-1].cells[0].strip())


def gather(
    lines: Sequence[Line],
    free: Sequence[bool],
    split: Callable[[str], tuple[str, ...] | None],
    starts: Callable[[Sequence[str], int], bool],
    trim: Callable[[list[Row]], list[Row]] = list,
) -> list[Found]:
    """Every table of the free lines.

    split: a line's cells, () for a line that belongs to a table but is no row, None for other text
    starts: whether a row, at that index, may begin a table
    trim: what to do with a table's rows once all are known
    """
    found: list[Found] = []
    index, count = 0, len(lines)
    while index < count:
        cells = split(lines[index].text) if free[index] and not lines[index].blank else None
        if not cells or not starts(cells, index):
            index += 1
            continue
        run, end = _run_from(lines, free, split, index)
        if len(run.rows) >= 2:
            found.append(Found(index, end, (_block(trim(run.rows)),), tuple(run.strays)))
            index = end
        else:
            index += 1
    return found


def _run_from(
    lines: Sequence[Line], free: Sequence[bool], split: Callable[[str], tuple[str, ...] | None], start: int
) -> tuple[_Run, int]:
    """The table that begins at a line, and the line after its last row."""
    run = _Run()
    between: list[Line] = []
    gap = False
    end = index = start
    while index < len(lines) and free[index]:
        line = lines[index]
        index += 1
        if line.blank:
            gap = True
            continue
        cells = split(line.text)
        if cells is None:
            if len(between) == BETWEEN or ends_table(line.text):
                break
            between.append(line)
            continue
        if cells:
            row = Row(cells, line.place)
            if (gap or between) and run.rows and not run.continues(row, between):
                break
            if run.body and not is_body(cells) and cells not in run.head and _ruled(lines, index, split):
                break
            _take_between(run, sorted_out(between))
            run.add(row)
        elif between:
            break
        between, gap, end = [], False, index
    return run, end


def _ruled(lines: Sequence[Line], index: int, split: Callable[[str], tuple[str, ...] | None]) -> bool:
    """The line there belongs to a table and is no row: the rule under a header."""
    return index < len(lines) and not lines[index].blank and split(lines[index].text) == ()


def _take_between(run: _Run, between: Between) -> None:
    """Lines between two rows: a group's label becomes a row of one cell, a page's lines go out."""
    run.strays += between.strays
    for line in between.labels:
        run.rows.append(Row((plain(line.text.strip()),), line.place))


def _block(rows: Sequence[Row]) -> Block:
    """Rows of one length, filled up with empty cells at the end."""
    widest = max(len(row.cells) for row in rows)
    return Block(
        Kind.TABLE,
        place=rows[0].place,
        rows=tuple(
            tuple(Cell(row.cells[i] if i < len(row.cells) else "", row.place) for i in range(widest))
            for row in rows
        ),
    )
