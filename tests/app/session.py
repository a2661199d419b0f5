"""Runs the session headless at a size and in a language, presses keys, and gives the screen as text."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from unittest import mock

from textual import events
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet
from textual.keys import _character_to_key
from textual.pilot import WaitForScreenTimeout
from textual.widgets import Input

import tui
from tui.app.app import Kanpan
from tui.app.grid.grid import Grid
from tui.app.screens import calm
from tui.app.screens.watchlist import Watchlist
from tui.app.session.life import Opened

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.css.model import RuleSet
    from textual.pilot import Pilot
    from textual.screen import Screen
    from textual.strip import Strip

    from tui.universe.universe import Universe

ROOT = Path(__file__).resolve().parents[2]
FULLBOOK = ROOT / "tests" / "data" / "fullbook"
MARKET = ROOT.parent / "shared" / "data" / "market-2026-04-15.parquet"
PATIENCE = 30.0  # seconds until a condition that never comes is a failure
CALM = 3  # turns of the loop without a message waiting, before each widget is asked to answer
FRAME = 1 / 500  # seconds between two layouts: tests wait for them
COVERED = [
    *("600941.SH", "601728.SH", "600050.SH", "300308.SZ", "300394.SZ", "300502.SZ", "300570.SZ"),
    *("002281.SZ", "000063.SZ", "000938.SZ", "603236.SH", "600118.SH", "300627.SZ"),
]
# each screen is looked at in one of these sets of windows here and in the other there: size and language
WINDOWS = (((80, 24), "zh"), ((120, 40), "en"), ((160, 45), "zh"), ((200, 50), "en"))
OTHERS = (((80, 24), "en"), ((120, 40), "zh"), ((160, 45), "en"), ((200, 50), "zh"))
MOVING = frozenset(["h", "j", "k", "l", "left", "right", "up", "down"])

T = TypeVar("T")


@functools.cache
def universe_of(book: str = "") -> Universe:
    """The universe of a book, read once for all tests; '' is the sample."""
    return tui.load(book or None)


class Session:
    """A running session: keys go in, lines of text come out."""

    def __init__(self, app: Kanpan, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def screen(self) -> Screen[Any]:
        """The watchlist, whatever lies over it."""
        return next(s for s in self.app.screen_stack if isinstance(s, Watchlist))

    @property
    def grid(self) -> Grid:
        return self.screen.query_one("#grid", Grid)

    @property
    def code(self) -> str:
        """The code under the cursor, '' without rows."""
        return self.grid.source.key(self.grid.cursor_row) if self.grid.cursor_row >= 0 else ""

    @property
    def focus(self) -> str:
        """The id of what has the focus: grid, news, side, find; its class where it has no id."""
        focused = self.app.focused
        return "" if focused is None else focused.id or type(focused).__name__

    @property
    def codes(self) -> list[str]:
        """The codes on show, in order."""
        return [self.grid.source.key(row) for row in range(self.grid.source.rows)]

    @property
    def columns(self) -> list[str]:
        """The columns of the grid, on the screen or beside it."""
        return [column.key for column in self.grid.source.columns]

    @property
    def marks(self) -> dict[str, str]:
        """Column → its sort mark in the header."""
        return {column.key: column.mark for column in self.grid.source.columns if column.mark}

    @property
    def sections(self) -> list[str]:
        """The titles of the grid's sections."""
        return [section.title for section in self.grid.source.sections]

    async def press(self, *keys: str) -> None:
        """Press keys, each after what the one before did; then let the panes follow."""
        for key, following in zip(keys, (*keys, "")[1:], strict=True):
            self.send(key)
            if not (key in MOVING and following in MOVING):  # these change neither focus nor screen
                await self._quiet()
        await self.settle()

    async def type(self, text: str) -> None:
        """Press the keys of a text in the line that has the focus."""
        for char in text:
            self.send("space" if char == " " else char)
        await self.settle()

    def send(self, key: str) -> None:
        """Press a key and wait for nothing."""
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        char = " " if key == "space" else key if len(key) == 1 else None
        event = events.Key(name, char)
        assert self.app._driver is not None
        event.set_sender(self.app)
        self.app._driver.send_message(event)

    async def leave(self) -> None:
        """Leave by the key, and wait until the session is over."""
        self.send("q")
        end = time.monotonic() + PATIENCE
        while not self.app._exit:
            assert time.monotonic() < end, "waited in vain for the end"
            await asyncio.sleep(0.002)
        await self.pilot.pause(0.05)  # what is left behind is written besides

    async def to_column(self, name: str) -> None:
        """Move the cursor by keys to a column."""
        at = self.columns.index(name)
        step = at - self.grid.cursor_column
        await self.press(*(["l"] * step if step > 0 else ["h"] * -step))
        assert self.grid.column_key == name

    async def to_name(self, code: str) -> None:
        """Move the cursor by keys to a name."""
        step = self.codes.index(code) - self.grid.cursor_row
        await self.press(*(["j"] * step if step > 0 else ["k"] * -step))
        assert self.code == code

    async def settle(self) -> None:
        """Wait until nothing is under way and the panes show the name under the cursor."""
        for line in self.app.screen.query(Input):
            line.cursor_blink = False
        await self.until(self._settled, "the panes to follow")

    async def settle_place(self) -> None:
        """Wait until the screen on show is laid out, whichever it is."""
        await self._quiet()
        await self.until(lambda: not self.app.screen._layout_required, "the layout")

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for a condition; AssertionError after `PATIENCE`."""
        end = time.monotonic() + PATIENCE
        while True:
            await self._quiet()
            if condition():
                return
            assert time.monotonic() < end, f"waited in vain for {what}:\n{self.text()}"
            await asyncio.sleep(0.002)

    async def _quiet(self) -> None:
        """Until no widget has a message waiting, and none after each was asked to answer."""
        end = time.monotonic() + PATIENCE
        while True:
            calm = 0
            while calm < CALM:
                assert time.monotonic() < end, "messages without end"
                calm = calm + 1 if self._idle() else 0
                await asyncio.sleep(0)
            with contextlib.suppress(WaitForScreenTimeout):  # a toast that goes meanwhile never answers
                await self.pilot._wait_for_screen(timeout=0.5)
            if self._idle():
                return

    def _idle(self) -> bool:
        nodes = (self.app, *self.app.screen.walk_children(with_self=True))
        return all(node.message_queue_size == 0 for node in nodes)

    def _settled(self) -> bool:
        screen = self.screen
        if not screen.query("#detail"):
            return False
        above = self.app.screen
        timers = {*screen._timers, *above._timers, *self.app._timers}
        waiting = [t for t in timers if t._repeat == 0 and t._task and not t._task.done()]
        busy = [w for w in self.app.workers if not w.is_finished]
        due = above._callbacks or above._dirty_widgets or above._layout_required  # one below waits its turn
        if (
            waiting
            or busy
            or due
            or self.app.holds_keys
            or self.app.animator._animations
            or self.app.animator._scheduled
        ):
            return False
        title = str(screen.query_one("#detail").border_title or "")
        return title.endswith(self.code)

    def strips(self) -> list[Strip]:
        """The lines on the screen, with styles."""
        return self.app.screen._compositor.render_strips()

    def lines(self) -> list[str]:
        """The lines on the screen."""
        return ["".join(segment.text for segment in strip) for strip in self.strips()]

    def text(self) -> str:
        """The screen as one text, spaces at line ends left out."""
        return "\n".join(line.rstrip() for line in self.lines()) + "\n"

    @property
    def status(self) -> str:
        """The line that says what is on show."""
        return self.lines()[-2].strip()


def play(
    act: Callable[[Session], Awaitable[T]],
    *,
    size: tuple[int, int] = (160, 45),
    lang: str = "zh",
    book: str = "",
    universe: Universe | None = None,
    opened: dict[str, Any] | None = None,
    loaded: bool = True,
    painted: bool = False,
) -> T:
    """Run a session over a book, let `act` press and look, and give what `act` gives.

    opened: other words for `Opened`; loaded: the session has its universe from the first, and is settled;
    painted: what changes is painted at each change as on a terminal, not only where `act` looks
    """
    shown = universe_of(book) if universe is None else universe

    async def go() -> T:
        words: dict[str, Any] = {"load": lambda: shown, "book": book or None, "lang": lang, **(opened or {})}
        app = Kanpan(Opened(**words), shown if loaded else None)
        async with app.run_test(size=size, notifications=True) as pilot:
            session = Session(app, pilot)
            if loaded:
                await session.settle()
            return await act(session)

    with (
        swift(),
        mock.patch("gc.freeze"),  # the process outlives the session: its garbage is not kept
        contextlib.nullcontext() if painted else unpainted(),
    ):
        return asyncio.run(go())


@contextlib.contextmanager
def swift(frame: float = FRAME) -> Iterator[None]:
    """The panes follow at once, layouts come soon, and a style sheet that is known is not parsed again."""
    with (
        mock.patch.object(calm, "SETTLE", 0.001),
        mock.patch("textual.screen.UPDATE_PERIOD", frame),
        mock.patch.object(Stylesheet, "_parse_rules", _parsed),
    ):
        yield


_PARSE, _KNOWN = Stylesheet._parse_rules, dict[object, "list[RuleSet]"]()


def _parsed(sheet: Stylesheet, css: str, *more: Any, **words: Any) -> list[RuleSet]:
    """The rules of a text of styles, parsed once for all tests that give it the same colours."""
    key = (css, more, *words.items(), *sheet._variables.items())
    if key not in _KNOWN:
        _KNOWN[key] = _PARSE(sheet, css, *more, **words)
    return _KNOWN[key]


def unpainted() -> contextlib.AbstractContextManager[object]:
    """Nothing is painted but where a test looks: a third of the time goes into pictures that nobody sees."""

    def render(compositor: Compositor, *_: object, **__: object) -> None:
        compositor._dirty_regions.clear()

    return mock.patch.object(Compositor, "render_update", render)


def screen_after(
    keys: str = "",
    size: tuple[int, int] = (160, 45),
    lang: str = "zh",
    book: str = "",
    universe: Universe | None = None,
) -> str:
    """The screen's text after some keys, separated by spaces."""

    async def act(session: Session) -> str:
        await session.press(*keys.split())
        return session.text()

    return play(act, size=size, lang=lang, book=book, universe=universe)


async def optical(session: Session) -> None:
    """Filter to the optical modules by the side bar, with keys only."""
    await session.press("shift+tab")
    assert session.focus == "side"
    await session.press("home", "j", "j", "enter", "escape")
    assert session.focus == "grid"
    assert len(session.codes) == 5
