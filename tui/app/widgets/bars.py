"""The lines above and below: which book and dates, what is on show, which keys do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.app.keys import SCREENS, key_line
from tui.app.words.say import say
from tui.text import cell_width, clean, crop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.app.frames.frame import Bars, Part, Text

SEPARATOR = " · "
GAP = "  "
LEAST_TITLE = 6  # cells of the book's title, below which it is left out
LAST = 2  # keys at the end of the key line that never give way


def content(text: Text) -> Content:
    """Parts of text with their styles; nothing in them is markup."""
    return Content.assemble(
        *(Content.styled(part, style) if style else Content(part) for part, style in text)
    )


class TitleBar(Static):
    """The book, the sector's rating, and the date of each table; an older one says so; and the screens."""

    frame: reactive[Bars | None] = reactive(None)

    def __init__(self, text: str = "", *, screen: str = "watchlist", id: str | None = None) -> None:  # noqa: A002
        """`screen` is the one that this line stands on."""
        super().__init__(text, id=id)
        self._screen = screen

    def watch_frame(self) -> None:
        """Write the line anew."""
        self._write()

    def on_resize(self) -> None:
        """Fit the line anew."""
        self._write()

    def _write(self) -> None:
        if self.frame is not None and self.size.width:
            self.update(content(title_line(self.frame, self._screen, self.size.width)), layout=False)


def title_line(frame: Bars, screen: str, width: int) -> Text:
    """What the title says, and at its end the screens: all by name where there is room, else this one.

    The dates are told whatever else gives way: first what may be spared, then the end of the book's title.
    """
    whole, short, tight = (_tabs(screen, frame.lang, form) for form in ("whole", "short", "tight"))
    most = len(frame.spare)
    tries = [(whole, 0), (whole, min(1, most)), *((short, gone) for gone in range(most + 1)), (tight, most)]
    for tabs, gone in tries:
        title = [part for place, part in enumerate(frame.title) if place not in frame.spare[:gone]]
        room = width - _cells(title) - _cells(tabs)
        if room >= 0:
            break
    else:
        title = _shortened(title, -room)
    kept: list[Part] = []
    left = width - _cells(tabs)
    for text, style in title:
        shown = crop(text, left)
        kept.append((shown, style))
        left -= cell_width(shown)
    return (*kept, (" " * left, ""), *tabs)


def _shortened(title: list[Part], over: int) -> list[Part]:
    """The title with its second part, the book's own title, cut by so many cells, or left out."""
    if len(title) < 3:
        return title
    (text, style), rest = title[1], title[2:]
    room = cell_width(text) - over - len(GAP)
    shown = crop(text.rstrip(), room) + GAP if room >= LEAST_TITLE else GAP
    return [title[0], (shown, style), *rest]


def _tabs(screen: str, lang: str, form: str) -> list[Part]:
    """Every screen by key and name ('whole'), or by key alone but for this one ('short', 'tight')."""
    out: list[Part] = []
    for key, name in SCREENS:
        here = name == screen
        label = f"{key} {say(f'screen_{name}', lang)}" if form == "whole" or here else key
        before = "" if form == "tight" and not here else " "
        out += [(f"{before}{label} ", "bold reverse" if here else "$text-muted")]
    return out


def _cells(parts: Sequence[Part]) -> int:
    return sum(cell_width(text) for text, _ in parts)


class StatusBar(Static):
    """The view in words, the figures of the cursor's column, and how many problems there are."""

    frame: reactive[Bars | None] = reactive(None)
    figures: reactive[tuple[str, ...]] = reactive(())
    note: reactive[str] = reactive("")

    def watch_frame(self) -> None:
        """Write the line anew."""
        self._write()

    def watch_figures(self) -> None:
        """Write the line anew."""
        self._write()

    def watch_note(self) -> None:
        """Write the line anew."""
        self._write()

    def on_resize(self) -> None:
        """Cut the line anew."""
        self._write()

    def _write(self) -> None:
        frame = self.frame
        if frame is None or not self.size.width:
            return
        count = frame.problems
        problems = say("problem" if count == 1 else "problems", frame.lang, count) if count else ""
        told = SEPARATOR.join(part for part in (frame.told, problems) if part)
        tail = crop(clean(self.note or told), self.size.width - 2)
        room = max(0, self.size.width - cell_width(tail) - 3)
        text = frame.sentence
        for part in self.figures:
            if cell_width(text) + cell_width(SEPARATOR + part) <= room:
                text += SEPARATOR + part
        line = f" {crop(text, room)}"
        gap = " " * max(1, self.size.width - cell_width(line) - cell_width(tail) - 1)
        style = "$text-accent bold" if self.note else "$text-warning"
        self.update(content(((line, ""), (gap, ""), (tail, style)) if tail else ((line, ""),)), layout=False)


class KeyLine(Static):
    """The keys one needs first, as many as there is room for; help and the way out always."""

    frame: reactive[Bars | None] = reactive(None)

    def __init__(self, places: tuple[str, ...] = ("watchlist", "app"), *, id: str | None = None) -> None:  # noqa: A002
        """`places` are the parts of the session whose keys it shows."""
        super().__init__(id=id)
        self._places = places

    def watch_frame(self) -> None:
        """Write the line in the frame's language."""
        self._write()

    def on_resize(self) -> None:
        """Fit the keys anew."""
        self._write()

    def _write(self) -> None:
        if self.frame is None:
            return
        pairs = [(key, f" {word}  ") for key, word in key_line(self.frame.lang, self._places)]
        first, last = pairs[:-LAST], pairs[-LAST:]
        room = self.size.width - 1 - sum(cell_width(key + word) for key, word in last)
        shown = []
        for key, word in first:
            room -= cell_width(key + word)
            if room >= 0:
                shown.append((key, word))
        parts = [part for key, word in (*shown, *last) for part in ((key, "bold $text-accent"), (word, ""))]
        self.update(content(((" ", ""), *parts)), layout=False)
