"""How the columns on show are drawn: what the user chose beside what the content decides."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NARROWEST, WIDEST = 1, 80  # cells that a column may be given
MOST_DECIMALS = 6
NAMED = ("code", "name")  # what stays at the left as long as the user wants nothing else


@dataclass(frozen=True, slots=True)
class Look:
    """A column that is not named is drawn by its content; exports follow none of it.

    widths: cells by column; decimals: by column, as the screen rounds
    frozen: how many columns stay at the left, None for code and name
    scales: columns whose cells are tinted from the cheap to the dear end within their group
    """

    widths: Mapping[str, int] = field(default_factory=dict)
    decimals: Mapping[str, int] = field(default_factory=dict)
    frozen: int | None = None
    scales: frozenset[str] = frozenset()

    def with_width(self, name: str, cells: int | None) -> Look:
        """A column of so many cells; None: by its content again."""
        kept = {n: w for n, w in self.widths.items() if n != name}
        if cells is not None:
            kept[name] = min(max(cells, NARROWEST), WIDEST)
        return replace(self, widths=kept)

    def with_decimals(self, name: str, places: int | None) -> Look:
        """A column rounded to so many decimals; None: as the registry says."""
        kept = {n: d for n, d in self.decimals.items() if n != name}
        if places is not None:
            kept[name] = min(max(places, 0), MOST_DECIMALS)
        return replace(self, decimals=kept)

    def scaling(self, name: str) -> Look:
        """With a column tinted, or no longer."""
        return replace(self, scales=self.scales ^ {name})


PLAIN = Look()
