"""The universe of small books written for one question each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

import tui
from tui.columns import State, Year

if TYPE_CHECKING:
    from pathlib import Path

    from tui.universe.universe import Universe

COVERAGE = "code,name,group,rating,price,currency\n"
ESTIMATES = "code,year,basis,eps,pe_printed,source\n"
MARKET = "code,name,price,pre_close\n"


def load(root: Path, **files: str) -> Universe:
    """A book of files given as coverage_03='…', loaded; 03 is a day of July 2026."""
    (root / "book.toml").write_text('title = "t"\n', encoding="utf-8")
    for name, text in files.items():
        table, _, day = name.rpartition("_")
        (root / table).mkdir(exist_ok=True)
        (root / table / f"2026-07-{day}.csv").write_text(text, encoding="utf-8")
    return tui.load(root, themes=[])


def cell(held: Universe, code: str, name: str) -> object:
    at = held.row_of[code]
    state = State(int(held.states(name)[at]))
    return held.values(name)[at] if state == State.VALUE else state.word


A = "600001.SH"
ONE = f"{A},甲,g,买入,20.00,CNY\n"


def test_a_printed_pe_without_the_report_s_price_is_computed_at_a_later_one(tmp_path: Path) -> None:
    held = load(
        tmp_path,
        coverage_03=COVERAGE + f"{A},甲,g,买入,,CNY\n",
        estimates_03=ESTIMATES + f"{A},2026,E,2.00,5.0,house\n",
        market_06=MARKET + f"{A},甲,24.00,24.00\n",
    )
    assert cell(held, A, "pe_2026E") == 12
    assert cell(held, A, "checks") == 0


def test_a_market_of_the_report_s_own_day_leaves_the_printed_pe(tmp_path: Path) -> None:
    held = load(
        tmp_path,
        coverage_03=COVERAGE + f"{A},甲,g,买入,,CNY\n",
        estimates_03=ESTIMATES + f"{A},2026,E,2.00,5.0,house\n",
        market_03=MARKET + f"{A},甲,10.20,10.20\n",
    )
    assert cell(held, A, "pe_2026E") == 5
    assert cell(held, A, "price") == 10.2


def test_a_neighbour_in_another_currency_is_no_sign_of_a_swap(tmp_path: Path) -> None:
    rows = f"{A},2026,E,1.00,50.0,house\n600002.SH,2026,E,1.00,99.0,house\n"
    for currency, cause in (("HKD", ""), ("CNY", "swapped")):
        held = load(
            tmp_path,
            coverage_03=COVERAGE + ONE + f"600002.SH,乙,g,买入,50.00,{currency}\n",
            estimates_03=ESTIMATES + rows,
        )
        mine = [r for r in held.checks.to_pylist() if r["code"] == A]
        assert [r["cause"] for r in mine] == [cause]


def test_a_share_issue_over_the_weekend(tmp_path: Path) -> None:
    held = load(
        tmp_path,
        coverage_03=COVERAGE + f"{A},甲,g,买入,42.00,CNY\n",
        estimates_03=ESTIMATES + f"{A},2026,E,2.10,20.0,house\n",
        market_06=MARKET + f"{A},甲,33.00,30.00\n",
    )
    assert cell(held, A, "pe_2026E") == pytest.approx(22)
    assert cell(held, A, "price_change_pct") == pytest.approx(10)
    assert not held.unadjusted.any()
    assert not held.pe_unadjusted.any()


def test_an_unknown_share_issue_is_marked(tmp_path: Path) -> None:
    held = load(
        tmp_path,
        coverage_03=COVERAGE + ONE,
        estimates_03=ESTIMATES + f"{A},2026,E,2.00,10.0,house\n",
        market_08=MARKET + f"{A},甲,12.00,10.00\n",
    )
    assert cell(held, A, "pe_2026E") == pytest.approx(6)
    assert held.unadjusted.all()
    assert held.pe_unadjusted.all()


def test_a_coverage_newer_than_the_estimates_moves_their_pe(tmp_path: Path) -> None:
    held = load(
        tmp_path,
        coverage_03=COVERAGE + ONE,
        coverage_10=COVERAGE + f"{A},甲,g,买入,22.00,CNY\n",
        estimates_03=ESTIMATES + f"{A},2026,E,2.00,10.0,house\n",
    )
    assert cell(held, A, "pe_2026E") == pytest.approx(11)
    assert held.checks.num_rows == 0
    assert held.pe_unadjusted.all()


def test_estimates_that_stand_while_prices_move_on(tmp_path: Path) -> None:
    monday = load(
        tmp_path,
        coverage_03=COVERAGE + ONE,
        estimates_03=ESTIMATES + f"{A},2026,E,2.00,10.0,house\n",
        market_06=MARKET + f"{A},甲,22.00,20.00\n",
    )
    sunday = tui.load(tmp_path, as_of=date(2026, 7, 5), themes=[])
    assert cell(sunday, A, "pe_2026E") == 10
    assert monday.as_of == date(2026, 7, 6)
    assert cell(monday, A, "pe_2026E") == pytest.approx(11)
    assert monday.dates == {
        "coverage": date(2026, 7, 3),
        "estimates": date(2026, 7, 3),
        "market": date(2026, 7, 6),
    }


def test_other_years_and_a_gap_between_them(tmp_path: Path) -> None:
    rows = "".join(
        f"{A},{y},{b},{e},,house\n" for y, b, e in ((2026, "A", 1), (2029, "E", 8), (2031, "E", 9))
    )
    held = load(tmp_path, coverage_03=COVERAGE + ONE, estimates_03=ESTIMATES + rows)
    assert held.years == (Year(2026, "A"), Year(2029, "E"), Year(2031, "E"))
    assert held.forward_pe == "pe_2029E"
    assert cell(held, A, "eps_cagr") == pytest.approx(9 ** (1 / 5) - 1)
    assert not [name for name in held.columns if name.startswith("eps_growth")]


@pytest.mark.parametrize(("basis", "forward"), [("A", None), ("E", "pe_2026E")])
def test_years_of_one_kind_give_no_growth_to_the_last_estimate(
    tmp_path: Path, basis: str, forward: str | None
) -> None:
    held = load(
        tmp_path, coverage_03=COVERAGE + ONE, estimates_03=ESTIMATES + f"{A},2026,{basis},2.00,10.0,house\n"
    )
    assert held.forward_pe == forward
    assert cell(held, A, "eps_cagr") == "missing"
    assert cell(held, A, "peg") == "missing"


def test_without_estimates_every_name_is_uncovered(tmp_path: Path) -> None:
    held = load(tmp_path, coverage_03=COVERAGE + ONE)
    assert held.years == ()
    assert held.forward_pe is None
    assert [cell(held, A, n) for n in ("eps_cagr", "peg", "pe_to_group", "price_change_pct")] == [
        *["uncovered"] * 3,
        "missing",
    ]


def test_estimates_alone_are_a_universe(tmp_path: Path) -> None:
    rows = f"600002.SH,2026,E,1.00,50.0,house\n{A},2026,E,2.00,10.0,house\n"
    held = load(tmp_path, estimates_03=ESTIMATES + rows)
    assert list(held.row_of) == ["600002.SH", A]
    assert cell(held, A, "pe_2026E") == 10
    assert cell(held, A, "price") == "missing"


def test_what_is_estimated_but_not_covered_is_told(tmp_path: Path) -> None:
    rows = f"{A},2026,E,2.00,10.0,house\n600009.SH,2026,E,2.00,10.0,house\n"
    held = load(tmp_path, coverage_03=COVERAGE + ONE, estimates_03=ESTIMATES + rows)
    assert list(held.row_of) == [A]
    (problem,) = held.problems
    assert problem.what == "600009.SH"
    assert problem.file.endswith("2026-07-03.csv")


def test_columns_of_a_file_that_bear_our_own_names(tmp_path: Path) -> None:
    """What a file calls pb_state is kept, and never taken for the states of pb."""
    held = load(
        tmp_path,
        coverage_03=COVERAGE + ONE,
        market_06="code,name,price,pb,pb_state,check_2026E,check_flag\n" + f"{A},甲,22.00,1.50,open,7,x\n",
    )
    assert cell(held, A, "pb") == 1.5
    assert held.table.column("given_pb_state").to_pylist() == ["open"]
    assert {"given_pb_state", "check_flag"} <= set(held.defaults)
    data = tui.export(held, tui.View(columns=("pb", "given_pb_state")), states=True)
    assert data == b"pb,given_pb_state,pb_state\n1.5,open,value\n"


def test_absurd_figures_are_no_warning_and_no_infinity(tmp_path: Path) -> None:
    rows = f"{A},2025,A,1e-300,1e300,house\n{A},2026,E,1e300,1e-300,house\n{A},2027,E,0.01,1e308,house\n"
    held = load(
        tmp_path,
        coverage_03=COVERAGE + f"{A},甲,g,买入,1e300,CNY\n600002.SH,乙,g,买入,1e-300,CNY\n",
        estimates_03=ESTIMATES + rows + rows.replace(A, "600002.SH"),
        market_06=MARKET + f"{A},甲,1e-300,1e300\n600002.SH,乙,1e300,1e-300\n",
    )
    for column in held.columns.values():
        if column.kind.numeric:
            values, states = held.values(column.name), held.states(column.name)
            np.testing.assert_array_equal(np.isfinite(values), states == State.VALUE)
    assert tui.export(held, states=True)


@pytest.mark.parametrize("text", ["", "code\n", COVERAGE, "nonsense\n1\n", "\x00\x01"])
def test_a_file_without_a_name_is_no_crash(tmp_path: Path, text: str) -> None:
    held = load(tmp_path, coverage_03=text)
    assert held.rows == 0
    assert (tui.export(held) or b"").startswith(b"code,name")


def test_an_empty_book_is_an_empty_universe(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('title = "new"\n', encoding="utf-8")
    universe = tui.load(tmp_path)
    assert universe.rows == 0
    assert universe.problems == ()
    assert tui.export(universe, fmt="json") == b"[]\n"
