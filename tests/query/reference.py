"""The rules of the query language again, one row at a time in plain Python: slow, and easy to check by eye.

A figure is (value or None, state); a test is True, False or None for unknown.
"""

from __future__ import annotations

import re
from fnmatch import translate
from typing import TYPE_CHECKING

from tests.query.reference_figures import all_cols, figure, vintage
from tui.query.nodes import How
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
)
from tui.text import fold

if TYPE_CHECKING:
    from tests.query.tables import Table
    from tui.query.nodes import When
    from tui.query.typed import Num, Test

Three = bool | None


def truth(test: Test, table: Table) -> list[Three]:
    """What a test says of each row."""
    return [holds(test, table, row) for row in range(table.size)]


# ── tests ───────────────────────────────────────────────────────────────────────────────────────────


def holds(test: Test, table: Table, row: int) -> Three:  # noqa: C901 - one case a kind of test
    match test:
        case AllOf(of):
            return _all([holds(part, table, row) for part in of])
        case AnyOf(of):
            return _any([holds(part, table, row) for part in of])
        case NotTest(of):
            return _not(holds(of, table, row))
        case Cmp(op, left, right, None):
            return _compare(op, figure(left, table, row)[0], figure(right, table, row)[0])
        case Cmp(op, left, right, by):
            assert by is not None
            tags = table.tagged[by][row] or ()
            each = [
                _compare(op, figure(left, table, row, tag)[0], figure(right, table, row, tag)[0])
                for tag in tags
            ]
            return _any(each) if each else None
        case OneOf(of, values):
            text = _text(of, table, row)
            return None if text is None else text in values
        case Same(left, right):
            one, other = _text(left, table, row), _text(right, table, row)
            return None if one is None or other is None else one == other
        case Fits(of, pattern):
            text = _text(of, table, row)
            return None if text is None else re.match(translate(pattern), fold(text)) is not None
        case Holds(of, how, values):
            has = set(_tags(of, table, row))
            return bool(has) and (values <= has if how is How.ALL else bool(values & has))
        case InState(of, state):
            return _in_state(of, state, table, row)
        case Flagged(of, flag):
            return any(_col_flag(col, when, flag, table, row) for col, when in all_cols(of, None))


def _all(parts: list[Three]) -> Three:
    return False if False in parts else None if None in parts else True


def _any(parts: list[Three]) -> Three:
    return True if True in parts else None if None in parts else False


def _not(part: Three) -> Three:
    return None if part is None else not part


def _compare(op: str, left: float | None, right: float | None) -> Three:
    if left is None or right is None:
        return None
    return {
        "=": left == right, "!=": left != right, "<": left < right,
        "<=": left <= right, ">": left > right, ">=": left >= right,
    }[op]  # fmt: skip


def _in_state(of: Num | TextCol | TagsCol, state: str, table: Table, row: int) -> bool:
    if isinstance(of, TextCol):
        return state == "missing" and _text(of, table, row) is None
    if isinstance(of, TagsCol):
        return state == "missing" and not _tags(of, table, row)
    if isinstance(of, Col) and state == "loss":
        if of.when is None:
            return table.loss(of.name, row)
        then, there, name = vintage(table, of.when, of.name, row)
        return then is not None and name is not None and then.loss(name, there)
    return figure(of, table, row)[1].word == state


def _col_flag(name: str, when: When | None, flag: str, table: Table, row: int) -> bool:
    at: str | None = name
    if when is not None:
        old, row, at = vintage(table, when, name, row)
        if old is None or at is None:
            return False
        table = old
    assert at is not None
    return bool(table.flags[at, flag][row]) if (at, flag) in table.flags else False


# ── texts and tags ──


def _text(col: TextCol, table: Table, row: int) -> str | None:
    name: str | None = col.name
    if col.when is not None:
        old, row, name = vintage(table, col.when, col.name, row)
        if old is None or name is None:
            return None
        table = old
    assert name is not None
    return table.words[name][row] or None


def _tags(col: TagsCol, table: Table, row: int) -> tuple[str, ...]:
    name: str | None = col.name
    if col.when is not None:
        old, row, name = vintage(table, col.when, col.name, row)
        if old is None or name is None:
            return ()
        table = old
    assert name is not None
    return table.tagged[name][row] or ()
