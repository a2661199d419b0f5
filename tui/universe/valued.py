"""The estimates of the names, the check of them, and every column that is derived from them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import code_array, encode, strings, text_array
from tui.columns import State, Year
from tui.universe import prices, valuation
from tui.universe.estimates import Estimates, nobody, pivot, years_of
from tui.universe.integrity import Places, Verdict, check
from tui.universe.join import gather_texts
from tui.universe.universe import CHECK_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.layout import Book
    from tui.universe.base import Base
    from tui.universe.draft import Draft

HOME_CURRENCY = "CNY"


class Valued(NamedTuple):
    """Estimates beside the verdicts on them and the prices they move with."""

    estimates: Estimates
    years: tuple[Year, ...]
    verdicts: Mapping[Year, Verdict]
    shown: valuation.Prices
    same_currency: NDArray[np.bool_]
    places: Places
    adjusted: prices.Adjustment


def valued(base: Base, now: prices.Quote) -> Valued:
    book, codes = base.book, base.codes
    if "estimates" in base.held:
        estimates = pivot(base.held["estimates"].table, codes)
    else:
        estimates = nobody(base.rows, _years_to_come(book))
    estimated = base.held["estimates"].date if "estimates" in base.held else base.day
    report_day = book.latest("coverage", estimated)
    report = prices.quoted(book, "coverage", report_day, codes)
    same = _same_currency(base, estimates)
    places = _places(base, report_day)
    verdicts = {
        y: check(report.price, estimates.eps[y], estimates.printed[y], places, same) for y in estimates.years
    }
    adjusted = prices.adjustment(book, codes, report, now)
    with np.errstate(invalid="ignore"):
        unpriced = np.isnat(report.day) & (now.day > np.datetime64(estimated, "D"))
        moved = (now.day > report.day) | unpriced
    shown = valuation.Prices(report.price, now.price, adjusted.factor, moved)
    return Valued(estimates, estimates.years, verdicts, shown, same, places, adjusted)


def _years_to_come(book: Book) -> tuple[Year, ...]:
    """The years of the book's first estimates: a date before them keeps the same columns, all uncovered."""
    days = book.dates("estimates")
    return years_of(book.read("estimates", min(days)).table) if days else ()


def _same_currency(base: Base, estimates: Estimates) -> NDArray[np.bool_]:
    priced = np.full(base.rows, HOME_CURRENCY, dtype=object)
    if found := base.column("coverage", "currency"):
        column, rows = found
        texts = strings(gather_texts(column, rows))
        priced = np.array([text or HOME_CURRENCY for text in texts], dtype=object)
    earned = np.array([*estimates.currencies, HOME_CURRENCY], dtype=object)[estimates.currency]
    return np.asarray(priced == np.where(earned == None, HOME_CURRENCY, earned), dtype=bool)  # noqa: E711


def _places(base: Base, report_day: date | None) -> Places:
    def of(table: Any, name: str, default: int) -> int:
        if table is None or name not in table.column_names:
            return default
        return int((table.schema.field(name).metadata or {}).get(b"decimals", default))

    report = base.book.read("coverage", report_day).table if report_day else None
    estimates = base.held["estimates"].table if "estimates" in base.held else None
    return Places(of(report, "price", 2), of(estimates, "eps", 2), of(estimates, "pe_printed", 1))


def put_columns(draft: Draft, valued: Valued) -> None:
    estimates, years = valued.estimates, valued.years
    covered = estimates.covered
    eps = {y: valuation.given(estimates.eps[y], covered) for y in years}
    for year in years:
        draft.number(f"eps_{year}", eps[year])
    pe = {}
    for year in years:
        pe[year] = valuation.shown_pe(
            estimates.printed[year],
            estimates.eps[year],
            valued.verdicts[year].status,
            valued.shown,
            valued.same_currency,
            covered,
        )
        draft.number(f"pe_{year}", pe[year])
        draft.put(f"{CHECK_PREFIX}{year}", code_array(valued.verdicts[year].status))
    nothing = valuation.no_value(draft.rows, State.UNCOVERED)
    actual = [y for y in years if y.basis == "A"]
    ahead = [y for y in years if y.basis == "E"]
    cagr = nothing
    if actual and ahead:
        cagr = valuation.cagr(eps[actual[-1]], eps[ahead[-1]], ahead[-1].year - actual[-1].year)
    elif years:
        cagr = valuation.given(np.full(draft.rows, np.nan), covered)
    forward = pe[ahead[0]] if ahead else cagr
    draft.number("eps_cagr", cagr)
    draft.number("peg", valuation.peg(forward, cagr))
    draft.number("pe_to_group", valuation.to_group(forward, _group_codes(draft)))
    for year in years:
        texts = np.array([*estimates.sources, None], dtype=object)[estimates.source[year]]
        draft.put(f"source_{year}", text_array(texts.tolist()))
    for earlier, later in pairwise(years):
        if later.year == earlier.year + 1:
            draft.number(f"eps_growth_{later}", valuation.growth(eps[later], eps[earlier]))


def _group_codes(draft: Draft) -> NDArray[np.int32]:
    return encode(draft.columns["group"])[0]


def mixed(valued: Valued) -> dict[str, NDArray[np.bool_]]:
    """Per growth column, the names whose two cells are estimates of different sources."""
    out = {}
    for earlier, later in pairwise(valued.years):
        if later.year == earlier.year + 1 and earlier.basis == later.basis == "E":
            a, b = valued.estimates.source[earlier], valued.estimates.source[later]
            out[f"eps_growth_{later}"] = (a != b) & (a >= 0) & (b >= 0)
    return out
