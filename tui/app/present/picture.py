"""From a board to its picture: which two figures, where each name stands, who is left out and why."""

from __future__ import annotations

from collections import Counter
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

import numpy as np

from tui.app.frames.picture import Absent, Axis, PictureFrame, Point
from tui.app.words.say import say
from tui.arrow import strings
from tui.columns import Kind, State
from tui.text import clean
from tui.view.resolve import group_ids, group_label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.app.board import Board
    from tui.columns import Column
    from tui.universe.universe import Universe

    Floats = NDArray[np.float64]

LETTERS = ascii_uppercase + ascii_lowercase
ALONE, FURTHER = "o", "*"  # the letter where there are no groups, and of groups beyond the alphabet
WIDE = 10.0  # a PE this many times the smallest asks for equal ratios
FEW = 20  # points, below which the picture reaches to the last of them
REACH = 4.0  # times the middle half, beyond which a point stands at the edge
MARGIN = 0.04  # of the picture, between its outermost points and its edge


def picture_frame(board: Board) -> PictureFrame:
    """The picture of the names on show; one without points says what it would need."""
    universe, lang = board.universe, board.lang
    rows = np.array(list(dict.fromkeys(board.arrangement.rows.tolist())), dtype=np.int64)
    pair = _columns(universe, rows)
    x, y = pair or _any_figures(universe)
    xs, ys = (_scaled(column, universe.values(column.name)[rows]) for column in (x, y))
    there = _there(universe, x, rows) & _there(universe, y, rows)
    for column, values in ((x, xs), (y, ys)):
        if column.kind == Kind.MULTIPLE:
            there &= values > 0
    letters, member = _groups(universe, rows, lang)
    codes, names = (strings(universe.table.column(key).take(rows)) for key in ("code", "name"))
    shown = np.flatnonzero(there)
    gone = np.flatnonzero(~there)
    absent = tuple(
        Absent(codes[i] or "", clean(names[i] or ""), why)
        for i, why in zip(gone.tolist(), _why(universe, (x, y), rows[gone], lang), strict=True)
    )
    return PictureFrame(
        lang=lang,
        title=say("picture_title", lang, *_what(pair, lang)),
        x=_axis(x, xs[shown], lang, ratios=x.kind == Kind.MULTIPLE),
        y=_axis(y, ys[shown], lang, ratios=y.kind == Kind.MULTIPLE),
        groups=letters,
        points=tuple(
            Point(codes[i] or "", clean(names[i] or ""), int(member[i]), float(xs[i]), float(ys[i]))
            for i in shown.tolist()
        ),
        absent=absent,
        reasons=tuple(Counter(one.why for one in absent).most_common()),
        hint="" if len(shown) else _hint(board, pair),
    )


def _what(pair: tuple[Column, Column] | None, lang: str) -> tuple[str, str]:
    """What the picture sets against each other, up and across; what it would where there is neither yet."""
    if pair is None:
        return say("picture_up", lang), say("picture_across", lang)
    return pair[1].label(lang), pair[0].label(lang)


def _hint(board: Board, pair: tuple[Column, Column] | None) -> str:
    """Why there is nothing to draw, and what would be drawn once there is."""
    if board.universe.rows and not len(board.arrangement.rows):
        return say("picture_nobody", board.lang)
    return say(
        "picture_none" if board.universe.rows else "picture_empty", board.lang, *_what(pair, board.lang)
    )


def _columns(universe: Universe, rows: NDArray[np.int64]) -> tuple[Column, Column] | None:
    """The first pair, across and up, that any name on show has figures for; else the first; None for none."""
    forward = universe.forward_pe or "pe"
    growth = f"eps_growth_{forward.removeprefix('pe_')}"
    pairs = [("eps_cagr", forward), (growth, forward), ("pb", "pe_ttm"), ("pb", "pe")]
    held = [pair for pair in pairs if all(name in universe.columns for name in pair)]
    for pair in held:
        x, y = (universe.columns[name] for name in pair)
        if (_there(universe, x, rows) & _there(universe, y, rows)).any():
            return x, y
    return (universe.columns[held[0][0]], universe.columns[held[0][1]]) if held else None


