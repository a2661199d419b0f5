"""Revisions by group as lines: counts, and bars from one axis, cuts to its left and rises to its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.frames.report import MoveLine
from tui.app.widgets.moves import AXIS, BAR, GAP, LEAST, MOST, move_lines
from tui.app.words.say import say
from tui.text import cell_width, crop, pad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.app.frames.changes import GroupLine
    from tui.app.widgets.scroller import Line, Part

WIDEST = 24  # cells of a group's label


def waterfall_lines(groups: Sequence[GroupLine], lang: str, width: int) -> tuple[list[Line], int]:
    """The lines in `width` cells with a total at the end; and how many stay on top."""
    if not groups:
        return [], 0
    total = ("", sum(g.names for g in groups), sum(g.ups for g in groups), sum(g.downs for g in groups), "")
    rows = [(g.label, g.names, g.ups, g.downs, g.text) for g in groups]
    last = (say("waterfall_total", lang), *total[1:])
    heads = [say(f"waterfall_{key}", lang) for key in ("group", "names", "up", "down", "price")]
    texts = [
        (crop(label, WIDEST), f"{names}", _signed(ups, "+"), _signed(downs, "-"), price)
        for label, names, ups, downs, price in (*rows, last)
    ]
    cells = [_widest([head, *(row[i] for row in texts)]) for i, head in enumerate(heads)]
    room = min(MOST, width - sum(cells) - len(GAP) * len(cells) - 2)
    bars = _Bars([(ups, downs) for _, _, ups, downs, _ in rows], room) if room >= LEAST else None
    head = GAP.join(pad(text, w, right=bool(i)) for i, (text, w) in enumerate(zip(heads, cells, strict=True)))
    out: list[Line] = [((f" {head}{bars.nought if bars else ''}", "head"),)]
    for at, (row, figures) in enumerate(zip((*rows, last), texts, strict=True)):
        label, names, up, down, price = (
            pad(text, w, right=bool(i)) for i, (text, w) in enumerate(zip(figures, cells, strict=True))
        )
        change = groups[at].change if at < len(groups) else None
        tone = "" if not change else "up" if change > 0 else "down"
        out.append(
            (
                (f" {label}{GAP}", "strong"),
                (f"{names}{GAP}", "dim"),
                (f"{up}{GAP}", "up" if row[2] else "dim"),
                (f"{down}{GAP}", "down" if row[3] else "dim"),
                (price, tone),
                (GAP, ""),
                *(bars.of(row[2], row[3]) if bars and at < len(groups) else ()),
            )
        )
    return out, 1


def price_lines(groups: Sequence[GroupLine], lang: str, width: int) -> tuple[list[Line], int]:
    """The median price changes as the market screen draws its moves; where no estimate was revised."""
    lines = [MoveLine("", f"{g.names}", g.label, g.text, g.change) for g in groups]
    heads = (say("waterfall_names", lang), say("waterfall_group", lang), say("price_change", lang))
    return move_lines([("", lines)], lang, width, heads)


def _signed(count: int, sign: str) -> str:
    return f"{sign}{count}" if count else "0"


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_width, texts))


class _Bars:
    """Where the axis stands and how many cells one revision takes; one scale for both sides."""

    def __init__(self, counts: Sequence[tuple[int, int]], room: int) -> None:
        most_up, most_down = (max(side) for side in zip(*counts, strict=True))
        cells = room - 1
        both = most_up + most_down
        axis = round(cells * most_down / both) if both else 0
        self._axis = min(max(axis, int(most_down > 0)), cells - int(most_up > 0))
        self._right = cells - self._axis
        per = [side / most for side, most in ((self._right, most_up), (self._axis, most_down)) if most]
        self._per = min([3.0, *per])  # a single revision is no long bar

    @property
    def nought(self) -> str:
        """What stands over the bars: where the axis is."""
        return f"{GAP}{' ' * self._axis}0"

    def of(self, ups: int, downs: int) -> Iterator[Part]:
        """The axis with both bars; at least a cell for what is not nought."""
        left = min(self._axis, max(int(downs > 0), round(downs * self._per)))
        right = min(self._right, max(int(ups > 0), round(ups * self._per)))
        yield " " * (self._axis - left), ""
        yield BAR * left, "down-bar"
        yield AXIS, "dim"
        yield BAR * right, "up-bar"
