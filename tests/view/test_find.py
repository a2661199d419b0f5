"""Finding a name by what a user types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tui
from tests.universe.worlds import cases, universe
from tui.view.find import matches

if TYPE_CHECKING:
    from tui.universe.universe import Universe


@pytest.fixture(scope="module")
def sample() -> Universe:
    return tui.load()


@pytest.mark.parametrize("row", cases("find.csv"))
def test_find(sample: Universe, row: dict[str, str]) -> None:
    codes = list(sample.row_of)
    found = matches(sample, row["text"], range(sample.rows))
    assert {codes[i] for i in found} == set(row["found"].split())
    assert found == sorted(found)


def test_places_are_those_of_the_rows_given(sample: Universe) -> None:
    rows = [sample.row_of[c] for c in ("300308.SZ", "600941.SH", "601728.SH", "600941.SH")]
    assert matches(sample, "中国移动", rows) == [1, 3]
    assert matches(sample, "中国", []) == []


def test_a_name_that_is_not_given_is_no_error() -> None:
    held = universe({"code": ["600941.SH", "000001.SZ"], "name": [None, "平安银行"]})
    assert matches(held, "payh", [0, 1]) == [1]
    assert matches(held, "600941", [0, 1]) == [0]
