"""The chosen name: EPS and PE by year as bars, whose estimates they are, what the check says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.app.source import mark_of
from tui.app.words import WORDS, say
from tui.columns import Column, State, Year
from tui.text import cell_width, clean, pad
from tui.universe.integrity import Status
from tui.universe.universe import CHECK_PREFIX
from tui.view.format import format_cell, format_number
from tui.view.resolve import group_label, rating_label

if TYPE_CHECKING:
    from tui.app.board import Board
    from tui.universe.universe import Universe

FIGURES = ("price", "price_change_pct", "eps_cagr", "peg", "pe_to_group")
LABEL, FIGURE, SOURCE, CHECK = 6, 9, 10, 11  # cells
BAR_MOST, BAR_LEAST = 16, 3


class Detail(Static):
    """What is known of the name under the cursor, by year."""

    board: reactive[Board | None] = reactive(None)
    code: reactive[str] = reactive("")

    def watch_board(self) -> None:
        """Write anew."""
        self._write()

    def watch_code(self) -> None:
        """Write anew."""
        self._write()

    def on_resize(self) -> None:
        """Fit the bars to the width."""
        self._write()

    def _write(self) -> None:
        board = self.board
        if board is None:
            return
        row = board.universe.row_of.get(self.code) if self.code else None
        if row is None:
            self.border_title = ""
            self.update(Content.styled(say("detail_none", board.lang), "$text-muted"))
            return
        name = board.universe.table.column("name")[row].as_py() or ""
        self.border_title = Content(f"{name} {self.code}")
        self.update(detail(board.universe, row, board.lang, max(40, self.content_size.width)))


def detail(universe: Universe, row: int, lang: str, width: int) -> Content:
    """The pane of one name, in lines of at most `width` cells."""
    lines = [_identity(universe, row, lang), _figures(universe, row, lang)]
    if universe.years:
        lines += _by_year(universe, row, lang, width)
        lines += _doubts(universe, row, lang)
    else:
        lines += _market(universe, row, lang)
    return Content("\n").join(lines)


def _identity(universe: Universe, row: int, lang: str) -> Content:
    group = universe.table.column("group")[row].as_py()
    rating = universe.table.column("rating")[row].as_py()
    parts = []
    if group:
        parts.append(group_label(universe, group, lang))
    if rating:
        source = universe.table.column("rating_source")[row].as_py()
        by = f" ({_source(source, lang)})" if source else ""
        parts.append(f"{rating_label(universe, rating, lang)}{by}")
    labels = {t.id: t.label(lang) for t in universe.themes}
    tags = universe.table.column("themes")[row].as_py() or ""
    parts += [f"#{labels.get(tag, tag)}" for tag in tags.split(";") if tag]
    return Content.styled("  ".join(clean(p) for p in parts), "$text-muted")


def _figures(universe: Universe, row: int, lang: str) -> Content:
    """The name's own figures in one line, each with its label."""
    parts: list[Content] = []
    for name in FIGURES:
        column = universe.columns.get(name)
        if column is None:
            continue
        value, state = float(universe.values(name)[row]), State(int(universe.states(name)[row]))
        text = format_cell(column, value if state == State.VALUE else None, state, lang)
        text += mark_of(universe, column, row)
        parts += [Content.styled(f"{column.head(lang)} ", "$text-muted"), Content(f"{text}  ")]
    return Content.assemble(*parts)


def _source(source: str | None, lang: str) -> str:
    return say(source, lang) if source in WORDS and source in {"house", "consensus"} else source or ""


