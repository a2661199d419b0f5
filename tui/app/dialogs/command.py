"""The `:` line: a command of the shell, completed with tab, with the lines typed before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.app.dialogs.dialog import Typed
from tui.app.dialogs.offers import offers
from tui.app.dialogs.paths import completed, open_quote, with_quotes, words
from tui.app.keys import bindings
from tui.app.widgets.bars import content
from tui.app.words.options import OPTIONS
from tui.app.words.say import say
from tui.commands import COMMANDS, IN_CHINESE
from tui.errors import nearest
from tui.text import cell_width, clean, crop, pad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app.dialogs.offers import Completes, Offer


PROGRAM = "kanpan"
TAKEN = 6  # lines of the line itself, the borders, and what is on show above
WIDEST_END = 24  # cells of a word before what it means
NAME_CELLS = max(map(len, COMMANDS)) + 2


@dataclass(frozen=True, slots=True)
class Round:
    """What tab goes through: the text it was pressed on, the lines it may become, and which one stands there.

    ends: where they complete a later word than the command: that word of each, and what it means
    """

    typed: str = ""
    lines: tuple[str, ...] = ()
    turn: int = 0
    ends: tuple[tuple[str, str], ...] = ()

    @property
    def line(self) -> str:
        """The line that stands there, '' where none does."""
        return self.lines[self.turn] if self.lines else ""


NO_ROUND = Round()


class CommandInput(Input):
    """The line itself: its keys act in the order they are typed in."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("command")]
    """Completion and history; all else is the line's own."""


