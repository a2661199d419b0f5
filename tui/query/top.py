"""The best rows of a query: the whole order is never made, only that of the few that are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tui.query.data import Bools, Floats
    from tui.query.engine import Program

    Rows = NDArray[np.int64]

SLACK = 1024  # rows beyond twice the limit that wait before they are thinned out


NONE = np.empty(0, dtype=np.int64)


def rows(program: Program) -> Rows:
    """The rows that are true, ascending: int64."""
    found = [np.flatnonzero(program.passing(a, b)) + a for a, b in program.blocks()]
    return np.concatenate(found or [NONE])


def top(program: Program, keys: Sequence[Floats], limit: int) -> tuple[Rows, int]:
    """The best `limit` true rows in order (int64), and how many rows are true.

    keys: float64[rows] each, the first counts most; ascending, NaN last; ties go by the row number.
    """
    pool: list[Rows] = []
    waiting = count = 0
    worst: int | None = None  # of the rows that are in so far, once there are enough
    for a, b in program.blocks():
        passing = program.passing(a, b)
        count += int(np.count_nonzero(passing))
        found = np.flatnonzero(passing) + a if worst is None else _better(passing, a, b, keys, worst)
        pool.append(found)
        waiting += len(found)
        if waiting > 2 * limit + SLACK:
            best = _best(np.concatenate(pool), keys, limit)
            pool, waiting = [best], len(best)
            worst = int(ordered(best, keys)[-1]) if len(best) else -1
    return ordered(_best(np.concatenate(pool or [NONE]), keys, limit), keys), count


def ordered(rows: Rows, keys: Sequence[Floats]) -> Rows:
    """Ascending rows by the keys, as top() orders them."""
    return rows[np.lexsort([key[rows] for key in reversed(keys)])] if keys else rows


def _better(passing: Bools, a: int, b: int, keys: Sequence[Floats], worst: int) -> Rows:
    """The passing rows of a block that may come before `worst`, a row of an earlier block (−1: none may)."""
    if worst < 0 or not keys:
        return NONE
    first, bar = keys[0], keys[0][worst]
    if not np.isnan(bar):
        passing = passing & (first[a:b] <= bar)
    found = np.flatnonzero(passing) + a
    if len(keys) > 1 and not np.isnan(keys[1][worst]):  # the second key parts those who are level
        ahead = keys[1][found] <= keys[1][worst]
        found = found[ahead | ~_level(first[found], bar)]
    return found


def _best(rows: Rows, keys: Sequence[Floats], limit: int) -> Rows:
    """The best `limit` of ascending rows, ascending; a key at a time, by partition."""
    if len(rows) <= limit or limit <= 0 or not keys:
        return rows[: max(limit, 0)]
    values = keys[0][rows]
    bar = np.partition(values, limit - 1)[limit - 1]  # NaN comes last
    ahead = rows[~np.isnan(values) if np.isnan(bar) else values < bar]
    level = _best(rows[_level(values, bar)], keys[1:], limit - len(ahead))
    return np.sort(np.concatenate((ahead, level)))


def _level(values: Floats, bar: np.float64) -> Bools:
    return np.isnan(values) if np.isnan(bar) else values == bar
