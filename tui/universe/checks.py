"""The table of doubtful cells: what is printed, what price and EPS allow, and the likely cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import pa, take
from tui.universe.integrity import Places, Status, Verdict, likely_causes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tui.columns import Year
    from tui.universe.estimates import Estimates

COLUMNS = ("code", "name", "year", "metric", "status", "printed", "low", "high", "cause")
_TYPES = (*["string"] * 5, *["float64"] * 3, "string")


def count(verdicts: Mapping[Year, Verdict], rows: int) -> NDArray[np.int64]:
    """Per name how many of its cells contradict or are imprecise."""
    out = np.zeros(rows, dtype=np.int64)
    for verdict in verdicts.values():
        out += verdict.status >= Status.IMPRECISE
    return out


class Evidence(NamedTuple):
    """What the check looked at.

    price: the report's, NaN where it is in another currency than the EPS
    """

    codes: Any
    names: Any
    estimates: Estimates
    verdicts: Mapping[Year, Verdict]
    price: NDArray[np.float64]
    places: Places

    def doubtful(self, rows: NDArray[np.int64] | None = None) -> Any:
        """One row for every cell that contradicts or is imprecise, as `COLUMNS`; low and high are multiples.

        rows: of the universe to look at, None for all; the table is in their order, then by year
        """
        parts = [self._of_year(year, rows) for year in self.verdicts]
        lines = sorted((line for part in parts for line in part), key=lambda line: line[:2])
        schema = pa.schema(list(zip(COLUMNS, map(pa.type_for_alias, _TYPES), strict=True)))
        columns = list(zip(*(line[2:] for line in lines), strict=True)) or [()] * (len(COLUMNS) - 2)
        which = np.array([line[0] for line in lines], dtype=np.int64)
        names = take(pa.table({"code": self.codes, "name": self.names}), which)
        arrays = [pa.array(c, type=t) for c, t in zip(columns, schema.types[2:], strict=True)]
        return pa.Table.from_arrays([*names.columns, *arrays], schema=schema)

    def _of_year(self, year: Year, rows: NDArray[np.int64] | None) -> list[tuple[Any, ...]]:
        """(row, year, then the columns after code and name) of the doubtful cells of one year."""
        verdict = self.verdicts[year]
        at = np.flatnonzero(verdict.status >= Status.IMPRECISE) if rows is None else rows
        at = at[verdict.status[at] >= Status.IMPRECISE]
        printed, label = self.estimates.printed, str(year)
        causes = likely_causes(at, year, self.price, self.estimates.eps, printed, self.places)
        figures = (printed[year], verdict.low, verdict.high)
        out = []
        for row, cause, *numbers in zip(at.tolist(), causes, *(f[at].tolist() for f in figures), strict=True):
            status = Status(int(verdict.status[row]))
            told = cause if status == Status.CONTRADICTS else ""
            out.append((row, year, label, "pe", status.word, *numbers, told))
        return out
