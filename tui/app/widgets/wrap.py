"""Text broken into lines: between words, and between CJK characters, which need no space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui.text import cell_width, char_width

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOSING = frozenset("，。、；：？！）》】」』”’…％%,.;:?!)]}\"'")  # never begin a line
OPENING = frozenset("（《【「『“‘([{#")  # never end one
NUMBERED = frozenset("图表第")  # never parted from the number after them


def wrapped(text: Content, width: int, indent: int = 0) -> Content:
    """The text in lines of at most `width` cells, every one of them `indent` cells in; styles stay."""
    room = max(2, width - indent)
    lines: list[Content] = []
    for line in text.split("\n", allow_blank=True):
        lines += [line[start:end] for start, end in breaks(line.plain, room)]
    return Content("\n").join([Content(" " * indent) + line if indent else line for line in lines])


def breaks(text: str, width: int) -> list[tuple[int, int]]:
    """The spans of a text's lines; a word longer than a line is broken."""
    out: list[tuple[int, int]] = []
    start, end, used = 0, 0, 0  # of the line: where it starts, its end without trailing spaces, its cells
    for first, last in pieces(text):
        whole = first + len(text[first:last].rstrip())
        if used and used + cell_width(text[first:whole]) > width:
            out.append((start, end))
            start, used = first, 0
        while not used and (cut := _cut(text, start, whole, width)) < whole:
            out.append((start, cut))
            start = cut
        used += cell_width(text[max(first, start) : last])
        end = whole
    out.append((start, max(start, end)))
    return out


def _cut(text: str, start: int, end: int, width: int) -> int:
    """How far text[start:end] goes in `width` cells; at least one character."""
    cells = 0
    for at in range(start, end):
        cells += char_width(text[at])
        if cells > width and at > start:
            return at
    return end


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """What may not be broken: words with the space after them, CJK characters with their punctuation."""
    start = 0
    for at in range(1, len(text)):
        if _parts(text[at - 1], text[at]) and not _numbered(text, at):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _numbered(text: str, at: int) -> bool:
    """True between the word of a picture or table and its number: 图 1."""
    return text[at : at + 1].isdigit() and text[max(0, at - 2) : at].rstrip()[-1:] in NUMBERED


def _parts(left: str, right: str) -> bool:
    if right == " " or right in CLOSING or left in OPENING or char_width(right) == 0:
        return False
    return left == " " or char_width(left) == 2 or char_width(right) == 2
