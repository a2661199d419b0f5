"""The notes of all rows while they are being gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tui.universe.changes.model import Note

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Marks:
    """Notes by row, each row's in the order they are put."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._of: dict[int, list[Note]] = {}

    def put(self, where: NDArray[np.bool_], kind: str, year: int = 0, a: str = "") -> None:
        """The same note on every row that is True."""
        note = Note(kind, year, a)
        for row in np.flatnonzero(where).tolist():
            self.note(row, note)

    def note(self, row: int, note: Note) -> None:
        """One note on one row."""
        self._of.setdefault(row, []).append(note)

    def notes(self) -> tuple[tuple[Note, ...], ...]:
        """The notes of each row."""
        return tuple(tuple(self._of.get(row, ())) for row in range(self.rows))
