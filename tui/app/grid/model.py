"""The pure part of the grid: what it takes, which columns fit, which line holds which row.

A grid's lines are its data rows with a header line before each section; line 0 is the first of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MARGIN = 1  # cells left and right of the columns; the scroll markers stand there
SLIVER = 4  # a text column is shown in part from this many cells on; a number never is
FROZEN_SHARE = 0.6  # frozen columns may take this share of the width, else they scroll too


class GridColumn(NamedTuple):
    """One column: `width` in cells, `right` aligned or left, `mark` a sort mark such as '1^'.

    The frozen columns are the leading run of columns with `frozen`.
    """

    key: str
    title: str
    width: int
    right: bool = False
    frozen: bool = False
    mark: str = ""

    @property
    def cells(self) -> int:
        """Cells it takes: wide enough for the title with its mark."""
        if not self.mark:
            return max(1, self.width)
        return max(self.width, cell_width(self.title) + 1 + cell_width(self.mark))


class GridSection(NamedTuple):
    """A header line drawn before data row `start`: the title left, the note after a rule.

    note: a text, or what gives it once it is drawn: a median takes its time
    """

    start: int
    title: str
    note: str | Callable[[], str]

    @property
    def words(self) -> str:
        """The note as text."""
        return self.note if isinstance(self.note, str) else self.note()


class GridSource(Protocol):
    """What a grid shows. It never changes: for other rows, another order or columns give a new one."""

    @property
    def columns(self) -> Sequence[GridColumn]:
        """The columns, left to right; keys are unique."""

    @property
    def rows(self) -> int:
        """How many data rows."""

    @property
    def sections(self) -> Sequence[GridSection]:
        """Section headers in the order of their `start`; few beside the rows."""

    def cell(self, row: int, column: int) -> tuple[str, str]:
        """The text, formatted and clean, and the tone: '', up, down, dim, doubt, accent or new."""

    def key(self, row: int) -> str:
        """The stable id of a row."""

    def find(self, key: str) -> int | None:
        """The row with that id; None where there is none."""


class EmptySource(NamedTuple):
    """A source without rows."""

    columns: Sequence[GridColumn] = ()
    rows: int = 0
    sections: Sequence[GridSection] = ()

    def cell(self, row: int, column: int) -> tuple[str, str]:  # noqa: ARG002 - the protocol's signature
        """Nothing: there are no rows."""
        return "", ""

    def key(self, row: int) -> str:  # noqa: ARG002 - the protocol's signature
        """Nothing: there are no rows."""
        return ""

    def find(self, key: str) -> int | None:  # noqa: ARG002 - the protocol's signature
        """None: there are no rows."""
        return None


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────


class Lines(NamedTuple):
    """Data rows and section headers as one run of lines. `at[k]` is the line of section k's header."""

    rows: int
    starts: tuple[int, ...]
    at: tuple[int, ...]

    @classmethod
    def of(cls, source: GridSource) -> Lines:
        """The lines of a source; costs as much as it has sections, whatever its rows."""
        rows = source.rows
        starts = tuple(min(max(0, section.start), rows) for section in source.sections)
        return cls(rows, starts, tuple(start + k for k, start in enumerate(starts)))

    @property
    def total(self) -> int:
        """How many lines."""
        return self.rows + len(self.starts)

    def of_row(self, row: int) -> int:
        """The line of a data row."""
        return row + bisect_right(self.starts, row)

    def top_of(self, row: int) -> int:
        """The line of a data row, or of the first section header right above it."""
        first = bisect_left(self.starts, row)
        return row + first

    def what(self, line: int) -> tuple[int, int]:
        """(row, -1) for a data line, (-1, section) for a header."""
        k = bisect_right(self.at, line)
        if k and self.at[k - 1] == line:
            return -1, k - 1
        return line - k, -1

    def row_near(self, line: int, *, down: bool) -> int:
        """The data row at a line; at a header the next one `down` or up; clamped, -1 without rows."""
        line = min(max(0, line), self.total - 1)
        row = line - bisect_left(self.at, line)
        if self.what(line)[1] >= 0 and not down:
            row -= 1
        return min(max(row, 0), self.rows - 1)


