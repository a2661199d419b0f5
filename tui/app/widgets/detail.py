"""The chosen name: EPS and PE by year as bars, whose estimates they are, what the check says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.app.widgets.bars import content
from tui.app.widgets.wrap import wrapped
from tui.app.words.say import say
from tui.text import cell_width, crop, pad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.app.frames.frame import Bar, NameFrame, Part, Text, YearLine

LABEL, FIGURE, SOURCE, CHECK = 6, 9, 10, 11  # cells
BAR_MOST, BAR_LEAST = 24, 3
RISE, LOSS, AXIS = "=", "-", "|"  # what a bar is made of where there are no colours
EPS_STYLE, PE_STYLE, LOSS_STYLE = (f"{c} on {c} 40%" for c in ("$primary", "$secondary", "$warning"))
LEAST_YEARS = 3
SMALLEST = 1e-6  # of the longest bar
CUT = 30  # lines of one text at most, however high the pane is


class Detail(Static):
    """What is known of the name under the cursor, by year."""

    name_frame: reactive[NameFrame | None] = reactive(None)
    lang: reactive[str] = reactive("en")

    def watch_name_frame(self) -> None:
        """Write anew."""
        self._write()

    def watch_lang(self) -> None:
        """Write anew."""
        self._write()

    def on_resize(self) -> None:
        """Fit the bars to the width."""
        self._write()

    def _write(self) -> None:
        name = self.name_frame
        if name is None:
            self.border_title = ""
            self.update(Content.styled(say("detail_none", self.lang), "$text-muted"), layout=False)
            return
        width, height = self.content_size
        self.border_title = Content(
            f"{crop(name.name, max(0, width - cell_width(name.code) - 3))} {name.code}"
        )
        if width:
            self.update(detail(name, self.lang, width, height), layout=False)


def detail(name: NameFrame, lang: str, width: int, height: int) -> Content:
    """The pane of one name, fitted to `width` cells and `height` lines; the newest years go last."""
    lines = _texts(name.identity, width, max(1, height // 2))
    lines += map(content, _figures(name, width))
    doubts = _texts(name.doubts, width, 2)
    if name.years:
        room = max(LEAST_YEARS, height - len(lines) - 1 - len(doubts))
        shown = _newest(name.years, room)
        lines += map(content, _years(shown, lang, width, hidden=len(name.years) - len(shown)))
    return Content("\n").join([*lines, *doubts])


def _texts(parts: Sequence[Part], width: int, most: int) -> list[Content]:
    """Each part in lines of its own; one that would take more than `most` lines is cut."""
    out: list[Content] = []
    for text, style in parts:
        held = crop(text, width * min(most, CUT))
        out += wrapped(Content.styled(held, style), width).split("\n")[:most]
    return out


def _newest(years: Sequence[YearLine], most: int) -> Sequence[YearLine]:
    """The years there is room for: as a rule all; the oldest give way."""
    return years[max(0, len(years) - most) :]


def _figures(name: NameFrame, width: int) -> list[Text]:
    """Labels and figures in as few lines as hold them."""
    lines: list[list[Part]] = [[]]
    used = 0
    for label, figure in name.figures:
        cells = cell_width(label) + cell_width(figure) + 3
        if used + cells > width + 2 and lines[-1]:
            lines.append([])
            used = 0
        lines[-1] += [(f"{label} ", "$text-muted"), (f"{figure}  ", "")]
        used += cells
    return [tuple(line) for line in lines if line]


def _years(years: Sequence[YearLine], lang: str, width: int, hidden: int) -> list[Text]:
    """A line a year under their heads, which count the years there is no room for."""
    source, check, room = _widths(width)
    eps, pe = _Bars([y.eps for y in years], room, EPS_STYLE), _Bars([y.pe for y in years], room, PE_STYLE)
    head = (
        pad(f"+{hidden} .." if hidden else "", LABEL)
        + pad("EPS", eps.cells)
        + pad("PE", pe.cells)
        + pad(say("source", lang), source)
    )
    lines: list[Text] = [((head + (say("check", lang) if check else ""), "$text-muted"),)]
    for year in years:
        parts: list[Part] = [(pad(year.year, LABEL), ""), *eps.of(year.eps), *pe.of(year.pe)]
        parts.append((pad(year.source, source), "$text-muted"))
        if check:
            parts.append((crop(year.check[0], check), year.check[1]))
        lines.append(tuple(parts))
    return lines


def _widths(width: int) -> tuple[int, int, int]:
    """Cells for source, check and one bar; where there is no room the source goes, then the check."""
    source, check, bar = SOURCE, CHECK, 0
    for source, check in ((SOURCE, CHECK), (0, CHECK), (0, 0)):
        bar = (width - LABEL - 2 * (FIGURE + 1) - source - check) // 2
        if bar >= BAR_LEAST:
            break
    return source, check, max(0, min(BAR_MOST, bar))


class _Bars:
    """The bars of one column, from one axis; a loss goes to its left."""

    def __init__(self, bars: Sequence[Bar], room: int, style: str) -> None:
        rise = max([0.0, *(_share(bar) for bar in bars)])
        loss = max([0.0, *(-_share(bar) for bar in bars)])
        self.cells = room + FIGURE + 1
        self._style = style
        self._axis = AXIS if loss > 0 and room > 1 else ""
        both = room - len(self._axis)
        self._left = min(max(1, round(both * loss / (rise + loss))), both) if loss > 0 and both > 0 else 0
        self._right = both - self._left
        self._per = [cells / most for cells, most in ((self._right, rise), (self._left, loss)) if most > 0]

    def of(self, bar: Bar) -> list[Part]:
        """Bar and figure; at least a cell for what is not nought."""
        share = _share(bar)
        length = max(1, round(min(self._per) * abs(share))) if share and self._per else 0
        left = min(length, self._left) if share < 0 else 0
        right = min(length, self._right) if share > 0 else 0
        return [
            (" " * (self._left - left), ""),
            (LOSS * left, LOSS_STYLE),
            (self._axis, "$text-muted"),
            (RISE * right, self._style),
            (" " * (self._right - right + 1), ""),
            (pad(bar.text, FIGURE), "$text-muted" if bar.dim else ""),
        ]


def _share(bar: Bar) -> float:
    """The length of a bar; nought where it is too small to be drawn."""
    return bar.share if abs(bar.share) > SMALLEST else 0.0
