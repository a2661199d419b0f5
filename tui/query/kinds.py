"""What a figure of a query measures, and what sums, products and comparisons make of it."""

from __future__ import annotations

from enum import Enum
from functools import reduce
from typing import TYPE_CHECKING

from tui.columns import Kind
from tui.query.typed import Arith, Const, Neg, RowFunc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.query.typed import Num


class Loose(Enum):
    """Figures of the query itself, which take the unit of what they meet."""

    PLAIN = "a number"
    SHARE = "a percentage"  # held in per cent until it is settled: 29% stays exact in either unit


Unit = Kind | Loose

_UNFIT_FOR_SHARE = {Kind.MONEY, Kind.MULTIPLE, Kind.COUNT, Kind.DATE}
_KEEPING = {"median", "mean", "hmean", "min", "max"}


def clash(one: Unit, other: Unit) -> str:
    """The key of why two figures cannot be compared or added, '' where they can."""
    pair = {one, other}
    if Kind.DATE in pair and len(pair) > 1:
        return "date_clash"
    if Loose.SHARE in pair and pair & _UNFIT_FOR_SHARE:
        return "share_clash"
    if pair == {Kind.PERCENT, Kind.RATIO}:
        return "percent_ratio"
    return ""


def joined(one: Unit, other: Unit) -> Unit:
    """The unit of a sum, or in which two sides are compared; only where they do not clash."""
    if one == other:
        return one
    if isinstance(one, Loose) and isinstance(other, Loose):
        return Loose.PLAIN
    if isinstance(one, Loose) or one is Kind.NUMBER:
        return other if not isinstance(other, Loose) else one
    if isinstance(other, Loose) or other is Kind.NUMBER:
        return one
    return Kind.NUMBER


def joined_all(units: Sequence[Unit]) -> Unit:
    """The unit of the least or largest of several."""
    return reduce(joined, units)


def product(one: Unit, other: Unit, *, hundred: bool = False) -> Unit:
    """The unit of one * other: a plain figure or a ratio keeps what the other measures.

    hundred: one of them is the number 100, which makes per cent of a ratio
    """
    one, other = _factor(one), _factor(other)
    if hundred and {one, other} == {Loose.PLAIN, Kind.RATIO}:
        return Kind.PERCENT
    for kept, by in ((one, other), (other, one)):
        if by is Loose.PLAIN or (by is Kind.RATIO and kept is not Loose.PLAIN):
            return kept
    return Kind.NUMBER


def quotient(one: Unit, other: Unit, *, hundred: bool = False) -> Unit:
    """The unit of one / other: equals give a ratio.

    hundred: the other is the number 100, which makes a ratio of per cent
    """
    one, other = _factor(one), _factor(other)
    if hundred and one is Kind.PERCENT:
        return Kind.RATIO
    if other is Loose.PLAIN or (other in {Kind.RATIO, Kind.PERCENT} and one not in {Loose.PLAIN, other}):
        return one
    return Kind.RATIO if one == other and one is not Kind.NUMBER else Kind.NUMBER


def cross(name: str, of: Unit) -> Unit:
    """The unit of a cross-section."""
    if name in {"rank", "count"}:
        return Kind.COUNT
    if name == "pct_rank":
        return Kind.RATIO
    return _factor(of) if name in _KEEPING else Kind.NUMBER


def told(unit: Unit) -> Kind:
    """The kind of a whole formula."""
    if isinstance(unit, Kind):
        return unit
    return Kind.RATIO if unit is Loose.SHARE else Kind.NUMBER


def settle(num: Num, unit: Unit, to: Unit) -> Num:
    """A figure brought to the unit of what it meets: a percentage is per cent there or becomes a share."""
    if unit is not Loose.SHARE or to in {Loose.SHARE, Kind.PERCENT}:
        return num
    return _per_hundred(num)


def _factor(unit: Unit) -> Unit:
    return Loose.PLAIN if unit is Loose.SHARE else unit


def _per_hundred(num: Num) -> Num:
    """A tree of percentages alone (Const, Neg, + and -, abs, min, max) as shares of one."""
    match num:
        case Const(value, text):
            return Const(value / 100, text)
        case Neg(of, text):
            return Neg(_per_hundred(of), text)
        case Arith(op, left, right, text):
            return Arith(op, _per_hundred(left), _per_hundred(right), text)
        case RowFunc(name, args, text):
            return RowFunc(name, tuple(map(_per_hundred, args)), text)
    return num