def scroll_to_show(lines: Lines, row: int, top: int, height: int) -> int:
    """The first visible line, moved from `top` just so far that `row` shows; its header too if it fits.

    height: lines that data may take
    """
    line, head = lines.of_row(row), lines.top_of(row)
    if line - head >= height:
        head = line
    if head < top:
        return head
    return max(top, line - max(height, 1) + 1)


def thumb_cell(top: int, height: int, count: int) -> int:
    """The first cell of a scrollbar's thumb, with `height` of `count` lines on the screen from `top`."""
    if count <= height:
        return 0
    return int((height - max(1, height * height / count)) * top / (count - height))


# ── columns ─────────────────────────────────────────────────────────────────────────────────────────


class Slot(NamedTuple):
    """A column on the screen: its index, where it begins, the cells it takes, its alignment."""

    column: int
    x: int
    width: int
    right: bool


class Layout(NamedTuple):
    """Which columns stand where, for one width and one scroll position.

    first: the first scrolling column; left, more: columns are hidden on that side
    """

    width: int
    slots: tuple[Slot, ...]
    frozen: int
    first: int
    left: bool
    more: bool

    def column_at(self, x: int) -> int | None:
        """The column at cell x, the gap after a column being its own; None beside them."""
        for slot in self.slots:
            if slot.x <= x <= slot.x + slot.width:
                return slot.column
        return None


def frozen_count(columns: Sequence[GridColumn], width: int) -> int:
    """How many leading columns stay while the others scroll, at that width."""
    used, count = MARGIN, 0
    for column in columns:
        used += column.cells + 1
        if not column.frozen or used > width * FROZEN_SHARE:
            break
        count += 1
    return count


def lay_out(columns: Sequence[GridColumn], width: int, first: int, cursor: int) -> Layout:
    """Place the columns in `width` cells, scrolled so little from `first` that `cursor` shows whole."""
    frozen = frozen_count(columns, width)
    ends = [0]
    for column in columns:
        ends.append(ends[-1] + column.cells + 1)
    room = width - 2 * MARGIN - ends[frozen] + 1  # each column brings its gap, the last needs none

    def fits(begin: int, end: int) -> bool:
        return ends[end] - ends[begin] <= room

    first = min(max(first, frozen), max(frozen, len(columns) - 1))
    if frozen <= cursor < first:
        first = cursor
    while first < cursor and not fits(first, cursor + 1):
        first += 1
    while first > frozen and fits(first - 1, len(columns)):
        first -= 1
    slots, x = [], MARGIN
    for index in (*range(frozen), *range(first, len(columns))):
        slot = _slot(columns[index], index, x, width - MARGIN - x, whole=index != first)
        if slot is None:
            break
        slots.append(slot)
        x += slot.width + 1
    last = slots[-1] if slots else None
    whole = last is not None and last.width == columns[last.column].cells
    more = bool(columns) and not (whole and last is not None and last.column == len(columns) - 1)
    return Layout(width, tuple(slots), frozen, first, first > frozen, more)


def _slot(column: GridColumn, index: int, x: int, room: int, *, whole: bool) -> Slot | None:
    cells = column.cells
    if cells > room:
        if room < 1 or (whole and (column.right or room < SLIVER)):
            return None
        cells = room
    return Slot(index, x, cells, column.right)


def kept(old: GridSource, new: GridSource, row: int, column: int) -> tuple[int, int]:
    """Where a cursor at (row, column) of `old` stands in `new`: by the keys, else near by."""
    columns = [c.key for c in new.columns]
    key = old.columns[column].key if 0 <= column < len(old.columns) else ""
    column = columns.index(key) if key in columns else min(column, len(columns) - 1)
    if 0 <= row < min(old.rows, new.rows) and new.key(row) == old.key(row):
        return row, max(column, 0)  # a name may stand in several places: it stays in this one
    found = new.find(old.key(row)) if 0 <= row < old.rows and new.rows else None
    row = found if found is not None else min(max(row, 0), new.rows - 1)
    return row, max(column, 0)
