"""Keys wait for the screen that they are meant for, however fast they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

    Base = App[int]
else:  # Textual looks through every class of its own: only the app that is put together is one
    Base = object

SOON = 0.01  # seconds until waiting keys are looked at again
MOST_LOOKS = 200  # after which they go to whatever is there


class Waiting(Base):
    """An app that lets no key in while the screen that it is meant for is on its way."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[events.Key] = []
        self._letting: Timer | None = None
        self._let: events.Key | None = None  # the last of those held that was let in
        self._waited = 0

    @property
    def ready(self) -> bool:
        """True where the screen that keys go to has all its parts."""
        return all(screen.is_mounted for screen in self.screen_stack[-1:])

    @property
    def holds_keys(self) -> bool:
        """True while a key waits."""
        return bool(self._held)

    async def on_event(self, event: events.Event) -> None:
        """Hold a key that comes too early, and all that come after it."""
        waits = event is not self._let and (self._held or not self.ready)
        if not isinstance(event, events.Key) or not waits:
            await super().on_event(event)
            return
        self._held.append(event)
        if self._letting is None:
            self._letting = self.set_interval(SOON, self._let_in)

    def _rests(self) -> bool:
        """True where nothing is on its way up from what has the focus: the key before this one was done."""
        below = self.focused or (self.screen_stack[-1] if self.screen_stack else self)
        return not any(node.message_queue_size for node in below.ancestors_with_self)

    async def _let_in(self) -> None:
        """Press the first of the held keys once the screen is there; the next may be for yet another."""
        self._waited += 1
        if self._held and ((self.ready and self._rests()) or self._waited > MOST_LOOKS):
            self._waited = 0
            key = self._held.pop(0)
            self._let = events.Key(key.key, key.character)  # anew: to what has the focus now
            await super().on_event(self._let)
        if not self._held and self._letting is not None:
            self._letting.stop()
            self._letting = None
