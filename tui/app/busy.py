"""What tells whether it is in the middle of something: keys wait until it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.dom import DOMNode as Base
    from textual.message import Message
else:  # Textual looks through every class of its own: this is a part of some
    Base = object


class Busy(Base):
    """A part of the app, or of a screen, that counts the messages it is in the middle of."""

    _under_way = 0

    @property
    def is_busy(self) -> bool:
        """True while it waits for something in the middle of a message."""
        return self._under_way > 0

    async def _dispatch_message(self, message: Message) -> None:
        self._under_way += 1
        try:
            await super()._dispatch_message(message)
        finally:
            self._under_way -= 1
