"""Which price is shown, what it was the date before, and the share issues between two dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import distinct
from tui.universe.join import align, gather_dates, gather_floats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tui.book.layout import Book

    Floats = NDArray[np.float64]

SAME_PRICE = 0.005  # CNY; half a fen: two printed prices are the same
MOST_DATES = 8  # distinct dates of rows that are looked up one by one


class Quote(NamedTuple):
    """Prices of the names (CNY a share, NaN where there is none) and the date of each (NaT likewise)."""

    price: Floats
    day: NDArray[np.datetime64]

    def later(self, other: Quote) -> Quote:
        """Name by name the later of two quotes; this one's where both are of one date."""
        mine, theirs = np.isfinite(self.price), np.isfinite(other.price)
        with np.errstate(invalid="ignore"):
            take = theirs & (~mine | (other.day > self.day))
        return Quote(np.where(take, other.price, self.price), np.where(take, other.day, self.day))

    def where(self, mask: NDArray[np.bool_], other: Quote) -> Quote:
        """This quote where the mask is True, else the other."""
        return Quote(np.where(mask, self.price, other.price), np.where(mask, self.day, other.day))


def none(rows: int) -> Quote:
    """A quote without a price."""
    return Quote(np.full(rows, np.nan), np.full(rows, np.datetime64("NaT", "D"), dtype="datetime64[D]"))


def quoted(book: Book, table: str, day: date | None, codes: Any) -> Quote:
    """The prices that one coverage or market file gives for the codes."""
    if day is None:
        return none(len(codes))
    held = book.part(table, day, ("price", "price_date"))
    rows = align(held.column("code"), codes)
    if "price" not in held.column_names:
        return none(len(codes))
    price = gather_floats(held.column("price"), rows)
    days = np.full(len(codes), np.datetime64(day, "D"))
    if "price_date" in held.column_names:
        own = gather_dates(held.column("price_date"), rows)
        days = np.where(np.isnat(own), days, own)
    days = np.where(np.isfinite(price), days, np.datetime64("NaT", "D"))
    return Quote(price, days)


def at(book: Book, codes: Any, day: date | None) -> Quote:
    """The price shown as of a date: the later of coverage's and the market's."""
    report = quoted(book, "coverage", book.latest("coverage", day), codes)
    return report.later(quoted(book, "market", book.latest("market", day), codes))


def before(book: Book, codes: Any, now: Quote) -> Quote:
    """Each name's price of the date before its own, over coverage and market together."""
    out = none(len(codes))
    known = now.day[~np.isnat(now.day)]
    for day in distinct(known)[-MOST_DATES:]:
        earlier = day.astype(date) - timedelta(days=1)
        mask = now.day == day
        if not any(book.latest(table, earlier) for table in ("coverage", "market")):
            continue
        found = at(book, codes, earlier)
        out = Quote(np.where(mask, found.price, out.price), np.where(mask, found.day, out.day))
    return out


class Adjustment(NamedTuple):
    """factor brings a figure of the earlier date to the later one's share basis; 1 where not known."""

    factor: Floats
    known: NDArray[np.bool_]


def adjustment(book: Book, codes: Any, start: Quote, end: Quote) -> Adjustment:
    """The share issues between two quotes of the same names, from the market tables' `pre_close`.

    pre_close over the close before is a day's factor. It is known where the close before is at hand (the
    table before is of the weekday before) or where the two are the same price; a step without it is unknown.
    """
    rows = len(codes)
    factor, known = np.ones(rows), np.ones(rows, dtype=bool)
    moves = np.isfinite(start.price) & np.isfinite(end.price) & (end.day > start.day)
    if not moves.any():
        return Adjustment(factor, ~moves)
    first, last = start.day[moves].min().astype(date), end.day[moves].max().astype(date)
    at_day = start
    for day in _between(book.dates("market"), first, last):
        step = np.datetime64(day, "D")
        inside = moves & (start.day < step) & (step <= end.day)
        pre, close = _market_step(book, day, codes)
        with np.errstate(all="ignore"):
            ratio = pre / at_day.price
            same = np.abs(pre - at_day.price) <= SAME_PRICE
            adjacent = at_day.day == _weekday_before(step)
        usable = (ratio > 0) & np.isfinite(ratio) & (same | adjacent)
        factor = np.where(inside & usable & ~same, factor * ratio, factor)
        known &= ~inside | usable
        at_day = at_day.later(Quote(np.where(inside, close, np.nan), np.full(rows, step)))
    known &= ~moves | (at_day.day == end.day)
    return Adjustment(np.where(known, factor, 1.0), known)


def _market_step(book: Book, day: date, codes: Any) -> tuple[Floats, Floats]:
    held = book.part("market", day, ("pre_close", "price"))
    rows = align(held.column("code"), codes)
    absent = np.full(len(codes), np.nan)
    pre, close = (
        gather_floats(held.column(name), rows) if name in held.column_names else absent
        for name in ("pre_close", "price")
    )
    return pre, close


def _between(days: Sequence[date], first: date, last: date) -> list[date]:
    return sorted(day for day in days if first < day <= last)


def _weekday_before(day: np.datetime64) -> np.datetime64:
    return np.busday_offset(day, -1, roll="forward")
