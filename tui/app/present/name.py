"""From one name of a board to what the panes below the grid show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.app.frames.frame import Bar, NameFrame, Part, Text, YearLine
from tui.app.present.cells import mark_of, reader, source_word
from tui.app.present.source import WIDEST
from tui.app.present.story import name_stories
from tui.app.words.say import WORDS, say
from tui.columns import Column, State, Year
from tui.text import cell_width, clean
from tui.universe.integrity import Status
from tui.universe.universe import CHECK_PREFIX
from tui.view.format import format_cell, format_number
from tui.view.resolve import group_label, rating_label, theme_labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.app.board import Board
    from tui.universe.universe import Universe

FIGURES = ("price", "price_change_pct", "eps_cagr", "peg", "pe_to_group")
STATUS_STYLE = {Status.CONTRADICTS: "bold $text-error", Status.IMPRECISE: "$text-warning"}


def name_frame(board: Board, code: str, column: str = "") -> NameFrame | None:
    """The frame of a name, None for a code that is not there; `column` is the one under the cursor."""
    universe, lang = board.universe, board.lang
    row = universe.row_of.get(code)
    if row is None:
        return None
    stories, told = name_stories(universe, code, lang)
    return NameFrame(
        code=code,
        name=clean(universe.table.column("name")[row].as_py() or ""),
        identity=(*_identity(universe, row, lang), *_whole(board, column, row)),
        figures=_figures(universe, row, lang),
        years=tuple(_year(universe, year, row, lang) for year in universe.years),
        doubts=(*_doubts(universe, code, lang), *_since_seen(universe, code, lang)),
        stories=stories,
        told=told,
    )


def _identity(universe: Universe, row: int, lang: str) -> Text:
    group = universe.table.column("group")[row].as_py()
    rating = universe.table.column("rating")[row].as_py()
    parts = [group_label(universe, group, lang)] if group else []
    if rating:
        source = universe.table.column("rating_source")[row].as_py()
        by = f" ({source_word(source, lang)})" if source else ""
        parts.append(f"{rating_label(universe, rating, lang)}{by}")
    labels = theme_labels(universe, lang)
    tags = universe.table.column("themes")[row].as_py() or ""
    parts += [f"#{labels.get(tag, tag)}" for tag in tags.split(";") if tag]
    return ((clean("  ".join(parts)), "$text-muted"),)


def _whole(board: Board, name: str, row: int) -> Text:
    """All of a cell that the grid cuts; the identity tells of all themes already."""
    column = board.universe.columns.get(name)
    if column is None or name == "themes":
        return ()
    most = board.look.widths.get(name, WIDEST.get(column.kind))
    text = reader(board, column)(row)[0].strip() if most is not None else ""
    if most is None or cell_width(text) <= most:
        return ()
    label = column.label(board.lang)
    return ((clean(f"{label} {text}"), ""),)


def _figures(universe: Universe, row: int, lang: str) -> tuple[tuple[str, str], ...]:
    """(label, figure) of the columns that matter most; of a market without estimates, of all."""
    names = FIGURES if universe.years else [n for n in universe.defaults if universe.columns[n].kind.numeric]
    out = []
    for name in names:
        column = universe.columns.get(name)
        if column is not None:
            value, state = _cell(universe, column, row)
            text = format_cell(column, value, state, lang) + mark_of(universe, column, row)
            out.append((column.head(lang), text))
    return tuple(out)


def _cell(universe: Universe, column: Column, row: int) -> tuple[float | None, State]:
    state = State(int(universe.states(column.name)[row]))
    return (float(universe.values(column.name)[row]) if state == State.VALUE else None), state


def _year(universe: Universe, year: Year, row: int, lang: str) -> YearLine:
    status = Status(int(universe.table.column(f"{CHECK_PREFIX}{year}")[row].as_py()))
    return YearLine(
        year=str(year),
        eps=_bar(universe, universe.columns[f"eps_{year}"], row, lang),
        pe=_bar(universe, universe.columns[f"pe_{year}"], row, lang),
        source=source_word(universe.table.column(f"source_{year}")[row].as_py() or "", lang),
        check=(say(status.word, lang), STATUS_STYLE.get(status, "$text-muted")),
    )


def _bar(universe: Universe, column: Column, row: int, lang: str) -> Bar:
    value, state = _cell(universe, column, row)
    beside = [abs(float(universe.values(f"{column.family}_{y}")[row])) for y in universe.years]
    longest = max((v for v in beside if np.isfinite(v)), default=0.0)
    share = value / longest if value is not None and longest > 0 else 0.0
    return Bar(format_cell(column, value, state, lang), share, dim=value is None)


def _doubts(universe: Universe, code: str, lang: str) -> Text:
    """A line for every doubtful cell of a name."""
    row = np.array([universe.row_of[code]], dtype=np.int64)
    return tuple(doubt_line(universe, doubt, lang) for doubt in universe.evidence.doubtful(row).to_pylist())


def _since_seen(universe: Universe, code: str, lang: str) -> Text:
    """What of a name changed since the user last looked."""
    kinds = universe.kept.get("changed", {}).get(code, ())
    comma = "、" if lang == "zh" else ", "
    what = comma.join(say(f"seen_{kind}", lang) for kind in kinds)
    return ((say("seen_line", lang, what), "$text-accent"),) if kinds else ()


def doubt_line(universe: Universe, doubt: Mapping[str, Any], lang: str) -> Part:
    """What is printed, what price and EPS allow, and the likely cause."""
    column = universe.columns[f"pe_{doubt['year']}"]
    printed = format_number(column, doubt["printed"], lang)
    low, high = (format_number(column._replace(decimals=2), doubt[k], lang) for k in ("low", "high"))
    text = f"PE {doubt['year']} {printed}  {say(doubt['status'], lang)}  {say('implied', lang, low, high)}"
    if doubt["cause"]:
        text += f"  {_cause(doubt['cause'], lang)}"
    return text, "$text-error" if doubt["status"] == "contradicts" else "$text-warning"


def _cause(cause: str, lang: str) -> str:
    word, _, value = cause.partition(" ")
    return say(f"cause_{word}", lang, value) if f"cause_{word}" in WORDS else cause
