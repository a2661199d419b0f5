"""Tokens → nodes: the trees of each construct, spans, faults and limits."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.test_tokens import SOUP
from tests.query.trees import trees
from tests.universe.worlds import cases
from tui.query.errors import QueryError
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
from tui.query.parse import MOST_NODES, children, parse
from tui.query.write import write

Row = dict[str, str]
A, B, C = Word("a"), Word("b"), Word("c")
ONE, TWO = Number(1), Number(2)
GLUED_WORDS = frozenset(
    [
        "市盈率26",
        "评级",
        "买入",
        "主题",
        "AI算力",
        "分组",
        "光模块",
        "pe26",
        "rating",
        "市值",
        "日期",
        "甲且乙",
        "含税价",
    ]
)
TWO_WAYS = frozenset(["甲", "乙", "丙", "甲且乙", "乙或丙"])


def eq(column: Node, value: Node) -> Compare:
    return Compare(("=",), (column, value))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a", A),
        ("`a`", Word("a", column=True)),
        ("'a'", Quoted("a")),
        ("30%", Number(30, "%")),
        ("2026-07-03", Day(date(2026, 7, 3))),
        ("a = 1", eq(A, ONE)),
        ("1 < a <= b", Compare(("<", "<="), (ONE, A, B))),
        ("a + b * c", Arithmetic("+", A, Arithmetic("*", B, C))),
        ("a - b - c", Arithmetic("-", Arithmetic("-", A, B), C)),
        ("a / (b / c)", Arithmetic("/", A, Arithmetic("/", B, C))),
        ("-a * b", Arithmetic("*", Minus(A), B)),
        ("-a @ previous", Minus(At(A, When(back=1)))),
        ("a @ -3", At(A, When(back=3))),
        ("(a + b) @ 2026-07-03", At(Arithmetic("+", A, B), When(date(2026, 7, 3)))),
        ("rank(a by b) @ previous", At(Call("rank", (A,), B), When(back=1))),
        ("排名(a 按 `b`)", Call("rank", (A,), Word("b", column=True))),
        ("count(by b)", Call("count", (), B)),
        ("min(a, 1)", Call("min", (A, ONE))),
        ("a between 1 and 2", Between(A, ONE, TWO)),
        ("a not between 1 and 2", Not(Between(A, ONE, TWO))),
        ("a in (1, b)", In(A, (ONE, B))),
        ("a not in (1)", Not(In(A, (ONE,)))),
        ("a has b", Has(A, How.ALL, (B,))),
        ("a has any (b, c)", Has(A, How.ANY, (B, C))),
        ("a has any (b)", Has(A, How.ALL, (B,))),
        ("a has all (b, c)", Has(A, How.ALL, (B, C))),
        ("a not has b", Not(Has(A, How.ALL, (B,)))),
        ("a is loss", Is(A, "loss")),
        ("a 不是 混合", Not(Is(A, "mixed"))),
        ("a ~ 'x*'", Like(A, "x*")),
        ("@a", Saved("a")),
        ("not a = 1", Not(eq(A, ONE))),
        ("not not a", Not(Not(A))),
        ("a = 1 or b = 2 and c = 1", Or((eq(A, ONE), And((eq(B, TWO), eq(C, ONE)))))),
        ("a = 1 and b = 2 and c = 1", And((eq(A, ONE), eq(B, TWO), eq(C, ONE)))),
        ("a = 1 and (b = 2 and c = 1)", And((eq(A, ONE), And((eq(B, TWO), eq(C, ONE)))))),
        ("a = 1 or (b = 2 or c = 1)", Or((eq(A, ONE), Or((eq(B, TWO), eq(C, ONE)))))),
        ("a = 1, b = 2 and c = 1", And((eq(A, ONE), eq(B, TWO), eq(C, ONE)))),
        ("a = 1 or b = 2, c = 1", And((Or((eq(A, ONE), eq(B, TWO))), eq(C, ONE)))),
        ("(a = 1) > 2", Compare((">",), (eq(A, ONE), TWO))),
    ],
)
def test_trees(text: str, node: Node) -> None:
    assert parse(text) == node


@pytest.mark.parametrize("row", cases("query_parse.csv"))
def test_what_is_read_is_written(row: Row) -> None:
    assert write(parse(row["text"])) == row["written"]
    assert write(parse(row["written"])) == row["written"]


@pytest.mark.parametrize("row", cases("query_glued.csv"))
def test_glued_chinese(row: Row) -> None:
    assert write(parse(row["text"], GLUED_WORDS.__contains__)) == row["written"]


@pytest.mark.parametrize("row", cases("query_faults.csv"))
def test_faults(row: Row) -> None:
    text = row["text"].replace(r"\x1b", "\x1b")
    with pytest.raises(QueryError) as caught:
        parse(text, TWO_WAYS.__contains__)
    (fault,) = caught.value.faults
    assert (fault.start, fault.end, str(fault)) == (int(row["start"]), int(row["end"]), row["message"])


def test_a_fault_shows_a_caret_under_what_was_typed() -> None:
    with pytest.raises(QueryError) as caught:
        parse("市盈率 < 买入 买入")
    assert str(caught.value).splitlines()[1:] == ["  市盈率 < 买入 买入", "                ^^^^"]


@pytest.mark.parametrize(
    ("text", "part", "span"),
    [
        ("(a + b) * c < 1", (0,), "(a + b) * c"),
        ("(a + b) * c < 1", (0, 0), "a + b"),
        ("not (a = 1 or b = 2)", (0,), "a = 1 or b = 2"),
        ("a = 1 ,  b 不是 亏损", (1,), "b 不是 亏损"),
        ("median( a by b ) > 1", (0,), "median( a by b )"),
        ("a < b @ previous # end", (1,), "b @ previous"),
        ("ａ ＜ ３０％", (1,), "３０％"),
        ("a in (1, 2)", (), "a in (1, 2)"),
    ],
)
def test_spans(text: str, part: tuple[int, ...], span: str) -> None:
    node = parse(text)
    for index in part:
        node = children(node)[index]
    assert text[slice(*node.span)] == span


def spans(node: Node, first: int, last: int, text: str) -> None:
    """Every node lies in its parent, and what it covers reads as the same node."""
    start, end = node.span
    assert first <= start < end <= last
    if not isinstance(
        node, In | Between | Is | Like | Has
    ):  # `a is not loss` is the text of a Not and its Is
        assert parse(text[start:end]) == node
    for child in children(node):
        spans(child, start, end, text)


@settings(max_examples=60, deadline=None)
@given(trees)
def test_a_span_covers_its_node(node: Node) -> None:
    text = write(node)
    spans(parse(text), 0, len(text), text)


@settings(max_examples=300, deadline=None)
@given(st.one_of(SOUP, st.text(max_size=30)))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        node = parse(text, lambda word: len(word) == 2)
    except QueryError as error:
        places, message = [(fault.start, fault.end) for fault in error.faults], str(error)
    else:
        places, message = [node.span], "in\nthree\nlines"
    ((start, end),) = places
    assert 0 <= start <= end <= len(text)
    assert len(message.splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * 10_000, "the query has 10000 characters; expected at most 4000"),
        ("(" * 4000, "brackets nest too deep here; expected at most 60 levels"),
        ("abs(" * 900, "brackets nest too deep here"),
        ("a in (" * 600, "brackets nest too deep here|cannot stand here"),
        ("-" * 3999 + "a", "the query nests too deep"),
        ("not " * 900 + "a", "the query nests too deep"),
        ("a+" * 1999 + "a", "the query nests too deep"),
        ("a<" * 1999 + "a", f"expected at most {MOST_NODES}"),
        ("a and " * 600 + "a", f"expected at most {MOST_NODES}"),
        ("a in (" + "1," * 1900 + "1)", f"expected at most {MOST_NODES}"),
        ("f" * 3990 + "(", "there is no function ffff"),
        ("@" * 4000, "the name of a saved query"),
    ],
)
def test_limits_are_told_at_once(text: str, message: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(QueryError, match=message) as caught:
        parse(text)
    assert time.perf_counter() - begun < 1
    assert len(str(caught.value)) < 1000


def test_what_is_just_within_the_limits_is_read() -> None:
    assert parse("(" * 60 + "a" + ")" * 60) == A
    assert len(children(parse("a or " * (MOST_NODES - 2) + "a"))) == MOST_NODES - 1
