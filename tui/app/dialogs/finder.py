"""A list that is found in as one types: a line, the list below it, what is told of the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.app.dialogs.modal import Modal
from tui.app.widgets.bars import content
from tui.app.words.say import say
from tui.text import cell_width, crop, fold, pinyin_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size

E = TypeVar("E")


class Chooser(OptionList, can_focus=False):
    """A list that is moved from the line above it."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Textual's, for at least one cell: a window may be too narrow for any."""
        return super().get_content_height(container, viewport, max(width, 1))


class Finder(Modal[str | None], Generic[E]):
    """Gives the id of an entry, or None; a dialog says which entries fit, how they look, what it gives."""

    CSS_PATH = "finder.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False, id="finder.close"),
        Binding("down", "move('cursor_down')", show=False, id="finder.down"),
        Binding("up", "move('cursor_up')", show=False, id="finder.up"),
        Binding("pagedown", "move('page_down')", show=False, id="finder.page_down"),
        Binding("pageup", "move('page_up')", show=False, id="finder.page_up"),
    ]
    """Moving in the list while the line has the keys."""
    HINT: ClassVar[str]
    KEYS: ClassVar[str]
    NONE: ClassVar[str]
    """The words of the empty line, of the keys below the box, and of a list where nothing fits."""

    def __init__(self, title: str, entries: Sequence[E], lang: str) -> None:
        """`title` is clean."""
        super().__init__()
        self._title, self._entries, self._lang = title, tuple(entries), lang
        self._places = self.places(self._entries)

    # ── what a dialog says ──────────────────────────────────────────────────────────────────────────

    def fits(self, entry: E, text: str) -> bool:
        """True where what is typed finds the entry."""
        raise NotImplementedError

    def places(self, fitting: Sequence[E]) -> Sequence[E | None]:
        """The entries in the order of the list, None where a heading stands."""
        return fitting

    def rows(self, places: Sequence[E | None], width: int) -> Iterable[Content]:
        """What each place shows, in at most `width` cells."""
        raise NotImplementedError

    def told(self, entry: E, width: int) -> Content:
        """What is told of the entry under the cursor, in a box of `width` cells."""
        raise NotImplementedError

    def given(self, entry: E) -> str:
        """What the dialog gives for the entry."""
        raise NotImplementedError

    # ── the list ────────────────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        """The line over the list over what is told of the entry."""
        with Vertical(classes="finder") as box:
            yield Input(placeholder=say(self.HINT, self._lang), id="finder-line")
            yield Chooser(id="finder-list")
            yield Static(id="finder-told")
        box.border_title = Content(self._title)
        box.border_subtitle = say(self.KEYS, self._lang)

    def on_mount(self) -> None:
        """Type at once."""
        self.query(Input).focus()
        self.call_after_refresh(self._list)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Fit the columns to the width."""
        self.call_after_refresh(self._list)

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits."""
        event.stop()
        self._list()

    def _list(self) -> None:
        """What fits the line; the cursor stays on its entry, else goes to the first."""
        if not self.is_mounted:
            return  # sized before it was there; it lists when it is
        found = self.query_one(Chooser)
        before = self._at(found.highlighted)
        text, width = self.query_one(Input).value, found.scrollable_content_region.width
        fitting = [e for e in self._entries if self.fits(e, text)] if text.strip() else self._entries
        self._places = self.places(fitting)
        rows = zip(self._places, self.rows(self._places, width), strict=True)
        options = [Option(row, disabled=entry is None) for entry, row in rows]
        if not options:
            options = [Option(Content.styled(say(self.NONE, self._lang), "$text-muted"), disabled=True)]
        with found.prevent(OptionList.OptionHighlighted):
            found.set_options(options)
            same = (i for i, entry in enumerate(self._places) if entry is not None and entry == before)
            found.highlighted = next(same, None)
            if found.highlighted is None:
                found.action_first()
        self._tell()

    def _at(self, place: int | None) -> E | None:
        return self._places[place] if place is not None and place < len(self._places) else None

    def _tell(self) -> None:
        entry = self._at(self.query_one(Chooser).highlighted)
        box = self.query_one("#finder-told", Static)
        width = box.content_size.width or self.size.width
        box.update(Content("") if entry is None else self.told(entry, width))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell of another entry."""
        event.stop()
        self._tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the entry under the cursor; the first, where the list is not painted yet."""
        event.stop()
        self._give(self._at(self.query_one(Chooser).highlighted or 0))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the entry that was clicked."""
        event.stop()
        self._give(self._at(event.option_index))

    def _give(self, entry: E | None) -> None:
        if entry is not None:
            self.dismiss(self.given(entry))

    def action_move(self, way: str) -> None:
        """Move the list's cursor."""
        found = self.query_one(Chooser)
        if found.scrollable_content_region.area:  # a list without a cell does not know its pages
            getattr(found, f"action_{way}")()

    def action_close(self) -> None:
        """Leave without an entry."""
        self.dismiss(None)


def stands_in(text: str, names: Iterable[str]) -> bool:
    """True where the text stands in one of the names, or is the pinyin initials of a run of it."""
    wanted = fold(text).replace(" ", "")
    return any(wanted in fold(name).replace(" ", "") or pinyin_match(wanted, name) for name in names)


def row(head: str, tail: str, width: int) -> Content:
    """A head, and muted beside it as much of the tail as there is room for."""
    head = crop(head, width)
    tail = crop(tail, max(0, width - cell_width(head) - 2))
    return content(((head, ""), (f"  {tail}" if tail else "", "$text-muted")))
