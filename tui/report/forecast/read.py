"""A document's tables to its forecast table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.report.blocks import Kind, Place
from tui.report.diagnostics import Diagnostic, Level
from tui.report.forecast import runon
from tui.report.forecast.check import contradictions
from tui.report.forecast.chosen import choices
from tui.report.forecast.glued import is_glued
from tui.report.forecast.labels import LONGEST, label
from tui.report.forecast.merge import merged
from tui.report.forecast.names import Reader
from tui.report.forecast.notation import plain
from tui.report.forecast.textcodes import codes_in
from tui.report.forecast.words_in_row import labels_of
from tui.report.forecast.years import said_by, settled
from tui.report.model import Forecast
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tui.report.blocks import Document
    from tui.report.forecast.choice import Choice
    from tui.report.forecast.chosen import Found
    from tui.report.forecast.roles import Guess
    from tui.report.forecast.segments import Row, Segment
    from tui.report.known import Known
    from tui.report.model import Named, PartDay

_LONGEST_TEXT = 400  # characters of a row kept for who asks where a cell came from


def read_forecast(document: Document, known: Known, day: date | None = None) -> Forecast:
    """The names, their prices, ratings, EPS and PE of every table that gives EPS or PE by year.

    day: the report's own date, for years that say neither A nor E
    """
    found = choices(document)
    final = _final(document)
    said = said_by([choice.guess for _, choice, _ in found])
    by_text = codes_in(b.text for b in document.blocks if b.kind is Kind.PARAGRAPH) if found else {}
    rows: list[Named] = []
    told: list[Diagnostic] = []
    lost = {"eps": 0, "pe": 0}
    refused = set[str]()
    for segment, choice, place in found:
        guess, assumed = settled(choice.guess, said, day)
        if assumed:
            told.append(Diagnostic(Level.NOTE, document.file, place, assumed))
        told += [_odd(document.file, place, *word) for word in choice.odd]
        told += _left_out(document.file, place, guess)
        reader = Reader(document.file, guess, known, by_text)
        read = _read(reader, segment, choice, final)
        rows += read
        told += reader.told
        told += [
            _in_doubt(document.file, name, words) for name in read for doubt, words in choice.odd if doubt
        ]
        lost = {metric: lost[metric] + reader.lost[metric] for metric in lost}
        refused |= reader.refused_rows
    names, twice = merged(rows, document.file)
    names = tuple(_with_currency(n) for n in names)
    told += [*twice, *contradictions(names, document.file)]
    years = tuple(sorted({year for n in names for _, year in n.figures}))
    wanted = {metric: lost[metric] + _count(names, metric) for metric in lost}
    ordered = tuple(sorted(dict.fromkeys(told), key=lambda d: (d.place, -d.level)))
    return Forecast(names, years, _price_day(found), len(names) + len(refused), wanted, ordered)


def _count(names: Sequence[Named], metric: str) -> int:
    return sum(f.value is not None for n in names for (kind, _), f in n.figures.items() if kind == metric)


def _final(document: Document) -> Row | None:
    """The row that the document ends with, if it ends within a table: its last cell may be cut."""
    last = document.blocks[-1] if document.blocks else None
    return last.rows[-1] if last and last.kind is Kind.TABLE and last.rows else None


def _read(reader: Reader, segment: Segment, choice: Choice, final: Row | None) -> list[Named]:
    """The names of a segment; a row that does not fit is refused aloud."""
    out = []
    for at, ((row, group), cells) in enumerate(zip(segment.names, choice.rows, strict=True)):
        place = next((c.place for c in row if c.text.strip()), Place())
        text = clean(" | ".join(" ".join(c.text.split()) for c in row if c.text.strip() and not c.filled))
        if cells is None:
            reader.refused(place, text[:_LONGEST_TEXT], _why_not(row, choice))
            continue
        named = reader.name(cells, place, group, text[:_LONGEST_TEXT])
        if named is not None:
            out.append(named)
            if row is final:
                reader.cut(named, cells, [other for other in choice.rows if other not in {None, cells}])
            if at in choice.moved:
                reader.moved(named)
    return out


def _why_not(row: Row, choice: Choice) -> str:
    """Why a row could not be laid into the columns."""
    if choice.odd and all(cells is None for cells in choice.rows):
        return choice.odd[0][1]
    texts = [cell.text for cell in row if cell.text.strip()]
    if is_glued(texts):
        return "its figures run together and cannot be told apart for certain"
    return f"its {len(texts)} words do not fit {len(choice.guess)} columns in one way alone"


def _odd(file: str, place: Place, doubtful: bool, words: str) -> Diagnostic:
    return Diagnostic(Level.DOUBTFUL if doubtful else Level.NOTE, file, place, clean(words))


def _in_doubt(file: str, name: Named, words: str) -> Diagnostic:
    """What is doubtful of a table is doubtful of each of its rows."""
    read, done = f"row of {name.code} {name.name}", "kept, and marked"
    return Diagnostic(Level.DOUBTFUL, file, name.place, read, clean(words), done, name.text, name.code)


def _left_out(file: str, place: Place, guess: Guess) -> list[Diagnostic]:
    """Columns from which nothing can be taken: amounts without a unit, EPS and PE without a year."""
    out = []
    for role in guess:
        if role.kind in {"eps", "pe"} and not role.year and not role.partial:
            what = f"column {clean(' '.join(role.header.split()))[:40]!r}"
            out.append(Diagnostic(Level.REFUSED, file, place, what, "a year was expected", "left out"))
    names = [r.header for r in guess if r.kind in {"market_cap", "net_profit", "revenue"} and r.unit is None]
    if not names:
        return out
    heads = ", ".join(dict.fromkeys(clean(" ".join(n.split())) for n in names))
    return [
        *out,
        Diagnostic(Level.NOTE, file, place, f"columns {heads[:80]}", "a unit such as 亿元", "left out"),
    ]


def _with_currency(name: Named) -> Named:
    """EPS abroad is in the price's currency where every printed PE says so."""
    if name.eps_currency or name.currency == "CNY" or name.price is None or not name.price.value:
        return name
    pairs = [
        (name.figures["eps", year].value, pe.value)
        for (metric, year), pe in name.figures.items()
        if metric == "pe" and ("eps", year) in name.figures
    ]
    known = [(eps, pe) for eps, pe in pairs if eps and pe and eps > 0]
    if known and all(abs(name.price.value / eps - pe) <= 0.03 * pe for eps, pe in known):
        return replace(name, eps_currency=name.currency)
    return name


def _price_day(found: Sequence[Found]) -> PartDay | None:
    """The day that a header gives for the price."""
    for segment, _, _ in found:
        for row in segment.header:
            for cell in row:
                text = plain(cell.text)
                said = [label(text)] if len(text) <= LONGEST else labels_of((text[-runon.HEADER :],))[::-1]
                if day := next((word.day for word in said if word.day), None):
                    return day
    return None
