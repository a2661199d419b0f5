"""Tagging a name with a theme: ask which and why, write the user's own theme file, read the book again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.following import Following
from tui.app.watchlist import Watchlist
from tui.app.words import say
from tui.errors import KanpanError

if TYPE_CHECKING:
    from tui.app.board import Board


class Tagging(Following):
    """A session that writes themes of the user's own; those that ship are never written."""

    def action_tag(self) -> None:
        """Ask for a theme and a reason for the name under the cursor."""

        def ask(board: Board) -> None:
            screen = self.screen
            code = board.code(screen.grid.cursor_row) if isinstance(screen, Watchlist) else ""
            if not code:
                return
            from tui.app.picking import PickDialog
            from tui.app.present_story import name_words
            from tui.app.tag import tag_choices

            who = name_words(board.universe, code)
            found = tag_choices(board, code)
            labels = {choice.id: choice.label.strip() for choice in found}

            def chosen(theme: str | None) -> None:
                from tui.app.dialogs import Ask

                if theme is not None:
                    title = say("tag_why", board.lang, who, labels[theme])
                    self.push_screen(
                        Ask(title, ""), lambda reason: self._tag(theme, labels[theme], code, reason)
                    )

            self.push_screen(PickDialog(say("tag_which", board.lang, who), found, board.lang), chosen)

        self.with_board(ask)

    def _tag(self, theme: str, label: str, code: str, reason: str | None) -> None:
        board = self.board
        if board is None or reason is None:
            return
        row = board.universe.row_of[code]
        name = board.universe.table.column("name")[row].as_py() or ""
        lang, day = board.lang, board.universe.as_of

        def write() -> None:
            from tui.settings import config_folder
            from tui.universe.theme_tag import tag

            try:
                path = tag(config_folder() / "themes", theme, code, name, reason, lang, day)
            except (KanpanError, OSError) as error:
                self.call_from_thread(self.tell, "failed", error)
            else:
                self.call_from_thread(self.read, ("tagged", f"{name} {code}", label, path))

        self.run_worker(write, thread=True, exclusive=True, group="tag")
