"""The grid: a table of any length with a cursor on one cell, moved by keys and mouse.

It knows no stocks: it shows a `GridSource` and says where the cursor is and what was chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from tui.app.grid.canvas import HEAD, GridCanvas
from tui.app.grid.model import Lines, kept, scroll_to_show
from tui.app.grid.paint import GRID_CSS
from tui.app.keys import bindings

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType
    from textual.scrollbar import ScrollDown, ScrollUp

    from tui.app.grid.model import GridSource


class Grid(GridCanvas):
    """Shows a `GridSource` with a cursor on one cell.

    The header stays on top and the frozen columns on the left; the others scroll by whole columns.
    Up is red and down green; the class `-green-up` turns that round.
    """

    DEFAULT_CSS = GRID_CSS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("grid")]
    """Moving by rows, columns and pages, and going into the row; the ids take other keys."""

    class Moved(Message):
        """The cursor came to another cell, or a new source put another row under it."""

        def __init__(self, grid: Grid, row: int, column_key: str) -> None:
            """`row` is -1 without rows; `column_key` '' without columns."""
            super().__init__()
            self.grid, self.row, self.column_key = grid, row, column_key

        @property
        def control(self) -> Grid:
            """The grid."""
            return self.grid

    class Chosen(Message):
        """A row was chosen: enter, or a click on the row under the cursor."""

        def __init__(self, grid: Grid, row: int) -> None:
            super().__init__()
            self.grid, self.row = grid, row

        @property
        def control(self) -> Grid:
            """The grid."""
            return self.grid

    class HeaderClicked(Message):
        """A column's header was clicked."""

        def __init__(self, grid: Grid, column_key: str) -> None:
            super().__init__()
            self.grid, self.column_key = grid, column_key

        @property
        def control(self) -> Grid:
            """The grid."""
            return self.grid

    def __init__(
        self,
        source: GridSource | None = None,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._at = (-1, 0)  # the cursor as it was last drawn
        self._held = False  # while row and column change together
        if source is not None:
            self.set_source(source)

    @property
    def column_key(self) -> str:
        """The key of the cursor's column, '' without columns."""
        columns = self._source.columns
        return columns[self.cursor_column].key if columns else ""

    def set_source(self, source: GridSource, keep: bool = True) -> None:
        """Show another source; its rows cost nothing until they are on the screen.

        keep: the cursor stays on its row and column by their keys, and as high on the screen as it was;
        else it goes to the first cell
        """
        before, top = self._identity(), self.top
        height = self._lines.of_row(self.cursor_row) - top
        row, column = kept(self._source, source, self.cursor_row, self.cursor_column) if keep else (0, 0)
        self._source, self._lines = source, Lines.of(source)
        self._strips.clear()
        self.stretch()
        self._place(row, column)
        self._at = (self.cursor_row, self.cursor_column)
        self.lay_columns()
        from_top = top == 0 and self._lines.of_row(self.cursor_row) < self.page
        if not keep or not source.rows or from_top:
            self.scroll_line(0)
        elif 0 <= height < self.page:
            self.scroll_line(self._lines.of_row(self.cursor_row) - height)
        self._show_cursor()
        self.refresh()
        if self._identity() != before:
            self.post_message(self.Moved(self, self.cursor_row, self.column_key))

    def move(self, row: int | None = None, column: int | None = None) -> None:
        """Put the cursor on another data row, column, or both; beyond the edge means the edge."""
        self._place(self.cursor_row if row is None else row, self.cursor_column if column is None else column)
        self._follow()

    # ── the cursor ──────────────────────────────────────────────────────────────────────────────────

    def _identity(self) -> tuple[int, str, str]:
        row = self.cursor_row
        return row, self._source.key(row) if row >= 0 else "", self.column_key

    def _place(self, row: int, column: int) -> None:
        self._held = True
        self.cursor_row, self.cursor_column = row, column
        self._held = False

    def validate_cursor_row(self, row: int) -> int:
        return min(max(row, 0), self._source.rows - 1)

    def validate_cursor_column(self, column: int) -> int:
        return max(0, min(column, len(self._source.columns) - 1))

    def watch_cursor_row(self) -> None:
        self._follow()

    def watch_cursor_column(self) -> None:
        self._follow()

    def _follow(self) -> None:
        """Bring the screen to where the cursor is: as a rule two lines, or one and the header."""
        now = (self.cursor_row, self.cursor_column)
        if self._held or now == self._at:
            return
        (old_row, old_column), self._at = self._at, now
        if not self.lay_columns() and not self._show_cursor():
            for row in {old_row, self.cursor_row}:
                self.refresh_screen_line(self._lines.of_row(row) - self.top + HEAD)
            if old_column != self.cursor_column:
                self.refresh_screen_line(0)
        self.post_message(self.Moved(self, self.cursor_row, self.column_key))

    def _show_cursor(self) -> bool:
        if self.cursor_row < 0 or not self.size:
            return False
        return self.scroll_line(scroll_to_show(self._lines, self.cursor_row, self.top, self.page))

    def on_resize(self) -> None:
        if self.footer:
            self.stretch()
        self.lay_columns()
        self._show_cursor()

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────

    def action_step(self, rows: int) -> None:
        """Move by data rows."""
        self.move(row=self.cursor_row + rows)

    def action_side(self, columns: int) -> None:
        """Move by columns."""
        self.move(column=self.cursor_column + columns)

    def action_edge(self, last: bool) -> None:
        """Move to the first or the last row."""
        self.move(row=self._source.rows - 1 if last else 0)

    def action_page(self, pages: float) -> None:
        """Move by pages; the cursor keeps its height on the screen where it can."""
        if self.cursor_row < 0:
            return
        lines = round(self.page * pages) or (1 if pages > 0 else -1)
        line = self._lines.of_row(self.cursor_row)
        if 0 <= line - self.top < self.page:
            self.scroll_line(self.top + lines)
        self.move(row=self._lines.row_near(line + lines, down=lines > 0))

    def action_choose(self) -> None:
        """Go into the cursor's row."""
        if self.cursor_row >= 0:
            self.post_message(self.Chosen(self, self.cursor_row))

    # ── mouse ───────────────────────────────────────────────────────────────────────────────────────

    def on_click(self, event: events.Click) -> None:
        """A header tells; another row or cell takes the cursor; the cursor's row is chosen."""
        at = event.get_content_offset(self)
        if at is None:
            return
        event.stop()
        column = self._layout.column_at(at.x)
        if at.y < HEAD:
            if column is not None:
                self.post_message(self.HeaderClicked(self, self._source.columns[column].key))
            return
        line = self.top + at.y - HEAD
        here = line < self._lines.total and at.y < HEAD + self.page
        row = self._lines.what(line)[0] if here else -1
        if row < 0:
            return
        chosen = row == self.cursor_row
        self.move(row, column)
        if chosen:
            self.action_choose()

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Scroll by a column; the cursor stays where it is."""
        self._sideways(event, 1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Scroll by a column; the cursor stays where it is."""
        self._sideways(event, -1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """With shift or ctrl sideways; without, the base scrolls lines, at once."""
        if event.shift or event.ctrl:
            self._sideways(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """With shift or ctrl sideways; without, the base scrolls lines, at once."""
        if event.shift or event.ctrl:
            self._sideways(event, -1)

    def _sideways(self, event: events.MouseEvent, columns: int) -> None:
        event.prevent_default().stop()
        self.lay_columns(self._layout.first + columns)

    def on_scroll_up(self, event: ScrollUp) -> None:
        """A click above the scrollbar's thumb: a page, without the animation."""
        event.prevent_default().stop()
        self.scroll_line(self.top - self.page)

    def on_scroll_down(self, event: ScrollDown) -> None:
        """A click below the scrollbar's thumb: a page, without the animation."""
        event.prevent_default().stop()
        self.scroll_line(self.top + self.page)
