"""The saved views and queries in one list, found as one types."""

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
from tui.app.words import say
from tui.text import cell_width, clean, crop, fold, pad, pinyin_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

KINDS = ("view", "query")
WIDEST = 24  # cells of a label, and of a name


@dataclass(frozen=True, slots=True)
class SavedEntry:
    """A saved thing: its kind ('view' or 'query'), name, label, query, and where it was written down."""

    kind: str
    name: str
    label: str
    asks: str
    origin: str


class Chooser(OptionList, can_focus=False):
    """A list that is moved from the line above it."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)


class ViewsDialog(ModalScreen[str | None]):
    """Gives 'view:NAME' or 'query:NAME', or None."""

    CSS_PATH = "views.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False, id="views.close"),
        Binding("down", "move('cursor_down')", show=False, id="views.down"),
        Binding("up", "move('cursor_up')", show=False, id="views.up"),
        Binding("pagedown", "move('page_down')", show=False, id="views.page_down"),
        Binding("pageup", "move('page_up')", show=False, id="views.page_up"),
    ]
    """Moving in the list while the line has the keys."""

    def __init__(self, entries: Sequence[SavedEntry], lang: str) -> None:
        super().__init__()
        self._entries, self._lang = tuple(entries), lang
        self._places: list[SavedEntry | None] = []

    def compose(self) -> ComposeResult:
        """The line over the list over what the entry asks for."""
        with Vertical(classes="views") as box:
            yield Input(placeholder=say("saved_hint", self._lang), id="views-line")
            yield Chooser(id="views-list")
            yield Static(id="views-asks")
        box.border_title = say("saved_title", self._lang)
        box.border_subtitle = say("saved_keys", self._lang)

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
        """What fits the line, views before queries; the cursor stays on its entry, else goes to the first."""
        names = self.query_one(Chooser)
        before = self._at(names.highlighted)
        fitting = [e for e in self._entries if fits(e, self.query_one(Input).value)]
        self._places = list(_with_headings(fitting))
        width = names.scrollable_content_region.width
        options, kind = [], iter(kind for kind in KINDS if any(e.kind == kind for e in fitting))
        columns = [min(WIDEST, max(map(cell_width, c), default=0)) for c in _texts(fitting)]
        for entry in self._places:
            told = _row(entry, columns, width) if entry else _heading(say(f"saved_{next(kind)}", self._lang))
            options.append(Option(told, disabled=entry is None))
        if not options:
            options = [Option(Content.styled(say("saved_none", self._lang), "$text-muted"), disabled=True)]
        with names.prevent(OptionList.OptionHighlighted):
            names.set_options(options)
            same = (i for i, entry in enumerate(self._places) if entry is not None and entry == before)
            names.highlighted = next(same, None)
            if names.highlighted is None:
                names.action_first()
        self._tell()

    def _at(self, place: int | None) -> SavedEntry | None:
        return self._places[place] if place is not None and place < len(self._places) else None

    def _tell(self) -> None:
        """What the entry under the cursor asks for, in full, and where it was written down."""
        entry = self._at(self.query_one(Chooser).highlighted)
        told = Content("")
        if entry is not None:
            asks = clean(entry.asks) or say("saved_all", self._lang)
            told = content(((asks, ""), (f"\n{clean(entry.origin)}", "$text-muted")))
        self.query_one("#views-asks", Static).update(told)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell of another entry."""
        event.stop()
        self._tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the entry under the cursor."""
        event.stop()
        self._give(self._at(self.query_one(Chooser).highlighted))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the entry that was clicked."""
        event.stop()
        self._give(self._at(event.option_index))

    def _give(self, entry: SavedEntry | None) -> None:
        if entry is not None:
            self.dismiss(f"{entry.kind}:{entry.name}")

    def action_move(self, way: str) -> None:
        """Move the list's cursor."""
        names = self.query_one(Chooser)
        if names.scrollable_content_region.area:  # a list without a cell does not know its pages
            getattr(names, f"action_{way}")()

    def action_close(self) -> None:
        """Leave without an entry."""
        self.dismiss(None)


def fits(entry: SavedEntry, text: str) -> bool:
    """True where the text stands in the label or the name, or is the pinyin initials of the label."""
    wanted = fold(text).replace(" ", "")
    if any(wanted in fold(told).replace(" ", "") for told in (entry.label, entry.name)):
        return True
    return pinyin_match(wanted, entry.label) or pinyin_match(wanted, entry.name)


def _with_headings(entries: Sequence[SavedEntry]) -> Iterator[SavedEntry | None]:
    """Views, then queries, None before each kind that there is."""
    for kind in KINDS:
        found = [entry for entry in entries if entry.kind == kind]
        if found:
            yield None
            yield from found


def _texts(entries: Sequence[SavedEntry]) -> tuple[list[str], list[str]]:
    return [clean(e.label) for e in entries], [clean(e.name) for e in entries]


def _heading(text: str) -> Content:
    return Content.styled(text, "bold $text-accent")


def _row(entry: SavedEntry, columns: Sequence[int], width: int) -> Content:
    """Label, name and query in columns."""
    label = pad(clean(entry.label), columns[0])
    name = "" if entry.label == entry.name else clean(entry.name)
    head = crop(f"{label}  {pad(name, columns[1])}", width)
    asks = crop(clean(entry.asks), max(0, width - cell_width(head) - 2))
    return content(((head, ""), (f"  {asks}" if asks else "", "$text-muted")))
