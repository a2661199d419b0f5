"""The names whose prices moved most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import date_array, float_array, pa, strings, text_array
from tui.universe.changes.notes import sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.universe.changes.model import Changes

BEST, WORST = "best", "worst"


def movers(changes: Changes, rows: NDArray[np.int64], most: int) -> list[tuple[str, int]]:
    """(side, row) of the best by price, then of the worst, the most extreme of either first.

    rows: those to choose from; most: of either side at the most; ties by code
    No name stands on both sides, and none that did not move on either.
    """
    moved = changes.price_change_pct[rows]
    known = rows[np.isfinite(moved) & (moved != 0)]
    codes = strings(changes.codes)
    order = sorted(known.tolist(), key=lambda row: (-float(changes.price_change_pct[row]), codes[row] or ""))
    best = order[: min(most, (len(order) + 1) // 2)]
    worst = order[len(best) :][::-1][:most]
    return [*((BEST, row) for row in best), *((WORST, row) for row in worst)]


def movers_table(changes: Changes, rows: NDArray[np.int64], most: int) -> Any:
    """The movers as an Arrow table: from and to are the dates of the prices, change in per cent."""
    found = movers(changes, rows, most)
    at = np.array([row for _, row in found], dtype=np.int64)
    texts = {
        name: strings(column)
        for name, column in (("code", changes.codes), ("name", changes.names), ("group", changes.groups))
    }
    return pa.table(
        {
            "side": text_array([side for side, _ in found]),
            **{name: text_array([column[row] for row in at.tolist()]) for name, column in texts.items()},
            "price_from": float_array(changes.price_from[at]),
            "price_to": float_array(changes.price_to[at]),
            "price_change_pct": float_array(changes.price_change_pct[at]),
            "from": date_array(changes.day_from[at]),
            "to": date_array(changes.day_to[at]),
            "notes": text_array([sentence(changes.notes[row], "en") for row in at.tolist()]),
        }
    )
