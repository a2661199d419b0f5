"""Which plain table a header looks like, for who gave it as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.book.news_fields import matched
from tui.report.vendor_columns import wide
from tui.report.vendor_names import is_code_header, named

if TYPE_CHECKING:
    from collections.abc import Sequence

_STORY = frozenset({"title"})
_STORY_BESIDE = frozenset({"published", "summary", "source", "url"})
_COVERED = frozenset({"rating", "group", "rating_source", "target_price", "price_date"})


def kind_of(header: Sequence[str]) -> str:
    """'market', 'coverage', 'estimates' or 'news' where a header looks like one of these, else ''."""
    words = [cell.strip() for cell in header if cell.strip()]
    if not any(map(is_code_header, words)):
        fields = {field for field, held in matched(words).items() if held}
        return "news" if fields >= _STORY and fields & _STORY_BESIDE else ""
    if any(wide(word) for word in words):
        return "estimates"
    covered = {named(word, "coverage").field for word in words}
    market = {named(word, "market").field for word in words} - {"", "code", "name"}
    if covered & _COVERED:
        return "coverage"
    if market:
        return "market"
    return "coverage" if "name" in covered else ""
