"""The lines above and below: which book and dates, what is on show, which keys do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.app.keys import key_line
from tui.app.words import say
from tui.text import cell_width, clean, crop
from tui.view.sentence import SEPARATOR, figures, sentence

if TYPE_CHECKING:
    from tui.app.board import Board


class TitleBar(Static):
    """The book, the sector's rating, and the date of each table; an older one says so."""

    board: reactive[Board | None] = reactive(None)

    def watch_board(self, board: Board | None) -> None:
        """Write the line anew."""
        if board is not None:
            self.update(_title(board))


def _title(board: Board) -> Content:
    universe, lang = board.universe, board.lang
    parts = [Content.styled(f" {say('app', lang)} ", "bold reverse"), Content(f" {universe.title}  ")]
    brief = universe.brief
    if brief and brief.sector_rating:
        change = f" ({brief.sector_rating_change})" if brief.sector_rating_change else ""
        parts.append(Content.styled(f"{brief.sector_rating}{change}  ", "$text-accent"))
    for table, word in (("coverage", "report"), ("market", "market")):
        day = universe.dates.get(table)
        if day is None:
            continue
        parts.append(Content(f"{say(word, lang)} {day}"))
        if day < universe.as_of:
            parts.append(Content.styled(f" {say('stale', lang)}", "$text-warning"))
        parts.append(Content("  "))
    if universe.read_only:
        parts.append(Content.styled(say("read_only", lang), "$text-muted"))
    return Content.assemble(*parts)


class StatusBar(Static):
    """The view in words, the figures of the cursor's column, and how many problems there are."""

    board: reactive[Board | None] = reactive(None)
    column: reactive[str] = reactive("")
    note: reactive[str] = reactive("")

    def watch_board(self) -> None:
        """Write the line anew."""
        self._write()

    def watch_column(self) -> None:
        """Write the line anew."""
        self._write()

    def watch_note(self) -> None:
        """Write the line anew."""
        self._write()

    def on_resize(self) -> None:
        """Cut the line anew."""
        self._write()

    def _write(self) -> None:
        board = self.board
        if board is None:
            return
        universe = board.universe
        count = len(universe.problems)
        told = say("problem" if count == 1 else "problems", board.lang, count) if count else ""
        tail = self.note or told
        room = max(0, self.size.width - cell_width(tail) - 3)
        parts = [sentence(universe, board.view, board.arrangement, board.lang), *_figures(board, self.column)]
        text = clean(parts[0])
        for part in parts[1:]:
            if cell_width(text) + cell_width(SEPARATOR + part) <= room:
                text += SEPARATOR + part
        line = Content(" " + crop(text, room))
        if tail:
            gap = " " * max(1, self.size.width - line.cell_length - cell_width(tail) - 1)
            style = "$text-accent bold" if self.note else "$text-warning"
            line = Content.assemble(line, gap, Content.styled(crop(clean(tail), self.size.width - 2), style))
        self.update(line)


def _figures(board: Board, name: str) -> list[str]:
    """The figures of the cursor's column, its label before them unless the view is sorted by it."""
    column = board.universe.columns.get(name)
    found = figures(board.universe, column, board.arrangement, board.lang)
    if column is None or not found or [key.column for key in board.view.sort] == [name]:
        return found
    return [f"{column.label(board.lang)} {found[0]}", *found[1:]]


class KeyLine(Static):
    """The keys one needs first."""

    board: reactive[Board | None] = reactive(None)

    def watch_board(self, board: Board | None) -> None:
        """Write the line in the board's language."""
        if board is None:
            return
        parts: list[Content] = [Content(" ")]
        for key, word in key_line(board.lang):
            parts += [Content.styled(key, "bold $text-accent"), Content(f" {word}  ")]
        self.update(Content.assemble(*parts))
