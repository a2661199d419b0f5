"""The box that asks why a name belongs to a theme; it stays until there is a reason or it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.app.dialogs.dialog import Ask
from tui.app.words.say import say

if TYPE_CHECKING:
    from textual.app import ComposeResult


class AskReason(Ask):
    """Gives the reason, or None where it was left; `note` is told below the line."""

    CSS = """
    AskReason .ask { width: 90; height: auto; border-subtitle-color: $text-muted; }
    AskReason Static { height: auto; padding: 0 1; }
    AskReason Static.-fault { color: $text-error; }
    """

    def __init__(self, title: str, value: str, note: str, lang: str) -> None:
        super().__init__(title, value, lang)
        self._note = note

    def compose(self) -> ComposeResult:
        """A line, and below it what is to be known before it is saved."""
        with Vertical(classes="ask") as box:
            yield Input(self._value, say("tag_hint", self._lang), select_on_focus=False)
            note = Static(Content(self._note))
            note.display = bool(self._note)
            yield note
        box.border_title = Content(self._title)
        box.border_subtitle = say("tag_keys", self._lang)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the reason; without one say that it is needed."""
        event.prevent_default()  # else the handler of Ask would leave as well
        event.stop()
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self._tell(say("tag_no_reason", self._lang), fault=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong with the line is no more."""
        event.stop()
        self._tell(self._note, fault=False)

    def _tell(self, text: str, *, fault: bool) -> None:
        note = self.query_one(Static)
        note.set_class(fault, "-fault")
        note.update(Content(text))
        note.display = bool(text)
