"""The saved views and queries in one list, found as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from tui.app.dialogs.finder import Finder, row, stands_in
from tui.app.widgets.bars import content
from tui.app.words.say import say
from tui.text import cell_width, clean, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


class ViewsDialog(Finder[SavedEntry]):
    """Gives 'view:NAME' or 'query:NAME', or None."""

    HINT, KEYS, NONE = "saved_hint", "saved_keys", "saved_none"

    def __init__(self, entries: Sequence[SavedEntry], lang: str) -> None:
        super().__init__(say("saved_title", lang), entries, lang)

    def fits(self, entry: SavedEntry, text: str) -> bool:
        """By its label or its name."""
        return fits(entry, text)

    def places(self, fitting: Sequence[SavedEntry]) -> Sequence[SavedEntry | None]:
        """Views, then queries, a heading before each kind that there is."""
        return list(_with_headings(fitting))

    def rows(self, places: Sequence[SavedEntry | None], width: int) -> Iterator[Content]:
        """Label, name and query in columns under their headings."""
        entries = [entry for entry in places if entry]
        kinds = iter(dict.fromkeys(entry.kind for entry in entries))
        labels, names = (
            min(WIDEST, max(map(cell_width, texts), default=0))
            for texts in ([clean(e.label) for e in entries], [clean(e.name) for e in entries])
        )
        for entry in places:
            if entry is None:
                yield Content.styled(say(f"saved_{next(kinds)}", self._lang), "bold $text-accent")
            else:
                name = "" if entry.label == entry.name else clean(entry.name)
                head = f"{pad(clean(entry.label), labels)}  {pad(name, names)}"
                yield row(head, clean(entry.asks), width)

    def told(self, entry: SavedEntry, width: int) -> Content:  # noqa: ARG002 - a query breaks at its spaces
        """What it asks for, in full, and where it was written down."""
        asks = clean(entry.asks) or say("saved_all", self._lang)
        return content(((asks, ""), (f"\n{clean(entry.origin)}", "$text-muted")))

    def given(self, entry: SavedEntry) -> str:
        """Its kind and its name."""
        return f"{entry.kind}:{entry.name}"


def fits(entry: SavedEntry, text: str) -> bool:
    """True where the text stands in the label or the name, or is the pinyin initials of one."""
    return stands_in(text, (entry.label, entry.name))


def _with_headings(entries: Sequence[SavedEntry]) -> Iterator[SavedEntry | None]:
    """Views, then queries, None before each kind that there is."""
    for kind in KINDS:
        found = [entry for entry in entries if entry.kind == kind]
        if found:
            yield None
            yield from found
