"""Rows whose cells are parted by pipes, as in Markdown, or by a box's lines."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.report.blocks import Cell
from tui.report.readers.breaks import unstacked
from tui.report.readers.runs import Found, gather
from tui.report.readers.shapes import is_body, is_figure, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.blocks import Block
    from tui.report.readers.runs import Row
    from tui.report.readers.stream import Line

_BARS = "|│┃║"
_RULE = frozenset("|+-:= \t\u3000│┃║├┤┼┬┴┌┐└┘─━═╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╟╢")
_STROKES = frozenset("-=─━═")
_SPLIT = re.compile(r"(?<!\\)[|│┃║]")
_BREAK = re.compile(r"[ \t]*<br\s{0,3}/?>[ \t]*", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:b|i|em|strong|sup|sub|span|u|font)\b[^<>]{0,200}>", re.IGNORECASE)


def pipe_tables(lines: Sequence[Line], free: Sequence[bool]) -> list[Found]:
    """Every run of two or more rows with pipes, with or without outer ones and a rule under the header."""

    def starts(cells: Sequence[str], index: int) -> bool:
        """Two cells may be a title; three, an outer pipe or a rule below make a row."""
        text = lines[index].text.lstrip()
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        return len(cells) >= 3 or text[0] in _BARS + "｜" or _is_rule(below)

    return [_finished(table) for table in gather(lines, free, _cells, starts, _without_outer)]


def _cells(text: str) -> tuple[str, ...] | None:
    """A row's cells, () for a rule, None for a text without pipes."""
    if "｜" in text and text.count("｜") >= 3:
        text = text.replace("｜", "|")
    if _is_rule(text):
        return ()
    if not any(bar in text for bar in _BARS):
        return None
    parts = _SPLIT.split(text.strip())
    if len(parts) == 1:
        return None
    return tuple(_cell(part) for part in parts)


def _without_outer(rows: list[Row]) -> list[Row]:
    """The rows without what stands outside of outer pipes.

    A row without outer pipes may begin with an empty cell, so a pipe at its beginning is an outer one only
    where every row has it, or where those without it are shorter by it.
    """
    told = [row.cells for row in rows if len(row.cells) > 1]
    lengths = Counter(len(cells) for cells in told if not cells[0])
    usual = lengths.most_common(1)[0][0] if lengths else 0
    outer = all(len(cells) < usual for cells in told if cells[0])
    ended = not any(cells[-1] for cells in told)
    return [
        row._replace(cells=row.cells[outer and not row.cells[0] : len(row.cells) - ended])
        if len(row.cells) > 1
        else row
        for row in rows
    ]


def _is_rule(text: str) -> bool:
    """A line that draws and says nothing: |---|:-:|, +---+, ├──┼──┤."""
    if text.lstrip()[:1] not in _RULE:
        return False
    signs = set(text)
    return bool(signs & _STROKES) and bool(signs - _STROKES - {" ", "\t", ":"}) and signs <= _RULE


def _cell(text: str) -> str:
    """A cell's text: breaks as line feeds, escapes and emphasis undone."""
    if "<" in text:
        text = _MARKUP.sub("", _BREAK.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    return plain(text.replace("\\|", "|")).strip()


def _finished(found: Found) -> Found:
    """The table with stacked cells taken apart."""
    return found._replace(blocks=tuple(_unpacked(unstacked(block)) for block in found.blocks))


def _unpacked(block: Block) -> Block:
    """Where pipes part only blocks of columns, a row is its words in order."""
    body = [row for row in block.rows if is_body([cell.text for cell in row])]
    packed = sum(any(_figures(cell.text) >= 2 for cell in row) for row in block.rows)
    if not packed or 2 * packed < len(body):
        return block
    rows = tuple(
        tuple(Cell(word, cell.place) for cell in row for word in cell.text.split()) for row in block.rows
    )
    return replace(block, rows=rows, sure=False)


def _figures(text: str) -> int:
    """Figures of a cell that has nothing else, parted by spaces."""
    words = text.split() if " " in text and "\n" not in text else []
    return len(words) if all(map(is_figure, words)) else 0
