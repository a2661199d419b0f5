"""Names, types and units of a query: what it becomes, and every fault at once with its place."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.query.told import told
from tests.query.trees import trees
from tests.query.worlds import FakeScope, cases
from tui.columns import Kind
from tui.query.check import check, check_number, read, read_formula
from tui.query.errors import QueryError
from tui.query.nodes import And, Call, Compare, Is, Minus, Node, Not, Number, Saved, Word
from tui.query.typed import AllOf, AnyOf, Cmp, Col, NotTest, OneOf, TextCol
from tui.query.write import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.query.errors import Fault

SCOPE = FakeScope(
    {
        "cheap": "pe26 < 20 or peg < 1",
        "mine": "@cheap and rating = 买入",
        "a": "@b",
        "b": "@a",
        "broken": "pe26 <",
        "wrong": "pe62 < 3 and news > 1",
        "deeper": "news > 1 and @wrong",
    }
)
Row = dict[str, str]


def faults(text: str, scope: FakeScope = SCOPE) -> QueryError:
    with pytest.raises(QueryError) as error:
        read(text, scope)
    return error.value


@pytest.mark.parametrize("row", cases("query_check.csv"), ids=lambda row: row["query"])
def test_what_a_query_becomes(row: Row) -> None:
    assert told(read(row["query"], SCOPE)) == row["typed"]


@pytest.mark.parametrize("row", cases("query_type_faults.csv"), ids=lambda row: row["query"])
def test_what_is_wrong_with_a_query_and_where(row: Row) -> None:
    text, found = row["query"], faults(row["query"]).faults
    assert " | ".join(text[fault.start : fault.end] for fault in found) == row["at"]
    assert " | ".join(map(str, found)) == row["faults"]


# ── what a checked query carries ────────────────────────────────────────────────────────────────────


def test_nodes_carry_the_text_they_were_typed_as() -> None:
    text = "市盈率26 < 45 且 (pe26 + pe27) * 2 <= (pe28) < 9"
    test = read(text, SCOPE)
    assert isinstance(test, AllOf)
    first, chain = test.of
    assert (test.text, first.text, chain.text) == (text, "市盈率26 < 45", text[13:])
    assert isinstance(first, Cmp)
    assert (first.left.text, first.right.text) == ("市盈率26", "45")
    assert isinstance(chain, AllOf)
    assert [part.text for part in chain.of] == ["(pe26 + pe27) * 2 <= (pe28)", "(pe28) < 9"]


def test_labels_are_the_words_typed() -> None:
    test = read("每股收益26 > eps.fy2 and source(eps26) = house", SCOPE)
    assert isinstance(test, AllOf)
    figures, source = test.of
    assert isinstance(figures, Cmp)
    assert isinstance(source, OneOf)
    assert isinstance(figures.left, Col)
    assert isinstance(figures.right, Col)
    assert (figures.left.label, figures.right.label) == ("每股收益26", "eps.fy2")
    assert source.of.label == "source(eps26)"


def test_a_saved_query_carries_its_own_text() -> None:
    test = read("news > 1 and @cheap", SCOPE)
    assert isinstance(test, AllOf)
    saved = test.of[1]
    assert isinstance(saved, AnyOf)
    assert [part.text for part in saved.of] == ["pe26 < 20", "peg < 1"]


# ── formulas ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("formula", "typed", "kind"),
    [
        ("pe27 / (100 * eps_cagr)", "(/ pe_2027E (* 100 eps_cagr))", Kind.MULTIPLE),
        ("pe27 / pe26 - 1", "(- (/ pe_2027E pe_2026E) 1)", Kind.RATIO),
        ("price - eps26", "(- price eps_2026E)", Kind.MONEY),
        ("price + pe26", "(+ price pe_2026E)", Kind.NUMBER),
        ("price + foreign", "(+ price foreign)", Kind.MONEY),
        ("-price * 2", "(* (- price) 2)", Kind.MONEY),
        ("2 * price", "(* 2 price)", Kind.MONEY),
        ("price * eps_cagr", "(* price eps_cagr)", Kind.MONEY),
        ("price * eps26", "(* price eps_2026E)", Kind.NUMBER),
        ("1 / price", "(/ 1 price)", Kind.NUMBER),
        ("market_cap / 1亿", "(/ market_cap 100000000)", Kind.MONEY),
        ("100 * eps_cagr", "(* 100 eps_cagr)", Kind.PERCENT),
        ("change_pct / 100", "(/ change_pct 100)", Kind.RATIO),
        ("30%", "0.3", Kind.RATIO),
        ("29% + change_pct", "(+ 29 change_pct)", Kind.PERCENT),
        ("29% + eps_cagr", "(+ 0.29 eps_cagr)", Kind.RATIO),
        ("29% + 1", "(+ 0.29 1)", Kind.NUMBER),
        ("3", "3", Kind.NUMBER),
        ("rank(pe26 by group)", "(rank pe_2026E by group)", Kind.COUNT),
        ("pct_rank(pe26)", "(pct_rank pe_2026E)", Kind.RATIO),
        ("median(eps26) @ previous", "(median eps_2026E)@previous", Kind.MONEY),
        ("log(price)", "(log price)", Kind.NUMBER),
        ("zscore(price)", "(zscore price)", Kind.NUMBER),
        ("round(change_pct, 1)", "(round change_pct 1)", Kind.PERCENT),
        ("max(pe26, pe27, 3)", "(max pe_2026E pe_2027E 3)", Kind.MULTIPLE),
    ],
)
def test_what_a_formula_measures(formula: str, typed: str, kind: Kind) -> None:
    figure, found = read_formula(formula, SCOPE)
    assert (told(figure), found) == (typed, kind)


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("as_of", "a date"),
        ("rank(pe26 by theme)", "one a row"),
        ("rating", "not a figure"),
        ("pe26 > 3", "condition"),
        ("pe62 + eps62", "'pe62'"),
    ],
)
def test_what_is_no_formula(formula: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        read_formula(formula, SCOPE)


# ── saved queries and limits ────────────────────────────────────────────────────────────────────────


def test_saved_queries_nest_eight_deep_and_no_deeper() -> None:
    scope = FakeScope({f"q{i}": f"@q{i + 1}" for i in range(9)} | {"q9": "pe26 < 3"})
    assert told(read("@q2", scope)) == "(< pe_2026E 3)"
    assert "8 deep" in str(faults("@q1", scope))


def test_a_saved_query_may_be_asked_for_twice() -> None:
    assert told(read("@cheap or not @cheap", SCOPE)).count("peg") == 2


def test_saved_queries_cannot_blow_a_query_up() -> None:
    scope = FakeScope({f"q{i}": " and ".join([f"@q{i + 1}"] * 40) for i in range(7)} | {"q7": "pe26 < 3"})
    begun = time.perf_counter()
    assert "500 parts" in str(faults("@q0", scope))
    assert time.perf_counter() - begun < 1


def test_a_circle_is_told_where_it_is_asked_for() -> None:
    (fault,) = faults("news > 1 or @b").faults
    assert (fault.start, fault.end) == (12, 14)
    assert fault.what.words("en") == "@b asks for @a asks for @b"


@pytest.mark.parametrize(
    "node",
    [
        And((Compare(("<",), (Word("pe26"), Number(3))),) * 600),
        Compare(("<",), (Call("min", (Word("pe26"),) * 600), Number(3))),
    ],
)
def test_a_tree_of_too_many_nodes_is_refused(node: Node) -> None:
    with pytest.raises(QueryError, match="500 parts"):
        check(node, "", SCOPE)


def test_a_tree_too_deep_is_refused_without_recursion() -> None:
    number: Node = Word("pe26")
    test: Node = Is(Word("pe26"), "loss")
    for _ in range(5_000):
        number, test = Minus(number), Not(test)
    with pytest.raises(QueryError, match="60 deep"):
        check(test, "", SCOPE)
    with pytest.raises(QueryError, match="60 deep"):
        check_number(number, "", SCOPE)


def test_a_tree_as_deep_as_it_may_be() -> None:
    test: Node = Is(Word("pe26"), "loss")
    for _ in range(57):
        test = Not(test)
    assert isinstance(check(test, "", SCOPE), NotTest)


@pytest.mark.parametrize(
    ("node", "says"),
    [
        (Compare(("<", ">"), (Number(1), Word("pe26"), Number(2))), "one way"),
        (Compare(("like",), (Number(1), Word("pe26"))), "one way"),
        (Compare(("<",), (Word("pe26"),)), "one way"),
        (Is(Word("pe26"), "lost"), "unknown state 'lost'.*nearest: loss"),
        (Compare(("<",), (Call("medain", (Word("pe26"),)), Number(1))), "nearest: median"),
        (Compare(("<",), (Call("rank", ()), Number(1))), "0 arguments"),
        (Compare(("<",), (Call("abs", (Word("pe26"),) * 2), Number(1))), "2 arguments; expected 1 argument"),
        (Compare(("<",), (Word("pe26"), Number(3, "furlong"))), "unknown unit"),
        (Compare(("<",), (Word("pe26"), Number(1e308, "亿"))), "too large"),
        (Compare(("=",), (Call("source", ()), Word("house"))), "0 arguments"),
        (Saved("cheap " * 100), "no saved query"),
    ],
)
def test_trees_that_no_text_gives(node: Node, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        check(node, "", SCOPE)


def test_texts_of_a_tree_without_spans_are_empty() -> None:
    test = check(Compare(("=",), (Word("rating"), Word("买入"))), "", SCOPE)
    assert test == OneOf(TextCol("rating", "rating"), frozenset({"买入"}))


# ── properties ──────────────────────────────────────────────────────────────────────────────────────


@given(trees)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_tree_is_checked_or_refused(tree: Node) -> None:
    text = write(tree)
    for run in (check, check_number):
        found = refused(lambda run=run: run(tree, text, SCOPE))  # type: ignore[misc]
        assert all(0 <= fault.start <= fault.end <= len(text) for fault in found)


WORDS = tuple(
    """
    pe26 pe62 rating 买入 theme ai-compute as_of price change_pct eps_cagr 30% 5 2026-07-01 500亿 < <= = != +
    - * / ( ) , and or not in has is any all loss missing @ previous rank( median( by group 且 或 包含 介于
    between ~ 'a*' @cheap @a source( eps26 、 （ ） 市盈率26小于45
    """.split()  # noqa: SIM905 (as a list it would take a page)
)


@given(st.one_of(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.text(max_size=30)))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_checked_or_refused(text: str) -> None:
    for run in (read, read_formula):
        assert all(map(str, refused(lambda run=run: run(text, SCOPE))))  # type: ignore[misc]


def refused(run: Callable[[], object]) -> tuple[Fault, ...]:
    """The faults, none where all is well; any other exception comes through."""
    try:
        run()
    except QueryError as error:
        return error.faults or pytest.fail("refused without a fault")
    return ()


@given(st.lists(st.sampled_from(("pe62 < 3", "rating = x", "as_of > 3", "@nope", "price has y")), min_size=2))
@settings(max_examples=30, deadline=None)
def test_every_clause_tells_its_own_fault(clauses: list[str]) -> None:
    for joiner in (" and ", " or ", ", "):
        assert len(faults(joiner.join(clauses[:20])).faults) == len(clauses[:20])
