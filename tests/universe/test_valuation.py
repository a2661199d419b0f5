"""Valuation columns, case by case, and what holds for all figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.universe.worlds import cases, floats, number, state
from tui.columns import State
from tui.universe import valuation
from tui.universe.integrity import Places, Status, check
from tui.universe.valuation import Cells, Prices

if TYPE_CHECKING:
    from numpy.typing import NDArray

Row = dict[str, str]


def cells(*pairs: tuple[str, str]) -> Cells:
    """Cells of (figure, state) pairs."""
    states = np.array([state(word) for _, word in pairs], dtype=np.uint8)
    return Cells(floats(*(number(text) for text, _ in pairs)), states)


def words(found: Cells) -> list[str]:
    return [State(int(s)).word for s in found.states]


def expect(found: Cells, row: Row) -> None:
    assert words(found) == [row["state"]]
    if row["value"]:
        assert found.values[0] == pytest.approx(number(row["value"]), rel=1e-12, abs=1e-12)
    else:
        assert np.isnan(found.values[0])


@pytest.mark.parametrize("row", cases("growth.csv"))
def test_growth(row: Row) -> None:
    eps, before = cells((row["eps"], row["eps_state"])), cells((row["before"], row["before_state"]))
    expect(valuation.growth(eps, before), row)


@pytest.mark.parametrize("row", cases("cagr.csv"))
def test_cagr(row: Row) -> None:
    first, last = cells((row["first"], row["first_state"])), cells((row["last"], row["last_state"]))
    expect(valuation.cagr(first, last, int(row["years"])), row)


@pytest.mark.parametrize("row", cases("peg.csv"))
def test_peg(row: Row) -> None:
    expect(
        valuation.peg(cells((row["pe"], row["pe_state"])), cells((row["growth"], row["growth_state"]))), row
    )


@pytest.mark.parametrize("row", cases("change.csv"))
def test_change(row: Row) -> None:
    figures = (floats(number(row[name])) for name in ("now", "before", "factor"))
    expect(valuation.change_pct(*figures), row)


@pytest.mark.parametrize("row", cases("shown_pe.csv"))
def test_shown_pe(row: Row) -> None:
    def flag(name: str) -> NDArray[np.bool_]:
        return np.array([row[name] == "yes"])

    report, now, factor = (floats(number(row[n])) for n in ("report", "now", "factor"))
    prices = Prices(report, now, factor, flag("moved"))
    status = np.array([Status[row["status"].upper()]], dtype=np.uint8)
    printed, eps = floats(number(row["printed"])), floats(number(row["eps"]))
    expect(valuation.shown_pe(printed, eps, status, prices, flag("same_currency"), flag("covered")), row)


@pytest.mark.parametrize(
    "row", [c for c in cases("shown_pe.csv") if c.values[0]["report"] and c.values[0]["covered"] == "yes"]
)
def test_the_status_of_those_cases_is_what_the_check_says(row: Row) -> None:
    price, eps, printed = (floats(number(row[name])) for name in ("report", "eps", "printed"))
    same = np.array([row["same_currency"] == "yes"])
    found = check(price, eps, printed, Places(2, 2, 1), same)
    assert Status(int(found.status[0])).word == row["status"]


@pytest.mark.parametrize("row", cases("to_group.csv"))
def test_to_group(row: Row) -> None:
    texts = row["pes"].split()
    pairs = [("", t) if t.isalpha() else (t, "value") for t in texts]
    found = valuation.to_group(cells(*pairs), np.array(row["groups"].split(), dtype=np.int32))
    assert words(found) == row["states"].split()
    np.testing.assert_allclose(found.values, floats(*map(float, row["values"].split())), rtol=1e-12)


@pytest.mark.parametrize(
    "pe", [(1.7e308, 1.7e308), (5e-324, 1.7e308, 5e-324), (1e-300, 1e-300, 1e300)], ids=str
)
def test_absurd_figures_are_passed_over_in_silence(pe: tuple[float, ...]) -> None:
    every = np.ones(len(pe), dtype=bool)
    found = valuation.to_group(valuation.given(floats(*pe), every), np.zeros(len(pe), dtype=np.int32))
    assert np.isfinite(found.values[found.states == State.VALUE]).all()


def test_given_tells_missing_from_uncovered() -> None:
    found = valuation.given(floats(1.5, None, None, 2, -1), np.array([True, True, False, False, True]))
    assert words(found) == ["value", "missing", "uncovered", "uncovered", "value"]
    np.testing.assert_array_equal(found.values, floats(1.5, None, None, None, -1))


def test_an_infinite_figure_is_not_given() -> None:
    assert words(valuation.given(floats(np.inf, -np.inf), np.array([True, True]))) == ["missing", "missing"]


def test_no_value() -> None:
    found = valuation.no_value(3, State.UNCOVERED)
    assert words(found) == ["uncovered"] * 3
    assert np.isnan(found.values).all()


def test_the_worst_state_is_the_largest() -> None:
    assert [s.word for s in sorted(State, reverse=True)] == ["uncovered", "missing", "loss", "nm", "value"]


# ── what holds for all figures ──────────────────────────────────────────────────────────────────────

SIZE = 6
edges = st.sampled_from([0.0, -0.0, 1.0, -1.0, 5e-324, 1e-300, 1e300, 1.7e308, np.inf, -np.inf, np.nan])
figure = edges | st.floats(width=64) | st.floats(-100, 100)
column = arrays.arrays(np.float64, SIZE, elements=figure)
flags = arrays.arrays(np.bool_, SIZE)
statuses = arrays.arrays(np.uint8, SIZE, elements=st.integers(0, 3))
given_cells = st.builds(valuation.given, column, flags)
groups = arrays.arrays(np.int32, SIZE, elements=st.integers(-1, 2))
prices_of = st.builds(Prices, column, column, column, flags)

MADE: dict[str, st.SearchStrategy[Cells]] = {
    "given": given_cells,
    "growth": st.builds(valuation.growth, given_cells, given_cells),
    "cagr": st.builds(valuation.cagr, given_cells, given_cells, st.integers(-1, 4)),
    "shown_pe": st.builds(valuation.shown_pe, column, column, statuses, prices_of, flags, flags),
    "change_pct": st.builds(valuation.change_pct, column, column, column),
}
MADE["to_group"] = st.builds(valuation.to_group, MADE["shown_pe"], groups)
MADE["peg"] = st.builds(valuation.peg, MADE["shown_pe"], MADE["cagr"])


@pytest.mark.parametrize("name", MADE)
def test_states_partition_the_cells_and_nothing_is_infinite(name: str) -> None:
    @settings(max_examples=40)
    @given(MADE[name])
    def holds(found: Cells) -> None:
        assert found.values.dtype == np.float64
        assert found.states.dtype == np.uint8
        assert len(found.values) == len(found.states) == SIZE
        assert set(found.states.tolist()) <= set(State)
        np.testing.assert_array_equal(np.isfinite(found.values), found.states == State.VALUE)
        assert not np.isinf(found.values).any()

    holds()


@settings(max_examples=40)
@given(MADE["shown_pe"], MADE["cagr"])
def test_a_derived_cell_takes_the_worst_state(pe: Cells, growth: Cells) -> None:
    worst = np.maximum(pe.states, growth.states)
    found = valuation.peg(pe, growth).states
    np.testing.assert_array_equal(found[worst > 0], worst[worst > 0])
    assert set(found[worst == 0].tolist()) <= {State.VALUE, State.NM}


@settings(max_examples=40)
@given(given_cells, given_cells, st.permutations(range(SIZE)))
def test_a_cell_does_not_depend_on_its_neighbours(eps: Cells, before: Cells, order: list[int]) -> None:
    def moved(one: Cells) -> Cells:
        return Cells(one.values[order], one.states[order])

    straight: Any = moved(valuation.growth(eps, before))
    crossed = valuation.growth(moved(eps), moved(before))
    np.testing.assert_array_equal(straight.values, crossed.values)
    np.testing.assert_array_equal(straight.states, crossed.states)


@given(arrays.arrays(np.float64, SIZE, elements=st.floats(0.01, 1e6)), groups)
def test_half_a_group_is_not_above_its_median(pe: NDArray[np.float64], group: NDArray[np.int32]) -> None:
    found = valuation.to_group(valuation.given(pe, np.ones(SIZE, dtype=bool)), group)
    for one in set(group.tolist()) - {-1}:
        premiums = found.values[group == one]
        assert (premiums <= 0).sum() * 2 >= len(premiums)
        assert (premiums >= 0).sum() * 2 >= len(premiums)
