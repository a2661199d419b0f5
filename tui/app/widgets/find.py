"""The find line: the cursor follows what is typed; enter keeps it there, escape brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets import Input

from tui.app.keys import bindings

if TYPE_CHECKING:
    from textual.binding import BindingType


class FindLine(Input):
    """One line that tells every change, and how it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("find")]

    class Left(Message):
        """The line was left; `kept` where enter did it."""

        def __init__(self, line: FindLine, *, kept: bool) -> None:
            super().__init__()
            self.line, self.kept = line, kept

    def action_leave(self) -> None:
        """Leave, and let the cursor go back."""
        self.post_message(self.Left(self, kept=False))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Leave, and keep the cursor where it is."""
        event.stop()
        self.post_message(self.Left(self, kept=True))