def _any_figures(universe: Universe) -> tuple[Column, Column]:
    """Two columns of figures, for axes along which nothing is drawn."""
    figures = [column for column in universe.columns.values() if column.kind.numeric]
    return figures[0], figures[-1]


def _there(universe: Universe, column: Column, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    values, states = universe.values(column.name)[rows], universe.states(column.name)[rows]
    found: NDArray[np.bool_] = (states == int(State.VALUE)) & np.isfinite(values)
    return found


def _scaled(column: Column, values: Floats) -> Floats:
    """As the screen shows them: ratios as per cent."""
    return values * 100 if column.kind == Kind.RATIO else values


def _axis(column: Column, values: Floats, lang: str, *, ratios: bool) -> Axis:
    unit = "%" if column.kind in {Kind.RATIO, Kind.PERCENT} else ""
    low, high, log = 0.0, 1.0, False
    if len(values):
        log = ratios and values.min() > 0 and values.max() / values.min() > WIDE
        held = np.log(values) if log else values
        low, high = _limits(held)
        low, high = (float(np.exp(low)), float(np.exp(high))) if log else (low, high)
    median = float(np.median(values)) if len(values) else 0.0
    return Axis(column.head(lang), unit, 1, log, low, high, median)


def _limits(values: Floats) -> tuple[float, float]:
    """The ends of a picture: those of the values, or where their bulk ends; never the same twice."""
    low, high = float(values.min()), float(values.max())
    if len(values) >= FEW:
        first, last = (float(q) for q in np.quantile(values, [0.25, 0.75]))
        low, high = max(low, first - REACH * (last - first)), min(high, last + REACH * (last - first))
    room = (high - low) * MARGIN or max(abs(high) * MARGIN, 0.5)
    return low - room, high + room


def _groups(
    universe: Universe, rows: NDArray[np.int64], lang: str
) -> tuple[tuple[tuple[str, str], ...], NDArray[np.int64]]:
    """Letter and label of the groups on show, in the book's order; and per row its place among them."""
    codes, texts = universe.encoded("group")
    held = codes[rows]
    order = [g for g in group_ids(universe) if g in texts and (held == texts.index(g)).any()]
    if not order:
        return ((ALONE, say("all", lang)),), np.zeros(len(rows), dtype=np.int64)
    member = np.full(len(rows), len(order), dtype=np.int64)
    for place, group in enumerate(order):
        member[held == texts.index(group)] = place
    labels = [clean(group_label(universe, group, lang)) for group in order]
    labels += [say("no_group", lang)] if (member == len(order)).any() else []
    letters = [LETTERS[i] if i < len(LETTERS) else FURTHER for i in range(len(labels))]
    return tuple(zip(letters, labels, strict=True)), member


def _why(universe: Universe, columns: tuple[Column, Column], rows: NDArray[np.int64], lang: str) -> list[str]:
    """Per row, which figures are not there, and what stands in their place."""
    parts: list[list[str]] = []
    for column in columns:
        states, values = universe.states(column.name)[rows], universe.values(column.name)[rows]
        head = column.head(lang)
        words = {int(s): f"{head} {say(f'picture_{s.word}', lang)}" for s in State if s != State.VALUE}
        negative = f"{head} {say('picture_negative', lang)}" if column.kind == Kind.MULTIPLE else ""
        parts.append(
            [
                words.get(int(state), "" if value > 0 else negative)
                for state, value in zip(states.tolist(), values.tolist(), strict=True)
            ]
        )
    comma = "，" if lang == "zh" else ", "
    return [comma.join(filter(None, both)) for both in zip(*parts, strict=True)]
