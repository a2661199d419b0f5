"""Does a printed PE agree with the price and the EPS printed beside it?

Each printed figure is a closed interval of ± half a unit in the last place its column prints. A cell
*contradicts* where [price] / [EPS] does not meet [PE]; else it is *imprecise* where that quotient is
wider than a tenth of the printed PE; else it is *consistent*. It is *unchecked* where a figure is
missing, the EPS is a loss, or the EPS is in another currency than the price.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

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


class Places(NamedTuple):
    """Decimals that the price, EPS and PE columns print."""

    price: int
    eps: int
    pe: int


class Verdict(NamedTuple):
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


def fits(
    price: NDArray[np.float64], eps: NDArray[np.float64], printed: NDArray[np.float64], places: Places
) -> NDArray[np.bool_]:
    """Where a printed PE agrees with a price and an EPS."""
    status = check(price, eps, printed, places, np.ones(len(price), dtype=bool)).status
    agrees: NDArray[np.bool_] = (status == Status.CONSISTENT) | (status == Status.IMPRECISE)
    return agrees


def likely_causes(
    rows: NDArray[np.int64],
    year: Year,
    price: NDArray[np.float64],
    eps: Mapping[Year, NDArray[np.float64]],
    printed: Mapping[Year, NDArray[np.float64]],
    places: Places,
) -> list[str]:
    """Why the cells of some rows may contradict themselves, '' where nothing simple fits.

    The arrays are in the report's order: a name stands in the row below the one before it.
    """
    pe, own, beside = printed[year][rows], price[rows], eps[year][rows]
    causes = {"sign": (pe < 0) & fits(own, beside, -pe, places)}
    shifted = [fits(own, eps[y][rows], pe, places) for y in eps if abs(y.year - year.year) == 1]
    causes["year-shift"] = np.logical_or.reduce(shifted) if shifted else np.zeros(len(rows), dtype=bool)
    swapped = np.zeros(len(rows), dtype=bool)
    for near in (rows - 1, rows + 1):
        inside = (near >= 0) & (near < len(price))
        there = np.where(inside, near, 0)
        swapped |= inside & fits(price[there], eps[year][there], pe, places)
    causes["swapped"] = swapped
    for power in (1, 2):
        more = fits(own, beside, pe * 10**power, places._replace(pe=places.pe - power))
        less = fits(own, beside, pe / 10**power, places._replace(pe=places.pe + power))
        causes[f"factor {10**power}"] = more | less
    words = list(causes)
    found = np.select(list(causes.values()), range(len(words)), default=-1)
    return [words[i] if i >= 0 else "" for i in found.tolist()]
