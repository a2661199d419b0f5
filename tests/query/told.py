"""Checked queries in short, for tables of cases: (< pe_2026E 45)."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    Num,
    OneOf,
    RowFunc,
    Same,
    TagsCol,
    Test,
    TextCol,
)

if TYPE_CHECKING:
    from tui.query.nodes import When


def told(what: Test | Num | TextCol | TagsCol) -> str:
    """A typed tree in brackets; `@` before a vintage, `by*` before a tags column, {…} around by_tags."""
    match what:
        case Const() | Col() | Neg() | Arith() | RowFunc() | Cross() | TextCol() | TagsCol():
            return _operand(what)
        case NotTest(test):
            return f"(not {told(test)})"
        case AllOf(tests):
            return f"(and {' '.join(map(told, tests))})"
        case AnyOf(tests):
            return f"(or {' '.join(map(told, tests))})"
    return _clause(what)


def _operand(what: Num | TextCol | TagsCol) -> str:
    match what:
        case Const(value):
            return f"{value:.12g}"
        case Neg(of):
            return f"(- {told(of)})"
        case Arith(op, left, right):
            return f"({op} {told(left)} {told(right)})"
        case RowFunc(name, args):
            return f"({name} {' '.join(map(told, args))})"
        case Cross(name, of, by, tags, when):
            inner = told(of) if of else "names"
            within = f" by{'*' * tags} {by}" if by else ""
            return f"({name} {inner}{within}){_at(when)}"
        case _:
            return what.name + _at(what.when)


def _clause(what: Cmp | OneOf | Same | Fits | Holds | InState | Flagged) -> str:
    match what:
        case Cmp(op, left, right, by):
            return f"({op} {told(left)} {told(right)})" + (f"{{{by}}}" if by else "")
        case OneOf(column, values):
            return f"(in {told(column)} {' '.join(sorted(values))})"
        case Same(left=one, right=other):
            return f"(same {told(one)} {told(other)})"
        case Fits(column, pattern):
            return f"(fits {told(column)} {pattern})"
        case Holds(tags_column, how, values):
            return f"({how.value} {told(tags_column)} {' '.join(sorted(values))})"
        case InState(cell, state):
            return f"(is {told(cell)} {state})"
        case Flagged(figure, flag):
            return f"(is {told(figure)} {flag})"


def _at(when: When | None) -> str:
    return f"@{when}" if when else ""
