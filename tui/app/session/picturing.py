"""The picture of the names on show: made from the board, left to a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.dialogs.picture import PictureDialog
from tui.app.present.picture import picture_frame
from tui.app.screens.watchlist import Watchlist

if TYPE_CHECKING:
    from tui.app.board import Board
    from tui.app.session.opening import Opening


def picture(session: Opening, board: Board) -> None:
    """Show it over the screen, the cursor on the name that the watchlist's cursor is on."""

    def gone(code: str | None) -> None:
        if code:
            session.go_to(code)

    below = session.screen_stack[0]
    code = board.code(below.grid.cursor_row) if isinstance(below, Watchlist) else ""
    session.push_screen(PictureDialog(picture_frame(board), code), gone)
