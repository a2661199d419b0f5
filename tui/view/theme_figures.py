"""The tree of themes with the figures of their names, and how much was told of them lately."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tui.universe.themes import descendants, tree
from tui.view.aggregate import Aggregate, aggregate
from tui.view.news import branch_codes
from tui.view.told import Wanted, narrowed, told_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tui.columns import Column
    from tui.universe.themes import Theme
    from tui.universe.universe import Universe

WEEK, MONTH = 7, 30  # days up to the universe's date in which stories are counted
_EPOCH = 719_163  # the ordinal of 1970-01-01


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme of the tree, its figures over its own names and those of the themes below it.

    deep: how many themes stand above it; branch: its id and those below; codes: names of the universe
    pe: of the forward PE; growth: of the EPS growth of the same year; change: of price_change_pct; None
    where the universe has no such column
    week, month: stories of the last 7 and 30 days, near-identical ones counted once
    """

    theme: Theme
    deep: int
    branch: tuple[str, ...]
    codes: tuple[str, ...]
    pe: Aggregate | None
    growth: Aggregate | None
    change: Aggregate | None
    week: int
    month: int


def theme_tree(universe: Universe) -> tuple[ThemeLine, ...]:
    """Every theme, each followed by the ones below it; worked out once."""
    if "theme_tree" not in universe.kept:
        universe.kept["theme_tree"] = tuple(
            _line(universe, theme, deep) for theme, deep in tree(universe.themes)
        )
    lines: tuple[ThemeLine, ...] = universe.kept["theme_tree"]
    return lines


def _line(universe: Universe, theme: Theme, deep: int) -> ThemeLine:
    ids = descendants(universe.themes, theme.id)
    known = branch_codes(universe, ids)
    rows = np.array([universe.row_of[code] for code in known], dtype=np.int64)
    year = universe.fy1
    week, month = (_told_since(universe, theme.id, ids, days) for days in (WEEK, MONTH))
    return ThemeLine(
        theme=theme,
        deep=deep,
        branch=ids,
        codes=known,
        pe=_figures(universe, universe.forward_pe, rows),
        growth=_figures(universe, f"eps_growth_{year}" if year else None, rows),
        change=_figures(universe, "price_change_pct", rows),
        week=week,
        month=month,
    )


def _figures(universe: Universe, name: str | None, rows: NDArray[np.int64]) -> Aggregate | None:
    column: Column | None = universe.columns.get(name or "")
    return aggregate(universe, column, rows) if column is not None else None


def _told_since(universe: Universe, theme: str, ids: Sequence[str], days: int) -> int:
    """How many stories of some themes were told in the last days, the universe's own date the last."""
    told = told_of(universe)
    rows = narrowed(told, Wanted(theme=theme), ids)
    last = universe.as_of.toordinal() - _EPOCH
    when = told.days[rows]
    return int(((when > last - days) & (when <= last)).sum())
