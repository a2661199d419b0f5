"""What the ratings mean: from a table or from lines, stock and sector scales told apart."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tui.report.diagnostics import Diagnostic, Level
from tui.report.model import Rating
from tui.report.prose.days import narrow
from tui.report.prose.scale import any_word, is_sector_word, is_stock_word, rank_of
from tui.report.prose.shape import key, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.blocks import Block, Place
    from tui.report.prose.outline import Part

STOCK, SECTOR = "stock", "sector"
LONGEST = 200  # characters of a meaning
_STOCK = re.compile(r"股票|公司|个股|证券评级|stock|company|equity", re.IGNORECASE)
_SECTOR = re.compile(r"行业|板块|产业|sector|industry", re.IGNORECASE)
_BASIS = re.compile(
    r"\d+ ?(?:[-至到~—–] ?\d+)? ?个?月|(?:six|twelve|\d+)[- ]?(?:to[- ]\d+[- ])?months?|基准|benchmark",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"基准|相对|比较|与.{1,20}比|评级标准|为准|benchmark|relative|against|compared", re.IGNORECASE
)
_SPLIT = re.compile(r"[。；;\n]")


class _Row(NamedTuple):
    rating: str
    meaning: str
    said: str  # kind as printed, '' for none
    place: Place


def read_ratings(parts: Sequence[Part], file: str) -> tuple[tuple[Rating, ...], str, tuple[Diagnostic, ...]]:
    """(definitions, what they are measured against and for how long, what was odd)."""
    rows: list[_Row] = []
    basis = ""
    for part in parts:
        tables = part.tables if part.topic in {"ratings", "disclaimer", ""} else []
        for table in tables:
            found = _of_table(table)
            if len(found) >= 3:
                rows += found
                basis = basis or _basis_of_table(table, found)
        if part.topic in {"ratings", "disclaimer"}:
            rows += _of_lines(part)
            basis = basis or _basis_of_lines(part)
    told: list[Diagnostic] = []
    kinds = _kinds(rows, file, told)
    out: dict[tuple[str, str], Rating] = {}
    for kind, row in zip(kinds, rows, strict=True):
        out.setdefault((kind, key(row.rating)), Rating(kind, row.rating, row.meaning))
    return tuple(out.values()), basis, tuple(told)


def _of_table(block: Block) -> list[_Row]:
    """The rows that hold a rating word and, to its right, what it means."""
    out = []
    said = ""
    for row in block.rows:
        cells = [tidy(cell.text) for cell in row]
        at = next((i for i, text in enumerate(cells) if len(text) <= 24 and rank_of(text) is not None), None)
        if at is None:
            continue
        said = next((kind for text in cells[:at] if (kind := _kind_said(text))), "" if at == 0 else said)
        meaning = max(cells[at + 1 :], key=len, default="")
        if len(meaning) >= 2 and rank_of(meaning) is None and not _is_number(meaning):
            out.append(_Row(_word(cells[at]), meaning[:LONGEST], said, row[at].place))
    return out


def _of_lines(part: Part) -> list[_Row]:
    """`买入：相对强于市场表现20%以上；` and its like, several in a line too."""
    out = []
    said = _kind_said(part.title)
    for line in part.lines:
        text = line.text[:6000]
        plain = narrow(text)
        matches = list(_defined().finditer(plain))
        before = plain[: matches[0].start()] if matches else plain
        said = _kind_said(before) or said
        for i, match in enumerate(matches):
            end = matches[i + 1].start() if i + 1 < len(matches) else len(text)
            if i:
                said = _kind_said(_SPLIT.split(plain[matches[i - 1].end() : match.start()])[-1]) or said
            # a heading of the next kind may stand at the end of what lies between two ratings
            meaning = _SPLIT.split(text[match.end() : end])[0].strip(" ：:，,、-—.")
            if len(meaning) >= 3:
                out.append(_Row(_word(match[1]), meaning[:LONGEST], said, line.place))
    return out


def _kinds(rows: Sequence[_Row], file: str, told: list[Diagnostic]) -> list[str]:
    """Stock or sector for each row: a scale falls from best to worst, and where it rises another begins."""
    runs: list[list[_Row]] = []
    for row in rows:
        rank = rank_of(row.rating) or 0
        last = max((rank_of(old.rating) or 0 for old in runs[-1]), default=0) if runs else 9
        seen = {key(old.rating) for old in runs[-1]} if runs else set()
        if not runs or (rank and rank < last) or key(row.rating) in seen:
            runs.append([])
        runs[-1].append(row)
    out: list[str] = []
    for run in runs:
        kind = _kind_of_run(run, first=not out)
        out += [kind] * len(run)
        told += [
            Diagnostic(
                Level.NOTE,
                file,
                row.place,
                f"{row.rating} under the word for a {row.said} rating",
                f"a {kind} rating, by the scale it stands in",
                f"taken as a {kind} rating",
            )
            for row in run
            if row.said not in {"", kind}
        ]
    return out


def _kind_of_run(run: Sequence[_Row], *, first: bool) -> str:
    of_stocks = any(is_stock_word(row.rating) for row in run)
    of_sectors = any(is_sector_word(row.rating) for row in run)
    if of_stocks and not of_sectors and len(run) >= 3 and not all(row.said == SECTOR for row in run):
        return STOCK
    said = Counter(row.said for row in run if row.said)
    if said:
        return said.most_common(1)[0][0]
    if of_sectors or of_stocks:
        return SECTOR if of_sectors else STOCK
    about = sum(
        bool(re.match(r"(?:预期|预计)?行业|(?:the )?(?:sector|industry)", row.meaning, re.IGNORECASE))
        for row in run
    )
    return SECTOR if about * 2 > len(run) or not first else STOCK


def _kind_said(text: str) -> str:
    """The kind that a short label names last; '' where it names none."""
    if len(text) > 60:
        text = text[-60:]
    stock = max((m.start() for m in _STOCK.finditer(text)), default=-1)
    sector = max((m.start() for m in _SECTOR.finditer(text)), default=-1)
    if stock == sector:
        return ""
    return STOCK if stock > sector else SECTOR


def _basis_of_table(block: Block, rows: Sequence[_Row]) -> str:
    meanings = {row.meaning for row in rows}
    for row in block.rows:
        for cell in row:
            text = tidy(cell.text)
            if text[:LONGEST] not in meanings and len(text) >= 8 and _BASIS.search(text):
                return text[: 2 * LONGEST]
    return ""


def _basis_of_lines(part: Part) -> str:
    for line in part.lines:
        head = _defined().split(narrow(line.text), maxsplit=1)[0]
        for sentence in re.split(r"[。\n]", line.text[: len(head)]):
            if _BASIS.search(sentence) and _SAYS.search(sentence):
                return tidy(sentence)[: 2 * LONGEST].strip(" ：:，,；;")
    return ""


def _word(text: str) -> str:
    word = text.strip(" “”\"'「」()（）")
    return word.removesuffix("评级") if rank_of(word.removesuffix("评级")) is not None else word


def _is_number(text: str) -> bool:
    return not any(char.isalpha() for char in text) and "%" not in text


@lru_cache(maxsize=1)
def _defined() -> re.Pattern[str]:
    """A rating word at the beginning of a line or clause, and what leads to its meaning."""
    word = f"({any_word()})"
    quote = "[“”\"'「」]?"
    return re.compile(
        rf"(?:^|(?<=[;。:,\s]))[-•·■]? ?{quote}{word}{quote}(?:\([A-Za-z ]+\))?(?:评级)?"
        r"(?: ?[:\-—=]+ ?| +(?=[\u4e00-\u9fff预A-Z0-9])|(?=(?:指|预期|预计|相对|未来|股价|行业|表示)))",
        re.IGNORECASE,
    )
