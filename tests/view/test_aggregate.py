"""Median, harmonic mean and range, always with n of N and the losses left out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.universe.worlds import universe
from tui.columns import State
from tui.view.aggregate import Aggregate, aggregate

V, L, M, U, N = State.VALUE, State.LOSS, State.MISSING, State.UNCOVERED, State.NM


def of(values: list[float | None], states: list[State], name: str = "pe_2026E") -> Aggregate:
    held = universe({"code": [str(i) for i in range(len(values))], name: values}, states={name: states})
    return aggregate(held, held.columns[name], np.arange(len(values)))


@pytest.mark.parametrize(
    ("values", "states", "n", "losses", "median", "hmean", "low", "high"),
    [
        ([10.0, 20.0, 40.0], [V, V, V], 3, 0, 20, 3 / (1 / 10 + 1 / 20 + 1 / 40), 10, 40),
        ([10.0, 30.0], [V, V], 2, 0, 20, 15, 10, 30),
        ([12.5], [V], 1, 0, 12.5, 12.5, 12.5, 12.5),
        ([10.0, None, 30.0], [V, L, V], 2, 1, 20, 15, 10, 30),
        ([10.0, -20.0, 30.0, 0.0], [V, V, V, V], 2, 0, 20, 15, 10, 30),
        ([10.0, None, None, None, None], [V, L, M, U, N], 1, 1, 10, 10, 10, 10),
    ],
)
def test_multiples(
    values: list[float | None], states: list[State], n: int, losses: int, median: float, hmean: float,
    low: float, high: float,
) -> None:  # fmt: skip
    found = of(values, states)
    assert (found.n, found.of, found.losses) == (n, len(values), losses)
    assert (found.median, found.low, found.high) == (median, low, high)
    assert found.hmean == pytest.approx(hmean, rel=1e-12)


@pytest.mark.parametrize("states", [[L, M], [U, U], [N, L]])
def test_no_value_at_all(states: list[State]) -> None:
    found = of([None, None], states)
    assert (found.n, found.of, found.losses) == (0, 2, states.count(L))
    assert all(map(math.isnan, (found.median, found.hmean, found.low, found.high)))


def test_other_kinds_count_what_is_negative_and_have_no_harmonic_mean() -> None:
    found = of([-10.0, 0.0, 40.0], [V, V, V], "price_change_pct")
    assert (found.n, found.median, found.low, found.high) == (3, 0, -10, 40)
    assert math.isnan(found.hmean)


def test_a_name_that_stands_twice_counts_once() -> None:
    held = universe({"code": ["a", "b"], "pe_2026E": [10.0, 30.0]})
    found = aggregate(held, held.columns["pe_2026E"], np.array([0, 1, 0, 0]))
    assert (found.n, found.of, found.median) == (2, 2, 20)


def test_rows_that_are_not_shown_do_not_count() -> None:
    held = universe({"code": ["a", "b"], "pe_2026E": [10.0, 30.0]})
    found = aggregate(held, held.columns["pe_2026E"], np.array([1]))
    assert (found.n, found.of, found.median) == (1, 1, 30)


@given(st.lists(st.floats(5e-324, 1.7e308), min_size=1, max_size=9))
def test_the_figures_lie_between_the_ends(values: list[float]) -> None:
    found = of(list(values), [V] * len(values))
    assert found.low <= found.median <= found.high
    assert math.isfinite(found.median)
    if min(values) > 1e-300 and max(values) < 1e300:
        assert found.low * (1 - 1e-9) <= found.hmean <= found.high * (1 + 1e-9)
