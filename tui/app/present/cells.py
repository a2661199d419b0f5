"""The cells of a board's grid: text, tone and the marks after a number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tui.app.words.say import say
from tui.arrow import combined
from tui.columns import Column, Kind, State
from tui.text import clean
from tui.universe.integrity import Status
from tui.universe.universe import CHECK_PREFIX
from tui.view.format import format_cell
from tui.view.resolve import group_label, rating_label, theme_labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.app.board import Board
    from tui.universe.universe import Universe

MARKS = {Status.CONTRADICTS: "!", Status.IMPRECISE: "~"}
UNADJUSTED, MIXED = "*", "^"

Text = tuple[str, str]


def dressed(board: Board, column: Column) -> Column:
    """A column with the decimals that the user chose."""
    places = board.look.decimals.get(column.name)
    return column if places is None else column._replace(decimals=places)


def spare(board: Board, column: Column) -> int:
    """Cells after a number that marks stand in: one for a doubt or a basis, one for its place on a scale."""
    if not column.kind.numeric:
        return 0
    return int(_marked(board.universe, column)) + int(column.name in board.look.scales)


def reader(board: Board, column: Column) -> Callable[[int], Text]:
    """A function from a row of the universe to the text and tone of one column's cell."""
    if not column.kind.numeric:
        return _text_reader(board, column)
    read = _number_reader(board, dressed(board, column))
    return _scaled(board, column, read) if column.name in board.look.scales else read


def _scaled(board: Board, column: Column, read: Callable[[int], Text]) -> Callable[[int], Text]:
    """The cell with its tint, and at the ends of the scale with a sign."""
    from tui.app.present.scales import SIGNS, TONES, levels  # few tint a column, and not at the first paint

    level = levels(board.universe, column)

    def scaled(row: int) -> Text:
        text, tone = read(row)
        step = level[row]
        return text + SIGNS[step], f"{tone} {TONES[step]}" if step and tone else tone or TONES[step]

    return scaled


def _number_reader(board: Board, column: Column) -> Callable[[int], Text]:
    universe, lang = board.universe, board.lang
    values, states = universe.values(column.name), universe.states(column.name)
    mark = _marker(universe, column)
    blank = " " if _marked(universe, column) else ""
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
        return text + (sign or blank), tone

    return read


def _text_reader(board: Board, column: Column) -> Callable[[int], Text]:
    universe, lang = board.universe, board.lang
    held = combined(universe.column(column.name))
    tags = theme_labels(universe, lang)
    translate = {"group": group_label, "rating": rating_label, "rating_source": _source}.get(column.name)
    if column.family == "source":
        translate = _source
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


def _source(universe: Universe, source: str, lang: str) -> str:  # noqa: ARG001 - as the other labels
    return source_word(source, lang)


def source_word(source: str, lang: str) -> str:
    """Whose an estimate or a rating is: the house and the consensus in words, a publisher by its id."""
    return say(source, lang) if source in {"house", "consensus"} else clean(source)


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
