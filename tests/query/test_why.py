"""Explanations: the verdicts are the engine's, the sides and margins those of the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from tests.query import reference, reference_figures
from tests.query.tables import PREVIOUS, Old, Table, tables, tests
from tests.query.worlds import FakeScope
from tui.columns import Kind, State
from tui.query.check import read
from tui.query.engine import prepare
from tui.query.said import turned
from tui.query.typed import AllOf, AnyOf, Cmp, NotTest, Test
from tui.query.why import Clause, Side, Verdict, why

if TYPE_CHECKING:
    from collections.abc import Iterator

JULY_3 = 20637.0  # days since 1970-01-01
MODEST = settings(max_examples=70, deadline=None)

BOOK = Table(
    4,
    {
        "pe_2026E": [30.0, 50.0, None, 20.0],
        "pe_2027E": [15.0, 40.0, 10.0, None],
        "peg": [1.0, 3.0, 2.0, 4.0],
        "eps_cagr": [0.4, -0.1, 0.3, None],
        "change_pct": [3.0, -6.0, 0.0, 1.0],
        "market_cap": [6e10, 4e10, 0.0, None],
        "price": [10.0, 20.0, 30.0, 40.0],
        "eps_2026E": [1.0, -1.0, 0.5, None],
        "as_of": [JULY_3, JULY_3 - 79, JULY_3, None],
    },
    {"pe_2026E": [State.VALUE, State.VALUE, State.LOSS, State.VALUE], "pe_2027E": [State.UNCOVERED] * 4},
    {
        "group": ["optical-modules", "equipment", "equipment", None],
        "rating": ["买入", "增持", "", "买入"],
        "name": ["中际旭创", "中国移动", "中兴通讯", "Q"],
        "source_2026E": ["house", "consensus", None, None],
    },
    {"themes": [("ai-compute",), ("ai-compute", "leo-satellite"), ("leo-satellite",), None]},
    frozenset({"eps_2026E"}),
    {("eps_2026E", "contradicted"): [True, False, False, False]},
    {
        PREVIOUS: Old(
            Table(
                2, {"price": [12.0, 18.0]}, {}, {"rating": ["增持", "增持"]},
                {"themes": [("ai-compute",), ()]},
            ),
            [0, 1, -1, -1],
        ),
    },
)  # fmt: skip


def explained(query: str, row: int) -> Clause:
    return why(read(query, FakeScope()), BOOK, row)


def brief(side: Side | None) -> object:
    return side and (side.value if side.value is not None else side.state)


TRUE, FALSE, UNKNOWN = Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN

COMPARISONS = [
    # query, row, verdict, left, operator, right, margin, share
    ("pe26 < 45", 0, TRUE, 30.0, "<", 45.0, 15.0, 15 / 45),
    ("pe26 < 45", 1, FALSE, 50.0, "<", 45.0, -5.0, -5 / 45),
    ("pe26 < 45", 2, UNKNOWN, "loss", "<", 45.0, None, None),
    ("pe26 >= 50", 1, TRUE, 50.0, ">=", 50.0, 0.0, 0.0),
    ("pe26 > 50", 1, FALSE, 50.0, ">", 50.0, 0.0, 0.0),
    ("45 > pe26", 0, TRUE, 30.0, "<", 45.0, 15.0, 15 / 45),
    ("pe26 = 45", 1, FALSE, 50.0, "=", 45.0, -5.0, -5 / 45),
    ("pe26 != 45", 1, TRUE, 50.0, "!=", 45.0, 5.0, 5 / 45),
    ("not pe26 < 45", 1, TRUE, 50.0, ">=", 45.0, 5.0, 5 / 45),
    ("not not pe26 < 45", 1, FALSE, 50.0, "<", 45.0, -5.0, -5 / 45),
    ("not pe26 = 45", 1, TRUE, 50.0, "!=", 45.0, 5.0, 5 / 45),
    ("eps26 > 0", 1, FALSE, -1.0, ">", 0.0, -1.0, None),
    ("change_pct > -4", 1, FALSE, -6.0, ">", -4.0, -2.0, -0.5),
    ("pe26 < pe27", 3, UNKNOWN, 20.0, "<", "uncovered", None, None),
    ("pe27 / pe26 < 0.7", 1, FALSE, 0.8, "<", 0.7, 0.7 - 0.8, (0.7 - 0.8) / 0.7),
    ("pe26 / (peg - 1) < 9", 0, UNKNOWN, "nm", "<", 9.0, None, None),
    ("as_of >= 2026-07-03", 1, FALSE, JULY_3 - 79, ">=", JULY_3, -79.0, None),
    ("as_of < 2026-07-03", 3, UNKNOWN, "missing", "<", JULY_3, None, None),
    ("price > price @ previous", 0, FALSE, 10.0, ">", 12.0, -2.0, -2 / 12),
    ("price > price @ previous", 2, UNKNOWN, 30.0, ">", "missing", None, None),
    ("pe26 < median(pe26)", 3, TRUE, 20.0, "<", 30.0, 10.0, 10 / 30),
    ("rank(peg by group) = 1", 1, FALSE, 2.0, "=", 1.0, -1.0, -1.0),
    ("count(by group) > 1", 3, UNKNOWN, "missing", ">", 1.0, None, None),
    ("group = equipment", 1, TRUE, "equipment", "=", ("equipment",), None, None),
    ("group != equipment", 1, FALSE, "equipment", "!=", ("equipment",), None, None),
    ("group = equipment", 3, UNKNOWN, "missing", "=", ("equipment",), None, None),
    ("rating = 买入", 2, UNKNOWN, "missing", "=", ("买入",), None, None),
    ("rating in (增持, 买入)", 0, TRUE, "买入", "in", ("买入", "增持"), None, None),
    ("rating not in (增持, 买入)", 0, FALSE, "买入", "not in", ("买入", "增持"), None, None),
    ("rating = rating @ previous", 0, FALSE, "买入", "=", "增持", None, None),
    ("rating = rating @ previous", 3, UNKNOWN, "买入", "=", "missing", None, None),
    ("name ~ '中国*'", 1, TRUE, "中国移动", "~", "中国*", None, None),
    ("not name ~ '中国*'", 1, FALSE, "中国移动", "not ~", "中国*", None, None),
    ("theme has ai-compute", 0, TRUE, ("ai-compute",), "has", ("ai-compute",), None, None),
    ("theme has ai-compute", 3, FALSE, (), "has", ("ai-compute",), None, None),
    ("not theme has 5g-a", 0, TRUE, ("ai-compute",), "not has", ("5g-a",), None, None),
    (
        "theme has all (ai-compute, 5g-a)", 1, FALSE, ("ai-compute", "leo-satellite"), "has all",
        ("5g-a", "ai-compute"), None, None,
    ),
    ("pe26 is loss", 2, TRUE, "loss", "is", "loss", None, None),
    ("pe26 is not loss", 2, FALSE, "loss", "is not", "loss", None, None),
    ("eps26 is loss", 1, TRUE, -1.0, "is", "loss", None, None),
    ("rating is missing", 2, TRUE, "missing", "is", "missing", None, None),
    ("themes is missing", 3, TRUE, (), "is", "missing", None, None),
    ("eps26 is contradicted", 0, TRUE, 1.0, "is", "contradicted", None, None),
    ("source(eps26) = house", 0, TRUE, "house", "=", ("house",), None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "row", "verdict", "left", "operator", "right", "margin", "share"),
    COMPARISONS,
    ids=[f"{c[0]} [{c[1]}]" for c in COMPARISONS],
)
def test_both_sides_of_one_test(
    query: str, row: int, verdict: Verdict, left: object, operator: str, right: object,
    margin: float | None, share: float | None,
) -> None:  # fmt: skip
    clause = explained(query, row)
    assert (clause.verdict, brief(clause.left), clause.operator, brief(clause.right)) == (
        verdict, left, operator, right,
    )  # fmt: skip
    assert clause.margin == margin
    assert clause.share == (None if share is None else pytest.approx(share))
    assert clause.text == query
    assert clause.tag == ""


@pytest.mark.parametrize(
    ("query", "row", "verdict", "tag", "left", "right", "margin"),
    [
        # medians of peg: ai-compute 2, leo-satellite 2.5
        ("peg < median(peg by theme)", 0, TRUE, "ai-compute", 1.0, 2.0, 1.0),
        ("peg < median(peg by theme)", 1, FALSE, "leo-satellite", 3.0, 2.5, -0.5),
        ("peg < median(peg by theme)", 3, UNKNOWN, "", 4.0, "missing", None),
        ("peg > median(peg by theme)", 1, TRUE, "ai-compute", 3.0, 2.0, 1.0),
        ("rank(peg by theme) <= 1", 1, FALSE, "ai-compute", 2.0, 1.0, -1.0),
        ("rank(peg by theme) <= 1", 3, UNKNOWN, "", "missing", 1.0, None),
        # of pe26 the theme leo-satellite has 50 alone, and row 2 a loss
        ("rank(pe26 by theme) <= 1", 1, TRUE, "leo-satellite", 1.0, 1.0, 0.0),
        ("rank(pe26 by theme) <= 1", 2, UNKNOWN, "leo-satellite", "loss", 1.0, None),
        # one alone has no place: unknown counts for more than what fails
        ("pct_rank(pe26 by theme) < 50%", 1, UNKNOWN, "leo-satellite", "nm", 0.5, None),
        ("not peg < median(peg by theme)", 1, TRUE, "leo-satellite", 3.0, 2.5, 0.5),
    ],
)
def test_by_theme_the_one_that_decides(
    query: str, row: int, verdict: Verdict, tag: str, left: object, right: object, margin: float | None
) -> None:
    clause = explained(query, row)
    assert (clause.verdict, clause.tag, brief(clause.left), brief(clause.right), clause.margin) == (
        verdict, tag, left, right, margin,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "left", "right"),
    [
        ("eps_cagr > 30%", Kind.RATIO, Kind.RATIO),
        ("20% < eps_cagr", Kind.RATIO, Kind.RATIO),
        ("change_pct > 3%", Kind.PERCENT, Kind.PERCENT),
        ("pe27 / pe26 < 0.7", Kind.RATIO, Kind.RATIO),
        ("pe26 * 2 < 30", Kind.MULTIPLE, Kind.MULTIPLE),
        ("rank(pe26) <= 3", Kind.COUNT, Kind.COUNT),
        ("zscore(pe26) < 1", Kind.NUMBER, Kind.NUMBER),
        ("pct_rank(pe26) < 50%", Kind.RATIO, Kind.RATIO),
        ("max(pe26, pe27, 5) < 60", Kind.MULTIPLE, Kind.MULTIPLE),
        ("-price < 1", Kind.MONEY, Kind.MONEY),
        ("as_of > 2026-01-01", Kind.DATE, Kind.DATE),
        ("1 < 2", Kind.NUMBER, Kind.NUMBER),
        ("count() > 3", Kind.COUNT, Kind.COUNT),
    ],
)
def test_kinds_of_both_sides(query: str, left: Kind, right: Kind) -> None:
    clause = explained(query, 0)
    assert clause.left
    assert clause.right
    assert (clause.left.kind, clause.right.kind) == (left, right)


def test_a_tree_has_the_shape_of_the_query() -> None:
    clause = explained("group = equipment and not (pe26 < 45 or eps_cagr > 0) and 10 <= pe27 <= 45", 1)
    assert (clause.op, clause.verdict) == ("and", TRUE)
    group, neither, chain = clause.children
    assert (group.op, group.verdict, group.text) == ("test", TRUE, "group = equipment")
    assert (neither.op, neither.verdict, neither.left) == ("not", TRUE, None)
    assert [(c.op, c.verdict) for c in neither.children] == [("or", FALSE)]
    assert [c.margin for c in neither.children[0].children] == [-5.0, -0.1]
    assert (chain.op, chain.text) == ("and", "10 <= pe27 <= 45")
    assert [(c.operator, c.margin) for c in chain.children] == [(">=", 30.0), ("<=", 5.0)]


def test_texts_are_as_typed() -> None:
    clause = explained("市盈率26 ＜ 45 且 评级＝买入", 0)
    assert [c.text for c in clause.children] == ["市盈率26 ＜ 45", "评级＝买入"]
    left, right = clause.children[0].left, clause.children[0].right
    assert left
    assert right
    assert (left.text, right.text) == ("市盈率26", "45")


# ── properties ──────────────────────────────────────────────────────────────────────────────────────

VERDICTS = {True: TRUE, False: FALSE, None: UNKNOWN}


def parts(test: Test, clause: Clause) -> Iterator[tuple[Test, Clause]]:
    yield test, clause
    inner = test.of if isinstance(test, AllOf | AnyOf) else (test.of,) if isinstance(test, NotTest) else ()
    for each, child in zip(inner, clause.children, strict=True):
        yield from parts(each, child)


@MODEST
@given(tables(), tests)
def test_verdicts_are_the_engines(table: Table, test: Test) -> None:
    truth = prepare(test, table).truth()
    unknown = np.zeros(table.rows, dtype=bool) if truth.unknown is None else truth.unknown
    for row in range(table.rows):
        clause = why(test, table, row)
        wanted = UNKNOWN if unknown[row] else TRUE if truth.true[row] else FALSE
        assert clause.verdict is wanted
        for each, child in parts(test, clause):
            assert child.verdict is VERDICTS[reference.holds(each, table, row)]


@MODEST
@given(tables(), tests)
def test_sides_and_margins_are_the_references(table: Table, test: Test) -> None:
    for row in range(table.rows):
        for each, clause in parts(test, why(test, table, row)):
            if isinstance(each, Cmp):
                check_comparison(turned(each), clause, table, row)


def check_comparison(test: Cmp, clause: Clause, table: Table, row: int) -> None:
    assert clause.left
    assert clause.right
    tags = (table.tagged[test.by_tags][row] or ()) if test.by_tags else ()
    assert (clause.tag in tags) if tags else clause.tag == ""
    if tags or not test.by_tags:
        for side, num in ((clause.left, test.left), (clause.right, test.right)):
            value, state = reference_figures.figure(num, table, row, clause.tag or None)
            assert side.value == (None if value is None else pytest.approx(value))
            assert (side.state == "") == (side.value is not None)
            if value is None and not test.by_tags:
                assert side.state == state.word
    if clause.margin is not None:
        on_the_edge = clause.verdict is (TRUE if test.op in {"=", "<=", ">="} else FALSE)
        assert on_the_edge if clause.margin == 0 else clause.verdict is (TRUE if clause.margin > 0 else FALSE)
    if tags or not test.by_tags:  # of several tags the one shown decides
        sides = (
            reference_figures.figure(num, table, row, clause.tag or None)[0]
            for num in (test.left, test.right)
        )
        assert VERDICTS[reference._compare(test.op, *sides)] is clause.verdict
