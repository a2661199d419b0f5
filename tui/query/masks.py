"""The two masks of a test, each as a function of some rows: where it is surely true, where it may be.

NaN compares false, so `x < 5` is the first at once and `not (x >= 5)` the second; `not` swaps the two, `and`
and `or` work on each alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.columns import State
from tui.query.arith import columns, evaluate
from tui.query.nodes import How
from tui.query.pairs import aligned, coded
from tui.query.typed import (
    AllOf,
    AnyOf,
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
    Same,
    TagsCol,
    TextCol,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from tui.query.data import Bools, Floats
    from tui.query.pairs import Codes, Pairs
    from tui.query.sheet import Sheet
    from tui.query.typed import Num, Test

    Part = slice | NDArray[np.int64]  # a block of rows, or the rows one by one
    Mask = Callable[[Part], Bools]
    Side = Callable[[Part], Any]

SPARSE = 64  # one row in so many, or fewer, is asked after one by one
FEW = 6  # so many codes are found faster one by one than in a table


def _differ(left: Any, right: Any) -> Any:
    return (left < right) | (left > right)


def _none_of(op: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda left, right: ~op(left, right)


@dataclass(frozen=True, slots=True)
class Mode:
    """Which of the two masks: `unknown` is what it says of an unknown row."""

    unknown: bool
    ops: dict[str, Callable[[Any, Any], Any]]


SURE = Mode(
    unknown=False,
    ops={
        "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
        "=": np.equal, "!=": _differ,
    },
)  # fmt: skip
MAYBE = Mode(
    unknown=True,
    ops={
        "<": _none_of(np.greater_equal), "<=": _none_of(np.greater), ">": _none_of(np.less_equal),
        ">=": _none_of(np.less), "=": _none_of(_differ), "!=": np.not_equal,
    },
)  # fmt: skip


def mask(test: Test, sheet: Sheet, mode: Mode) -> Mask:
    """One of the masks of a test, as a function of some rows."""
    match test:
        case Cmp():
            return _compared(test, sheet, mode)
        case AllOf():
            return partial(together, parts(test, sheet, mode))
        case AnyOf(of):
            return partial(_any, [mask(t, sheet, mode) for t in of])
        case NotTest(of):
            inner = mask(of, sheet, MAYBE if mode is SURE else SURE)
            return lambda part: ~inner(part)
        case OneOf() | Fits():
            return _by_text(test, sheet, mode)
        case Same():
            return _same(test, sheet, mode)
        case Holds():
            return _holds(test, sheet)
        case InState():
            return _sliced(_in_state(test, sheet))
        case Flagged():
            return _sliced(_flagged(test, sheet))


def parts(test: Test, sheet: Sheet, mode: Mode) -> list[Mask]:
    """The masks whose rows in common are the test's, the cheapest first."""
    return [mask(each, sheet, mode) for each in sorted(_flat((test,)), key=_cost)]


def _flat(tests: Iterable[Test]) -> Iterator[Test]:
    """Conditions that must all hold, out of their brackets."""
    for test in tests:
        if isinstance(test, AllOf):
            yield from _flat(test.of)
        else:
            yield test


def _cost(test: Test) -> int:
    """Bytes looked at first: what is quickly said leaves fewer rows to the others."""
    return 0 if isinstance(test, Holds) else 1 if isinstance(test, OneOf) else 2


def together(masks: list[Mask], part: Part) -> Bools:
    """Where each is; once few rows are left, the others are asked of those alone."""
    out = masks[0](part)
    for i, mask in enumerate(masks[1:], 1):
        many = np.count_nonzero(out)
        if not many:
            break
        if many * SPARSE <= len(out):
            return _some(masks[i:], part, np.flatnonzero(out), len(out))
        out = out & mask(part)
    return out


def _some(masks: list[Mask], part: Part, left: NDArray[np.int64], size: int) -> Bools:
    """Where each is, of the places that are left of a part."""
    rows = left + part.start if isinstance(part, slice) else part[left]
    for mask in masks:
        hit = mask(rows)
        left, rows = left[hit], rows[hit]
    out = np.zeros(size, dtype=bool)
    out[left] = True
    return out


def _any(masks: list[Mask], part: Part) -> Bools:
    """Where one is; the rest is left alone once every row is in."""
    out = masks[0](part)
    for mask in masks[1:]:
        if out.all():
            break
        out = out | mask(part)
    return out


def _sliced(whole: Bools) -> Mask:
    return lambda part: whole[part]


def _size(part: Part) -> int:
    return part.stop - part.start if isinstance(part, slice) else len(part)


def _constant(value: bool) -> Mask:
    return lambda part: np.full(_size(part), value)


# ── comparisons ─────────────────────────────────────────────────────────────────────────────────────


def _compared(test: Cmp, sheet: Sheet, mode: Mode) -> Mask:
    if test.by_tags is not None:
        return _sliced(_by_tags(test, sheet, mode))
    op, left, right = mode.ops[test.op], _side(test.left, sheet), _side(test.right, sheet)
    if isinstance(left, np.ndarray) and isinstance(right, float):
        return lambda part: op(left[part], right)
    return partial(_compare, op, _function(left), _function(right))


def _compare(op: Callable[[Any, Any], Any], left: Side, right: Side, part: Part) -> Bools:
    out: Any = op(left(part), right(part))
    return out if out.ndim else np.full(_size(part), out)


def _side(num: Num, sheet: Sheet) -> Floats | float | Side:
    """A whole column, one figure, or what works a figure out for some rows."""
    match num:
        case Const(value):
            return float(value)
        case Col() | Cross():
            return sheet.leaf(num)
    whole: dict[Col | Cross, Floats] = {}

    def leaf(of: Col | Cross) -> Floats:
        whole[of] = sheet.leaf(of)
        return whole[of][:0]

    evaluate(num, leaf)  # over no rows: makes each column that it wants
    return lambda part: evaluate(num, lambda of: whole[of][part])


