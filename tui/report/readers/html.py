"""HTML to blocks: headings, paragraphs, and tables with their spans expanded."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.report.blocks import Block, Cell, Kind, Place
from tui.report.readers.breaks import unstacked
from tui.report.readers.shapes import plain
from tui.report.readers.spans import Spanned, expanded
from tui.report.readers.stream import tidy
from tui.report.readers.tags import Tag, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE = re.compile(r"[ \t\n\r\x0b\x0c]+")
_SPACE_BUT_BREAKS = re.compile(r"[ \t\r\x0b\x0c]+")
_BREAKS = re.compile(r" ?(?:\n ?)+")
_HEADING = re.compile(r"h[1-6]$")
_BLOCK = re.compile(
    r"p|div|li|ul|ol|dl|dt|dd|section|article|header|footer|main|aside|nav|blockquote|pre|hr|form|figure"
    r"|figcaption|caption|tr|td|th|table|thead|tbody|tfoot|body|html|head|title|address|option"
)
_DEPTH = 30  # tables within each other; deeper ones are read as part of that one


@dataclass(slots=True)
class _Table:
    """A table being read. rows: its cells, each with spans; parts: its tables and texts in order."""

    line: int
    rows: list[list[Spanned]] = field(default_factory=list)
    nested: list[Block] = field(default_factory=list)
    cell: _Open | None = None


@dataclass(slots=True)
class _Open:
    """A cell whose end tag has not come."""

    line: int
    rowspan: int
    colspan: int
    text: list[str] = field(default_factory=list)


def html_blocks(source: str, file: str, first_line: int = 1) -> tuple[Block, ...]:
    """The blocks of an HTML text, or of a piece of one.

    file: as messages would name it; first_line: the piece's first line in its file. Tables within a cell
    become tables of their own before the one that holds them; scripts, styles and comments are left out.
    """
    del file  # nothing here is odd enough to be told
    reader = _Reader()
    for token in tokens(tidy(source), first_line):
        reader.take(token)
    reader.finish()
    return tuple(reader.blocks)


@dataclass(slots=True)
class _Reader:
    """What is open while the tags go by."""

    blocks: list[Block] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    ignored: int = 0  # tables too deep to be told apart
    text: list[str] = field(default_factory=list)
    line: int = 0
    kind: Kind = Kind.PARAGRAPH

    def take(self, token: Tag | tuple[str, int]) -> None:
        """The next tag or text."""
        if isinstance(token, Tag):
            self._tag(token)
        else:
            self._text(*token)

    def finish(self) -> None:
        """Close whatever is open at the end."""
        while self.tables:
            self._close_table()
        self._flush()

    def _text(self, text: str, line: int) -> None:
        table = self.tables[-1] if self.tables else None
        text = _SPACE.sub(" ", tidy(html.unescape(text)) if "&" in text else text)
        if table is None:
            if not self.text:
                self.line = line
            self.text.append(text)
        elif table.cell is not None:
            table.cell.text.append(text)
        elif not text.isspace():
            # Text between cells is kept, as a row of its own.
            table.rows.append([Spanned(text.strip(), line, 1, 1)])

    def _tag(self, tag: Tag) -> None:
        table = self.tables[-1] if self.tables else None
        if tag.name == "table":
            self._open_table(tag) if not tag.end else self._end_table()
        elif table is not None and tag.name in {"td", "th", "tr", "thead", "tbody", "tfoot"}:
            self._row_tag(table, tag)
        elif tag.name == "br" or (table is not None and _BLOCK.fullmatch(tag.name)):
            self._break(table)
        elif table is None and (_BLOCK.fullmatch(tag.name) or _HEADING.match(tag.name)):
            self._flush()
            if _HEADING.match(tag.name) and not tag.end:
                self.kind = Kind.HEADING

    def _break(self, table: _Table | None) -> None:
        """A line's end within a cell; outside of tables a paragraph's."""
        if table is None:
            kind = self.kind
            self._flush()
            self.kind = kind
        elif table.cell is not None:
            table.cell.text.append("\n")

    def _row_tag(self, table: _Table, tag: Tag) -> None:
        _close_cell(table)
        if tag.end:
            return
        if tag.name == "tr":
            table.rows.append([])
        elif tag.name in {"td", "th"}:
            table.cell = _Open(tag.line, tag.number("rowspan"), tag.number("colspan"))

    def _open_table(self, tag: Tag) -> None:
        if len(self.tables) >= _DEPTH:
            self.ignored += 1
            return
        if not self.tables:
            self._flush()
        self.tables.append(_Table(tag.line))

    def _end_table(self) -> None:
        if self.ignored:
            self.ignored -= 1
        elif self.tables:
            self._close_table()

    def _close_table(self) -> None:
        table = self.tables.pop()
        _close_cell(table)
        blocks = [*table.nested, *_table_blocks(table)]
        if self.tables:
            self.tables[-1].nested += blocks
        else:
            self.blocks += blocks

    def _flush(self) -> None:
        """The text so far as a paragraph or heading."""
        text = plain(_SPACE.sub(" ", "".join(self.text)).strip(" "))
        if text and not text.isspace():
            self.blocks.append(Block(self.kind, text, Place(0, self.line)))
        self.text, self.kind = [], Kind.PARAGRAPH


def _close_cell(table: _Table) -> None:
    if table.cell is None:
        return
    cell, table.cell = table.cell, None
    if not table.rows:
        table.rows.append([])
    text = plain(_BREAKS.sub("\n", _SPACE_BUT_BREAKS.sub(" ", "".join(cell.text))).strip())
    table.rows[-1].append(Spanned(text, cell.line, cell.rowspan, cell.colspan))


def _table_blocks(table: _Table) -> Iterator[Block]:
    """A table; one that only lays out other tables or a single cell is the paragraphs of its texts."""
    rows = [row for row in table.rows if row]
    if not any(cell.text for row in rows for cell in row):
        return
    filled = max(sum(bool(cell.text) for cell in row) for row in rows)
    if filled < 2 and (table.nested or len(rows) == 1):
        for row in rows:
            for cell in row:
                for line in cell.text.split("\n"):
                    if line.strip():
                        yield Block(Kind.PARAGRAPH, line.strip(), Place(0, cell.line))
        return
    grid = expanded(rows)
    cells = tuple(
        tuple(
            Cell(cell.text, Place(0, cell.line), filled=cell.filled)
            for cell in row
            if grid.sure or (cell.text and not cell.filled)
        )
        for row in grid.rows
    )
    block = Block(Kind.TABLE, place=Place(0, table.line), rows=cells, sure=grid.sure)
    yield unstacked(block) if grid.sure else block
