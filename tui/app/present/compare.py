"""Names side by side: a row a figure, a column a name, the best and the worst of a row marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tui.app.frames.listing import Listing
from tui.app.grid.model import GridColumn, GridSection
from tui.app.present.cells import reader
from tui.app.words.say import say
from tui.columns import Column, State
from tui.text import cell_width, clean, crop, pad
from tui.view.data import data_of
from tui.view.resolve import group_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tui.app.board import Board
    from tui.universe.universe import Universe

BEST, WORST = "^", "v"  # before a figure
SHARED = 2  # names that may always share a mark
MOST = 60  # names side by side
PEERS = 6  # names, where fewer than two are marked
ENOUGH = 1_000  # rows looked through for them: a name may stand under several headings
NARROWEST, WIDEST = 11, 30  # cells of a name's column: texts widen it where there is room
SIGNS = ("!", "~", "*", "^")  # after a number
LABEL = 26  # cells of a figure's label
FIGURE = "figure"  # the key of the labels' column
_WHO = ("code", "name")
_LOWER = frozenset({"pe", "peg", "pe_to_group", "pe_ttm", "pb", "ps_ttm", "pe_percentile"})
_WAYS = {-1: "compare_lower", 1: "compare_higher", 0: "compare_none"}
_HIGHER = frozenset({"eps_growth", "eps_cagr", "dividend_yield_pct", "revision", "revisions"})


Cell = tuple[str, str, str]  # text, tone, mark


@dataclass(frozen=True, slots=True, eq=False)
class CompareFrame:
    """The comparison: rows by column id, columns by code after the one of labels.

    title: how many, and which; narrow, wide: the grid, texts cut to the numbers' widths or not
    whole: the text of a cell in full, by row and code; about: of a row, what it is
    """

    title: str
    codes: tuple[str, ...]
    narrow: Listing
    wide: Listing
    whole: Callable[[int, str], str]
    about: Callable[[int], str]

    def fitted(self, width: int) -> Listing:
        """The grid for so many cells."""
        return self.wide if self.wide.breadth <= width else self.narrow


def better(column: Column) -> int:
    """-1 where less is better, 1 where more is, 0 where neither is declared to be."""
    name = column.family or column.name
    return -1 if name in _LOWER else 1 if name in _HIGHER else 0


def ranked(values: Sequence[float], way: int) -> tuple[str, ...]:
    """The mark of each value: the best and the worst, none for what most of them are. NaN has none."""
    told = [value for value in values if value == value]  # noqa: PLR0124 - NaN is not itself
    if not way or len(set(told)) < 2:
        return ("",) * len(values)
    ends = (max(told), min(told)) if way > 0 else (min(told), max(told))
    marks = {
        value: mark
        for value, mark in zip(ends, (BEST, WORST), strict=True)
        if told.count(value) <= max(SHARED, len(told) // 2)
    }
    return tuple(marks.get(value, "") for value in values)


def peers(board: Board, code: str) -> tuple[str, ...]:
    """A name and others of its group, those on show first; of a name without a group, those below it."""
    universe, shown = board.universe, board.arrangement.rows
    at = universe.row_of.get(code)
    if at is None:
        return ()
    if group_of(board, code):
        groups, _ = universe.encoded("group")
        order = np.concatenate([shown, np.arange(universe.rows)])
        others = order[groups[order] == groups[at]]
    else:
        others = shown[int(np.argmax(shown == at)) :]
    found = dict.fromkeys((at, *others[:ENOUGH].tolist()))
    codes = universe.column("code")
    return tuple(codes[row].as_py() for row in list(found)[:PEERS])


def group_of(board: Board, code: str) -> str:
    """The label of a name's group, '' without one."""
    universe = board.universe
    group = universe.table.column("group")[universe.row_of[code]].as_py()
    return clean(group_label(universe, group, board.lang)) if group else ""


def _label(board: Board, column: Column) -> str:
    """The column's label, with the unit it is shown in, and its date where that is an older one."""
    label = column.head(board.lang) if column.scale != 1 else column.label(board.lang)
    day = board.universe.column_dates.get(column.name)
    return f"{label} {day:%m-%d}" if day is not None and day < board.universe.as_of else label


