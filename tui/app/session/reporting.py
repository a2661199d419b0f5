"""The screens that show what a report says: its market, its brief, and what is doubtful in the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from tui.app.session.following import Following

if TYPE_CHECKING:
    from tui.app.board import Board
    from tui.app.frames.listing import ListFrame
    from tui.app.frames.report import BriefFrame, CheckFrame, MarketFrame
    from tui.app.screens.listed import Listed
    from tui.app.screens.page import Page


class Reporting(Following):
    """A session with a market, a checks and a brief screen, made when they are first asked for."""

    market_frame: var[MarketFrame | None] = var(None)
    brief_frame: var[BriefFrame | None] = var(None)
    checks_frame: var[ListFrame | None] = var(None)
    check_frame: var[CheckFrame | None] = var(None)

    def _present(self, board: Board) -> None:
        if self._place == "market":
            from tui.app.present.market import market_frame

            self.market_frame = market_frame(board)
        elif self._place == "brief":
            from tui.app.present.brief import brief_frame

            self.brief_frame = brief_frame(board)
        elif self._place == "checks":
            from tui.app.present.checks import checks_frame

            self.checks_frame = checks_frame(board)
        super()._present(board)

    def _present_chosen(self, board: Board) -> None:
        if self._place == "checks":
            from tui.app.present.checks import check_frame

            self.check_frame = check_frame(board, self._chosen.get("checks", ""))
        else:
            super()._present_chosen(board)

    def _make(self, place: str) -> Page:
        if place == "market":
            from tui.app.screens.market import MarketScreen

            return MarketScreen().data_bind(Reporting.note, frame=Reporting.market_frame)
        if place == "brief":
            from tui.app.screens.brief import BriefScreen

            return BriefScreen().data_bind(Reporting.note, frame=Reporting.brief_frame)
        if place == "checks":
            from tui.app.screens.checks import ChecksScreen

            return ChecksScreen().data_bind(
                Reporting.note, frame=Reporting.checks_frame, chosen=Reporting.check_frame
            )
        return super()._make(place)

    def on_listed_entered(self, event: Listed.Entered) -> None:
        """Of a doubtful thing go to its name on the watchlist, or into its text where it is of no name."""
        found = self.check_frame
        if event.place == "checks":
            event.prevent_default()  # else the base would go into the pane as well
            board = self.board
            if found and board and found.code in board.universe.row_of:
                self.back_to(found.code)
            else:
                screen = self._made["checks"]
                screen.enter(screen.stops()[1])
