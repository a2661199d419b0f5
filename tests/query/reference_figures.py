"""Figures of the reference evaluator, a row at a time: (value or None, state)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tui.columns import State
from tui.query.typed import Arith, Col, Const, Cross, Neg, RowFunc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.query.tables import Table
    from tui.query.nodes import When
    from tui.query.typed import Num

Figure = tuple[float | None, State]
RANKING = ("rank", "pct_rank", "zscore")


def figure(num: Num, table: Table, row: int, tag: str | None = None) -> Figure:
    """A figure at a row; `tag` is the tag a cross-section by tags answers for."""
    match num:
        case Const(number):
            return number, State.VALUE
        case Col(name=name, when=None):
            return table.numeric[name][row], table.state(name, row)
        case Col(name=name, when=when):
            assert when is not None
            old, there, at = vintage(table, when, name, row)
            if old is None or at is None:
                return None, State.MISSING
            return old.numeric[at][there], old.state(at, there)
        case Neg(of):
            value, state = figure(of, table, row, tag)
            return (None if value is None else -value), state
        case Arith(op, left, right):
            return _derived(op, [figure(left, table, row, tag), figure(right, table, row, tag)])
        case RowFunc(name, args):
            return _derived(name, [figure(arg, table, row, tag) for arg in args])
        case Cross():
            return _cross(num, table, row, tag)


def _derived(name: str, parts: list[Figure]) -> Figure:
    worst = max(state for _, state in parts)
    values = [value for value, _ in parts if value is not None]
    if worst != State.VALUE or len(values) < len(parts):
        return None, worst
    try:
        out = _apply(name, values)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None, State.NM
    return (out, State.VALUE) if math.isfinite(out) else (None, State.NM)


def _apply(name: str, values: list[float]) -> float:
    match name, values:
        case "+", [x, y]:
            return x + y
        case "-", [x, y]:
            return x - y
        case "*", [x, y]:
            return x * y
        case "/", [x, y]:
            return x / y
        case "abs", [x]:
            return abs(x)
        case "round", [x, d]:
            scaled = abs(x) * 10.0**d
            whole = math.trunc(scaled)
            return math.copysign((whole + (scaled - whole >= 0.5)) / 10.0**d, x)
        case "log", [x]:
            return math.log(x)
        case "min", _:
            return min(values)
        case "max", _:
            return max(values)
    raise AssertionError(name)


def _cross(num: Cross, table: Table, row: int, tag: str | None) -> Figure:
    if num.when is not None:
        return _old_cross(num, num.when, table, row, tag)
    cells = _members(num, table, row, tag)
    if cells is None:
        own = figure(num.of, table, row)[1] if num.of is not None and num.name in RANKING else State.VALUE
        whole = max(own, State.MISSING)
        return None, whole
    if num.of is None:
        return float(len(cells)), State.VALUE
    figures = [figure(num.of, table, cell) for cell in cells]
    values = [value for value, _ in figures if value is not None]
    if num.name == "count":
        return float(len(values)), State.VALUE
    mine, state = figure(num.of, table, row)
    if num.name not in RANKING:
        if not values:
            return None, max(state for _, state in figures)
        out = _aggregate(num.name, values)
    elif mine is None:
        return None, state
    else:
        out = _ranked(num.name, mine, values)
    return (None, State.NM) if out is None else (out, State.VALUE)


def _old_cross(num: Cross, when: When, table: Table, row: int, tag: str | None) -> Figure:
    cols = all_cols(num.of, None) if num.of is not None else []
    old, there, _ = vintage(table, when, None, row)
    if old is None:
        return None, State.MISSING
    called = table.pasts[when].called
    if any(called.get(name, name) is None for name, _ in cols):
        return None, State.MISSING
    renamed = Cross(num.name, _renamed(num.of, called), num.by, num.tags)
    if num.tags and tag not in (old.tagged[num.by or ""][there] or ()):
        return None, State.MISSING
    return _cross(renamed, old, there, tag)


def _renamed(num: Num | None, called: Mapping[str, str | None]) -> Num | None:
    match num:
        case Col(name, kind, label):
            return Col(called.get(name, name) or name, kind, label)
        case Neg(of):
            return Neg(_sure(_renamed(of, called)))
        case Arith(op, left, right):
            return Arith(op, _sure(_renamed(left, called)), _sure(_renamed(right, called)))
        case RowFunc(name, args):
            return RowFunc(name, tuple(_sure(_renamed(arg, called)) for arg in args))
        case Cross(name, of, by, tags):
            return Cross(name, _renamed(of, called), by, tags)
    return num


def _sure(num: Num | None) -> Num:
    assert num is not None
    return num


def _members(num: Cross, table: Table, row: int, tag: str | None) -> list[int] | None:
    """The rows of the row's group, itself among them; None where it has no group."""
    every = range(table.size)
    if num.by is None:
        return list(every)
    if num.tags:
        assert tag is not None
        return [cell for cell in every if tag in (table.tagged[num.by][cell] or ())]
    group = table.words[num.by][row]
    return [cell for cell in every if table.words[num.by][cell] == group] if group else None


def _aggregate(name: str, values: list[float]) -> float | None:
    match name:
        case "median":
            ordered, half = sorted(values), len(values) // 2
            return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
        case "mean":
            return sum(values) / len(values)
        case "hmean":
            positive = [value for value in values if value > 0]
            return len(positive) / sum(1 / value for value in positive) if positive else None
        case "min":
            return min(values)
        case "max":
            return max(values)
    raise AssertionError(name)


def _ranked(name: str, mine: float, values: list[float]) -> float | None:
    rank = 1 + sum(value < mine for value in values)
    many = len(values)
    match name:
        case "rank":
            return float(rank)
        case "pct_rank":
            return (rank - 1) / (many - 1) if many > 1 else None
        case "zscore":
            mean = sum(values) / many
            if many < 2:
                return None
            spread: float = 0
            for value in values:
                spread += (value - mean) ** 2
            deviation = math.sqrt(spread / (many - 1))
            return (mine - mean) / deviation if deviation else None
    raise AssertionError(name)


# ── columns, and where a row stands in another vintage ──


def vintage(table: Table, when: When, column: str | None, row: int) -> tuple[Table | None, int, str | None]:
    """The other table, the row there and the column's name there; no table where the row is not there."""
    old = table.pasts.get(when)
    if old is None or old.rows[row] < 0:
        return None, -1, None
    return old.table, old.rows[row], None if column is None else old.called.get(column, column)


def all_cols(num: Num, when: When | None) -> list[tuple[str, When | None]]:
    match num:
        case Col(name=name, when=own):
            return [(name, own or when)]
        case Neg(of):
            return all_cols(of, when)
        case Arith(left=left, right=right):
            return all_cols(left, when) + all_cols(right, when)
        case RowFunc(args=args):
            return [col for arg in args for col in all_cols(arg, when)]
        case Cross(of=of, when=own) if of is not None:
            return all_cols(of, own or when)
    return []
