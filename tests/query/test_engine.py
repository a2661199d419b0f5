"""The engine against a row-by-row reference, and its own rules."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.query import reference
from tests.query.reference_figures import figure
from tests.query.tables import PREVIOUS, Old, Table, nums, tables, tests
from tui.columns import Kind, State
from tui.query import engine
from tui.query.engine import TooSlowError, Truth, figures, prepare
from tui.query.like import CHUNK, fitting, matcher
from tui.query.nodes import How
from tui.query.sheet import Planes
from tui.query.top import rows
from tui.query.typed import (
    AllOf,
    AnyOf,
    Arith,
    Cmp,
    Col,
    Const,
    Cross,
    Fits,
    Flagged,
    Holds,
    InState,
    NotTest,
    OneOf,
    RowFunc,
    Same,
    TagsCol,
    TextCol,
)

if TYPE_CHECKING:
    from tui.query.data import Bools
    from tui.query.typed import Num, Test

MODEST = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXTS = st.text("ab*?", max_size=8)
OLD = Col("x", Kind.NUMBER, "x", PREVIOUS)
X, Y = Col("x", Kind.NUMBER, "x"), Col("y", Kind.NUMBER, "y")
SOME = Table(
    5,
    {"x": [1.0, 2.0, None, None, -1.0], "y": [0.0, 1.0, 2.0, None, 4.0]},
    {"x": [State.VALUE, State.VALUE, State.LOSS, State.UNCOVERED, State.VALUE]},
    {"group": ["p", "q", "p", None, ""], "other": ["p", None, "P", None, ""]},
    {"themes": [("t", "u"), ("t",), (), None, ("u", "u")]},
    frozenset({"x"}),
)


def three(test: Test, table: Table) -> list[bool | None]:
    """What the engine says of each row."""
    truth = prepare(test, table).truth()
    unknown = truth.unknown if truth.unknown is not None else np.zeros(table.rows, dtype=bool)
    assert not (truth.true & unknown).any()
    return [None if u else bool(t) for t, u in zip(truth.true, unknown, strict=True)]


@MODEST
@given(tables(), tests)
def test_agrees_with_the_reference(table: Table, test: Test) -> None:
    """Also that rows(q), rows(not q) and unknown(q) make all rows, and blocks say what the whole says."""
    wanted = reference.truth(test, table)
    assert three(test, table) == wanted
    program = prepare(test, table)
    assert rows(program).tolist() == [row for row, each in enumerate(wanted) if each]
    opposite = rows(prepare(NotTest(test), table))
    assert opposite.tolist() == [row for row, each in enumerate(wanted) if each is False]
    for start in range(0, table.size, 3):
        block = program.some(slice(start, min(start + 3, table.size)))
        assert told(block) == wanted[start : start + 3]
    assert told(program.some(np.arange(table.size)[::2])) == wanted[::2]


def told(truth: Truth) -> list[bool | None]:
    """Each row's answer, None for unknown."""
    unknown = [False] * len(truth.true) if truth.unknown is None else truth.unknown.tolist()
    return [None if u else t for t, u in zip(truth.true.tolist(), unknown, strict=True)]


@settings(MODEST, max_examples=60)
@given(tables(), nums)
def test_figures_agree_with_the_reference(table: Table, num: Num) -> None:
    found = figures(num, table)
    wanted = [figure(num, table, row) for row in range(table.size)]
    assert found.states.tolist() == [state for _, state in wanted]
    assert [None if np.isnan(v) else v for v in found.values] == [value for value, _ in wanted]


@settings(MODEST, max_examples=30)
@given(tables(), tests, tests)
def test_de_morgan_in_three_values(table: Table, one: Test, other: Test) -> None:
    assert three(NotTest(AllOf((one, other))), table) == three(AnyOf((NotTest(one), NotTest(other))), table)
    assert three(NotTest(AnyOf((one, other))), table) == three(AllOf((NotTest(one), NotTest(other))), table)


N = None
T, F = True, False


