"""What the screens beside the watchlist share: the lines around them, and the ways between their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.message import Message
from textual.reactive import var

from tui.app.keys import PARTS, bindings
from tui.app.screens.calm import Calm
from tui.app.screens.panes import HEIGHT, WIDTH, fit, grown, sentence_lines, sizes_of, tell_small
from tui.app.widgets.bars import StatusBar, TitleBar
from tui.app.widgets.foot import FoldLine, KeyLine

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from tui.app.frames.frame import Bars

WIDE, LOW = 140, 18  # cells; from here parts stand beside each other; below, there is room for one of them


class Page(Calm):
    """A title, some parts, a status line and the keys; escape goes back part by part."""

    CSS_PATH: ClassVar = ["page.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lists")]
    ALLOW_IN_MAXIMIZED_VIEW = "#title, #status, #keys, SmallWindow"
    PLACE: ClassVar[str] = ""
    """The screen's name in `keys.SCREENS`."""
    SECOND: ClassVar[str] = "pane"
    """The part whose size the user may change; the one before it takes what is left."""
    TABS: ClassVar[tuple[str, str]] = ("fold_list", "fold_detail")
    """What the two parts are called where there is room for one of them only."""

    frame: var[Bars | None] = var(None)
    note: var[str] = var("")
    lang: var[str] = var("en")

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

    class Told(Message):
        """Something is to be said in the line below, by the key of its words."""

        def __init__(self, word: str) -> None:
            super().__init__()
            self.word = word

    def compose(self) -> ComposeResult:
        """Title, parts, status, keys."""
        yield TitleBar(screen=self.PLACE, id="title").data_bind(Page.frame)
        yield FoldLine(id="folds")
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
            self._folded()
            self.fill()

    def on_resize(self, event: events.Resize) -> None:
        """Beside each other where there is room, else below each other."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.set_class(event.size.height < LOW, "-low")
        tell_small(self, self.lang)
        for status in self.query(StatusBar):
            status.most = sentence_lines(event.size.height)
        self.apply_sizes()
        self.call_after_refresh(self._filled)

    # ── parts ───────────────────────────────────────────────────────────────────────────────────────

    def enter(self, part: Widget) -> None:
        """Focus a part of the screen; in a low terminal it takes the place of the others."""
        self.set_class(part is not self.stops()[0], "-reading")
        self._folded()
        if part.region:
            part.focus()
        else:  # hidden until now
            self.call_after_refresh(part.focus)

    def action_next_pane(self, step: int) -> None:
        """Focus the next part of the screen."""
        stops = self.stops()
        at = stops.index(self.focused) if self.focused in stops else 0
        self.enter(stops[(at + step) % len(stops)])

    @property
    def folds(self) -> bool:
        """True where there is room for one of the two parts only."""
        return self.has_class("-low")

    def _folded(self) -> None:
        """Say by which key the part comes that is folded away."""
        reading = self.has_class("-reading")
        ways = ("screen.back", "") if reading else ("", "screen.next")
        tabs = list(zip(self.TABS, ways, strict=True)) if self.folds else []
        for line in self.query(FoldLine):
            line.show(tabs, self.lang)

    # ── sizes ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def axis(self) -> str:
        """How the two parts share the screen."""
        return WIDTH if self.has_class("-wide") else HEIGHT

    def apply_sizes(self) -> None:
        """Give the parts the sizes that the session keeps for a window like this."""
        cells = None if self.has_class("-low") else sizes_of(self).get(f"{self.PLACE}.{self.axis}")
        for second in self.query(f"#{self.SECOND}"):
            self.set_class(fit(second, self.axis, cells), "-sized")

    def action_resize(self, step: int) -> None:
        """Make the part in use larger or smaller; the other one gives way."""
        if self.has_class("-low") or self.maximized is not None:
            return
        second = self.query_one(f"#{self.SECOND}")
        within = self.focused is not None and second in self.focused.ancestors_with_self
        name = f"{self.PLACE}.{self.axis}"
        self.post_message(grown(self, name, second, self.axis, step if within else -step))

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
