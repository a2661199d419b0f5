"""The long table of estimates, one row a name and one column a year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.universe.worlds import cases, floats, table
from tui.arrow import text_array
from tui.columns import Year
from tui.universe.estimates import nobody, pivot, years_of

A25, E26, E27 = Year(2025, "A"), Year(2026, "E"), Year(2027, "E")
NAMES = ("code", "year", "basis", "eps", "pe_printed", "source")


def line(
    code: str, year: Year, eps: float | None, pe: float | None, source: str | None = "house"
) -> dict[str, Any]:
    return dict(zip(NAMES, (code, year.year, year.basis, eps, pe, source), strict=True))


@pytest.mark.parametrize("row", cases("years.csv"))
def test_years(row: dict[str, str]) -> None:
    rows = [{"code": "A", "year": int(w[:4]), "basis": w[4:] or None} for w in row["rows"].split()]
    assert " ".join(map(str, years_of(table(rows)))) == row["years"]


def test_a_table_without_bases_is_all_estimates() -> None:
    assert years_of(table([{"code": "A", "year": 2025}])) == (Year(2025, "E"),)


def test_no_rows_no_years() -> None:
    empty = table([], NAMES)
    assert years_of(empty) == ()
    found = pivot(empty, text_array(["A", "B"]))
    assert found.years == ()
    assert not found.covered.any()


def test_pivot() -> None:
    rows = [
        line("B", E26, 2.0, 10.0, "consensus"),
        line("A", A25, 1.0, 20.0),
        line("A", E26, 1.5, None, "consensus"),
        line("A", E27, None, 8.0, None),
        line("Z", E26, 9.0, 9.0),
        line("B", A25, -1.0, -20.0),
    ]
    found = pivot(table(rows), text_array(["A", "B", "C"]))
    assert found.years == (A25, E26, E27)
    np.testing.assert_array_equal(found.eps[A25], floats(1, -1, None))
    np.testing.assert_array_equal(found.eps[E26], floats(1.5, 2, None))
    np.testing.assert_array_equal(found.eps[E27], floats(None, None, None))
    np.testing.assert_array_equal(found.printed[E27], floats(8, None, None))
    np.testing.assert_array_equal(found.printed[E26], floats(None, 10, None))
    assert found.covered.tolist() == [True, True, False]
    assert {str(y): where.tolist() for y, where in found.actual.items()} == {
        "2025A": [True, True, False],
        "2026E": [False] * 3,
        "2027E": [False] * 3,
    }
    told = [found.sources[i] if i >= 0 else None for i in found.source[E26]]
    assert told == ["consensus", "consensus", None]
    assert [found.sources[i] if i >= 0 else None for i in found.source[E27]] == [None, None, None]


def test_a_name_with_rows_but_no_figures_is_covered() -> None:
    assert pivot(table([line("A", E26, None, None)]), text_array(["A", "B"])).covered.tolist() == [
        True,
        False,
    ]


def test_the_order_of_the_names_decides_the_order_of_the_rows() -> None:
    rows = [line(code, E26, eps, 10.0) for code, eps in (("A", 1.0), ("B", 2.0), ("C", 3.0))]
    found = pivot(table(rows), text_array(["C", "A", "B"]))
    np.testing.assert_array_equal(found.eps[E26], floats(3, 1, 2))


def test_currency_where_it_is_given() -> None:
    rows = [{**line("A", E26, 1.0, 10.0), "currency": "HKD"}, {**line("B", E26, 1.0, 10.0), "currency": None}]
    found = pivot(table(rows), text_array(["A", "B", "C"]))
    told = [found.currencies[i] if i >= 0 else None for i in found.currency]
    assert told == ["HKD", None, None]


def test_nobody() -> None:
    found = nobody(2, (E26,))
    assert np.isnan(found.eps[E26]).all()
    assert found.source[E26].tolist() == [-1, -1]
    assert not found.covered.any()
