"""A report as the rows of the book's tables, each with the place it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tui.book.schema import TABLES
from tui.columns import State
from tui.report.blocks import Place
from tui.report.diagnostics import Diagnostic, Level
from tui.report.frame import Num
from tui.report.grouping import named_by_code
from tui.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from tui.columns import Year
    from tui.report.frame import Cell
    from tui.report.grouping import Grouping
    from tui.report.model import Figure, Named, Report
    from tui.report.sources import Sources

MAINLAND = (".SH", ".SZ", ".BJ")
_B_SHARES = ("900", "200")  # priced in USD and HKD
COVERED = frozenset({"target_price"})  # figures without a year that say something of the coverage
METRICS: Mapping[str, str] = MappingProxyType({"pe": "pe_printed"})
LEVELS = ("market", "sector", "sub-sector")  # of moves, as a book lists them
_LARGE = 1e6  # from here decimals are an accident of the unit


class Origin(NamedTuple):
    """Where a row stands in the report. label: what it is about, for messages; code: the name's, or ''.

    suffix: what its columns carry in a wide table ('_2026E'); cells: places of single columns
    """

    label: str
    place: Place
    text: str = ""
    code: str = ""
    suffix: str = ""
    cells: Mapping[str, Place] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a report brings to one table: rows, and the origin of each."""

    table: str
    rows: tuple[Mapping[str, Cell], ...]
    origins: tuple[Origin, ...]


def incoming(
    report: Report, of: Grouping, by: Sources, price_date: date | None
) -> tuple[tuple[Incoming, ...], tuple[Diagnostic, ...]]:
    """The tables a report has rows for, and what of it no table can hold."""
    names = tuple(named_by_code(report.forecast.names).values())
    told = list(_unsaid(report, names))
    sources: tuple[tuple[str, Iterator[tuple[dict[str, Cell], Origin]]], ...] = (
        ("coverage", (_covered(named, of, by, price_date) for named in names)),
        ("estimates", (pair for named in names for pair in _estimated(named, by))),
        ("market", _traded(names)),
        ("sectors", _moved(report)),
        ("news", _told(report)),
    )
    parts = [_table(name, report.file, pairs, told) for name, pairs in sources]
    return tuple(part for part in parts if part.rows), tuple(told)


def _table(
    name: str, file: str, pairs: Iterator[tuple[dict[str, Cell], Origin]], told: list[Diagnostic]
) -> Incoming:
    """Rows of one key each; a further one of a key that says something else is told and left out."""
    rows: list[dict[str, Cell]] = []
    origins = []
    seen: dict[tuple[Cell, ...], int] = {}
    for row, origin in pairs:
        key = tuple(row.get(part) for part in TABLES[name].key)
        if key not in seen:
            seen[key] = len(rows)
            rows.append(row)
            origins.append(origin)
        elif row != rows[seen[key]]:
            told.append(_second(name, file, origin, origins[seen[key]]))
    return Incoming(name, tuple(rows), tuple(origins))


def _second(name: str, file: str, origin: Origin, first: Origin) -> Diagnostic:
    said = f"a second row of {name} for {origin.label}{origin.suffix.replace('_', ' ')}"
    done = f"left out; the one of line {first.place.line} is kept" if first.place.line else "left out"
    return Diagnostic(Level.REFUSED, file, origin.place, said, "", done, origin.text, origin.code)


def _covered(
    named: Named, of: Grouping, by: Sources, price_date: date | None
) -> tuple[dict[str, Cell], Origin]:
    row: dict[str, Cell] = {
        "code": named.code,
        "name": _text(named.name),
        "group": of.of.get(named.code, ""),
        "rating": _text(named.rating),
        "rating_source": by.ratings.get(named.code, ""),
    }
    cells = {}
    if price := _num(named.price):
        row |= {"price": price, "currency": _currency(named), "price_date": price_date}
        cells["price"] = named.price.place if named.price else Place()
    row |= {"rating_action": _text(named.action), "sub_industry": _text(named.industry)}
    for metric in COVERED & named.others.keys():
        if figure := _num(named.others[metric]):
            row[metric] = figure
            cells[metric] = named.others[metric].place
    return {k: v for k, v in row.items() if v not in ("", None)}, _origin(named, cells=cells)


