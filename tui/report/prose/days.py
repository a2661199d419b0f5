"""The dates that stand in a text, and the year of a day that is printed without one."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tui.report.blocks import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.report.blocks import Document

SHORT = 400  # characters of a text of which the narrow form is remembered
FIRST_YEAR, LAST_YEAR = 1990, 2099
_TWINS = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)} | {
    "\u3000": " ",
    "\xa0": " ",
    "–": "-",
    "—": "-",
}
_WIDE = re.compile(f"[{''.join(_TWINS)}]")  # none of them means anything to a pattern
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_YEAR = re.compile(r"\d{4}")
_LIKE = re.compile(r"\d{4}(?: ?[年/.-] ?\d|\d{4})")  # what a date of figures holds
_NAMED = re.compile(r"[JFMASONDjfmasond](?i:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec)")
_FULL = re.compile(
    r"(?<![\d.])(\d{4}) ?(?:年 ?(\d{1,2}) ?月 ?(\d{1,2})(?: ?日|(?!\d))"
    r"|([-/.]) ?(\d{1,2}) ?\4 ?(\d{1,2})(?![\d%]|\.\d))"
    r"|(?<![\dA-Za-z.,])(\d{4})(\d{2})(\d{2})(?![\dA-Za-z%]|[.,]\d)"
    rf"|(?<![\dA-Za-z])(\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH}\.?,?[ -](\d{{4}})(?!\d)"
    rf"|(?<![A-Za-z]){_MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)",
    re.ASCII | re.IGNORECASE,
)


class Stood(NamedTuple):
    """A date and where it stood in the text: [start, end)."""

    day: date
    start: int
    end: int


def narrow(text: str) -> str:
    """Full-width signs as their ASCII twins and spaces of every width alike; same length as the text."""
    if text.isascii():
        return text
    return _short(text) if len(text) <= SHORT else _WIDE.sub(_twin, text)


@lru_cache(maxsize=4096)
def _short(text: str) -> str:
    return _WIDE.sub(_twin, text)


def _twin(wide: re.Match[str]) -> str:
    return _TWINS[wide[0]]


def stood(text: str) -> Iterator[Stood]:
    """Every full date of a text, in order: 2026.06.16, 2026/7/3, 2026年7月3日, 20260703, 3 July 2026."""
    if not _YEAR.search(text):
        return
    plain = narrow(text)
    if not _LIKE.search(plain) and not _NAMED.search(plain):
        return
    for match in _FULL.finditer(plain):
        part = match.groups()
        if part[0]:
            day = made(part[0], part[1] or part[4], part[2] or part[5])
        elif part[6]:
            day = made(*part[6:9])
        elif part[9]:
            day = made(part[11], _month(part[10]), part[9])
        else:
            day = made(part[14], _month(part[12]), part[13])
        if day:
            yield Stood(day, match.start(), match.end())


def full_days(text: str) -> tuple[date, ...]:
    """The dates of a text that give their year, in order, repeated where it repeats them."""
    return tuple(found.day for found in stood(text))


def days_of(document: Document) -> tuple[date, ...]:
    """Every full date of a document in order, those of its tables too; each once."""
    days: dict[date, None] = {}
    for block in document.blocks:
        if block.kind is Kind.TABLE:
            texts = [cell.text for row in block.rows for cell in row if not cell.filled]
        else:
            texts = [block.text]
        for text in texts:
            days.update(dict.fromkeys(full_days(text)))
    return tuple(days)


def with_year(month: int, day: int, days: Sequence[date]) -> date | None:
    """The date of a day printed without its year: the one nearest to the latest of the report's own dates.

    None where the report gives no date, or where there is no such day.
    """
    if not days:
        return None
    anchor = max(days)
    found = [
        made_day
        for year in (anchor.year - 1, anchor.year, anchor.year + 1)
        if (made_day := made(year, month, day))
    ]
    return min(found, key=lambda near: abs((near - anchor).days), default=None)


def made(year: str | int, month: str | int, day: str | int) -> date | None:
    """A date of a plausible year, None where there is no such day."""
    try:
        out = date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None
    return out if FIRST_YEAR <= out.year <= LAST_YEAR else None


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].casefold()) + 1
