"""Whose estimates and ratings they are, cell by cell, from what the note under the table claims."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.report.diagnostics import Diagnostic, Level
from tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.columns import Year
    from tui.report.model import Claim, Named, Prose, Report

HOUSE = "house"
MARK = "*"  # a claim's word for the names printed with a mark
UNRATED = frozenset({"未评级", "无评级", "未覆盖", "暂无评级", "not rated", "nr", "n.r."})
_MARKS = re.compile(r"[*＊†※]")
_TAIL = re.compile(
    r"((股份)?(有限)?(责任)?公司|研究(所|院|中心|部|发展部)?|证券|securities|research|co\.?|,?ltd\.?|limited)$"
)


@dataclass(frozen=True, slots=True)
class Sources:
    """The source of every estimate by code and year, of every rating by code, and what was to be said."""

    estimates: Mapping[tuple[str, int], str]
    ratings: Mapping[str, str]
    told: tuple[Diagnostic, ...]


def sources(report: Report, publisher: str) -> Sources:
    """The sources of a report's cells in a book of that publisher ('' for none); later claims stand.

    What no claim speaks of is the report's own: `house` in a book of the same publisher, else its name.
    """
    forecast, prose = report.forecast, report.prose
    own = HOUSE if same_house(prose.publisher, publisher) else prose.publisher
    told: list[Diagnostic] = []
    if not prose.claims and forecast.names:
        said = f"all estimates and ratings are taken for {own}"
        told.append(
            Diagnostic(Level.NOTE, report.file, forecast.names[0].place, said, "no note says whose they are")
        )
    if not prose.publisher and publisher and forecast.names:
        said = "no publisher is named"
        told.append(
            Diagnostic(Level.NOTE, report.file, forecast.names[0].place, said, "", f"taken for {publisher}")
        )
    estimates: dict[tuple[str, int], str] = {}
    ratings: dict[str, str] = {}
    for named in forecast.names:
        years = {year for _, year in named.figures}
        estimates |= {(named.code, year.year): own for year in years}
        if named.rating:
            ratings[named.code] = own
    for claim in prose.claims:
        told += _applied(claim, report, _source(claim.source, prose, publisher, own), estimates, ratings)
    return Sources(estimates, ratings, tuple(told))


def _applied(
    claim: Claim,
    report: Report,
    source: str,
    estimates: dict[tuple[str, int], str],
    ratings: dict[str, str],
) -> list[Diagnostic]:
    """Writes one claim into both; what it names and the table does not have is told."""
    names, told = _meant(claim.names, report)
    for named in names:
        for year in {year.year for _, year in named.figures}:
            if not claim.years or year in claim.years:
                estimates[named.code, year] = source
        if claim.ratings and named.rating:
            ratings[named.code] = source
    return told


def _meant(words: Sequence[str], report: Report) -> tuple[list[Named], list[Diagnostic]]:
    names = report.forecast.names
    if not words:
        return list(names), []
    found: list[Named] = []
    told = []
    for word in words:
        hits = [named for named in names if _is_meant(word, named)]
        found += hits
        if not hits and word not in {MARK, *UNRATED}:
            place = names[0].place if names else report.prose.told[0].place if report.prose.told else None
            if place is not None:
                read = f"the note on sources names {word!r}"
                expected, done = "a name of the table", "left out; check whose that name's figures are"
                told.append(Diagnostic(Level.DOUBTFUL, report.file, place, read, expected, done))
    return found, told


def _is_meant(word: str, named: Named) -> bool:
    if word == MARK:
        return any(_MARKS.search(cell) and _key(cell) in _keys(named) for cell in named.text.split(" | "))
    key = _key(word)
    if key in UNRATED:
        return _key(named.rating) in UNRATED
    return key in _keys(named)


def _keys(named: Named) -> frozenset[str]:
    code = named.code.casefold()
    return frozenset({_key(named.name), code, code.partition(".")[0]}) - {""}


def _key(text: str) -> str:
    return _MARKS.sub("", "".join(fold(text).split()))


def _source(word: str, prose: Prose, publisher: str, own: str) -> str:
    """A claim's source as the book writes it."""
    if word == HOUSE or (prose.publisher and same_house(word, prose.publisher)):
        return own
    return HOUSE if publisher and same_house(word, publisher) else word


def same_house(one: str, other: str) -> bool:
    """True where two publishers are one house, or one of them is not known."""
    first, second = _house(one), _house(other)
    return not first or not second or first == second


def _house(name: str) -> str:
    word = "".join(fold(name).split())
    while (less := _TAIL.sub("", word)) != word and less:
        word = less
    return word


def years_of(named: Named) -> tuple[Year, ...]:
    """The years a name has any cell for, ascending."""
    return tuple(sorted({year for _, year in named.figures}))
