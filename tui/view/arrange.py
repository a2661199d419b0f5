"""Which rows a view shows, and in which order: the one answer for the screen and for export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tui.arrow import SMALL, among, distinct
from tui.columns import Kind, State
from tui.view.resolve import group_ids
from tui.view.screening import condition, counted, program
from tui.view.view import By

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tui.query.engine import Program
    from tui.query.leftout import LeftOut
    from tui.universe.universe import Universe
    from tui.view.view import SortKey, View

FEW = 8  # a view of fewer than one name in so many is sorted by itself


class Section(NamedTuple):
    """A run of rows that stand under one heading: rows[start:stop]; key '' for names without one."""

    key: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """rows: rows of the universe in order; a name stands once under each of its themes.

    sections: headings, () where the view has none; names: distinct names on show; total: of the universe
    out: what the view's query left out for lack of a value, None where it has no query
    """

    rows: NDArray[np.int64]
    sections: tuple[Section, ...]
    names: int
    total: int
    out: LeftOut | None = None


def arrange(universe: Universe, view: View) -> Arrangement:
    """Rows of the universe as a resolved view wants them; the last answer is kept.

    Raises QueryError where its query cannot be run.
    """
    held: tuple[View, Arrangement] | None = universe.kept.get("arranged")
    if held is None or held[0] != view:
        held = universe.kept["arranged"] = (view, _arranged(universe, view))
    return held[1]


def _arranged(universe: Universe, view: View) -> Arrangement:
    test = condition(universe, view)
    if test is not None and view.sort and view.limit is not None and view.by == By.NONE:
        return _top(universe, view, program(universe, test), view.limit)
    out = None
    if test is None:
        kept = np.arange(universe.rows, dtype=np.int64)
    else:
        run = program(universe, test)
        truth = run.truth()
        kept = np.flatnonzero(truth.true)
        out = counted(run) if view.where and truth.unknown is not None else None
    ordered = _ordered(universe, view, kept) if view.sort else kept
    rows, sections = _sectioned(universe, view, ordered)
    if view.limit is not None:
        rows = rows[: view.limit]
        sections = tuple(
            Section(s.key, s.start, min(s.stop, len(rows))) for s in sections if s.start < len(rows)
        )
    names = len(distinct(rows)) if view.by == By.THEME else len(rows)
    return Arrangement(rows, sections, names, universe.rows, out)


def _top(universe: Universe, view: View, run: Program, limit: int) -> Arrangement:
    """The best rows alone, without an order of all the others."""
    from tui.query.top import top

    keys = [directed(universe, key) for key in view.sort]
    rows = top(run, keys, limit)
    return Arrangement(rows, (), len(rows), universe.rows, counted(run) if view.where else None)


def directed(universe: Universe, key: SortKey) -> NDArray[np.float64]:
    """Numbers that order the rows of the universe ascending, those without a value last; kept."""
    name = ("sort", key)
    if name not in universe.kept:
        found = sort_values(universe, key.column)
        universe.kept[name] = -found if key.descending else found
    values: NDArray[np.float64] = universe.kept[name]
    return values


def _ordered(universe: Universe, view: View, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows in the order of the sort keys; of many, picked from an order of the universe that is kept."""
    keys = [directed(universe, key) for key in view.sort]
    if len(rows) * FEW < universe.rows or universe.rows <= SMALL:
        return rows[_order([key[rows] for key in keys])]
    name = ("order", view.sort)
    if name not in universe.kept:
        universe.kept[name] = _order(keys)
    whole: NDArray[np.int64] = universe.kept[name]
    if len(rows) == universe.rows:
        return whole
    among_them = np.zeros(universe.rows, dtype=bool)
    among_them[rows] = True
    return whole[among_them[whole]]


def _order(keys: Sequence[NDArray[np.float64]]) -> NDArray[np.int64]:
    if len(keys) == 1:
        return np.argsort(keys[0], kind="stable")
    out: NDArray[np.int64] = np.lexsort(keys[::-1])
    return out


def sort_values(universe: Universe, name: str) -> NDArray[np.float64]:
    """Numbers that order a column, NaN where a cell has no value: NaN comes last in both directions."""
    column = universe.columns[name]
    if column.kind.numeric:
        values = universe.values(name)
        states = universe.states(name)
        return np.where(states == State.VALUE, values, np.nan) if states.any() else values
    if column.kind == Kind.DATE:
        return universe.days(name)
    codes, texts = universe.encoded(name)
    rank = np.full(len(texts) + 1, np.nan)  # the last stands for null, which code −1 picks
    for place, i in enumerate(sorted(range(len(texts)), key=lambda i: _text_key(universe, name, texts[i]))):
        rank[i] = place if texts[i] else np.nan
    return rank[codes]


def _text_key(universe: Universe, name: str, text: str) -> tuple[int, str]:
    order = _given_order(universe, name)
    return (order.index(text) if text in order else len(order), text)


def _given_order(universe: Universe, name: str) -> list[str]:
    if name == "group":
        return group_ids(universe)
    if name == "rating" and universe.brief:
        return [d.rating for d in universe.brief.ratings if d.kind == "stock"]
    return []


def _sectioned(
    universe: Universe, view: View, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], tuple[Section, ...]]:
    if view.by == By.NONE or len(rows) == 0:
        return rows, ()
    parts = (
        _by_theme(universe, view, rows) if view.by == By.THEME else _by_text(universe, view.by.value, rows)
    )
    if len(parts) == 1 and not parts[0][0]:
        return rows, ()  # nothing to stand under
    sections, start = [], 0
    for key, members in parts:
        sections.append(Section(key, start, start + len(members)))
        start += len(members)
    return np.concatenate([members for _, members in parts]), tuple(sections)


def _by_text(universe: Universe, name: str, rows: NDArray[np.int64]) -> list[tuple[str, NDArray[np.int64]]]:
    codes, texts = universe.encoded(name)
    order = sorted(range(len(texts)), key=lambda i: _text_key(universe, name, texts[i]))
    place = np.empty(len(texts) + 1, dtype=np.uint16 if len(texts) < 2**16 - 1 else np.int64)
    place[order] = np.arange(len(order))
    place[-1] = len(order)  # what code −1 picks: names without one come last
    here = place[codes[rows]]
    sorted_rows = rows[np.argsort(here, kind="stable")]
    ends = np.cumsum(np.bincount(here, minlength=len(order) + 1)).tolist()
    keys = [*(texts[i] for i in order), ""]
    return [
        (key, sorted_rows[start:stop])
        for key, start, stop in zip(keys, (0, *ends), ends, strict=False)
        if stop > start
    ]


def _by_theme(universe: Universe, view: View, rows: NDArray[np.int64]) -> list[tuple[str, NDArray[np.int64]]]:
    from tui.universe.themes import descendants

    codes, combinations = universe.theme_codes
    here = codes[rows]
    wanted = {each for theme in view.themes for each in descendants(universe.themes, theme)}
    shown = [t.id for t in universe.themes if not view.themes or t.id in wanted]
    parts = []
    for theme in shown:
        holding = [i for i, ids in enumerate(combinations) if theme in ids]
        parts.append((theme, rows[among(here, len(combinations), holding)]))
    bare = [i for i, ids in enumerate(combinations) if not ids]
    parts.append(("", rows[among(here, len(combinations), [*bare, -1])]))
    return [(key, members) for key, members in parts if len(members)]
