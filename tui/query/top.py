"""The best rows of a query: the whole order is never made, only that of the few that are shown.

Once enough rows are in, a later one is looked at only where its keys let it come before the last of them;
what the query says of the others is never asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tui.query.data import Bools, Floats
    from tui.query.engine import Program
    from tui.query.masks import Mask

    Rows = NDArray[np.int64]

SLACK = 256  # rows beyond the limit that wait before they are thinned out

NONE = np.empty(0, dtype=np.int64)


def rows(program: Program) -> Rows:
    """The rows that are true, ascending: int64."""
    found = [_block(program, a, b) for a, b in program.blocks()]
    return np.concatenate(found or [NONE])


def top(program: Program, keys: Sequence[Floats], limit: int) -> Rows:
    """The best `limit` true rows in order: int64.

    keys: float64[rows] each, the first counts most; ascending, NaN last; ties go by the row number.
    """
    pool: list[Rows] = []
    waiting = 0
    worst: int | None = None  # of the rows that are in so far, once there are enough
    for a, b in program.blocks() if limit > 0 else ():
        found = _block(program, a, b) if worst is None else _better(program, a, b, keys, worst)
        pool.append(found)
        waiting += len(found)
        if waiting > limit + SLACK:
            best = _best(np.concatenate(pool), keys, limit)
            pool, waiting = [best], len(best)
            worst = int(ordered(best, keys)[-1])
            if not keys:  # all that come later are worse
                break
    return ordered(_best(np.concatenate(pool or [NONE]), keys, limit), keys)


def ordered(rows: Rows, keys: Sequence[Floats]) -> Rows:
    """Ascending rows by the keys, as top() orders them."""
    return rows[np.lexsort([key[rows] for key in reversed(keys)])] if keys else rows


def _block(program: Program, a: int, b: int, bar: Mask | None = None) -> Rows:
    """The true rows of a block, and of these the ones under the bar."""
    return np.flatnonzero(program.passing(slice(a, b), bar)) + a


def _better(program: Program, a: int, b: int, keys: Sequence[Floats], worst: int) -> Rows:
    """The true rows of a block that may come before `worst`, a row of an earlier block."""
    first, bar = keys[0], keys[0][worst]
    if np.isnan(bar):
        return _block(program, a, b)
    found = _block(program, a, b, lambda part: first[part] <= bar)
    if len(keys) > 1 and not np.isnan(keys[1][worst]):  # the second key parts those who are level
        found = found[(keys[1][found] <= keys[1][worst]) | (first[found] < bar)]
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
