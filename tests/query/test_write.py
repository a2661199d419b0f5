"""Nodes → text → the same nodes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.trees import trees
from tui.query.errors import QueryError
from tui.query.nodes import Compare, Has, How, In, Minus, Node, Number, Quoted, Saved, Word
from tui.query.parse import parse
from tui.query.write import write, write_column, write_word


@settings(max_examples=150, deadline=None)
@given(trees)
def test_what_is_written_reads_as_the_same_tree(node: Node) -> None:
    assert parse(write(node)) == node


@settings(max_examples=100, deadline=None)
@given(trees)
def test_writing_settles_at_once(node: Node) -> None:
    text = write(node)
    assert write(parse(text)) == text


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab甲乙且不是大于等介和至45.%(),=<>@-'`亿不含有任一 "), max_size=20))
def test_what_is_read_with_known_words_is_written_and_read_again(text: str) -> None:
    def known(word: str) -> bool:
        return len(word) == 2

    try:
        node = parse(text, known)
    except QueryError:
        return
    assert parse(write(node), known) == node


@given(st.text(min_size=1, max_size=12))
def test_any_text_can_be_a_value_or_a_column(text: str) -> None:
    column, value = Word(text), Word(text)
    found = parse(write(Compare(("=",), (column, value))), text.__eq__)
    assert isinstance(found, Compare)
    left, right = found.terms
    assert isinstance(left, Word)
    assert isinstance(right, Word | Quoted)
    assert (left.text, right.text) == (text, text)
    assert parse(write(Saved(text)), text.__eq__) == Saved(text)


@pytest.mark.parametrize(
    ("text", "value", "column"),
    [
        ("买入", "买入", "买入"),
        ("5g-a", "5g-a", "5g-a"),
        ("600941", "'600941'", "`600941`"),
        ("2026-07-03", "'2026-07-03'", "`2026-07-03`"),
        ("and", "'and'", "`and`"),
        ("是", "'是'", "`是`"),
        ("5亿", "'5亿'", "`5亿`"),
        ("optical modules", "'optical modules'", "`optical modules`"),
        ("it's", '"it\'s"', "`it's`"),
        ("a`b", "'a`b'", "`a``b`"),
        ("Ａ", "'Ａ'", "`Ａ`"),
        ("a,b", "'a,b'", "`a,b`"),
        ("", "''", "``"),
    ],
)
def test_words_are_quoted_where_they_must_be(text: str, value: str, column: str) -> None:
    assert (write_word(text), write_column(text)) == (value, column)


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (In(Word("总市值 (亿)"), (Word("a b"), Word("c"))), "`总市值 (亿)` in ('a b', c)"),
        (Has(Word("theme"), How.ANY, (Word("x"), Word("y z"))), "theme has any (x, 'y z')"),
        (Minus(Number(5)), "-5"),
        (Compare(("<",), (Word("a"), Number(-5))), "a < -5"),
        (Number(1e22), "1e+22"),
        (Number(0.1 + 0.2, "%"), "0.30000000000000004%"),
        (Number(12345678), "12345678"),
    ],
)
def test_nodes_made_by_hand(node: Node, text: str) -> None:
    assert write(node) == text
