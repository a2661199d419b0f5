"""The best rows against a sort of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.tables import Table
from tui.columns import Kind
from tui.query import engine, masks
from tui.query import top as module
from tui.query.engine import prepare
from tui.query.top import ordered, rows, top
from tui.query.typed import Cmp, Col, Const

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.query.data import Bools, Floats

    Case = tuple[Table, list[Floats], int]

PASSING = Cmp("<", Col("x", Kind.NUMBER, "x"), Const(2.0))


def sorted_whole(passing: Bools, keys: Sequence[Floats], limit: int | None) -> list[int]:
    """Every true row by the keys, then the first ones."""
    found = np.flatnonzero(passing)
    order = np.lexsort([found, *(key[found] for key in reversed(keys))])
    best: list[int] = found[order][:limit].tolist()
    return best


cell = st.sampled_from([0.0, -0.0, 1.0, 2.0, 5.0, np.nan, -3.0])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    size = draw(st.integers(0, 60))
    column = st.lists(cell, min_size=size, max_size=size).map(lambda c: np.array(c, dtype=np.float64))
    x = draw(st.lists(st.sampled_from([0.0, 1.0, 2.0, None]), min_size=size, max_size=size))
    return Table(size, {"x": x}), draw(st.lists(column, max_size=3)), draw(st.integers(0, 20))


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks and pools so small that a few rows go through all of it."""
    monkeypatch.setattr(engine, "FIRST", 5)
    monkeypatch.setattr(engine, "BLOCK", 11)
    monkeypatch.setattr(module, "SLACK", 2)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_the_best_rows_are_the_first_of_all_sorted(case: Case) -> None:
    table, keys, limit = case
    program = prepare(PASSING, table)
    passing = program.truth().true
    for sparse in (0.5, 2, 1000):  # asked after one by one, either, or as blocks
        with patch.object(masks, "SPARSE", sparse):
            assert top(program, keys, limit).tolist() == sorted_whole(passing, keys, limit)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_rows_are_all_that_pass(case: Case) -> None:
    table, keys, _ = case
    program = prepare(PASSING, table)
    assert rows(program).tolist() == np.flatnonzero(program.truth().true).tolist()
    assert ordered(rows(program), keys).tolist() == sorted_whole(program.truth().true, keys, None)


@pytest.mark.parametrize("first", ["level", "empty", "falling", "rising"])
def test_many_rows_of_one_kind(monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    """What is worst for a threshold: all level, none with a value, each block better than the last."""
    monkeypatch.setattr(engine, "BLOCK", 1000)
    size = 20_000
    rng = np.random.default_rng(5)
    made = {
        "level": np.zeros(size), "empty": np.full(size, np.nan),
        "falling": -np.arange(size, dtype=float), "rising": np.arange(size, dtype=float),
    }[first]  # fmt: skip
    keys = [made, rng.integers(0, 50, size).astype(float)]
    program = prepare(PASSING, Table(size, {"x": rng.integers(0, 3, size).astype(float).tolist()}))
    found = top(program, keys, 100)
    passing = program.truth().true
    assert found.tolist() == sorted_whole(passing, keys, 100)
    assert found.dtype == np.int64
