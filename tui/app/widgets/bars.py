"""The lines above and below: which book and dates, what is on show, which keys do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.widgets import Static

from tui.app.keys import SCREENS
from tui.app.widgets.pressed import PressLine, content
from tui.app.widgets.sentence import SEPARATOR, told_lines
from tui.app.words.say import say
from tui.text import cell_width, clean, crop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.app.frames.frame import Bars, Part, Text

__all__ = ("StatusBar", "TitleBar", "content", "title_line")

GAP = "  "
NARROW = 64  # cells; with less, only this screen is named at the end of the title
LEAST_TITLE = 6  # cells of the book's title, below which it is left out


class TitleBar(PressLine):
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
            parts = title_line(self.frame, self._screen, self.size.width)
            tabs = len(parts) - len(SCREENS)  # a click on one goes there
            visits = [f"app.screen('{name}')" for _, name in SCREENS]
            self.press_parts(
                [(*part, visits[at - tabs] if at >= tabs else "") for at, part in enumerate(parts)]
            )


def title_line(frame: Bars, screen: str, width: int) -> Text:
    """What the title says, and at its end the screens: all by name where there is room, else this one.

    The dates are told whatever else gives way: first what may be spared, then the end of the book's title.
    """
    whole, short, tight, lone = (
        _tabs(screen, frame.lang, form) for form in ("whole", "short", "tight", "lone")
    )
    most = len(frame.spare)
    tries = [(whole, 0), (whole, min(1, most)), *((short, gone) for gone in range(most + 1)), (tight, most)]
    if width < NARROW:
        tries.append((lone, most))
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
    """Every screen by key and name ('whole'), or by key but for this one, or this one alone ('lone')."""
    out: list[Part] = []
    for key, name in SCREENS:
        here = name == screen
        label = f"{key} {say(f'screen_{name}', lang)}" if form == "whole" or here else key
        before = "" if form == "tight" and not here else " "
        shown = f"{before}{label} " if here or form != "lone" else ""
        out += [(shown, "bold reverse" if here else "$text-muted")]
    return out


def _cells(parts: Sequence[Part]) -> int:
    return sum(cell_width(text) for text, _ in parts)


class StatusBar(Static):
    """The view in words, what else is to be known, and how many problems there are; in lines as need be."""

    ALLOW_SELECT = False

    frame: reactive[Bars | None] = reactive(None)
    note: reactive[str] = reactive("")
    most: reactive[int] = reactive(1)
    """Lines that it may take."""

    def watch_frame(self) -> None:
        """Write the line anew."""
        self._write()

    def watch_note(self) -> None:
        """Write the line anew."""
        self._write()

    def watch_most(self) -> None:
        """Write the line anew."""
        self._write()

    def on_resize(self) -> None:
        """Cut the line anew."""
        self._write()

    def _write(self) -> None:
        frame, width = self.frame, self.size.width - 2
        if frame is None or width < 1:
            return
        count = frame.problems
        problems = say("problem" if count == 1 else "problems", frame.lang, count) if count else ""
        told = SEPARATOR.join(part for part in (frame.told, problems) if part)
        lines = told_lines(frame.sentence, told, width, self.most)
        if self.note:  # it goes again soon: nothing moves for it
            lines = told_lines(frame.sentence, clean(self.note), width, len(lines))
        self.styles.height = max(1, len(lines))
        style = "$text-accent bold" if self.note else "$text-warning"
        parts: list[Part] = []
        for number, (line, tail) in enumerate(lines):
            parts.append(("\n " if number else " ", ""))
            parts.append((line, ""))
            if tail:
                parts.append((" " * max(0, width - cell_width(line) - cell_width(tail)), ""))
                parts.append((tail, style))
        self.update(content(tuple(parts)), layout=False)
