"""What the session lets in and out: pasted text without controls, no errors of what has gone, safe words."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

from textual import events
from textual._context import active_message_pump
from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import MountError
from textual.worker import WorkerFailed

from tui.app.session.waiting import Waiting
from tui.app.words.say import say
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from textual.message import Message


class Guarding(Waiting):
    """An app whose screens may go before they are all there, and whose lines and last words are harmless."""

    @property
    def lang(self) -> str:
        """The language of what it says."""
        return "en"

    def __init__(self) -> None:
        super().__init__()
        self._last_words: list[str] = []

    async def on_event(self, event: events.Event) -> None:
        """Take the controls out of what is pasted: a line of text would send them on to the terminal."""
        if isinstance(event, events.Paste):
            event.text = "\n".join(map(clean, event.text.splitlines()))
        await super().on_event(event)

    async def _dispatch_message(self, message: Message) -> None:
        """Go on where a screen that has gone still looked for something: an error would end the loop."""
        try:
            await super()._dispatch_message(message)
        except (NoMatches, MountError) as error:
            if not self._has_gone(error):
                raise

    def exit(
        self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """End the session; after an error the exit code stays the error's, whatever key still comes."""
        super().exit(result, return_code or self._return_code or 0, message)

    def _handle_exception(self, error: Exception) -> None:
        """End the session with what broke; what a screen that has gone still looked for is nothing."""
        broke = error.error if isinstance(error, WorkerFailed) else error
        ending = self._exit and broke is not error  # a worker that comes back to an app without screens
        ending |= isinstance(broke, ScreenStackError) and not self.screen_stack  # a timer that does
        if not ending and not (isinstance(broke, NoMatches | MountError) and self._has_gone(broke)):
            super()._handle_exception(error)

    def _has_gone(self, error: BaseException) -> bool:
        """True where it happened on a screen that is not on show any more, or while the session ends."""
        nodes = (active_message_pump.get(None), *_asking(error))
        screens = {one for node in nodes if isinstance(node, DOMNode) for one in node.ancestors_with_self}
        gone = {one for one in screens if isinstance(one, Screen)}.difference(self.screen_stack)
        return self._exit or bool(gone)

    def _fatal_error(self) -> None:
        """Keep the error in short, to be told once the terminal is given back."""
        self.bell()
        self._last_words += [*traceback.format_exc().splitlines(), say("broke", self.lang)]
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Tell of errors; their words may hold what a file held, and a terminal would obey it."""
        super()._print_error_renderables()
        sys.stderr.write("".join(f"{clean(line)}\n" for line in self._last_words))
        self._last_words.clear()


def _asking(error: BaseException) -> Iterator[object]:
    """Whose methods an error passed through."""
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_locals.get("self")
        trace = trace.tb_next
