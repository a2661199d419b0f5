"""Builds the universe as of a date: coverage, estimates and market joined, valued, checked, linked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from tui import columns as registry
from tui.arrow import code_array, combined, date_array, encode, float_array, pa, strings, text_array
from tui.columns import State, Year
from tui.errors import BookError, Problem
from tui.universe import checks, news, prices, valuation
from tui.universe.draft import Draft
from tui.universe.estimates import Estimates, nobody, pivot, years_of
from tui.universe.integrity import Places, Verdict, check
from tui.universe.join import align, coalesce, gather_dates, gather_floats, gather_texts
from tui.universe.themes import membership
from tui.universe.universe import CHECK_PREFIX, Universe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.layout import Book, Vintage
    from tui.universe.themes import Theme

TABLES = ("coverage", "estimates", "market", "news", "sectors")
NAMING = ("coverage", "market", "estimates")
HOME_CURRENCY = "CNY"
_IDENTITY = ("name", "group", "rating", "rating_source", "currency")
_JOINED = {"as_of", "price_date", "price", "code", *_IDENTITY}


@dataclass(frozen=True)
class _Base:
    """What every later step reads: the book at a date and the names in order."""

    book: Book
    day: date
    held: Mapping[str, Vintage]
    codes: Any

    @property
    def rows(self) -> int:
        return len(self.codes)

    def column(self, table: str, name: str) -> tuple[Any, NDArray[np.int64]] | None:
        """A column of a table and the rows of it that belong to the names; None where there is none."""
        if table not in self.held or name not in self.held[table].table.column_names:
            return None
        held = self.held[table].table
        return held.column(name), align(held.column("code"), self.codes)


@dataclass(frozen=True)
class _Valued:
    """Estimates beside the verdicts on them and the prices they move with."""

    estimates: Estimates
    years: tuple[Year, ...]
    verdicts: Mapping[Year, Verdict]
    shown: valuation.Prices
    same_currency: NDArray[np.bool_]
    places: Places
    adjusted: prices.Adjustment


def build(book: Book, as_of: date | None = None, themes: Sequence[Theme] = ()) -> Universe:
    """The universe of a book as of a date (the newest where none is given).

    Raises BookError where the book holds no name on or before the date.
    """
    base = _base(book, as_of)
    draft = Draft(base.rows)
    _identity(draft, base)
    now = prices.at(book, base.codes, base.day)
    draft.put("price", float_array(now.price))
    draft.put("as_of", date_array(now.day))
    valued = _valued(base, now)
    _valuation(draft, valued)
    before = prices.before(book, base.codes, now)
    change = prices.adjustment(book, base.codes, before, now)
    draft.number("price_change_pct", valuation.change_pct(now.price, before.price, change.factor))
    _tags(draft, base, themes)
    stories, links = news.linked(
        book, base.held.get("news"), base.codes, draft.columns["name"], themes, base.day
    )
    draft.count("news", news.count(links, base.codes))
    draft.count("checks", checks.count(valued.verdicts, base.rows))
    _as_given(draft, base)
    columns = draft.known(valued.years)
    brief = book.brief(base.day)
    return Universe(
        as_of=base.day,
        title=book.title,
        table=pa.table(draft.columns),
        columns=columns,
        defaults=_defaults(book, valued.years, columns),
        years=valued.years,
        groups=book.groups,
        themes=tuple(themes),
        brief=brief,
        checks=checks.doubtful(
            base.codes,
            draft.columns["name"],
            valued.estimates,
            valued.verdicts,
            np.where(valued.same_currency, valued.shown.report, np.nan),
            valued.places,
        ),
        stories=stories,
        links=links,
        mixed=_mixed(valued),
        unadjusted=np.isfinite(before.price) & np.isfinite(now.price) & ~change.known,
        pe_unadjusted=valued.shown.moved & ~valued.adjusted.known,
        dates={table: vintage.date for table, vintage in base.held.items()},
        aliases={code: (*info.aliases, *info.english) for code, info in book.names.items()},
        problems=(*_problems(base), *(brief.problems if brief else ())),
        read_only=book.read_only,
    )


def _base(book: Book, as_of: date | None) -> _Base:
    days = [d for t in TABLES for d in book.dates(t)]
    if not days:
        hint = "add coverage/YYYY-MM-DD.csv, or look at the sample with `kanpan`"
        raise BookError(f"{book.root}: no table in this book yet; {hint}")
    day = as_of or max(days)
    held = {t: book.read(t, found) for t in TABLES if (found := book.latest(t, day))}
    if as_of and not any(t in held for t in NAMING):
        raise BookError(f"the book holds no name on or before {as_of}; its first date is {min(days)}")
    return _Base(book, day, held, _codes(held))


def _codes(held: Mapping[str, Vintage]) -> Any:
    for table in NAMING[:2]:
        if table in held:
            return combined(held[table].table.column("code"))
    if "estimates" in held:
        return text_array(list(dict.fromkeys(strings(held["estimates"].table.column("code")))))
    return text_array([])


def _identity(draft: Draft, base: _Base) -> None:
    draft.put("code", base.codes)
    nothing = pa.nulls(base.rows, pa.string())
    for name in _IDENTITY:
        array = nothing
        for table in ("coverage", "market"):
            if found := base.column(table, name):
                array = coalesce(array, gather_texts(*found))
        draft.put(name, array)


def _valued(base: _Base, now: prices.Quote) -> _Valued:
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
    return _Valued(estimates, estimates.years, verdicts, shown, same, places, adjusted)


def _years_to_come(book: Book) -> tuple[Year, ...]:
    """The years of the book's first estimates: a date before them keeps the same columns, all uncovered."""
    days = book.dates("estimates")
    return years_of(book.read("estimates", min(days)).table) if days else ()


