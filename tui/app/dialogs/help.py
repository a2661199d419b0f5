"""The help for here: the part in use, its screen, everywhere; then the marks, and the keys of other parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.app.dialogs.dialog import Dialog
from tui.app.grid.paint import MORE_LEFT, MORE_RIGHT
from tui.app.keys import KEYS, PARTS, PLACES, bindings
from tui.app.widgets.wrap import wrapped
from tui.app.words.discover import DISCOVER_WORDS
from tui.app.words.say import say
from tui.text import cell_width, pad
from tui.view.format import STATE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from tui.app.keys import Key

KEY_CELLS = 15
INDENT = 2
MARKS = (
    *(("!", "mark_doubt"), ("~", "mark_coarse"), ("*", "mark_basis"), ("^", "mark_mixed")),
    *(("+", "mark_seen"), ("#", "mark_width"), ("< >", "mark_scale")),
    (f"{MORE_LEFT} {MORE_RIGHT}", "mark_more"),
)


@dataclass(frozen=True, slots=True)
class Here:
    """Where help is asked for: the screen, the kind of part in use ('' for none), its own words."""

    screen: str
    part: str = ""
    about: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """The parts of the session whose keys act here, the nearest first."""
        near = tuple(part for part in PARTS[self.screen] if part not in {"grid", "list", "text", "app"})
        return (*((self.part,) if self.part else ()), *near, "app")


def here_of(focused: Widget | None, screen: str) -> Here:
    """Where a part of a screen stands; what it is about is told by its id, or by screen and id."""
    if focused is None:
        return Here(screen)
    ids = {
        getattr(binding, "id", None)
        for kind in type(focused).__mro__
        for binding in vars(kind).get("BINDINGS", ())
    }
    part = next((key.where for key in KEYS if key.id in ids), "")
    abouts = (f"about_{screen}_{focused.id}", f"about_{focused.id}")
    return Here(screen, part, next((one for one in abouts if one in DISCOVER_WORDS), ""))


class HelpDialog(Dialog):
    """A box of help that any closing key leaves; it is written anew for every width."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("help")]

    def __init__(self, here: Here, keys: tuple[Key, ...], lang: str) -> None:
        super().__init__(say("help", lang), Content(""), lang)
        self._here, self._keys = here, keys

    def compose(self) -> ComposeResult:
        """A scrolling box."""
        with VerticalScroll(classes="box help") as box:
            yield Static(id="help-text")
        box.border_title = say("help_title", self._lang, say(f"screen_{self._here.screen}", self._lang))
        box.border_subtitle = say("help_keys", self._lang)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the box knows its width after it
        """Break the lines anew."""
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        width = self.query_one(VerticalScroll).scrollable_content_region.width
        self.query_one("#help-text", Static).update(help_text(self._here, self._keys, self._lang, width))

    def action_scroll(self, way: str) -> None:
        """Scroll the text at once."""
        getattr(self.query_one(VerticalScroll), f"scroll_{way}")(animate=False)


def help_text(here: Here, keys: tuple[Key, ...], lang: str, width: int) -> Content:
    """The help in lines of at most `width` cells, as far as a word allows."""
    return Content("\n").join(list(_lines(here, keys, lang, max(width, 1))))


def _lines(here: Here, keys: tuple[Key, ...], lang: str, width: int) -> Iterator[Content]:
    side = 0 if lang == "zh" else 1
    if here.about:
        yield from wrapped(Content(say(here.about, lang)), width).split("\n", allow_blank=True)
        yield Content("")
    for place in (*here.places, *_marks(), *(place for place in PLACES if place not in here.places)):
        if place in PLACES:
            yield from _heading(PLACES[place][side], width)
            for key in keys:
                if key.where == place:
                    yield from entry(key.shown, (key.zh, key.en)[side], width)
            yield Content("")
            continue
        yield from _heading(say(place, lang), width)
        for head, text in _told(place, lang):
            yield from entry(head, text, width)
        yield Content("")


def _heading(text: str, width: int) -> Iterator[Content]:
    yield from wrapped(Content.styled(text, "bold $text-accent"), width).split("\n")


def _marks() -> tuple[str, str]:
    """What stands between the keys of here and those of elsewhere: the marks and the states of cells."""
    return "marks", "states"


def _told(heading: str, lang: str) -> Iterator[tuple[str, str]]:
    if heading == "marks":
        yield from ((sign, say(word, lang)) for sign, word in MARKS)
        yield "", say("mark_figures", lang)
    else:
        yield from ((state.word(lang), state.meaning(lang)) for state in STATE_WORDS[1:])


def entry(head: str, text: str, width: int) -> Iterator[Content]:
    """A head, and beside it its text, whose further lines stand below its first."""
    room = width - INDENT - KEY_CELLS
    if room < KEY_CELLS or cell_width(head) >= KEY_CELLS:  # one below the other
        yield Content.assemble(" " * INDENT, Content.styled(head, "bold"))
        yield from wrapped(Content(text), width, min(2 * INDENT, width - 1)).split("\n")
        return
    first, *more = wrapped(Content(text), room).split("\n")
    yield Content.assemble(" " * INDENT, Content.styled(pad(head, KEY_CELLS), "bold"), first)
    for line in more:
        yield Content.assemble(" " * (INDENT + KEY_CELLS), line)
