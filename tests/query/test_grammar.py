"""The help of the language: it holds every word, its examples are read and cover every construct."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from tui.query import words
from tui.query.grammar import EXAMPLES, GRAMMAR, WIDTH, help_query
from tui.query.nodes import Call, Has, Is, Minus, Node, Number, Quoted
from tui.query.parse import children, parse
from tui.query.write import write
from tui.text import cell_width, is_clean

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = frozenset(["市盈率26", "分组", "主题", "关税", "低轨卫星"])


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from nodes(child)


ALL = [node for query, _ in EXAMPLES for node in nodes(parse(query, KNOWN.__contains__))]


@pytest.mark.parametrize("query", [query for query, _ in EXAMPLES])
def test_examples_are_read_and_written(query: str) -> None:
    node = parse(query, KNOWN.__contains__)
    assert parse(write(node), KNOWN.__contains__) == node


def test_examples_cover_every_construct() -> None:
    assert {type(node) for node in ALL} >= set(get_args(Node)) - {Quoted}
    assert {node.name for node in ALL if isinstance(node, Call)} == set(words.FUNCTIONS)
    assert {node.state for node in ALL if isinstance(node, Is)} == {*words.STATES, *words.FLAGS}
    assert {node.how.value for node in ALL if isinstance(node, Has)} == {"any", "all"}
    assert {node.unit for node in ALL if isinstance(node, Number)} >= {"", "%", "亿"}
    assert any(isinstance(node, Minus) for node in ALL)


def test_examples_use_every_english_keyword() -> None:
    spoken = " ".join(query for query, _ in EXAMPLES).replace("(", " ").split()
    assert {word for word in words.KEYWORDS if word.isascii()} <= set(spoken)


def test_the_help_names_every_word() -> None:
    entries = (*words.JOINERS, *words.OPERATORS, words.BY, *words.ANY_ALL, words.PREVIOUS,
               *words.FUNCTIONS.values(), *words.STATES.values(), *words.FLAGS.values())  # fmt: skip
    told = help_query()
    for entry in entries:
        assert all(spelling in told for spelling in (entry.name, *entry.zh, *entry.also)), entry.name
        assert entry.en_help in told
        assert entry.zh_help
        assert entry.spelling("zh") in entry.zh
    assert all(unit in told for unit in words.unit_names())


def test_the_help_fits_and_is_clean() -> None:
    lines = help_query().split("\n")
    assert lines.pop() == ""
    assert all(cell_width(line) <= WIDTH and is_clean(line) for line in lines)
    assert all(len(line) <= WIDTH for line in GRAMMAR.split("\n"))
    assert all(line in help_query() for line in GRAMMAR.strip().split("\n"))
