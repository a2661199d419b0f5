"""One name over all vintages of a book: price, forward PE, estimates, rating, sources and themes by date."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import strings
from tui.errors import UnknownNameError
from tui.universe.changes.called import none_there
from tui.universe.changes.events import notes_of
from tui.universe.changes.model import UNCHANGED, Note
from tui.universe.changes.panel import Panel, panel
from tui.universe.changes.scale import scale_of
from tui.universe.themes import membership

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.layout import Book
    from tui.columns import Year
    from tui.errors import Problem
    from tui.universe.themes import Theme

    Floats = NDArray[np.float64]

MOST_CELLS = 1_500_000  # names times dates that percentiles are worked out over; the earliest dates go first
AT_ONCE = 700  # names whose rows are read together, so that years of a whole market fit into memory


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """One name, a cell of every array a date, ascending: what the latest files not after it say.

    Dates on which no file in force has the name are left out. Numbers are NaN, texts '' where there is none.

    price: CNY a share as quoted, price_day its own date; change_pct: per cent since the date before, on one
    share basis where that is known; factor: the share issues up to the date, multiplied: price / factor is
    on the first date's share basis
    fy1: the first estimate year; eps_fy1, pe: its EPS (CNY a share) and price / EPS on one share basis
    pe_percentile: from 0 to 1, the share of the positive PE up to the date that are below, half of the equal
    ones with them; counted: how many those are
    rating_change: up, down, unchanged, new, withdrawn, '' on the first date and where words have no order
    source: whose EPS of fy1; eps, actual: by fiscal year, as the vintage prints them
    themes: the ids of those it belonged to; notes: what happened since the date before
    """

    code: str
    name: str
    days: tuple[date, ...]
    price: Floats
    price_day: NDArray[np.datetime64]
    change_pct: Floats
    factor: Floats
    fy1: tuple[Year | None, ...]
    eps_fy1: Floats
    pe: Floats
    pe_percentile: Floats
    counted: NDArray[np.int64]
    rating: tuple[str, ...]
    rating_change: tuple[str, ...]
    source: tuple[str, ...]
    group: tuple[str, ...]
    years: tuple[int, ...]
    eps: Mapping[int, Floats]
    actual: Mapping[int, NDArray[np.bool_]]
    themes: tuple[tuple[str, ...], ...]
    notes: tuple[tuple[Note, ...], ...]
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> int:
        """How many dates."""
        return len(self.days)


def of_name(book: Book, code: str, themes: Sequence[Theme] = (), end: date | None = None) -> Timeline:
    """The name of a canonical code over all dates, up to `end` where one is given.

    Raises UnknownNameError where no vintage has it, BookError where there is no vintage at all.
    """
    held = panel(book, (code,), end)
    if not held.days:
        raise none_there(book, end)
    rows = np.flatnonzero(_stands(held))
    if not len(rows):
        raise UnknownNameError("code", code, ())
    names, groups, ratings = (_texts(held, column) for column in ("name", "group", "rating"))
    belonged = tuple(membership(themes, day).get(code, ()) for day in held.days)
    sources = {year: _sources(held, year) for year in held.years}
    notes = notes_of(held, groups, sources, belonged)
    rank, counted = percentile(held.pe[:, 0])
    years = tuple(y for y in held.years if np.isfinite(held.eps[y]).any())
    kept = rows.tolist()
    changed = _rating_changes(book, held, ratings, kept)
    for row, how in changed.items():
        if how is None:
            notes[row] = (*notes[row], Note("rating_unordered", 0, ratings[row - 1], ratings[row]))
    fy1 = held.fy1[:, 0]
    return Timeline(
        code=code,
        name=next((names[row] for row in reversed(kept) if names[row]), ""),
        days=tuple(held.days[row] for row in kept),
        price=held.price[rows, 0],
        price_day=held.price_day[rows, 0],
        change_pct=price_changes(held)[rows, 0],
        factor=held.factor[rows, 0],
        fy1=tuple(held.first_year(row, 0) for row in kept),
        eps_fy1=np.array([held.eps[fy1[row]][row, 0] if fy1[row] else np.nan for row in kept]),
        pe=held.pe[rows, 0],
        pe_percentile=rank[rows],
        counted=counted[rows],
        rating=tuple(ratings[row] for row in kept),
        rating_change=tuple(changed[row] or "" for row in kept),
        source=tuple(sources[fy1[row]][row] if fy1[row] else "" for row in kept),
        group=tuple(groups[row] for row in kept),
        years=years,
        eps={year: held.eps[year][rows, 0] for year in years},
        actual={year: held.actual[year][rows, 0] for year in years},
        themes=tuple(belonged[row] for row in kept),
        notes=tuple(notes[row] for row in kept),
        problems=(*book.problems, *held.problems),
    )


def percentiles(book: Book, codes: Any, day: date) -> Floats:
    """For each name the place of its forward PE on a day among its own up to then, from 0 to 1; NaN for none.

    codes: canonical, each once. Of very many names only the latest dates count.
    """
    known = [code or "" for code in strings(codes)]
    most = max(2, MOST_CELLS // max(1, len(known)))
    out = np.full(len(known), np.nan)
    by_code = np.argsort(np.array(known, dtype=str), kind="stable")
    size = AT_ONCE if book.yearly else len(known)  # a file of one date would be read once for each part
    for start in range(0, len(known), max(1, size)):
        part = by_code[start : start + size]
        held = panel(book, [known[at] for at in part.tolist()], day, words=False, most=most)
        if held.days:
            out[part] = _ranked(held.pe, held.pe[-1])[0]
    return out


def percentile(pe: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """For each date of one name the place of its PE among those up to then, and how many those are."""
    out, counted = np.full(len(pe), np.nan), np.zeros(len(pe), dtype=np.int64)
    met: list[float] = []
    for row, figure in enumerate(pe.tolist()):
        if math.isfinite(figure):
            insort(met, figure)
            out[row] = (bisect_left(met, figure) + bisect_right(met, figure)) / 2 / len(met)
        counted[row] = len(met)
    return out, counted


def _ranked(pe: Floats, last: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """The mid-rank of `last` among each column of `pe`, which holds it, over the column's values."""
    with np.errstate(invalid="ignore"):
        below, equal = (pe < last).sum(axis=0), (pe == last).sum(axis=0)
    counts = np.isfinite(pe).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        ranks = np.where(np.isfinite(last), (below + equal / 2) / counts, np.nan)
    return ranks, counts


