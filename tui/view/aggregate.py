"""Figures over the rows of a column: how many have a value, median, harmonic mean, range, losses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tui.arrow import SMALL, distinct, median
from tui.columns import Kind, State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.columns import Column
    from tui.universe.universe import Universe


class Aggregate(NamedTuple):
    """n: cells that count; of: all; losses: cells left out as losses; figures are NaN where n is 0.

    Of a multiple only positive values count, and `hmean` is their harmonic mean; else `hmean` is NaN.
    """

    n: int
    of: int
    losses: int
    median: float
    hmean: float
    low: float
    high: float


def aggregate(universe: Universe, column: Column, rows: NDArray[np.int64]) -> Aggregate:
    """The figures of a numeric column over distinct rows of the universe."""
    rows = _once(rows, universe.rows)
    values, states = universe.values(column.name)[rows], universe.states(column.name)[rows]
    counted = states == State.VALUE
    multiple = column.kind == Kind.MULTIPLE
    if multiple:
        counted &= values > 0
    kept = values[counted]
    losses = int((states == State.LOSS).sum())
    if len(kept) == 0:
        return Aggregate(0, len(rows), losses, *([float("nan")] * 4))
    with np.errstate(over="ignore"):  # of an absurdly small PE
        hmean = len(kept) / float((1 / kept).sum()) if multiple else float("nan")
    return Aggregate(len(kept), len(rows), losses, median(kept), hmean, float(kept.min()), float(kept.max()))


def _once(rows: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Each row once: of many, a mark a row is faster than sorting them."""
    if len(rows) <= SMALL:
        return distinct(rows)
    there = np.zeros(size, dtype=bool)
    there[rows] = True
    return np.flatnonzero(there)
