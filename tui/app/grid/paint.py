"""From a grid's data to lines: text in runs of one tone, and runs in the styles of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.app.grid.model import MARGIN
from tui.text import cell_width, crop, pad

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.widget import Widget

    from tui.app.grid.model import GridColumn, GridSection, GridSource, Layout

RULE = "\u254c"  # a box-drawing dash that every terminal shows in one cell
MORE_LEFT, MORE_RIGHT = "\u00ab", "\u00bb"  # columns that are hidden there; one cell in every terminal
CLASSES = (
    *("grid--header", "grid--header-cursor", "grid--mark"),  # mark: of sorting and scrolling
    *("grid--section", "grid--rule", "grid--note", "grid--hint"),
    *("grid--cursor-row", "grid--cursor-cell"),
    *("grid--up", "grid--down", "grid--dim", "grid--doubt", "grid--accent", "grid--new"),
    *("grid--scale1", "grid--scale2", "grid--scale3", "grid--scale4", "grid--scale5"),  # low to high
    *("grid--footer", "grid--footer-head"),
)
TINT = "scale"  # tones of this name fill a cell

Runs = list[tuple[str, str]]  # adjacent pieces of a line: text and tone; several words are several tones

GRID_CSS = """
Grid {
    background: $background;
    color: $foreground;
    overflow: hidden auto;
    scrollbar-size-vertical: 1;
    & > .grid--header { background: $panel; color: $foreground 80%; text-style: bold; }
    & > .grid--header-cursor { background: $primary 45%; color: $text; text-style: bold; }
    & > .grid--mark { color: $text-accent; text-style: bold; }
    & > .grid--section { color: $text-primary; text-style: bold; }
    & > .grid--rule { color: $foreground 25%; }
    & > .grid--note { color: $foreground 65%; }
    & > .grid--hint { color: $foreground 60%; }
    & > .grid--cursor-row { background: $primary 12%; }
    & > .grid--cursor-cell { background: $primary 30%; color: $text; text-style: bold; }
    & > .grid--up { color: $text-error; }
    & > .grid--down { color: $text-success; }
    & > .grid--dim { color: $foreground 50%; }
    & > .grid--doubt { color: $text-warning; text-style: bold; }
    & > .grid--accent { color: $text-primary; }
    & > .grid--new { color: $text-primary; text-style: bold underline; }
    & > .grid--scale1 { background: $primary 45%; }
    & > .grid--scale2 { background: $primary 20%; }
    & > .grid--scale3 { background: $foreground 5%; }
    & > .grid--scale4 { background: $warning 18%; }
    & > .grid--scale5 { background: $warning 40%; }
    & > .grid--footer { background: $surface; color: $foreground 80%; }
    & > .grid--footer-head { background: $surface; color: $text-primary; text-style: bold; }
    &.-green-up > .grid--up { color: $text-success; }
    &.-green-up > .grid--down { color: $text-error; }
    &:focus > .grid--cursor-row { background: $primary 25%; }
    &:focus > .grid--cursor-cell { background: $primary; color: $block-cursor-foreground; }
    &:nocolor > .grid--cursor-cell { text-style: bold reverse; }
    &:nocolor > .grid--cursor-row { text-style: bold; }
    &:nocolor > .grid--header-cursor { text-style: bold reverse; }
    &:nocolor > .grid--header { text-style: bold underline; }
    &:nocolor > .grid--scale1, &:nocolor > .grid--scale2, &:nocolor > .grid--scale3,
    &:nocolor > .grid--scale4, &:nocolor > .grid--scale5 { background: $background 0%; }
}
"""


def fit(text: str, width: int, *, right: bool) -> str:
    """The text in exactly `width` cells."""
    if text.isascii() and len(text) <= width:
        return text.rjust(width) if right else text.ljust(width)
    return pad(text, width, right=right)


def row_runs(source: GridSource, row: int, layout: Layout, cursor: int, sign: str = "") -> Runs:
    """A data row as few runs; the cell of column `cursor` (-1: none) is a run of tone 'cursor'.

    sign: one cell in the margin before the row, '' for none
    """
    runs: Runs = [(sign, "doubt")]
    cell = source.cell
    held, tone, x = "", "", len(sign)
    for slot in layout.slots:
        text, now = cell(row, slot.column)
        gap = " " * (slot.x - x)
        x = slot.x + slot.width
        if TINT in tone:  # but beside a cell that is filled
            runs.append((held, tone))
            held, tone = gap, ""
        else:
            held += gap  # a gap needs no run of its own
        shown = fit(text, slot.width, right=slot.right)
        if slot.column == cursor:
            runs += ((held, tone), (shown, "cursor"))
            held, tone = "", ""
        elif now == tone or not text:
            held += shown
        else:
            runs.append((held, tone))
            held, tone = shown, now
    rest = " " * (layout.width - x)
    runs += ((held, tone), (rest, "")) if TINT in tone else ((held + rest, tone),)
    return [run for run in runs if run[0]]


def header_runs(columns: Sequence[GridColumn], layout: Layout, cursor: int) -> Runs:
    """The header line: tones '', 'mark' for sort and scroll marks, 'cursor' for the cursor's column."""
    runs: Runs = []
    x = 0
    for slot in layout.slots:
        gap = " " * (slot.x - x)
        hidden = layout.left and slot.column == layout.first
        runs.append((f"{gap[:-1]}{MORE_LEFT}", "mark") if hidden else (gap, ""))
        tone = "cursor" if slot.column == cursor else ""
        runs += _title_runs(columns[slot.column], slot.width, tone)
        x = slot.x + slot.width
    rest = max(0, layout.width - x)
    runs.append((MORE_RIGHT.rjust(rest)[:rest], "mark") if layout.more else (" " * rest, ""))
    return [run for run in runs if run[0]]


