"""A document cut into parts by topic: market moves, news, view, risks and so on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tui.report.blocks import Block, Kind, Place
from tui.report.prose.shape import Mark, glued, key, unmarked
from tui.report.prose.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.blocks import Document

NO_MARK = Mark()
LONGEST_TITLE = 24  # letters of a heading that merely holds a title's word
LONGEST_LINE = 64  # characters of a line that may be a title's, its signs and all
COVER_LINES = 60
_LEADERS = re.compile(r"(?:[.．·…]{3,}|(?:\. ){3,}) ?\d{0,3}$")
_HEAD = re.compile(r"[【\[(（“\"]?([^:：】\]|｜。；;，,]{1,40}?)[】\])）”\"]? ?[:：|｜】\]] ?(.*)", re.DOTALL)
_PUNCTUATED = re.compile(r"[，。；：:;,%“”！？!?]")
CAPTION = re.compile(
    r"(图表?|表格?|Figures?|Exhibits?|Charts?|Tables?) ?(\d{1,3}(?:[-.]\d{1,3})?)? ?[:：.、 ]", re.IGNORECASE
)
SOURCE_LINE = re.compile(
    r"(?:数据|资料|信息|图片)?(?:来源|來源)[:： ]|注[:： ]|备注[:：]|Sources?[:：]|Notes?[:：]", re.IGNORECASE
)


class Line(NamedTuple):
    """A line: its text without number or bullet, its number, whether it is a heading, its block's index."""

    text: str
    mark: Mark
    place: Place
    heading: bool
    block: int


@dataclass(frozen=True, slots=True)
class Part:
    """A run of lines on one topic; '' is the topic before the first title and after an unknown one.

    title: as printed; mark: its number; tables: those that stand in it; first: index of its first block
    """

    topic: str
    title: str = ""
    mark: Mark = NO_MARK
    lines: list[Line] = field(default_factory=list)
    tables: list[Block] = field(default_factory=list)


def outline(document: Document) -> tuple[Part, ...]:
    """The parts in order; every line that is no title, no line of the contents and no table is in one."""
    parts = [Part("")]
    for index, block in enumerate(document.blocks):
        if block.kind is Kind.TABLE:
            parts[-1].tables.append(block)
            continue
        heading = block.kind is Kind.HEADING
        for text in glued(block.text.split("\n")):
            if _LEADERS.search(text[-60:]):  # a line of the table of contents
                continue
            mark, rest = unmarked(text)
            line = Line(rest, mark, block.place, heading, index)
            _put(parts, line)
    return tuple(parts)


def _put(parts: list[Part], line: Line) -> None:
    now = parts[-1]
    topic, inline = topic_of(line.text, line.mark, heading=line.heading)
    if topic and not (now.topic == topic and topic == "related"):
        parts.append(Part(topic, line.text, line.mark))
        if inline:
            parts[-1].lines.append(line._replace(text=inline, mark=Mark()))
    elif now.topic and _ends(now, line):
        parts.append(Part("", line.text, line.mark, [line]))
    else:
        now.lines.append(line)


def _ends(part: Part, line: Line) -> bool:
    """True for a heading of the same rank as the part's own, which goes on counting."""
    mark, own = line.mark, part.mark
    if not mark.style or mark.style == "bullet" or not mark.heads or not own.style:
        return False
    if _PUNCTUATED.search(line.text) or len(line.text) > LONGEST_TITLE:
        return False
    same = mark.style == own.style and mark.depth == own.depth
    above = own.style == "n.n" and mark.style in {"n", "n."} and mark.number > 1
    return (same and mark.number == own.number + 1) or (above and line.heading)


@lru_cache(maxsize=4096)
def topic_of(text: str, mark: Mark, *, heading: bool) -> tuple[str, str]:
    """The topic that a line's text names, and what follows the title in the same line; ('', '') for none."""
    titles = _titles()
    if CAPTION.match(text):
        return "", ""
    whole = key(text) if len(text) <= LONGEST_LINE else ""
    if whole in titles:
        return titles[whole], ""
    if (match := _HEAD.match(text[:4000])) and (topic := titles.get(key(match[1]))):
        return topic, (match[2] + text[4000:]).strip(" ：:】*")
    first, _, rest = text.partition(" ")
    if rest and len(first) >= 4 and not first.isascii() and (topic := titles.get(key(first))):
        return topic, rest.strip()
    if not mark.heads or not whole or len(whole) > LONGEST_TITLE or _PUNCTUATED.search(text):
        return "", ""
    if not heading and not mark.style and len(whole) > LONGEST_TITLE - 8:
        return "", ""
    for topic, held in _held():
        if held in whole:
            return topic, ""
    return "", ""


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    sections = vocabulary("sections")
    return {key(t): topic for topic, titles in sections.items() if topic != "held" for t in titles}


@lru_cache(maxsize=1)
def _held() -> tuple[tuple[str, str], ...]:
    return tuple((topic, key(t)) for topic, words in vocabulary("sections")["held"].items() for t in words)


def lines_of(parts: Sequence[Part], *topics: str) -> list[Line]:
    """The lines of all parts of those topics."""
    return [line for part in parts if part.topic in topics for line in part.lines]


def cover(parts: Sequence[Part]) -> list[Line]:
    """The first lines of the report, those of related reports left out."""
    out: list[Line] = []
    for part in parts:
        if part.topic in {"related", "contents"}:
            continue
        out += part.lines
        if len(out) >= COVER_LINES:
            break
    return out[:COVER_LINES]
