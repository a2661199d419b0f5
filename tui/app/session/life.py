"""The life of a session: the first frame, the board behind it, reading the book, ending on a signal."""

from __future__ import annotations

import contextlib
import gc
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.reactive import var
from textual.scrollbar import ScrollBar

from tui.app.boot import ENDINGS, NOTHING
from tui.app.grid.canvas import CellBar
from tui.app.palettes import NIGHT, wear
from tui.app.session.guarding import Guarding
from tui.app.sheet import Sheet
from tui.app.words.say import say
from tui.errors import KanpanError
from tui.text import clean

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from tui.app.board import Board
    from tui.app.boot import Boot
    from tui.app.frames.frame import First, Frame, NameFrame
    from tui.book.saved import Alerts
    from tui.errors import Problem
    from tui.universe.universe import Universe

ANY = "*"  # what is noted is of the name that the cursor comes to next
PATIENT = 0.15  # seconds without a first frame, after which an empty screen says that it is being read
AWAY = 1.0  # the same where the session goes on beside the watchlist
PAINTED = 0.06  # seconds until the first frame surely is on the screen


class Opened(NamedTuple):
    """What the session was opened with: how to load it, and the words for its shell command.

    place: the book itself, whichever words name it
    alerts: reads what the user wants to be told of; remembers: keeps what was seen for the next session
    keeps: where it is left is kept too
    palette: the name of the palette, '' for the session's own
    held: what is remembered of the book, as plain values; wrong: what of it could not be read
    settings: what the user's settings say of the language, the palette and the colour of a rise
    completes: what a word of a command line may become after others, with what each means
    """

    load: Callable[[], Universe]
    book: str | None = None
    as_of: date | None = None
    na: tuple[str, ...] = ()
    lang: str = "en"
    up: str = "red"
    alerts: Callable[[], Alerts] | None = None
    remembers: bool = False
    keeps: bool = True
    place: Path | None = None
    palette: str = ""
    held: Mapping[str, Any] = NOTHING
    wrong: tuple[Problem, ...] = ()
    settings: Mapping[str, str] = NOTHING
    completes: Callable[[Sequence[str], str, Universe | None], Sequence[tuple[str, str]]] | None = None

    @property
    def keeps_place(self) -> bool:
        """True where the next session goes on where this one is left."""
        return self.remembers and self.keeps


