"""Timelines as tables: a row a date, columns as `kanpan history` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import date_array, float_array, pa, text_array
from tui.columns import Column, Kind
from tui.universe.changes.notes import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from tui.universe.changes.timeline import Timeline
    from tui.universe.changes.timeline_group import Course

Named = tuple[Column, Any]


def name_table(line: Timeline) -> tuple[Any, list[Column]]:
    """One name: as_of, price (CNY a share, as quoted), fy1, eps_fy1, pe, pe_percentile (0 to 1) of n, rating,
    rating_change, source, group, eps_YEAR by fiscal year, notes.
    """
    return _table(_of_name(line))


def course_table(course: Course) -> tuple[Any, list[Column]]:
    """A group or theme: as_of, n of `of` names, pe_median, pe_hmean, losses, price_change_pct, ups, downs."""
    return _table(_of_course(course))


def _of_name(t: Timeline) -> Iterator[Named]:
    yield _days(t.days)
    yield _number("price", Kind.MONEY, t.price)
    yield _text("fy1", [str(year or "") for year in t.fy1])
    yield _number("eps_fy1", Kind.MONEY, t.eps_fy1)
    yield _number("pe", Kind.MULTIPLE, t.pe)
    yield _number("pe_percentile", Kind.RATIO, t.pe_percentile)
    yield _number("n", Kind.COUNT, t.counted)
    yield _text("rating", t.rating)
    yield _text("rating_change", t.rating_change)
    yield _text("source", t.source)
    yield _text("group", t.group)
    for year in t.years:
        yield _number(f"eps_{year}", Kind.MONEY, t.eps[year])
    yield _text("notes", [sentence(notes, "en") for notes in t.notes])


def _of_course(c: Course) -> Iterator[Named]:
    yield _days(c.days)
    yield _number("n", Kind.COUNT, c.n)
    yield _number("of", Kind.COUNT, c.of)
    yield _number("pe_median", Kind.MULTIPLE, c.pe_median)
    yield _number("pe_hmean", Kind.MULTIPLE, c.pe_hmean)
    yield _number("losses", Kind.COUNT, c.losses)
    yield _number("price_change_pct", Kind.PERCENT, c.price_change_pct)
    yield _number("ups", Kind.COUNT, c.ups)
    yield _number("downs", Kind.COUNT, c.downs)


def _table(named: Iterable[Named]) -> tuple[Any, list[Column]]:
    held = list(named)
    return pa.table({column.name: array for column, array in held}), [column for column, _ in held]


def _days(days: Sequence[date]) -> Named:
    return _column("as_of", Kind.DATE), date_array(np.array(days, dtype="datetime64[D]"))


def _number(name: str, kind: Kind, values: Any) -> Named:
    return _column(name, kind), float_array(np.asarray(values, dtype=np.float64))


def _text(name: str, texts: Sequence[str]) -> Named:
    return _column(name, Kind.TEXT), text_array(list(texts))


def _column(name: str, kind: Kind) -> Column:
    return Column(name, kind, "", name, name, "", "")
