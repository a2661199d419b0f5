"""What a query left out, by column and by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from tests.query.tables import PREVIOUS, Old, Table, tables, tests
from tui.columns import Kind
from tui.query import leftout
from tui.query.engine import prepare
from tui.query.leftout import ClauseCount, LeftOut, clause_counts, left_out
from tui.query.typed import (
    AllOf,
    AnyOf,
    Arith,
    Cmp,
    Col,
    Const,
    Cross,
    Fits,
    InState,
    NotTest,
    OneOf,
    Same,
    TextCol,
)

if TYPE_CHECKING:
    from tui.query.typed import Test

X, Y = Col("x", Kind.NUMBER, "X"), Col("y", Kind.NUMBER, "Y")
OLD_X = Col("x", Kind.NUMBER, "X", PREVIOUS)
GROUP, OTHER = TextCol("group", "Group"), TextCol("other", "Other")
THEN = Table(2, {"x": [1.0, None], "y": [1.0, 2.0]}, words={"group": ["p", None]})
TABLE = Table(
    6,
    {"x": [1.0, None, None, 4.0, 5.0, None], "y": [0.0, 1.0, None, 3.0, None, 6.0]},
    words={"group": ["p", "p", None, "q", "q", "empty"], "other": ["p", None, None, "", "q", "x"]},
    tagged={"themes": [("t",), ("t", "u"), (), None, ("u",), ("v",)]},
    pasts={PREVIOUS: Old(THEN, [0, 1, -1, 0, 1, -1])},
)
LOW, HIGH = Const(2.0), Const(9.0)
RATIO = Arith("/", X, Y, "x / y")


def of(test: Test) -> tuple[int, dict[str, int]]:
    found = left_out(prepare(test, TABLE))
    return found.count, dict(found.columns)


@pytest.mark.parametrize(
    ("test", "count", "columns"),
    [
        (Cmp("<", X, LOW), 3, {"X": 3}),
        (NotTest(Cmp("<", X, LOW)), 3, {"X": 3}),
        # a row that fails for a value it has is not left out
        (AllOf((Cmp("<", X, LOW), Cmp(">", Y, LOW))), 2, {"X": 2, "Y": 1}),
        (AnyOf((Cmp("<", X, LOW), Cmp(">", Y, HIGH))), 4, {"X": 3, "Y": 2}),
        (Cmp("<", X, Y), 4, {"X": 3, "Y": 2}),
        # the same column in two clauses counts a row once
        (AllOf((Cmp("<", X, HIGH), Cmp(">", X, Const(0.0)))), 3, {"X": 3}),
        (Cmp("<", RATIO, HIGH), 5, {"X": 3, "Y": 2, "x / y": 1}),
        (Cmp("<", OLD_X, HIGH), 4, {"X @ previous": 4}),
        (OneOf(GROUP, frozenset({"p"})), 1, {"Group": 1}),
        (Fits(OTHER, "p*"), 3, {"Other": 3}),
        (Same(GROUP, OTHER), 3, {"Group": 1, "Other": 3}),
        (InState(X, "missing"), 0, {}),
        (AllOf((InState(X, "missing"), Cmp("<", X, LOW))), 3, {"X": 3}),
        (Cmp("=", Cross("rank", X, text="rank(x)"), LOW), 3, {"X": 3}),
        (Cmp("<", Cross("pct_rank", X, "group", text="pct_rank"), LOW), 4, {"X": 3, "pct_rank": 1}),
        (Cmp("<", Cross("rank", Y, "group", text="rank"), LOW), 2, {"Y": 2}),
        # row 2 has no group; in the last group there is no value at all
        (Cmp("<", Cross("median", X, "group", text="the median"), LOW), 2, {"group": 1, "the median": 1}),
        (Cmp("<", Cross("rank", X, when=PREVIOUS, text="rank"), LOW), 4, {"X @ previous": 4}),
        (Cmp("<", Cross("min", Y, "group", when=PREVIOUS, text="min"), LOW), 4, {"group @ previous": 4}),
        # by tags: rows 2 and 3 have none; v has no value; row 1 is true by t
        (
            Cmp("<", Cross("max", X, "themes", tags=True, text="max"), LOW, "themes"),
            3,
            {"themes": 2, "max": 1},
        ),
        (Cmp("<", X, Cross("max", X, "themes", tags=True, text="max"), "themes"), 4, {
            "X": 2, "themes": 2, "max": 1,
        }),
    ],
)  # fmt: skip
def test_blame(test: Test, count: int, columns: dict[str, int]) -> None:
    assert of(test) == (count, columns)


def test_the_biggest_comes_first() -> None:
    found = left_out(prepare(Cmp("<", Y, X), TABLE))
    assert found.columns == (("X", 3), ("Y", 2))


def test_clauses_say_what_each_let_through() -> None:
    test = AllOf((Cmp("<", X, LOW, text="x < 2"), Cmp(">", Y, LOW, text="y > 2")))
    wanted = (ClauseCount("x < 2", 1, 2, 3), ClauseCount("y > 2", 2, 2, 2))
    assert left_out(prepare(test, TABLE)).clauses == wanted
    assert clause_counts(prepare(test, TABLE)) == wanted
    one = Cmp("<", X, LOW, text="x < 2")
    assert left_out(prepare(one, TABLE)).clauses == wanted[:1]


def test_nothing_unknown_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Table(3, {"x": [1.0, 2.0, 3.0]})
    program = prepare(Cmp("<", X, LOW), full)
    monkeypatch.setattr(leftout, "_Blame", None)
    monkeypatch.setattr(type(program), "truth", None)
    monkeypatch.setattr(type(program), "possible", None)
    assert left_out(program) == LeftOut(0)


@settings(max_examples=50, deadline=None)
@given(tables(), tests)
def test_every_row_left_out_has_someone_to_blame(table: Table, test: Test) -> None:
    program = prepare(test, table)
    truth = program.truth()
    found = left_out(program, truth)
    assert found == left_out(program)
    unknown = 0 if truth.unknown is None else int(np.count_nonzero(truth.unknown))
    assert found.count == unknown
    assert bool(found.columns) == bool(unknown)
    assert sum(count for _, count in found.columns) >= unknown
    assert all(0 < count <= unknown for _, count in found.columns)
    assert list(found.columns) == sorted(found.columns, key=lambda c: -c[1])
    assert all(c.passed + c.failed + c.unknown == table.size for c in found.clauses)
