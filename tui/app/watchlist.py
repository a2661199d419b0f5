"""The watchlist: groups and themes at the side, the grid, and the chosen name's figures and news."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from tui.app.bars import KeyLine, StatusBar, TitleBar
from tui.app.detail import Detail
from tui.app.find import FindLine
from tui.app.grid import Grid
from tui.app.keys import bindings
from tui.app.lists import NewsPane, Sidebar
from tui.app.source import BoardSource
from tui.app.words import say
from tui.view.find import matches

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from tui.app.board import Board
    from tui.view.view import View

SETTLE = 0.04  # seconds the cursor rests before the panes below follow it
NARROW, LOW = 100, 18  # cells; below these the side bar, or the lower panes, stay away


class Watchlist(Screen[None]):
    """Shows a board; every change of the view goes up as a message."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("watchlist")]

    board: reactive[Board | None] = reactive(None)
    code: reactive[str] = reactive("")
    column: reactive[str] = reactive("")
    note: reactive[str] = reactive("")

    class Wanted(Message):
        """Another view is wanted."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    class ExportWanted(Message):
        """The view is to be written to a file."""

    class CopyWanted(Message):
        """The shell command of the view is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._settling: Timer | None = None
        self._found = ""
        self._before = ("", "")
        self._side: bool | None = None

    def compose(self) -> ComposeResult:
        """Title, side bar, grid, detail and news, status, keys."""
        yield TitleBar(id="title").data_bind(board=Watchlist.board)
        with Horizontal(id="body"):
            yield Sidebar(id="side").data_bind(board=Watchlist.board)
            with Vertical(id="main"):
                yield Grid(id="grid")
                with Horizontal(id="lower"):
                    yield Detail(id="detail").data_bind(board=Watchlist.board, code=Watchlist.code)
                    yield NewsPane(id="news").data_bind(board=Watchlist.board, code=Watchlist.code)
        yield StatusBar(id="status").data_bind(
            board=Watchlist.board, column=Watchlist.column, note=Watchlist.note
        )
        yield KeyLine(id="keys").data_bind(board=Watchlist.board)

    @property
    def grid(self) -> Grid:
        """The grid."""
        return self.query_one("#grid", Grid)

    def on_mount(self) -> None:
        """Show what there is at once."""
        self.grid.focus()
        self._show()

    def watch_board(self) -> None:
        """Give the grid its rows."""
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        if self.board is None:
            return
        self.set_class(self.board.lang == "en", "-en")
        grid = self.grid
        grid.hint = say("grid_none", self.board.lang)
        grid.set_source(BoardSource(self.board))
        self._follow()

    # ── the cursor ──────────────────────────────────────────────────────────────────────────────────

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """Let the panes follow once the cursor rests, so that the grid's frame comes first."""
        event.stop()
        self.note = ""
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE, self._follow)

    def _follow(self) -> None:
        if self.board is not None:
            self.code = self.board.code(self.grid.cursor_row)
            self.column = self.grid.column_key

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """Go into the name's news."""
        event.stop()
        self._follow()
        self._enter(self.query_one(NewsPane))

    # ── sorting, grouping, filters ──────────────────────────────────────────────────────────────────

    def action_sort(self, descending: bool) -> None:
        """Sort by the cursor's column."""
        if self.board and self.grid.column_key:
            self._want(self.board.view.sorted_by(self.grid.column_key, descending=descending))

    def action_then_sort(self, descending: bool) -> None:
        """Add the cursor's column as a further sort key."""
        if self.board and self.grid.column_key:
            self._want(self.board.view.then_by(self.grid.column_key, descending=descending))

    def on_grid_header_clicked(self, event: Grid.HeaderClicked) -> None:
        """Sort by the column; the other way round when it is sorted by it already."""
        event.stop()
        if self.board:
            first = self.board.view.sort[:1]
            again = bool(first) and first[0].column == event.column_key and not first[0].descending
            self._want(self.board.view.sorted_by(event.column_key, descending=again))

    def action_regroup(self) -> None:
        """Stand the rows under the next thing."""
        if self.board:
            self._want(replace(self.board.view, by=self.board.view.by.following()))

    def on_sidebar_picked(self, event: Sidebar.Picked) -> None:
        """Show only the names of a group or theme."""
        event.stop()
        if self.board:
            groups = (event.key,) if event.kind == "group" else ()
            themes = (event.key,) if event.kind == "theme" else ()
            self._want(replace(self.board.view, groups=groups, themes=themes))

    def action_back(self) -> None:
        """From a pane to the grid; from a zoomed pane to all; from a filter to all names."""
        if self.maximized is not None:
            self.minimize()
        elif self.focused is not self.grid:
            self._enter(self.grid)
        elif self.board and (self.board.view.groups or self.board.view.themes):
            self._want(replace(self.board.view, groups=(), themes=()))

    def _want(self, view: View) -> None:
        self.post_message(self.Wanted(view))

    def action_export(self) -> None:
        """Ask for a file and write the view."""
        self.post_message(self.ExportWanted())

    def action_copy(self) -> None:
        """Copy the shell command of the view."""
        self.post_message(self.CopyWanted())

    # ── panes ───────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self, event: events.Resize) -> None:
        """Fold what does not fit."""
        self.set_class(event.size.width < NARROW, "-narrow")
        self.set_class(event.size.height < LOW, "-low")

    def action_sidebar(self) -> None:
        """Show or hide the side bar."""
        side = self.query_one(Sidebar)
        shown = side.display
        self.set_class(not shown, "-side")
        self.set_class(shown, "-no-side")
        if shown and self.focused is side:
            self.grid.focus()

    def action_zoom(self) -> None:
        """Give the focused pane the whole screen, or take it back."""
        if self.maximized is not None:
            self.minimize()
        elif self.focused is not None:
            self.maximize(self.focused, container=False)

    def action_next_pane(self, step: int) -> None:
        """Focus the next pane that is on the screen."""
        panes: list[Widget] = [self.grid]
        if self.query_one("#lower").display:
            panes.append(self.query_one(NewsPane))
        if self.query_one(Sidebar).display:
            panes.append(self.query_one(Sidebar))
        at = panes.index(self.focused) if self.focused in panes else 0
        self._enter(panes[(at + step) % len(panes)])

    def _enter(self, pane: Widget) -> None:
        """Focus a pane; where there is room for one below the grid, the news takes the detail's place."""
        reading = isinstance(pane, NewsPane)
        self.set_class(reading, "-reading")
        if reading:
            self.call_after_refresh(pane.focus)
        else:
            pane.focus()

    # ── finding ─────────────────────────────────────────────────────────────────────────────────────

    async def action_find(self) -> None:
        """Open the find line."""
        if self.board is None or self.query(FindLine):
            return
        self._before = (self.board.code(self.grid.cursor_row), self.grid.column_key)
        line = FindLine(placeholder=say("find_hint", self.board.lang), id="find")
        line.border_title = say("find", self.board.lang)
        await self.mount(line, before="#status")
        line.focus()

    def on_input_changed(self, event: FindLine.Changed) -> None:
        """Move to the first name that fits what is typed so far."""
        event.stop()
        self._found = event.value
        self._go(0, from_start=True)

    async def on_find_line_left(self, event: FindLine.Left) -> None:
        """Close the line; back to where the cursor was unless enter closed it."""
        event.stop()
        if not event.kept:
            self.note = ""
            place = self.grid.source.find(self._before[0])
            if place is not None:
                self.grid.move(row=place)
        await self.query_one(FindLine).remove()
        self.grid.focus()

    def action_find_next(self, step: int) -> None:
        """Go to the next name that fits what was last looked for."""
        self._go(step, from_start=False)

    def _go(self, step: int, *, from_start: bool) -> None:
        board = self.board
        if board is None or not self._found:
            self.note = ""
            return
        places = matches(board.universe, self._found, board.arrangement.rows.tolist())
        if not places:
            self.note = say("find_none", board.lang)
            return
        here = -1 if from_start else self.grid.cursor_row
        if step < 0:
            place = next((p for p in reversed(places) if p < here), places[-1])
        else:
            place = next((p for p in places if p > here), places[0])
        self.grid.move(row=place)
        text = say("find_count", board.lang, places.index(place) + 1, len(places))
        self.call_after_refresh(setattr, self, "note", text)
