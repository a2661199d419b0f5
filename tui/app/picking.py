"""A list to choose one thing from, found as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.app.bars import content
from tui.app.views import Chooser
from tui.app.words import say
from tui.app.wrap import wrapped
from tui.text import cell_width, clean, crop, fold, pad, pinyin_match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

MOST = 200  # entries listed; one types to find the others
WIDEST = 34  # cells of a label


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its id, its label, and what to tell of it; words: what else finds it."""

    id: str
    label: str
    told: str = ""
    words: tuple[str, ...] = ()


class PickDialog(ModalScreen[str | None]):
    """Gives the id of a choice, or None."""

    CSS_PATH = "picking.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False, id="pick.close"),
        Binding("down", "move('cursor_down')", show=False, id="pick.down"),
        Binding("up", "move('cursor_up')", show=False, id="pick.up"),
        Binding("pagedown", "move('page_down')", show=False, id="pick.page_down"),
        Binding("pageup", "move('page_up')", show=False, id="pick.page_up"),
    ]
    """Moving in the list while the line has the keys."""

    def __init__(self, title: str, choices: Sequence[Choice], lang: str) -> None:
        super().__init__()
        self._title, self._choices, self._lang = clean(title), tuple(choices), lang
        self._listed = list(self._choices[:MOST])

    def compose(self) -> ComposeResult:
        """The line over the list over what is told of the choice."""
        with Vertical(classes="pick") as box:
            yield Input(placeholder=say("pick_hint", self._lang), id="pick-line")
            yield Chooser(id="pick-list")
            yield Static(id="pick-told")
        box.border_title = Content(self._title)
        box.border_subtitle = say("pick_keys", self._lang)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Fit the columns to the width."""
        self.call_after_refresh(self._list)

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits."""
        event.stop()
        self._list()

    def _list(self) -> None:
        found = self.query_one(Chooser)
        before = self._at(found.highlighted)
        text, width = self.query_one(Input).value, found.scrollable_content_region.width
        self._listed = [c for c in self._choices if not text.strip() or fits(c, text)][:MOST]
        labels = min(WIDEST, max((cell_width(c.label) for c in self._listed), default=0))
        options = [Option(_row(choice, labels, width)) for choice in self._listed]
        if not options:
            options = [Option(Content.styled(say("find_none", self._lang), "$text-muted"), disabled=True)]
        with found.prevent(OptionList.OptionHighlighted):
            found.set_options(options)
            found.highlighted = self._listed.index(before) if before in self._listed else None
            if found.highlighted is None:
                found.action_first()
        self._tell()

    def _at(self, place: int | None) -> Choice | None:
        return self._listed[place] if place is not None and place < len(self._listed) else None

    def _tell(self) -> None:
        choice = self._at(self.query_one(Chooser).highlighted)
        box = self.query_one("#pick-told", Static)
        told = content(((clean(choice.told), "$text-muted"),)) if choice else Content("")
        box.update(wrapped(told, box.content_size.width or self.size.width))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell of another choice."""
        event.stop()
        self._tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the choice under the cursor."""
        event.stop()
        self._give(self._at(self.query_one(Chooser).highlighted or 0))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the choice that was clicked."""
        event.stop()
        self._give(self._at(event.option_index))

    def _give(self, choice: Choice | None) -> None:
        if choice is not None:
            self.dismiss(choice.id)

    def action_move(self, way: str) -> None:
        """Move the list's cursor."""
        found = self.query_one(Chooser)
        if found.scrollable_content_region.area:  # a list without a cell does not know its pages
            getattr(found, f"action_{way}")()

    def action_close(self) -> None:
        """Leave without a choice."""
        self.dismiss(None)


def fits(choice: Choice, text: str) -> bool:
    """True where the text stands in its label, its id or a word of it, or is the label's pinyin initials."""
    wanted = fold(text).replace(" ", "")
    told = (choice.label, choice.id, *choice.words)
    return any(wanted in fold(one).replace(" ", "") or pinyin_match(wanted, one) for one in told)


def _row(choice: Choice, labels: int, width: int) -> Content:
    label = crop(pad(clean(choice.label), labels), width)
    told = crop(clean(choice.id), max(0, width - cell_width(label) - 2))
    return content(((label, ""), (f"  {told}", "$text-muted")))
