"""A list to choose one thing from, found as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.app.dialogs.finder import Finder, row, stands_in
from tui.app.widgets.bars import content
from tui.app.widgets.wrap import wrapped
from tui.text import cell_width, clean, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.content import Content

MOST = 200  # entries listed; one types to find the others
WIDEST = 34  # cells of a label


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its id, its label, and what to tell of it; words: what else finds it."""

    id: str
    label: str
    told: str = ""
    words: tuple[str, ...] = ()


class PickDialog(Finder[Choice]):
    """Gives the id of a choice, or None."""

    HINT, KEYS, NONE = "pick_hint", "pick_keys", "find_none"

    def __init__(self, title: str, choices: Sequence[Choice], lang: str) -> None:
        super().__init__(clean(title), choices, lang)

    def fits(self, entry: Choice, text: str) -> bool:
        """By its label, its id or a word of it."""
        return fits(entry, text)

    def places(self, fitting: Sequence[Choice]) -> Sequence[Choice]:
        """The first of them."""
        return fitting[:MOST]

    def rows(self, places: Sequence[Choice | None], width: int) -> Iterator[Content]:
        """Label and id in columns."""
        listed = [choice for choice in places if choice]
        labels = min(WIDEST, max((cell_width(choice.label) for choice in listed), default=0))
        return (row(pad(clean(choice.label), labels), clean(choice.id), width) for choice in listed)

    def told(self, entry: Choice, width: int) -> Content:
        """What the choice tells of itself."""
        return wrapped(content(((clean(entry.told), "$text-muted"),)), width)

    def given(self, entry: Choice) -> str:
        """Its id."""
        return entry.id


def fits(choice: Choice, text: str) -> bool:
    """True where the text stands in its label, its id or a word of it, or is the pinyin initials of one."""
    return stands_in(text, (choice.label, choice.id, *choice.words))
