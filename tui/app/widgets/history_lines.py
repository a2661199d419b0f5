"""One name's history as lines: pictures where there is room and colour, and a table of dates."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from tui.app.widgets.chart import ROLES, chart_lines
from tui.text import cell_width, pad

if TYPE_CHECKING:
    from tui.app.frames.changes import HistoryFrame, Plot
    from tui.app.widgets.scroller import Line

NARROW = 44  # cells, below which the table stands alone
LEAST, MOST = 3, 7  # lines of a picture
GAP = "  "
TABLE = 4  # lines of the table that stay in sight below the pictures


def history_lines(frame: HistoryFrame, width: int, height: int, *, coloured: bool) -> list[Line]:
    """What the pane shows in `width` cells, of which `height` lines are in sight."""
    if frame.hint:
        return [((f" {frame.hint}", "dim"),)]
    out: list[Line] = []
    plots = [plot for plot in frame.plots if _drawable(plot)]
    each = (height - TABLE) // len(plots) - 2 if plots else 0
    if coloured and width >= NARROW and len(frame.days) > 1:
        while plots and each < LEAST:
            plots.pop()
            each = (height - TABLE) // len(plots) - 2 if plots else 0
        margin = max((len(text) for plot in plots for text in _ends(plot)), default=0) + 1
        for plot in plots:
            out += _plot(plot, frame, margin, (width, min(MOST, each)))
    return [*out, *_table(frame)]


def _drawable(plot: Plot) -> bool:
    return any(sum(map(isfinite, values)) > 1 for _, values in plot.lines)


def _ends(plot: Plot) -> tuple[str, str]:
    """The largest and the smallest value."""
    values = [v for _, line in plot.lines for v in line if isfinite(v)]
    high, low = (f"{end:,.{plot.decimals}f}" for end in (max(values), min(values)))
    return high, low


def _plot(plot: Plot, frame: HistoryFrame, margin: int, size: tuple[int, int]) -> list[Line]:
    """The label with what the lines are, the picture, and the dates below it."""
    head: list[tuple[str, str]] = [(f" {plot.label}", "strong")]
    if len(plot.lines) > 1:
        head += [(f"{GAP}{label}", ROLES[at % len(ROLES)]) for at, (label, _) in enumerate(plot.lines)]
    drawn = chart_lines(frame.numbers, [line for _, line in plot.lines], _ends(plot), margin, size)
    first, last = frame.days[0], frame.days[-1]
    room = size[0] - margin - 1 - len(first) - len(last)
    feet: Line = ((f"{' ' * margin}{first}{' ' * max(1, room)}{last}", "dim"),)
    return [tuple(head), *drawn, feet]


def _table(frame: HistoryFrame) -> list[Line]:
    """Heads, and a line a date; what does not fit is reached sideways."""
    cells = [
        max(cell_width(head), *(cell_width(row[i]) for row in frame.rows)) if frame.rows else cell_width(head)
        for i, head in enumerate(frame.heads)
    ]

    def line(texts: tuple[str, ...]) -> str:
        fitted = (pad(t, w, right=r) for t, w, r in zip(texts, cells, frame.right, strict=True))
        return f" {GAP.join(fitted)}".rstrip()

    return [((line(frame.heads), "head"),), *(((line(row), ""),) for row in frame.rows)]
