"""Tagging a name with a theme: ask which and why, write the user's own theme file, read the book again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.screens.watchlist import Watchlist
from tui.app.session.stepping import Stepping
from tui.app.words.say import say
from tui.errors import KanpanError

if TYPE_CHECKING:
    from tui.app.board import Board
    from tui.universe.theme import Member


class Tagging(Stepping):
    """A session that writes themes of the user's own; those that ship are never written."""

    def action_tag(self) -> None:
        """Ask for a theme and a reason for the name under the cursor."""

        def ask(board: Board) -> None:
            screen = self.screen
            code = board.code(screen.grid.cursor_row) if isinstance(screen, Watchlist) else ""
            if not code:
                return
            from tui.app.dialogs.picking import PickDialog
            from tui.app.dialogs.tag import memberships, tag_choices
            from tui.app.present.story import name_words

            who = name_words(board.universe, code)
            held = memberships(board, code)
            found = tag_choices(board, held)
            labels = {choice.id: choice.label.strip() for choice in found}

            def chosen(theme: str | None) -> None:
                if theme is not None:
                    self._why(theme, labels[theme], code, held.get(theme))

            self.push_screen(PickDialog(say("tag_which", board.lang, who), found, board.lang), chosen)

        self.with_board(ask)

    def _why(self, theme: str, label: str, code: str, member: Member | None) -> None:
        """Ask why; `member` is the membership that there is already, of which only the reason is asked."""
        from tui.app.dialogs.reason import AskReason
        from tui.app.present.story import name_words

        def ask(board: Board) -> None:
            title = say("tag_why", board.lang, name_words(board.universe, code), label)
            value = member.reason(board.lang) if member else ""
            note = say("tag_member", board.lang) if member else ""
            self.push_screen(
                AskReason(title, value, note, board.lang),
                lambda reason: self._tag(theme, label, code, member, reason),
            )

        self.with_board(ask)

    def _tag(self, theme: str, label: str, code: str, member: Member | None, reason: str | None) -> None:
        from tui.app.dialogs.tag import written_in

        board = self.board
        if board is None or reason is None:
            return
        row = board.universe.row_of[code]
        name = board.universe.table.column("name")[row].as_py() or ""
        lang, day = written_in(member, board.lang), None if member else board.universe.as_of
        word = "tagged_again" if member else "tagged"

        def write() -> None:
            from tui.settings import config_folder, themes_in
            from tui.universe.theme_tag import tag

            try:
                path = tag(themes_in(config_folder()), theme, code, name, reason, lang, day)
            except (KanpanError, OSError) as error:
                self.call_from_thread(self.tell, "failed", error)
            else:
                self.call_from_thread(self.read, (word, f"{name} {code}", label, path, code))

        self.run_worker(write, thread=True, exclusive=True, group="tag")
