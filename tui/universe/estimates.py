"""The long table of estimates turned into one row a name and one column a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import combined, distinct, encode, floats
from tui.columns import Year
from tui.universe.join import align

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Estimates:
    """Per year, for each name: EPS (CNY a share), printed PE (multiple) and source (code into `sources`).

    covered: somebody estimates the name; own_currency: the EPS's currency as text where it is given
    """

    years: tuple[Year, ...]
    eps: Mapping[Year, NDArray[np.float64]]
    printed: Mapping[Year, NDArray[np.float64]]
    source: Mapping[Year, NDArray[np.int32]]
    sources: tuple[str, ...]
    covered: NDArray[np.bool_]
    currency: NDArray[np.int32]
    currencies: tuple[str, ...]


def nobody(rows: int, years: tuple[Year, ...] = ()) -> Estimates:
    """No estimates at all: every name uncovered, in the years given."""
    empty = {year: np.full(rows, np.nan) for year in years}
    no_source = {year: np.full(rows, -1, dtype=np.int32) for year in years}
    no_currency = np.full(rows, -1, dtype=np.int32)
    return Estimates(years, empty, empty, no_source, (), np.zeros(rows, dtype=bool), no_currency, ())


def years_of(table: Any) -> tuple[Year, ...]:
    """The fiscal years of an estimates table, each actual or estimated as most of its rows say."""
    number = _ints(table)
    actual = estimated = np.zeros(len(number), dtype=bool)
    if "basis" in table.column_names:
        codes, words = encode(table.column("basis"))
        actual, estimated = ((codes == words.index(b)) if b in words else actual for b in "AE")
    years = []
    for year in distinct(number):
        here = number == year
        years.append(Year(int(year), "A" if actual[here].sum() > estimated[here].sum() else "E"))
    return tuple(years)


def pivot(table: Any, codes: Any) -> Estimates:
    """The estimates of the names in `codes` (canonical, text)."""
    years = years_of(table)
    rows = align(codes, table.column("code"))
    out = nobody(len(codes), ())
    source, sources = _encoded(table, "source")
    currency, currencies = _encoded(table, "currency")
    number = _ints(table)
    eps, printed, by = {}, {}, {}
    covered, own = out.covered.copy(), out.currency.copy()
    known = rows >= 0
    covered[rows[known]] = True
    own[rows[known]] = currency[known]
    for year in years:
        here = known & (number == year.year)
        eps[year] = _spread(len(codes), rows[here], floats(table.column("eps"))[here])
        printed[year] = _spread(len(codes), rows[here], floats(table.column("pe_printed"))[here])
        by[year] = np.full(len(codes), -1, dtype=np.int32)
        by[year][rows[here]] = source[here]
    return Estimates(years, eps, printed, by, tuple(sources), covered, own, tuple(currencies))


def _spread(length: int, rows: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    out = np.full(length, np.nan)
    out[rows] = values
    return out


def _encoded(table: Any, name: str) -> tuple[NDArray[np.int32], list[str]]:
    if name not in table.column_names:
        return np.full(table.num_rows, -1, dtype=np.int32), []
    return encode(table.column(name))


def _ints(table: Any) -> NDArray[np.int64]:
    column = combined(table.column("year"))
    out: NDArray[np.int64] = column.to_numpy(zero_copy_only=False).astype(np.int64)
    return out
