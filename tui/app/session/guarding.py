"""What the session lets in and out: pasted text without controls; errors in words safe to print."""

from __future__ import annotations

from textual import events
from textual._context import active_message_pump
from textual.app import App
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import MountError

from tui.text import clean


class Guarding(App[int]):
    """An app whose screens may go before they are all there, and whose lines and last words are harmless."""

    async def on_event(self, event: events.Event) -> None:
        """Take the controls out of what is pasted: a line of text would send them on to the terminal."""
        if isinstance(event, events.Paste):
            event.text = "\n".join(map(clean, event.text.splitlines()))
        await super().on_event(event)

    def _handle_exception(self, error: Exception) -> None:
        """End the session with what broke; what a screen that has gone still looked for is nothing."""
        if not (isinstance(error, NoMatches | MountError) and self._has_gone()):
            super()._handle_exception(error)

    def _has_gone(self) -> bool:
        """True where it happened on a screen that is not on show any more, or while the session ends."""
        pump = active_message_pump.get(None)
        nodes = pump.ancestors_with_self if isinstance(pump, DOMNode) else []
        screen = next((node for node in nodes if isinstance(node, Screen)), None)
        return self._exit or (screen is not None and screen not in self.screen_stack)

    def _fatal_error(self) -> None:
        """Tell of the error: its words may hold what a file held, and a terminal would obey it."""
        from rich.segment import Segment, Segments

        super()._fatal_error()
        told = self._exit_renderables.pop()
        assert isinstance(told, Segments)
        self._exit_renderables.append(Segments([
            Segment("\n".join(map(clean, text.split("\n"))), style, control)
            for text, style, control in told.segments
        ]))  # fmt: skip