def _function(side: Floats | float | Side) -> Side:
    if isinstance(side, np.ndarray):
        return lambda part: side[part]
    if isinstance(side, float):
        return lambda part: np.float64(side)  # noqa: ARG005 - one figure for every row
    return side


def _on_pairs(test: Cmp, sheet: Sheet, mode: Mode) -> tuple[Pairs, Bools]:
    """A comparison by tags over every (row, tag) pair."""
    assert test.by_tags is not None
    pairs = sheet.pairs(test.by_tags)
    left, right = (evaluate(num, lambda of: sheet.on_pairs(of, pairs)) for num in (test.left, test.right))
    out = mode.ops[test.op](left, right)
    return pairs, out if out.ndim else np.full(len(pairs.rows), out)


def unknown_pairs(test: Cmp, sheet: Sheet) -> tuple[Pairs, Bools]:
    """The (row, tag) pairs of a comparison by tags, and for which of them it is unknown."""
    pairs, true = _on_pairs(test, sheet, SURE)
    return pairs, _on_pairs(test, sheet, MAYBE)[1] & ~true


def _by_tags(test: Cmp, sheet: Sheet, mode: Mode) -> Bools:
    """True where it is for any tag of the row; a row without tags is unknown."""
    pairs, hit = _on_pairs(test, sheet, mode)
    out = np.full(sheet.data.rows, mode.unknown)
    out[pairs.rows] = False
    out[pairs.rows[hit]] = True
    return out


# ── texts and tags, by their codes ──────────────────────────────────────────────────────────────────


def _by_text(test: OneOf | Fits, sheet: Sheet, mode: Mode) -> Mask:
    codes, texts = sheet.texts(test.of)
    hits: Any = coded(texts, test.values) if isinstance(test, OneOf) else sheet.fitting(test.of, test.pattern)
    table = np.zeros(len(texts) + 1, dtype=bool)  # the last place is what −1 picks
    table[:-1][hits] = True
    table[[len(texts), *coded(texts, frozenset({""}))]] = mode.unknown
    return _looked_up(codes, table)


def _looked_up(codes: Codes, table: Bools) -> Mask:
    """table[code], by the quickest way."""
    hits = int(np.count_nonzero(table))
    if hits in {0, len(table)}:
        return _constant(hits > 0)
    rare = hits <= len(table) - hits
    if min(hits, len(table) - hits) > FEW:
        return lambda part: table.take(codes[part])  # twice as fast as table[…]; −1 takes the last
    wanted = [code if code < len(table) - 1 else -1 for code in np.flatnonzero(table == rare).tolist()]
    return partial(_found if rare else _not_found, codes, wanted)


def _found(codes: Codes, wanted: list[int], part: Part) -> Bools:
    some = codes[part]
    out: Bools = some == wanted[0]
    for code in wanted[1:]:
        out |= some == code
    return out


def _not_found(codes: Codes, wanted: list[int], part: Part) -> Bools:
    some = codes[part]
    out: Bools = some != wanted[0]
    for code in wanted[1:]:
        out &= some != code
    return out


def _same(test: Same, sheet: Sheet, mode: Mode) -> Mask:
    (left, names), (right, others) = sheet.texts(test.left), sheet.texts(test.right)
    known = {name: i for i, name in enumerate(names) if name}
    none, strange = -1, -2
    ours = np.array([none if not name else i for i, name in enumerate(names)] + [none])
    theirs = np.array([known.get(name, strange) if name else none for name in others] + [none])

    def level(part: Part) -> Bools:
        x, y = ours[left[part]], theirs[right[part]]
        out: Bools = (x == y) | (x == none) | (y == none) if mode.unknown else (x == y) & (x != none)
        return out

    return level


def _holds(test: Holds, sheet: Sheet) -> Mask:
    if test.of.when is None and sheet.planes is not None:
        planes = [_sliced(sheet.planes.holding(test.of.name, tag)) for tag in test.values]
        return partial(together if test.how is How.ALL else _any, planes)
    codes, combinations = sheet.tags(test.of)
    hits = [np.array([*(tag in tags for tags in combinations), False]) for tag in test.values]
    return _looked_up(codes, (np.logical_and if test.how is How.ALL else np.logical_or).reduce(hits))


# ── states and flags ────────────────────────────────────────────────────────────────────────────────


def _in_state(test: InState, sheet: Sheet) -> Bools:
    of, rows = test.of, sheet.data.rows
    if isinstance(of, TextCol | TagsCol):
        if test.state != State.MISSING.word:
            return np.zeros(rows, dtype=bool)
        return sheet.textless(of)
    if test.state == State.LOSS.word and isinstance(of, Col):
        if of.when is None:
            return sheet.data.losses(of.name)
        past = sheet.past(of.when, of.name)
        if past is None or past.column is None:
            return np.zeros(rows, dtype=bool)
        return aligned(past.data.losses(past.column), past.rows, none=False)
    out: Bools = sheet.states(of) == State[test.state.upper()]
    return out


def _flagged(test: Flagged, sheet: Sheet) -> Bools:
    out = np.zeros(sheet.data.rows, dtype=bool)
    for col in dict.fromkeys(columns(test.of)):
        if col.when is None:
            out |= sheet.data.flagged(col.name, test.flag)
        elif (past := sheet.past(col.when, col.name)) is not None and past.column is not None:
            out |= aligned(past.data.flagged(past.column, test.flag), past.rows, none=False)
    return out