@pytest.mark.parametrize(
    ("test", "wanted"),
    [
        (Cmp("<", X, Const(2.0)), [T, F, N, N, T]),
        (NotTest(Cmp("<", X, Const(2.0))), [F, T, N, N, F]),
        (Cmp("!=", X, Const(1.0)), [F, T, N, N, T]),
        (Cmp("<", Arith("/", X, Y), Const(5.0)), [N, T, N, N, T]),  # 1 / 0 is no value
        (Cmp("<", RowFunc("log", (X,)), Const(5.0)), [T, T, N, N, N]),
        (AllOf((Cmp("<", X, Const(2.0)), Cmp(">", Y, Const(3.0)))), [F, F, F, N, T]),
        (AnyOf((Cmp("<", X, Const(2.0)), Cmp(">", Y, Const(1.0)))), [T, F, T, N, T]),
        (OneOf(TextCol("group", "g"), frozenset({"p"})), [T, F, T, N, N]),
        (OneOf(TextCol("group", "g"), frozenset({"none of these"})), [F, F, F, N, N]),
        (Fits(TextCol("group", "g"), "p*"), [T, F, T, N, N]),
        (Same(TextCol("group", "g"), TextCol("other", "o")), [T, N, F, N, N]),
        (Holds(TagsCol("themes", "t"), How.ALL, frozenset({"t", "u"})), [T, F, F, F, F]),
        (Holds(TagsCol("themes", "t"), How.ANY, frozenset({"u"})), [T, F, F, F, T]),
        (InState(X, "loss"), [F, F, T, F, T]),  # of such a column a figure not above 0 is one, too
        (InState(X, "uncovered"), [F, F, F, T, F]),
        (InState(Y, "missing"), [F, F, F, T, F]),
        (InState(Arith("/", X, Y), "nm"), [T, F, F, F, F]),
        (InState(Arith("/", X, Y), "loss"), [F, F, T, F, F]),
        (InState(TextCol("group", "g"), "missing"), [F, F, F, T, T]),
        (InState(TextCol("group", "g"), "loss"), [F, F, F, F, F]),
        (InState(TagsCol("themes", "t"), "missing"), [F, F, T, T, F]),
        (Cmp("<", Const(1.0), Const(2.0)), [T, T, T, T, T]),
        (Cmp("=", Cross("count", None, "themes", tags=True), Const(2.0), "themes"), [T, T, N, N, T]),
        (Cmp("=", Cross("max", Y, "themes", tags=True), Const(4.0), "themes"), [T, F, N, N, T]),
        (Cmp("=", Cross("count", None, "group"), Const(2.0)), [T, F, T, N, N]),
        (Cmp("<", Col("x", Kind.NUMBER, "x", PREVIOUS), Const(9.0)), [N, N, N, N, N]),
    ],
)
def test_the_rules_in_small(test: Test, wanted: list[Any]) -> None:
    assert three(test, SOME) == wanted
    assert reference.truth(test, SOME) == wanted


def test_what_has_every_value_is_never_unknown() -> None:
    full = Table(3, {"x": [1.0, 2.0, 3.0]}, words={"group": ["p", "q", "p"]})
    sure = AnyOf((Cmp("<", X, Const(2.0)), NotTest(OneOf(TextCol("group", "g"), frozenset({"p"})))))
    program = prepare(sure, full)
    assert program.certain
    assert program.truth().unknown is None
    assert program.some(slice(0, 3)).unknown is None
    assert not prepare(Cmp("<", Arith("/", X, X), Const(2.0)), full).certain


def test_a_row_that_is_not_in_the_other_vintage_has_no_value_there() -> None:
    then = Table(2, {"was_x": [7.0, 8.0]}, words={"group": ["p", "p"]})
    now = Table(3, {"x": [1.0, 2.0, 3.0]}, words={"group": ["p"] * 3}, pasts={
        PREVIOUS: Old(then, [1, -1, 0], {"x": "was_x"}),
    })  # fmt: skip
    found = figures(Col("x", Kind.NUMBER, "x", PREVIOUS), now)
    assert [None if np.isnan(v) else v for v in found.values] == [8.0, None, 7.0]
    assert found.states.tolist() == [State.VALUE, State.MISSING, State.VALUE]
    ranks = figures(Cross("rank", X, "group", when=PREVIOUS), now)
    assert [None if np.isnan(v) else v for v in ranks.values] == [2.0, None, 1.0]
    inside = figures(Cross("rank", Col("x", Kind.NUMBER, "x", PREVIOUS), "group"), now)
    assert [None if np.isnan(v) else v for v in inside.values] == [2.0, None, 1.0]


