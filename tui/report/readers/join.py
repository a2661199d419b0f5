"""Sentences and lists that a page's end, a line's end or a blank line cut, put together again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.report.blocks import Block, Kind
from tui.report.readers.shapes import BULLET, CAPTION, CODE, ITEM, SOURCE, TERMINAL, is_page_number, width

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSER = {"(": ")", "（": "）", "《": "》", "“": "”", "【": "】", "「": "」"}
_FOLD = {"）": ")", "（": "("}
_BRACKETS = re.compile("[(（《“【「)）》”】」]")
_CONNECTOR = "、，,—和与及或的在为将由从对"
_CONTINUES = re.compile(r"\s*[，,、。；;：:！!？?）)」』》”’％%.](?![\d.])")
_INNER_END = re.compile(r"[。！？!?]|\.\s")
_CODE_TAIL = re.compile(r"(\d{1,6})(\.[A-Za-z]?)?$")
_CODE_HEAD = re.compile(r"(\d{0,5})(\.?(?:SH|SZ|BJ|HK|H|Z|J|K))(?![A-Za-z])")
_LABEL = re.compile(r"\s*[^\s，。；、：:]{1,8}\s?[：:]")
REACH = 3  # how many pieces on the end of a bracket is looked for
LONG = 80  # display columns that no title has


def joined(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with each broken paragraph in one, at its first piece's place.

    Headings, tables, captions and items stay apart from what stands before them; a piece is only joined
    on where the one before shows that it is cut: an open bracket, a comma, a list, a long text.
    """
    found: list[Block] = []
    for index, block in enumerate(blocks):
        before = found[-1] if found else None
        if (
            before is not None
            and before.kind is Kind.PARAGRAPH
            and block.kind is Kind.PARAGRAPH
            and _goes_on(before.text, [b.text for b in _paragraphs(blocks, index)])
        ):
            found[-1] = replace(before, text=glue(before.text, block.text))
        else:
            found.append(block)
    return tuple(found)


def _paragraphs(blocks: Sequence[Block], start: int) -> list[Block]:
    """Up to `REACH` paragraphs from there that follow each other."""
    found: list[Block] = []
    for block in blocks[start : start + REACH]:
        if block.kind is not Kind.PARAGRAPH or (found and begins_anew(block.text)):
            break
        found.append(block)
    return found


def begins_anew(text: str) -> bool:
    """The text begins an item, a caption or a source note, so that nothing before it goes on in it."""
    return bool(
        ITEM.match(text) or BULLET.match(text) or CAPTION.match(text) or SOURCE.match(text)
    ) or is_page_number(text)


def _goes_on(text: str, following: Sequence[str]) -> bool:
    """The first of the following texts is the rest of the text."""
    piece = following[0]
    end = text.rstrip()
    if not end or begins_anew(piece) or CAPTION.match(text) or is_page_number(text):
        return False
    opener = _open_bracket(end)
    if opener and any(_closes(opener, other) for other in following):
        return True
    if end[-1] in TERMINAL:
        return False
    if _CONTINUES.match(piece) or end[-1] in "、，," or _hyphened(end, piece):
        return True
    if not _has_end(piece):
        return False
    if CODE.search(end[-200:]) and "、" in end[-60:] and CODE.search(piece[:200]):
        return True
    if ITEM.match(text):
        return width(end) >= LONG and bool(_INNER_END.search(end))
    return bool(_INNER_END.search(end)) or width(end) >= LONG


def _has_end(piece: str) -> bool:
    """It is a sentence's rest: it ends as one, or holds one's end."""
    piece = piece.rstrip()
    return bool(piece) and (piece[-1] in TERMINAL or piece[-1] in "、，,." or bool(_INNER_END.search(piece)))


def _hyphened(end: str, piece: str) -> bool:
    """A Latin word cut at a hyphen."""
    return end[-1] == "-" and end[-2:-1].isalpha() and piece.lstrip()[:1].islower()


def _open_bracket(text: str) -> str:
    """The closing sign that the end of the text still waits for, '' for none."""
    waiting: list[str] = []
    for char in _BRACKETS.findall(text[-300:]):
        if char in _CLOSER:
            waiting.append(_FOLD.get(_CLOSER[char], _CLOSER[char]))
        elif waiting and _FOLD.get(char, char) == waiting[-1]:
            waiting.pop()
    return waiting[-1] if waiting else ""


def _closes(closer: str, text: str) -> bool:
    """The sign closes something in the text that was not opened there."""
    opener = next(k for k, v in _CLOSER.items() if v == closer)
    depth = 0
    for char in text[:400]:
        sign = _FOLD.get(char, char)
        if sign == opener:
            depth += 1
        elif sign == closer:
            if depth == 0:
                return True
            depth -= 1
    return False


def flows_on(text: str, following: str, full: int) -> bool:
    """Of two lines right below each other: the second goes on in the first's paragraph.

    full: display columns of the widest line around
    """
    end = text.rstrip()
    if not end or begins_anew(following) or CAPTION.match(text) or is_page_number(text):
        return False
    if _indented(following) > _indented(text):
        return False
    opener = _open_bracket(end)
    if opener and _closes(opener, following):
        return True
    if end[-1] in TERMINAL and (full > 140 or _LABEL.match(following)):
        return False
    if _CONTINUES.match(following) or end[-1] in "、，," or _hyphened(end, following):
        return True
    if full < 40 or width(end) < 0.75 * full:
        return False
    return _has_end(following) or width(following) >= 0.75 * full


def _indented(text: str) -> int:
    """Display columns of white space before a text, of at least a CJK character's two."""
    columns = width(text[: len(text) - len(text.lstrip())])
    return columns if columns >= 2 else 0


def glue(text: str, piece: str) -> str:
    """Two pieces of one sentence: a space between them where both sides are Latin words or figures."""
    text, piece = text.rstrip(), piece.lstrip()
    if not text or not piece:
        return text + piece
    return text + _between(text, piece) + piece


def _between(text: str, piece: str) -> str:
    last, first = text[-1], piece[0]
    if _is_wide(last) or _is_wide(first) or last in "([-“‘/" or first in ",.;:!?)]%”’/":
        return ""
    tail, head = _CODE_TAIL.search(text[-8:]), _CODE_HEAD.match(piece[:12])
    if tail and head and re.fullmatch(r"\d{6}\.(?:SH|SZ|BJ)|\d{4,5}\.HK", tail[0] + head[0]):
        return ""
    return " "


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
