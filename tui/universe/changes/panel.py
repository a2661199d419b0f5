"""Chosen names on every date of a book: arrays of a row a date and a column a name.

Only the rows of these names are read, from the tables that give prices, estimates and ratings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tui.columns import Year
from tui.universe.changes.record import NOWHERE, Record, read_record, stamps
from tui.universe.prices import SAME_PRICE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.layout import Book
    from tui.errors import Problem

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Codes = NDArray[np.int32]
    Days = NDArray[np.datetime64]

HOME_CURRENCY = "CNY"
ACTUAL, ESTIMATE = "A", "E"
_COVERAGE = ("name", "group", "rating", "price", "currency", "price_date")
_MARKET = ("name", "group", "rating", "price", "pre_close", "currency", "price_date")
_ESTIMATES = ("basis", "eps", "source", "currency")
_COLUMNS = {"coverage": _COVERAGE, "estimates": _ESTIMATES, "market": _MARKET}
_FIGURES = (
    "price",
    "pre_close",
    "price_date",
    "eps",
    "basis",
    "currency",
)  # what valuing needs, without words
_NO_DAY = np.datetime64("NaT", "D")
_LONG_AGO = np.datetime64("0001-01-01", "D")


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Arrays are of shape (dates, names); a date's cells are those of the latest files not after it.

    price: CNY a share as quoted, NaN where there is none; price_day: the date of it, NaT likewise
    factor: the share issues up to the date, multiplied; a figure over it is on the first date's share basis
    known: the step to this price from the one before rests on one share basis, or on a known factor
    eps, basis: by fiscal year, as the vintage prints them; eps_factor: `factor` on the estimates' own date
    pe: computed forward PE, price over the EPS of fy1, both on one share basis; NaN where EPS is not positive
    fy1: the name's first estimate year, 0 where it has none
    listed: the name stands in the universe of the date; files: the estimates' vintage, −1 where there is none
    currency: of the EPS, as codes that are the same on every date; losing: EPS of fy1 is not positive
    """

    days: tuple[date, ...]
    codes: tuple[str, ...]
    coverage: Record
    estimates: Record
    market: Record
    listed: Bools
    price: Floats
    price_day: Days
    factor: Floats
    known: Bools
    years: tuple[int, ...]
    eps: Mapping[int, Floats]
    actual: Mapping[int, Bools]
    estimated: Mapping[int, Bools]
    eps_factor: Floats
    fy1: NDArray[np.int64]
    pe: Floats
    files: NDArray[np.int64]
    currency: Codes
    losing: Bools

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was skipped or doubtful in the files read."""
        return (*self.coverage.problems, *self.estimates.problems, *self.market.problems)

    def words(self, column: str) -> tuple[Codes, Sequence[str]]:
        """A text of coverage, of the market where coverage has none: codes (−1 for none) and the texts."""
        texts = list(dict.fromkeys((*self.coverage.words(column), *self.market.words(column))))
        own, other = (
            _recoded(record.at(column, record.latest(self.days)), record.words(column), texts)
            for record in (self.coverage, self.market)
        )
        return np.where(own >= 0, own, other), texts

    def first_year(self, day: int, name: int) -> Year | None:
        """The name's first estimate year on a date."""
        year = int(self.fy1[day, name])
        return Year(year, ESTIMATE) if year else None


