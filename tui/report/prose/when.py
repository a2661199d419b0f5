"""When a report is of: its own day, the days of earlier ones, and the week it looks back on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tui.report.prose.days import full_days, made, narrow, stood, with_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.report.prose.outline import Line, Part

WEEK = 9  # days from the first to the last of a week, holidays and all
LONGEST_PERIOD = 40
SHORT_LINE = 40  # characters of a cover line that a date may stand in without a label
_LABEL = re.compile(
    r"(?:报告|发布|出版|撰写)?(?:日期|时间)|^Date\b|Published|Publication date", re.IGNORECASE
)
_OTHER = re.compile(r"截至|截止|收盘|股价|行情|价格|数据|注[:：]|来源|《|as of|clos|price", re.IGNORECASE)
_TITLE = re.compile(r"《[^《》]*》")
_YEAR = r"(?:(\d{4}) ?[年/.-] ?)?"
_TO = r" ?(?:[-—–~至到]+|--) ?"
_PERIODS = (
    re.compile(rf"{_YEAR}(\d{{1,2}}) ?月 ?(\d{{1,2}}) ?日?{_TO}{_YEAR}(?:(\d{{1,2}}) ?月 ?)?(\d{{1,2}}) ?日"),
    re.compile(
        rf"(?<!\d)(\d{{4}})([./-])(\d{{1,2}})\2(\d{{1,2}}){_TO}(\d{{4}})\2(\d{{1,2}})\2(\d{{1,2}})(?!\d)"
    ),
    re.compile(rf"(?<!\d)(\d{{4}})(\d{{2}})(\d{{2}}){_TO}(\d{{4}})(\d{{2}})(\d{{2}})(?!\d)"),
    re.compile(
        rf"(?:^|[(周:期间 ])(?:(\d{{4}})[./])?(\d{{1,2}})([./])(\d{{1,2}})"
        rf"{_TO}(?:(\d{{4}})\3)?(\d{{1,2}})\3(\d{{1,2}})(?![\d%倍元亿万xX./])"
    ),
)
_MONTH = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_ENGLISH = (
    re.compile(rf"(\d{{1,2}}) ?(?:{_MONTH})? ?(?:-|to|–) ?(\d{{1,2}}) {_MONTH},? ?(\d{{4}})?", re.IGNORECASE),
    re.compile(
        rf"{_MONTH} (\d{{1,2}}) ?(?:-|to|–) ?(?:{_MONTH} )?(\d{{1,2}})(?:,? (\d{{4}}))?", re.IGNORECASE
    ),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def earlier_reports(parts: Sequence[Part]) -> tuple[date, ...]:
    """The dates of the related reports, in the order of the list, each once."""
    return tuple(
        dict.fromkeys(day for part in parts if part.topic == "related" for day in _entries(part.lines)[0])
    )


def report_day(cover: Sequence[Line], parts: Sequence[Part]) -> date | None:
    """The day the cover bears, labelled or alone; None where it bears none."""
    for line in cover:
        text = narrow(line.text)
        if (label := _LABEL.search(text)) and not _OTHER.search(text):
            for found in stood(text):
                if found.start >= label.start():
                    return found.day
    left = [line for part in parts if part.topic == "related" for line in _entries(part.lines)[1]]
    for line in (*cover, *left):
        text = narrow(line.text)
        if len(text) > SHORT_LINE or _OTHER.search(text) or any(p.search(text) for p in _PERIODS):
            continue
        if days := full_days(text):
            return days[0]
    return None


def _entries(lines: Sequence[Line]) -> tuple[list[date], list[Line]]:
    """The dates of a list of reports, and the lines after it; a date alone belongs to the title beside it."""
    days: list[date] = []
    titles = 0
    for i, line in enumerate(lines):
        # a title may hold a week's dates of its own
        found = full_days(_TITLE.sub(" ", line.text)) or full_days(line.text)[-1:]
        alone = bool(found) and len(line.text) <= 14
        if found and alone and titles == 0 and days:
            # the title of this date would have to follow, and only a list that begins so goes on so
            later = lines[i + 1].text if i + 1 < len(lines) else ""
            if "《" not in later:
                return days, list(lines[i:])
        days += found
        titles = 0 if found else titles + 1
        if titles > 3 or len(line.text) > 160:
            return days, list(lines[i + 1 :])
    return days, []


def period(
    texts: Iterable[str], days: Sequence[date], report: date | None, most: int = LONGEST_PERIOD
) -> tuple[date, ...]:
    """(first, last) of the first span of at most so many days; () where no text gives one with its year."""
    near = [report] if report else list(days)
    for text in texts:
        plain = narrow(text)
        for start, end in _ranges(plain, near):
            if end < start or (end - start).days > most:
                continue
            if report and start > report + timedelta(days=7):
                continue
            return start, end
    return ()


def _ranges(text: str, near: Sequence[date]) -> Iterable[tuple[date, date]]:
    if "月" in text:
        for m in _PERIODS[0].finditer(text):
            yield from _pair((m[1], m[2], m[3]), (m[4], m[5] or m[2], m[6]), near)
    if "-" in text or "至" in text or "~" in text:
        for m in _PERIODS[1].finditer(text):
            yield from _pair((m[1], m[3], m[4]), (m[5], m[6], m[7]), near)
        for m in _PERIODS[2].finditer(text):
            yield from _pair((m[1], m[2], m[3]), (m[4], m[5], m[6]), near)
        for m in _PERIODS[3].finditer(text):
            yield from _pair((m[1], m[2], m[4]), (m[5], m[6], m[7]), near)
    for m in _ENGLISH[0].finditer(text):
        yield from _pair((m[5], _number(m[2] or m[4]), m[1]), (m[5], _number(m[4]), m[3]), near)
    for m in _ENGLISH[1].finditer(text):
        yield from _pair((m[5], _number(m[1]), m[2]), (m[5], _number(m[3] or m[1]), m[4]), near)


def _pair(
    first: tuple[str | None, str, str], last: tuple[str | None, str, str], near: Sequence[date]
) -> Iterable[tuple[date, date]]:
    """The two days; a year that one lacks is the other's, or the one nearest to the report's dates."""
    year = first[0] or last[0]
    if year:
        start, end = made(first[0] or year, *first[1:]), made(last[0] or year, *last[1:])
        if start and end and end < start:  # over the turn of a year
            if first[0] and not last[0]:
                end = made(int(year) + 1, *last[1:])
            elif last[0] and not first[0]:
                start = made(int(year) - 1, *first[1:])
    else:
        end = with_year(int(last[1]), int(last[2]), near)
        start = made(end.year, *first[1:]) if end else None
        if start and end and start > end:
            start = made(end.year - 1, *first[1:]) if end else None
    if start and end:
        yield start, end


def _number(month: str) -> str:
    return str(_MONTHS.index(month[:3].casefold()) + 1)
