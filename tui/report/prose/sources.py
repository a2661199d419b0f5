"""Where the report has its data from, and what it has only as a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.report.blocks import Kind
from tui.report.prose.days import narrow
from tui.report.prose.outline import CAPTION
from tui.report.prose.shape import key, tidy, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.report.blocks import Block

MOST = 60
LONGEST = 24  # characters of a source's name
_SAID = re.compile(r"(?:数据|资料|信息|图片)?(?:来源|來源)[:：] ?|Sources?[:：] ?", re.IGNORECASE)
_SPLIT = re.compile(r"[,，、;；/]| and ")
_NO_SOURCE = re.compile(r"预测|整理|测算|一致预期|注[:：]|单位|^(?:各)?公司$|见|评级")
_PICTURE = re.compile(r"图(?!表目录)|Figure|Chart|Exhibit", re.IGNORECASE)
_TABLE = re.compile(r"表|Table", re.IGNORECASE)
_PAGE = re.compile(r"[ .·…]+\d{1,3}$")
_CUT = re.compile(r"[。(（)）\[\]【】\n|]")


def read_sources(blocks: Iterable[Block], publisher: str, stories: Iterable[str]) -> tuple[str, ...]:
    """The names behind 来源, each once, in order; the publisher itself is none. stories: their sources."""
    found: dict[str, str] = {}
    for block in blocks:
        texts = (
            [block.text]
            if block.kind is not Kind.TABLE
            else [cell.text for row in block.rows[-2:] for cell in row]
        )
        for text in texts:
            if "来源" not in text and "來源" not in text and "ource" not in text:
                continue
            for match in _SAID.finditer(text):
                said = _CUT.split(text[match.end() : match.end() + 200])[0]
                _add(found, _SPLIT.split(said))
    _add(found, stories)
    own = key(publisher)
    return tuple(
        name for word, name in found.items() if not (own and (word == own or word in own or own in word))
    )[:MOST]


def _add(found: dict[str, str], names: Iterable[str]) -> None:
    for part in names:
        name = tidy(part).strip(" .。：:")
        if 2 <= len(name) <= LONGEST and key(name) and not _NO_SOURCE.search(name):
            found.setdefault(key(name), name)


def read_pictures(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The captions of figures that no table follows: what they show stands nowhere in the text."""
    found: dict[str, str] = {}
    for i, block in enumerate(blocks):
        if block.kind is Kind.TABLE:
            continue
        for line in block.text.split("\n"):
            text = unmarked(tidy(line))[1] if line.strip() else ""
            match = CAPTION.match(text)
            if not match or not _PICTURE.match(text) or len(text) > 120:
                continue
            if _TABLE.search(match[1]) and _table_follows(blocks, i):
                continue
            caption = _PAGE.sub("", text)
            number = key(narrow(match[0]))
            if not any(char.isdigit() for char in number):
                number = key(caption)
            if not _table_follows(blocks, i):
                found.setdefault(number, caption)
    return tuple(found.values())


def _table_follows(blocks: Sequence[Block], at: int) -> bool:
    """True where the next thing under a caption is a table; a line of units may stand between."""
    for block in blocks[at + 1 : at + 3]:
        if block.kind is Kind.TABLE:
            return True
        text = tidy(block.text)
        if _SAID.match(text) or CAPTION.match(text) or block.kind is Kind.HEADING or len(text) > 40:
            return False
    return False
