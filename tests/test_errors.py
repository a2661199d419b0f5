"""What people are told: one line, what and where, and the nearest name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import BookError, KanpanError, Problem, UnknownNameError, nearest


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("a.csv", 3, "12..3", "expected a number"), "a.csv:3: 12..3: expected a number"),
        (Problem("a.csv", 0, "no rows", "skipped"), "a.csv: no rows: skipped"),
        (Problem("", 0, "no rows", "skipped"), "no rows: skipped"),
    ],
)
def test_a_problem_in_a_compiler_s_manner(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_problems_stand_in_the_order_of_files_and_lines() -> None:
    problems = [Problem("b", 1, "x", ""), Problem("a", 10, "x", ""), Problem("a", 9, "x", "")]
    assert [(p.file, p.line) for p in sorted(problems)] == [("a", 9), ("a", 10), ("b", 1)]


KNOWN = ["pe_2026E", "pe_2027E", "eps_2026E", "rating", "price", "optical-modules", "光模块", "Price"]


@pytest.mark.parametrize(
    ("word", "first"),
    [("pe_2026", "pe_2026E"), ("RATING", "rating"), ("ratign", "rating"),
     ("optical modules", "optical-modules"), ("光模", "光模块"), ("prise", "price")],
)  # fmt: skip
def test_nearest(word: str, first: str) -> None:
    assert nearest(word, KNOWN)[0] == first


def test_nothing_is_near() -> None:
    assert nearest("zzzzzz", KNOWN) == []
    assert nearest("", KNOWN) == []
    assert nearest("pe", []) == []


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=8))
def test_the_nearest_are_known_and_few(word: str, known: list[str]) -> None:
    found = nearest(word, known)
    assert len(found) <= 3
    assert set(found) <= set(known)
    assert len(set(found)) == len(found)


def test_an_unknown_name_tells_what_was_expected() -> None:
    error = UnknownNameError("column", "pe_2026", KNOWN)
    assert str(error).startswith("unknown column 'pe_2026'; nearest: pe_2026E, ")
    assert (error.kind, error.word) == ("column", "pe_2026")
    assert str(UnknownNameError("theme", "zzzzzz", KNOWN)) == "unknown theme 'zzzzzz'"


def test_one_tree() -> None:
    assert issubclass(BookError, KanpanError)
    assert issubclass(UnknownNameError, KanpanError)


def test_a_hostile_word_is_told_without_its_control_signs() -> None:
    assert "\x1b" not in str(UnknownNameError("column", "\x1b[2J", []))
