"""The lines above and below: which book and dates, what is on show, which keys do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.app.keys import key_line
from tui.app.words import say
from tui.text import cell_width, clean, crop

if TYPE_CHECKING:
    from tui.app.frame import Frame, Text

SEPARATOR = " · "
LAST = 2  # keys at the end of the key line that never give way


def content(text: Text) -> Content:
    """Parts of text with their styles; nothing in them is markup."""
    return Content.assemble(
        *(Content.styled(part, style) if style else Content(part) for part, style in text)
    )


class TitleBar(Static):
    """The book, the sector's rating, and the date of each table; an older one says so."""

    frame: reactive[Frame | None] = reactive(None)

    def watch_frame(self, frame: Frame | None) -> None:
        """Write the line anew."""
        if frame is not None:
            self.update(content(frame.title), layout=False)


class StatusBar(Static):
    """The view in words, the figures of the cursor's column, and how many problems there are."""

    frame: reactive[Frame | None] = reactive(None)
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
        told = say("problem" if count == 1 else "problems", frame.lang, count) if count else ""
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

    frame: reactive[Frame | None] = reactive(None)

    def watch_frame(self) -> None:
        """Write the line in the frame's language."""
        self._write()

    def on_resize(self) -> None:
        """Fit the keys anew."""
        self._write()

    def _write(self) -> None:
        if self.frame is None:
            return
        pairs = [(key, f" {word}  ") for key, word in key_line(self.frame.lang)]
        first, last = pairs[:-LAST], pairs[-LAST:]
        room = self.size.width - 1 - sum(cell_width(key + word) for key, word in last)
        shown = []
        for key, word in first:
            room -= cell_width(key + word)
            if room >= 0:
                shown.append((key, word))
        parts = [part for key, word in (*shown, *last) for part in ((key, "bold $text-accent"), (word, ""))]
        self.update(content(((" ", ""), *parts)), layout=False)
