"""The watchlist: groups and themes at the side, the grid, and the chosen name's figures and news."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import var

from tui.app.grid.grid import Grid
from tui.app.keys import bindings
from tui.app.screens.folding import Folding
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
    from textual.widgets import Input

    from tui.app.frames.frame import Frame, NameFrame, StoryFrame
    from tui.app.frames.query import QueryState
    from tui.app.widgets.find import FindLine
    from tui.view.view import View

GAP = "  "


class Watchlist(Folding):
    """Shows frames; what the user wants goes up as messages."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("watchlist")]
    AUTO_FOCUS = "#grid"
    ALLOW_IN_MAXIMIZED_VIEW = "#title, #status, #keys, #find, #query, SmallWindow"

    frame: var[Frame | None] = var(None)
    name_frame: var[NameFrame | None] = var(None)
    figures: var[tuple[str, ...]] = var(())
    note: var[str] = var("")
    query_state: var[QueryState | None] = var(None)

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
        self._looked_for = ""
        self._before = ""
        self._resumed = False

    def compose(self) -> ComposeResult:
        """Title, side bar, grid, detail and news, status, keys."""
        busy = f" {say('app', self.lang)}  {say('busy', self.lang)}"
        yield TitleBar(busy, id="title").data_bind(Watchlist.frame)
        with Horizontal(id="body"):
            yield Sidebar(id="side").data_bind(Watchlist.frame)
            with Vertical(id="main"):
                grid = Grid(self.frame.grid if self.frame else None, id="grid")
                grid.set_reactive(Grid.has_focus, True)  # it is going to: its many styles are made once
                yield grid
                yield FoldLine(id="folds")
                with Horizontal(id="lower"):
                    yield Detail(id="detail").data_bind(Watchlist.name_frame, Watchlist.lang)
                    yield NewsPane(id="news").data_bind(Watchlist.name_frame, Watchlist.lang)
        yield StatusBar(id="status").data_bind(Watchlist.frame, Watchlist.note)
        yield KeyLine(id="keys").data_bind(Watchlist.frame)

    @property
    def story(self) -> StoryFrame | None:
        """The story under the cursor of the news pane, where that pane is the one in use."""
        news = self.query_one(NewsPane)
        return news.story if self.focused is news else None

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Every part has just been given its styles: the first time there is no need for them anew."""
        event.refresh_styles = self._resumed
        self._resumed = True

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
            self.settle()

    def watch_figures(self) -> None:
        """Tell the figures of the cursor's column below the rows."""
        for grid in self.query(Grid):
            grid.footer = GAP.join(self.figures)

    # ── the cursor ──────────────────────────────────────────────────────────────────────────────────

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """Let the panes follow."""
        event.stop()
        self.settle_soon()

    def rests_at(self) -> Settled:
        """The name and the column."""
        grid = self.grid
        code = grid.source.key(grid.cursor_row) if grid.cursor_row >= 0 else ""
        return self.Settled(code, grid.column_key)

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """Go into the name's news."""
        event.stop()
        self.settle()
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

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────

    async def open_query(self, text: str, history: tuple[str, ...]) -> None:
        """Open the query bar with what the view asks for."""
        from tui.app.widgets.query_bar import QueryBar

        if self.query("#query"):
            return  # the key came twice before the bar was there
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
