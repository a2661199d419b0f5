"""Near misses: the rows that fail exactly one clause of a query, nearest first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tui.query.said import Said
from tui.query.typed import AllOf, AnyOf, Cmp, NotTest
from tui.query.why import explain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.query.data import Data, Floats
    from tui.query.typed import Test
    from tui.query.why import Clause

    Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Miss:
    """One row that fails one clause and passes all others.

    index: which of clauses(query) fails; clause: that clause at the row
    share: as Clause.share, 0 or negative; of several tests together what would have to give most where all
        must pass, and least where any does; None where no figure tells
    """

    row: int
    index: int
    clause: Clause
    share: float | None


def clauses(test: Test) -> tuple[Test, ...]:
    """What a query asks for together: the parts of its ands, chains and betweens."""
    if isinstance(test, AllOf):
        return tuple(part for each in test.of for part in clauses(each))
    return (test,)


def near(test: Test, data: Data, limit: int | None = None) -> tuple[Miss, ...]:
    """The rows where one clause is false and every other is true, by the size of the share.

    Those without a share come after, by margin in the clause's own unit, and those without either last;
    ties by row. `limit` is how many at most.
    """
    said = Said(data)
    parts = clauses(test)
    rows, which = _failing_one(parts, said)
    share, margin = np.full(len(rows), np.inf), np.full(len(rows), np.inf)
    for i, part in enumerate(parts):
        mine = np.flatnonzero(which == i)
        if len(mine):
            share[mine], margin[mine] = _off(part, said, rows[mine])
    every = np.arange(len(rows))
    chosen = every if limit is None else _least((share, margin), every, max(limit, 0))
    order = chosen[np.lexsort((chosen, margin[chosen], share[chosen]))]
    out = []
    for at in order.tolist():
        index, row = int(which[at]), int(rows[at])
        far = float(share[at])
        clause = explain(parts[index], said, row)
        out.append(Miss(row, index, clause, 0.0 - far if math.isfinite(far) else None))
    return tuple(out)


def _failing_one(parts: tuple[Test, ...], said: Said) -> tuple[Rows, Rows]:
    """The rows of near misses, ascending, and for each the index of the clause that fails."""
    failed = np.zeros(said.rows, dtype=np.int32)
    which = np.zeros(said.rows, dtype=np.int64)
    known = np.ones(said.rows, dtype=np.bool_)
    for i, part in enumerate(parts):
        true, false = said.truth(part)
        known &= true | false
        failed += false
        which[false] = i
    rows = np.flatnonzero(known & (failed == 1))
    return rows, which[rows]


def _least(keys: tuple[Floats, ...], at: Rows, limit: int) -> Rows:
    """The `limit` entries that come first by the keys, then by position; in any order."""
    if not keys or not 0 < limit < len(at):
        return at[:limit]
    key = keys[0][at]
    last = np.partition(key, limit - 1)[limit - 1]
    sure = at[key < last]
    return np.concatenate((sure, _least(keys[1:], at[key == last], limit - len(sure))))


def _off(test: Test, said: Said, rows: Rows) -> tuple[Floats, Floats]:
    """The sizes of the share and, where the clause is one comparison, of the margin; inf without one."""
    one = test
    while isinstance(one, NotTest):
        one = one.of
    if isinstance(one, Cmp):
        sides = said.sides(one, rows)
        return _size(sides.share), _size(sides.margin)
    return _distance(test, said, rows, wanted=True), np.full(len(rows), np.inf)


def _distance(test: Test, said: Said, rows: Rows, *, wanted: bool) -> Floats:
    """By what share a test, the opposite of `wanted` at these rows, is off; inf where no figure tells."""
    match test:
        case NotTest(of):
            return _distance(of, said, rows, wanted=not wanted)
        case AllOf(of) | AnyOf(of):
            return _joint(of, said, rows, wanted=wanted, every=isinstance(test, AllOf) is wanted)
        case Cmp():
            return _size(said.sides(test, rows).share)
    return np.full(len(rows), np.inf)


def _joint(of: tuple[Test, ...], said: Said, rows: Rows, *, wanted: bool, every: bool) -> Floats:
    """The largest distance of those tests that are off where every one must change, else the smallest."""
    out = np.zeros(len(rows)) if every else np.full(len(rows), np.inf)
    for each in of:
        off = np.flatnonzero(said.truth(each)[1 if wanted else 0][rows])
        far = _distance(each, said, rows[off], wanted=wanted)
        out[off] = np.maximum(out[off], far) if every else np.minimum(out[off], far)
    return out


def _size(values: Floats) -> Floats:
    """How large, inf where there is none."""
    return np.where(np.isnan(values), np.inf, np.abs(values))
