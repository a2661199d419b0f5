"""The watchlist: groups and themes at the side, the grid, and the chosen name's figures and news."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from tui.app.grid.grid import Grid
from tui.app.keys import bindings
from tui.app.screens.panes import HEIGHT, WIDTH, fit, grown, sentence_lines, sizes_of, tell_small
from tui.app.widgets.bars import StatusBar, TitleBar
from tui.app.widgets.detail import Detail
from tui.app.widgets.foot import FoldLine, KeyLine
from tui.app.widgets.lists import NewsPane, Sidebar
from tui.app.words.say import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget
    from textual.widgets import Input

    from tui.app.frames.frame import Frame, NameFrame, StoryFrame
    from tui.app.frames.query import QueryState
    from tui.app.widgets.find import FindLine
    from tui.view.view import View

SETTLE = 0.04  # seconds the cursor rests before the panes below follow it
GAP = "  "
NARROW, LOW = 110, 18  # cells; below these the side bar, or the lower panes, stay away


class Watchlist(Screen[None]):
    """Shows frames; what the user wants goes up as messages."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("watchlist")]
    ALLOW_IN_MAXIMIZED_VIEW = "#title, #status, #keys, #find, #query, SmallWindow"

    frame: reactive[Frame | None] = reactive(None)
    name_frame: reactive[NameFrame | None] = reactive(None)
    figures: reactive[tuple[str, ...]] = reactive(())
    note: reactive[str] = reactive("")
    query_state: reactive[QueryState | None] = reactive(None)
    lang: reactive[str] = reactive("en")

    class Change(Message):
        """The view is to become another."""

        def __init__(self, change: Callable[[View], View]) -> None:
            super().__init__()
            self.change = change

    class Settled(Message):
        """The cursor rests on a name and a column."""

        def __init__(self, code: str, column: str) -> None:
            super().__init__()
            self.code, self.column = code, column

    class Find(Message):
        """The cursor is to go to a name that fits; step 0: the first, 1 and -1: onwards and back."""

        def __init__(self, text: str, step: int) -> None:
            super().__init__()
            self.text, self.step = text, step

    class Left(Message):
        """Escape was pressed in the grid: back to where one came from, or to all names."""

    def __init__(self) -> None:
        super().__init__()
        self._settling: Timer | None = None
        self._looked_for = ""
        self._before = ""

    def compose(self) -> ComposeResult:
        """Title, side bar, grid, detail and news, status, keys."""
        busy = f" {say('app', self.lang)}  {say('busy', self.lang)}"
        yield TitleBar(busy, id="title").data_bind(Watchlist.frame)
        with Horizontal(id="body"):
            yield Sidebar(id="side").data_bind(Watchlist.frame)
            with Vertical(id="main"):
                yield Grid(self.frame.grid if self.frame else None, id="grid")
                yield FoldLine(id="folds")
                with Horizontal(id="lower"):
                    yield Detail(id="detail").data_bind(Watchlist.name_frame, Watchlist.lang)
                    yield NewsPane(id="news").data_bind(Watchlist.name_frame, Watchlist.lang)
        yield StatusBar(id="status").data_bind(Watchlist.frame, Watchlist.note)
        yield KeyLine(id="keys").data_bind(Watchlist.frame)

    @property
    def grid(self) -> Grid:
        """The grid."""
        return self.query_one("#grid", Grid)

    @property
    def story(self) -> StoryFrame | None:
        """The story under the cursor of the news pane, where that pane is the one in use."""
        news = self.query_one(NewsPane)
        return news.story if self.focused is news else None

    def on_mount(self) -> None:
        """Begin in the grid; there is none where the session ends before it began."""
        for grid in self.query(Grid):
            grid.set_class(self.has_class("-green-up"), "-green-up")
            grid.hint = self.frame.hint if self.frame else ""
            grid.footer = GAP.join(self.figures)
            grid.focus()

    def watch_frame(self, frame: Frame | None) -> None:
        """Give the grid its rows."""
        if frame is None:
            return
        self.lang = frame.lang
        self.set_class(frame.lang == "en", "-en")
        self._folded()
        if self.is_mounted and self.grid.source is not frame.grid:
            self.grid.hint = frame.hint
            self.grid.set_source(frame.grid)
            self._settle()

    def watch_figures(self) -> None:
        """Tell the figures of the cursor's column below the rows."""
        for grid in self.query(Grid):
            grid.footer = GAP.join(self.figures)

    # ── the cursor ──────────────────────────────────────────────────────────────────────────────────

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """Let the panes follow once the cursor rests, so that the grid's frame comes first."""
        event.stop()
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE, self._settle)

    def _settle(self) -> None:
        grid = self.grid
        code = grid.source.key(grid.cursor_row) if grid.cursor_row >= 0 else ""
        self.post_message(self.Settled(code, grid.column_key))

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """Go into the name's news."""
        event.stop()
        self._settle()
        self._enter(self.query_one(NewsPane))

    # ── sorting, grouping, filters ──────────────────────────────────────────────────────────────────

    def action_sort(self, descending: bool) -> None:
        """Sort by the cursor's column."""
        if column := self.grid.column_key:
            self.post_message(self.Change(lambda view: view.sorted_by(column, descending=descending)))

    def action_then_sort(self, descending: bool) -> None:
        """Add the cursor's column as a further sort key."""
        if column := self.grid.column_key:
            self.post_message(self.Change(lambda view: view.then_by(column, descending=descending)))

    def on_grid_header_clicked(self, event: Grid.HeaderClicked) -> None:
        """Sort by the column; the other way round when it is sorted by it already."""
        event.stop()
        self.post_message(self.Change(lambda view: view.turned(event.column_key)))

    def action_regroup(self) -> None:
        """Stand the rows under the next thing."""
        self.post_message(self.Change(lambda view: replace(view, by=view.by.following())))

    def on_sidebar_picked(self, event: Sidebar.Picked) -> None:
        """Show only the names of a group or theme."""
        event.stop()
        self.post_message(self.Change(lambda view: view.keeping(event.kind, event.key)))

    def action_back(self) -> None:
        """From a zoomed pane to all; from a pane to the grid; from a filter to all names."""
        if self.maximized is not None:
            self.minimize()
        elif self.focused is not self.grid:
            self._enter(self.grid)
        else:
            self.post_message(self.Left())

    # ── panes ───────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self, event: events.Resize) -> None:
        """Fold what does not fit; a window that is too small says so."""
        self.set_class(event.size.width < NARROW, "-narrow")
        self.set_class(event.size.height < LOW, "-low")
        tell_small(self, self.lang)
        self._tell_lines()
        self.apply_sizes()
        self._folded()

    def _tell_lines(self) -> None:
        """The sentence takes one line while a query is typed, so that nothing moves; else what it needs."""
        for status in self.query(StatusBar):
            status.most = 1 if self.query("#query") else sentence_lines(self.size.height)

    def _folded(self) -> None:
        """Say by which keys the panes come that are folded away."""
        narrow, low, reading = (self.has_class(name) for name in ("-narrow", "-low", "-reading"))
        tabs: list[tuple[str, str]] = []
        if narrow or low:
            tabs = [
                ("fold_grid" if low else "fold_detail", "view.back" if reading else ""),
                ("fold_news", "" if reading else "pane.next"),
            ]
        if tabs or not self._side_shown:
            tabs.append(("fold_side", "" if self._side_shown else "view.sidebar"))
        for line in self.query(FoldLine):
            line.show(tabs, self.lang)

    @property
    def _side_shown(self) -> bool:
        if self.has_class("-narrow"):
            return self.has_class("-side")
        return not self.has_class("-no-side")

    def action_sidebar(self) -> None:
        """Show or hide the side bar."""
        side, shown = self.query_one(Sidebar), self._side_shown
        self.set_class(not shown, "-side")
        self.set_class(shown, "-no-side")
        self._folded()
        if shown and self.focused is side:
            self._enter(self.grid)

    # ── sizes ───────────────────────────────────────────────────────────────────────────────────────

    def apply_sizes(self) -> None:
        """Give side bar and lower panes the sizes that the session keeps."""
        kept, low = sizes_of(self), self.has_class("-low")
        for name, part, axis in (("side", "#side", WIDTH), ("lower", "#lower", HEIGHT)):
            for widget in self.query(part):
                fit(widget, axis, None if low and axis == HEIGHT else kept.get(f"watchlist.{name}"))

    def action_resize(self, step: int) -> None:
        """Make the pane in use larger or smaller: the side bar, or the panes below the grid."""
        if self.maximized is not None:
            return
        side = self.query_one(Sidebar)
        if self.focused is side:
            self.post_message(grown(self, "watchlist.side", side, WIDTH, step))
        elif not self.has_class("-low"):
            below = self.focused is not self.grid
            lower = self.query_one("#lower")
            self.post_message(grown(self, "watchlist.lower", lower, HEIGHT, step if below else -step))

    def action_zoom(self) -> None:
        """Give the focused pane the whole screen, or take it back."""
        if self.maximized is not None:
            self.minimize()
        elif self.focused is not None:
            self.maximize(self.focused, container=False)

    def action_next_pane(self, step: int) -> None:
        """Focus the next pane that is on the screen."""
        panes: list[Widget] = [self.grid, self.query_one(NewsPane)]
        if self._side_shown:
            panes.append(self.query_one(Sidebar))
        at = panes.index(self.focused) if self.focused in panes else 0
        self._enter(panes[(at + step) % len(panes)])

    def _enter(self, pane: Widget) -> None:
        """Focus a pane; where there is room for one below the grid, the news takes the detail's place."""
        reading = isinstance(pane, NewsPane)
        self.set_class(reading, "-reading")
        self._folded()
        if pane.region:
            pane.focus()
        else:  # hidden until now
            self.call_after_refresh(pane.focus)

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────

    async def open_query(self, text: str, history: tuple[str, ...]) -> None:
        """Open the query bar with what the view asks for."""
        from tui.app.widgets.query_bar import QueryBar

        if self.maximized is not None:
            self.minimize()
        bar = QueryBar(text, history, self.lang, id="query").data_bind(state=Watchlist.query_state)
        await self.mount(bar, before="#status")
        self._tell_lines()

    async def close_query(self) -> None:
        """Close the query bar."""
        await self.query("#query").remove()
        self._tell_lines()
        self._enter(self.grid)

    # ── finding ─────────────────────────────────────────────────────────────────────────────────────

    async def action_find(self) -> None:
        """Open the find line."""
        from tui.app.widgets.find import FindLine

        if self.frame is None or self.query(FindLine):
            return
        grid = self.grid
        self._before = grid.source.key(grid.cursor_row) if grid.cursor_row >= 0 else ""
        line = FindLine(placeholder=say("find_hint", self.lang), id="find")
        line.border_title = say("find", self.lang)
        await self.mount(line, before="#status")
        line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Move to the first name that fits what is typed so far."""
        event.stop()
        self._looked_for = event.value
        self.post_message(self.Find(event.value, 0))

    async def on_find_line_left(self, event: FindLine.Left) -> None:
        """Close the line; back to where the cursor was unless enter closed it."""
        event.stop()
        if not event.kept:
            self.go(self._before)
        await event.line.remove()
        self.grid.focus()

    def go(self, code: str) -> None:
        """Put the cursor on a name, where it is on show."""
        place = self.grid.source.find(code)
        if place is not None:
            self.grid.move(row=place)

    def action_find_next(self, step: int) -> None:
        """Go to the next name that fits what was last looked for."""
        self.post_message(self.Find(self._looked_for, step))
