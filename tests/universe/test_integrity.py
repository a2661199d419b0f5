"""The check of a printed PE against the price and EPS beside it, and what it takes for the cause."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.universe.worlds import cases, floats, number
from tui.columns import Year
from tui.universe.integrity import Places, Status, Verdict, check, fits, implied, likely_causes

if TYPE_CHECKING:
    from collections.abc import Sequence

YES, NO = np.array([True]), np.array([False])
Row = dict[str, str]


def verdict(price: float, eps: float, printed: float, places: Places, *, same: bool = True) -> Verdict:
    return check(floats(price), floats(eps), floats(printed), places, YES if same else NO)


def places_of(row: Row) -> Places:
    return Places(*(int(row[f"{name}_places"]) for name in ("price", "eps", "pe")))


@pytest.mark.parametrize("row", cases("integrity.csv"))
def test_cases(row: Row) -> None:
    price, eps, printed = (number(row[name]) for name in ("price", "eps", "printed"))
    found = verdict(price, eps, printed, places_of(row), same=row["same_currency"] == "yes")
    assert Status(int(found.status[0])).word == row["status"]
    if row["low"]:
        assert found.low[0] == pytest.approx(number(row["low"]), rel=1e-12)
        assert found.high[0] == pytest.approx(number(row["high"]), rel=1e-12)


def test_a_column_at_once_is_the_same_as_cell_by_cell() -> None:
    rows = [c.values[0] for c in cases("integrity.csv") if c.values[0]["price_places"] == "2"]
    rows = [r for r in rows if r["eps_places"] == "2" and r["same_currency"] == "yes"]
    price, eps, printed = (floats(*(number(r[name]) for r in rows)) for name in ("price", "eps", "printed"))
    found = check(price, eps, printed, Places(2, 2, 1), np.ones(len(rows), dtype=bool))
    assert [Status(int(s)).word for s in found.status] == [r["status"] for r in rows]


@pytest.mark.parametrize("price", [1.0, 100.0])
def test_an_eps_that_may_as_well_be_nought_says_nothing(price: float) -> None:
    """Half a unit of its last place is more than the EPS itself: the quotient has no upper end."""
    assert verdict(price, 0.004, 250.0, Places(2, 2, 1)).status[0] == Status.UNCHECKED


def test_the_interval_of_a_loss_is_none() -> None:
    low, high = implied(floats(20, 20, 20), floats(-1, 0, None), Places(2, 2, 1))
    assert np.isnan(low).all()
    assert np.isnan(high).all()


# ── causes ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("row", cases("causes.csv"))
def test_causes(row: Row) -> None:
    """Each case is one name of three, at `at`; its neighbours stand above and below it."""
    years = [Year(2025, "A"), Year(2026, "E"), Year(2027, "E")]
    price = floats(*map(number, row["price"].split()))
    eps = {y: floats(*map(number, row[f"eps_{y}"].split())) for y in years}
    printed = {y: floats(*map(number, row[f"pe_{y}"].split())) for y in years}
    at, year = int(row["at"]), next(y for y in years if str(y) == row["year"])
    places = Places(2, 2, 1)
    status = check(price, eps[year], printed[year], places, np.ones(len(price), dtype=bool)).status[at]
    assert status == Status.CONTRADICTS
    order = [int(i) for i in row["order"].split()]  # the rows as the report lists them
    listed = (price[order], {y: v[order] for y, v in eps.items()}, {y: v[order] for y, v in printed.items()})
    assert likely_causes(np.array([order.index(at)]), year, *listed, places) == [row["cause"]]


@pytest.mark.parametrize("printed", [float("nan"), 99.0])
def test_fits_needs_a_figure_that_agrees(printed: float) -> None:
    price, eps = floats(20, 20), floats(1, 1)
    assert fits(price, eps, np.array([printed, 20.0]), Places(2, 2, 1)).tolist() == [False, True]


# ── what holds for all figures ──────────────────────────────────────────────────────────────────────

exact = st.decimals(min_value="0.001", max_value="100000", allow_nan=False, allow_infinity=False, places=9)
rounding = st.sampled_from([ROUND_HALF_EVEN, ROUND_HALF_UP])


def rounded(value: Fraction, places: int, how: str) -> Decimal:
    """An exact figure as a report prints it."""
    wide = Decimal(value.numerator * 10**30 // value.denominator).scaleb(-30)
    if Fraction(wide) != value:  # a digit that tells the rest from a tie
        wide += Decimal(1).scaleb(-30)
    return wide.quantize(Decimal(1).scaleb(-places), rounding=how)


def printed_figures(
    exact_price: Decimal, exact_eps: Decimal, places: Places, how: Sequence[str]
) -> list[float]:
    price, eps = Fraction(exact_price), Fraction(exact_eps)
    figures = ((price, places.price), (eps, places.eps), (price / eps, places.pe))
    return [float(rounded(v, p, h)) for (v, p), h in zip(figures, how, strict=True)]


@given(
    exact,
    exact,
    st.builds(Places, st.integers(0, 6), st.integers(0, 6), st.integers(0, 6)),
    st.tuples(rounding, rounding, rounding),
)
def test_what_is_rounded_from_exact_figures_never_contradicts(
    price: Decimal, eps: Decimal, places: Places, how: tuple[str, str, str]
) -> None:
    shown_price, shown_eps, shown_pe = printed_figures(price, eps, places, how)
    found = verdict(shown_price, shown_eps, shown_pe, places)
    if shown_price > 0 and shown_eps > 0:
        assert found.status[0] in {Status.CONSISTENT, Status.IMPRECISE}
        true = float(Fraction(price) / Fraction(eps))
        assert found.low[0] <= true * (1 + 1e-12)
        assert found.high[0] >= true * (1 - 1e-12)
    else:
        assert found.status[0] == Status.UNCHECKED


tie = st.integers(1, 10**6)


@given(tie, tie, st.integers(0, 4), st.integers(0, 4), rounding, rounding)
def test_ties_do_not_contradict_either(
    price_units: int, eps_units: int, price_places: int, eps_places: int, up: str, down: str
) -> None:
    """Exact figures that end in half a unit of what is printed: the closed borders themselves."""
    price = (Decimal(price_units) + Decimal("0.5")).scaleb(-price_places)
    eps = (Decimal(eps_units) + Decimal("0.5")).scaleb(-eps_places)
    places = Places(price_places, eps_places, 1)
    shown = printed_figures(price, eps, places, (up, down, up))
    assert verdict(shown[0], shown[1], shown[2], places).status[0] in {Status.CONSISTENT, Status.IMPRECISE}


@given(
    st.decimals(2, 10**5, places=4), st.decimals(2, 10**3, places=4), st.floats(min_value=1.5, max_value=50)
)
def test_a_figure_far_outside_contradicts(price: Decimal, eps: Decimal, factor: float) -> None:
    shown_price, shown_eps, _ = printed_figures(price, eps, Places(2, 2, 1), [ROUND_HALF_UP] * 3)
    wrong = round(float(price / eps) * factor + 1, 1)
    assert verdict(shown_price, shown_eps, wrong, Places(2, 2, 1)).status[0] == Status.CONTRADICTS


anything = st.floats(allow_nan=True, allow_infinity=True)


@given(anything, anything, anything, st.booleans())
def test_every_figure_gets_a_verdict_and_no_infinity(price: float, eps: float, pe: float, same: bool) -> None:
    found = verdict(price, eps, pe, Places(2, 2, 1), same=same)
    assert int(found.status[0]) in set(Status)
    assert not math.isinf(found.high[0])
    checkable = price > 0 and eps > 0 and math.isfinite(pe) and same
    if not checkable:
        assert found.status[0] == Status.UNCHECKED
