"""The chosen name: EPS and PE by year as bars, whose estimates they are, what the check says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.app.widgets.bars import content
from tui.app.words.say import say
from tui.text import cell_width, pad

if TYPE_CHECKING:
    from tui.app.frames.frame import Bar, NameFrame, Part, Text

LABEL, FIGURE, SOURCE, CHECK = 6, 9, 10, 11  # cells
BAR_MOST, BAR_LEAST = 16, 3
EPS_STYLE, PE_STYLE, LOSS_STYLE = "on $primary", "on $secondary-lighten-2", "on $warning"


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
        elif self.content_size.width:
            self.border_title = Content(f"{name.name} {name.code}")
            self.update(detail(name, self.lang, self.content_size.width), layout=False)


def detail(name: NameFrame, lang: str, width: int) -> Content:
    """The pane of one name, fitted to `width` cells."""
    lines = [content(name.identity), *map(content, _figures(name, width))]
    if name.years:
        lines += map(content, _years(name, lang, width))
        lines += [content((doubt,)) for doubt in name.doubts]
    return Content("\n").join(lines)


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


def _years(name: NameFrame, lang: str, width: int) -> list[Text]:
    source, check, bar = _widths(width)
    block = bar + FIGURE + 1
    head = pad("", LABEL) + pad("EPS", block) + pad("PE", block) + pad(say("source", lang), source)
    lines: list[Text] = [((head + (say("check", lang) if check else ""), "$text-muted"),)]
    for year in name.years:
        parts: list[Part] = [(pad(year.year, LABEL), "")]
        parts += _bar(year.eps, bar, EPS_STYLE)
        parts += _bar(year.pe, bar, PE_STYLE)
        parts.append((pad(year.source, source), "$text-muted"))
        if check:
            parts.append(year.check)
        lines.append(tuple(parts))
    return lines


def _widths(width: int) -> tuple[int, int, int]:
    """Cells for source, check and one bar; where there is no room the source goes, then the check."""
    source, check, bar = SOURCE, CHECK, 0
    for source, check in ((SOURCE, CHECK), (0, CHECK), (0, 0)):
        bar = (width - LABEL - 2 * (FIGURE + 1) - source - check) // 2
        if bar >= BAR_LEAST:
            break
    return source, check, max(BAR_LEAST, min(BAR_MOST, bar))


def _bar(bar: Bar, most: int, style: str) -> list[Part]:
    length = min(most, max(1, round(most * abs(bar.share)))) if bar.share else 0
    shown = (" " * length, LOSS_STYLE if bar.share < 0 else style)
    return [shown, (" " * (most - length + 1), ""), (pad(bar.text, FIGURE), "$text-muted" if bar.dim else "")]
