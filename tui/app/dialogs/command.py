"""The `:` line: a command of the shell, completed with tab, with the lines typed before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.app.widgets.bars import content
from tui.app.words.say import say
from tui.commands import COMMANDS, IN_CHINESE
from tui.errors import nearest
from tui.text import clean, crop, pad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

PROGRAM = "kanpan"
NAME_CELLS = max(map(len, COMMANDS)) + 2


class CommandLine(ModalScreen[str | None]):
    """Gives the line that was typed, or None where it was left or is empty."""

    CSS_PATH = "command.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False, id="command.close"),
        Binding("tab", "complete(1)", show=False, id="command.complete", priority=True),
        Binding("shift+tab", "complete(-1)", show=False, id="command.complete_back", priority=True),
        Binding("up", "recall(-1)", show=False, id="command.earlier"),
        Binding("down", "recall(1)", show=False, id="command.later"),
    ]
    """Completion and history; all else is the line's own."""

    def __init__(self, history: Sequence[str], lang: str) -> None:
        """`history`: the lines typed before, the latest last."""
        super().__init__()
        self._lang = lang
        self._lines = [*(line for line in history if line.strip()), ""]  # the last is what is being typed
        self._at = len(self._lines) - 1
        self._stem: str | None = None  # what tab was pressed on first
        self._turn = 0

    def compose(self) -> ComposeResult:
        """What the commands do, over the line."""
        with Vertical(classes="command") as box:
            yield Static(id="command-help")
            yield Input(placeholder=say("command_hint", self._lang), id="command-line")
        box.border_title = say("command_title", self._lang)
        box.border_subtitle = say("command_keys", self._lang)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Cut the help anew."""
        self.call_after_refresh(self._tell)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell of the commands that fit."""
        event.stop()
        if self._stem is not None and event.value != self._completed():
            self._stem = None
        self._tell()

    def _tell(self) -> None:
        """The commands that the first word may become, the one tab chose marked; else what is near it."""
        typed = self.query_one(Input).value if self._stem is None else self._stem
        found = fitting(typed)
        width = self.query_one("#command-help", Static).size.width
        if not found:
            word = clean(first_word(typed))
            near = ", ".join(nearest(word, COMMANDS))
            told = (
                say("command_nearest", self._lang, word, near)
                if near
                else say("command_unknown", self._lang, word)
            )
            self.query_one("#command-help", Static).update(Content.styled(crop(told, width), "$text-warning"))
            return
        chosen = found[self._turn] if self._stem is not None else ""
        lines = [_help_line(name, self._lang, width, chosen=name == chosen) for name in found]
        self.query_one("#command-help", Static).update(Content("\n").join(lines))

    def action_complete(self, step: int) -> None:
        """Complete the first word; again: the next one that it may become."""
        line = self.query_one(Input)
        if self._stem is None:
            if " " in _asked(line.value) or not fitting(line.value):
                return
            self._stem, self._turn = line.value, 0 if step > 0 else len(fitting(line.value)) - 1
        else:
            self._turn = (self._turn + step) % len(fitting(self._stem))
        line.value = self._completed()
        line.cursor_position = len(line.value)

    def _completed(self) -> str:
        return f"{fitting(self._stem or '')[self._turn]} "

    def action_recall(self, step: int) -> None:
        """Bring an earlier or a later line; what was being typed is kept below the latest."""
        at = self._at + step
        if not 0 <= at < len(self._lines):
            return
        line = self.query_one(Input)
        self._lines[self._at] = line.value
        self._at = at
        line.value = self._lines[at]
        line.cursor_position = len(line.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line."""
        event.stop()
        self.dismiss(event.value.strip().lstrip(":：").strip() or None)

    def action_close(self) -> None:
        """Leave without a line."""
        self.dismiss(None)


def first_word(text: str) -> str:
    """The word that is to be a command; `kanpan` and a colon before it do not count."""
    return _asked(text).partition(" ")[0]


def fitting(text: str) -> list[str]:
    """The commands that the first word of a line may become, or the one it is."""
    word, gap, _ = _asked(text).partition(" ")
    if gap or word in COMMANDS:
        return [word] if word in COMMANDS else []
    return [name for name in COMMANDS if name.startswith(word.lower())]


def _asked(text: str) -> str:
    """The line from its command on."""
    line = text.lstrip(" :：")
    return line[len(PROGRAM) :].lstrip() if line.startswith(f"{PROGRAM} ") else line


def _help_line(name: str, lang: str, width: int, *, chosen: bool) -> Content:
    told = crop((IN_CHINESE if lang == "zh" else COMMANDS)[name], max(0, width - NAME_CELLS - 2))
    style = "bold reverse" if chosen else "bold $text-accent"
    head = pad(name, NAME_CELLS).rstrip()
    gap = " " * (NAME_CELLS - len(head))
    return content((("> " if chosen else "  ", "$text-accent"), (head, style), (gap + told, "")))
