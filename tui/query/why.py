"""Why a row passes a query or not: the tree of its clauses with both sides' values, verdicts and margins."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import numpy as np

from tui.columns import Kind, State
from tui.query.kinds import told
from tui.query.said import Said, kind, turned, unit
from tui.query.typed import (
    AllOf,
    AnyOf,
    Cmp,
    Col,
    Fits,
    Flagged,
    Holds,
    InState,
    NotTest,
    OneOf,
    Same,
    TagsCol,
    TextCol,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.query.data import Data, Floats
    from tui.query.typed import Num, Test


class Verdict(StrEnum):
    """What a clause says of a row."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a clause at a row.

    text: as typed; value: in the kind's unit, a date as days since 1970-01-01, tags as ids, None without one
    state: why there is no value (tui.columns.State's word), '' where there is one
    """

    text: str
    value: float | str | tuple[str, ...] | None
    kind: Kind
    state: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause at a row.

    left, operator, right: of a test, or of a not around one, where the operator is the opposite; a figure
        of the query that stands on the left of a column is put to the right, and the operator turned
    margin: how far the left side is on the passing side of the right one, in the left's unit (dates: days);
        negative where it fails, None where a side has no value or none can be told
    share: margin / |right|; None on dates, where right is 0, and where there is no margin
    tag: of a test by tags, the one it is true by, else the one that came nearest; '' where there is none
    """

    text: str
    op: Literal["and", "or", "not", "test"]
    verdict: Verdict
    left: Side | None = None
    operator: str = ""
    right: Side | None = None
    margin: float | None = None
    share: float | None = None
    tag: str = ""
    children: tuple[Clause, ...] = ()


_PAIRS = (
    ("=", "!="), ("<", ">="), (">", "<="), ("in", "not in"), ("is", "is not"), ("~", "not ~"),
    ("has", "not has"), ("has any", "not has any"), ("has all", "not has all"),
)  # fmt: skip
_OPPOSITE = {**dict(_PAIRS), **{b: a for a, b in _PAIRS}}
_NEGATED = {Verdict.TRUE: Verdict.FALSE, Verdict.FALSE: Verdict.TRUE, Verdict.UNKNOWN: Verdict.UNKNOWN}


def why(test: Test, data: Data, row: int) -> Clause:
    """The tree of the query at a row of the data; a query of one test is a Clause without children."""
    return explain(test, Said(data), row)


def explain(test: Test, said: Said, row: int) -> Clause:
    """As `why`, over what has been asked of the engine before."""
    match test:
        case AllOf(of, text):
            children = tuple(explain(each, said, row) for each in of)
            verdict = _first((Verdict.FALSE, Verdict.UNKNOWN, Verdict.TRUE), children)
            return Clause(text, "and", verdict, children=children)
        case AnyOf(of, text):
            children = tuple(explain(each, said, row) for each in of)
            verdict = _first((Verdict.TRUE, Verdict.UNKNOWN, Verdict.FALSE), children)
            return Clause(text, "or", verdict, children=children)
        case NotTest(of, text):
            return _opposed(explain(of, said, row), text)
    true, false = said.truth(test)
    verdict = Verdict.TRUE if true[row] else Verdict.FALSE if false[row] else Verdict.UNKNOWN
    if isinstance(test, Cmp):
        return _compared(test, verdict, said, row)
    left, operator, right = _named(test, said, row)
    return Clause(test.text, "test", verdict, left, operator, right)


def _first(order: Sequence[Verdict], children: Sequence[Clause]) -> Verdict:
    found = {child.verdict for child in children}
    return next((verdict for verdict in order if verdict in found), order[-1])


def _opposed(child: Clause, text: str) -> Clause:
    """A not; around a test (or a not of one) it has that test's sides, the opposite operator and margin."""
    verdict = _NEGATED[child.verdict]
    if child.left is None:
        return Clause(text, "not", verdict, children=(child,))
    return replace(
        child,
        text=text,
        op="not",
        verdict=verdict,
        operator=_OPPOSITE[child.operator],
        margin=None if child.margin is None else 0.0 - child.margin,
        share=None if child.share is None else 0.0 - child.share,
        children=(child,),
    )


# ── sides ───────────────────────────────────────────────────────────────────────────────────────────


def _named(test: Test, said: Said, row: int) -> tuple[Side, str, Side]:
    """Both sides and the operator of a test that is no comparison of figures."""
    match test:
        case OneOf(of, values):
            return _side(of, said, row), "=" if len(values) == 1 else "in", _listed(values)
        case Same(left, right):
            return _side(left, said, row), "=", _side(right, said, row)
        case Fits(of, pattern):
            return _side(of, said, row), "~", Side(pattern, pattern, Kind.TEXT)
        case Holds(of, how, values):
            return _side(of, said, row), "has" if len(values) == 1 else f"has {how}", _listed(values)
        case InState(of, state) | Flagged(of, state):
            return _side(of, said, row), "is", Side(state, state, Kind.TEXT)
    raise TypeError(test)


def _side(of: Num | TextCol | TagsCol, said: Said, row: int) -> Side:
    match of:
        case TextCol():
            text = said.text(of, row)
            return Side(of.text or of.label, text, Kind.TEXT, "" if text is not None else State.MISSING.word)
        case TagsCol():
            return Side(of.text or of.label, said.tags(of, row), Kind.TAGS)
    value, state = said.figure(of, row)
    return Side(_typed(of), value, told(unit(of)), state)


def _typed(num: Num) -> str:
    return num.text or (num.label if isinstance(num, Col) else "")


def _listed(values: frozenset[str]) -> Side:
    listed = tuple(sorted(values))
    return Side(", ".join(listed), listed, Kind.TEXT)


def _compared(test: Cmp, verdict: Verdict, said: Said, row: int) -> Clause:
    """A comparison of figures."""
    sides = said.sides(test, np.array([row]))
    test = turned(test)
    left, right = (
        _figure(num, other, values, said, row)
        for num, other, values in (
            (test.left, test.right, sides.left),
            (test.right, test.left, sides.right),
        )
    )
    margin, share = (None if np.isnan(x[0]) else float(x[0]) for x in (sides.margin, sides.share))
    return Clause(test.text, "test", verdict, left, test.op, right, margin, share, sides.tag(0))


def _figure(num: Num, other: Num, values: Floats, said: Said, row: int) -> Side:
    value, state = float(values[0]), ""
    if math.isnan(value):
        known, state = said.figure(num, row)  # a row without tags has its own figures all the same
        return Side(_typed(num), known, kind(num, other), state)
    return Side(_typed(num), value, kind(num, other), state)
