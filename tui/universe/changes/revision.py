"""EPS of two vintages by fiscal year: how far each was revised, and what there is to know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tui.universe.changes.model import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from tui.universe.changes.marks import Marks
    from tui.universe.changes.side import Forecasts

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

_EXACT = 1e-9  # of a unit in the last place: two figures that differ by less are the same one


class Moved(NamedTuple):
    """EPS of either side by fiscal year, the earlier on the later's share basis, and what came of them."""

    years: tuple[int, ...]
    eps_from: Mapping[int, Floats]
    eps_to: Mapping[int, Floats]
    revision: Mapping[int, Floats]
    ups: NDArray[np.int64]
    downs: NDArray[np.int64]

    def of(self, held: Mapping[int, Floats], year: int) -> Floats:
        """One fiscal year's figures, NaN where there is no such year."""
        return held.get(year, np.full(len(self.ups), np.nan))


def differing(then: Floats, now: Floats, unit: float | Floats) -> tuple[Bools, Bools]:
    """Where two figures differ, and where they do by no more than rounding; unit: one in the last place.

    False where either is missing.
    """
    with np.errstate(all="ignore"):
        change = np.abs(now - then)
        differ = np.asarray(change > _EXACT * unit, dtype=bool)
        return differ, differ & (change <= unit * (1 + _EXACT))


def losses(then: Floats, now: Floats, differ: Bools) -> Iterator[tuple[str, Bools]]:
    """Where figures that differ crossed zero or moved below it: kind of note and names."""
    with np.errstate(invalid="ignore"):
        yield "loss_to_profit", differ & (then <= 0) & (now > 0)
        yield "profit_to_loss", differ & (then > 0) & (now <= 0)
        yield "deeper_loss", differ & (now < then) & (then <= 0)
        yield "smaller_loss", differ & (then < now) & (now <= 0)


def revisions(then: Forecasts, now: Forecasts, factor: Floats, marks: Marks) -> Moved:
    """The revisions of every fiscal year of either side; factor brings the earlier EPS to the later basis."""
    years = tuple(sorted({y.year for side in (then, now) for y in side.found.years}))
    rows = len(factor)
    eps_from = {y: then.eps(y) * factor for y in years}
    eps_to = {y: now.eps(y) for y in years}
    revision = {}
    ups, downs = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    unit = max(then.unit, now.unit)
    foreign = np.asarray(then.currency != now.currency, dtype=bool)
    never = np.zeros(rows, dtype=bool)
    _mark_currency(marks, foreign & then.found.covered & now.found.covered, then, now)
    for year in years:
        a, b = eps_from[year], eps_to[year]
        both = np.isfinite(a) & np.isfinite(b) & ~foreign
        with np.errstate(all="ignore"):
            revision[year] = np.where(both & (a > 0), (b - a) / a, np.nan)
        differ, rounding = (both & where for where in differing(a, b, unit))
        a_actual, b_actual = then.actual.get(year, never), now.actual.get(year, never)
        counted = differ & ~rounding & ~a_actual & ~b_actual
        ups += counted & (b > a)
        downs += counted & (b < a)
        for kind, where in losses(a, b, differ):
            marks.put(where, kind, year)
        marks.put(rounding, "rounding", year)
        marks.put(both & ~a_actual & b_actual, "actual", year)
        _mark_sources(marks, then, now, both, year)
    return Moved(years, eps_from, eps_to, revision, ups, downs)


def _mark_sources(marks: Marks, then: Forecasts, now: Forecasts, both: Bools, year: int) -> None:
    a, b = then.source(year), now.source(year)
    other = both & np.asarray((a != b) & (a != None) & (b != None), dtype=bool)  # noqa: E711
    for row in np.flatnonzero(other).tolist():
        marks.note(row, Note("source", year, a[row], b[row]))


def _mark_currency(marks: Marks, where: Bools, then: Forecasts, now: Forecasts) -> None:
    for row in np.flatnonzero(where).tolist():
        marks.note(row, Note("currency", 0, then.currency[row], now.currency[row]))
