"""Random trees of the language, for properties: every tree here is one that parsing can give."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from tui.query import words
from tui.query.nodes import (
    And,
    Arithmetic,
    At,
    Between,
    Call,
    Compare,
    Day,
    Has,
    How,
    In,
    Is,
    Like,
    Minus,
    Node,
    Not,
    Number,
    Or,
    Quoted,
    Saved,
    When,
    Word,
)

Nodes = st.SearchStrategy[Node]

COLUMNS = (
    "pe26",
    "pe.fy1",
    "eps_2026E",
    "market_cap",
    "市盈率26",
    "5g-a",
    "600941.SH",
    "any",
    "rank",
    "loss",
    "和",
)
ODD_COLUMNS = ("EPS 复合增速", "and", "a`b", "26", "2026-04-15", "是", "a-", " ")
VALUES = ("买入", "optical-modules", "AI算力", "house", "previous", "all", "x_1", "亿")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")

floats = st.floats(min_value=0, max_value=1e80, allow_nan=False, allow_infinity=False)
numbers = st.builds(
    Number,
    st.one_of(st.integers(0, 10**6).map(float), floats.map(abs)),
    st.sampled_from(("", "", "%", *words.UNITS)),
)
days = st.builds(Day, st.dates(date(1900, 1, 1), date(2999, 12, 31)))
plain = st.one_of(st.sampled_from(COLUMNS).map(Word), st.sampled_from(VALUES).map(Word))
named = st.one_of(
    st.sampled_from(COLUMNS).map(Word), st.sampled_from(ODD_COLUMNS).map(lambda t: Word(t, column=True))
)
quoted = st.builds(Quoted, st.text(max_size=8))
saved = st.builds(
    Saved, st.one_of(st.sampled_from(("cheap", "亏损", "and", "two words")), st.text(min_size=1, max_size=5))
)
whens = st.one_of(
    st.builds(When, st.dates(date(1900, 1, 1), date(2999, 12, 31))),
    st.builds(lambda back: When(back=back), st.integers(1, 10_000)),
)
leaves: Nodes = st.one_of(numbers, days, plain, named, quoted, saved)


def several(nodes: Nodes, least: int = 2, most: int = 3) -> st.SearchStrategy[tuple[Node, ...]]:
    """A tuple of nodes."""
    return st.lists(nodes, min_size=least, max_size=most).map(tuple)


def compares(nodes: Nodes) -> Nodes:
    """One comparison, or a chain of < and <=."""
    one = st.builds(lambda op, a, b: Compare((op,), (a, b)), st.sampled_from(COMPARISONS), nodes, nodes)
    chain = st.lists(st.sampled_from(("<", "<=")), min_size=2, max_size=3).flatmap(
        lambda ops: several(nodes, len(ops) + 1, len(ops) + 1).map(lambda terms: Compare(tuple(ops), terms))
    )
    return st.one_of(one, chain)


def has(of: Node, how: How, tags: tuple[Node, ...]) -> Has:
    """`any` of one is `all` of one."""
    return Has(of, how if len(tags) > 1 else How.ALL, tags)


def branches(nodes: Nodes) -> Nodes:
    """Every node that has others under it, whether its types fit or not."""
    items = several(nodes, 1)
    return st.one_of(
        st.builds(Call, st.sampled_from(tuple(words.FUNCTIONS)), several(nodes, 0), st.none() | named),
        st.builds(At, nodes, whens),
        st.builds(Minus, nodes),
        st.builds(Arithmetic, st.sampled_from("+-*/"), nodes, nodes),
        compares(nodes),
        st.builds(Between, nodes, nodes, nodes),
        st.builds(In, nodes, items),
        st.builds(has, nodes, st.sampled_from(How), items),
        st.builds(Is, nodes, st.sampled_from((*words.STATES, *words.FLAGS))),
        st.builds(Like, nodes, st.text(max_size=8)),
        st.builds(Not, nodes),
        st.builds(And, several(nodes)),
        st.builds(Or, several(nodes)),
    )  # fmt: skip


trees: Nodes = st.recursive(leaves, branches, max_leaves=12)
