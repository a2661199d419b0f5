"""The long table of estimates turned into one row a name and one column a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import combined, distinct, encode, floats
from tui.columns import Year
from tui.universe.join import align

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


class Estimates(NamedTuple):
    """Per year, for each name: EPS (CNY a share), printed PE (multiple) and source (code into `sources`).

    actual: where the row says A
    covered: somebody estimates the name; own_currency: the EPS's currency as text where it is given
    """

    years: tuple[Year, ...]
    eps: Mapping[Year, NDArray[np.float64]]
    printed: Mapping[Year, NDArray[np.float64]]
    source: Mapping[Year, NDArray[np.int32]]
    sources: tuple[str, ...]
    actual: Mapping[Year, NDArray[np.bool_]]
    covered: NDArray[np.bool_]
    currency: NDArray[np.int32]
    currencies: tuple[str, ...]


def nobody(rows: int, years: tuple[Year, ...] = ()) -> Estimates:
    """No estimates at all: every name uncovered, in the years given."""
    empty = {year: np.full(rows, np.nan) for year in years}
    no_source = {year: np.full(rows, -1, dtype=np.int32) for year in years}
    no_currency = np.full(rows, -1, dtype=np.int32)
    never = np.zeros(rows, dtype=bool)
    return Estimates(years, empty, empty, no_source, (), dict.fromkeys(years, never), never, no_currency, ())


def years_of(table: Any) -> tuple[Year, ...]:
    """The fiscal years of an estimates table, each actual or estimated as most of its rows say."""
    return _years(_ints(table), *_bases(table))


def _bases(table: Any) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The rows that say A, and those that say E."""
    neither = np.zeros(table.num_rows, dtype=bool)
    if "basis" not in table.column_names:
        return neither, neither
    codes, words = encode(table.column("basis"))
    actual, estimated = ((codes == words.index(b)) if b in words else neither for b in "AE")
    return actual, estimated


def _years(
    number: NDArray[np.int64], actual: NDArray[np.bool_], estimated: NDArray[np.bool_]
) -> tuple[Year, ...]:
    years = []
    for year in distinct(number):
        here = number == year
        years.append(Year(int(year), "A" if actual[here].sum() > estimated[here].sum() else "E"))
    return tuple(years)


def pivot(table: Any, codes: Any) -> Estimates:
    """The estimates of the names in `codes` (canonical, text)."""
    number, (is_actual, estimated) = _ints(table), _bases(table)
    years = _years(number, is_actual, estimated)
    rows = align(codes, table.column("code"))
    out = nobody(len(codes), ())
    source, sources = _encoded(table, "source")
    currency, currencies = _encoded(table, "currency")
    figures = [floats(table.column(name)) for name in ("eps", "pe_printed")]
    eps, printed, by, actual = {}, {}, {}, {}
    covered, own = out.covered.copy(), out.currency.copy()
    known = rows >= 0
    covered[rows[known]] = True
    own[rows[known]] = currency[known]
    for year in years:
        here = np.flatnonzero(known & (number == year.year))
        at = rows[here]
        eps[year], printed[year] = (_spread(len(codes), at, held[here], np.nan) for held in figures)
        by[year] = _spread(len(codes), at, source[here], -1)
        actual[year] = _spread(len(codes), at, is_actual[here], nothing=False)
    return Estimates(years, eps, printed, by, tuple(sources), actual, covered, own, tuple(currencies))


def _spread(length: int, rows: NDArray[np.int64], values: NDArray[Any], nothing: float) -> NDArray[Any]:
    out = np.full(length, nothing, dtype=values.dtype)
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
