"""Lines that are no table: headings and paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.report.blocks import Block, Kind
from tui.report.readers.join import begins_anew, flows_on, glue
from tui.report.readers.shapes import CAPTION, SOURCE, is_number, plain, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.report.readers.stream import Line

_MARKDOWN = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*?)\s*#*\s*$")
_NUMBERED = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}[.、．]?\s*|[一二三四五六七八九十]{1,3}[、.．]\s*|[（(][一二三四五六七八九十]{1,3}[）)]\s*"
    r"|第[一二三四五六七八九十\d]{1,3}(?:部分|章|节)[：:、]?\s*)(?P<title>\S.*)"
)
_UNTITLED = re.compile(r"[，。；！？;!?]|[,:]\s|\.{3}|…|[：:]$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TITLE_WIDTH = 44


def prose_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Headings and paragraphs of lines without tables; blank lines part them."""
    run: list[Line] = []
    for line in lines:
        if not line.blank:
            run.append(line)
        elif run:
            yield from _run_blocks(run)
            run = []
    if run:
        yield from _run_blocks(run)


def _run_blocks(run: Sequence[Line]) -> Iterator[Block]:
    """Of lines that follow each other without a blank one."""
    full = max(width(line.text.strip()) for line in run)
    text, place = "", run[0].place
    last = ""
    fresh = True  # nothing goes before on which the line could hang
    for line in run:
        title = _heading(line.text, alone=fresh)
        if title is not None:
            if text:
                yield Block(Kind.PARAGRAPH, text, place)
            yield Block(Kind.HEADING, title, line.place)
            text, last, fresh = "", "", True
            continue
        for part in _BREAK.split(line.text) if "<" in line.text else (line.text,):
            if not part or part.isspace():
                continue
            if text and flows_on(last, part, full):
                text = glue(text, plain(part.strip()))
            else:
                if text:
                    yield Block(Kind.PARAGRAPH, text, place)
                text, place = plain(part.strip()), line.place
            last = part if not begins_anew(part) else part.strip()
        fresh = False
    if text:
        yield Block(Kind.PARAGRAPH, text, place)


def _heading(line: str, *, alone: bool) -> str | None:
    """The heading's text, its number with it, or None; alone: no line of a sentence stands above."""
    marked = _MARKDOWN.match(line)
    if marked:
        return plain(marked[2])
    if not alone or CAPTION.match(line) or SOURCE.match(line):
        return None
    found = _NUMBERED.match(line)
    if not found:
        return None
    title = found["title"].strip()
    short = width(title) <= _TITLE_WIDTH and len(title) > 1 and not _UNTITLED.search(title)
    return plain(line.strip()) if short and not is_number(title) and title[0].isalpha() else None
