"""On which line what stands in a TOML text, in every way that TOML may be written."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from tui.universe.theme_lines import line_at, lines_of

CASES: list[tuple[str, tuple[str | int, ...], int]] = [
    ('id = "a"', ("id",), 1),
    ('# id = "b"\n\n  id = "a" # here', ("id",), 3),
    ("\"i d\" = 1\n'x.y' = 2", ("x.y",), 2),
    ("terms.zh = 1\nterms.en = 2", ("terms", "en"), 2),
    ("a . b = 1", ("a", "b"), 1),
    ("[terms]\nzh = [\n 'a', 'b',\n # 'c',\n 'd']\nen = []", ("terms", "zh", 2), 5),
    ("[terms]\nzh = [\n 'a', 'b',\n # 'c',\n 'd']\nen = []", ("terms", "en"), 6),
    ("[terms]\nzh = ['#', \"]\", '[', ',']\nen = ['x']", ("terms", "en", 0), 3),
    ('a = """\n]\n"quoted" = \\"""\n""""\nb = 1', ("b",), 5),
    ("a = '''\n''\n''''\nb = 1", ("b",), 4),
    ('a = "\\"\\\\"\nb = 1', ("b",), 2),
    ("[[members]]\ncode = 1\n[[members]]\n\ncode = 2", ("members", 1, "code"), 5),
    ("[[members]]\ncode = 1\n[[members]]\n\ncode = 2", ("members", 1), 3),
    (
        "[[members]]\n[members.more]\nx = 1\n[[members]]\n[members.more]\nx = 2",
        ("members", 1, "more", "x"),
        6,
    ),
    ("[[a]]\n[[a.b]]\n[[a.b]]\nx = 1", ("a", 0, "b", 1, "x"), 4),
    ("[ a . 'b' ]\nx = 1", ("a", "b", "x"), 2),
    ("members = [\n {code = 1, since = 2026-01-01 10:00:00},\n {code = 2},\n]", ("members", 1, "code"), 3),
    ("a = [[1, 2],\n [3,\n 4]]", ("a", 1, 1), 3),
    ("a = {b = {c = 1}}\nd = 2", ("a", "b", "c"), 1),
    ("a = {b = {c = 1}}\nd = -inf", ("d",), 2),
    ("a = 1\r\nb = 2", ("b",), 2),
    ("a = 1", ("b",), 0),
    ("[a]\nx = 1", ("a", "y"), 1),
    ("", ("a",), 0),
    ("= = [ {", ("a",), 0),
]


@pytest.mark.parametrize(("text", "path", "line"), CASES)
def test_lines(text: str, path: tuple[str | int, ...], line: int) -> None:
    assert line_at(lines_of(text), *path) == line


@pytest.mark.parametrize("text", [text for text, _, line in CASES if line])
def test_every_key_and_item_has_a_line(text: str) -> None:
    lines = lines_of(text)
    assert paths(tomllib.loads(text)) <= set(lines)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = {path} if path else set()
    return found.union(*(paths(inner, (*path, key)) for key, inner in items))


KEYS = st.text("ab._-", min_size=1, max_size=3)
LEAVES = st.one_of(st.text(max_size=5), st.integers(-9, 9), st.booleans(), st.dates())
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_whatever_is_written_has_lines_within_the_text(data: dict[str, Any]) -> None:
    text = tomlkit.dumps(data)
    lines = lines_of(text)
    assert paths(tomllib.loads(text)) <= set(lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


@given(st.text("[]{}=,'\"#\nab.1 ", max_size=30))
def test_no_text_is_too_odd(text: str) -> None:
    assert all(line >= 1 for line in lines_of(text).values())
