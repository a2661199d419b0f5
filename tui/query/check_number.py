"""Figures: columns, numbers with units, arithmetic, calls and vintages, each with what it measures."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tui.columns import Kind
from tui.query import kinds
from tui.query.asked import CONDITIONS, Asked, article, column_of, label, shown
from tui.query.kinds import Loose
from tui.query.messages import say
from tui.query.near import near
from tui.query.nodes import Arithmetic, At, Call, Day, Minus, Node, Number, Quoted, Word
from tui.query.sides import Figure, alike, no_date, one_tags, plain, settled
from tui.query.typed import Arith, Col, Const, Cross, Neg, Num, RowFunc
from tui.query.words import FUNCTIONS, PERCENT, UNITS, Function, function_names

if TYPE_CHECKING:
    from tui.query.messages import Message

EPOCH = date(1970, 1, 1).toordinal()
MOST_DECIMALS = 15
_DATED = {"min", "max", "count", "rank", "pct_rank"}  # what may be asked of dates


def figure(node: Node, asked: Asked) -> Figure | None:
    """The figure of a node; None where a fault was noted."""
    match node:
        case Number():
            return _number(node, asked)
        case Word():
            return _column(node, asked)
        case Day(day):
            days = float(day.toordinal() - EPOCH)
            return Figure(Const(days, asked.said(node)), Kind.DATE, node.span)
        case Minus(of):
            return _negative(node, figure(of, asked), asked)
        case Arithmetic():
            return _arithmetic(node, asked)
        case Call():
            return _call(node, asked)
        case At():
            return _at(node, asked)
        case Quoted():
            asked.fault(node.span, say("for_figure", say("a_quoted_text")), say("column_or_number"))
        case _:
            asked.fault(node.span, say("for_figure", say("a_condition")), say("column_or_number"))
    return None


def _number(node: Number, asked: Asked) -> Figure | None:
    share = node.unit == PERCENT
    if node.unit and not share and node.unit not in UNITS:
        asked.fault(node.span, say("unknown_unit", shown(node.unit)), None, near(node.unit, UNITS))
        return None
    value = node.value * UNITS.get(node.unit, 1.0)
    if not math.isfinite(value):
        asked.fault(node.span, say("too_large_here"))
        return None
    return Figure(Const(value, asked.said(node)), Loose.SHARE if share else Loose.PLAIN, node.span)


def _column(node: Word, asked: Asked) -> Figure | None:
    known = column_of(node, asked, "a_figure")
    if known is None:
        return None
    if known.kind in {Kind.TEXT, Kind.TAGS}:
        asked.fault(node.span, say("is_not", known.label, article(known.kind), say("a_figure")))
        return None
    col = Col(known.name, known.kind, known.label, asked.when, asked.said(node))
    return Figure(col, known.kind, node.span)


def _negative(node: Minus, of: Figure | None, asked: Asked) -> Figure | None:
    if of is None or not no_date(of, say("a_minus"), asked):
        return None
    said = asked.said(node)
    num = Const(-of.num.value, said) if isinstance(of.num, Const) else Neg(of.num, said)
    return replace(of, num=num, span=node.span)


def _arithmetic(node: Arithmetic, asked: Asked) -> Figure | None:
    left, right = figure(node.left, asked), figure(node.right, asked)
    if left is None or right is None:
        return None
    undated = [no_date(side, node.op, asked) for side in (left, right)]
    if not all(undated):
        return None
    tags, fits = one_tags((left, right), node.span, asked)
    if not fits:
        return None
    said = asked.said(node)
    if node.op in {"*", "/"}:
        sides = (right,) if node.op == "/" else (left, right)
        hundred = any(isinstance(side.num, Const) and side.num.value == 100 for side in sides)
        made = kinds.product if node.op == "*" else kinds.quotient
        unit = made(left.unit, right.unit, hundred=hundred)
        return Figure(Arith(node.op, plain(left), plain(right), said), unit, node.span, tags)
    together = alike((left, right), asked)
    if together is None:
        return None
    num = Arith(node.op, settled(left, together), settled(right, together), said)
    return Figure(num, together, node.span, tags)


# ── calls ───────────────────────────────────────────────────────────────────────────────────────────


def _call(node: Call, asked: Asked) -> Figure | None:
    entry = FUNCTIONS.get(node.name)
    if entry is None:
        close = near(node.name, function_names())
        asked.fault(node.span, say("unknown_function", shown(node.name)), None, close)
        return None
    if entry.kind == "source":
        asked.fault(node.span, say("is_not", say("a_call", entry), article(Kind.TEXT), say("a_figure")))
        return None
    if not fits_count(node, entry, asked):
        return None
    if entry.is_cross(len(node.args)):
        return _cross(node, asked)
    return _along(node, asked)


def fits_count(node: Call, entry: Function, asked: Asked) -> bool:
    """Whether a call has as many arguments as its function takes, and no `by` where it takes none."""
    given, least, most = len(node.args), entry.least, entry.most
    if node.by and not entry.is_cross(given):
        what = say("of_several", entry) if entry.kind == "either" else say("a_function", entry)
        asked.fault(node.by.span, say("along_row", what))
        return False
    if given < least or (most is not None and given > most):
        asked.fault(node.span, say("arguments", entry, given), _wanted(least, most))
        return False
    return True


def _wanted(least: int, most: int | None) -> Message:
    """How many arguments there should be."""
    if most is None:
        return say("or_more", least)
    if least != most:
        return say("this_or_that", least, most)
    return say("one_argument" if least == 1 else "so_many", least)


def _along(node: Call, asked: Asked) -> Figure | None:
    """abs, round, log, and min and max of several."""
    taken = node.args[:1] if node.name == "round" else node.args
    sides = [figure(arg, asked) for arg in taken]
    decimals = _decimals(node.args[1], asked) if node.name == "round" and len(node.args) > 1 else ()
    found = tuple(side for side in sides if side)
    if len(found) < len(sides) or decimals is None:
        return None
    if node.name not in _DATED and not no_date(found[0], FUNCTIONS[node.name], asked):
        return None
    together = alike(found, asked)
    tags, fits = one_tags(found, node.span, asked)
    if together is None or not fits:
        return None
    if node.name in {"round", "log"} and together is Loose.SHARE:
        together = Loose.PLAIN
    args = (*(settled(side, together) for side in found), *decimals)
    unit = Kind.NUMBER if node.name == "log" else together
    return Figure(RowFunc(node.name, args, asked.said(node)), unit, node.span, tags)


def _decimals(node: Node, asked: Asked) -> tuple[Const] | None:
    value: float | None = None
    match node:
        case Number(value=found, unit=""):
            value = found
        case Minus(of=Number(value=found, unit="")):
            value = -found
    if value is None or not value.is_integer() or abs(value) > MOST_DECIMALS:
        asked.fault(node.span, say("decimals"), say("zero_to", MOST_DECIMALS))
        return None
    return (Const(value, asked.said(node)),)


def _cross(node: Call, asked: Asked) -> Figure | None:
    inner = asked.answered()
    of = figure(node.args[0], inner) if node.args else None
    by, tags, fits = _by(node, asked)
    if (node.args and of is None) or not fits:
        return None
    if of and of.tags:
        asked.fault(of.span, say("by_function", label(of.tags, asked.scope, of.tags)))
        return None
    if of and node.name not in _DATED and not no_date(of, FUNCTIONS[node.name], asked):
        return None
    unit = kinds.cross(node.name, of.unit if of else Loose.PLAIN)
    num = plain(of) if of else None
    cross = Cross(node.name, num, by, tags, asked.when, asked.said(node))
    return Figure(cross, unit, node.span, by if tags else None)


def _by(node: Call, asked: Asked) -> tuple[str | None, bool, bool]:
    """The column after `by`, whether it is one of tags, and whether all is well."""
    if node.by is None:
        return None, False, True
    known = column_of(node.by, asked)
    if known and known.kind not in {Kind.TEXT, Kind.TAGS}:
        asked.fault(node.by.span, say("is_a", known.label, article(known.kind)), say("by_wants"))
        known = None
    if known is None:
        return None, False, False
    return known.name, known.kind is Kind.TAGS, True


# ── vintages ────────────────────────────────────────────────────────────────────────────────────────


def may_ask(node: At, asked: Asked) -> bool:
    """Whether an `@` may stand here: not under another, and not on what has no vintage."""
    if asked.when or asked.past:
        asked.fault(node.span, say("at_in_at"), say("one_a_figure"))
        return False
    what = ""
    match node.of:
        case Number():
            what = "a_number"
        case Quoted():
            what = "a_quoted_text"
        case Day():
            what = "a_date"
        case of if isinstance(of, CONDITIONS):
            what = "a_condition"
    if what:
        asked.fault(node.span, say("no_vintage", say(what)), say("before_at"))
    return not what


def _at(node: At, asked: Asked) -> Figure | None:
    if not may_ask(node, asked):
        return None
    of = figure(node.of, asked.asking(node.when))
    if of is None:
        return None
    if not _varies(of.num):
        asked.fault(node.span, say("no_vintage", say("a_number")), say("before_at"))
        return None
    return replace(of, num=replace(of.num, text=asked.said(node)), span=node.span)


def _varies(num: Num) -> bool:
    """Whether a figure has a column or a cross-section in it."""
    match num:
        case Const():
            return False
        case Neg(of=of):
            return _varies(of)
        case Arith(left=left, right=right):
            return _varies(left) or _varies(right)
        case RowFunc(args=args):
            return any(map(_varies, args))
    return True