def _estimated(named: Named, by: Sources) -> Iterator[tuple[dict[str, Cell], Origin]]:
    """A row for each year; none for a name for which no figure at all stands there."""
    if all(figure.value is None for figure in named.figures.values()):
        return
    years: dict[Year, dict[str, Figure]] = {}
    for (metric, year), figure in named.figures.items():
        years.setdefault(year, {})[METRICS.get(metric, metric)] = figure
    for year in sorted(years):
        figures = {metric: num for metric, figure in years[year].items() if (num := _num(figure))}
        row: dict[str, Cell] = {"code": named.code, "year": year.year, "basis": year.basis, **figures}
        row["source"] = by.estimates.get((named.code, year.year), "") if figures else ""
        if named.eps_currency and (named.eps_currency != "CNY" or _currency(named) != "CNY"):
            row["currency"] = named.eps_currency
        cells = {metric: figure.place for metric, figure in years[year].items()}
        yield row, _origin(named, f"_{year}", cells)


def _traded(names: tuple[Named, ...]) -> Iterator[tuple[dict[str, Cell], Origin]]:
    for named in names:
        figures = {
            metric: (num, figure.place)
            for metric, figure in named.others.items()
            if metric not in COVERED and (num := _num(figure))
        }
        if figures:
            row: dict[str, Cell] = {"code": named.code, "name": _text(named.name)}
            if price := _num(named.price):
                row["price"] = price
            row |= {metric: num for metric, (num, _) in figures.items()}
            yield row, _origin(named, cells={metric: place for metric, (_, place) in figures.items()})


def _moved(report: Report) -> Iterator[tuple[dict[str, Cell], Origin]]:
    for move in sorted(report.prose.moves, key=lambda move: level_rank(move.level)):
        places = len(repr(float(move.change_pct)).partition(".")[2])
        row: dict[str, Cell] = {
            "period_start": move.start,
            "period_end": move.end,
            "level": move.level,
            "index": _text(move.index),
            "change_pct": Num(move.change_pct, max(places, 2)),
        }
        if row["index"]:
            yield row, Origin(_text(move.index), move.place, move.text)


def level_rank(level: str) -> int:
    """Where a level of moves stands among the others; one that is not known comes last."""
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _told(report: Report) -> Iterator[tuple[dict[str, Cell], Origin]]:
    seen: set[str] = set()
    for story in report.prose.stories:
        title = _text(story.title) or _text(story.summary)[:40]
        if not title or fold(title) in seen:
            continue
        seen.add(fold(title))
        row: dict[str, Cell] = {
            "id": f"n{len(seen)}",
            "published": story.published,
            "title": title,
            "summary": _text(story.summary),
            "source": _text(story.source),
        }
        yield row, Origin(title, story.place, story.summary)


def _unsaid(report: Report, names: tuple[Named, ...]) -> Iterator[Diagnostic]:
    """A word for a loss where no figure says it: the book has no cell for it."""
    for named in names:
        for (metric, year), figure in named.figures.items():
            earned = named.figures.get(("eps", year))
            if (
                figure.value is None
                and figure.state is State.LOSS
                and (earned is None or earned.value is None)
            ):
                yield Diagnostic(
                    Level.NOTE,
                    report.file,
                    figure.place if figure.place.line else named.place,
                    f"{named.code} {metric} {year} {figure.text!r}",
                    "a figure",
                    "left empty; that it is a loss is not kept",
                    named.text,
                    named.code,
                    f"{metric}_{year}",
                )


def _origin(named: Named, suffix: str = "", cells: Mapping[str, Place] = MappingProxyType({})) -> Origin:
    known = {column: place for column, place in cells.items() if place.line or place.page}
    return Origin(
        f"{named.code} {_text(named.name)}".rstrip(), named.place, named.text, named.code, suffix, known
    )


def _currency(named: Named) -> str:
    """The price's currency; of a mainland code CNY where the report does not say, its B shares excepted."""
    return named.currency or home_currency(named.code)


def home_currency(code: str) -> str:
    """CNY for a share of the mainland, '' for B shares and all others."""
    return "CNY" if code.endswith(MAINLAND) and not code.startswith(_B_SHARES) else ""


def _num(figure: Figure | None) -> Num | None:
    if figure is None or figure.value is None:
        return None
    large = abs(figure.value) >= _LARGE
    return Num(round(figure.value) + 0.0 if large else figure.value, 0 if large else figure.decimals)


def _text(text: str) -> str:
    return clean(text).strip()
