"""The grid's source over a board: formatted cells, tones, marks, widths by content."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tui.app.grid.model import GridColumn, GridSection
from tui.app.words.say import say
from tui.arrow import combined, distinct
from tui.columns import Column, Kind, State
from tui.text import cell_width, clean
from tui.universe.integrity import Status
from tui.universe.universe import CHECK_PREFIX
from tui.view.aggregate import aggregate
from tui.view.format import format_cell
from tui.view.resolve import group_label, rating_label, theme_labels
from tui.view.sentence import figure_words
from tui.view.view import By

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tui.app.board import Board
    from tui.universe.universe import Universe

SAMPLE = 300  # rows looked at to size a column
WIDEST = {Kind.TAGS: 18, Kind.TEXT: 20}
FROZEN = ("code", "name")
MARKS = {Status.CONTRADICTS: "!", Status.IMPRECISE: "~"}
UNADJUSTED, MIXED = "*", "^"
CHANGED = "+"  # before a row

Text = tuple[str, str]


class BoardSource:
    """The rows of a board as a grid takes them; formats a cell when it is asked for."""

    def __init__(self, board: Board) -> None:
        """Costs the same whatever the number of rows: widths come from a sample of all names, kept."""
        self.board = board
        self._rows = board.arrangement.rows
        self._changed = board.universe.kept.get("changed", {})
        shown = [board.universe.columns[name] for name in board.view.columns]
        self._cells = [_reader(board, column) for column in shown]
        self.columns: Sequence[GridColumn] = tuple(
            _grid_column(board, column, _longest(board, column, read))
            for column, read in zip(shown, self._cells, strict=True)
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
        """The mark before a row: the name changed since the user last looked."""
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
    name = ("width", column.name, board.lang)
    if name not in universe.kept:
        texts = (read(int(row))[0] for row in _sample(universe.rows))
        universe.kept[name] = max(map(cell_width, texts), default=0)
    longest: int = universe.kept[name]
    return longest


def _grid_column(board: Board, column: Column, longest: int) -> GridColumn:
    title = column.head(board.lang)
    day = board.universe.column_dates.get(column.name)
    if day is not None and day < board.universe.as_of:
        title += f" {day:%m-%d}"  # older than what stands beside it
    right = column.kind.numeric
    if right and _marked(board.universe, column):
        title += " "
    width = max(cell_width(title), min(longest, WIDEST.get(column.kind, longest)))
    mark = ""
    for rank, key in enumerate(board.view.sort, start=1):
        if key.column == column.name:
            mark = f"{rank if len(board.view.sort) > 1 else ''}{'v' if key.descending else '^'}"
    title = title.rstrip() if mark else title  # the mark takes the cell left for marks
    return GridColumn(column.name, title, width, right=right, frozen=column.name in FROZEN, mark=mark)


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
    words = figure_words(column, aggregate(board.universe, column, rows), board.lang)
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


# ── cells ───────────────────────────────────────────────────────────────────────────────────────────


def _reader(board: Board, column: Column) -> Callable[[int], Text]:
    """A function from a row of the universe to the text and tone of one column's cell."""
    if column.kind.numeric:
        return _number_reader(board, column)
    return _text_reader(board, column)


def _number_reader(board: Board, column: Column) -> Callable[[int], Text]:
    universe, lang = board.universe, board.lang
    values, states = universe.values(column.name), universe.states(column.name)
    mark = _marker(universe, column)
    spare = " " if _marked(universe, column) else ""
    tinted = column.kind == Kind.PERCENT and column.signed
    zero = "" if column.kind != Kind.COUNT else "dim"

    def read(row: int) -> Text:
        state = State(int(states[row]))
        value = float(values[row])
        text = format_cell(column, value if state == State.VALUE else None, state, lang)
        sign, tone = mark(row)
        if state != State.VALUE:
            tone = "dim"
        elif tinted and not tone:
            tone = "up" if value > 0 else "down" if value < 0 else ""
        elif value == 0:
            tone = zero
        return text + (sign or spare), tone

    return read


def _text_reader(board: Board, column: Column) -> Callable[[int], Text]:
    universe, lang = board.universe, board.lang
    held = combined(universe.column(column.name))
    tags = theme_labels(universe, lang)
    translate = {"group": group_label, "rating": rating_label}.get(column.name)
    tone = "accent" if column.name == "code" else "dim" if column.name in {"as_of", "rating_source"} else ""

    def read(row: int) -> Text:
        value = held[row].as_py()
        if value is None or value == "":
            return ("", "") if column.kind == Kind.TAGS else ("--", "dim")
        if isinstance(value, date):
            return format_cell(column, value, State.VALUE, lang, wide=False), tone
        if translate:
            value = clean(translate(universe, value, lang))
        return format_cell(column, value, State.VALUE, lang, tags=tags), tone

    return read


def _marked(universe: Universe, column: Column) -> bool:
    """True where any cell of the column bears a mark: then all leave a cell for it."""
    name = ("marked", column.name)
    if name not in universe.kept:
        universe.kept[name] = _any_mark(universe, column)
    marked: bool = universe.kept[name]
    return marked


def _any_mark(universe: Universe, column: Column) -> bool:
    if column.family in {"eps", "pe"}:
        doubtful = universe.table.column(f"{CHECK_PREFIX}{column.year}").to_numpy() >= Status.IMPRECISE
        return bool(doubtful.any()) or (column.family == "pe" and bool(universe.pe_unadjusted.any()))
    if column.name == "price_change_pct":
        return bool(universe.unadjusted.any())
    return column.name in universe.mixed and bool(universe.mixed[column.name].any())


def mark_of(universe: Universe, column: Column, row: int) -> str:
    """The mark after a number, '' where there is none."""
    return _marker(universe, column)(row)[0]


def _marker(universe: Universe, column: Column) -> Callable[[int], Text]:
    """A function from a row to the mark after a number and the tone that goes with it."""
    if column.family in {"eps", "pe"}:
        statuses = universe.table.column(f"{CHECK_PREFIX}{column.year}").to_numpy()
        moved = universe.pe_unadjusted if column.family == "pe" else np.zeros(universe.rows, dtype=bool)

        def check(row: int) -> Text:
            sign = MARKS.get(Status(int(statuses[row])), "")
            return (sign, "doubt") if sign else (UNADJUSTED, "") if moved[row] else ("", "")

        return check
    flags, sign = None, ""
    if column.name == "price_change_pct":
        flags, sign = universe.unadjusted, UNADJUSTED
    elif column.name in universe.mixed:
        flags, sign = universe.mixed[column.name], MIXED

    def flag(row: int) -> Text:
        return (sign, "") if flags is not None and flags[row] else ("", "")

    return flag
