"""Figures along the row: + - * /, abs, round, log, min and max over float64, NaN where there is no value."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.query.typed import Arith, Col, Const, Cross, Neg, RowFunc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.query.data import Floats
    from tui.query.nodes import When
    from tui.query.typed import Num

    Leaf = Callable[[Col | Cross], Floats]

_OPS = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
_MOST_DECIMALS = 300  # ten to that power still is a float
SAFE = frozenset({"abs", "round", "min", "max"})  # of values these always give a value


def evaluate(num: Num, leaf: Leaf) -> Floats | np.float64:
    """The figure over the cells of the columns and cross-sections as `leaf` gives them; without any, one."""
    with np.errstate(all="ignore"):
        out: Floats | np.float64 = _evaluate(num, leaf)
        return out


def _evaluate(num: Num, leaf: Leaf) -> Any:
    match num:
        case Col() | Cross():
            return leaf(num)
        case Const(value):
            return np.float64(value)
        case Neg(of):
            return -_evaluate(of, leaf)
        case Arith(op, left, right):
            return finite(_OPS[op](_evaluate(left, leaf), _evaluate(right, leaf)))
        case RowFunc(name, args):
            return _row_func(name, [_evaluate(arg, leaf) for arg in args])


def _row_func(name: str, args: list[Any]) -> Any:
    match name:
        case "abs":
            return np.abs(args[0])
        case "round":
            return _rounded(args[0], int(args[1]) if len(args) > 1 else 0)
        case "log":
            return finite(np.log(args[0]))
        case "min":
            return reduce(np.minimum, args)
        case "max":
            return reduce(np.maximum, args)
    raise ValueError(name)


def _rounded(x: Any, decimals: int) -> Any:
    """To the nearest, halves away from zero; a figure too large to be scaled has no such decimals."""
    places = max(-_MOST_DECIMALS, min(_MOST_DECIMALS, decimals))
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.abs(x) * 10.0**places
        whole = np.trunc(scaled)
        out = np.copysign((whole + (scaled - whole >= 0.5)) / 10.0**places, x)
    return np.where(np.isfinite(out), out, x)


def finite(out: Any) -> Any:
    """±inf, which is no value, becomes NaN."""
    wild = np.isinf(out)
    return np.where(wild, np.nan, out) if wild.any() else out


def leaves(num: Num) -> Iterator[Col | Cross]:
    """The columns and cross-sections that a figure is made of, as they stand; not what is inside of these."""
    match num:
        case Col() | Cross():
            yield num
        case Neg(of):
            yield from leaves(of)
        case Arith(left=left, right=right):
            yield from leaves(left)
            yield from leaves(right)
        case RowFunc(args=args):
            for arg in args:
                yield from leaves(arg)


def columns(num: Num) -> Iterator[Col]:
    """Every column of a figure, also those inside cross-sections, each at its vintage."""
    for leaf in leaves(num):
        if isinstance(leaf, Col):
            yield leaf
        elif leaf.of is not None:
            yield from columns(leaf.of if leaf.when is None else at(leaf.of, leaf.when))


def mapped(num: Num, change: Callable[[Col | Cross], Num]) -> Num:
    """The figure with each column and cross-section changed."""
    match num:
        case Col() | Cross():
            return change(num)
        case Const():
            return num
        case Neg(of):
            return replace(num, of=mapped(of, change))
        case Arith(left=left, right=right):
            return replace(num, left=mapped(left, change), right=mapped(right, change))
        case RowFunc(args=args):
            return replace(num, args=tuple(mapped(arg, change) for arg in args))


def at(num: Num, when: When) -> Num:
    """The figure as of another vintage."""
    return mapped(num, lambda leaf: replace(leaf, when=when))
