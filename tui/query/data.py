"""What a query runs over: columns as numpy views, passed in by whoever owns them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tui.query.nodes import When

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


class Data(Protocol):
    """One universe; every array has one entry a row, and is not to be written to.

    Asking for the same column twice is cheap: whoever owns it keeps it.
    """

    @property
    def rows(self) -> int:
        """How many rows."""

    def numbers(self, column: str) -> Floats:
        """A numeric column, or a date column as days since 1970-01-01; NaN where a cell has no value."""

    def complete(self, column: str) -> bool:
        """True where every cell of a numeric or date column has a value."""

    def states(self, column: str) -> NDArray[np.uint8]:
        """The states of a numeric or date column's cells, as codes of tui.columns.State."""

    def texts(self, column: str) -> tuple[NDArray[np.signedinteger], Sequence[str]]:
        """A text column as codes (−1 where there is none) and the distinct texts."""

    def tags(self, column: str) -> tuple[NDArray[np.signedinteger], Sequence[tuple[str, ...]]]:
        """A tags column as codes (−1 counts as no tags) and the distinct combinations."""

    def losses(self, column: str) -> Bools:
        """Where `column is loss`: cells in that state, and EPS that are not positive."""

    def flagged(self, column: str, flag: str) -> Bools:
        """Where a column is 'contradicted', 'imprecise' or 'mixed', or derived from what is."""

    def past(self, when: When, column: str | None) -> Past | None:
        """The universe of another vintage of the column's own table; None where there is none that early."""


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """Another universe, and for each row of this one its row there, −1 where it is not in it.

    column: what the column asked for is called there (2026E may have become 2026A), None where it has none
    """

    data: Data
    rows: NDArray[np.int64]
    column: str | None