def price_changes(held: Panel) -> Floats:
    """Per cent from the date before to each date, on one share basis; NaN where the price is no later one."""
    out = np.full(held.price.shape, np.nan)
    if len(out) > 1:
        with np.errstate(all="ignore"):
            then = np.where(held.price[:-1] > 0, held.price[:-1], np.nan) * held.factor[1:] / held.factor[:-1]
            moved = held.price_day[1:] > held.price_day[:-1]
            out[1:] = np.where(moved, 100 * (held.price[1:] / then - 1), np.nan)
    return out


def _stands(held: Panel) -> NDArray[np.bool_]:
    """The dates on which a file in force has the one name of the panel."""
    found = np.zeros(len(held.days), dtype=bool)
    for record in (held.coverage, held.estimates, held.market):
        found |= record.held(record.latest(held.days))[:, 0]
    return found


def _says(held: Panel, column: str) -> NDArray[np.bool_]:
    """The dates on which a file in force can have such a text at all."""
    listed = held.coverage.latest(held.days) >= 0
    return listed | bool(held.market.words(column))


def _texts(held: Panel, column: str) -> list[str]:
    codes, texts = held.words(column)
    return [texts[code] if code >= 0 else "" for code in codes[:, 0].tolist()]


def _sources(held: Panel, year: int) -> list[str]:
    words = held.estimates.words("source")
    cells = held.estimates.at("source", held.files, year)[:, 0].tolist()
    return [words[code] if code >= 0 else "" for code in cells]


def _rating_changes(
    book: Book, held: Panel, ratings: Sequence[str], rows: Sequence[int]
) -> dict[int, str | None]:
    """How the rating moved to each date; None where the two words have no order."""
    out: dict[int, str | None] = {}
    rated = _says(held, "rating")
    for row in rows:
        if row == 0 or row - 1 not in rows or not (rated[row - 1] and rated[row]):
            out[row] = ""
        elif ratings[row] == ratings[row - 1]:
            out[row] = UNCHANGED
        else:
            moved = scale_of(book.brief(held.days[row])).change(ratings[row - 1], ratings[row])
            out[row] = UNCHANGED if moved == "" else moved
    return out
