"""A session without a terminal: keys and clicks go in one by one, each when all before it is done."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.geometry import Size
from textual.keys import _character_to_key, key_to_character
from textual.widgets import Input
from textual.widgets._toast import Toast  # the only thing on a screen that leaves it by itself

from tui.errors import KanpanError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.message_pump import MessagePump

    from tui.app.session.life import Session
    from tui.app.session.steps import Step

PATIENCE = 60.0  # seconds that one step may take
BREATH = 0.004  # seconds between two looks at whether a step is over
LONG = 0.5  # seconds that a part which is there may take to answer
SOON = 0.3  # seconds; a timer that waits longer is no part of a step
CALM = 2  # looks in a row that must find nothing under way

T = TypeVar("T")


class Player:
    """Presses, types, clicks and resizes; what a step asks for is done when it returns."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def over(self) -> bool:
        """True once the session has ended."""
        return not self.session.is_running or self.session._exit  # noqa: SLF001 - not told otherwise

    async def do(self, step: Step) -> None:
        """Do a recorded step."""
        value = step.value
        if step.kind == "press":
            await self.press(key_of(value), value if len(value) == 1 else None)
        elif step.kind == "type":
            await self.type(value)
        elif step.kind == "paste":
            await self.paste(value)
        elif step.kind == "size":
            await self.resize(*value)
        elif step.kind == "wheel":
            await self.wheel(*value)
        else:
            await self.drag(*value, *(value if step.kind == "click" else ()))

    async def press(self, key: str, char: str | None = None) -> None:
        """Press a key by Textual's name of it: 'j', 'enter', 'ctrl+d', 'left_square_bracket'."""
        await self._send(events.Key(key, char if char is not None else key_to_character(key)))

    async def type(self, text: str) -> None:
        """Press the key of each character."""
        for char in text:
            await self.press(key_of(char), char)

    async def paste(self, text: str) -> None:
        """Paste a text."""
        await self._send(events.Paste(text))

    async def resize(self, width: int, height: int) -> None:
        """Another size of the terminal."""
        size = Size(width, height)
        driver = self.session._driver  # noqa: SLF001 - a headless one keeps the size of its terminal
        if driver is not None:
            driver._size = (width, height)  # noqa: SLF001
        await self._send(events.Resize(size, size))

    async def drag(self, x: int, y: int, to_x: int, to_y: int) -> None:
        """Press the mouse button over a cell and release it over another; a click where that is the same."""
        await self._send(_mouse(events.MouseMove, x, y, 0))
        await self._send(_mouse(events.MouseDown, x, y, 1))
        if (x, y) != (to_x, to_y):
            await self._send(_mouse(events.MouseMove, to_x, to_y, 1))
        await self._send(_mouse(events.MouseUp, to_x, to_y, 1))

    async def wheel(self, way: str, x: int, y: int) -> None:
        """Turn the wheel by one notch over a cell: 'up', 'down', 'left' or 'right'."""
        await self._send(_mouse(WHEEL[way], x, y, 0))

    async def _send(self, event: events.Event) -> None:
        event.set_sender(self.session)
        self.session.post_message(event)
        await self.settle()

    async def settle(self, patience: float = PATIENCE) -> None:
        """Wait until nothing is under way. Raises KanpanError where that does not come in so many seconds."""
        end = time.monotonic() + patience
        calm = 0
        while calm < CALM and not self.over:
            if time.monotonic() > end:
                raise KanpanError(f"the session is still busy after {patience:.0f} seconds")
            for line in self.session.screen.query(Input):
                line.cursor_blink = False  # a picture must not depend on the moment
            await self._answered()
            calm = 0 if self._busy() else calm + 1
            if not calm:
                await asyncio.sleep(BREATH)

    async def _answered(self) -> None:
        """Wait until every part has done what it is doing; one that goes meanwhile never answers."""
        left = 0
        done = asyncio.Event()

        def answer() -> None:
            nonlocal left
            left -= 1
            if not left:
                done.set()

        for node in tuple(self._nodes()):
            left += node.call_later(answer)
        if left:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONG):
                    await done.wait()

    def _busy(self) -> bool:
        """True while a message, a timer, a worker or a painting waits."""
        session = self.session
        if session.board is None and session.failure is None:
            return True
        screen = session.screen
        if session.holds_keys or any(not worker.is_finished for worker in session.workers):
            return True
        if screen._callbacks or screen._dirty_widgets or screen._layout_required:  # noqa: SLF001
            return True
        return any(node.message_queue_size or _waiting(node) for node in self._nodes())

    def _nodes(self) -> Iterator[MessagePump]:
        yield self.session
        for screen in self.session.screen_stack:
            yield from (n for n in screen.walk_children(with_self=True) if not isinstance(n, Toast))


def _waiting(node: MessagePump) -> bool:
    """True where a timer that fires once, and soon, has not fired yet."""
    return any(
        timer._repeat == 0 and timer._interval <= SOON and timer._task is not None and not timer._task.done()  # noqa: SLF001
        for timer in tuple(node._timers)  # noqa: SLF001 - Textual has no word for it
    )


WHEEL: dict[str, Any] = {
    "up": events.MouseScrollUp,
    "down": events.MouseScrollDown,
    "left": events.MouseScrollLeft,
    "right": events.MouseScrollRight,
}


def _mouse(kind: type[events.MouseEvent], x: int, y: int, button: int) -> events.MouseEvent:
    return kind(
        None, x, y, 0, 0, button, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y, style=None
    )


def key_of(char: str) -> str:
    """Textual's name of the key that gives a character."""
    if char == " ":
        return "space"
    return _character_to_key(char) if len(char) == 1 and not char.isalnum() else char


def played(session: Session, size: tuple[int, int], act: Callable[[Player], Awaitable[T]]) -> T:
    """Runs a session in a window that nobody sees, and gives what `act` gives.

    Raises what the session failed with: KanpanError where its book cannot be read.
    """

    async def go() -> T:
        async with session.run_test(size=size, notifications=True):
            player = Player(session)
            await player.settle()
            if session.failure is not None:
                raise session.failure
            return await act(player)

    return asyncio.run(go())
