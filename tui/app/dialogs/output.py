"""What a command printed, over the screen: CSV in columns, all else line by line."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.app.dialogs.modal import Modal
from tui.app.keys import bindings
from tui.app.widgets.scroller import Scroller
from tui.app.words.say import say
from tui.text import cell_width, clean, crop, pad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app.session.shell import Result
    from tui.app.widgets.scroller import Line

MOST_LINES = 1000
WIDEST_LINE = 2000  # cells
WIDEST_CELL = 48
GAP = "  "
_NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?(e[-+]?\d+)?%?")
_NO_TABLE = re.compile(r"[{\[|<#\s]|[^\n]*,\s")  # how JSON, Markdown and prose begin


class OutputDialog(Modal[None]):
    """Both streams of a command that has ended, each scrolling both ways; any closing key leaves."""

    CSS_PATH = "output.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog")]

    def __init__(self, command: str, result: Result, lang: str) -> None:
        super().__init__()
        self._command, self._result, self._lang = clean(command), result, lang
        self._out, pinned, lines = output_lines(result.stdout, cut=result.cut)
        self._pinned = pinned
        self._err, _, more = _plain(result.stderr)
        self._notes = self._noted(max(lines, more))

    def _noted(self, lines: int) -> list[tuple[str, str]]:
        """What is to be known of the output, with a style."""
        result, lang = self._result, self._lang
        notes = [(say("output_late", lang), "$text-error")] if result.late else []
        if result.status and not result.late:
            notes.append((say("output_status", lang, result.status), "$text-error"))
        if result.cut:
            notes.append((say("output_cut", lang), "$text-warning"))
        if lines > MOST_LINES:
            notes.append((say("output_lines", lang, f"{MOST_LINES:,}", f"{lines:,}"), "$text-warning"))
        if not (self._out or self._err):
            notes.append((say("output_none", lang), "$text-muted"))
        return notes

    def compose(self) -> ComposeResult:
        """The notes, what was printed, and below it what was said on the side."""
        with Vertical(classes="output") as box:
            if self._notes:
                yield Static(
                    Content("\n").join(Content.styled(*note) for note in self._notes), id="output-notes"
                )
            if self._out:
                yield Scroller(id="output-out", classes="-above" if self._err else "")
            if self._err:
                yield Scroller(id="output-err", classes="-below" if self._out else "")
        box.border_title = Content(self._command)
        box.border_subtitle = say("output_keys", self._lang)

    def on_mount(self) -> None:
        """Fill the panes and begin in the first."""
        for pane in self.query("#output-err").results(Scroller):
            pane.show(self._err)
            pane.focus()
        for pane in self.query("#output-out").results(Scroller):
            pane.show(self._out, self._pinned)
            pane.focus()

    def action_close(self) -> None:
        """Leave."""
        self.dismiss()


def output_lines(text: str, *, cut: bool = False) -> tuple[tuple[Line, ...], int, int]:
    """The first lines of what was printed, how many of them are a header, and how many there are in all.

    cut: the end of the text is missing
    """
    return _table(text, cut=cut) or _plain(text)


def _plain(text: str) -> tuple[tuple[Line, ...], int, int]:
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    shown = tuple(((crop(clean(line), WIDEST_LINE, "..."), ""),) for line in lines[:MOST_LINES])
    return shown, 0, len(lines)


def _table(text: str, *, cut: bool) -> tuple[tuple[Line, ...], int, int] | None:
    """CSV with its columns aligned; None where it is none."""
    if "," not in text.partition("\n")[0] or _NO_TABLE.match(text):
        return None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=not cut))
    except csv.Error:
        return None
    if cut and len(rows) > 1:
        rows.pop()  # its end may be missing
    breadth = len(rows[0])
    if breadth < 2 or any(len(row) != breadth for row in rows):
        return None
    shown = [[crop(clean(_bare(cell)), WIDEST_CELL) for cell in row] for row in rows[: MOST_LINES + 1]]
    widths = [max(map(cell_width, column)) for column in zip(*shown, strict=True)]
    right = [_numeric(column[1:]) for column in zip(*shown, strict=True)]
    lines = [
        GAP.join(pad(cell, width, right=side) for cell, width, side in zip(row, widths, right, strict=True))
        for row in shown
    ]
    return tuple(((line, "" if i else "head"),) for i, line in enumerate(lines)), 1, len(rows) - 1


def _bare(cell: str) -> str:
    """A cell without the quote that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def _numeric(cells: Sequence[str]) -> bool:
    given = [cell for cell in cells if cell]
    return bool(given) and all(_NUMBER.fullmatch(cell) for cell in given)
