"""From a name's timeline to what the changes screen shows of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tui.app.frames.changes import HistoryFrame, Plot
from tui.app.present.cells import source_word
from tui.app.words.say import WORDS, say
from tui.text import clean
from tui.view.format import narrow
from tui.view.resolve import rating_label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.app.board import Board
    from tui.universe.changes.timeline import Timeline

MOST_YEARS = 4  # fiscal years that the picture of EPS shows
NONE = "--"


def history_frame(board: Board, told: Timeline) -> HistoryFrame:
    """The frame of one name's history."""
    lang = board.lang
    years = told.years[-MOST_YEARS:]
    epoch = date(1970, 1, 1)
    heads = [say("day", lang), say("history_price", lang)]
    right = [False, True]
    if np.isfinite(told.pe).any():
        heads += [say("history_pe", lang), say("history_pct", lang)]
        right += [True, True]
    heads += [f"EPS{year % 100:02d}" for year in years]
    right += [True] * len(years)
    heads += [say("history_rating", lang), say("history_source", lang), say("notes", lang)]
    right += [False] * 3
    return HistoryFrame(
        code=told.code,
        title=narrow(clean(f"{told.name} {told.code}")),
        days=tuple(day.isoformat() for day in told.days),
        numbers=tuple((day - epoch).days for day in told.days),
        plots=_plots(told, years, lang),
        heads=tuple(heads),
        right=tuple(right),
        rows=tuple(_row(board, told, row, years) for row in reversed(range(told.rows))),
    )


def no_history(board: Board, code: str, why: str) -> HistoryFrame:
    """What stands there where the history cannot be told."""
    said = clean(say("changes_failed", board.lang, why)) if why else say("history_pick", board.lang)
    return HistoryFrame(code, code, (), (), (), (), (), (), said)


def _plots(told: Timeline, years: tuple[int, ...], lang: str) -> tuple[Plot, ...]:
    """Price on the last date's share basis, forward PE, EPS of the years that were ever estimated."""
    estimated = [year for year in years if not told.actual[year][np.isfinite(told.eps[year])].all()]
    price = told.price * (told.factor[-1] / told.factor) if told.rows else told.price
    return (
        Plot(say("history_price", lang), 2, (("", _values(price)),)),
        Plot(say("history_pe", lang), 1, (("", _values(told.pe)),)),
        Plot(say("history_eps", lang), 2, tuple((f"{year}", _values(told.eps[year])) for year in estimated)),
    )


def _values(cells: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(value) for value in cells)


def _row(board: Board, told: Timeline, row: int, years: tuple[int, ...]) -> tuple[str, ...]:
    """One date's cells."""
    from tui.universe.changes.notes import sentence

    lang = board.lang
    out = [told.days[row].isoformat(), _number(told.price[row], 2)]
    if np.isfinite(told.pe).any():
        out += [_number(told.pe[row], 1), _share(told.pe_percentile[row])]
    out += [_eps(told, row, year) for year in years]
    rating = told.rating[row]
    label = rating_label(board.universe, rating, lang) if rating else NONE
    way = f"rating_{told.rating_change[row]}"
    source = told.source[row]
    out += [
        f"{label} {say(way, lang)}" if way in WORDS else label,
        source_word(source, lang),
        sentence(told.notes[row], lang),
    ]
    return tuple(narrow(clean(text)) for text in out)


def _eps(told: Timeline, row: int, year: int) -> str:
    """With A behind what is an actual figure."""
    text = _number(told.eps[year][row], 2)
    return f"{text}{'A' if told.actual[year][row] else ' '}" if text != NONE else f"{text} "


def _number(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}" if np.isfinite(value) else NONE


def _share(value: float) -> str:
    return f"{value:.0%}" if np.isfinite(value) else NONE
