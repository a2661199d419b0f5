"""Small universes in memory, and random ones with random checked queries over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from hypothesis import strategies as st

from tui.columns import Kind, State
from tui.query.data import Past
from tui.query.nodes import How, When
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
    Neg,
    NotTest,
    OneOf,
    RowFunc,
    Same,
    TagsCol,
    TextCol,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tui.query.data import Bools, Floats
    from tui.query.typed import Num, Test

Cell = TypeVar("Cell", bound=np.generic)
PREVIOUS = When(back=1)
LONG_AGO = When(back=9)  # there is no such vintage
GIVEN, MISSING = State.VALUE, State.MISSING


@dataclass(frozen=True)
class Old:
    """Another vintage: its table, our rows in it (−1: not in it), and what columns are called there."""

    table: Table
    rows: Sequence[int]
    called: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Table:
    """tui.query.data.Data from lists; None is no value, and `why` says in which state a cell is then."""

    size: int
    numeric: Mapping[str, Sequence[float | None]] = field(default_factory=dict)
    why: Mapping[str, Sequence[State]] = field(default_factory=dict)
    words: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    tagged: Mapping[str, Sequence[tuple[str, ...] | None]] = field(default_factory=dict)
    losing: frozenset[str] = frozenset()  # columns of which a value not above 0 is a loss too
    flags: Mapping[tuple[str, str], Sequence[bool]] = field(default_factory=dict)
    pasts: Mapping[When, Old] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return self.size

    def numbers(self, column: str) -> Floats:
        return _read_only(
            np.array([np.nan if v is None else v for v in self.numeric[column]], dtype=np.float64)
        )

    def complete(self, column: str) -> bool:
        return None not in self.numeric[column]

    def state(self, column: str, row: int) -> State:
        if self.numeric[column][row] is not None:
            return State.VALUE
        return self.why[column][row] if column in self.why else State.MISSING

    def states(self, column: str) -> NDArray[np.uint8]:
        return _read_only(np.array([self.state(column, i) for i in range(self.size)], dtype=np.uint8))

    def texts(self, column: str) -> tuple[NDArray[np.int32], Sequence[str]]:
        return _coded(self.words[column])

    def tags(self, column: str) -> tuple[NDArray[np.int32], Sequence[tuple[str, ...]]]:
        return _coded(self.tagged[column])

    def loss(self, column: str, row: int) -> bool:
        value = self.numeric[column][row]
        return self.state(column, row) == State.LOSS or (
            column in self.losing and value is not None and value <= 0
        )

    def losses(self, column: str) -> Bools:
        return _read_only(np.array([self.loss(column, i) for i in range(self.size)], dtype=bool))

    def flagged(self, column: str, flag: str) -> Bools:
        given = self.flags.get((column, flag), [False] * self.size)
        return _read_only(np.array(given, dtype=bool))

    def past(self, when: When, column: str | None) -> Past | None:
        if when not in self.pasts:
            return None
        old = self.pasts[when]
        called = None if column is None else old.called.get(column, column)
        return Past(old.table, np.array(old.rows, dtype=np.int64), called)


def _read_only(values: NDArray[Cell]) -> NDArray[Cell]:
    values.setflags(write=False)
    return values


def _coded(cells: Sequence[Any]) -> tuple[NDArray[np.int32], list[Any]]:
    seen: dict[Any, int] = {}
    codes = [-1 if cell is None else seen.setdefault(cell, len(seen)) for cell in cells]
    return _read_only(np.array(codes, dtype=np.int32)), list(seen)


# ── random universes ────────────────────────────────────────────────────────────────────────────────

NUMBERS, FULL, TEXTS, TAGS = ("a", "b", "c"), "full", ("group", "rating"), "themes"
GROUPS, THEMES = ("x", "y", "中国Z", ""), ("t", "u", "v")
# powers of two: sums and reciprocals of a few are exact, whatever order they are added in
VALUES = (-4.0, -1.0, -0.25, 0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
NONE = (State.NM, State.LOSS, State.MISSING, State.UNCOVERED)


@st.composite
def plain_tables(draw: st.DrawFn, most: int = 8) -> Table:
    """A universe without a past."""
    size = draw(st.integers(0, most))

    def column(of: st.SearchStrategy[Any]) -> Any:
        return draw(st.lists(of, min_size=size, max_size=size))

    value = st.sampled_from(VALUES)
    return Table(
        size,
        {name: column(st.none() | value | value) for name in NUMBERS} | {FULL: column(value)},
        {name: column(st.sampled_from(NONE)) for name in NUMBERS},
        {name: column(st.none() | st.sampled_from(GROUPS)) for name in TEXTS},
        {TAGS: column(st.none() | st.lists(st.sampled_from(THEMES), max_size=3).map(tuple))},
        frozenset({"a"}),
        {("a", "contradicted"): column(st.booleans()), ("b", "contradicted"): column(st.booleans())},
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A universe with a vintage before, in which some rows are not, and a column may have another name."""
    now, then = draw(plain_tables()), draw(plain_tables())
    rows = draw(st.lists(st.integers(-1, then.size - 1), min_size=now.size, max_size=now.size))
    renamed: list[dict[str, str | None]] = [{}, {"a": "b"}, {"b": None}]
    called = draw(st.sampled_from(renamed))
    return Table(
        now.size, now.numeric, now.why, now.words, now.tagged, now.losing, now.flags,
        {PREVIOUS: Old(then, rows, called)},
    )  # fmt: skip


