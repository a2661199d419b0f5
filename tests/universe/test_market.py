"""A whole market as one file, with the traps that such files hold."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

import tui
from tests.universe.worlds import SHARED
from tui.columns import State
from tui.view.arrange import arrange
from tui.view.resolve import resolve

if TYPE_CHECKING:
    from tui.universe.universe import Universe

FILE = SHARED / "data" / "market-2026-04-15.parquet"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the whole market is not beside the checkout")
MISSING_PE = 1_487


@pytest.fixture(scope="module")
def market() -> Universe:
    return tui.load(FILE, na=["pe_ttm=0"])


def test_every_name_is_there(market: Universe) -> None:
    assert market.rows == 5_484
    assert market.as_of == date(2026, 4, 15)
    assert market.read_only
    assert market.problems == ()
    codes = market.table.column("code").to_pylist()
    assert len(set(codes)) == 5_484
    assert {code[-3:] for code in codes} == {".SH", ".SZ", ".BJ"}
    assert "000001.SZ" in market.row_of


def test_the_vendor_s_columns_are_known(market: Universe) -> None:
    known = {
             "price", "pre_close", "change_pct", "turnover_rate_pct", "pe", "pe_ttm", "pb", "ps_ttm",
             "dividend_yield_pct", "shares", "market_cap", "float_market_cap", "industry", "area",
    }  # fmt: skip
    assert known <= set(market.columns)
    assert market.defaults[:4] == ("code", "name", "price", "as_of")
    assert {"eps_cagr", "peg", "group", "rating", "news", "checks"}.isdisjoint(market.defaults)


def test_units_are_ours(market: Universe) -> None:
    row = market.row_of["600941.SH"]
    assert market.values("price")[row] == 93.71
    assert market.values("market_cap")[row] == pytest.approx(2_029_519_000_000, rel=1e-4)
    assert market.values("shares")[row] == pytest.approx(21_657_440_000, rel=1e-4)
    assert market.values("dividend_yield_pct")[row] == pytest.approx(5.1159)


def test_a_nought_that_is_declared_missing(market: Universe) -> None:
    assert int((market.states("pe_ttm") == State.MISSING).sum()) == MISSING_PE
    assert int(np.isnan(market.values("pe_ttm")).sum()) == MISSING_PE
    undeclared = tui.load(FILE)
    assert int((undeclared.values("pe_ttm") == 0).sum()) == MISSING_PE


def test_cells_without_a_value_are_last_in_both_directions(market: Universe) -> None:
    for text in ("pe_ttm", "-pe_ttm"):
        view = resolve(market, tui.View(sort=tui.parse_sort(text), by=tui.By.NONE))
        values = market.values("pe_ttm")[arrange(market, view).rows]
        assert np.isnan(values[-MISSING_PE:]).all()
        steps = np.diff(values[:-MISSING_PE])
        assert (steps <= 0).all() if text.startswith("-") else (steps >= 0).all()


def test_marks_and_full_width_letters_stay(market: Universe) -> None:
    names = market.table.column("name").to_pylist()
    assert "万科Ａ" in names
    assert any(name.startswith("*ST") for name in names)


def test_a_day_s_change_agrees_with_the_two_prices(market: Universe) -> None:
    with np.errstate(all="ignore"):
        computed = 100 * (market.values("price") / market.values("pre_close") - 1)
    have = np.isfinite(computed) & (market.states("change_pct") == State.VALUE)
    assert np.abs(computed - market.values("change_pct"))[have].max() < 0.02
