"""Columns of a universe that are computed only when something first names them: what changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from tui import columns as registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from tui.book.layout import Book
    from tui.columns import Column, Year
    from tui.universe.changes.model import Changes


class Made(NamedTuple):
    """A column as Arrow, and the states of its cells, uint8 of State; None for a text."""

    array: Any
    states: Any


@dataclass(frozen=True, slots=True, eq=False)
class Late:
    """The book behind a universe, what of it is asked for, and what was computed so far.

    day: the universe's own; since: the date it is compared with, None for the one before of each table
    codes: the universe's names; covered: somebody estimates them; columns: those that it can make
    """

    book: Book
    day: date
    since: date | None
    codes: Any
    covered: NDArray[np.bool_]
    columns: Mapping[str, Column]
    _held: dict[str, Made] = field(default_factory=dict, repr=False)
    _changes: list[Changes | None] = field(default_factory=list, repr=False)

    def column(self, name: str) -> Made:
        """One of `columns`, computed with all that come of the same figures, and kept."""
        if name not in self._held:
            from tui.universe.changes.columns import made  # the rest of a universe does not wait for it

            self._held.update(made(self, name))
        return self._held[name]

    def changes(self) -> Changes | None:
        """What changed, None where there is nothing to compare with."""
        if not self._changes:
            from tui.errors import KanpanError
            from tui.universe.changes.compare import changes

            try:
                self._changes.append(changes(self.book, self.since, self.day))
            except KanpanError:
                self._changes.append(None)
        return self._changes[0]


def late_columns(years: Sequence[Year]) -> dict[str, Column]:
    """The columns that are made late, of a universe with those fiscal years."""
    revised = [registry.yearly(registry.REVISION, year) for year in years]
    return {column.name: column for column in (*revised, *registry.LATE)}