def panel(
    book: Book, codes: Sequence[str], end: date | None = None, *, words: bool = True, most: int | None = None
) -> Panel:
    """The names over all dates up to `end`, the newest where that is None.

    codes: canonical, each once; words: read names, groups, ratings and sources too; most: the latest dates
    that are read, all where it is None
    """
    start = (dates_of(book, end)[-most:] or (None,))[0] if most else None
    coverage, estimates, market = _records(book, codes, start, end, words=words)
    met = {*coverage.days, *estimates.days, *market.days}
    days = tuple(sorted(day for day in met if start is None or day >= start))
    price, price_day = _quotes(coverage, market, days)
    factor, known = _issues(market, price, price_day)
    files = estimates.latest(days)
    years = estimates.years
    eps = {year: estimates.number("eps", files, year) for year in years}
    basis = {year: _basis(estimates, files, year) for year in years}
    eps_factor = _of_estimates(estimates, days, factor)[files]
    fy1 = _first_years(basis, price.shape)
    forward = _forward(eps, fy1, price.shape)
    losing = forward <= 0
    priced, earned = _currencies(coverage, estimates, days, files)
    forward[priced != earned] = np.nan
    with np.errstate(all="ignore"):
        pe = price * eps_factor / (np.where(forward > 0, forward, np.nan) * factor)
    return Panel(
        days=days,
        codes=tuple(codes),
        coverage=coverage,
        estimates=estimates,
        market=market,
        listed=_listed(coverage, estimates, market, days),
        price=price,
        price_day=price_day,
        factor=factor,
        known=known,
        years=years,
        eps=eps,
        actual={year: held[0] for year, held in basis.items()},
        estimated={year: held[1] for year, held in basis.items()},
        eps_factor=eps_factor,
        fy1=fy1,
        pe=np.where(np.isfinite(pe), pe, np.nan),
        files=files,
        currency=earned,
        losing=losing,
    )


def _records(
    book: Book, codes: Sequence[str], start: date | None, end: date | None, *, words: bool
) -> Iterator[Record]:
    """Coverage, estimates and market of the names; without words only what valuing needs."""
    for table, columns in _COLUMNS.items():
        kept = [column for column in columns if words or column in _FIGURES]
        yield read_record(book, table, codes, kept, start, end)


def _quotes(coverage: Record, market: Record, days: Sequence[date]) -> tuple[Floats, Days]:
    """The later of coverage's and the market's price, coverage's where both are of one date.

    A name that was dropped from the list has no price older than one it had before.
    """
    (mine, mine_day), (theirs, their_day) = (_quote(record, days) for record in (coverage, market))
    with np.errstate(invalid="ignore"):
        take = np.isfinite(theirs) & (~np.isfinite(mine) | (their_day > mine_day))
    price, day = np.where(take, theirs, mine), np.where(take, their_day, mine_day)
    listed = coverage.latest(days)
    gone = (listed >= 0)[:, None] & ~coverage.held(listed)
    stamp = np.where(np.isnat(day), _LONG_AGO, day)
    older = gone & (stamp < np.maximum.accumulate(stamp, axis=0)) if len(days) else gone
    return np.where(older, np.nan, price), np.where(older, _NO_DAY, day)


def _quote(record: Record, days: Sequence[date]) -> tuple[Floats, Days]:
    files = record.latest(days)
    price = record.number("price", files)
    of_file = np.append(stamps(record.days), _NO_DAY)[files]
    own = record.number("price_date", files)  # days since 1970-01-01
    stated = np.where(np.isnan(own), 0, own).astype("datetime64[D]")
    day = np.where(np.isnan(own), of_file[:, None], stated)
    return price, np.where(np.isfinite(price), day, _NO_DAY)


def _issues(market: Record, price: Floats, day: Days) -> tuple[Floats, Bools]:
    """The share issues up to each date, multiplied; and whether the step to each price is known.

    As `prices.adjustment`: pre_close over the price before is the factor where both are of neighbouring
    weekdays; where the two are one price there was no issue.
    """
    before, before_day = _before(price, day)
    with np.errstate(invalid="ignore"):
        moved = np.isfinite(price) & np.isfinite(before) & (day > before_day)
    pre = _pre_close(market, day)
    with np.errstate(all="ignore"):
        ratio = pre / before
        same = np.abs(pre - before) <= SAME_PRICE
    filled = np.where(np.isnat(day), np.datetime64(0, "D"), day)
    adjacent = before_day == np.busday_offset(filled, -1, roll="forward")
    usable = moved & np.isfinite(ratio) & (ratio > 0) & (same | adjacent)
    factor = np.cumprod(np.where(usable & ~same, ratio, 1.0), axis=0, dtype=np.float64)
    return factor, np.asarray(~moved | usable, dtype=bool)


