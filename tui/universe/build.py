"""Builds the universe as of a date: coverage, estimates and market joined, valued, checked, linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui import columns as registry
from tui.arrow import date_array, distinct, float_array, pa, strings, text_array
from tui.universe import checks, news, prices, valuation
from tui.universe.base import Base, open_base, problems
from tui.universe.draft import Draft
from tui.universe.history import History
from tui.universe.join import align, coalesce, gather_dates, gather_floats, gather_texts
from tui.universe.late import Late, late_columns
from tui.universe.themes import membership
from tui.universe.universe import Universe
from tui.universe.valued import mixed, put_columns, valued

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tui.book.layout import Book
    from tui.columns import Column, Year
    from tui.universe.themes import Theme

_IDENTITY = ("name", "group", "rating", "rating_source", "currency")
_JOINED = {"as_of", "price_date", "price", "code", *_IDENTITY}


def build(
    book: Book,
    as_of: date | None = None,
    themes: Sequence[Theme] = (),
    also: Any = None,
    since: date | None = None,
) -> Universe:
    """The universe of a book as of a date (the newest where none is given).

    also: codes that stand in it too, whether or not its tables name them
    since: what the columns of changes look back to, by default the date before of each column's own tables

    Raises BookError where the book holds no name on or before the date.
    """
    base = open_base(book, as_of, also)
    draft = Draft(base.rows)
    _identity(draft, base)
    now = prices.at(book, base.codes, base.day)
    draft.put("price", float_array(now.price))
    draft.put("as_of", date_array(now.day))
    figures = valued(base, now)
    put_columns(draft, figures)
    before = prices.at(book, base.codes, since) if since else prices.before(book, base.codes, now)
    change = prices.adjustment(book, base.codes, before, now)
    draft.number("price_change_pct", valuation.change_pct(now.price, before.price, change.factor))
    _tags(draft, base, themes)
    stories, links, doubts = news.linked(
        book, base.held.get("news"), base.codes, draft.columns["name"], themes, base.day
    )
    draft.count("news", news.count(links, stories, base.codes))
    draft.count("checks", checks.count(figures.verdicts, base.rows))
    _as_given(draft, base)
    columns = _since(draft.known(figures.years), before)
    later = {n: column for n, column in late_columns(figures.years).items() if n not in draft.columns}
    brief = book.brief(base.day)
    return Universe(
        as_of=base.day,
        title=book.title,
        table=pa.table(draft.columns),
        columns={**columns, **later},
        defaults=_defaults(book, figures.years, columns),
        years=figures.years,
        groups=book.groups,
        themes=tuple(themes),
        brief=brief,
        evidence=checks.Evidence(
            base.codes,
            draft.columns["name"],
            figures.estimates,
            figures.verdicts,
            np.where(figures.same_currency, figures.shown.report, np.nan),
            figures.places,
        ),
        stories=stories,
        links=links,
        mixed=mixed(figures),
        unadjusted=np.isfinite(before.price) & np.isfinite(now.price) & ~change.known,
        pe_unadjusted=figures.shown.moved & ~figures.adjusted.known,
        column_dates=dict(draft.days),
        dates={table: vintage.date for table, vintage in base.held.items()},
        aliases={code: (*info.aliases, *info.english) for code, info in book.names.items()},
        problems=(*problems(base), *(brief.problems if brief else ()), *doubts),
        read_only=book.read_only,
        history=History(book, tuple(themes)),
        late=Late(book, base.day, since, base.codes, figures.estimates.covered, later),
    )


def _identity(draft: Draft, base: Base) -> None:
    draft.put("code", base.codes)
    nothing = pa.nulls(base.rows, pa.string())
    for name in _IDENTITY:
        array = nothing
        for table in ("coverage", "market"):
            if found := base.column(table, name):
                array = coalesce(array, gather_texts(*found))
        draft.put(name, array)


def _since(columns: dict[str, Column], before: prices.Quote) -> dict[str, Column]:
    """The head of the price change says since when, where that is one date for all names."""
    days = {str(day) for day in distinct(before.day[np.isfinite(before.price)])}
    change = columns.get("price_change_pct")
    if change is not None and len(days) == 1:
        day = days.pop()[5:]
        heads = change._replace(head_zh=f"较{day}%", head_en=f"vs {day} %")
        return {**columns, change.name: heads}
    return columns


def _tags(draft: Draft, base: Base, themes: Sequence[Theme]) -> None:
    of = {code: ";".join(ids) for code, ids in membership(themes, base.day).items()}
    draft.put("themes", text_array([of.get(code or "", "") for code in strings(base.codes)]))


def _as_given(draft: Draft, base: Base) -> None:
    for table in ("coverage", "market"):
        if table not in base.held:
            continue
        held, day = base.held[table].table, base.held[table].date
        rows = align(held.column("code"), base.codes)
        for name in held.column_names:
            if name in _JOINED or name in draft.columns:
                continue
            column = held.column(name)
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                draft.as_given(name, gather_texts(column, rows), table, day)
            elif pa.types.is_date(column.type):
                draft.as_given(name, date_array(gather_dates(column, rows)), table, day)
            else:
                draft.as_given(name, float_array(gather_floats(column, rows)), table, day)


def _defaults(book: Book, years: Sequence[Year], columns: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a view that names none; those of tables the book does not have at all stay away."""
    of_a_market = bool(book.dates("market")) and not book.dates("coverage")
    hidden = _without_coverage(book) if of_a_market else set()
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
