"""The choice of columns as plain values: which, in which order, drawn how; every step gives another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from tui.app.frames.look import NAMED, PLAIN, Look

if TYPE_CHECKING:
    from collections.abc import Mapping


class ColumnLine(NamedTuple):
    """What the list tells of a column.

    told: what it holds; formula: how it is derived, '' for what files give; words: what else finds it
    decimals: as the registry rounds it, None for text
    """

    id: str
    label: str
    told: str
    formula: str
    words: tuple[str, ...]
    decimals: int | None

    @property
    def numeric(self) -> bool:
        """True where it has decimals and may be tinted."""
        return self.decimals is not None


@dataclass(frozen=True, slots=True)
class Columns:
    """order: every column of the book, as the list stands; shown: those on show; look: how they are drawn."""

    order: tuple[str, ...]
    shown: frozenset[str]
    look: Look = PLAIN

    @property
    def names(self) -> tuple[str, ...]:
        """The columns on show, left to right."""
        return tuple(n for n in self.order if n in self.shown)

    @property
    def frozen(self) -> int:
        """How many of the columns on show stay at the left."""
        wanted = self.look.frozen
        if wanted is not None:
            return wanted
        return next((i for i, n in enumerate(self.names) if n not in NAMED), len(self.names))

    def toggled(self, name: str) -> Columns:
        """With a column shown or hidden; the last one stays. What is frozen stays frozen."""
        shown = self.shown ^ {name}
        if not shown:
            return self
        out = replace(self, shown=shown)
        frozen = self.look.frozen
        if frozen is None:
            return out
        there = name in shown
        place = (out if there else self).names.index(name)
        if place < frozen:
            out = replace(out, look=replace(self.look, frozen=frozen + (1 if there else -1)))
        return out

    def moved(self, name: str, step: int) -> Columns:
        """With a column one place up (-1) or down (1) in the list."""
        at = self.order.index(name)
        to = min(max(at + step, 0), len(self.order) - 1)
        rest = [n for n in self.order if n != name]
        return replace(self, order=(*rest[:to], name, *rest[to:]))

    def frozen_to(self, name: str) -> Columns:
        """With every column up to this one frozen; again: as at first. A hidden column freezes nothing."""
        if name not in self.shown:
            return self
        count = self.names.index(name) + 1
        frozen = None if self.look.frozen == count else count
        return replace(self, look=replace(self.look, frozen=frozen))

    def widened(self, name: str, step: int, cells: Mapping[str, int]) -> Columns:
        """With a column wider or narrower than it is; `cells` are those that each takes on show."""
        if name not in cells:
            return self
        return replace(self, look=self.look.with_width(name, cells[name] + step))

    def rounded(self, name: str, usual: int | None, step: int) -> Columns:
        """With another number of decimals, counted from the usual one; a text (None) has none."""
        if usual is None:
            return self
        now = self.look.decimals.get(name, usual)
        return replace(self, look=self.look.with_decimals(name, now + step))

    def fitted(self, name: str) -> Columns:
        """With width and decimals by the content again."""
        return replace(self, look=self.look.with_width(name, None).with_decimals(name, None))

    def scaled(self, name: str) -> Columns:
        """With a column tinted, or no longer."""
        return replace(self, look=self.look.scaling(name))

    def dressed_as(self, other: Columns) -> Columns:
        """With the widths and decimals of another choice."""
        look = replace(self.look, widths=other.look.widths, decimals=other.look.decimals)
        return replace(self, look=look)

    def showing(self, names: tuple[str, ...], scales: frozenset[str]) -> Columns:
        """Just these columns, in this order, and these tinted; widths and decimals stay."""
        order = (*names, *(n for n in self.order if n not in names))
        return Columns(order, frozenset(names), replace(self.look, frozen=None, scales=scales))
