"""The user's own lists, to put names on one or take them off; a name that is typed makes a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Input

from tui.app.dialogs.finder import Chooser, Finder, row, stands_in
from tui.app.keys import bindings
from tui.app.widgets.bars import content
from tui.app.widgets.wrap import wrapped
from tui.app.words.say import say
from tui.text import cell_width, clean, crop, fold, pad
from tui.view.keep_list import is_list_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import BindingType
    from textual.content import Content

WIDEST = 28  # cells of a label
NAMED = 12  # names that are told of a list


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A list: its name and label, how many names it has, and how many of those in hand are on it.

    told: the first of its names; absent: how many of them the book does not have; new: it is yet to be made
    """

    name: str
    label: str
    count: int = 0
    on: int = 0
    told: tuple[str, ...] = ()
    absent: int = 0
    new: bool = False


class ListsDialog(Finder[ListEntry]):
    """Gives the name of a list, or None. Enter puts the names in hand on it, or takes all of them off.

    What is to be changed of the list itself stands before its name: 'rename:' or 'delete:'.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("mylists")]
    """Renaming and deleting."""
    HINT, KEYS, NONE = "lists_hint", "lists_keys", "lists_none"

    def __init__(self, title: str, entries: Sequence[ListEntry], hand: int, lang: str) -> None:
        """`hand` is how many names are to be put on a list."""
        self._hand = hand
        super().__init__(clean(title), entries, lang)

    def fits(self, entry: ListEntry, text: str) -> bool:
        """By its label or its name."""
        return stands_in(text, (entry.label, entry.name))

    def places(self, fitting: Sequence[ListEntry]) -> Sequence[ListEntry]:
        """What fits, and last a new list of the name that is typed."""
        text = self.query_one(Input).value.strip() if self.is_mounted else ""
        taken = {fold(name) for entry in self._entries for name in (entry.name, entry.label)}
        if not text or fold(text) in taken:
            return fitting
        return [*fitting, ListEntry(text, text, new=True)]

    def rows(self, places: Sequence[ListEntry | None], width: int) -> Iterator[Content]:
        """Label, count, and what enter would do."""
        entries = [entry for entry in places if entry]
        widest = max((cell_width(self._label(entry)) for entry in entries), default=0)
        count = max((len(f"{entry.count}") for entry in entries), default=0)
        room = min(WIDEST, widest, max(0, width - count - 4))
        for entry in entries:
            sign = "*" if entry.on == self._hand else "+" if entry.on else " "
            label = pad(crop(self._label(entry), room), room)
            head = f"{sign} {label}  {'' if entry.new else entry.count:>{count}}"
            yield row(head, self._does(entry), width)

    def _label(self, entry: ListEntry) -> str:
        return say("list_new", self._lang, clean(entry.label)) if entry.new else clean(entry.label)

    def _does(self, entry: ListEntry) -> str:
        if entry.new and not is_list_name(entry.name):
            return ""
        whole = entry.on == self._hand
        return say("list_take" if whole else "list_put", self._lang, self._hand - (0 if whole else entry.on))

    def told(self, entry: ListEntry, width: int) -> Content:
        """The names that stand on it; of a new one, what is wrong with its name."""
        lang = self._lang
        if entry.new:
            text = "" if is_list_name(entry.name) else say("list_bad", lang)
        elif not entry.count:
            text = say("list_empty", lang)
        else:
            more = " ..." if entry.count > len(entry.told) else ""
            text = say("list_holds", lang, entry.count, clean(" ".join(entry.told)) + more)
            text += say("list_absent", lang, entry.absent) if entry.absent else ""
        return wrapped(content(((text, "$text-muted"),)), width)

    def given(self, entry: ListEntry) -> str:
        """Its name."""
        return entry.name

    def action_change(self, how: str) -> None:
        """Give the list under the cursor to be renamed or deleted; the first, where none is painted yet."""
        entry = self._at(self.query_one(Chooser).highlighted or 0)
        if entry is not None and not entry.new:
            self.dismiss(f"{how}:{entry.name}")

    def _give(self, entry: ListEntry | None) -> None:
        """Not a list whose name cannot be written: what is wrong with it is told."""
        if entry is not None and (not entry.new or is_list_name(entry.name)):
            super()._give(entry)
