"""The session's app: what screens ask for and keys that work everywhere; a thin shell over boards."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App

from tui.app.keys import bindings
from tui.app.screens.watchlist import Watchlist
from tui.app.session.doing import Doing
from tui.app.session.life import ANY
from tui.app.words.say import say
from tui.errors import KanpanError

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.screen import Screen

    from tui.app.board import Board
    from tui.app.widgets.lists import NewsPane


class Kanpan(Doing, App[int]):
    """The terminal session: state flows down by `data_bind`, messages flow up."""

    TITLE = "Kanpan"
    CSS_PATH: ClassVar = ["app.tcss", "screens/watchlist.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app"), *bindings("tour")]

    def get_default_screen(self) -> Screen[None]:
        """The watchlist."""
        screen = Watchlist()
        screen.set_reactive(Watchlist.frame, self.frame)
        screen.set_reactive(Watchlist.name_frame, self.name_frame)
        screen.set_reactive(Watchlist.lang, self.opened.lang)
        side = self.opened.held.get("side")
        classes = {
            "-green-up": self.opened.up == "green",
            "-en": self.opened.lang == "en",
            "-side": side is True,
            "-no-side": side is False,
        }
        for name, holds in classes.items():
            screen.set_class(holds, name, update=False)  # it is given its styles when it is put up
        return screen.data_bind(
            Kanpan.frame, Kanpan.name_frame, Kanpan.figures, Kanpan.note, Kanpan.query_state
        )

    # ── what screens ask for ────────────────────────────────────────────────────────────────────────

    def on_watchlist_change(self, event: Watchlist.Change) -> None:
        """Show another view."""
        self.with_board(lambda board: self.turn(event.change(board.view)))

    def on_watchlist_settled(self, event: Watchlist.Settled) -> None:
        """Tell of another name or column."""
        self._at = (event.code, event.column)
        if self._noted == ANY:
            self._noted = event.code
        elif event.code != self._noted:
            self.note = ""  # what was said of another name is over
        self.look()

    def on_watchlist_find(self, event: Watchlist.Find) -> None:
        """Move the cursor to a name that fits."""

        def find(board: Board) -> None:
            from tui.app.present.search import found

            screen = self.screen
            if not isinstance(screen, Watchlist):
                return
            place, note = found(board, event.text, event.step, screen.grid.cursor_row)
            if place is not None:
                screen.grid.move(row=place)
            self.note, self._noted = note, board.code(screen.grid.cursor_row)

        self.with_board(find)

    def on_news_pane_opened(self, event: NewsPane.Opened) -> None:
        """Show a story in full."""
        from tui.app.dialogs.story import StoryDialog

        self.push_screen(StoryDialog(event.story, self.lang), self._followed)

    def action_export(self) -> None:
        """Ask where to, and write."""
        from tui.app.dialogs.dialog import Ask, free_name

        def ask(board: Board) -> None:
            name = free_name(f"kanpan-{board.universe.as_of}")
            self.push_screen(Ask(say("export_to", self.lang), name, self.lang), self._export)

        self.with_board(ask)

    def _export(self, path: str | None) -> None:
        board = self.board
        if path is None or board is None:
            return

        def write() -> None:
            from tui.api import export

            try:
                export(board.universe, board.view, path)
            except (KanpanError, OSError) as error:
                self.call_from_thread(self.tell, "failed", error)
            else:
                self.call_from_thread(self.tell, "exported", path)

        self.run_worker(write, thread=True, exclusive=True, group="export")

    def action_copy(self) -> None:
        """Copy the command that gives the same bytes, and show it."""

        def copy(board: Board) -> None:
            from tui.view.command import export_command

            opened = self.opened
            text = export_command(board.view, book=opened.book, as_of=opened.as_of, na=opened.na)
            self.copy_to_clipboard(text)
            self.tell("copied", text)

        self.with_board(copy)

    # ── keys that work everywhere ───────────────────────────────────────────────────────────────────

    def action_language(self) -> None:
        """Switch between Chinese and English."""
        self.with_board(lambda board: self.show(board.with_lang("en" if board.lang == "zh" else "zh")))

    def action_help_quit(self) -> None:
        """Ctrl+c copies or interrupts elsewhere; here it says how to leave."""
        self.tell("how_to_quit")

    def action_how_to_leave(self) -> None:
        """The same over a dialog."""
        self.tell("how_to_leave")

    def action_reload(self) -> None:
        """Read the book again; cursor and view stay."""
        if self.board is not None:  # else it is being read already
            self.read()
