"""What opens over the watchlist to tell or to take something: why, saved views, the shell's commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.screens.watchlist import Watchlist
from tui.app.session.guiding import Guiding
from tui.app.words.say import say
from tui.errors import KanpanError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.app.board import Board
    from tui.app.session.shell import Result
    from tui.view.view import View


class Opening(Guiding):
    """A session that explains its view, opens and saves views, and runs commands."""

    def action_why(self) -> None:
        """Explain the view's query at the name under the cursor, and list the near misses."""

        def show(board: Board) -> None:
            from tui.app.session.explaining import why_dialog

            screen = self.screen
            if isinstance(screen, Watchlist):
                self.push_screen(why_dialog(board, board.code(screen.grid.cursor_row)), self._went)

        self.with_board(show)

    def _went(self, code: str | None) -> None:
        if code:
            self.go_to(code)

    def action_views(self) -> None:
        """List the saved views and queries, and open one."""

        def show(board: Board) -> None:
            from tui.app.dialogs.views import ViewsDialog
            from tui.app.session.saved import saved_entries

            self.push_screen(ViewsDialog(saved_entries(board), board.lang), self.open_saved)

        self.with_board(show)

    def open_saved(self, chosen: str | None) -> None:
        """Show a saved view (view:NAME), or ask a saved query (query:NAME)."""
        board = self.board
        if board is None or chosen is None:
            return
        from tui.app.session.saved import chosen_view

        try:
            self.turn(chosen_view(board, chosen))
        except KanpanError as error:
            self.tell("failed", error)

    def action_save_view(self, name: str = "") -> None:
        """Ask for a name and write the view down in the user's settings."""

        def ask(board: Board) -> None:
            from tui.app.dialogs.dialog import Ask

            self.push_screen(Ask(say("save_view", board.lang), name, board.lang), self._save)

        self.with_board(ask)

    def _save(self, name: str | None) -> None:
        board = self.board
        if board is None or not name:
            return
        from tui.settings import config_path
        from tui.view.keep import is_view_name, keep_view
        from tui.view.saved import rolling
        from tui.view.shipped import keep_at_hand, saved_of

        view = rolling(board.universe, board.view)
        over, name = name.endswith("!"), name.removesuffix("!").strip()
        if name in saved_of(board.universe).views and not over:
            self.tell("failed", say("view_there", board.lang, name))
            self.action_save_view(name)
            return
        try:
            keep_view(config_path(), name, view, replace=over)
        except (KanpanError, OSError) as error:
            self.tell("failed", error)
            if not is_view_name(name):  # it can be put right
                self.action_save_view(name)
        else:
            keep_at_hand(board.universe, name, view)
            self.tell("saved_as", name, config_path())

    def write_anew(self, written: Callable[[View], View]) -> None:
        """Let the views that undo and redo go back to say the same in other words."""
        trail = self._trail
        self._trail = trail._replace(
            before=tuple(map(written, trail.before)), after=tuple(map(written, trail.after))
        )

    def action_command(self, text: str = "") -> None:
        """Take a command of the shell, run it, and show what it printed; `text` stands there already."""
        from tui.app.dialogs.command import CommandLine

        completes = self.opened.completes

        def offered(words: Sequence[str], typed: str) -> Sequence[tuple[str, str]]:
            return completes(words, typed, self.board.universe if self.board else None) if completes else ()

        self.push_screen(CommandLine(self._commands, self.lang, text, offered), self._command)

    def _command(self, text: str | None) -> None:
        if not text:
            return
        self._commands = (*(c for c in self._commands if c != text), text)
        self.run_command(text)

    def run_command(self, text: str) -> None:
        """Run a command of the shell, and show what it printed."""
        opened = self.opened

        async def run() -> None:
            from tui.app.dialogs.output import OutputDialog
            from tui.app.session.shell import run as run_in_shell

            self.note = say("running", self.lang, text)
            result: Result = await run_in_shell(text, opened.book, opened.as_of, opened.na)
            self.note = ""
            self.push_screen(OutputDialog(text, result, self.lang))
            self.ran(text, result)

        self.run_worker(run(), exclusive=True, group="command")

    def ran(self, text: str, result: Result) -> None:
        """A command has ended."""

    def go_to(self, code: str) -> None:
        """Put the cursor on a name, shown among all names where the view leaves it out."""

        def go(board: Board) -> None:
            screen = self.screen_stack[0]
            if not isinstance(screen, Watchlist):
                return
            if screen.grid.source.find(code) is None:
                self.turn(board.view.keeping("all", ""))
            self.call_after_refresh(screen.go, code)

        self.with_board(go)
