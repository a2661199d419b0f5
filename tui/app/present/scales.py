"""Where a number stands within its group, in five steps from low to high: what cells are tinted by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tui.columns import Kind, State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.columns import Column
    from tui.universe.universe import Universe

STEPS = 5
SIGNS = (" ", "<", " ", " ", " ", ">")  # by level: the ends are told without colour too
TONES = ("", *(f"scale{level}" for level in range(1, STEPS + 1)))


def levels(universe: Universe, column: Column) -> NDArray[np.int8]:
    """By row 1 (the lowest fifth of its group) to 5 (the highest), 0 for no place; kept.

    Of a multiple only positive values count. Equal values have one level; a lone one has none.
    """
    name = ("scale", column.name)
    if name not in universe.kept:
        universe.kept[name] = _levels(universe, column)
    found: NDArray[np.int8] = universe.kept[name]
    return found


def _levels(universe: Universe, column: Column) -> NDArray[np.int8]:
    values, states = universe.values(column.name), universe.states(column.name)
    counted = (states == State.VALUE) & np.isfinite(values)
    if column.kind == Kind.MULTIPLE:
        counted &= values > 0
    out = np.zeros(universe.rows, dtype=np.int8)
    rows = np.flatnonzero(counted)
    if len(rows):
        groups, _ = universe.encoded("group")
        out[rows] = ranked(values[rows], groups[rows])
    return out


def ranked(values: NDArray[np.float64], groups: NDArray[np.signedinteger]) -> NDArray[np.int8]:
    """The level of each value among those of its group."""
    order = np.lexsort((values, groups))
    sorted_values, sorted_groups = values[order], groups[order]
    changes = sorted_groups[1:] != sorted_groups[:-1]
    first, last = _runs(changes)
    same_first, same_last = _runs(changes | (sorted_values[1:] != sorted_values[:-1]))
    rank, most = (same_first + same_last) / 2 - first, last - first  # equal values share their middle
    place = np.divide(rank, most, out=np.zeros(len(values)), where=most > 0)
    level = np.where(most > 0, 1 + np.minimum(STEPS - 1, np.floor(place * STEPS)), 0)
    out = np.empty(len(values), dtype=np.int8)
    out[order] = level.astype(np.int8)
    return out


def _runs(changes: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each place the first and the last of its run, with True where the next place begins another."""
    starts = np.concatenate(([0], np.flatnonzero(changes) + 1))
    lengths = np.diff(np.concatenate((starts, [len(changes) + 1])))
    return np.repeat(starts, lengths), np.repeat(starts + lengths - 1, lengths)
