"""From a board to its columns as a list, and to the figures of one of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tui.app.frames.columns import ColumnLine, Columns
from tui.app.present.cells import dressed
from tui.app.words.say import say
from tui.columns import Column, Kind, family
from tui.text import clean
from tui.view.aggregate import aggregate
from tui.view.format import format_date, format_number, narrow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.app.board import Board
    from tui.universe.universe import Universe


# ── the list ────────────────────────────────────────────────────────────────────────────────────────


def column_lines(board: Board) -> tuple[ColumnLine, ...]:
    """Every column of the book, in its own order."""
    return tuple(_line(column, board.lang) for column in board.universe.columns.values())


def columns_of(board: Board) -> Columns:
    """What is on show: those columns first, in their order, then the others."""
    shown = board.view.columns
    rest = (name for name in board.universe.columns if name not in shown)
    return Columns((*shown, *rest), frozenset(shown), board.look)


def _line(column: Column, lang: str) -> ColumnLine:
    words = [column.zh, column.en, column.head("zh"), column.head("en")]
    if column.family:
        whole = family(column.family)
        words += [whole.name, whole.zh, whole.en]
    return ColumnLine(
        id=clean(column.name),
        label=narrow(clean(column.label(lang))),
        told=clean(column.help(lang)),
        formula=clean(column.formula),
        words=tuple(dict.fromkeys(map(clean, words))),
        decimals=column.decimals if column.kind.numeric else None,
    )


# ── the figures of a column ─────────────────────────────────────────────────────────────────────────


def column_figures(board: Board, name: str) -> tuple[str, ...]:
    """The cursor's column over the rows on show: its label, n, median, harmonic mean, least and most.

    Of dates n and the range; of texts n and how many kinds. () without rows. The last answer is kept: the
    cursor rests on many rows of one column.
    """
    column = board.universe.columns.get(name)
    if column is None or not len(board.arrangement.rows):
        return ()
    kept = board.universe.kept
    asked = (board.arrangement, name, board.lang, board.look.decimals.get(name))
    if kept.get("figures", (None,))[0] != asked:
        kept["figures"] = (asked, _figures(board, column))
    found: tuple[str, ...] = kept["figures"][1]
    return found


def _figures(board: Board, column: Column) -> tuple[str, ...]:
    label = narrow(clean(column.label(board.lang)))
    if column.kind.numeric:
        return (label, *_numbers(board, dressed(board, column)))
    if column.name in {"code", "name"}:
        return (label, _n(board.arrangement.names, board.arrangement.names, board.lang))
    rows = _once(board)
    told = _dates if column.kind == Kind.DATE else _texts
    return (label, *told(board.universe, column, rows, board.lang))


def _numbers(board: Board, column: Column) -> list[str]:
    lang = board.lang
    found = aggregate(board.universe, column, board.arrangement.rows)
    out = [_n(found.n, found.of, lang)]
    if found.n:
        shown = {"median": found.median, "hmean": found.hmean, "low": found.low, "high": found.high}
        if column.kind != Kind.MULTIPLE:
            del shown["hmean"]
        out += [
            say(f"foot_{word}", lang, format_number(column, value, lang)) for word, value in shown.items()
        ]
    if found.losses:
        out.append(say("foot_losses", lang, found.losses))
    return out


def _n(count: int, of: int, lang: str) -> str:
    return say("foot_all", lang, f"{of:,}") if count == of else say("foot_n", lang, f"{count:,}", f"{of:,}")


def _once(board: Board) -> NDArray[np.int64]:
    """The rows on show, each once: under themes a name may stand twice."""
    there = np.zeros(board.universe.rows, dtype=bool)
    there[board.arrangement.rows] = True
    return np.flatnonzero(there)


def _dates(universe: Universe, column: Column, rows: NDArray[np.int64], lang: str) -> list[str]:
    days = universe.days(column.name)[rows]
    days = days[~np.isnan(days)]
    out = [_n(len(days), len(rows), lang)]
    if len(days):
        ends = (date.fromordinal(date(1970, 1, 1).toordinal() + int(day)) for day in (days.min(), days.max()))
        first, last = (format_date(day, wide=True) for day in ends)
        out.append(first if first == last else say("foot_range", lang, first, last))
    return out


def _texts(universe: Universe, column: Column, rows: NDArray[np.int64], lang: str) -> list[str]:
    codes, texts = universe.encoded(column.name)
    counts = np.bincount(codes[rows] + 1, minlength=len(texts) + 1)[1:]  # the first stands for null
    if "" in texts:
        counts[texts.index("")] = 0
    there = np.flatnonzero(counts)
    kinds = len(there)
    if column.kind == Kind.TAGS:
        kinds = len({tag for place in there for tag in texts[place].split(";")})
    return [_n(int(counts.sum()), len(rows), lang), say("foot_kinds", lang, f"{kinds:,}")]
