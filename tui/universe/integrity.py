"""Does a printed PE agree with the price and the EPS printed beside it?

Each printed figure is a closed interval of ± half a unit in the last place its column prints. A cell
*contradicts* where [price] / [EPS] does not meet [PE]; else it is *imprecise* where that quotient is
wider than a tenth of the printed PE; else it is *consistent*. It is *unchecked* where a figure is
missing, the EPS is a loss, or the EPS is in another currency than the price.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tui.columns import Year

IMPRECISE_WIDTH = 0.10  # of the printed PE
_SLACK = 1e-9  # relative; float error of closed borders


class Status(IntEnum):
    """What the check says of one EPS–PE pair."""

    UNCHECKED = 0
    CONSISTENT = 1
    IMPRECISE = 2
    CONTRADICTS = 3

    @property
    def word(self) -> str:
        """As `kanpan check` writes it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Places:
    """Decimals that the price, EPS and PE columns print."""

    price: int
    eps: int
    pe: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Per name: status (uint8 of Status) and the interval [low, high] of price / EPS (multiples)."""

    status: NDArray[np.uint8]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def implied(
    price: NDArray[np.float64], eps: NDArray[np.float64], places: Places
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lowest and highest multiple that printed price and EPS allow; NaN where EPS may be nought."""
    half_price, half_eps = 0.5 * 10.0**-places.price, 0.5 * 10.0**-places.eps
    with np.errstate(all="ignore"):
        safe = np.where(eps > 0, eps, np.nan)
        low = np.maximum(price - half_price, 0.0) / (safe + half_eps)
        high = (price + half_price) / np.where(safe > half_eps, safe - half_eps, np.nan)
    return low, np.where(np.isfinite(high), high, np.nan)


def check(
    price: NDArray[np.float64],
    eps: NDArray[np.float64],
    printed: NDArray[np.float64],
    places: Places,
    same_currency: NDArray[np.bool_],
) -> Verdict:
    """The verdict on every name's cell of one year; price, EPS and printed PE are the report's own."""
    low, high = implied(price, eps, places)
    half = 0.5 * 10.0**-places.pe
    with np.errstate(all="ignore"):
        checkable = (price > 0) & (eps > 0) & np.isfinite(printed) & np.isfinite(high) & same_currency
        slack = _SLACK * np.maximum(np.abs(printed), np.abs(high))
        meets = (low <= printed + half + slack) & (high >= printed - half - slack)
        wide = (high - low) > IMPRECISE_WIDTH * printed + slack
    status = np.select(
        [~checkable, ~meets, wide],
        [Status.UNCHECKED, Status.CONTRADICTS, Status.IMPRECISE],
        default=Status.CONSISTENT,
    )
    return Verdict(status.astype(np.uint8), low, high)


def fits(price: float, eps: float, printed: float, places: Places) -> bool:
    """True where one printed PE agrees with one price and EPS."""
    one = np.array([True])
    verdict = check(np.array([price]), np.array([eps]), np.array([printed]), places, one)
    return verdict.status[0] in {Status.CONSISTENT, Status.IMPRECISE}


def likely_cause(
    row: int,
    year: Year,
    price: NDArray[np.float64],
    eps: Mapping[Year, NDArray[np.float64]],
    printed: Mapping[Year, NDArray[np.float64]],
    places: Places,
    order: Sequence[int],
) -> str:
    """Why a cell may contradict itself, '' where nothing simple fits.

    `order`: the rows as the report lists them, `order[k]` being above `order[k + 1]`.
    """
    pe = float(printed[year][row])
    own = float(price[row])
    if pe < 0:
        return "sign" if fits(own, float(eps[year][row]), -pe, places) else ""
    for other in eps:
        if abs(other.year - year.year) == 1 and fits(own, float(eps[other][row]), pe, places):
            return "year-shift"
    place = order.index(row)
    for near in (place - 1, place + 1):
        if 0 <= near < len(order):
            other_row = order[near]
            if fits(float(price[other_row]), float(eps[year][other_row]), pe, places):
                return "swapped"
    for factor in (10, 100):
        for scaled in (pe * factor, pe / factor):
            shift = int(np.log10(factor)) * (-1 if scaled > pe else 1)
            scaled_places = Places(places.price, places.eps, places.pe + shift)
            if fits(own, float(eps[year][row]), scaled, scaled_places):
                return f"factor {factor}"
    return ""
