"""A table's rows told apart: header, subgroup label, name, mean, and what is none of these."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from tui.report.forecast import codes, figures, ratings
from tui.report.forecast.labels import label, two_digit_years
from tui.report.forecast.notation import folded, plain
from tui.report.forecast.vocabulary import vocabulary
from tui.report.forecast.words_in_row import labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.blocks import Cell

Row = tuple["Cell", ...]
LONGEST_LABEL = 18  # characters of a subgroup's label
_YEAR = re.compile(r"20[1-4]\d")
_NO_LABEL = re.compile(
    r"来源|^注|备注|^单位|续表|接上|下页|^图|^表|^第?\d+页?$|请务必|免责|证券研究|研究报告|敬请|[。；;]"
    r"|^source|^note|disclos|analyst|page|, |CFA|@|^\W+$",
    re.IGNORECASE,
)


class Is(Enum):
    """What a row is."""

    BLANK = auto()
    HEADER = auto()
    NAME = auto()
    LABEL = auto()
    MEAN = auto()
    OTHER = auto()


@dataclass(slots=True)
class Segment:
    """Rows of names under one header, each with the label of its subgroup; means: rows left out as such.

    group: the label that it ends with, '' where a name or another row comes after
    """

    header: list[Row] = field(default_factory=list)
    names: list[tuple[Row, str]] = field(default_factory=list)
    means: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)
    group: str = ""


def segments(rows: Sequence[Row], group: str = "") -> list[Segment]:
    """The rows cut wherever a header stands; the first may have none: a table goes on from a page before.

    group: the label that is in force there
    """
    out = [Segment()]
    labelled = False  # a subgroup's label stands below the header
    for row in rows:
        here = out[-1]
        fresh = not here.names and not here.means
        kind = kind_of(row, in_header=bool(here.header) and fresh)
        if kind is Is.HEADER:
            if len(out) == 1 and fresh and not labelled:
                group = ""
            if not fresh or (labelled and here.header):
                out.append(Segment())
            labelled = False
            if not _again(row, out[-1].header):
                out[-1].header.append(row)
        elif kind is Is.LABEL:
            group = label_of(row)
            labelled = True
        else:
            _put(row, kind, group, here)
        if kind is not Is.BLANK:
            out[-1].group = group if kind is Is.LABEL else ""
    return out


def _put(row: Row, kind: Is, group: str, here: Segment) -> None:
    if kind is Is.NAME:
        here.names.append((row, group))
    elif kind is Is.MEAN:
        here.means.append(row)
    elif kind is Is.OTHER:
        here.others.append(row)


def _again(row: Row, header: Sequence[Row]) -> bool:
    """True where the header has the same row already: one printed twice over a page's end."""
    texts = [folded(cell.text) for cell in row]
    return any([folded(cell.text) for cell in other] == texts for other in header)


def kind_of(row: Row, *, in_header: bool) -> Is:
    """What a row is; in_header: the row above is a header row."""
    texts = [cell.text for cell in row if cell.text.strip() and not cell.filled]
    texts = texts or [cell.text for cell in row if cell.text.strip()][:1]
    if not texts:
        return Is.BLANK
    distinct = list(dict.fromkeys(plain(t) for t in texts))
    if is_mean(distinct):
        return Is.MEAN
    years = _years(texts)
    numbers = sum(figures.is_number(t) for i, t in enumerate(texts) if i not in years)
    coded = any(codes.has_code(t) for t in texts)
    if not coded and not numbers and _is_head(texts, distinct, in_header=in_header):
        return Is.HEADER
    if in_header and not coded and not numbers and all(t.startswith("(") for t in distinct):
        return Is.HEADER
    if coded:
        return Is.NAME if numbers or _glued(texts) or len(texts) > 2 else Is.OTHER
    if (
        numbers + sum(map(figures.is_numeric, texts)) >= 3
        and numbers >= 2
        and any(codes.has_letters(t) and ratings.read(t) is None for t in distinct)
    ):
        return Is.NAME
    if len(distinct) == 1 and is_label(distinct[0]):
        return Is.LABEL
    return Is.OTHER


def _is_head(texts: Sequence[str], distinct: Sequence[str], *, in_header: bool) -> bool:
    said = _said(texts)
    metric = len(distinct) == 1 and bool(label(distinct[0]).metric) and len(distinct[0]) <= 12
    return said >= 2 or (in_header and said >= 1) or metric


def _said(texts: Sequence[str]) -> int:
    """How many header words a row says."""
    if len(texts) == 1 and len(texts[0]) > 200:
        return 0
    return max(sum(label(t).says for t in texts), sum(x.says for x in labels_of(tuple(texts))))


def _years(texts: Sequence[str]) -> set[int]:
    """Cells that are bare years of a header, where nothing else in the row is a number."""
    plain_years = {i for i, t in enumerate(texts) if _YEAR.fullmatch(folded(t))}
    return plain_years | set(two_digit_years(texts))


def _glued(texts: Sequence[str]) -> bool:
    return len(texts) <= 2 and sum(c == "." for t in texts for c in t) >= 3


def is_mean(texts: Sequence[str]) -> bool:
    """True for a row of a mean, a median or a total."""
    means = vocabulary().means
    for text in texts[:3]:
        word = folded(text)
        bare = re.sub(r"\(.*\)$|[:：]$", "", word)
        if bare in means or any(
            w in word for w in ("平均值", "中位数", "均值", "中值", "行业平均", "average", "median")
        ):
            return not codes.has_code(text)
    return False


def is_label(text: str) -> bool:
    """True for what may be a subgroup's label."""
    return (
        codes.has_letters(text)
        and len(text) <= (LONGEST_LABEL if not text.isascii() else 40)
        and not figures.is_numeric(text)
        and _NO_LABEL.search(text) is None
        and not label(text).year
    )


def label_of(row: Row) -> str:
    """The label of a subgroup's row."""
    return next(plain(cell.text) for cell in row if cell.text.strip()).strip(" *:：■●▪◆-")
