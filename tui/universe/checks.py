"""The table of doubtful cells: what is printed, what price and EPS allow, and the likely cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import pa
from tui.universe.integrity import Places, Status, Verdict, likely_cause

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tui.columns import Year
    from tui.universe.estimates import Estimates

COLUMNS = ("code", "name", "year", "metric", "status", "printed", "low", "high", "cause")


def count(verdicts: Mapping[Year, Verdict], rows: int) -> NDArray[np.int64]:
    """Per name how many of its cells contradict or are imprecise."""
    out = np.zeros(rows, dtype=np.int64)
    for verdict in verdicts.values():
        out += verdict.status >= Status.IMPRECISE
    return out


def doubtful(
    codes: Any,
    names: Any,
    estimates: Estimates,
    verdicts: Mapping[Year, Verdict],
    price: NDArray[np.float64],
    places: Places,
) -> Any:
    """One row for every cell that contradicts or is imprecise, as `COLUMNS`; low and high are multiples.

    price: the report's, NaN where it is in another currency than the EPS
    """
    rows = []
    order = range(len(codes))
    for row in np.flatnonzero(count(verdicts, len(codes))).tolist():
        for year, verdict in verdicts.items():
            status = Status(int(verdict.status[row]))
            if status < Status.IMPRECISE:
                continue
            cause = ""
            if status == Status.CONTRADICTS:
                cause = likely_cause(row, year, price, estimates.eps, estimates.printed, places, order)
            printed = float(estimates.printed[year][row])
            interval = (float(verdict.low[row]), float(verdict.high[row]))
            line = (
                codes[row].as_py(),
                names[row].as_py(),
                str(year),
                "pe",
                status.word,
                printed,
                *interval,
                cause,
            )
            rows.append(line)
    types = [pa.string()] * 5 + [pa.float64()] * 3 + [pa.string()]
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    arrays = [pa.array(list(c), type=t) for c, t in zip(columns, types, strict=True)]
    return pa.Table.from_arrays(arrays, names=list(COLUMNS))
