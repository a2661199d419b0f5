"""The first frame, made in a second process while this one starts the terminal.

Reading a book takes as long as starting Textual does; side by side they take little longer than one. The
child is a fork that warms up at once, is told what to load, and sends plain values through a pipe. Where it
sends nothing (no fork on this system, or the book cannot be read) the session loads the book itself, and so
meets the error itself.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from tui.app.frames.frame import First
    from tui.universe.universe import Universe

    Keeping = Callable[["Request"], Callable[[First], None]]

ENDINGS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
)  # what ends a session from outside
CHUNK = 1 << 20
PAUSE = 0.3  # seconds in which the frame is painted, before the child keeps it
FRAMES = "frames"  # the folder of frames that are kept, in the state folder
STATES = (".local/state", "Library/Application Support")  # of systems that fork
NOTHING: Mapping[str, Any] = {}


class Request(NamedTuple):
    """What to load: the book's place, a date, values that mean missing, the user's own folder, the language.

    held: what is remembered of the book, which the first frame shows already
    """

    place: Path
    as_of: date | None
    na: tuple[str, ...]
    config: Path
    lang: str
    held: Mapping[str, Any] = NOTHING

    def load(self) -> Universe:
        """The universe asked for, with the user's own queries, views and columns as they now are.

        Raises BookError where the book cannot be read, KanpanError where the settings cannot.
        """
        from tui.api import load
        from tui.settings import load_settings, settings_in, themes_in

        saved, themes = load_settings(settings_in(self.config)).saved, themes_in(self.config)
        return load(self.place, as_of=self.as_of, na=self.na, theme_folders=(themes,), saved=saved)


class Boot:
    """A child that computes the first frame; start it before any thread is started."""

    def __init__(self) -> None:
        self._pid, self._pipe, self._ask, self._bytes = 0, -1, -1, b""

    def start(self) -> None:
        """Forks, once; the child begins to import what it will need."""
        if self._pid or not hasattr(os, "fork"):
            return
        asked, ask = os.pipe()
        reading, writing = os.pipe()
        self._pid, self._pipe, self._ask = os.fork(), reading, ask
        if self._pid == 0:
            os.close(reading)
            os.close(ask)
            _child(asked, writing)
        os.close(asked)
        os.close(writing)

    @property
    def pipe(self) -> int:
        """What to watch for reading; -1 where there is no child, or all has been received."""
        return self._pipe

    def ask(self, request: Request, keeping: Keeping | None = None) -> None:
        """Tell the child what to load, and what keeps the frame for the next start once it is sent."""
        if self._ask >= 0:
            import pickle

            with suppress(OSError):
                os.write(self._ask, pickle.dumps((request, keeping)))
            os.close(self._ask)
            self._ask = -1

    def received(self) -> bool:
        """Take what has come, without waiting where the pipe is ready; True once all of it is there."""
        if self._pipe >= 0 and (block := os.read(self._pipe, CHUNK)):
            self._bytes += block
            return False
        self._close()
        return True

    def first(self) -> First | None:
        """The first frame; None where the child sent none, and the session must load the book itself."""
        if not self._bytes:
            return None
        import pickle

        first: First = pickle.loads(self._bytes)  # noqa: S301 - written by our own child
        return first

    def stop(self) -> None:
        """End the child, whether its frame came or is not wanted any more."""
        self._close()
        if self._pid:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)
            self._pid = 0

    def _close(self) -> None:
        for end in (self._pipe, self._ask):
            if end >= 0:
                os.close(end)
        self._pipe = self._ask = -1


def may_be_kept() -> bool:
    """True where sessions have left first frames, so that none may have to be made.

    Asked before the child is started: what finds the state folder (`tui.seen`) takes 7 ms to import. Where
    this does not know the place, a child is started that is not needed.
    """
    home = os.environ.get("HOME", "")
    states = [os.environ.get("XDG_STATE_HOME") or "", *(f"{home}/{state}" for state in STATES)]
    return any(_holds_any(f"{state}/kanpan/{FRAMES}") for state in states if state)


def _holds_any(folder: str) -> bool:
    try:
        with os.scandir(folder) as there:
            return any(there)
    except OSError:
        return False


def _child(asked: int, answer: int) -> None:
    """Warm up, load, send, keep, end; whatever goes wrong is left to the parent, which will meet it too."""
    try:
        import pickle

        import tui.api
        import tui.app.present.watchlist
        import tui.universe.build  # noqa: F401 - what takes long is imported before it is asked for

        request = b""
        while block := os.read(asked, CHUNK):
            request += block
        if request:
            _answer(answer, *pickle.loads(request))  # noqa: S301 - written by our own parent
    finally:
        os._exit(0)


def _answer(answer: int, request: Request, keeping: Keeping | None) -> None:
    import pickle

    keep = keeping(request) if keeping else None
    first = first_for(request.load(), request.lang, request.held)
    sent = memoryview(pickle.dumps(first, protocol=5))
    while sent:
        sent = sent[os.write(answer, sent) :]
    os.close(answer)  # the end of a process takes milliseconds
    if keep:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # though the window is closed
        time.sleep(PAUSE)
        keep(first)


def first_for(universe: Universe, lang: str, held: Mapping[str, Any]) -> First:
    """The first frame: of the view that is remembered, and of the name that the cursor stood on."""
    from tui.app.present.watchlist import first_of

    if not held:
        from tui.app.board import first_board

        return first_of(first_board(universe, lang))
    from tui.app.present.name import name_frame
    from tui.app.start import begun
    from tui.remembered import place_of

    board = begun(universe, lang, held)
    first, code = first_of(board), place_of(held).code
    return first._replace(name=name_frame(board, code)) if first.frame.grid.find(code) else first
