"""`read_prose`: everything a report says besides its forecast table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.diagnostics import Diagnostic, Level
from tui.report.model import Prose
from tui.report.prose.companies import companies
from tui.report.prose.days import days_of
from tui.report.prose.definitions import read_ratings
from tui.report.prose.focus import read_focus
from tui.report.prose.meta import publisher, risk_level, sector, title
from tui.report.prose.movetable import read_moves
from tui.report.prose.outline import cover, lines_of, outline
from tui.report.prose.provenance import read_claims
from tui.report.prose.risks import read_risks
from tui.report.prose.sources import read_pictures, read_sources
from tui.report.prose.stance import stance
from tui.report.prose.stories import read_stories
from tui.report.prose.view import read_outlook
from tui.report.prose.when import WEEK, earlier_reports, period, report_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tui.report.blocks import Block, Document
    from tui.report.prose.outline import Line, Part


def read_prose(document: Document) -> Prose:
    """The prose of a document, its broken sentences joined; never raises; `told` holds what was unsure."""
    file, blocks = document.file, document.blocks
    parts = outline(document)
    front = cover(parts)
    days = days_of(document)
    day = report_day(front, parts)
    earlier = tuple(old for old in earlier_reports(parts) if day is None or old < day)
    near = _near(days, day)
    known = companies(blocks)
    house = publisher(front, blocks)
    name = title(front)
    rating, change = stance(
        front, [line for part in parts if part.topic in {"view", "summary"} for line in part.lines]
    )
    week, odd = _week(parts, front, file, near, day)
    moves, odd_moves = read_moves(parts, file, known, week)
    stories, odd_stories = read_stories(parts, file, near, day)
    focus, odd_focus = read_focus(parts, file, known)
    risks, odd_risks = read_risks(parts, file)
    ratings, basis, odd_ratings = read_ratings(parts, file)
    claims, odd_claims = read_claims(blocks, file, house, known)
    told = (*odd, *odd_moves, *odd_stories, *odd_focus, *odd_risks, *odd_ratings, *odd_claims)
    return Prose(
        title=name,
        sector=sector(front, name),
        publisher=house,
        sector_rating=rating,
        sector_rating_change=change,
        report_day=day,
        risk_level=risk_level(_texts(blocks)),
        earlier=earlier,
        period=week,
        outlook=read_outlook(parts, known),
        focus=focus,
        moves=moves,
        stories=stories,
        risks=risks,
        ratings=ratings,
        ratings_basis=basis,
        claims=claims,
        sources=read_sources(blocks, house, (story.source for story in stories if story.source)),
        pictures=read_pictures(blocks),
        days=days,
        told=tuple(sorted(told, key=lambda each: each.place)),
    )


def _near(days: Sequence[date], day: date | None) -> tuple[date, ...]:
    """The dates by which a missing year is told: the report's own where it is known, else all it gives."""
    return (day,) if day else tuple(days)


def _week(
    parts: Sequence[Part], front: Sequence[Line], file: str, near: Sequence[date], day: date | None
) -> tuple[tuple[date, ...], list[Diagnostic]]:
    """The week of the moves: of the part on the market, else of the cover and the summary."""
    told = [
        text
        for part in parts
        if part.topic == "moves"
        for text in (part.title, *(line.text for line in part.lines))
    ]
    others = [line.text for line in (*front, *lines_of(parts, "summary", "view"))]
    # a span of other length may be anything, so it counts only where the market is told of
    week = period(told, near, day, WEEK) or period(others, near, day, WEEK) or period(told, near, day)
    if week or not any(part.topic == "moves" and part.lines for part in parts):
        return week, []
    place = next(part.lines[0].place for part in parts if part.topic == "moves" and part.lines)
    return (), [
        Diagnostic(
            Level.NOTE, file, place, "moves of a week without its dates", "as in 6月29日-7月3日", "no period"
        )
    ]


def _texts(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks if "风险" in block.text]
