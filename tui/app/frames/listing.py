"""A grid's source for a list of things: cells read when they are drawn, one column taking the room left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.app.frames.frame import Bars
from tui.app.grid.model import MARGIN
from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tui.app.grid.model import GridColumn, GridSection

LEAST = 36  # cells of the column that gives way


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """Rows by their keys; read: a row and a column's key → text and tone; yielding: that column's key."""

    columns: Sequence[GridColumn]
    keys: Sequence[str]
    places: Mapping[str, int]
    read: Callable[[int, str], tuple[str, str]]
    yielding: str = ""
    sections: Sequence[GridSection] = ()

    @property
    def rows(self) -> int:
        """How many."""
        return len(self.keys)

    def cell(self, row: int, column: int) -> tuple[str, str]:
        """Text and tone; a number that would not fit is told by #, never cut."""
        shown = self.columns[column]
        text, tone = self.read(row, shown.key)
        if shown.right and cell_width(text) > shown.width:
            return "#" * shown.width, tone
        return text, tone

    def key(self, row: int) -> str:
        """The id of a row."""
        return self.keys[row]

    def find(self, key: str) -> int | None:
        """The row with that id."""
        return self.places.get(key)

    @property
    def breadth(self) -> int:
        """Cells that all columns take."""
        return sum(column.cells + 1 for column in self.columns) - 1 + 2 * MARGIN

    def fitted(self, width: int) -> Listing:
        """The same rows, the yielding column as wide as `width` cells leave room for."""
        over = self.breadth - width
        if not self.yielding or over <= 0:
            return self
        return replace(
            self,
            columns=tuple(
                c._replace(width=max(min(LEAST, c.width), c.width - over)) if c.key == self.yielding else c
                for c in self.columns
            ),
        )


@dataclass(frozen=True, slots=True, eq=False)
class ListFrame(Bars):
    """A screen of one list, of themes or of stories; hint: what it says when it is empty."""

    rows: Listing
    hint: str


def listing(
    columns: Sequence[GridColumn],
    keys: Sequence[str],
    read: Callable[[int, str], tuple[str, str]],
    yielding: str = "",
) -> Listing:
    """A listing of those rows."""
    return Listing(columns, keys, {key: row for row, key in enumerate(keys)}, read, yielding)
