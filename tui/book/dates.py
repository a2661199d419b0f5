"""Text to calendar date."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SPLIT = re.compile(
    r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?", re.ASCII)
_INSIDE = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)", re.ASCII)


def parse_date(text: str) -> date | None:
    """The date of 2026-07-03, 2026/7/3, 2026年7月3日, 20260703, with or without a time; None for others."""
    word = text.strip()
    if ISO.fullmatch(word):
        return _made(word[:4], word[5:7], word[8:])
    word = unicodedata.normalize("NFKC", word)
    if match := _SPLIT.fullmatch(word):
        return _made(match[1], match[3], match[4])
    if match := _EIGHT.fullmatch(word):
        return _made(match[1], match[2], match[3])
    return None


def iso_date(text: str) -> date | None:
    """The date of exactly YYYY-MM-DD, None for anything else."""
    return _made(text[:4], text[5:7], text[8:]) if ISO.fullmatch(text) else None


def date_inside(text: str) -> date | None:
    """The first date that stands in a file's name: market-2026-04-15, export_20260703."""
    for match in _INSIDE.finditer(text):
        if (day := _made(match[1], match[2], match[3])) and 1900 <= day.year <= 2199:
            return day
    return None


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
