"""Letters over the screen: each names a place to go to, and typing it goes there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Static

from tui.app.dialogs.modal import Modal
from tui.app.keys import bindings
from tui.app.words.say import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size

LETTERS = "asdfghjklqwertyuiopzxcvbnmASDFGHJKLQWERTYUIOPZXCVBNM"  # those at hand come first


@dataclass(frozen=True, slots=True)
class Mark:
    """A place: the key that goes there, where its letter stands, what it is."""

    key: str
    x: int
    y: int
    kind: str
    id: str


class JumpScreen(Modal[Mark | None]):
    """Gives the mark whose letter was typed, or None."""

    CSS_PATH = "jump.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("jump")]

    def __init__(self, marks: Sequence[Mark], lang: str) -> None:
        super().__init__()
        self._marks, self._lang = tuple(marks), lang
        self._drawn: Size | None = None

    def compose(self) -> ComposeResult:
        """The letters, and below them what to do."""
        for mark in self._marks:
            letter = Static(Content(mark.key), classes="letter")
            letter.styles.offset = (mark.x, mark.y)
            yield letter
        yield Static(Content(f" {say('jump_hint', self._lang)} "), id="jump-hint")

    def on_resize(self, event: events.Resize) -> None:
        """In a window of another size everything stands elsewhere: leave."""
        if self._drawn and event.size != self._drawn:
            self.dismiss(None)
        self._drawn = event.size

    def on_key(self, event: events.Key) -> None:
        """Go to the place of a letter; a key of none stays without effect."""
        if event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        found = next((mark for mark in self._marks if mark.key == event.character), None)
        if found is not None:
            self.dismiss(found)

    def action_close(self) -> None:
        """Stay."""
        self.dismiss(None)
