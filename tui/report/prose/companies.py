"""Which code a short name has, by the report's own words: its tables' rows and 名称（600941.SH）."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.book.codes import CodeError, canonical
from tui.report.blocks import Kind
from tui.report.prose.days import narrow
from tui.report.prose.shape import key, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.report.blocks import Block, Cell

# a code with its exchange, or six digits alone; what it must look like before it is asked about
CODE = re.compile(
    r"(?<![\dA-Za-z.])(?:\d{6} ?[.:]? ?(?:SH|SZ|BJ|SS|XSHG|XSHE|CH)"
    r"|(?:SH|SZ|BJ) ?[.:]? ?\d{6}|\d{1,5} ?[. ] ?HK|\d{4,5}HK"
    r"|[A-Z]{1,5}\.(?:US|O|N|OQ)|\d{6})(?![\dA-Za-z])",
    re.IGNORECASE,
)
_PAIR = re.compile(
    rf"([\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9*·\-]{{1,15}}) ?"
    rf"[(（\[] ?((?i:{CODE.pattern}))[^()（）\[\]]{{0,12}}[)）\]]"
)
_LEAD = re.compile(
    r"^(?:建议关注|重点关注|重点推荐|持续推荐|继续推荐|持续关注|推荐|关注|包括|以及|和|及|与|如|其中|给予|看好|维持)+"
)
_NAME = re.compile(r"[*]?(?:ST)?[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9*·\- ]{1,11}")


def code_of(text: str) -> str:
    """The canonical code of a text that is one, '' for others."""
    for notation in (text.strip(), text.replace(" ", "")):
        try:
            return canonical(notation)
        except CodeError:
            continue
    return ""


def companies(blocks: Sequence[Block]) -> Mapping[str, str]:
    """Folded short name → code, where the report gives a name one code only."""
    found: dict[str, set[str]] = {}
    for block in blocks:
        if block.kind is Kind.TABLE:
            for row in block.rows:
                name, code = _row(row)
                if name and code:
                    found.setdefault(key(name), set()).add(code)
        elif "(" in block.text or "（" in block.text:
            for match in _PAIR.finditer(narrow(block.text)):
                name, code = _LEAD.sub("", match[1]), code_of(match[2])
                if len(name) >= 2 and code:
                    found.setdefault(key(name), set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def _row(row: Sequence[Cell]) -> tuple[str, str]:
    """The name and code of a table's row: the cell with the one code, and the name beside it."""
    cells = [narrow(tidy(cell.text)) for cell in row]
    places = [i for i, text in enumerate(cells) if len(text) <= 16 and CODE.fullmatch(text) and code_of(text)]
    if len(places) != 1:
        return "", ""
    at = places[0]
    for beside in (at + 1, at - 1):
        if 0 <= beside < len(cells) and _NAME.fullmatch(cells[beside]):
            return cells[beside], code_of(cells[at])
    return "", ""
