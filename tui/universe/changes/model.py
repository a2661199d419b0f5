"""What changed between two vintages: one frozen value, columns as arrays, a row a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from tui.columns import Year
    from tui.errors import Problem

    Floats = NDArray[np.float64]

KEPT, ADDED, DROPPED = "kept", "added", "dropped"
UP, DOWN, UNCHANGED, NEW, WITHDRAWN = "up", "down", "unchanged", "new", "withdrawn"
TABLES = ("coverage", "estimates", "market")


class Note(NamedTuple):
    """Something to know of a row; `year` 0 where it speaks of no fiscal year.

    kind: unadjusted, verify, rounding, source, actual (E became A), loss_to_profit, profit_to_loss,
    deeper_loss, smaller_loss, no_estimates (a: 'then' or 'now'), group, rating_unordered, currency.
    a, b: the words before and after where there are any (sources, groups, ratings, currencies);
    a source of year 0 is the rating's. Of a name's history also issue (a: the factor), added, dropped,
    joined and left (a: the theme).
    """

    kind: str
    year: int = 0
    a: str = ""
    b: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """The later side's names in its order, then the dropped ones; every array has a cell for each.

    base, target: per table the date of the file on either side; a table without one is absent
    codes, names, groups: Arrow text; group_from likewise, null where the name was not there
    price_from is on the later share basis where the share issues between the two are known
    (CNY a share); price_change_pct in per cent; NaN wherever there is no value
    pe_*: forward PE of fy1, computed as price / EPS; the logs where all four figures are above 0
    printed_*: the multiples that the vintages print for fy1
    eps_*, revision (a ratio): by fiscal year; basis_*: A or E, '' where the side has no such year
    ups, downs: revisions over the estimate years by sign; within rounding and E become A count in neither
    covered: somebody estimates the name on the later side
    day_from, day_to: the date of each price, NaT where there is none
    since: the earlier date, None where each table is compared with its file before; until: the later one
    problems: files that were half-written or not readable, and passed over
    """

    base: Mapping[str, date]
    target: Mapping[str, date]
    codes: Any
    names: Any
    groups: Any
    change: tuple[str, ...]
    price_from: Floats
    price_to: Floats
    price_change_pct: Floats
    rating_from: tuple[str, ...]
    rating_to: tuple[str, ...]
    rating_change: tuple[str, ...]
    group_from: Any
    pe_from: Floats
    pe_to: Floats
    pe_change_log: Floats
    pe_from_price: Floats
    pe_from_eps: Floats
    printed_from: Floats
    printed_to: Floats
    fy1: Year | None
    years: tuple[int, ...]
    eps_from: Mapping[int, Floats]
    eps_to: Mapping[int, Floats]
    revision: Mapping[int, Floats]
    basis_from: Mapping[int, str]
    basis_to: Mapping[int, str]
    ups: NDArray[np.int64]
    downs: NDArray[np.int64]
    notes: tuple[tuple[Note, ...], ...]
    covered: NDArray[np.bool_]
    day_from: NDArray[np.datetime64]
    day_to: NDArray[np.datetime64]
    since: date | None = None
    until: date | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.change)
