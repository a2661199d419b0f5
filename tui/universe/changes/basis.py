"""The share issues between two sides, and the names whose figures may stand on different share bases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.universe import prices
from tui.universe.changes.multiple import relative

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.universe.changes.marks import Marks
    from tui.universe.changes.side import Window

BONUS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0)  # new shares a share, as bonus issues have it
BONUS_TOLERANCE = 0.02
BONUS_DROP = 0.15  # a smaller drop is an ordinary day's


class Bases(NamedTuple):
    """Share issues between the two prices, the two estimates, and the later estimates and the later price."""

    price: prices.Adjustment
    eps: prices.Adjustment
    onward: prices.Adjustment


def bases(frame: Window, codes: Any, before: prices.Quote, after: prices.Quote) -> Bases:
    """The share issues that figures of either side are brought over, each from its own table's date."""
    book = frame.book
    of_price = prices.adjustment(book, codes, before, after)
    none = prices.Adjustment(np.ones(len(codes)), np.ones(len(codes), dtype=bool))
    if "estimates" not in frame.now.held:
        return Bases(of_price, none, none)
    last = prices.at(book, codes, frame.now.held["estimates"].date)
    onward = none if _same_days(last, after) else prices.adjustment(book, codes, last, after)
    if "estimates" not in frame.then.held:
        return Bases(of_price, none, onward)
    first = prices.at(book, codes, frame.then.held["estimates"].date)
    same = _same_days(first, before) and _same_days(last, after)
    return Bases(of_price, of_price if same else prices.adjustment(book, codes, first, last), onward)


def _same_days(one: prices.Quote, other: prices.Quote) -> bool:
    return bool(((one.day == other.day) | (np.isnat(one.day) & np.isnat(other.day))).all())


def mark_unadjusted(
    marks: Marks, before: prices.Quote, after: prices.Quote, basis: Bases, estimated: NDArray[np.bool_]
) -> None:
    """Notes on names whose share issues between the two sides are not known; estimated: on both sides."""
    unknown = ~basis.price.known & (before.day != after.day)
    marks.put(unknown | (estimated & ~(basis.eps.known & basis.onward.known)), "unadjusted")
    marks.put(unknown & looks_issued(before.price, after.price), "verify")


def looks_issued(then: NDArray[np.float64], now: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where the fall from one price to the next is one that a common bonus issue would make."""
    ratio = relative(now, then) + 1
    fits = np.zeros(len(ratio), dtype=bool)
    with np.errstate(invalid="ignore"):
        for bonus in BONUS:
            fits |= np.abs(ratio * (1 + bonus) - 1) <= BONUS_TOLERANCE
        return np.asarray(fits & (ratio <= 1 - BONUS_DROP), dtype=bool)
