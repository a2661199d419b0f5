"""What opens over the screen: a text, a question, a line to type into."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from tui.app.dialogs.modal import Modal
from tui.app.keys import bindings
from tui.app.words.say import say

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

T = TypeVar("T")


def free_name(stem: str) -> str:
    """A file name that is not taken yet: kanpan-2026-07-03.csv, then kanpan-2026-07-03-2.csv."""
    from pathlib import Path

    name, number = f"{stem}.csv", 1
    while Path(name).exists():
        number += 1
        name = f"{stem}-{number}.csv"
    return name


class Dialog(Modal[tuple[str, str] | None]):
    """A box of text over the screen that any closing key leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog")]

    def __init__(self, title: str, body: Content, lang: str) -> None:
        super().__init__()
        self._title, self._body, self._lang = title, body, lang

    def compose(self) -> ComposeResult:
        """A scrolling box."""
        with VerticalScroll(classes="box") as box:
            yield Static(self._body)
        box.border_title = Content(self._title)
        box.border_subtitle = say("close", self._lang)

    def action_close(self) -> None:
        """Leave."""
        self.dismiss(None)


class Confirm(Modal[bool]):
    """Shows something before it is done; enter does it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("confirm")]

    def __init__(self, title: str, body: str, lang: str, keys: str = "confirm_keys") -> None:
        """`keys`: the words of what enter and escape do."""
        super().__init__()
        self._title, self._body, self._lang, self._keys = title, body, lang, keys

    def compose(self) -> ComposeResult:
        """What would be done."""
        with Vertical(classes="ask") as box:
            yield Static(Content(self._body))
        box.border_title = Content(self._title)
        box.border_subtitle = say(self._keys, self._lang)

    def action_answer(self, yes: bool) -> None:
        """Leave with the answer."""
        self.dismiss(yes)


class Typed(Modal[T | None], Generic[T]):
    """A screen with a line to type into; what is typed before the line is there goes into it."""

    def on_mount(self) -> None:
        """Type at once; what was typed ahead comes first."""
        line = self.query_one(Input)
        self.set_focus(line)
        line.insert_text_at_cursor("".join(vars(self).pop("_ahead", ())))

    def typed_ahead(self, character: str) -> None:
        """Take a character that came to the screen below, or to this one, before the line had the focus."""
        lines = self.query(Input) if self.is_mounted else ()
        for line in lines:
            line.insert_text_at_cursor(character)
        if not lines:
            vars(self).setdefault("_ahead", []).append(character)


class Ask(Typed[str]):
    """One line to type into; gives the text, or None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("line")]

    def __init__(self, title: str, value: str, lang: str) -> None:
        super().__init__()
        self._title, self._value, self._lang = title, value, lang

    def compose(self) -> ComposeResult:
        """A title over a line."""
        with Vertical(classes="ask") as box:
            yield Input(self._value)
        box.border_title = Content(self._title)
        box.border_subtitle = say("ask_keys", self._lang)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the text."""
        self.dismiss(event.value.strip() or None)

    def action_close(self) -> None:
        """Leave without a text."""
        self.dismiss(None)