class CommandLine(Typed[str]):
    """Gives the line that was typed, or None where it was left or is empty."""

    CSS_PATH = "command.tcss"

    def __init__(
        self, history: Sequence[str], lang: str, text: str = "", completes: Completes | None = None
    ) -> None:
        """`history`: the lines typed before, the latest last; `text`: what stands in the line at first.

        completes: what a word may become after the words before it, with what each means
        """
        super().__init__()
        self._lang = lang
        self._lines = [*(line for line in history if line.strip()), text]  # the last is what is being typed
        self._at = len(self._lines) - 1
        self._round = NO_ROUND
        self._completes = completes

    def compose(self) -> ComposeResult:
        """What the commands do, over the line."""
        with Vertical(classes="command") as box:
            yield Static(id="command-help")
            yield CommandInput(
                self._lines[-1],
                placeholder=say("command_hint", self._lang),
                select_on_focus=False,
                id="command-line",
            )
        box.border_title = say("command_title", self._lang)
        box.border_subtitle = say("command_keys", self._lang)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Cut the help anew."""
        self.call_after_refresh(self._tell)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell of the commands that fit."""
        event.stop()
        if event.value not in self._round.lines:  # quick tabs: one of these is told later than it stood there
            self._round = NO_ROUND
        self._tell()

    def _tell(self) -> None:
        """What is wrong with the line, else what it may become, the chosen one marked."""
        line, box = self.query_one(Input).value, self.query_one("#command-help", Static)
        width, room = box.size.width, max(1, self.size.height - TAKEN)
        typed = self._round.typed if self._round.lines else line
        found = fitting(typed)
        ends = self._round.ends or tuple((one.word, one.told) for one in self._offers(line))
        chosen = first_word(self._round.line) if self._round.lines and not self._round.ends else ""
        lines = [_help_line(name, self._lang, width, chosen=name == chosen) for name in found]
        if not found:
            lines = [Content.styled(crop(self._unknown(typed), width), "$text-warning")]
        elif told := "" if self._round.ends else self._hint(line):
            lines.append(Content.styled(crop(clean(told), width), "$text-warning"))
        else:
            lines += _end_lines(ends, self._round.turn if self._round.ends else -1, width)
        at = len(found) + self._round.turn if self._round.ends else found.index(chosen) if chosen else 0
        first = min(max(0, at - room // 2), max(0, len(lines) - room))
        box.styles.height = min(len(lines), room)
        box.update(Content("\n").join(lines[first : first + room]))

    def _unknown(self, typed: str) -> str:
        word = clean(first_word(typed))
        near = ", ".join(nearest(word, COMMANDS))
        return (
            say("command_nearest", self._lang, word, near)
            if near
            else say("command_unknown", self._lang, word)
        )

    def _offers(self, line: str) -> list[Offer]:
        """What the last word may become, where it is no path."""
        asked = _asked(line)
        if self._completes is None or first_word(line) not in COMMANDS:
            return []
        found = offers(line, asked, self._completes)
        return (
            [one._replace(told=OPTIONS.get(one.told, one.told)) for one in found]
            if self._lang == "zh"
            else found
        )

    def _hint(self, line: str) -> str:
        """What the quotes of the line lack."""
        if better := with_quotes(line, Path.cwd()):
            return say("command_quote", self._lang, better)
        quote = open_quote(line)
        return say("command_open_quote", self._lang, quote) if quote else ""

    def action_complete(self, step: int) -> None:
        """Complete the command, or the path at the end; again: the next one that it may become."""
        line = self.query_one(Input)
        if self._round.lines:
            turn = (self._round.turn + step) % len(self._round.lines)
            self._round = replace(self._round, turn=turn)
        else:
            self._round = _round(line.value, step, self._offers(line.value))
        if self._round.lines:
            self._put(self._round.line)

    def _put(self, text: str) -> None:
        line = self.query_one(Input)
        line.value = text
        line.cursor_position = len(text)

    def action_recall(self, step: int) -> None:
        """Bring an earlier or a later line; what was being typed is kept below the latest."""
        at = self._at + step
        if not 0 <= at < len(self._lines):
            return
        self._lines[self._at] = self.query_one(Input).value
        self._at = at
        self._put(self._lines[at])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line; one that lacks quotes gets them first."""
        event.stop()
        if better := with_quotes(event.value, Path.cwd()):
            self._put(better)
            return
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


def _round(line: str, step: int, offered: Sequence[Offer]) -> Round:
    """What tab goes through from a line; a single folder is entered at once."""
    if " " not in _asked(line):
        lines = tuple(f"{name} " for name in fitting(line))
        return Round(line, lines, 0 if step > 0 else len(lines) - 1) if lines else NO_ROUND
    if offered:
        lines, ends = tuple(one.line for one in offered), tuple((one.word, one.told) for one in offered)
    else:
        better = with_quotes(line, Path.cwd())
        lines = (better,) if better else tuple(completed(line, Path.cwd()))
        ends = tuple((words(line)[-1].text, "") for line in lines)
    return Round(line, lines, 0 if step > 0 else len(lines) - 1, ends) if lines else NO_ROUND


def _end_lines(ends: Sequence[tuple[str, str]], turn: int, width: int) -> list[Content]:
    """The words at the end of what a line may become, and what they mean; the chosen one marked."""
    told = any(meaning for _, meaning in ends)
    room = min(max((cell_width(clean(word)) for word, _ in ends), default=0), WIDEST_END) if told else 0
    return [
        content(
            (
                ("> " if at == turn else "  ", "$text-accent"),
                (head := crop(clean(word), max(0, width - 2)), "bold reverse" if at == turn else ""),
                (_after(head, room, clean(meaning), width), "$text-muted"),
            )
        )
        for at, (word, meaning) in enumerate(ends)
    ]


def _after(head: str, room: int, meaning: str, width: int) -> str:
    """What stands after a word, in its column; nothing where there is no room."""
    gap = max(0, room - cell_width(head)) + 2
    return " " * gap + crop(meaning, left) if (left := width - 2 - cell_width(head) - gap) > 0 else ""


def _help_line(name: str, lang: str, width: int, *, chosen: bool) -> Content:
    told = crop((IN_CHINESE if lang == "zh" else COMMANDS)[name], max(0, width - NAME_CELLS - 2))
    style = "bold reverse" if chosen else "bold $text-accent"
    head = pad(name, NAME_CELLS).rstrip()
    gap = " " * (NAME_CELLS - len(head))
    return content((("> " if chosen else "  ", "$text-accent"), (head, style), (gap + told, "")))
