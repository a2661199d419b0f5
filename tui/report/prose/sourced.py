"""Where a story is from and when it happened, as its text says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.report.prose.days import narrow, stood, with_year
from tui.report.prose.shape import key
from tui.report.prose.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

NEAR = 30  # characters of a body in which the event's day stands
OLDEST = 60  # days before the report
_TAGGED = re.compile(
    r"[(（\[【〔] ?(?:(?:资料|数据|信息|新闻|消息|文章)?(?:来源|來源|来自|出处)|Source|Via)s? ?[:：]? ?"
    r"([^()（）\[\]【】]{1,60}(?:[(（][^()（）]{0,20}[)）])?[^()（）\[\]【】]{0,20}) ?[)）\]】〕][。.;；]?$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:^|(?<=[。！？.!?\s]))(?:(?:资料|信息|新闻|消息|文章)?(?:来源|來源)|Source)s? ?[:：] ?"
    r"([^。:：]{1,60})[。.]?$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(（\[【] ?([^()（）\[\]【】]{2,24}) ?[)）\]】][。.]?$")
_DAY = re.compile(r"(?<!\d)(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]")
_SLASHED = re.compile(r"^[(（\[【] ?(\d{1,2})[./-](\d{1,2}) ?[)）\]】]")
_ENGLISH = re.compile(
    r"\b(?:on )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\b"
    r"|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} (\d{1,2})\b"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def split_source(text: str) -> tuple[str, str]:
    """(text, source) of a paragraph that ends with its source; source is '' where it names none."""
    tail = text[-120:]
    for pattern in (_TAGGED, _BARE):
        if match := pattern.search(tail):
            cut = len(text) - len(tail) + match.start()
            return text[:cut].rstrip(), match[1].strip(" ，,;；。")
    match = _BRACKETED.search(tail)
    if match and key(re.split(r"[,，]", match[1])[0]) in _media():
        return text[: len(text) - len(tail) + match.start()].rstrip(), match[1].strip()
    return text, ""


def happened(title: str, body: str, source: str, days: Sequence[date], report: date | None) -> date | None:
    """The day of the event: the first day near the beginning of the body, or beside the source.

    A day after the report, or long before it, or one until or since which something holds, is none.
    """
    near = [report] if report else list(days)
    last = report or max(days, default=None)
    for text in (body[:NEAR], title, source):
        day = _first(narrow(text), near)
        if day and last and 0 <= (last - day).days <= OLDEST:
            return day
    return None


def _first(text: str, near: Sequence[date]) -> date | None:
    for found in stood(text):
        return found.day if _tells(text, found.start, found.end) else None
    for match in (_DAY.search(text), _SLASHED.search(text)):
        if match:
            fits = _tells(text, match.start(), match.end())
            return with_year(int(match[1]), int(match[2]), near) if fits else None
    if match := _ENGLISH.search(text):
        month = _MONTHS.index(match[2] or match[3]) + 1
        return with_year(month, int(match[1] or match[4]), near)
    return None


def _tells(text: str, start: int, end: int) -> bool:
    """True where the day is neither an end of a span nor one until or since which something holds."""
    before = text[max(0, start - 6) : start].rstrip().casefold()
    after = text[end : end + 3].lstrip()
    span = after.startswith(("-", "至", "~", "到", "起", "前", "之前"))
    return not span and not any(before.endswith(word) for word in words("news", "not_the_day"))


@lru_cache(maxsize=1)
def _media() -> frozenset[str]:
    return frozenset(key(name) for name in words("news", "media"))
