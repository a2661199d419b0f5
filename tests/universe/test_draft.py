"""The table while it is filled: which columns are the user's, and names that would collide."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.universe.worlds import floats
from tui.arrow import pa, text_array
from tui.columns import Kind, State, Year
from tui.universe.draft import Draft
from tui.universe.valuation import Cells

YEARS = (Year(2025, "A"), Year(2026, "E"))

DAY = date(2026, 7, 3)


def cells(*states: State) -> Cells:
    values = np.where([s == State.VALUE for s in states], 1.5, np.nan)
    return Cells(values, np.array(states, dtype=np.uint8))


def test_states_stand_beside_a_column_only_where_there_are_any() -> None:
    draft = Draft(2)
    draft.number("eps_2025A", cells(State.VALUE, State.VALUE))
    draft.number("pe_2025A", cells(State.VALUE, State.LOSS))
    assert list(draft.columns) == ["eps_2025A", "pe_2025A", "pe_2025A_state"]
    assert draft.columns["pe_2025A"].null_count == 1
    assert list(draft.known(YEARS)) == ["eps_2025A", "pe_2025A"]


def test_the_order_is_the_default_one_and_then_as_they_came() -> None:
    draft = Draft(1)
    for name in ("my_score", "checks", "price"):
        draft.as_given(name, pa.array([1.0]), "market", DAY)
    draft.put("code", text_array(["a"]))
    draft.put("industry", text_array(["a"]))
    draft.put("check_2026E", pa.array([1], pa.uint8()))
    assert list(draft.known(YEARS)) == ["code", "price", "checks", "my_score", "industry"]


@pytest.mark.parametrize(
    ("array", "kind"),
    [
        (pa.array([1.0]), Kind.NUMBER),
        (pa.array([1]), Kind.NUMBER),
        (pa.array(["a"]), Kind.TEXT),
        (pa.array([date(2026, 7, 3)]), Kind.DATE),
    ],
)
def test_a_column_that_nobody_knows_is_typed(array: object, kind: Kind) -> None:
    draft = Draft(1)
    draft.as_given("mine", array, "market", DAY)
    assert draft.known(YEARS)["mine"].kind == kind


def test_a_file_s_own_states_are_kept_under_another_name() -> None:
    """A text column called pb_state must never be taken for the states of pb."""
    draft = Draft(1)
    draft.as_given("mine_state", text_array(["x"]), "market", DAY)
    draft.as_given("pb_state", text_array(["x"]), "market", DAY)
    draft.as_given("pb", pa.array([1.0]), "market", DAY)
    draft.as_given("mine", pa.array([1.0]), "market", DAY)
    draft.as_given("alone_state", text_array(["x"]), "market", DAY)
    draft.as_given("check_flag", text_array(["x"]), "market", DAY)
    known = draft.known(YEARS)
    assert list(known) == ["given_mine_state", "given_pb_state", "pb", "mine", "alone_state", "check_flag"]
    assert [c.name for c in known.values()] == list(known) == list(draft.columns)


def test_counts_are_values() -> None:
    draft = Draft(2)
    draft.count("news", np.array([0, 3]))
    assert draft.columns["news"].to_pylist() == [0.0, 3.0]
    assert list(draft.columns) == ["news"]
    np.testing.assert_array_equal(floats(0, 3), draft.columns["news"].to_numpy())
