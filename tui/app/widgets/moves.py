"""Moves of indices as lines: level, index, figure, and a bar from an axis at nought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.words.say import say
from tui.text import cell_width, crop, pad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.app.frames.report import MoveLine
    from tui.app.widgets.scroller import Line, Part

BAR, AXIS = "=", "|"
LEAST, MOST = 9, 120  # cells of the bars: with less room there are none
GAP = "  "
WIDEST = 28  # cells of an index's name
DEEP = {"market": 0, "sector": 0, "sub-sector": 2}  # cells by which a level goes in


def move_lines(
    groups: Sequence[tuple[str, Sequence[MoveLine]]],
    lang: str,
    width: int,
    heads: tuple[str, str, str] | None = None,
) -> tuple[list[Line], int]:
    """The lines in `width` cells, a heading before each group that has one; and how many stay on top.

    heads: of level, index and figure, where they are called otherwise
    """
    every = [line for _, lines in groups for line in lines]
    if not every:
        return [], 0
    level, index, change = heads or (say("level", lang), say("index", lang), say("change_head", lang))
    words = _widest([level, *(line.word for line in every)])
    names = min(WIDEST, _widest([index, *(_named(line) for line in every)]))
    figures = _widest([change, *(line.text for line in every)])
    room = min(MOST, width - words - names - figures - 3 * len(GAP) - 1)
    scale = _Scale(every, room) if room >= LEAST else None
    head = GAP.join(
        (
            pad(level, words),
            pad(index, names),
            pad(change, figures, right=True),
        )
    )
    out: list[Line] = [((f" {head}{scale.nought if scale else ''}", "head"),)]
    for heading, lines in groups:
        if heading:
            out.append(((f" {heading}", "dim"),))
        for line in lines:
            strong = "" if line.level == "sub-sector" else "strong"
            out.append(
                (
                    (f" {pad(line.word, words)}{GAP}", "dim"),
                    (pad(_named(line), names) + GAP, strong),
                    (pad(line.text, figures, right=True), _tone(line.change)),
                    (GAP, ""),
                    *(scale.bar(line.change) if scale else ()),
                )
            )
    return out, 1


def _named(line: MoveLine) -> str:
    return " " * DEEP.get(line.level, 0) + crop(line.index, WIDEST)


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_width, texts))


def _tone(change: float | None) -> str:
    return "" if not change else "up" if change > 0 else "down"


class _Scale:
    """Where the axis stands and how many cells a per cent takes; one scale for both sides."""

    def __init__(self, lines: Sequence[MoveLine], room: int) -> None:
        given = [line.change for line in lines if line.change is not None]
        low, high = min((0.0, *given)), max((0.0, *given))
        self._cells = room - 1
        self._span = high - low
        axis = round(self._cells * (-low / self._span)) if self._span else 0
        self._axis = min(max(axis, int(low < 0)), self._cells - int(high > 0))  # a cell for either side

    @property
    def nought(self) -> str:
        """What stands over the bars: where the axis is."""
        return f"{GAP}{' ' * self._axis}0"

    def bar(self, change: float | None) -> Iterator[Part]:
        """The axis with a bar to its left for a fall, to its right for a rise; at least a cell long."""
        side = self._axis if change and change < 0 else self._cells - self._axis
        length = min(side, max(1, round(self._cells * (abs(change) / self._span)))) if change else 0
        shown = BAR * length
        left = length if change and change < 0 else 0
        yield " " * (self._axis - left), ""
        if left:
            yield shown, "down-bar"
        yield AXIS, "dim"
        if length and not left:
            yield shown, "up-bar"