def _by_year(universe: Universe, row: int, lang: str, width: int) -> list[Content]:
    source, check, bar = _widths(width)
    block = bar + FIGURE + 1
    head = pad("", LABEL) + pad("EPS", block) + pad("PE", block)
    head += pad(say("source", lang), source) if source else ""
    lines = [Content.styled(head + (say("check", lang) if check else ""), "$text-muted")]
    longest = {family: _longest(universe, family, row) for family in ("eps", "pe")}
    for year in universe.years:
        parts: list[Content] = [Content(pad(str(year), LABEL))]
        for family in ("eps", "pe"):
            parts += _bar(universe, universe.columns[f"{family}_{year}"], row, longest[family], bar, lang)
        if source:
            whose = universe.table.column(f"source_{year}")[row].as_py()
            parts.append(Content.styled(pad(clean(_source(whose, lang)), source), "$text-muted"))
        if check:
            parts.append(_status(universe, year, row, lang))
        lines.append(Content.assemble(*parts))
    return lines


def _widths(width: int) -> tuple[int, int, int]:
    """Cells for source, check and one bar; where there is no room the source goes, then the check."""
    for source, check in ((SOURCE, CHECK), (0, CHECK), (0, 0)):
        bar = (width - LABEL - 2 * (FIGURE + 1) - source - check) // 2
        if bar >= BAR_LEAST:
            break
    return source, check, max(BAR_LEAST, min(BAR_MOST, bar))


def _longest(universe: Universe, family: str, row: int) -> float:
    values = [abs(float(universe.values(f"{family}_{year}")[row])) for year in universe.years]
    finite = [v for v in values if np.isfinite(v)]
    return max(finite, default=0.0)


def _bar(universe: Universe, column: Column, row: int, longest: float, bar: int, lang: str) -> list[Content]:
    value, state = float(universe.values(column.name)[row]), State(int(universe.states(column.name)[row]))
    shown = state == State.VALUE
    length = round(bar * abs(value) / longest) if shown and longest > 0 else 0
    if shown and value != 0:
        length = max(1, length)
    text = format_cell(column, value if shown else None, state, lang)
    tone = "$warning" if value < 0 else "$primary" if column.family == "eps" else "$secondary"
    figure = Content(pad(text, FIGURE)) if shown else Content.styled(pad(text, FIGURE), "$text-muted")
    return [Content.styled(" " * length, f"on {tone}"), Content(" " * (bar - length + 1)), figure]


def _status(universe: Universe, year: Year, row: int, lang: str) -> Content:
    status = Status(int(universe.table.column(f"{CHECK_PREFIX}{year}")[row].as_py()))
    style = "bold $text-error" if status == Status.CONTRADICTS else "$text-muted"
    return Content.styled(say(status.word, lang), "$text-warning" if status == Status.IMPRECISE else style)


def _doubts(universe: Universe, row: int, lang: str) -> list[Content]:
    """A line for every doubtful cell: what is printed, what price and EPS allow, the likely cause."""
    code = universe.table.column("code")[row].as_py()
    out = []
    for doubt in universe.checks.to_pylist():
        if doubt["code"] != code:
            continue
        column = universe.columns[f"pe_{doubt['year']}"]
        printed, low, high = (format_number(column, doubt[k], lang) for k in ("printed", "low", "high"))
        text = (
            f"PE {doubt['year']} {printed}  {say(doubt['status'], lang)}  {say('implied', lang, low, high)}"
        )
        if doubt["cause"]:
            text += f"  {_cause(doubt['cause'], lang)}"
        out.append(
            Content.styled(text, "$text-error" if doubt["status"] == "contradicts" else "$text-warning")
        )
    return out


def _cause(cause: str, lang: str) -> str:
    word, _, value = cause.partition(" ")
    return say(f"cause_{word}", lang, value)


def _market(universe: Universe, row: int, lang: str) -> list[Content]:
    """Where nobody estimates anything: the name's own figures, one a line."""
    out = []
    for name in universe.defaults:
        column = universe.columns[name]
        if not column.kind.numeric:
            continue
        value, state = float(universe.values(name)[row]), State(int(universe.states(name)[row]))
        text = format_cell(column, value if state == State.VALUE else None, state, lang)
        label = column.label(lang)
        out.append(
            Content.assemble(Content.styled(pad(label, max(20, cell_width(label))), "$text-muted"), text)
        )
    return out
