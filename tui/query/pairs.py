"""Rows by the codes of their texts and tags: lookups, alignment with other rows, and (row, tag) pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Codes = NDArray[np.signedinteger[Any]]

Cell = TypeVar("Cell", bound=np.generic)


def aligned(values: NDArray[Cell], rows: Codes, none: float) -> NDArray[Cell]:
    """values[rows], `none` where a row is −1."""
    if not len(values):
        return np.full(len(rows), none, dtype=values.dtype)
    out = values[rows]
    out[rows < 0] = none
    return out


def coded(texts: Sequence[str], wanted: frozenset[str]) -> list[int]:
    """The codes of the texts wanted, of those there are."""
    if len(wanted) > 1:
        return [i for i, text in enumerate(texts) if text in wanted]
    return [texts.index(text) for text in wanted if text in texts]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Each row with each of its tags: rows (ascending) and tags (codes into names), one entry a pair."""

    rows: NDArray[np.int64]
    tags: NDArray[np.int64]
    names: tuple[str, ...]

    def find(self, rows: NDArray[np.int64], names: Sequence[str], tags: NDArray[np.int64]) -> Codes:
        """Where other pairs, whose tags are codes into `names`, stand here; −1 where they do not."""
        known = {name: i for i, name in enumerate(self.names)}
        here = np.array([known.get(name, -1) for name in names], dtype=np.int64)[tags]
        have, size = self.rows * len(self.names) + self.tags, len(self.names)
        order = np.argsort(have)
        wanted = rows * size + here
        place = np.minimum(np.searchsorted(have, wanted, sorter=order), len(have) - 1)
        if not len(have):
            return np.full(len(rows), -1)
        found = order[place]
        return np.where((have[found] == wanted) & (rows >= 0) & (here >= 0), found, -1)


def pairs_of(codes: Codes, combinations: Sequence[tuple[str, ...]]) -> Pairs:
    """Each row of a tags column with each of its tags, a tag that stands twice once."""
    names: dict[str, int] = {}
    each = [[names.setdefault(tag, len(names)) for tag in dict.fromkeys(tags)] for tags in combinations]
    flat = np.array([tag for tags in each for tag in tags], dtype=np.int64)
    sizes = np.array([*map(len, each), 0], dtype=np.int64)  # the last is what −1 picks
    starts = np.cumsum(sizes) - sizes
    many = sizes[codes]
    rows = np.repeat(np.arange(len(codes)), many)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    return Pairs(rows, flat[np.repeat(starts[codes], many) + within], tuple(names))