# ── random checked queries ──────────────────────────────────────────────────────────────────────────

_whens = st.sampled_from([None, None, None, PREVIOUS, LONG_AGO])
_CROSS = ("rank", "pct_rank", "median", "mean", "hmean", "zscore", "count", "min", "max")


def cols(whens: st.SearchStrategy[When | None]) -> st.SearchStrategy[Col]:
    """A numeric column."""
    return st.builds(
        lambda name, when: Col(name, Kind.NUMBER, name, when), st.sampled_from((*NUMBERS, FULL)), whens
    )


_consts = st.sampled_from(VALUES).map(Const)


def _rows_of(leaf: st.SearchStrategy[Num], most: int = 4) -> st.SearchStrategy[Num]:
    """Arithmetic over leaves."""
    return st.recursive(
        leaf | _consts,
        lambda inner: (
            st.builds(Neg, inner)
            | st.builds(Arith, st.sampled_from("+-*/"), inner, inner)
            | st.builds(lambda x: RowFunc("abs", (x,)), inner)
            | st.builds(lambda x: RowFunc("round", (x, Const(1.0))), inner)
            | st.builds(lambda x: RowFunc("round", (RowFunc("log", (x,)), Const(6.0))), inner)
            | st.builds(lambda f, x, y: RowFunc(f, (x, y)), st.sampled_from(["min", "max"]), inner, inner)
        ),
        max_leaves=most,
    )


@st.composite
def crosses(draw: st.DrawFn, tags: bool = False, nested: bool = True) -> Cross:
    """A cross-section; one `when` on the whole, or on the columns inside."""
    name = draw(st.sampled_from(_CROSS))
    when = draw(_whens)
    inside: st.SearchStrategy[Num] = cols(st.none() if when else _whens)
    if nested and when is None:
        inside = inside | crosses(nested=False)
    of = None if name == "count" and draw(st.booleans()) else draw(_rows_of(inside, 2))
    return Cross(name, of, TAGS if tags else draw(st.sampled_from([None, "group", "rating"])), tags, when)


nums = _rows_of(cols(_whens) | crosses())
_tag_nums = _rows_of(cols(_whens) | crosses(tags=True) | crosses())
_ops = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
_text_cols = st.builds(lambda name, when: TextCol(name, name, when), st.sampled_from(TEXTS), _whens)
_tags_cols = st.builds(lambda when: TagsCol(TAGS, TAGS, when), _whens)
_state_words = st.sampled_from(["loss", "missing", "uncovered", "nm"])


def _some(of: Sequence[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(of), min_size=1)


clauses: st.SearchStrategy[Test] = st.one_of(
    st.builds(Cmp, _ops, cols(st.none()), _consts),
    st.builds(Cmp, _ops, nums, nums),
    st.builds(Cmp, _ops, _tag_nums, _tag_nums, st.just(TAGS)),
    st.builds(OneOf, _text_cols, _some([g for g in GROUPS if g])),
    st.builds(Same, _text_cols, _text_cols),
    st.builds(Fits, _text_cols, st.sampled_from(["x*", "*z", "?", "中?z", "*国*", "*", "", "y", "*?z*"])),
    st.builds(Holds, _tags_cols, st.sampled_from(How), _some(THEMES)),
    st.builds(InState, cols(_whens) | nums | _text_cols | _tags_cols, _state_words),
    st.builds(Flagged, nums, st.sampled_from(["contradicted", "mixed"])),
)

tests: st.SearchStrategy[Test] = st.recursive(
    clauses,
    lambda inner: (
        st.builds(NotTest, inner)
        | st.builds(AllOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=5,
)
