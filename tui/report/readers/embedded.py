"""Pieces of HTML within a text: tables that Markdown has no form for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.report.readers.html import html_blocks
from tui.report.readers.runs import Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.blocks import Block
    from tui.report.readers.stream import Line

_OPEN = re.compile(r"<(/?)table\b", re.IGNORECASE)
_PART = re.compile(r"</?t(?:able|r|d|h|body|head|foot)\b", re.IGNORECASE)
_REACH = 60  # lines without a table's tag after which an open table is given up


def html_tables(lines: Sequence[Line], free: Sequence[bool]) -> list[Found]:
    """Every piece from `<table` to its end, the text on the same lines with it."""
    found: list[Found] = []
    index = 0
    while index < len(lines):
        if free[index] and "<" in lines[index].text and _OPEN.search(lines[index].text):
            end = _end(lines, free, index)
            source = "\n".join(line.text for line in lines[index:end])
            found.append(Found(index, end, tuple(_placed(html_blocks(source, "", 0), lines[index:end]))))
            index = end
        else:
            index += 1
    return found


def _end(lines: Sequence[Line], free: Sequence[bool], start: int) -> int:
    """The line after the one that closes the table; after its last tag where none does."""
    depth, last = 0, start
    for index in range(start, len(lines)):
        text = lines[index].text
        if not free[index] or index - last > _REACH:
            break
        if "<" not in text or not _PART.search(text):
            continue
        last = index
        for tag in _OPEN.finditer(text):
            depth += -1 if tag[1] else 1
        if depth <= 0:
            break
    return last + 1


def _placed(blocks: Sequence[Block], lines: Sequence[Line]) -> list[Block]:
    """The blocks with the places of the text's lines in place of the piece's own."""
    last = len(lines) - 1
    return [
        replace(
            block,
            place=lines[min(block.place.line, last)].place,
            rows=tuple(
                tuple(cell._replace(place=lines[min(cell.place.line, last)].place) for cell in row)
                for row in block.rows
            ),
        )
        for block in blocks
    ]
