"""What the columns of a news file are called, in both languages, and the ways that its dates are written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from tui.book.dates import parse_date
from tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Of several columns for one field the first of this order that holds something in a row is taken.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "id", "news_id", "guid", "uuid", "story_id", "article_id", "doc_id", "编号", "新闻编号", "新闻ID",
    ),
    "published": (
        "published", "published_at", "published_time", "publish_time", "publish_date", "publish_at",
        "pub_date", "pub_time", "date_published", "release_time", "release_date", "发布时间", "发布日期",
        "发表时间", "发表日期", "datetime", "date_time", "date", "日期", "时间", "日期时间", "timestamp",
        "ctime", "create_time", "created_at", "show_time", "display_time", "time", "updated", "更新时间",
        "as_of",
    ),
    "title": ("title", "headline", "标题", "新闻标题", "news_title", "题目", "subject", "heading"),
    "summary": (
        "summary", "摘要", "新闻摘要", "导语", "简介", "abstract", "description", "digest", "snippet",
        "brief", "intro", "lead", "content", "内容", "新闻内容", "正文", "新闻正文", "content_text", "body",
        "text", "full_text", "article", "rich_text",
    ),
    "source": (
        "source", "来源", "新闻来源", "文章来源", "媒体", "媒体名称", "src", "source_name", "publisher",
        "media", "media_name", "outlet", "site",
    ),
    "url": (
        "url", "链接", "网址", "新闻链接", "文章链接", "原文链接", "link", "href", "article_url", "news_url",
    ),
}  # fmt: skip
FIELDS = tuple(SYNONYMS)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LED = re.compile(r"(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)[T ,，].*", re.ASCII)
_RUN = re.compile(r"((?:19|20)\d{6})[T ]?\d{2}:?\d{2}(?::?\d{2})?.*", re.ASCII)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d*)?", re.ASCII)
_MAIL = re.compile(
    r"(?:[A-Za-z]{2,9},? +)?(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ ,-]+(\d{4}|\d\d)(?!\d).*", re.ASCII
)
_WORDS = re.compile(
    r"(?:[A-Za-z]{2,9}, +)?([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})(?!\d).*", re.ASCII
)
_CHINA = timedelta(hours=8)


def key(name: str) -> str:
    """A column's name as it is compared: folded, without spaces, '_', '-' and '.'."""
    return re.sub(r"[\s_.-]+", "", fold(name))


_RANK = {key(word): (field, place) for field, words in SYNONYMS.items() for place, word in enumerate(words)}


def is_known(name: str) -> bool:
    """True where a column of that name says something of a story."""
    return key(name) in _RANK


def matched(names: Sequence[str]) -> dict[str, list[str]]:
    """For each field the columns of a file that hold it, the one to be asked first in front."""
    found: dict[str, list[tuple[int, str]]] = {field: [] for field in FIELDS}
    for name in names:
        if rank := _RANK.get(key(name)):
            found[rank[0]].append((rank[1], name))
    return {
        field: [name for _, name in sorted(held, key=lambda one: one[0])] for field, held in found.items()
    }


def parse_moment(text: str) -> date | None:
    """The day of a story's date, with or without a time; None for what is no date.

    Read are 2026-07-03 and its kin, 20260703 101500, Fri, 03 Jul 2026 10:15 GMT, July 3, 2026, and seconds
    or milliseconds since 1970, which count in China's time; any other day is the one that stands there.
    """
    word = text.strip()[:80]
    if day := parse_date(word):
        return day
    if found := _LED.fullmatch(word) or _RUN.fullmatch(word):
        return parse_date(found[1])
    if found := _EPOCH.fullmatch(word):
        return (datetime.fromtimestamp(int(found[1]), UTC) + _CHINA).date()
    if found := _MAIL.fullmatch(word):
        return _day(found[3], found[2], found[1])
    if found := _WORDS.fullmatch(word):
        return _day(found[3], found[1], found[2])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    name = month[:3].lower()
    if name not in _MONTHS:
        return None
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), _MONTHS.index(name) + 1, int(day))
    except ValueError:
        return None
