"""Valuation columns: pure functions from arrays of one length (a row a name) to cells with their states.

Units: prices and EPS in CNY a share, PE and PEG multiples, growth rates ratios (0.15 is 15%).
A `Cells` never holds ±inf: where a cell has no value its figure is NaN and its state says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tui.arrow import distinct, median
from tui.columns import State
from tui.universe.integrity import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    States = NDArray[np.uint8]


class Cells(NamedTuple):
    """One numeric column: values (NaN where there is none) and states (uint8 of State), of one length."""

    values: Floats
    states: States


class Prices(NamedTuple):
    """What the PE moves with.

    report: the price printed beside the PE; now: the price shown; factor: share-issue factor from the
    report's date to now's (1 where there was none or it is not known); moved: now is later than the report
    """

    report: Floats
    now: Floats
    factor: Floats
    moved: Bools


def given(values: Floats, covered: Bools) -> Cells:
    """A printed figure: value, missing where it is not given, uncovered where nobody estimates the name."""
    states = np.where(np.isfinite(values), State.VALUE, State.MISSING)
    states = np.where(covered, states, State.UNCOVERED).astype(np.uint8)
    return _cells(values, states)


def shown_pe(
    printed: Floats, eps: Floats, status: States, prices: Prices, same_currency: Bools, covered: Bools
) -> Cells:
    """PE as printed at the report's price; at a later price the printed PE moves with it.

    It moves as printed × now / (report × factor) where the cell is consistent, or where only the
    printed PE can be trusted to be a multiple (no EPS, or EPS in another currency);
    else as now / (EPS × factor).
    """
    with np.errstate(all="ignore"):
        positive = np.where(eps > 0, eps, np.nan)
        computed = np.where(same_currency, prices.now / (positive * prices.factor), np.nan)
        scaled = printed * prices.now / (prices.report * prices.factor)
    only_printed = ~np.isfinite(eps) | ~same_currency
    trust = (status == Status.CONSISTENT) | ((status == Status.UNCHECKED) & only_printed)
    at_new = np.where(trust & np.isfinite(scaled), scaled, computed)
    at_report = np.where(np.isfinite(printed), printed, computed)
    values = np.where(prices.moved, at_new, at_report)
    loss = (eps <= 0) | (~np.isfinite(eps) & (printed <= 0))
    states = np.where(np.isfinite(values), State.VALUE, State.MISSING)
    states = np.select([~covered, loss], [State.UNCOVERED, State.LOSS], default=states)
    return _cells(values, states.astype(np.uint8))


def growth(eps: Cells, before: Cells) -> Cells:
    """EPS over the year before, less one; nm where the base is not positive."""
    with np.errstate(all="ignore"):
        values = eps.values / np.where(before.values > 0, before.values, np.nan) - 1
    return _derived(values, eps.states, before.states)


def cagr(first: Cells, last: Cells, years: int) -> Cells:
    """Growth a year from the first EPS to the last, `years` years later; nm unless both are positive."""
    if years < 1:
        return _derived(np.full(len(first.values), np.nan), first.states, last.states)
    with np.errstate(all="ignore"):
        both = (first.values > 0) & (last.values > 0)
        values = np.where(both, (last.values / first.values) ** (1 / years) - 1, np.nan)
    return _derived(values, first.states, last.states)


def peg(forward_pe: Cells, growth_rate: Cells) -> Cells:
    """Forward PE over growth in per cent; nm unless both are positive."""
    with np.errstate(all="ignore"):
        both = (forward_pe.values > 0) & (growth_rate.values > 0)
        values = np.where(both, forward_pe.values / (100 * growth_rate.values), np.nan)
    return _derived(values, forward_pe.states, growth_rate.states)


def to_group(forward_pe: Cells, group: NDArray[np.int32]) -> Cells:
    """Forward PE over the median of its group's positive ones, less one; `group` −1 counts as not given."""
    values = np.full(len(forward_pe.values), np.nan)
    usable = (forward_pe.states == State.VALUE) & (forward_pe.values > 0)
    with np.errstate(all="ignore"):
        for one in distinct(group[group >= 0]):
            members = (group == one) & usable
            if members.any():
                kept = forward_pe.values[members]
                values[members] = kept / median(kept) - 1
    grouped = np.where(group >= 0, State.VALUE, State.MISSING).astype(np.uint8)
    return _derived(values, forward_pe.states, grouped)


def change_pct(now: Floats, before: Floats, factor: Floats) -> Cells:
    """Price change in per cent; `factor` brings the earlier price to today's share basis."""
    with np.errstate(all="ignore"):
        base = np.where(before > 0, before * factor, np.nan)
        values = 100 * (now / base - 1)
    have = np.isfinite(now) & np.isfinite(before)
    states = np.where(have, State.VALUE, State.MISSING).astype(np.uint8)
    return _derived(values, states)


def no_value(rows: int, state: State) -> Cells:
    """A column in which every cell is in one state."""
    return Cells(np.full(rows, np.nan), np.full(rows, state, dtype=np.uint8))


def _derived(values: Floats, *inputs: States) -> Cells:
    """The worst state of the inputs; nm where all are values and yet no figure comes out."""
    worst = inputs[0]
    for states in inputs[1:]:
        worst = np.maximum(worst, states)
    return _cells(values, worst)


def _cells(values: Floats, states: States) -> Cells:
    unsaid = (states == State.VALUE) & ~np.isfinite(values)
    states = np.where(unsaid, State.NM, states).astype(np.uint8)
    return Cells(np.where(states == State.VALUE, values, np.nan), states)