@pytest.mark.parametrize(
    ("test", "wanted"),
    [
        (InState(OLD, "loss"), [T, F, F, F]),
        (InState(OLD, "missing"), [F, T, F, T]),
        (InState(OLD, "uncovered"), [F, F, T, F]),
        (Flagged(Arith("+", OLD, Const(1.0)), "mixed"), [T, F, F, F]),
        (Flagged(Cross("rank", Col("x", Kind.NUMBER, "x"), when=PREVIOUS), "mixed"), [T, F, F, F]),
        (Flagged(Col("x", Kind.NUMBER, "x"), "mixed"), [F, F, F, F]),
        (OneOf(TextCol("group", "g", PREVIOUS), frozenset({"p"})), [T, N, F, N]),
        (InState(TextCol("group", "g", PREVIOUS), "missing"), [F, T, F, T]),
        (Holds(TagsCol("themes", "t", PREVIOUS), How.ALL, frozenset({"t"})), [T, F, F, F]),
        (InState(Col("gone", Kind.NUMBER, "gone", PREVIOUS), "missing"), [T, T, T, T]),
        # by the tags of today: t is there in both, u only today, and the second row was not there
        (
            Cmp("=", Cross("count", None, "themes", tags=True, when=PREVIOUS), Const(1.0), "themes"),
            [T, N, N, N],
        ),
    ],
)
def test_another_vintage_in_small(test: Test, wanted: list[Any]) -> None:
    then = Table(
        2,
        {"x": [-1.0, None]},
        {"x": [State.VALUE, State.UNCOVERED]},
        {"group": ["p", "q"]},
        {"themes": [("t",), ()]},
        frozenset({"x"}),
        {("x", "mixed"): [True, False]},
    )
    now = Table(
        4,
        {"x": [1.0, 2.0, 3.0, 4.0], "gone": [1.0] * 4},
        words={"group": ["p"] * 4},
        tagged={"themes": [("t", "u"), ("t",), ("t",), ()]},
        pasts={PREVIOUS: Old(then, [0, -1, 1, -1], {"gone": None})},
    )
    assert three(test, now) == wanted
    assert reference.truth(test, now) == wanted


def test_figures_of_a_constant_fill_every_row() -> None:
    found = figures(Const(2.0), SOME)
    assert found.values.tolist() == [2.0] * 5
    assert not found.states.any()


def test_what_overflows_is_not_meaningful() -> None:
    big = Table(2, {"x": [1e200, 1.0]})
    found = figures(Arith("*", X, X), big)
    assert found.states.tolist() == [State.NM, State.VALUE]
    assert np.isnan(found.values[0])
    assert three(Cmp(">", Arith("*", X, X), Const(0.0)), big) == [None, True]


def test_more_rows_than_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FIRST", 4)
    monkeypatch.setattr(engine, "BLOCK", 16)
    values = np.random.default_rng(1).integers(0, 4, 100).astype(float).tolist()
    table = Table(100, {"x": [None if v == 3 else v for v in values]})
    test = AllOf((Cmp("<", X, Const(2.0)), NotTest(Cmp("=", X, Const(1.0)))))
    assert three(test, table) == reference.truth(test, table)


@pytest.mark.parametrize(
    "test",
    [Cmp("<", X, Const(2.0)), Cmp("<", Cross("rank", X), Const(2.0)), Fits(TextCol("group", "g"), "*")],
)
def test_a_run_that_takes_too_long_is_stopped(test: Test) -> None:
    with pytest.raises(TooSlowError, match="took longer than"):
        prepare(test, SOME, seconds=-1.0).truth()


def test_each_run_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    program = prepare(Cmp("<", X, Const(2.0)), SOME, seconds=0.5)
    now = {"s": 0.0}
    monkeypatch.setattr("tui.query.clock.time.monotonic", lambda: now["s"])
    for now["s"] in (100.0, 200.0):
        assert rows(program).tolist() == [0, 4]


class Planed(Table):
    """A table that keeps where each tag is, and cross-sections."""

    @cached_property
    def made(self) -> dict[Any, Any]:
        return {}

    def holding(self, column: str, tag: str) -> Bools:
        return np.array([tag in (tags or ()) for tags in self.tagged[column]], dtype=bool)


