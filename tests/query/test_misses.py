"""Near misses: the rows that fail one clause, nearest first, as a slow search finds them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.tables import Table, tables, tests
from tests.query.tables import clauses as one_clause
from tests.query.worlds import FakeScope
from tui.query.check import read
from tui.query.misses import clauses, near
from tui.query.typed import AllOf, Test
from tui.query.why import Clause, Verdict, why

TRUE, FALSE = Verdict.TRUE, Verdict.FALSE

BOOK = Table(
    6,
    {
        "pe_2026E": [30.0, 50.0, 46.0, 60.0, None, 44.0],
        "peg": [1.0, 1.0, 2.0, 3.0, 1.0, 5.0],
        "eps_2026E": [1.0, 2.0, 3.0, 4.0, 5.0, -1.0],
        "as_of": [10.0, 20.0, 30.0, 40.0, 50.0, 60.0],
    },
    {},
    {"group": ["equipment", "equipment", "equipment", "operators", "equipment", "operators"]},
    {"themes": [("ai-compute",), ("ai-compute", "5g-a"), ("5g-a",), None, None, ("tariffs",)]},
)


def found(query: str, limit: int | None = None) -> list[tuple[int, int, float | None]]:
    misses = near(read(query, FakeScope()), BOOK, limit)
    return [(m.row, m.index, None if m.share is None else round(m.share, 4)) for m in misses]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        # row 3 fails two, row 4 has no pe26
        ("pe26 < 45 and group = equipment", [(2, 0, -0.0222), (1, 0, -0.1111), (5, 1, None)]),
        # a query that is no `and` is one clause
        ("pe26 < 45", [(2, 0, -0.0222), (1, 0, -0.1111), (3, 0, -0.3333)]),
        # brackets inside of an `and` are clauses of it; a chain is two
        (
            "group = equipment and (peg < 2 and 31 <= pe26 <= 49)",
            [(2, 1, 0.0), (1, 3, -0.0204), (0, 2, -0.0323)],
        ),
        # either would do: the nearer counts
        ("(pe26 < 40 or peg < 0.5) and eps26 > 0", [(2, 0, -0.15), (1, 0, -0.25), (3, 0, -0.5)]),
        # an `and` inside of an `or`: the farther of those that fail
        (
            "(pe26 < 40 and peg < 1) or eps26 < 0",
            [(0, 0, 0.0), (4, 0, 0.0), (1, 0, -0.25), (2, 0, -1.0), (3, 0, -2.0)],
        ),
        # not (a or b): all that are true have to go; not (a and b): one of them
        (
            "not (pe26 > 45 or peg > 2)",
            [(2, 0, -0.0222), (1, 0, -0.1111), (3, 0, -0.5), (5, 0, -1.5)],
        ),
        ("not (pe26 > 45 and peg > 2)", [(3, 0, -0.3333)]),
        # no share of zero, and none of dates: by the margin itself
        ("eps26 < 0", [(0, 0, None), (1, 0, None), (2, 0, None), (3, 0, None), (4, 0, None)]),
        ("not eps26 > 0", [(0, 0, None), (1, 0, None), (2, 0, None), (3, 0, None), (4, 0, None)]),
        ("as_of > 1970-02-15", [(3, 0, None), (2, 0, None), (1, 0, None), (0, 0, None)]),
        # no figure at all: by row
        ("group = operators", [(0, 0, None), (1, 0, None), (2, 0, None), (4, 0, None)]),
        ("pe26 is missing and peg = 2", [(4, 1, -0.5), (2, 0, None)]),
        # by theme: the nearest one; without a theme it is unknown
        ("peg > max(peg by theme)", [(0, 0, 0.0), (1, 0, 0.0), (2, 0, 0.0), (5, 0, 0.0)]),
        ("peg > 1 and peg < min(peg by theme) + 0.5", [(0, 0, 0.0), (1, 0, 0.0), (2, 1, -0.3333)]),
        ("pe26 < 1000", []),
    ],
)
def test_near_misses(query: str, wanted: list[tuple[int, int, float | None]]) -> None:
    assert found(query) == wanted
    for limit in range(-1, len(wanted) + 2):
        assert found(query, limit) == wanted[: max(limit, 0)]


def test_a_miss_has_the_clause_that_fails() -> None:
    (miss, *_) = near(read("pe26 < 45 and group = equipment", FakeScope()), BOOK)
    assert (miss.clause.text, miss.clause.margin) == ("pe26 < 45", -1.0)
    assert miss.share == miss.clause.share


# ── against a slow search ───────────────────────────────────────────────────────────────────────────


def slow(test: Test, table: Table) -> list[tuple[int, int, float | None]]:
    """Every near miss, from the explanations of all rows."""
    out = []
    for row in range(table.size):
        told = [why(part, table, row) for part in clauses(test)]
        if [c.verdict for c in told].count(FALSE) == 1 and all(c.verdict in {TRUE, FALSE} for c in told):
            index = next(i for i, c in enumerate(told) if c.verdict is FALSE)
            out.append((far(told[index], wanted=True), own(told[index]), row, index))
    return [(row, index, -d if math.isfinite(d) else None) for d, _, row, index in sorted(out)]


def far(clause: Clause, *, wanted: bool) -> float:
    """How far a clause, which says the opposite, is from what is wanted of it."""
    if clause.op == "test":
        return math.inf if clause.share is None else abs(clause.share)
    if clause.op == "not":
        return far(clause.children[0], wanted=not wanted)
    off = [far(c, wanted=wanted) for c in clause.children if c.verdict is (FALSE if wanted else TRUE)]
    return max(off) if (clause.op == "and") is wanted else min(off)


def own(clause: Clause) -> float:
    return math.inf if clause.margin is None else abs(clause.margin)


conjunctions = st.lists(one_clause, min_size=2, max_size=3).map(lambda of: AllOf(tuple(of)))


@settings(max_examples=120, deadline=None)
@given(tables(), tests | conjunctions, st.none() | st.integers(0, 4))
def test_as_a_slow_search_finds_them(table: Table, test: Test, limit: int | None) -> None:
    misses = near(test, table, limit)
    assert [(m.row, m.index, m.share) for m in misses] == slow(test, table)[:limit]
    for miss in misses:
        assert miss.clause == why(clauses(test)[miss.index], table, miss.row)
        assert miss.clause.verdict is FALSE
        assert miss.clause.left is None or miss.share == miss.clause.share