def _pre_close(market: Record, day: Days) -> Floats:
    """The pre_close that the market's file of just that date gives."""
    if not market.days:
        return np.full(day.shape, np.nan)
    own = stamps(market.days)
    at = np.searchsorted(own, day).clip(max=len(own) - 1)
    held = market.cells("pre_close")
    given = held[at, np.arange(held.shape[1])]
    return np.where(own[at] == day, given, np.nan)


def _before(price: Floats, day: Days) -> tuple[Floats, Days]:
    """On each date the last price of a date before it, NaN where there was none."""
    count = np.arange(len(price))[:, None]
    seen = np.maximum.accumulate(np.where(np.isfinite(price), count, NOWHERE), axis=0)
    last = np.vstack([np.full((1, price.shape[1]), NOWHERE), seen[:-1]]) if len(price) else seen
    name = np.arange(price.shape[1])
    if not len(price):
        return price, day
    return np.where(last >= 0, price[last, name], np.nan), np.where(last >= 0, day[last, name], _NO_DAY)


def _of_estimates(estimates: Record, days: Sequence[date], factor: Floats) -> Floats:
    """`factor` on the date of each vintage of estimates, and a last row of ones for none."""
    out = np.ones((len(estimates.days) + 1, factor.shape[1]))
    own, every = stamps(estimates.days), stamps(days)
    at = np.searchsorted(every, own, side="right") - 1
    out[:-1] = np.where((at >= 0)[:, None], factor[at.clip(min=0)] if len(factor) else 1.0, 1.0)
    return out


def _basis(estimates: Record, files: NDArray[np.int64], year: int) -> tuple[Bools, Bools]:
    words, cells = estimates.words("basis"), estimates.at("basis", files, year)
    actual, estimated = (
        cells == words.index(b) if b in words else np.zeros(cells.shape, dtype=bool)
        for b in (ACTUAL, ESTIMATE)
    )
    return actual, estimated


def _first_years(basis: Mapping[int, tuple[Bools, Bools]], shape: tuple[int, int]) -> NDArray[np.int64]:
    out = np.zeros(shape, dtype=np.int64)
    for year in sorted(basis, reverse=True):
        out[basis[year][1]] = year
    return out


def _forward(eps: Mapping[int, Floats], fy1: NDArray[np.int64], shape: tuple[int, int]) -> Floats:
    out = np.full(shape, np.nan)
    for year, figures in eps.items():
        np.copyto(out, figures, where=fy1 == year)
    return out


def _currencies(
    coverage: Record, estimates: Record, days: Sequence[date], files: NDArray[np.int64]
) -> tuple[Codes, Codes]:
    """The currency of price and of EPS on each date, as codes of one list."""
    texts = list(dict.fromkeys((HOME_CURRENCY, *coverage.words("currency"), *estimates.words("currency"))))
    priced = _recoded(coverage.at("currency", coverage.latest(days)), coverage.words("currency"), texts).clip(
        min=0
    )
    earned = np.full((len(files), coverage.names), NOWHERE, dtype=np.int32)
    for year in estimates.years:
        cells = _recoded(estimates.at("currency", files, year), estimates.words("currency"), texts)
        earned = np.where(cells >= 0, cells, earned)
    return priced, earned.clip(min=0)


def _recoded(cells: Codes, words: Sequence[str], texts: Sequence[str]) -> Codes:
    """Codes into `words` as codes into `texts`, −1 where there is none."""
    place = np.array([*(texts.index(word) for word in words), NOWHERE], dtype=np.int32)
    out: Codes = place[cells]
    return out


def _listed(coverage: Record, estimates: Record, market: Record, days: Sequence[date]) -> Bools:
    """Coverage names the universe; where there is none yet the market does, else the estimates."""
    out = np.zeros((len(days), coverage.names), dtype=bool)
    for record in (estimates, market, coverage):
        files = record.latest(days)
        out = np.where((files >= 0)[:, None], record.held(files), out)
    return out


def dates_of(book: Book, end: date | None = None) -> tuple[date, ...]:
    """Every date of coverage, estimates or market up to `end`, ascending."""
    days = {day for table in ("coverage", "estimates", "market") for day in book.dates(table)}
    return tuple(sorted(day for day in days if end is None or day <= end))