@pytest.mark.parametrize("how", list(How))
@pytest.mark.parametrize("values", [{"t"}, {"u"}, {"t", "u"}, {"t", "of no row"}, {"of no row"}])
def test_data_that_keeps_where_a_tag_is_says_the_same(how: How, values: set[str]) -> None:
    test = Holds(TagsCol("themes", "t"), how, frozenset(values))
    kept = Planed(SOME.size, tagged=SOME.tagged)
    assert isinstance(kept, Planes)
    assert not isinstance(SOME, Planes)
    for each in (test, NotTest(test)):
        assert three(each, kept) == reference.truth(each, SOME)


def test_a_cross_section_is_worked_out_once_for_data_that_keeps_it() -> None:
    kept = Planed(SOME.size, SOME.numeric, SOME.why)
    median = Cross("median", X)
    first = figures(median, kept)
    assert list(kept.made) == [median]
    kept.made[median] = first.values + 1
    assert np.array_equal(figures(median, kept).values, first.values + 1)
    for places in range(40):
        figures(Cross("median", Arith("+", X, Const(float(places)))), kept)
    assert len(kept.made) <= 16


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [(2.5, 0, 3.0), (-2.5, 0, -3.0), (0.5, 0, 1.0), (2.4999, 0, 2.0), (0.125, 2, 0.13), (1234.0, -2, 1200.0),
     (1e300, 2, 1e300), (0.49999999999999994, 0, 0.0)],
)  # fmt: skip
def test_round_takes_halves_away_from_zero(value: float, decimals: int, rounded: float) -> None:
    found = figures(RowFunc("round", (Const(value), Const(float(decimals)))), SOME)
    assert set(found.values.tolist()) == {rounded}


# ── wildcards ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        ("abc", ["abc"], ["ab", "abcd", ""]),
        ("abc*", ["abc", "abcd"], ["ab", "xabc"]),
        ("*abc", ["abc", "xabc"], ["abcx"]),
        ("*abc*", ["abc", "xabcx"], ["abxc"]),
        ("*", ["", "x"], []),
        ("a*b*c", ["abc", "axbxc", "abbc", "abcbc"], ["acb", "ab", "ac"]),
        ("a*a", ["aa", "aba"], ["a", "ab"]),
        ("?", ["x", "中"], ["", "xx"]),
        ("a?c", ["abc", "a中c"], ["ac", "abbc"]),
        ("a?*", ["ab", "abc"], ["a"]),
        ("*?a?b*", ["xaxb", "aaxbb", "xxaxbxx"], ["axb", "xaxx"]),
        ("*a?a?b", ["aaaaab", "axaxb"], ["aab", "axaxbx"]),
        ("**a**", ["a", "xax"], ["x"]),
        ("中国*", ["中国移动", "中国"], ["我中国"]),
    ],
)
def test_wildcards(pattern: str, fits: list[str], fails: list[str]) -> None:
    fit = matcher(pattern)
    assert [text for text in (*fits, *fails) if fit(text)] == fits


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_wildcards_agree_with_a_plain_search(pattern: str, text: str) -> None:
    text = text.replace("*", "a").replace("?", "b")

    def plain(i: int, j: int) -> bool:
        if i == len(pattern):
            return j == len(text)
        if pattern[i] == "*":
            return any(plain(i + 1, k) for k in range(j, len(text) + 1))
        return j < len(text) and pattern[i] in {"?", text[j]} and plain(i + 1, j + 1)

    assert matcher(pattern)(text) == plain(0, 0)


def test_texts_are_folded_whatever_stands_beside_them() -> None:
    texts = ["ＡＢＣ ", "", " abc", "a\nbc", "Abc", "\u0301abc", "ABC", " "]
    many = [*texts, *["x"] * CHUNK, *texts, ""]
    found = fitting("abc", many, lambda: None)
    assert [many[i] for i in np.flatnonzero(found)] == ["ＡＢＣ ", " abc", "Abc", "ABC"] * 2
    assert fitting("abc", ["ABC", "x"], lambda: None).tolist() == [True, False]


def test_a_long_pattern_over_a_long_text_takes_no_long_time() -> None:
    assert matcher("*a?a?b*")("aa" * 1000 + "aab")
    assert not matcher("*a?a?b*")("aa" * 1000)
    assert not matcher("*a" * 50 + "*b?b")("a" * 100_000)
    assert not matcher("*" + "a?" * 50 + "b*")("a" * 100_000)
