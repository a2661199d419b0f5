"""The session: one app, a thin shell over boards; state flows down, messages flow up."""

from __future__ import annotations

import contextlib
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.reactive import reactive

from tui.app.board import Board, again, first_board
from tui.app.keys import bindings
from tui.app.watchlist import Watchlist
from tui.app.words import say
from tui.errors import KanpanError
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from textual.binding import BindingType
    from textual.screen import Screen

    from tui.app.lists import NewsPane
    from tui.universe.universe import Universe


@dataclass(frozen=True, slots=True)
class Opened:
    """What the session was opened with: how to load it again, and the words for its shell command."""

    load: Callable[[], Universe]
    book: str | None = None
    as_of: date | None = None
    na: tuple[str, ...] = ()
    lang: str = "en"
    up: str = "red"


class Kanpan(App[int]):
    """The terminal session."""

    TITLE = "Kanpan"
    CSS_PATH: ClassVar = ["app.tcss", "watchlist.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    ENABLE_COMMAND_PALETTE = True

    board: reactive[Board | None] = reactive(None)

    def __init__(self, opened: Opened, universe: Universe) -> None:
        super().__init__()
        self._opened = opened
        self.set_reactive(Kanpan.board, first_board(universe, opened.lang))
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[None]:
        """The watchlist."""
        screen = Watchlist()
        screen.set_reactive(Watchlist.board, self.board)
        return screen.data_bind(board=Kanpan.board)

    def on_mount(self) -> None:
        """Give the terminal back on every signal that would end the session."""
        import asyncio

        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGQUIT"):
            number = getattr(signal, name, None)
            if number is not None:
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._ended, 128 + int(number))
        if self._opened.up == "green":
            self.screen.query_one("#grid").add_class("-green-up")

    def _ended(self, status: int) -> None:
        self.exit(status, return_code=status)

    # ── what screens ask for ────────────────────────────────────────────────────────────────────────

    def on_watchlist_wanted(self, event: Watchlist.Wanted) -> None:
        """Show another view."""
        if self.board is not None:
            self.board = self.board.with_view(event.view)

    def on_news_pane_opened(self, event: NewsPane.Opened) -> None:
        """Show a story in full."""
        from tui.app.dialogs import Dialog, story_text

        if self.board is not None:
            text = story_text(event.story, self.board.universe, self.board.lang)
            self.push_screen(Dialog(say("news", self.board.lang), text, self.board.lang))

    def on_watchlist_export_wanted(self) -> None:
        """Ask where to, and write."""
        from tui.app.dialogs import Ask

        if self.board is not None:
            name = f"kanpan-{self.board.universe.as_of}.csv"
            self.push_screen(Ask(say("export_to", self.board.lang), name), self._export)

    def _export(self, path: str | None) -> None:
        if path is None or self.board is None:
            return
        board = self.board

        def write() -> None:
            from tui.api import export

            try:
                export(board.universe, board.view, path)
            except (KanpanError, OSError) as error:
                self.call_from_thread(self._tell, say("failed", board.lang, error), "error")
            else:
                self.call_from_thread(self._tell, say("exported", board.lang, path))

        self.run_worker(write, thread=True, exclusive=True, group="export")

    def on_watchlist_copy_wanted(self) -> None:
        """Copy the command that gives the same bytes, and show it."""
        from tui.view.command import export_command

        if self.board is not None:
            opened = self._opened
            text = export_command(self.board.view, book=opened.book, as_of=opened.as_of, na=opened.na)
            self.copy_to_clipboard(text)
            self._tell(say("copied", self.board.lang, text))

    def _tell(self, message: str, severity: str = "information") -> None:
        level = "error" if severity == "error" else "information"
        self.notify(clean(message), severity=level, markup=False)  # type: ignore[arg-type]

    # ── keys that work everywhere ───────────────────────────────────────────────────────────────────

    def action_language(self) -> None:
        """Switch between Chinese and English."""
        if self.board is not None:
            self.board = self.board.with_lang("en" if self.board.lang == "zh" else "zh")

    def action_help(self) -> None:
        """Show every key, mark and word."""
        from tui.app.dialogs import Dialog, help_text

        if self.board is not None and not isinstance(self.screen, Dialog):
            self.push_screen(
                Dialog(say("help", self.board.lang), help_text(self.board.lang), self.board.lang)
            )

    def action_reload(self) -> None:
        """Read the book again; cursor and view stay."""

        def read() -> None:
            lang = self.board.lang if self.board else "en"
            try:
                universe = self._opened.load()
            except (KanpanError, OSError) as error:
                self.call_from_thread(self._tell, say("failed", lang, error), "error")
            else:
                self.call_from_thread(self._loaded, universe)

        self.run_worker(read, thread=True, exclusive=True, group="load")

    def _loaded(self, universe: Universe) -> None:
        if self.board is not None:
            self.board = again(self.board, universe)
            self._tell(say("reloaded", self.board.lang))
