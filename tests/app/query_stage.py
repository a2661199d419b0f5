"""Runs the query bar alone over a page, answers what is typed, presses keys, gives the screen as text."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, TypeVar
from unittest import mock

from textual import events, screen
from textual.app import App
from textual.containers import Vertical
from textual.keys import _character_to_key
from textual.reactive import reactive
from textual.widgets import Static

from tui.app.frames.query import FaultLine, Offer, QueryState
from tui.app.widgets.query_bar import QueryBar
from tui.app.widgets.query_line import QueryLine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.pilot import Pilot

HISTORY = ("pe26 < 30", "评级 = 买入 且 市盈率26 < 45", "theme has leo-satellite")
OFFERS = {
    "pe": (Offer("pe26", "市盈率 2026E"), Offer("pe27", "市盈率 2027E"), Offer("peg", "PEG")),
    "市": (Offer("市盈率26", "pe26"), Offer("市值", "market_cap")),
    "me": (Offer("median(", "the middle value"), Offer("mean(", "the arithmetic mean")),
    "n": tuple(Offer(f"name{i}", f"the {i}th name") for i in range(1, 13)),
}
PATIENCE = 30.0  # seconds until a screen that does not come to rest is a failure

T = TypeVar("T")


def word_at(text: str, cursor: int) -> tuple[int, int]:
    """The run of letters that ends at the cursor."""
    start = cursor
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return start, cursor


def answer(text: str, cursor: int) -> QueryState:
    """Canned: `bad` and `错` are faults, a count stands otherwise, a few words complete."""
    faults = []
    for word, message in (
        ("bad", "no column is called bad; nearest: pe26, pe27"),
        ("错错", "没有这一列：错错"),
    ):
        at = text.find(word)
        while at >= 0:
            faults.append(FaultLine(at, at + len(word), message))
            at = text.find(word, at + 1)
    if text.endswith("<"):
        faults.append(FaultLine(len(text), len(text), "a number is missing after <"))
    start, end = word_at(text, cursor)
    offers = OFFERS.get(text[start:end], ())
    count = "" if faults else "8 of 13 · 2 left out: no pe_ttm"
    return QueryState(text, cursor, tuple(sorted(faults, key=lambda f: f.start)), count, offers, (start, end))


class Harness(App[None]):
    """A page of lines, the bar over a status line; answers what is typed, unless it is told to be silent."""

    CSS = "#page { height: 1fr; } #title, #status { height: 1; }"
    query_state: reactive[QueryState | None] = reactive(None)

    def __init__(
        self,
        text: str,
        lang: str,
        answers: Callable[[str, int], QueryState],
        history: tuple[str, ...] = HISTORY,
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self.answers, self.silent = answers, False
        self.opened = (text, history, lang)
        self.typed: list[tuple[str, int]] = []
        self.left: list[tuple[str, bool]] = []

    def compose(self) -> ComposeResult:
        yield Static("title", id="title")
        with Vertical(id="page"):
            yield Static("\n".join(f"row {i} of the page" for i in range(60)))
        yield QueryBar(*self.opened).data_bind(state=Harness.query_state)
        yield Static("status", id="status")

    @property
    def bar(self) -> QueryBar:
        return self.query_one(QueryBar)

    def on_query_bar_typed(self, event: QueryBar.Typed) -> None:
        self.typed.append((event.text, event.cursor))
        if not self.silent:
            self.query_state = self.answers(event.text, event.cursor)

    def on_query_bar_left(self, event: QueryBar.Left) -> None:
        assert event.bar is self.bar
        self.left.append((event.text, event.kept))

    def on_input_changed(self) -> None:
        raise AssertionError("what the bar's input says stays in the bar")

    on_input_submitted = on_input_changed


class Stage:
    """A harness that runs: keys go in, lines come out."""

    def __init__(self, app: Harness, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.line = app.query_one(QueryLine)
        self.line.cursor_blink = False

    @property
    def value(self) -> str:
        return self.line.value

    @property
    def cursor(self) -> int:
        return self.line.cursor_position

    async def settle(self) -> None:
        calm, end = 0, time.monotonic() + PATIENCE
        while calm < 2:
            assert time.monotonic() < end, f"messages without end:\n{self.text()}"
            if not await self.pilot._wait_for_screen():
                return  # the app has failed, and tells how as it ends
            nodes = [self.app, *self.app.screen.walk_children(with_self=True)]
            shown = self.app.screen
            due = shown._callbacks or shown._dirty_widgets or shown._layout_required
            calm = 0 if due or any(node.message_queue_size for node in nodes) else calm + 1

    def send(self, key: str) -> None:
        """Press a key and wait for nothing."""
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        event = events.Key(name, key if len(key) == 1 else None)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def press(self, *keys: str) -> None:
        """Press keys, all of them typed ahead."""
        for key in keys:
            self.send(key)
        await self.settle()

    async def fresh(self, text: str) -> None:
        """Another text, whole, the cursor at its end."""
        await self.press("end", "ctrl+u")
        await self.paste(text)

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def paste(self, text: str) -> None:
        self.line.post_message(events.Paste(text))
        await self.settle()

    def lines(self) -> list[str]:
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines()) + "\n"

    def under(self) -> list[str]:
        """The lines of the bar below the one that is typed into."""
        region = self.app.bar.region
        return [line.rstrip() for line in self.lines()[region.y + 1 : region.bottom]]


def play(
    act: Callable[[Stage], Awaitable[T]],
    text: str = "",
    *,
    size: tuple[int, int] = (80, 24),
    lang: str = "en",
    answers: Callable[[str, int], QueryState] = answer,
    history: tuple[str, ...] = HISTORY,
) -> T:
    """Run the bar over a page, let `act` press and look, and give what `act` gives."""

    async def go() -> T:
        app = Harness(text, lang, answers, history)
        async with app.run_test(size=size) as pilot:
            stage = Stage(app, pilot)
            await stage.settle()
            return await act(stage)

    with mock.patch.object(screen, "UPDATE_PERIOD", 0.002):  # frames come at once: tests wait for them
        return asyncio.run(go())