def _title_runs(column: GridColumn, width: int, tone: str) -> Runs:
    room = width - cell_width(column.mark) - 1
    if not column.mark or room < 1:
        return [(fit(column.title, width, right=column.right), tone)]
    title = crop(column.title, room)
    blank = " " * (room - cell_width(title))
    mark = (f" {column.mark}", tone or "mark")
    return [(blank + title, tone), mark] if column.right else [(title, tone), mark, (blank, tone)]


def section_runs(section: GridSection, width: int) -> Runs:
    """A section's header line: the title, a rule of tone 'rule', the note of tone 'note'."""
    room = max(0, width - 2 * MARGIN)
    title = crop(section.title, room)
    left = room - cell_width(title)
    words = section.words
    note = f" {words}" if words and cell_width(words) <= left - 4 else ""
    rule = left - cell_width(note) - 1
    line = f" {RULE * rule}" if rule > 0 else " " * left
    runs = [(" " * MARGIN + title, ""), (line, "rule"), (note + " " * MARGIN, "note")]
    return [run for run in runs if run[0]]


def footer_runs(text: str, width: int) -> Runs:
    """The last line: what is told, its first word (up to two spaces) of tone 'head'."""
    head, gap, rest = fit(f"{' ' * MARGIN}{text.strip()}", width, right=False).partition("  ")
    return [run for run in ((head, "head"), (gap + rest, "")) if run[0]]


class Styles(dict[str, Style]):
    """The styles of one kind of line by tone, each read when it is first asked for.

    A tone is one name or several; '' is the line's own style, and so is that of an unknown name.
    """

    def __init__(
        self, widget: Widget, line: str = "", plain: str = "", names: Mapping[str, str] | None = None
    ) -> None:
        """line: the component class of every tone; plain: that of '' alone; names: tones of other classes."""
        super().__init__()
        self._widget, self._line, self._plain, self._names = widget, line, plain, names or {}

    def __missing__(self, tone: str) -> Style:
        """Of the component classes of the line and of every name in the tone."""
        wanted = [f"grid--{self._names.get(one, one)}" for one in tone.split()]
        known = [name for name in wanted if name in CLASSES] or [f"grid--{self._plain}"] * bool(self._plain)
        made = self[tone] = self._style([*([f"grid--{self._line}"] if self._line else []), *known])
        return made

    def _style(self, classes: Sequence[str]) -> Style:
        made = self._widget.get_visual_style(*classes).rich_style
        for name in classes:  # visual styles leave reverse out, and NO_COLOR lives by it
            if self._widget.get_component_styles(name).text_style.reverse:
                made += Style(reverse=True)
        return made


class Palette(NamedTuple):
    """The styles of a grid's lines, by tone; '' is a line's own."""

    row: Styles
    current: Styles
    header: Styles
    section: Styles
    hint: Styles
    footer: Styles

    @classmethod
    def of(cls, widget: Widget) -> Palette:
        """Read from the component classes of a grid in its present state."""
        return cls(
            row=Styles(widget),
            current=Styles(widget, "cursor-row", names={"cursor": "cursor-cell"}),
            header=Styles(widget, "header", names={"cursor": "header-cursor"}),
            section=Styles(widget, plain="section"),
            hint=Styles(widget, "hint"),
            footer=Styles(widget, "footer", names={"head": "footer-head"}),
        )


def strip_of(runs: Runs, styles: Mapping[str, Style], width: int) -> Strip:
    """A line of exactly `width` cells."""
    strip = Strip([Segment(text, styles[tone]) for text, tone in runs if text])
    return strip.adjust_cell_length(width, styles[""])
