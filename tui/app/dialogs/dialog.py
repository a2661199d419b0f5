"""What opens over the screen: a story, the help, a line to type into."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.app.keys import KEYS, PLACES, bindings
from tui.app.words.say import say
from tui.text import pad
from tui.view.format import STATE_WORDS

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

KEY_CELLS = 14


def free_name(stem: str) -> str:
    """A file name that is not taken yet: kanpan-2026-07-03.csv, then kanpan-2026-07-03-2.csv."""
    from pathlib import Path

    name, number = f"{stem}.csv", 1
    while Path(name).exists():
        number += 1
        name = f"{stem}-{number}.csv"
    return name


class Dialog(ModalScreen[tuple[str, str] | None]):
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


class Confirm(ModalScreen[bool]):
    """Shows something before it is done; enter does it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q", "answer(False)", "No"),
        ("enter", "answer(True)", "Yes"),
    ]

    def __init__(self, title: str, body: str, lang: str) -> None:
        super().__init__()
        self._title, self._body, self._lang = title, body, lang

    def compose(self) -> ComposeResult:
        """What would be done."""
        with Vertical(classes="ask") as box:
            yield Static(Content(self._body))
        box.border_title = Content(self._title)
        box.border_subtitle = say("confirm_keys", self._lang)

    def action_answer(self, yes: bool) -> None:
        """Leave with the answer."""
        self.dismiss(yes)


class Ask(ModalScreen[str | None]):
    """One line to type into; gives the text, or None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close", "Close")]

    def __init__(self, title: str, value: str) -> None:
        super().__init__()
        self._title, self._value = title, value

    def compose(self) -> ComposeResult:
        """A title over a line."""
        with Vertical(classes="ask") as box:
            yield Input(self._value)
        box.border_title = Content(self._title)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the text."""
        self.dismiss(event.value.strip() or None)

    def action_close(self) -> None:
        """Leave without a text."""
        self.dismiss(None)


def help_text(lang: str, here: tuple[str, ...] = ()) -> Content:
    """Every key of the session, the marks of the grid, and the words of cells without a value.

    here: the parts of the session that are told first
    """
    parts: list[Content] = []
    for place in dict.fromkeys((*here, *PLACES)):
        names = PLACES[place]
        parts.append(Content.styled(names[0 if lang == "zh" else 1], "bold $text-accent"))
        for key in KEYS:
            if key.where == place:
                shown = Content.styled(pad(key.shown, KEY_CELLS), "bold")
                parts.append(Content.assemble("  ", shown, key.zh if lang == "zh" else key.en))
        parts.append(Content(""))
    parts.append(Content.styled(say("marks", lang), "bold $text-accent"))
    for sign, word in (
        ("!", "mark_doubt"),
        ("~", "mark_coarse"),
        ("*", "mark_basis"),
        ("^", "mark_mixed"),
        ("+", "mark_seen"),
        ("#", "mark_width"),
    ):
        parts.append(Content.assemble("  ", Content.styled(pad(sign, KEY_CELLS), "bold"), say(word, lang)))
    parts.append(Content.assemble("  ", say("mark_figures", lang)))
    parts += [Content(""), Content.styled(say("states", lang), "bold $text-accent")]
    for state in STATE_WORDS[1:]:
        shown = Content.styled(pad(state.word(lang), KEY_CELLS), "bold")
        parts.append(Content.assemble("  ", shown, state.meaning(lang)))
    return Content("\n").join(parts)
