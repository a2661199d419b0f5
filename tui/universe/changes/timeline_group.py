"""The names of a group, or of a theme, over all vintages: forward PE, price changes and revisions by date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import distinct, encode, median, pa
from tui.errors import BookError
from tui.text import clean
from tui.universe.changes.called import none_there
from tui.universe.changes.panel import Panel, panel
from tui.universe.changes.revise import tally
from tui.universe.changes.timeline import price_changes
from tui.universe.themes import descendants, membership

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    from tui.book.layout import Book
    from tui.errors import Problem
    from tui.universe.themes import Theme

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Some names together, a cell of every array a date, ascending; who belongs is asked at each date.

    n: names with a positive forward PE; of: all names; losses: those whose EPS of fy1 is not positive
    pe_median, pe_hmean: of the n forward PE; price_change_pct: the median since the date before of those
    whose price is a later one, per cent, on one share basis where it is known; NaN where there is none
    ups, downs: estimates of EPS raised and lowered since the date before, over names and years; those within
    rounding and years become actual count in neither; NaN where no estimates stand on either of the dates
    """

    id: str
    days: tuple[date, ...]
    n: Counts
    of: Counts
    pe_median: Floats
    pe_hmean: Floats
    losses: Counts
    price_change_pct: Floats
    ups: Floats
    downs: Floats
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> int:
        """How many dates."""
        return len(self.days)


def of_group(book: Book, group: str, end: date | None = None) -> Course:
    """The names that each date's coverage files under a group id; BookError where there is no vintage."""
    held = _panel(book, tuple(_ever_in(book, group, end)), end)
    cells, texts = held.words("group")
    inside = (cells == texts.index(group)) if group in texts else np.zeros(cells.shape, dtype=bool)
    return _course(book, group, held, inside)


def of_theme(book: Book, theme: str, themes: Sequence[Theme], end: date | None = None) -> Course:
    """The members that a theme and those under it have on each date; BookError where there is no vintage."""
    branch = set(descendants(themes, theme))
    found = [one for one in themes if one.id in branch]
    codes = tuple(dict.fromkeys(member.code for one in found for member in one.members))
    held = _panel(book, codes, end)
    inside = np.zeros(held.price.shape, dtype=bool)
    for row, day in enumerate(held.days):
        members = membership(found, day)
        inside[row] = [code in members for code in codes]
    return _course(book, theme, held, inside)


def _panel(book: Book, codes: tuple[str, ...], end: date | None) -> Panel:
    held = panel(book, codes, end)
    if not held.days:
        raise none_there(book, end)
    return held


def _ever_in(book: Book, group: str, end: date | None) -> dict[str, None]:
    """The codes that any vintage files under the group."""
    found: dict[str, None] = {}
    for table in ("coverage", "market"):
        days = [day for day in book.dates(table) if end is None or day <= end]
        if table == "market" and days and "group" not in book.read(table, days[-1]).table.column_names:
            continue  # a market seldom has groups, and its newest file says so
        files = {book.files[table, day]: day for day in days}
        for path, day in files.items():
            many = path in book.yearly
            held = _of_year(path) if many else book.read(table, day).table
            if "group" in held.column_names:
                groups, texts = encode(held.column("group"))
                codes, names = encode(held.column("code"))
                here = distinct(codes[groups == (texts.index(group) if group in texts else -2)])
                found |= {names[code]: None for code in here}
    return found


def _of_year(path: Path) -> Any:
    """The codes and groups of a file of many vintages; nothing where it cannot be read."""
    from tui.book.files import parquet_rows

    try:
        return parquet_rows(path, clean(str(path)), None, ("code", "group"))[0]
    except BookError:
        return pa.table({})


def _course(book: Book, key: str, held: Panel, inside: Bools) -> Course:
    inside = inside & held.listed
    changed = price_changes(held)
    ups, downs = tally(held)
    estimated = np.append(False, held.files[:-1] >= 0)  # so they stand on the date after, too
    pe = [held.pe[row, here & np.isfinite(held.pe[row])] for row, here in enumerate(inside)]
    changes = [changed[row, here & np.isfinite(changed[row])] for row, here in enumerate(inside)]
    return Course(
        id=key,
        days=held.days,
        n=np.array([len(one) for one in pe], dtype=np.int64),
        of=inside.sum(axis=1),
        pe_median=np.array([median(one) for one in pe]),
        pe_hmean=np.array([len(one) / float((1 / one).sum()) if len(one) else np.nan for one in pe]),
        losses=(inside & held.losing).sum(axis=1),
        price_change_pct=np.array([median(one) for one in changes]),
        ups=_where(estimated, (ups * inside).sum(axis=1)),
        downs=_where(estimated, (downs * inside).sum(axis=1)),
        problems=(*book.problems, *held.problems),
    )


def _where(there: Bools, counts: Counts) -> Floats:
    return np.where(there, counts, np.nan)
