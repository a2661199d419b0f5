"""Which day a report is of, where its own dates, the file's name and the user do not say the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from tui.book.dates import date_inside, parse_date
from tui.report.blocks import NOWHERE, Kind
from tui.report.diagnostics import Diagnostic, Level
from tui.report.parse import with_year
from tui.report.prose.days import made, stood
from tui.report.prose.when import WEEK, period
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tui.report.blocks import Block, Document
    from tui.report.model import Report

FAR = 60  # days between two dates of one report that cannot both be right
DATED = frozenset(
    ("as_of", "price_date", "asof", "日期", "报告日期", "研报日期", "股价日期", "价格日期",
     "交易日期", "数据日期")
)  # fmt: skip


def settled(report: Report) -> tuple[Report, tuple[Diagnostic, ...]]:
    """The report with the day that most of its dates support, and a doubt about each that does not fit.

    Its dates are the end of its week, the price's where its year is printed, and the report's own.
    """
    prose, part = report.prose, report.forecast.price_day
    dates = {
        "week's end": max(prose.period, default=None),
        "price day": report.price_date if part is not None and part.year else None,
        "report day": prose.report_day,
    }
    given = {word: day for word, day in dates.items() if day is not None}
    if all(_near(one, other) for one in given.values() for other in given.values()):
        return report, ()
    others = [day for day in prose.days if day != prose.report_day]
    best = max(given.values(), key=lambda day: (_support(day, given.values()), _support(day, others)))
    sound = {word: day for word, day in given.items() if _near(day, best)}
    price = sound.get("price day")
    if part is not None and not part.year:
        price = with_year(part, best, ())
    why = _against(sound, report)
    day = price or sound.get("report day") or best
    told = tuple(
        Diagnostic(Level.DOUBTFUL, report.file, NOWHERE, f"{word} {odd}", why, f"taken for {day}")
        for word, odd in given.items()
        if word not in sound
    )
    return replace(report, as_of=day, price_date=price), told


def corrected(document: Document, report: Report) -> tuple[Document, Diagnostic] | None:
    """The document with its own day put right where week and price say another, and the doubt; else None.

    A week that is printed with its year counts though the reader dropped it for not fitting that day.
    """
    own = report.prose.report_day
    if own is None:
        return None
    texts = [block.text for block in document.blocks if block.kind is not Kind.TABLE]
    week = report.prose.period or period(texts, (own,), None, WEEK)
    held, told = settled(replace(report, prose=replace(report.prose, period=week)))
    if held.as_of is None or _near(held.as_of, own) or not told:
        return None
    day = _in_year(own, held.as_of.year)
    right = day if day and _near(day, held.as_of) else held.as_of
    blocks = [_redated(block, own, right) for block in document.blocks]
    changed = next(
        (old.place for old, new in zip(document.blocks, blocks, strict=True) if old != new), NOWHERE
    )
    doubt = replace(told[-1], place=changed, done=f"taken for {right}")
    return replace(document, blocks=tuple(blocks)), doubt


def _in_year(day: date, year: int) -> date | None:
    return made(year, day.month, day.day)


def _redated(block: Block, own: date, right: date) -> Block:
    """A paragraph with one day for another."""
    if block.kind is Kind.TABLE:
        return block
    text = block.text
    for found in reversed(list(stood(text))):
        if found.day == own:
            text = f"{text[: found.start]}{right:%Y}年{right.month}月{right.day}日{text[found.end :]}"
    return replace(block, text=text) if text != block.text else block


def _near(one: date, other: date) -> bool:
    return abs((one - other).days) <= FAR


def _support(day: date, others: Iterable[date]) -> int:
    return sum(_near(day, other) for other in others)


def _against(sound: Mapping[str, date], report: Report) -> str:
    """What a date does not fit, in words."""
    if "week's end" in sound:
        return f"does not fit the week {min(report.prose.period)} to {max(report.prose.period)}"
    word, day = next(iter(sound.items()))
    return f"does not fit the {word} {day}"


def day_of(report: Report, as_of: date | None) -> tuple[date | None, tuple[Diagnostic, ...]]:
    """The day a report is filed under: the user's, its own, else that in the file's name; and what to say."""
    if as_of is not None:
        if report.as_of is None or report.as_of == as_of:
            return as_of, ()
        return as_of, (
            _note(report.file, f"the report's own date is {report.as_of}", f"taken for {as_of}, as asked"),
        )
    if report.as_of is not None:
        return report.as_of, ()
    day = date_inside(PurePath(report.file.replace("\\", "/")).stem)
    if day is None:
        return None, ()
    return day, (_note(report.file, "no date in the report", f"taken for {day}, by the file's name"),)


def _note(file: str, read: str, done: str) -> Diagnostic:
    return Diagnostic(Level.NOTE, file, NOWHERE, read, "", done)


def day_in_table(document: Document) -> tuple[date, Diagnostic] | None:
    """The one day that stands in a column of dates beside codes, and a note; None where there is no such day.

    A calendar of events has no codes, and days that differ are of other things.
    """
    from tui.report.vendor_names import is_code_header

    for block in document.blocks:
        if block.kind is not Kind.TABLE or not block.sure:
            continue
        heads = [cell.text.strip().casefold() for cell in block.rows[0]]
        if not any(map(is_code_header, heads)):
            continue
        for at in [i for i, head in enumerate(heads) if head in DATED]:
            days = {parse_date(row[at].text.strip()[:10]) for row in block.rows[1:] if row[at].text.strip()}
            day = next(iter(days)) if len(days) == 1 else None
            if day is not None:
                read = f"column {clean(block.rows[0][at].text.strip())!r}"
                place = block.rows[0][at].place
                return day, Diagnostic(Level.NOTE, document.file, place, read, "", f"taken for {day}")
    return None