def _same_currency(base: _Base, estimates: Estimates) -> NDArray[np.bool_]:
    priced = np.full(base.rows, HOME_CURRENCY, dtype=object)
    if found := base.column("coverage", "currency"):
        column, rows = found
        texts = strings(gather_texts(column, rows))
        priced = np.array([text or HOME_CURRENCY for text in texts], dtype=object)
    earned = np.array([*estimates.currencies, HOME_CURRENCY], dtype=object)[estimates.currency]
    return np.asarray(priced == np.where(earned == None, HOME_CURRENCY, earned), dtype=bool)  # noqa: E711


def _places(base: _Base, report_day: date | None) -> Places:
    def of(table: Any, name: str, default: int) -> int:
        if table is None or name not in table.column_names:
            return default
        return int((table.schema.field(name).metadata or {}).get(b"decimals", default))

    report = base.book.read("coverage", report_day).table if report_day else None
    estimates = base.held["estimates"].table if "estimates" in base.held else None
    return Places(of(report, "price", 2), of(estimates, "eps", 2), of(estimates, "pe_printed", 1))


def _valuation(draft: Draft, valued: _Valued) -> None:
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


def _mixed(valued: _Valued) -> dict[str, NDArray[np.bool_]]:
    """Per growth column, the names whose two cells are estimates of different sources."""
    out = {}
    for earlier, later in pairwise(valued.years):
        if later.year == earlier.year + 1 and earlier.basis == later.basis == "E":
            a, b = valued.estimates.source[earlier], valued.estimates.source[later]
            out[f"eps_growth_{later}"] = (a != b) & (a >= 0) & (b >= 0)
    return out


def _tags(draft: Draft, base: _Base, themes: Sequence[Theme]) -> None:
    of = {code: ";".join(ids) for code, ids in membership(themes, base.day).items()}
    draft.put("themes", text_array([of.get(code or "", "") for code in strings(base.codes)]))


def _as_given(draft: Draft, base: _Base) -> None:
    for table in ("coverage", "market"):
        if table not in base.held:
            continue
        held = base.held[table].table
        rows = align(held.column("code"), base.codes)
        for name in held.column_names:
            if name in _JOINED or name in draft.columns:
                continue
            column = held.column(name)
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                draft.as_given(name, gather_texts(column, rows))
            elif pa.types.is_date(column.type):
                draft.as_given(name, date_array(gather_dates(column, rows)))
            else:
                draft.as_given(name, float_array(gather_floats(column, rows)))


def _defaults(book: Book, years: Sequence[Year], columns: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a view that names none; those of tables the book does not have at all stay away."""
    hidden = set() if book.dates("coverage") else _without_coverage(book)
    start = [n for n in registry.default_names(years) if n in columns and n not in hidden]
    internal = {"rating_source", "currency"}
    more = [n for n in columns if n not in start and n not in hidden | internal and columns[n].year is None]
    return (*start, *more)


def _without_coverage(book: Book) -> set[str]:
    hidden = {"group", "rating"}
    if not book.dates("estimates"):
        hidden |= {"eps_cagr", "peg", "pe_to_group", "checks"}
    if not book.dates("news"):
        hidden.add("news")
    return hidden if len(book.dates("market")) > 1 else hidden | {"price_change_pct"}


def _problems(base: _Base) -> tuple[Problem, ...]:
    read = (*base.book.problems, *(p for v in base.held.values() for p in v.problems))
    return (*read, *_orphans(base))


def _orphans(base: _Base) -> list[Problem]:
    """Estimates of names that the universe does not hold: kept in the file, shown nowhere, told here."""
    if "estimates" not in base.held or "coverage" not in base.held:
        return []
    held = base.held["estimates"]
    listed = held.table.column("code")
    absent = align(base.codes, listed) < 0
    if not absent.any():
        return []
    codes = dict.fromkeys(listed[i].as_py() for i in np.flatnonzero(absent).tolist())
    return [
        Problem(str(held.path), 0, code, "estimated but not covered on this date; not shown")
        for code in codes
    ]
