"""What the screens of one list share: a list, and the pane of what is chosen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.message import Message
from textual.reactive import var

from tui.app.grid.grid import Grid
from tui.app.screens.page import Page

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from tui.app.frames.listing import ListFrame

BAR = 1  # cells of a scrollbar


class Listed(Page):
    """Shows a list and what is chosen in it; what the user wants goes up as messages."""

    CSS_PATH: ClassVar = ["page.tcss", "listed.tcss"]

    frame: var[ListFrame | None] = var(None)

    class Settled(Message):
        """The cursor came to another row."""

        def __init__(self, place: str, key: str) -> None:
            super().__init__()
            self.place, self.key = place, key

    class Entered(Message):
        """A row was chosen."""

        def __init__(self, place: str, key: str) -> None:
            super().__init__()
            self.place, self.key = place, key

    def __init__(self) -> None:
        super().__init__()
        self._going = ""  # the row to go to once it is there

    def parts(self) -> ComposeResult:
        """List and pane."""
        yield Grid(id="rows")
        with Container(id="pane"):
            yield from self.pane()

    def pane(self) -> ComposeResult:
        """What shows the chosen row; the first widget of it that takes the focus is entered first."""
        raise NotImplementedError

    def panes(self) -> list[Widget]:
        """The parts of the pane that take the focus, in the order of the tab key."""
        raise NotImplementedError

    def stops(self) -> list[Widget]:
        """The list, then the parts of the pane."""
        return [self.rows, *self.panes()]

    @property
    def rows(self) -> Grid:
        """The list."""
        return self.query_one("#rows", Grid)

    def on_mount(self) -> None:
        """Colour the list as the user wants it."""
        self.rows.set_class(self.has_class("-green-up"), "-green-up")

    def fill(self) -> None:
        """Give the list its rows."""
        if self.frame is None:
            return
        rows = self.rows
        rows.hint = self.frame.hint
        if not self.frame.rows.yielding:  # nothing gives way: what it does not need is the pane's
            wide = self.has_class("-wide") and not self.has_class("-sized")
            rows.styles.width = min(self.frame.rows.breadth + BAR, self.size.width // 2) if wide else None
        rows.set_source(self.frame.rows.fitted(rows.breadth or self.size.width))
        place = rows.source.find(self._going)
        if place is not None:
            self._going = ""
            rows.move(row=place)
        self.settle()

    # ── the cursor ──────────────────────────────────────────────────────────────────────────────────

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """Let the pane follow."""
        event.stop()
        self.settle_soon()

    def rests_at(self) -> Settled:
        """The row."""
        rows = self.rows
        return self.Settled(self.PLACE, rows.source.key(rows.cursor_row) if rows.cursor_row >= 0 else "")

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """Go in."""
        event.stop()
        self.settle()
        self.post_message(self.Entered(self.PLACE, self.rows.source.key(event.row)))

    def go(self, key: str) -> None:
        """Put the cursor on a row, as soon as it is on show."""
        self._going = key
        self.call_later(self._filled)
