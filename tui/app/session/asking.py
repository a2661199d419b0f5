"""The query bar, what F and E write, undo and redo, why, saved views and the shell's commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from tui.app.screens.watchlist import Watchlist
from tui.app.session.life import Session
from tui.app.session.undo import Trail
from tui.app.words.say import say
from tui.errors import KanpanError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.app.board import Board
    from tui.app.frames.query import QueryState
    from tui.app.widgets.query_bar import QueryBar
    from tui.view.view import View


class Asking(Session):
    """A session whose view can be asked for, undone and explained."""

    query_state: var[QueryState | None] = var(None)

    def _begin(self) -> None:
        self._trail = Trail()
        self._queries: tuple[str, ...] = ()
        self._commands: tuple[str, ...] = ()
        self._before: View | None = None  # what the query bar goes back to

    # ── views, and the way back ─────────────────────────────────────────────────────────────────────

    def turn(self, view: View) -> None:
        """Show another view, and remember the one before; what cannot be shown is told."""
        board = self.board
        if board is None or view == board.view:
            return
        try:
            after = board.with_view(view)
        except KanpanError as error:
            self.tell("failed", error)
            return
        self._trail = self._trail.left(board.view)
        self.show(after)

    def action_undo(self) -> None:
        """Go back to the view before."""
        self.with_board(lambda board: self._retrace(board, self._trail.back, "undo_none"))

    def action_redo(self) -> None:
        """Take back the last undo."""
        self.with_board(lambda board: self._retrace(board, self._trail.forth, "redo_none"))

    def _retrace(self, board: Board, step: Callable[[View], tuple[View, Trail] | None], none: str) -> None:
        from tui.app.board import fitting

        found = step(board.view)
        if found is None:
            self.note = say(none, self.lang)
            return
        view, self._trail = found
        self.show(board.with_view(fitting(view, board.universe)))

    @property
    def ready(self) -> bool:
        """True where the query bar is there once it was asked for, and gone once it was left."""
        parts = [part for screen in self.screen_stack[:1] for part in screen.children]
        bars = any(part.id == "query" and part.is_mounted for part in parts)
        return super().ready and bars == (self._before is not None)

    # ── the query bar ───────────────────────────────────────────────────────────────────────────────

    def action_query(self) -> None:
        """Open the query bar on everything the view asks for."""

        def open_bar(board: Board) -> None:
            from tui.view.clause import whole_query

            screen = self.screen
            if not isinstance(screen, Watchlist):
                return
            if self._before is not None:
                screen.query("#query").focus()
                return
            self._before = board.view
            text = whole_query(board.universe, board.view, board.lang)
            self._answer(board, text, len(text))
            screen.call_later(screen.open_query, text, self._queries)

        self.with_board(open_bar)

    def on_query_bar_typed(self, event: QueryBar.Typed) -> None:
        """Follow what is typed: rows and count while it is valid, the caret while it is not."""
        event.stop()
        board, before = self.board, self._before
        if board is None or before is None:
            return
        if self._answer(board, event.text, event.cursor):
            self._try(board, self._asked(board, before, event.text))

    def on_query_bar_left(self, event: QueryBar.Left) -> None:
        """Keep what was typed, or go back to what was on show before."""
        event.stop()
        board, before = self.board, self._before
        if board is None or before is None:
            return
        if event.kept and not self._answer(board, event.text, len(event.text)):
            return  # it stays open, with the caret under what is wrong
        self._before = None
        screen = self.screen_stack[0]  # where the bar stands, also when another screen came over it meanwhile
        if isinstance(screen, Watchlist):
            screen.call_later(screen.close_query)
        if event.kept:
            if event.text.strip():
                self._queries = (*(q for q in self._queries if q != event.text), event.text)
            self._try(board, self._asked(board, before, event.text))
            if self.board is not None and self.board.view != before:
                self._trail = self._trail.left(before)
        else:
            self._try(board, before)

    def _asked(self, board: Board, before: View, text: str) -> View:
        """The view that a text asks for; what said the same before is left as it was."""
        from tui.view.clause import whole_query

        return before if text == whole_query(board.universe, before, board.lang) else before.asking(text)

    def _try(self, board: Board, view: View) -> None:
        try:
            self.show(board.with_view(view))
        except KanpanError as error:
            self.tell("failed", error)

    def _answer(self, board: Board, text: str, cursor: int) -> bool:
        """Tell the bar of faults and completions; True for a valid query."""
        from tui.app.present.query import query_state

        self.query_state = query_state(board, text, cursor)
        return not self.query_state.faults

    def action_cell(self, keep: bool) -> None:
        """Write the clause for the cell under the cursor into the query: rows like it, or without those."""

        def write(board: Board) -> None:
            from tui.view.clause import cell_clause, joined, whole_query

            screen = self.screen
            if not isinstance(screen, Watchlist):
                return
            place, column = screen.grid.cursor_row, screen.grid.column_key
            if not board.code(place) or column not in board.universe.columns:
                return
            row = int(board.arrangement.rows[place])
            clause = cell_clause(board.universe, column, row, board.lang, keep=keep)
            asked = whole_query(board.universe, board.view, board.lang)
            self.turn(board.view.asking(joined(board.universe, asked, clause, board.lang)))

        self.with_board(write)