def compare_frame(board: Board, codes: Sequence[str], title: str) -> CompareFrame:
    """The frame of some names, but for those beyond `MOST` and those that the universe does not have."""
    universe, lang = board.universe, board.lang
    held = tuple(code for code in codes if code in universe.row_of)[:MOST]
    rows = [universe.row_of[code] for code in held]
    shown, others = _figures(universe, board.view.columns, rows)
    columns = [*shown, *others]
    read = [_cells(board, column, rows) for column in columns]
    place = {code: i for i, code in enumerate(held)}
    labels = [_label(board, column) for column in columns]
    label = min(LABEL, max(map(cell_width, labels), default=0))
    sections = [GridSection(0, say("compare_shown", lang), "")]
    sections += [GridSection(len(shown), say("compare_others", lang), "")] if others else []

    figures = {
        code: max(cell_width(cells[i][0]) for cells, c in zip(read, columns, strict=True) if c.kind.numeric)
        for code, i in place.items()
    }

    def listing(*, texts: bool) -> Listing:
        widths = {
            code: _width(board, rows[i], [cells[i] for cells in read], columns, texts=texts)
            for code, i in place.items()
        }

        def cell(row: int, key: str) -> tuple[str, str]:
            if key == FIGURE:
                return labels[row], ""
            return _shown(columns[row], read[row][place[key]], figures[key], widths[key])

        heads = [GridColumn(FIGURE, say("figure", lang), label, frozen=True)]
        heads += [_head(board, code, rows[i], widths[code]) for code, i in place.items()]
        keys = {column.name: row for row, column in enumerate(columns)}
        return Listing(heads, tuple(keys), keys, cell, sections=tuple(sections))

    return CompareFrame(
        clean(title),
        held,
        listing(texts=False),
        listing(texts=True),
        lambda row, code: read[row][place[code]][0].strip(),
        lambda row: _about(universe, columns[row], rows, lang),
    )


def _shown(column: Column, cell: Cell, figures: int, width: int) -> tuple[str, str]:
    """A cell and its tone; the marks stand under each other, before numbers of `figures` cells."""
    text, tone, mark = cell
    if column.kind.numeric:
        return f"{mark or ' '} {pad(text, figures, right=True)}", tone
    return f"{crop(text, width - 1)} ", tone


def _figures(
    universe: Universe, shown: Sequence[str], rows: Sequence[int]
) -> tuple[list[Column], list[Column]]:
    """The columns on show; and of the others, but for those not yet computed, any of the names has one."""
    first = [universe.columns[name] for name in shown if name not in _WHO and name in universe.columns]
    others = [
        column
        for name, column in universe.columns.items()
        if name not in (*_WHO, *shown) and not universe.is_late(name) and _any(universe, column, rows)
    ]
    return [universe.columns["code"], *first], others


def _any(universe: Universe, column: Column, rows: Sequence[int]) -> bool:
    if column.kind.numeric:
        return bool((universe.states(column.name)[list(rows)] == State.VALUE).any())
    return any(universe.column(column.name)[row].as_py() for row in rows)


def _cells(board: Board, column: Column, rows: Sequence[int]) -> list[Cell]:
    """Text, tone and mark of each name's cell; every number leaves one cell for what is said of it."""
    read = reader(board, column)
    texts = [read(row) for row in rows]
    if not column.kind.numeric:
        return [(text, "" if tone == "accent" else tone, "") for text, tone in texts]
    marks = ranked(_standing(board.universe, column, rows), better(column))
    tones = {BEST: "accent", WORST: "doubt"}
    return [
        (text if text[-1:] in SIGNS else f"{text.rstrip()} ", tones.get(mark, tone), mark)
        for (text, tone), mark in zip(texts, marks, strict=True)
    ]


def _standing(universe: Universe, column: Column, rows: Sequence[int]) -> list[float]:
    """The values that are compared: a loss, a gap, and a figure that contradicts the price have no place."""
    places = list(rows)
    values = np.array(universe.values(column.name)[places], dtype=np.float64)
    values[universe.states(column.name)[places] != State.VALUE] = np.nan
    values[_contradicted(universe, column, rows)] = np.nan
    if better(column) < 0 and column.name != "pe_to_group":
        values[values <= 0] = np.nan  # a negative multiple is a loss by another name
    found: list[float] = values.tolist()
    return found


def _contradicted(universe: Universe, column: Column, rows: Sequence[int]) -> NDArray[np.bool_]:
    """Whose figure contradicts the price, or comes of one that does."""
    return data_of(universe).flagged(column.name, "contradicted")[list(rows)]


def _width(board: Board, at: int, cells: Sequence[Cell], columns: Sequence[Column], *, texts: bool) -> int:
    """Cells of a name's column: name, code and numbers stand there whole; texts where they are to."""
    name = cell_width(clean(board.universe.column("name")[at].as_py() or "")) + 1
    numbers = [
        cell_width(cell[0]) + (2 if column.kind.numeric else 1)
        for cell, column in zip(cells, columns, strict=True)
        if texts or column.kind.numeric or column.name == "code"
    ]
    return max(NARROWEST, min(max(name, *numbers), WIDEST))


def _head(board: Board, code: str, at: int, width: int) -> GridColumn:
    name = clean(board.universe.column("name")[at].as_py() or code)
    return GridColumn(code, f"{crop(name, width - 1)} ", width, right=True)


def _about(universe: Universe, column: Column, rows: Sequence[int], lang: str) -> str:
    """What a figure is, and which way is the better one."""
    way = better(column)
    if not column.kind.numeric:
        return column.help(lang)
    words = [column.help(lang), say(_WAYS[way], lang)]
    if way and _contradicted(universe, column, rows).any():
        words.append(say("compare_doubt", lang))
    return "  ".join(words)
