"""What the screens beside the watchlist share: the lines around them, and the ways between their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from tui.app.keys import PARTS, bindings
from tui.app.widgets.bars import KeyLine, StatusBar, TitleBar

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from tui.app.frames.frame import Bars

WIDE, LOW = 140, 18  # cells; from here parts stand beside each other; below, there is room for one of them


class Page(Screen[None]):
    """A title, some parts, a status line and the keys; escape goes back part by part."""

    CSS_PATH: ClassVar = ["page.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lists")]
    PLACE: ClassVar[str] = ""
    """The screen's name in `keys.SCREENS`."""

    frame: reactive[Bars | None] = reactive(None)
    note: reactive[str] = reactive("")
    lang: reactive[str] = reactive("en")

    class Left(Message):
        """Escape was pressed where nothing of the screen is left to come back from."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    class Went(Message):
        """A name was chosen."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def compose(self) -> ComposeResult:
        """Title, parts, status, keys."""
        yield TitleBar(screen=self.PLACE, id="title").data_bind(Page.frame)
        with Container(id="parts"):
            yield from self.parts()
        yield StatusBar(id="status").data_bind(Page.frame, Page.note)
        yield KeyLine((self.PLACE, *PARTS[self.PLACE]), id="keys").data_bind(Page.frame)

    def parts(self) -> ComposeResult:
        """What the screen is made of."""
        raise NotImplementedError

    def stops(self) -> list[Widget]:
        """The parts that take the focus, in the order of the tab key; the first has it from the first."""
        raise NotImplementedError

    def fill(self) -> None:
        """Show the frame; called once there is one, and again with every other one."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Begin in the first part."""
        self.stops()[0].focus()
        self._filled()

    def watch_frame(self, frame: Bars | None) -> None:
        """Show another frame."""
        if frame is not None:
            self.lang = frame.lang
            self._filled()

    def _filled(self) -> None:
        if self.frame is not None and self.is_mounted and self.query("#keys"):
            self.fill()

    def on_resize(self, event: events.Resize) -> None:
        """Beside each other where there is room, else below each other."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.set_class(event.size.height < LOW, "-low")
        self.call_after_refresh(self._filled)

    # ── parts ───────────────────────────────────────────────────────────────────────────────────────

    def enter(self, part: Widget) -> None:
        """Focus a part of the screen; in a low terminal it takes the place of the others."""
        self.set_class(part is not self.stops()[0], "-reading")
        if part.region:
            part.focus()
        else:  # hidden until now
            self.call_after_refresh(part.focus)

    def action_next_pane(self, step: int) -> None:
        """Focus the next part of the screen."""
        stops = self.stops()
        at = stops.index(self.focused) if self.focused in stops else 0
        self.enter(stops[(at + step) % len(stops)])

    def action_zoom(self) -> None:
        """Give the focused part the whole screen, or take it back."""
        if self.maximized is not None:
            self.minimize()
        elif self.focused is not None:
            self.maximize(self.focused, container=False)

    def action_back(self) -> None:
        """From a zoomed part to all; from another part to the first; then out of the screen."""
        first = self.stops()[0]
        if self.maximized is not None:
            self.minimize()
        elif self.focused is not first:
            self.enter(first)
        else:
            self.post_message(self.Left(self.PLACE))
