"""A session writes down its own steps as they happen, so that they can be done again."""

from __future__ import annotations

import asyncio
import contextlib
from typing import IO, TYPE_CHECKING, Any

from textual import events

from tui.app.session.playing import Player
from tui.app.session.steps import Head, Step
from tui.errors import KanpanError

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App
    from textual.driver import Driver
    from textual.message import Message

WHEELS: tuple[tuple[type[events.MouseEvent], str], ...] = (
    (events.MouseScrollUp, "up"),
    (events.MouseScrollDown, "down"),
    (events.MouseScrollLeft, "left"),
    (events.MouseScrollRight, "right"),
)
HOLD = 3.0  # seconds that a key waits at most for what the one before it does
SIDEWAYS = {"up": "left", "down": "right"}  # what the wheel does with shift or ctrl held


class Recorder:
    """Writes a line a step, each on the disk before the next; a full disk ends the recording only."""

    def __init__(self, path: Path, head: Head) -> None:
        """Raises KanpanError where something stands there already, OSError where nothing can be written."""
        try:
            self._file: IO[bytes] | None = path.open("xb")
        except FileExistsError:
            raise KanpanError(f"{path}: is there already; name a new file to record into") from None
        self.failure: OSError | None = None
        self._size = head.size
        self._down: tuple[int, int] | None = None
        self._write(head.line())

    def follow(self, app: App[int]) -> None:
        """Write down what comes from the app's terminal; before the app is run."""
        app.driver_class = _recording(app.driver_class, self)

    def note(self, message: Message, size: tuple[int, int]) -> None:
        """Write down a message of the terminal, and before it another size of the window."""
        step = self._step(message)
        if step is None:
            return
        if size != self._size and min(size) > 0:
            self._size = size
            self._write(Step("size", list(size)).line())
        self._write(step.line())

    def _step(self, message: Message) -> Step | None:
        if isinstance(message, events.Key):
            printed = message.character if message.is_printable else None
            return Step("press", printed or message.key)
        if isinstance(message, events.Paste):
            return Step("paste", message.text) if message.text else None
        if isinstance(message, events.MouseEvent):
            return self._mouse(message)
        return None

    def _mouse(self, event: events.MouseEvent) -> Step | None:
        cell = (max(0, int(event.x)), max(0, int(event.y)))
        for kind, way in WHEELS:
            if isinstance(event, kind):
                held = event.shift or event.ctrl
                return Step("wheel", [SIDEWAYS.get(way, way) if held else way, *cell])
        if isinstance(event, events.MouseDown) and event.button == 1:
            self._down = cell
        elif isinstance(event, events.MouseUp) and self._down is not None:
            down, self._down = self._down, None
            return Step("click", [*cell]) if cell == down else Step("drag", [*down, *cell])
        return None

    def _write(self, line: str) -> None:
        if self._file is None:
            return
        try:
            self._file.write(f"{line}\n".encode("utf-8", "surrogatepass"))
            self._file.flush()
        except OSError as error:
            self.failure = error
            self.close()

    def close(self) -> None:
        """End the recording."""
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError as error:
                self.failure = self.failure or error


def _recording(base: type[Driver], recorder: Recorder) -> type[Driver]:
    """A terminal that tells the recorder of what it sends, and sends it when all before it is done.

    So a recording holds what was done whatever the speed of the machine, and is replayed as it was.
    """

    class RecordingDriver(base):  # type: ignore[misc, valid-type]  # which terminal it is, is known only now
        def __init__(self, *words: Any, **named: Any) -> None:
            super().__init__(*words, **named)
            self._turn = asyncio.Lock()

        def send_message(self, message: Message) -> None:
            moved = isinstance(message, events.MouseMove) and not self._turn.locked()
            if moved or not isinstance(message, events.InputEvent | events.Paste):
                super().send_message(message)
            else:
                asyncio.run_coroutine_threadsafe(self._in_turn(message), loop=self._loop)

        async def _in_turn(self, message: Message) -> None:
            async with self._turn:
                with contextlib.suppress(KanpanError):
                    await Player(self._app).settle(HOLD)
                recorder.note(message, tuple(self._app.size))
                self._app.post_message(message)

    return RecordingDriver
