"""Keys wait for the screen that they are meant for, however fast they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.widgets import Input

from tui.app.busy import Busy

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

    class Base(Busy, App[int]):
        """The app that it is put into."""
else:  # Textual looks through every class of its own: only the app that is put together is one
    Base = Busy

SOON = 0.002  # seconds until waiting keys are looked at again
MOST_LOOKS = 1000  # after which they go to whatever is there
LEAVING = {"q", "ctrl+q", "ctrl+c"}  # what ends a session, or tells how, waits for no book


class Waiting(Base):
    """An app that lets no key in while the screen that it is meant for is on its way."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[events.Key] = []
        self._letting: Timer | None = None
        self._waited = 0
        self._writes = False

    @property
    def ready(self) -> bool:
        """True where the screen that keys go to has all its parts."""
        return all(screen.is_mounted for screen in self.screen_stack[-1:])

    @property
    def expects(self) -> bool:
        """True where what keys act on is not there yet, however long that takes."""
        return False

    @property
    def holds_keys(self) -> bool:
        """True while a key waits."""
        return bool(self._held)

    async def on_event(self, event: events.Event) -> None:
        """Hold a key that comes before all that the key before it asked for is done, and all after it."""
        if not isinstance(event, events.Key) or event.is_forwarded or not self._must_wait(event):
            await self._press(event)
            return
        early = event.key == "ctrl+j" and self.expects  # enter, from a terminal that was not ours yet
        self._held.append(events.Key("enter", "\r") if early else event)
        if self._letting is None:
            self._letting = self.set_interval(SOON, self._let_in)

    def _must_wait(self, event: events.Key) -> bool:
        leaves = self.expects and event.key in LEAVING and self.ready
        return bool(self._held) or (self._at_work() and not leaves and not self._goes_on(event))

    def _goes_on(self, event: events.Key) -> bool:
        """True for a character after a character in one line: neither leads elsewhere."""
        return self._writes and event.is_printable and isinstance(self.focused, Input)

    async def _press(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._writes = event.is_printable and isinstance(self.focused, Input)
        await super().on_event(event)

    def _at_work(self) -> bool:
        """True where the screen is not there, or something is on its way up from what has the focus."""
        below = self.focused or (self.screen_stack[-1] if self.screen_stack else self)
        nodes = list(below.ancestors_with_self)
        screens = [node for node in nodes if isinstance(node, Busy) and node is not self]
        return (
            self.expects
            or not self.ready
            or any(node.message_queue_size for node in nodes)
            or any(screen.is_busy for screen in screens)
        )

    async def _let_in(self) -> None:
        """Press the first of the held keys once the screen is there; the next may be for yet another."""
        self._waited += 1
        rests = not (self.is_busy or self._at_work())
        if self._held and (rests or (self._waited > MOST_LOOKS and not self.expects)):
            self._waited = 0
            await self._let_one_in()
            while self._held and self._goes_on(self._held[0]):
                await self._let_one_in()
        if not self._held and self._letting is not None:
            self._letting.stop()
            self._letting = None

    async def _let_one_in(self) -> None:
        key = self._held.pop(0)
        await self._press(events.Key(key.key, key.character))  # anew: to what has the focus now
