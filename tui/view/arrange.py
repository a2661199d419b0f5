"""Which rows a view shows, and in which order: the one answer for the screen and for export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tui.arrow import among, distinct
from tui.columns import Kind, State
from tui.view.resolve import group_ids
from tui.view.view import By

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.universe.universe import Universe
    from tui.view.view import View


@dataclass(frozen=True, slots=True)
class Section:
    """A run of rows that stand under one heading: rows[start:stop]; key '' for names without one."""

    key: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """rows: rows of the universe in order; a name stands once under each of its themes.

    sections: headings, () where the view has none; names: distinct names on show; total: of the universe
    """

    rows: NDArray[np.int64]
    sections: tuple[Section, ...]
    names: int
    total: int


def arrange(universe: Universe, view: View) -> Arrangement:
    """Rows of the universe as a resolved view wants them."""
    kept = np.flatnonzero(_mask(universe, view)).astype(np.int64)
    ordered = kept[_order(universe, view, kept)] if view.sort else kept
    rows, sections = _sectioned(universe, view, ordered)
    if view.limit is not None:
        rows = rows[: view.limit]
        sections = tuple(
            Section(s.key, s.start, min(s.stop, len(rows))) for s in sections if s.start < len(rows)
        )
    names = len(distinct(rows)) if view.by == By.THEME else len(rows)
    return Arrangement(rows, sections, names, universe.rows)


def _mask(universe: Universe, view: View) -> NDArray[np.bool_]:
    mask = np.ones(universe.rows, dtype=bool)
    if view.groups:
        codes, texts = universe.encoded("group")
        mask &= among(codes, len(texts), (i for i, text in enumerate(texts) if text in view.groups))
    if view.themes:
        codes, combinations = universe.theme_codes
        wanted = set(view.themes)
        holding = (i for i, ids in enumerate(combinations) if wanted & set(ids))
        mask &= among(codes, len(combinations), holding)
    return mask


def _order(universe: Universe, view: View, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    keys = []
    for key in view.sort:
        values = sort_values(universe, key.column)[rows]
        keys.append(-values if key.descending else values)
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
        days = universe.table.column(name).combine_chunks().to_numpy(zero_copy_only=False)
        numbers = days.astype("datetime64[D]").astype(np.int64).astype(np.float64)
        return np.where(np.isnat(days), np.nan, numbers)
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
    here = codes[rows]
    parts = [(texts[i], rows[here == i]) for i in order]
    parts.append(("", rows[here < 0]))
    return [(key, members) for key, members in parts if len(members)]


def _by_theme(universe: Universe, view: View, rows: NDArray[np.int64]) -> list[tuple[str, NDArray[np.int64]]]:
    codes, combinations = universe.theme_codes
    here = codes[rows]
    shown = [t.id for t in universe.themes if not view.themes or t.id in view.themes]
    parts = []
    for theme in shown:
        holding = [i for i, ids in enumerate(combinations) if theme in ids]
        parts.append((theme, rows[among(here, len(combinations), holding)]))
    bare = [i for i, ids in enumerate(combinations) if not ids]
    parts.append(("", rows[among(here, len(combinations), [*bare, -1])]))
    return [(key, members) for key, members in parts if len(members)]