class Session(Guarding):
    """`board` is what is on show; `frame`, `name_frame` and `figures` follow from it and from the cursor."""

    frame: var[Frame | None] = var(None)
    name_frame: var[NameFrame | None] = var(None)
    figures: var[tuple[str, ...]] = var(())
    note: var[str] = var("")

    def __init__(
        self,
        opened: Opened,
        universe: Universe | None = None,
        boot: Boot | None = None,
        first: First | None = None,
    ) -> None:
        """Shows the universe; without one `first`, or what `boot` sends, and loads the rest itself."""
        super().__init__()
        self.stylesheet = Sheet(variables=self.get_css_variables())
        ScrollBar.renderer = CellBar  # every list's: part blocks are of ambiguous width
        self.animation_level = "none"
        self.opened = opened
        wear(self, opened.palette or NIGHT)
        if self.no_color:
            from tui.app.colourless import Colourless

            self._filters = [*self._filters[:1], Colourless(self)]  # in place of Textual's greys
        self._board: Board | None = None
        self._waiting: list[Callable[[Board], None]] = []
        self._at = ("", "")
        self._looked: tuple[Board, tuple[str, str]] | None = None
        self._noted = ""
        self._mounted = False
        self._ending: int | None = None
        self._boot = boot
        self._filling = self._laid_out = False
        self.failure: Exception | None = None
        self._begin()
        if universe is not None:
            self._start(universe)
        elif first is not None:
            self.set_reactive(Session.frame, first.frame)
            self.set_reactive(Session.name_frame, first.name)

    def _begin(self) -> None:
        """What a kind of session keeps besides."""

    def _start(self, universe: Universe) -> None:
        from tui.app.present.name import name_frame
        from tui.app.present.watchlist import frame_of

        self._board = board = self._begun(universe)
        self.set_reactive(Session.frame, frame_of(board))
        self.set_reactive(Session.name_frame, name_frame(board, board.code(0)))

    def _begun(self, universe: Universe) -> Board:
        """The board that the session begins with."""
        from tui.app.board import first_board

        return first_board(universe, self.opened.lang)

    @property
    def board(self) -> Board | None:
        """What is on show; None until the universe is loaded."""
        return self._board

    @property
    def expects(self) -> bool:
        """True before the first frame, and where something waits for the book to be read."""
        return self.frame is None or bool(self._waiting)

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
        elif self.frame is not None and self._board is None:
            self._hold(AWAY)
            self._read_behind()
        elif self._board is None and self._boot is not None and self._boot.pipe >= 0:
            self._hold(AWAY if self._begins_away else PATIENT)
            import tui.app.frames.frame  # noqa: F401 - what comes is made of it

            loop.add_reader(self._boot.pipe, self._receive, loop)
        elif self._board is None:
            self.read()

    def on_ready(self) -> None:
        """With every part of its size, and told of the first frame: paint."""
        self._laid_out = True
        self._fill()

    @property
    def _begins_away(self) -> bool:
        """True where the session goes on beside the watchlist: that is not to be seen before."""
        return False

    def _hold(self, seconds: float) -> None:
        """Paint nothing until the first frame is there: an empty screen before it would only delay it."""
        self._filling = True
        self._begin_batch()
        self.set_timer(seconds, self._filled)

    def _fill(self) -> None:
        if self._filling and self._laid_out and self.frame is not None and not self._begins_away:
            self.call_later(self.screen.call_later, self._filled)

    def _filled(self) -> None:
        if not self._filling:
            return
        self._filling = False
        self._end_batch()
        self.screen._on_timer_update()  # noqa: SLF001 - else Textual waits for its next tick

    def _receive(self, loop: asyncio.AbstractEventLoop) -> None:
        """Show the first frame as soon as it is there, and load the rest behind it."""
        boot = self._boot
        if boot is None:
            return
        pipe = boot.pipe
        if not boot.received():
            return
        loop.remove_reader(pipe)
        self._paint(boot.first())

    def _paint(self, first: First | None) -> None:
        """Show the first frame, where there is one, and read the book behind it."""
        if first is None:
            self.read()
            return
        self.name_frame = first.name
        self.frame = first.frame
        self._fill()
        self._read_behind()

    def _read_behind(self) -> None:
        """With the first frame on show: read the book."""
        self._framed()
        self.set_timer(PAINTED, self.read)  # reading would hold up the first paint

    def _framed(self) -> None:
        """What follows the first frame at once."""

    def end(self, status: int) -> None:
        """End the session with an exit status, as soon as there is one to end."""
        self._ending = status
        if self._mounted:
            self.exit(status, return_code=status)

    # ── the board ───────────────────────────────────────────────────────────────────────────────────

    def with_board(self, act: Callable[[Board], None]) -> None:
        """Act on the board, now or as soon as it is there; what was asked for first is done first."""
        if self._board is None:
            self._waiting.append(act)
        else:
            act(self._board)

    def show(self, board: Board) -> None:
        """Put another board on show."""
        from tui.app.present.watchlist import frame_of

        self._board = board
        self.note = ""
        self.frame = frame_of(board)
        self.look()

    def look(self) -> None:
        """Let the panes tell of the name and column under the cursor."""
        if self._board is None:
            return  # and nothing is imported for it: the first paint comes before
        before, self._looked = self._looked, (self._board, self._at)
        if before is not None and before[0] is self._board and before[1] == self._at:
            return
        from tui.app.present.columns import column_figures
        from tui.app.present.name import name_frame

        self.name_frame = name_frame(self._board, *self._at)
        self.figures = column_figures(self._board, self._at[1])

    def read(self, said: tuple[object, ...] = ("reloaded",)) -> None:
        """Read the book in a thread; the view stays what it is. `said`, if anything, is told after it."""
        opened = self.opened

        def reading() -> None:
            self._before_reading()
            try:
                universe = opened.load()
            except (KanpanError, OSError) as error:
                self.call_from_thread(self._read, opened, partial(self._not_loaded, error, said))
            else:
                self.call_from_thread(self._read, opened, partial(self._loaded, universe, said))

        self.run_worker(reading, thread=True, exclusive=True, group="load")

    def _before_reading(self) -> None:
        """What is done in the reading thread before the book is read."""

    def _read(self, opened: Opened, land: Callable[[], None]) -> None:
        """Take what was read, unless another date or book was asked for meanwhile, or the end."""
        if opened.load is self.opened.load and not self._exit:
            land()

    def _not_loaded(self, error: Exception, said: tuple[object, ...]) -> None:  # noqa: ARG002 - for others
        """A book that cannot be read ends a session that has just begun; later it is told."""
        if self._board is None:
            self.failure = error
            self.exit(2, return_code=2)
        else:
            self.tell("failed", error)

    def _again(self, before: Board, universe: Universe) -> Board:
        """The board of a universe read anew."""
        from tui.app.board import again

        return again(before, universe)

    def _loaded(self, universe: Universe, said: tuple[object, ...]) -> None:
        gc.freeze()  # what start-up made stays; the collector, off until now, need not look at it again
        gc.enable()
        before = self._board
        self.show(self._again(before, universe) if before else self._begun(universe))
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            self.with_board(act)
        if before and said:
            word, *values = said
            self.tell(str(word), *values)

    @property
    def lang(self) -> str:
        """The language of the screen."""
        return self.frame.lang if self.frame else self.opened.lang

    def tell(self, word: str, *values: object) -> None:
        """Say it in a corner; an error more loudly."""
        level = "error" if word == "failed" else "information"
        self.notify(clean(say(word, self.lang, *values)), severity=level, markup=False)  # type: ignore[arg-type]
