"""Forward PE on both sides of a comparison, and the parts of its change that price and EPS made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


def split(price_from: Floats, price_to: Floats, eps_from: Floats, eps_to: Floats) -> tuple[Floats, ...]:
    """The natural logarithm of the change of P/E, and its parts from price and EPS, which add up to it.

    NaN where any of the four figures is not above 0.
    """
    four = (price_from, price_to, eps_from, eps_to)
    good = np.logical_and.reduce([np.isfinite(f) & (f > 0) for f in four])
    p0, p1, e0, e1 = (np.log(np.where(good, f, 1.0)) for f in four)
    by_price, by_eps = np.where(good, p1 - p0, np.nan), np.where(good, e0 - e1, np.nan)
    return by_price + by_eps, by_price, by_eps


class Multiples(NamedTuple):
    """PE on either side, NaN unless price and EPS are above 0; the logs as `split` gives them."""

    pe_from: Floats
    pe_to: Floats
    pe_change_log: Floats
    pe_from_price: Floats
    pe_from_eps: Floats

    def where(self, good: Bools) -> Multiples:
        """NaN in every other row."""
        return Multiples(*(np.where(good, figures, np.nan) for figures in self))


def multiples(price_from: Floats, price_to: Floats, eps_from: Floats, eps_to: Floats) -> Multiples:
    """PE on either side, all four figures on one share basis and in one currency."""
    logs = split(price_from, price_to, eps_from, eps_to)
    return Multiples(_multiple(price_from, eps_from), _multiple(price_to, eps_to), *logs)


def _multiple(price: Floats, eps: Floats) -> Floats:
    with np.errstate(all="ignore"):
        found = price / np.where(eps > 0, eps, np.nan)
    return np.where(np.isfinite(found) & (price > 0), found, np.nan)


def relative(now: Floats, then: Floats) -> Floats:
    """How far one figure is from another, as a ratio; NaN where then is not above 0."""
    with np.errstate(all="ignore"):
        return now / np.where(then > 0, then, np.nan) - 1
