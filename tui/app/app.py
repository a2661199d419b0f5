"""The session: one app, a thin shell over boards; state flows down, messages flow up."""

from __future__ import annotations

import contextlib
import gc
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.reactive import reactive

from tui.app.bars import content
from tui.app.keys import bindings
from tui.app.watchlist import Watchlist
from tui.app.words import say
from tui.errors import KanpanError
from tui.text import clean

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from datetime import date

    from textual.binding import BindingType
    from textual.screen import Screen

    from tui.app.board import Board
    from tui.app.boot import Boot
    from tui.app.frame import Frame, NameFrame
    from tui.app.lists import NewsPane
    from tui.universe.universe import Universe


ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name))
PAINTED = 0.06  # seconds until the first frame surely is on the screen


@dataclass(frozen=True, slots=True)
class Opened:
    """What the session was opened with: how to load it, and the words for its shell command."""

    load: Callable[[], Universe]
    book: str | None = None
    as_of: date | None = None
    na: tuple[str, ...] = ()
    lang: str = "en"
    up: str = "red"


class Kanpan(App[int]):
    """The terminal session.

    `board` is what is on show; `frame`, `name_frame` and `figures` follow from it and from the cursor.
    """

    TITLE = "Kanpan"
    CSS_PATH: ClassVar = ["app.tcss", "watchlist.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]

    frame: reactive[Frame | None] = reactive(None)
    name_frame: reactive[NameFrame | None] = reactive(None)
    figures: reactive[tuple[str, ...]] = reactive(())
    note: reactive[str] = reactive("")

    def __init__(self, opened: Opened, universe: Universe | None = None, boot: Boot | None = None) -> None:
        """Shows the universe; without one the first frame that `boot` sends, and loads the rest itself."""
        super().__init__()
        self.animation_level = "none"
        self._opened = opened
        self._board: Board | None = None
        self._waiting: list[Callable[[Board], None]] = []
        self._at = ("", "")
        self._noted = ""
        self._mounted = False
        self._ending: int | None = None
        self._boot = boot
        self.failure: Exception | None = None
        if universe is not None:
            self._start(universe)

    def _start(self, universe: Universe) -> None:
        from tui.app.board import first_board
        from tui.app.present import frame_of
        from tui.app.present_name import name_frame

        self._board = board = first_board(universe, self._opened.lang)
        self.set_reactive(Kanpan.frame, frame_of(board))
        self.set_reactive(Kanpan.name_frame, name_frame(board, board.code(0)))

    @property
    def board(self) -> Board | None:
        """What is on show; None until the universe is loaded."""
        return self._board

    def get_default_screen(self) -> Screen[None]:
        """The watchlist."""
        screen = Watchlist()
        screen.set_reactive(Watchlist.frame, self.frame)
        screen.set_reactive(Watchlist.name_frame, self.name_frame)
        screen.set_reactive(Watchlist.lang, self._opened.lang)
        screen.set_class(self._opened.up == "green", "-green-up")
        return screen.data_bind(Kanpan.frame, Kanpan.name_frame, Kanpan.figures, Kanpan.note)

    def on_mount(self) -> None:
        """Give the terminal back on every signal that would end the session; load what is not loaded."""
        import asyncio

        loop = asyncio.get_running_loop()
        for number in ENDINGS:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.end, 128 + int(number))
        self._mounted = True
        if self._ending is not None:
            self.end(self._ending)
        elif self._board is None and self._boot is not None and self._boot.pipe >= 0:
            loop.add_reader(self._boot.pipe, self._receive, loop)
        elif self._board is None:
            self._load()

    def _receive(self, loop: asyncio.AbstractEventLoop) -> None:
        """Show the first frame as soon as it is there, and load the rest behind it."""
        boot = self._boot
        if boot is None:
            return
        pipe = boot.pipe
        if not boot.received():
            return
        loop.remove_reader(pipe)
        if first := boot.first():
            self.name_frame = first.name
            self.frame = first.frame
            self.set_timer(PAINTED, self._load)  # reading would hold up the first paint
        else:
            self._load()

    def end(self, status: int) -> None:
        """End the session with an exit status, as soon as there is one to end."""
        self._ending = status
        if self._mounted:
            self.exit(status, return_code=status)

    # ── the board ───────────────────────────────────────────────────────────────────────────────────

    def _with_board(self, act: Callable[[Board], None]) -> None:
        """Act on the board, now or as soon as it is there; what was asked for first is done first."""
        if self._board is None:
            self._waiting.append(act)
        else:
            act(self._board)

    def show(self, board: Board) -> None:
        """Put another board on show."""
        from tui.app.present import frame_of

        self._board = board
        self.frame = frame_of(board)
        self._look()

    def _look(self) -> None:
        """Let the panes tell of the name and column under the cursor."""
        if self._board is None:
            return  # and nothing is imported for it: the first paint comes before
        from tui.app.present import column_figures
        from tui.app.present_name import name_frame

        self.name_frame = name_frame(self._board, self._at[0])
        self.figures = column_figures(self._board, self._at[1])

    def _load(self) -> None:
        """Read the book in a thread; the view stays what it is."""

        def read() -> None:
            try:
                universe = self._opened.load()
            except (KanpanError, OSError) as error:
                self.call_from_thread(self._not_loaded, error)
            else:
                self.call_from_thread(self._loaded, universe)

        self.run_worker(read, thread=True, exclusive=True, group="load")

    def _not_loaded(self, error: Exception) -> None:
        """A book that cannot be read ends a session that has just begun; later it is told."""
        if self._board is None:
            self.failure = error
            self.exit(2, return_code=2)
        else:
            self._tell("failed", error)

    def _loaded(self, universe: Universe) -> None:
        from tui.app.board import again, first_board

        gc.freeze()  # what start-up made stays; the collector, off until now, need not look at it again
        gc.enable()
        before = self._board
        self.show(again(before, universe) if before else first_board(universe, self._opened.lang))
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            self._with_board(act)
        if before:
            self._tell("reloaded")

    # ── what screens ask for ────────────────────────────────────────────────────────────────────────

    def on_watchlist_change(self, event: Watchlist.Change) -> None:
        """Show another view."""

        def change(board: Board) -> None:
            view = event.change(board.view)
            if view != board.view:
                self.show(board.with_view(view))

        self._with_board(change)

    def on_watchlist_settled(self, event: Watchlist.Settled) -> None:
        """Tell of another name or column."""
        self._at = (event.code, event.column)
        if event.code != self._noted:
            self.note = ""  # what was said of another name is over
        self._look()

    def on_watchlist_find(self, event: Watchlist.Find) -> None:
        """Move the cursor to a name that fits."""

        def find(board: Board) -> None:
            from tui.app.search import found

            screen = self.screen
            if not isinstance(screen, Watchlist):
                return
            place, note = found(board, event.text, event.step, screen.grid.cursor_row)
            if place is not None:
                screen.grid.move(row=place)
            self.note, self._noted = note, board.code(screen.grid.cursor_row)

        self._with_board(find)

    def on_news_pane_opened(self, event: NewsPane.Opened) -> None:
        """Show a story in full."""
        from tui.app.dialogs import Dialog, story_text

        self.push_screen(Dialog(say("news", self.lang), story_text(event.story, self.lang), self.lang))

    def on_watchlist_export(self) -> None:
        """Ask where to, and write."""
        from tui.app.dialogs import Ask, free_name

        def ask(board: Board) -> None:
            self.push_screen(
                Ask(say("export_to", self.lang), free_name(f"kanpan-{board.universe.as_of}")), self._export
            )

        self._with_board(ask)

    def _export(self, path: str | None) -> None:
        board = self._board
        if path is None or board is None:
            return

        def write() -> None:
            from tui.api import export

            try:
                export(board.universe, board.view, path)
            except (KanpanError, OSError) as error:
                self.call_from_thread(self._tell, "failed", error)
            else:
                self.call_from_thread(self._tell, "exported", path)

        self.run_worker(write, thread=True, exclusive=True, group="export")

    def on_watchlist_copy(self) -> None:
        """Copy the command that gives the same bytes, and show it."""

        def copy(board: Board) -> None:
            from tui.view.command import export_command

            opened = self._opened
            text = export_command(board.view, book=opened.book, as_of=opened.as_of, na=opened.na)
            self.copy_to_clipboard(text)
            self._tell("copied", text)

        self._with_board(copy)

    @property
    def lang(self) -> str:
        """The language of the screen."""
        return self.frame.lang if self.frame else self._opened.lang

    def _tell(self, word: str, *values: object) -> None:
        """Say it in a corner; an error more loudly."""
        level = "error" if word == "failed" else "information"
        self.notify(clean(say(word, self.lang, *values)), severity=level, markup=False)  # type: ignore[arg-type]

    # ── keys that work everywhere ───────────────────────────────────────────────────────────────────

    def action_language(self) -> None:
        """Switch between Chinese and English."""
        self._with_board(lambda board: self.show(board.with_lang("en" if board.lang == "zh" else "zh")))

    def action_help_quit(self) -> None:
        """Ctrl+c copies or interrupts elsewhere; here it says how to leave."""
        self._tell("how_to_quit")

    def action_help(self) -> None:
        """Show every key, mark and word."""
        from tui.app.dialogs import Dialog, help_text

        if not isinstance(self.screen, Dialog):
            self.push_screen(Dialog(say("help", self.lang), help_text(self.lang), self.lang))

    def action_checks(self) -> None:
        """List the doubtful cells and the problems of loading."""
        from tui.app.dialogs import Dialog

        def show(board: Board) -> None:
            from tui.app.present import checks_text

            if not isinstance(self.screen, Dialog):
                self.push_screen(Dialog(say("checks", self.lang), content(checks_text(board)), self.lang))

        self._with_board(show)

    def action_command_palette(self) -> None:
        """Offer every action, name, group and theme."""
        from textual.command import CommandPalette

        from tui.app.palette import Everything

        if not CommandPalette.is_open(self):  # type: ignore[arg-type]  # App is invariant
            self.push_screen(
                CommandPalette([Everything], placeholder=say("palette", self.lang), id="--command-palette")
            )

    def keep(self, kind: str, key: str) -> None:
        """Show only the names of a group or theme, or all."""
        self._with_board(lambda board: self.show(board.with_view(board.view.keeping(kind, key))))

    def go_to(self, code: str) -> None:
        """Put the cursor on a name, shown among all names where the view leaves it out."""

        def go(board: Board) -> None:
            screen = self.screen_stack[0]
            if not isinstance(screen, Watchlist):
                return
            if screen.grid.source.find(code) is None:
                self.show(board.with_view(board.view.keeping("all", "")))
            self.call_after_refresh(screen.go, code)

        self._with_board(go)

    def action_reload(self) -> None:
        """Read the book again; cursor and view stay."""
        if self._board is not None:  # else it is being read already
            self._load()
