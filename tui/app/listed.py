"""What the screens of one list share: a list, the pane of what is chosen in it, the lines around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from tui.app.bars import KeyLine, StatusBar, TitleBar
from tui.app.grid import Grid
from tui.app.keys import bindings

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from tui.app.frame import ListFrame

WIDE, LOW = 140, 18  # cells; from here the pane stands beside the list; below, only one of them is shown
BAR = 1  # cells of a scrollbar


class Listed(Screen[None]):
    """Shows a list and what is chosen in it; what the user wants goes up as messages."""

    CSS_PATH = "listed.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lists")]
    PLACE: ClassVar[str] = ""
    """The screen's name in `keys.SCREENS`."""

    frame: reactive[ListFrame | None] = reactive(None)
    note: reactive[str] = reactive("")
    lang: reactive[str] = reactive("en")

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

    class Left(Message):
        """Escape was pressed where nothing of the screen is left to come back from."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__()
        self._going = ""  # the row to go to once it is there

    def compose(self) -> ComposeResult:
        """Title, list and pane, status, keys."""
        yield TitleBar(screen=self.PLACE, id="title").data_bind(Listed.frame)
        with Container(id="lists"):
            yield Grid(id="rows")
            with Container(id="pane"):
                yield from self.pane()
        yield StatusBar(id="status").data_bind(Listed.frame, Listed.note)
        yield KeyLine((self.PLACE, "lists", "grid", "app"), id="keys").data_bind(Listed.frame)

    def pane(self) -> ComposeResult:
        """What shows the chosen row; the first widget of it that takes the focus is entered first."""
        raise NotImplementedError

    def panes(self) -> list[Widget]:
        """The parts of the pane that take the focus, in the order of the tab key."""
        raise NotImplementedError

    @property
    def rows(self) -> Grid:
        """The list."""
        return self.query_one("#rows", Grid)

    def on_mount(self) -> None:
        """Begin in the list."""
        self.rows.set_class(self.has_class("-green-up"), "-green-up")
        self.rows.focus()
        self._fill()

    def watch_frame(self, frame: ListFrame | None) -> None:
        """Give the list its rows."""
        if frame is not None:
            self.lang = frame.lang
            if self.is_mounted:
                self._fill()

    def _fill(self) -> None:
        if self.frame is None or not self.query("#rows"):
            return
        rows = self.rows
        rows.hint = self.frame.hint
        if not self.frame.rows.yielding:  # nothing gives way: what it does not need is the pane's
            wide = self.has_class("-wide")
            rows.styles.width = min(self.frame.rows.breadth + BAR, self.size.width // 2) if wide else None
        rows.set_source(self.frame.rows.fitted(rows.breadth or self.size.width))
        place = rows.source.find(self._going)
        if place is not None:
            self._going = ""
            rows.move(row=place)
        self._tell()

    def on_resize(self, event: events.Resize) -> None:
        """Beside each other where there is room, else below each other."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.set_class(event.size.height < LOW, "-low")
        self.call_after_refresh(self._fill)

    # ── the cursor ──────────────────────────────────────────────────────────────────────────────────

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """Let the pane follow."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        rows = self.rows
        self.post_message(
            self.Settled(self.PLACE, rows.source.key(rows.cursor_row) if rows.cursor_row >= 0 else "")
        )

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """Go in."""
        event.stop()
        self.post_message(self.Entered(self.PLACE, self.rows.source.key(event.row)))

    def go(self, key: str) -> None:
        """Put the cursor on a row, as soon as it is on show."""
        self._going = key
        self.call_later(self._fill)

    # ── panes ───────────────────────────────────────────────────────────────────────────────────────

    def enter(self, pane: Widget) -> None:
        """Focus a part of the screen; in a low terminal it takes the place of the other."""
        self.set_class(pane is not self.rows, "-reading")
        if pane.region:
            pane.focus()
        else:  # hidden until now
            self.call_after_refresh(pane.focus)

    def action_next_pane(self, step: int) -> None:
        """Focus the next part of the screen."""
        stops: list[Widget] = [self.rows, *self.panes()]
        at = stops.index(self.focused) if self.focused in stops else 0
        self.enter(stops[(at + step) % len(stops)])

    def action_zoom(self) -> None:
        """Give the focused part the whole screen, or take it back."""
        if self.maximized is not None:
            self.minimize()
        elif self.focused is not None:
            self.maximize(self.focused, container=False)

    def action_back(self) -> None:
        """From a zoomed part to all; from the pane to the list; then out of it."""
        if self.maximized is not None:
            self.minimize()
        elif self.focused is not self.rows:
            self.enter(self.rows)
        else:
            self.post_message(self.Left(self.PLACE))
