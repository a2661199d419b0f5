"""A report read whole: its document, forecast table and prose, and the dates that these settle together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tui.report.known import NOTHING_KNOWN
from tui.report.model import Report

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from tui.report.blocks import Document
    from tui.report.known import Known
    from tui.report.model import PartDay

AHEAD = timedelta(days=7)  # a price's day is at most so much later than any other day of the report


def read_report(
    path: str | os.PathLike[str], known: Known = NOTHING_KNOWN, progress: Callable[[str], None] | None = None
) -> Report:
    """The report in a file of any format that is read.

    progress: told each stage, 'reading', 'table', 'prose'. Raises BookError for what is no document.
    """
    from tui.report.read import read_document

    say = progress or (lambda _stage: None)
    say("reading")
    return of_document(read_document(path), known, say)


def of_document(document: Document, known: Known, say: Callable[[str], None]) -> Report:
    """The report that a document is."""
    from tui.report.forecast.gaps import with_gaps
    from tui.report.forecast.lost import with_lost
    from tui.report.forecast.read import read_forecast
    from tui.report.prose.read import read_prose

    say("prose")
    prose = read_prose(document)
    say("table")
    day = prose.report_day or max(prose.days, default=None)
    forecast = with_gaps(read_forecast(document, known, day), document.file)
    forecast = with_lost(forecast, document, prose.focus)
    price_date = with_year(forecast.price_day, prose.report_day, prose.days)
    as_of = price_date or prose.report_day
    return Report(document.file, as_of, price_date, forecast, prose, document.told)


def with_year(part: PartDay | None, report_day: date | None, days: Sequence[date]) -> date | None:
    """The day a header prints, its year taken from the report's own dates where it is missing.

    None where nothing tells the year.
    """
    if part is None:
        return None
    if part.year:
        return _made(part.year, part)
    if report_day is not None:
        found = [d for y in (report_day.year, report_day.year - 1) if (d := _made(y, part))]
        return next((d for d in found if d <= report_day + AHEAD), None)
    if not days:
        return None
    latest = max(days)
    near = [d for y in (latest.year - 1, latest.year, latest.year + 1) if (d := _made(y, part))]
    return min(near, key=lambda d: abs(d - latest), default=None)


def _made(year: int, part: PartDay) -> date | None:
    try:
        return date(year, part.month, part.day)
    except ValueError:
        return None
