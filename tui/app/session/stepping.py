"""Stepping through the dates of the book, on whichever screen is on show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.app.screens.watchlist import Watchlist
from tui.app.session.importing import Importing
from tui.app.words.say import say

if TYPE_CHECKING:
    from datetime import date

    from tui.app.board import Board
    from tui.app.session.life import Opened
    from tui.book.layout import Book
    from tui.universe.universe import Universe
    from tui.view.view import View


class Stepping(Importing):
    """A session that goes to another date; view and cursor stay, even across one without them."""

    def _begin(self) -> None:
        super()._begin()
        self._landed: Opened = self.opened  # what the board on show was read with
        self._wish: tuple[View, View] | None = None  # the view that is wanted, and what could be shown of it
        self._anchor = ("", "")  # the name that is wanted under the cursor, and the one that stood there

    def action_step_date(self, step: int) -> None:
        """Show the date before (−1) or after (1)."""

        def go(board: Board) -> None:
            from tui.app.session.dates import dates_of, neighbour

            book = board.universe.history.book if board.universe.history else None
            days = dates_of(book) if book else ()
            now = self.opened.as_of or (days[-1] if days else board.universe.as_of)
            day = neighbour(days, now, step)
            if book is None or day is None:
                self.note = say("date_first" if step < 0 else "date_last", self.lang)
            else:
                self._step_to(book, None if day == days[-1] else day)

        self.with_board(go)

    def _step_to(self, book: Book, day: date | None) -> None:
        """Read the book as of a day; None follows the newest."""
        from tui.app.boot import Request
        from tui.settings import config_folder

        opened = self.opened
        request = Request(book.root, day, opened.na, config_folder(), opened.lang)
        self.opened = opened._replace(load=request.load, as_of=day, place=book.root)
        self.read(())

    def _not_loaded(self, error: Exception, said: tuple[object, ...]) -> None:
        if self.board is not None:
            self.opened = self._landed
        super()._not_loaded(error, said)

    def _again(self, before: Board, universe: Universe) -> Board:
        """The view that is wanted, as far as the universe has it; the rest comes back with another date."""
        from tui.app.board import again, screen_columns

        wanted, shown = self._wish or (before.view, before.view)
        if shown != before.view:  # another was asked for meanwhile
            wanted = before.view
        if wanted.columns == screen_columns(before.universe):
            wanted = replace(wanted, columns=())  # the columns of whatever universe it is
        board = again(before, universe, wanted)
        self._wish = (wanted, board.view)
        return board

    def _loaded(self, universe: Universe, said: tuple[object, ...]) -> None:
        here = self._at[0]
        wanted, landed = self._anchor
        if here != landed:  # the cursor was moved meanwhile
            wanted = here
        super()._loaded(universe, said)
        self._landed = self.opened
        screen = self.screen_stack[0]
        if isinstance(screen, Watchlist):
            screen.go(wanted)
            row = screen.grid.cursor_row
            self._anchor = (wanted, screen.grid.source.key(row) if row >= 0 else "")
