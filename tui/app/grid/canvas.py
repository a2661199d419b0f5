"""The drawing half of the grid: lines of data as strips, kept while nothing about them changes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from tui.app.grid.model import EmptySource, Lines, lay_out, thumb_cell
from tui.app.grid.paint import (
    CLASSES,
    Palette,
    fit,
    footer_runs,
    header_runs,
    row_runs,
    section_runs,
    strip_of,
)

if TYPE_CHECKING:
    from tui.app.grid.model import GridSource

HEAD = 1  # lines the header takes
LEAST = 4  # lines of data, below which there is no room for a footer
FOOTER = (-1, -1)  # its place among the strips
STRIPS = 1000  # rendered lines kept; more than any screen has


class CellBar(ScrollBarRender):
    """A scrollbar of whole cells: the part blocks are of ambiguous width."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


class GridCanvas(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws a `GridSource`: header on top, frozen columns left, the lines that are on the screen."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = set(CLASSES)

    cursor_row: reactive[int] = reactive(-1, repaint=False, init=False)
    """The data row under the cursor, -1 without rows."""
    cursor_column: reactive[int] = reactive(0, repaint=False, init=False)
    """The index of the column under the cursor."""
    hint: reactive[str] = reactive("")
    """One line shown where there are no rows; clean text."""
    footer: reactive[str] = reactive("", repaint=False, init=False)
    """What the last line tells, of the cursor's column as a rule; clean text, '' for no such line."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id, classes=classes)
        self._source: GridSource = EmptySource()
        self._lines = Lines.of(self._source)
        self._layout = lay_out((), 0, 0, 0)
        self._strips: dict[tuple[int, int], Strip] = {}
        self._palette: Palette | None = None

    def on_mount(self) -> None:
        self.vertical_scrollbar.renderer = CellBar  # type: ignore[misc]  # as Textual documents it

    @property
    def source(self) -> GridSource:
        """What it shows."""
        return self._source

    # ── where things are ────────────────────────────────────────────────────────────────────────────

    @property
    def top(self) -> int:
        """The line of data right below the header."""
        return round(self.scroll_y)

    @property
    def breadth(self) -> int:
        """Cells of a line, the scrollbar left out."""
        return self.size.width - self.scrollbar_size_vertical

    @property
    def page(self) -> int:
        """How many lines data may take, at least 1."""
        return max(1, self.size.height - HEAD - self.foot)

    @property
    def foot(self) -> int:
        """How many lines the footer takes: one where there is anything to tell and room for it."""
        return int(bool(self.footer) and self.size.height - HEAD > LEAST)

    def scroll_line(self, top: int) -> bool:
        """Bring a line of data right below the header, at once; True where that changed anything."""
        before = self.top
        self.scroll_to(y=top, animate=False, force=True)
        return self.top != before

    def stretch(self) -> None:
        """Take the height of the lines; the screen is laid out anew only if the scrollbar comes or goes."""
        size = Size(self.size.width, self._lines.total + HEAD + self.foot)
        if self.show_vertical_scrollbar != (size.height > self.size.height):
            self.virtual_size = size
            return
        self.set_reactive(GridCanvas.virtual_size, size)
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = size.height

    def _size_updated(
        self,
        size: Size,
        virtual_size: Size,
        container_size: Size,
        layout: bool = True,
    ) -> bool:
        """Textual's, without drawing the scrollbar again for a height that stretch() has told it of."""
        if self.show_vertical_scrollbar == (self.virtual_size.height > size.height):
            virtual_size = self.virtual_size
        return super()._size_updated(size, virtual_size, container_size, layout)

    def lay_columns(self, first: int | None = None) -> bool:
        """Lay the columns out, for the cursor or from column `first`; True where they changed."""
        cursor = self.cursor_column if first is None else -1
        first = self._layout.first if first is None else first
        layout = lay_out(self._source.columns, self.breadth, first, cursor)
        if layout == self._layout:
            return False
        self._layout = layout
        self._strips.clear()
        self.refresh()
        return True

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the lines again, but the scrollbar only where its thumb comes to another cell."""
        if round(old_value) == round(new_value):
            return
        self.refresh(Region(0, 0, self.breadth, self.size.height - self.foot))
        if not self.show_vertical_scrollbar:
            return
        bar, height, count = self.vertical_scrollbar, self.size.height, self.virtual_size.height
        if thumb_cell(round(old_value), height, count) == thumb_cell(round(new_value), height, count):
            bar.set_reactive(ScrollBar.position, new_value)
        else:
            bar.position = new_value

    def watch_footer(self, before: str, after: str) -> None:
        """Draw the last line anew; where it comes or goes, the lines above it have another room."""
        self._strips.pop(FOOTER, None)
        if bool(before) == bool(after):
            self.refresh_screen_line(self.size.height - 1)
            return
        self.stretch()
        self.scroll_line(min(self.top, max(0, self._lines.total - self.page)))
        self.refresh()

    def watch_show_vertical_scrollbar(self) -> None:
        self.lay_columns()

    def refresh_screen_line(self, y: int) -> None:
        """Draw one line of the screen again, 0 being the header."""
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.breadth, 1))

    # ── drawing ─────────────────────────────────────────────────────────────────────────────────────

    def notify_style_update(self) -> None:
        """Another theme, class or focus: every line has other colours."""
        super().notify_style_update()
        self._palette = None
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; kept strips go out as they are, with what the terminal was sent."""
        width = self.breadth
        if self.styles.gutter.totals != (0, 0) or self.styles.tint.a or self.opacity < 1:
            return super().render_lines(crop)
        top, foot = self.top, self._foot_at()
        strips = [self._line(y, top, foot) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            background = self.background_colors[1]
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        return self._line(y, self.top, self._foot_at())

    def _foot_at(self) -> int:
        """The line of the footer; below all where there is none. Textual works a size out at each asking."""
        return HEAD + self.page if self.foot else sys.maxsize

    def _line(self, y: int, top: int, foot: int) -> Strip:
        palette = self._palette
        if palette is None:
            if not self._component_styles:  # a dialog came over a screen that has no styles yet
                return Strip.blank(self.breadth)
            palette = self._palette = Palette.of(self)
        if y < HEAD:
            runs = header_runs(self._source.columns, self._layout, self.cursor_column)
            return strip_of(runs, palette.header, self._layout.width)
        if y >= foot:
            return self._footer(palette)
        line = top + y - HEAD
        row, section = self._lines.what(line)
        cursor = self.cursor_column if row == self.cursor_row >= 0 else -1
        strip = self._strips.get((line, cursor))
        if strip is None:
            strip = self._draw(line, row, section, cursor, palette)
            if len(self._strips) >= STRIPS:
                self._strips.clear()
            self._strips[line, cursor] = strip
        return strip

    def _footer(self, palette: Palette) -> Strip:
        strip = self._strips.get(FOOTER)
        if strip is None:
            width = self._layout.width
            strip = self._strips[FOOTER] = strip_of(footer_runs(self.footer, width), palette.footer, width)
        return strip

    def _draw(self, line: int, row: int, section: int, cursor: int, palette: Palette) -> Strip:
        width = self._layout.width
        if line >= self._lines.total:
            hint = self.hint if line == self._lines.total and not self._source.rows else ""
            return strip_of([(fit(f" {hint}", width, right=False), "")], palette.hint, width)
        if section >= 0:
            return strip_of(section_runs(self._source.sections[section], width), palette.section, width)
        sign = getattr(self._source, "sign", None)  # few sources have any
        runs = row_runs(self._source, row, self._layout, cursor, sign(row) if sign else "")
        return strip_of(runs, palette.row if cursor < 0 else palette.current, width)
