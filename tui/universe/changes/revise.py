"""Revisions of EPS from each date of a panel to the next, by the same rules as between two vintages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tui.universe.changes.revision import differing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.universe.changes.panel import Panel

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]


def revised_from(held: Panel, year: int) -> Floats:
    """The EPS of a fiscal year as of the date before, on the share basis of each date's own; NaN at first."""
    out = np.full(held.price.shape, np.nan)
    figures = held.eps[year]
    out[1:] = figures[:-1] * held.eps_factor[1:] / held.eps_factor[:-1]
    foreign = held.currency[1:] != held.currency[:-1]
    out[1:][foreign] = np.nan
    return out


def units(held: Panel) -> Floats:
    """One in the last place of the EPS of each date's vintage or the one before, whichever prints fewer."""
    places = held.estimates.places[held.files].astype(np.float64)
    coarser = places.copy()
    coarser[1:] = np.minimum(places[1:], places[:-1])
    out: Floats = 10.0**-coarser
    return out


def tally(held: Panel) -> tuple[Counts, Counts]:
    """Per date and name the estimates raised and those lowered since the date before.

    Neither counts what is within rounding, nor a year that is actual on either date.
    """
    ups, downs = (np.zeros(held.price.shape, dtype=np.int64) for _ in range(2))
    unit = units(held)[:, None]
    for year in held.years:
        then, now = revised_from(held, year), held.eps[year]
        before = np.zeros(now.shape, dtype=bool)
        before[1:] = held.actual[year][:-1]
        differ, rounding = differing(then, now, unit)
        counted = differ & ~rounding & ~before & ~held.actual[year]
        with np.errstate(invalid="ignore"):
            ups += counted & (now > then)
            downs += counted & (now < then)
    return ups, downs
