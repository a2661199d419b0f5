"""The palettes and the two colours of a rise in one list; the screen wears the one under the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from tui.app.dialogs.finder import Chooser, Finder, stands_in
from tui.app.widgets.bars import content
from tui.app.widgets.wrap import wrapped
from tui.app.words.say import say
from tui.text import cell_width, clean, pad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

KINDS = ("palette", "up")
HEADINGS = {"palette": "looks_palettes", "up": "looks_up"}
SWATCH = 3  # cells of one colour


@dataclass(frozen=True, slots=True)
class LookChoice:
    """Something to wear: 'palette' or 'up', its name and label, what it is, and some of its colours."""

    kind: str
    name: str
    label: str
    told: str
    note: str = ""
    colours: tuple[str, ...] = ()


class LooksDialog(Finder[LookChoice]):
    """Gives 'palette:NAME' or 'up:COLOUR', or None; `wear` is called with what the cursor comes to."""

    HINT, KEYS, NONE = "looks_hint", "looks_keys", "looks_none"

    def __init__(
        self,
        choices: Sequence[LookChoice],
        now: str,
        lang: str,
        wear: Callable[[LookChoice], None],
    ) -> None:
        """`now` is the palette that is worn: the cursor begins there."""
        super().__init__(say("looks_title", lang), choices, lang)
        self._now, self._wear = now, wear
        self._begun = False
        self._worn: LookChoice | None = None

    def fits(self, entry: LookChoice, text: str) -> bool:
        """By its label or its name."""
        return stands_in(text, (entry.label, entry.name))

    def places(self, fitting: Sequence[LookChoice]) -> Sequence[LookChoice | None]:
        """Palettes, then the colours of a rise, a heading before each."""
        out: list[LookChoice | None] = []
        for kind in KINDS:
            found = [entry for entry in fitting if entry.kind == kind]
            out += [None, *found] if found else []
        return out

    def rows(self, places: Sequence[LookChoice | None], width: int) -> Iterator[Content]:
        """Label, what it is, and its colours."""
        entries = [entry for entry in places if entry]
        kinds = iter(dict.fromkeys(entry.kind for entry in entries))
        label = max((cell_width(e.label) for e in entries), default=0)
        note = max((cell_width(e.note) for e in entries), default=0)
        for entry in places:
            if entry is None:
                yield Content.styled(say(HEADINGS[next(kinds)], self._lang), "bold $text-accent")
                continue
            head = pad(clean(entry.label), min(label, width))
            room = (width - cell_width(head) - note - 4) // SWATCH
            swatches = [(" " * SWATCH, f"on {colour}") for colour in entry.colours[: max(0, room)]]
            aside = f"  {pad(entry.note, note)}  " if width > label + note + 4 else ""
            yield content(((head, ""), (aside, "$text-muted"), *swatches))

    def told(self, entry: LookChoice, width: int) -> Content:
        """What it is for."""
        return wrapped(content(((clean(entry.told), "$text-muted"),)), width)

    def given(self, entry: LookChoice) -> str:
        """Its kind and its name."""
        return f"{entry.kind}:{entry.name}"

    def _give(self, entry: LookChoice | None) -> None:
        """What is worn, where the list is not painted yet."""
        if entry is None and not self._begun:
            self.dismiss(f"palette:{self._now}")
        super()._give(entry)

    def _list(self) -> None:
        super()._list()
        if self._begun or not self.query_one(Chooser).option_count:
            return
        self._begun = True
        names = [entry.name if entry else "" for entry in self._places]
        if self._now in names:
            at = names.index(self._now)
            self._worn = self._at(at)
            self.query_one(Chooser).highlighted = at

    def _tell(self) -> None:
        """Tell of the entry under the cursor, and wear it."""
        super()._tell()
        entry = self._at(self.query_one(Chooser).highlighted)
        if self._begun and entry is not None and entry != self._worn:
            self._worn = entry
            self._wear(entry)
