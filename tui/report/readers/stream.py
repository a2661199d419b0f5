"""A text as numbered lines, with the traces of extraction that say nothing taken away."""

from __future__ import annotations

import re
from typing import NamedTuple

from tui.report.blocks import Place
from tui.report.readers.oneline import parted
from tui.text import is_cjk

_ENDS = re.compile(r"\r\n?")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\u200b\ufeff]+(?=\d)")
_HIDDEN = re.compile("[\x00\u00ad\u200b-\u200d\u2060\ufeff]+")
_TWICE = re.compile(r"(\S)\1")
_TAG = re.compile(r"\s*(?:\[\s*Table\s*_[^\]\n]{0,40}\]\s*)+", re.IGNORECASE)


MOST_BLANK = 8  # blank lines in a row that say more than fewer would
MOST_LINES = 100_000  # that hold something: some thousands of pages


class Line(NamedTuple):
    """One line; text: without its end; blank: nothing but white space stands there."""

    text: str
    place: Place
    blank: bool


def tidy(text: str) -> str:
    """The text with line feeds as its only line ends and without characters that nobody can see.

    A hidden space between two digits becomes a space: the figures were two.
    """
    if "\r" in text:
        text = _ENDS.sub("\n", text)
    if text.isascii() and "\x00" not in text:
        return text
    return _HIDDEN.sub("", _BETWEEN_DIGITS.sub(" ", text))


def lines_of(text: str) -> list[Line]:
    """Every line of a text. Where it has form feeds, pages count from 1 and lines from each page's top.

    Of many blank lines in a row only the first few are given. Raises ValueError beyond `MOST_LINES`.
    """
    pages = tidy(text).split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    first = 1 if "\f" in text else 0
    found: list[Line] = []
    blank = 0
    for page, part in enumerate(pages, first):
        for number, line in enumerate(part.split("\n"), 1):
            blank = 0 if line and not line.isspace() else blank + 1
            if blank > MOST_BLANK:
                continue
            if len(found) > MOST_LINES:
                raise ValueError(f"over {MOST_LINES:,} lines")
            place = Place(page, number)
            pieces = parted(_undoubled(_without_tag(line)))
            found += [Line(piece, place, not piece or piece.isspace()) for piece in pieces]
    return found


def _undoubled(line: str) -> str:
    """A line once whose every character stands twice, as bold text comes out: 重重点点公公司司.

    Figures alone may be such by chance, so four different ideographs must be among them.
    """
    words = line.split()
    if not words or any(len(word) % 2 or word[::2] != word[1::2] for word in words):
        return line
    return _TWICE.sub(r"\1", line) if len(set(filter(is_cjk, line))) >= 4 else line


def _without_tag(line: str) -> str:
    """A line without the template's tags that it begins with: [Table_Summary]."""
    if "[" not in line:
        return line
    tag = _TAG.match(line)
    return line[tag.end() :] if tag else line
