"""The palette: every action, column, name, group, theme, saved view and command, found as one types."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from tui.app.dialogs.dialog import Typed
from tui.app.dialogs.finder import Finder
from tui.app.keys import KEYS, PARTS
from tui.app.widgets.bars import content
from tui.app.words.say import say
from tui.text import cell_width, crop, fold, initials, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.widgets import Input

    from tui.app.keys import Key

KINDS = ("action", "screen", "column", "name", "group", "theme", "view", "query", "command")
UNOFFERED = {"app.palette"}
MOST = 100  # entries listed at once
MOST_READINGS = 16  # of one label
GAP = 2
NOT = 9  # the rank of what does not fit
EXACT, BEGINS, WORD, WITHIN, PINYIN, PINYIN_WITHIN = range(6)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the palette can do: its kind, its id, what it is called, and beside that its key or code.

    words: what it is found by, folded, the label first; about: what is told of it; all are clean
    """

    kind: str
    id: str
    label: str
    tail: str = ""
    words: tuple[str, ...] = ()
    about: str = ""


def offer(
    kind: str, key: str, label: str, tail: str = "", more: Sequence[str] = (), about: str = ""
) -> Offer:
    """An offer that is found by its label, its tail, its id and more words."""
    folded = [fold(text) for text in (label, tail, key, *more) if text]
    words = dict.fromkeys((*folded, *(text.replace(" ", "").replace("_", "") for text in folded)))
    return Offer(kind, key, label, tail, tuple(words), about)


def offered(place: str, keys: tuple[Key, ...] = KEYS) -> list[Key]:
    """The keys whose actions are offered on a screen; moving about is not."""
    parts = {*PARTS[place]} - {"grid", "list", "text"}
    return [key for key in keys if key.where in parts and key.id not in UNOFFERED]


class Palette(Typed[str], Finder[Offer]):
    """Gives 'KIND:ID', or None."""

    CSS_PATH: ClassVar = ["finder.tcss", "palette.tcss"]  # type: ignore[assignment]  # Textual takes both
    HINT, KEYS, NONE = "palette_hint", "palette_keys", "palette_none"

    def __init__(self, offers: Sequence[Offer], names: Sequence[Offer], lang: str) -> None:
        """`names` are many: they are offered only once something is typed."""
        super().__init__(say("palette_title", lang), offers, lang)
        self._search = Search((*offers, *names))
        self._first = tuple(one for one in offers if one.kind == "action")
        self._entries = self._first
        self._over = 0  # how many fit and are not listed

    def on_mount(self) -> None:
        """Look the names' pinyin up while nothing is typed yet."""
        self.run_worker(self._search.warm, thread=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find anew; the list follows."""
        found = self._search.found(event.value) if event.value.strip() else self._first
        self._over = max(0, len(found) - MOST)
        self._entries = tuple(found[:MOST])

    def fits(self, entry: Offer, text: str) -> bool:  # noqa: ARG002 - the entries are those that fit
        """Every entry that is held fits."""
        return True

    def places(self, fitting: Sequence[Offer]) -> Sequence[Offer | None]:
        """The entries, the best first, and a last line where there are more."""
        return [*fitting, None] if getattr(self, "_over", 0) else fitting

    def rows(self, places: Sequence[Offer | None], width: int) -> Iterator[Content]:
        """Kind, label, and at the right the key or code."""
        kinds = max(cell_width(say(f"palette_{kind}", self._lang)) for kind in KINDS) + GAP
        for entry in places:
            if entry is None:
                yield Content.styled(crop(say("palette_more", self._lang, self._over), width), "$text-muted")
                continue
            kind = pad(say(f"palette_{entry.kind}", self._lang), kinds)
            room = max(0, width - kinds)
            tail = crop(entry.tail, room // 2)
            label = pad(entry.label, room - cell_width(tail) - (GAP if tail else 0))
            parts = ((kind, "$text-muted"), (label, ""), (" " * GAP if tail else "", ""))
            yield content((*parts, (tail, "bold $text-accent")))

    def told(self, entry: Offer, width: int) -> Content:  # noqa: ARG002 - a sentence breaks at its spaces
        """What it does, and what it is."""
        does = say(f"palette_does_{entry.kind}", self._lang)
        return content(((does, ""), (f"\n{entry.about}" if entry.about else "", "$text-muted")))

    def given(self, entry: Offer) -> str:
        """Its kind and its id."""
        return f"{entry.kind}:{entry.id}"


class Search:
    """Finds offers by what is typed; a text that goes on is looked for in what fitted before."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._all = tuple(offers)
        self._last: tuple[str, Sequence[Offer]] = ("", self._all)

    def warm(self) -> None:
        """Work out what is kept of every offer."""
        for one in self._all:
            readings(one.label)

    def found(self, text: str) -> Sequence[Offer]:
        """What fits every word of the text, the best first, and within that in the order of KINDS."""
        wanted = fold(text)
        before, among = self._last
        ranked = [(rank(one, wanted), one) for one in (among if wanted.startswith(before) else self._all)]
        fitting = [(at, one) for at, one in ranked if at < NOT]
        self._last = (wanted, [one for _, one in fitting])
        return [one for _, one in sorted(fitting, key=lambda pair: (pair[0], KINDS.index(pair[1].kind)))]


def rank(one: Offer, wanted: str) -> int:
    """How well an offer fits all words of a folded text; NOT where one of them does not."""
    if wanted in one.words:
        return EXACT
    worst = EXACT
    for word in wanted.split():
        worst = max(worst, _rank(one, word))
        if worst == NOT:
            return NOT
    return worst


def _rank(one: Offer, word: str) -> int:
    best = NOT
    for text in one.words:
        at = text.find(word)
        if at == 0:
            return BEGINS
        if at > 0:
            best = min(best, WITHIN if text[at - 1].isalnum() else WORD)
    if best == NOT and word.isascii() and word in (lines := readings(one.label)):
        return PINYIN if f"\n{word}" in f"\n{lines}" else PINYIN_WITHIN
    return best


@lru_cache(maxsize=16384)
def readings(label: str) -> str:
    """A line for every way to write a label by pinyin initials, '' for one without ideographs.

    Kept, for thousands of names are asked at every key.
    """
    if label.isascii():
        return ""
    lines = [""]
    for char in fold(label).replace(" ", ""):
        letters = initials(char) or char
        if len(lines) * len(letters) > MOST_READINGS:
            letters = letters[0]
        lines = [line + letter for line in lines for letter in letters]
    return "\n".join(lines)
