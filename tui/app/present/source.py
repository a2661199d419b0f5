"""The grid's source over a board: formatted cells, tones, marks, widths by content."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tui.app.frames.look import NAMED
from tui.app.grid.model import GridColumn, GridSection
from tui.app.present.cells import MIXED, UNADJUSTED, Text, dressed, mark_of, reader, spare
from tui.app.words.say import say
from tui.arrow import distinct
from tui.columns import Kind
from tui.text import cell_width, crop
from tui.view.aggregate import aggregate
from tui.view.resolve import group_label, rating_label
from tui.view.sentence import figure_words
from tui.view.view import By

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tui.app.board import Board
    from tui.columns import Column

__all__ = ["MIXED", "UNADJUSTED", "BoardSource", "mark_of", "section_label"]

SAMPLE = 300  # rows looked at to size a column
WIDEST = {Kind.TAGS: 18, Kind.TEXT: 20}
CHANGED, MARKED = "+", "*"  # before a row


class BoardSource:
    """The rows of a board as a grid takes them; formats a cell when it is asked for."""

    def __init__(self, board: Board) -> None:
        """Costs the same whatever the number of rows: widths come from a sample of all names, kept."""
        self.board = board
        self._rows = board.arrangement.rows
        self._changed = board.universe.kept.get("changed", {})
        self._marked = frozenset(board.marks)
        shown = [board.universe.columns[name] for name in board.view.columns]
        self._cells = [reader(board, column) for column in shown]
        self.columns: Sequence[GridColumn] = tuple(
            _grid_column(board, column, _longest(board, column, read), frozen=_frozen(board, place, column))
            for place, (column, read) in enumerate(zip(shown, self._cells, strict=True))
        )
        self.sections: Sequence[GridSection] = _sections(board)

    @property
    def rows(self) -> int:
        """How many rows are on show."""
        return len(self._rows)

    def cell(self, row: int, column: int) -> Text:
        """Text and tone of a cell; a number that would not fit is told by #, never cut."""
        text, tone = self._cells[column](int(self._rows[row]))
        shown = self.columns[column]
        if shown.right and cell_width(text) > shown.width:
            return "#" * shown.width, tone
        return text, tone

    def key(self, row: int) -> str:
        """The code of a row."""
        return self.board.code(row)

    def sign(self, row: int) -> str:
        """The sign before a row: the user marked the name, or it changed since the user last looked."""
        if self._marked and self.key(row) in self._marked:
            return MARKED
        return CHANGED if self._changed and self.key(row) in self._changed else ""

    def find(self, key: str) -> int | None:
        """The first place of a code."""
        at = self.board.universe.row_of.get(key)
        if at is None:
            return None
        found = np.flatnonzero(self._rows == at)
        return int(found[0]) if len(found) else None


def _sample(rows: int) -> NDArray[np.int64]:
    if rows <= SAMPLE:
        return np.arange(rows, dtype=np.int64)
    return distinct(np.linspace(0, rows - 1, SAMPLE).astype(np.int64))


def _longest(board: Board, column: Column, read: Callable[[int], Text]) -> int:
    """Cells of the longest text of a column in a sample of the universe: no query makes columns jump."""
    universe = board.universe
    name = ("width", column.name, board.lang, board.look.decimals.get(column.name), spare(board, column))
    if name not in universe.kept:
        texts = (read(int(row))[0] for row in _sample(universe.rows))
        universe.kept[name] = max(map(cell_width, texts), default=0)
    longest: int = universe.kept[name]
    return longest


def _grid_column(board: Board, column: Column, longest: int, *, frozen: bool) -> GridColumn:
    """As wide as its content, or as the user wants it."""
    title = column.head(board.lang)
    day = board.universe.column_dates.get(column.name)
    if day is not None and day < board.universe.as_of:
        title += f" {day:%m-%d}"  # older than what stands beside it
    title += " " * spare(board, column)
    width = max(cell_width(title), min(longest, WIDEST.get(column.kind, longest)))
    mark = ""
    for rank, key in enumerate(board.view.sort, start=1):
        if key.column == column.name:
            mark = f"{rank if len(board.view.sort) > 1 else ''}{'v' if key.descending else '^'}"
    title = title.rstrip() if mark else title  # the mark takes the cells left for marks
    wanted = board.look.widths.get(column.name)
    if wanted is not None:
        width = wanted
        title = crop(title, max(1, wanted - (len(mark) + 1 if mark else 0)))
        mark = mark if len(mark) + 1 < wanted else ""
    return GridColumn(column.name, title, width, right=column.kind.numeric, frozen=frozen, mark=mark)


def _frozen(board: Board, place: int, column: Column) -> bool:
    """As many as the user wants, else code and name."""
    wanted = board.look.frozen
    return column.name in NAMED if wanted is None else place < wanted


def _sections(board: Board) -> tuple[GridSection, ...]:
    out = []
    universe = board.universe
    forward = universe.columns.get(universe.forward_pe or "")
    for section in board.arrangement.sections:
        rows = board.arrangement.rows[section.start : section.stop]
        note = partial(_note, board, forward, rows) if forward else str
        out.append(GridSection(section.start, f"{section_label(board, section.key)} {len(rows)}", note))
    return tuple(out)


def _note(board: Board, column: Column, rows: NDArray[np.int64]) -> str:
    words = figure_words(dressed(board, column), aggregate(board.universe, column, rows), board.lang)
    return f"{column.head(board.lang)}  {'  '.join(words)}"


def section_label(board: Board, key: str) -> str:
    """What a heading of the board's grouping is called."""
    by, lang = board.view.by, board.lang
    if not key:
        return say({By.THEME: "no_theme", By.RATING: "no_rating"}.get(by, "no_group"), lang)
    if by == By.THEME:
        return next((t.label(lang) for t in board.universe.themes if t.id == key), key)
    if by == By.RATING:
        return rating_label(board.universe, key, lang)
    return group_label(board.universe, key, lang)
