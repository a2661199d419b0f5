"""Cross-sections: rank, pct_rank, median, mean, hmean, zscore, count, min and max of many cells at once.

Cells without a value, or without a group, are left out and have no answer where it is theirs alone; a
group's answer goes to every cell of the group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.query.data import Floats

    Codes = NDArray[np.signedinteger[Any]]

RANKING = frozenset({"rank", "pct_rank", "zscore"})  # these answer a cell, the others its group


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """One group a cell: codes from 0 to size − 1, −1 for none; codes None where all are of one group."""

    codes: Codes | None
    size: int

    def spread(self, figures: Floats, cells: int) -> Floats:
        """A figure a group (float64[size]) as a figure a cell, NaN where a cell has no group."""
        if self.codes is None:
            return np.full(cells, figures[0], dtype=np.float64)
        out: Floats = np.take(np.append(figures, np.nan), self.codes)  # −1 takes the last
        return out

    def of(self, cells: NDArray[np.int64]) -> Codes:
        """The groups of some cells."""
        return np.zeros(len(cells), dtype=np.int64) if self.codes is None else self.codes[cells]


def answers(name: str, values: Floats | None, groups: Groups, cells: int) -> Floats:
    """The cross-section `name` of values (float64[cells]; None for a count of the cells themselves).

    float64[cells], NaN where there is no answer.
    """
    with np.errstate(all="ignore"):
        inside = np.ones(cells, dtype=bool) if groups.codes is None else groups.codes >= 0
        if values is not None:
            inside &= values == values  # noqa: PLR0124 - only NaN is not itself
        rows = np.flatnonzero(inside)
        if name == "count" or values is None:
            return groups.spread(_counts(groups.of(rows), groups.size), cells)
        if name in RANKING:
            out = np.full(cells, np.nan)
            out[rows] = _ranking(name, values[rows], groups.of(rows), groups.size)
            return out
        return groups.spread(_grouped(name, values[rows], groups.of(rows), groups.size), cells)


def _counts(codes: Codes, size: int) -> Floats:
    return np.bincount(codes, minlength=size).astype(np.float64)


def _sums(values: Floats, codes: Codes, size: int) -> Floats:
    return np.bincount(codes, weights=values, minlength=size).astype(np.float64, copy=False)


def _grouped(name: str, values: Floats, codes: Codes, size: int) -> Floats:
    """One figure a group, NaN for a group without a value (hmean: without a positive one)."""
    match name:
        case "median":
            return _medians(values, codes, size)
        case "mean":
            return _known(_sums(values, codes, size) / _counts(codes, size))
        case "hmean":
            positive = values > 0
            values, codes = values[positive], codes[positive]
            return _known(_counts(codes, size) / _sums(1 / values, codes, size))
        case "min":
            least = np.full(size, np.inf)
            np.minimum.at(least, codes, values)
            return _known(least)
        case "max":
            most = np.full(size, -np.inf)
            np.maximum.at(most, codes, values)
            return _known(most)
    raise ValueError(name)


def _known(figures: Floats) -> Floats:
    return np.where(np.isfinite(figures), figures, np.nan)


def _ranking(name: str, values: Floats, codes: Codes, size: int) -> Floats:
    """One figure a cell that has a value."""
    if name == "zscore":
        return _zscores(values, codes, size)
    ranks = _ranks(values, codes, size)
    if name == "rank":
        return ranks
    return (ranks - 1) / (_counts(codes, size)[codes] - 1)  # 0 / 0 of a single cell is NaN


def _zscores(values: Floats, codes: Codes, size: int) -> Floats:
    many = _counts(codes, size)
    apart = values - (_sums(values, codes, size) / many)[codes]
    deviation = np.sqrt(_sums(apart * apart, codes, size) / (many - 1))
    out = apart / deviation[codes]
    return _known(out)


def _sorted(values: Floats, codes: Codes) -> NDArray[np.int64]:
    """Places by (group, value): one sort by value, then one of group and place packed into an integer."""
    by_value = np.argsort(values)
    bits = len(values).bit_length()
    packed = codes.take(by_value).astype(np.int64) << bits
    packed |= np.arange(len(values))
    packed.sort()
    packed &= (1 << bits) - 1
    order: NDArray[np.int64] = by_value[packed]
    return order


def _ranks(values: Floats, codes: Codes, size: int) -> Floats:
    """1 for the smallest of its group; equal values share the smallest rank."""
    order = _sorted(values, codes)
    ordered = values[order]
    many = np.bincount(codes, minlength=size)
    starts = np.cumsum(many) - many
    begins = np.ones(len(ordered), dtype=bool)
    begins[1:] = ordered[1:] != ordered[:-1]
    begins[starts[many > 0]] = True
    place = np.arange(len(ordered))
    first = np.maximum.accumulate(np.where(begins, place, 0))
    out = np.empty(len(values))
    out[order] = first - np.repeat(starts, many) + 1
    return out


def _medians(values: Floats, codes: Codes, size: int) -> Floats:
    many = np.bincount(codes, minlength=size)
    starts = np.cumsum(many) - many
    some = many > 0
    if size == 1:  # the middle alone needs no sort
        middle = ((many[0] - 1) // 2, many[0] // 2)
        ordered = np.partition(values, middle) if some[0] else values
    else:
        ordered = values[_sorted(values, codes)]
    low = ordered[(starts + (many - 1) // 2)[some]]
    high = ordered[(starts + many // 2)[some]]
    width = high - low  # half the way up keeps 25.05 from becoming 25.049999999999997
    out = np.full(size, np.nan)
    out[some] = np.where(np.isinf(width), low / 2 + high / 2, low + width / 2)
    return out
