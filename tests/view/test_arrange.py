"""Which rows a view shows and in which order."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tui
from tests.universe.worlds import FULLBOOK, universe
from tui.book.brief import RatingDef
from tui.book.layout import Group
from tui.columns import State
from tui.universe.themes import Theme
from tui.view.arrange import Section, arrange, sort_values
from tui.view.resolve import resolve
from tui.view.view import By, SortKey, View, parse_sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.universe.universe import Universe

GROUPS = (Group("g2", "二", "two"), Group("g1", "一", "one"), Group("empty", "空", "empty"))
THEMES = tuple(Theme(i, i, i, "", "", (), ()) for i in ("ai", "leo", "none"))


def world(**columns: Sequence[Any]) -> Universe:
    rows = len(next(iter(columns.values())))
    return universe({"code": [f"{i:06d}.SH" for i in range(rows)], **columns}, groups=GROUPS, themes=THEMES)


def order(held: Universe, view: View) -> list[int]:
    out: list[int] = arrange(held, view).rows.tolist()
    return out


def flat(text: str, **more: Any) -> View:
    return View(sort=parse_sort(text), by=By.NONE, **more)


# ── sorting ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "rows"),
    [("price", [2, 0, 4, 1, 3]), ("-price", [0, 4, 2, 1, 3])],
)
def test_cells_without_a_value_are_last_both_ways(text: str, rows: list[int]) -> None:
    assert order(world(price=[5.0, None, 1.0, None, 5.0]), flat(text)) == rows


def test_a_figure_behind_a_state_does_not_sort() -> None:
    states = {"pe_2026E": [State.VALUE, State.LOSS, State.VALUE]}
    held = universe({"code": ["a", "b", "c"], "pe_2026E": [9.0, -5.0, 7.0]}, states=states)
    assert order(held, flat("pe_2026E")) == [2, 0, 1]
    assert order(held, flat("-pe_2026E")) == [0, 2, 1]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("industry", [1, 3, 0, 2]),
        ("-industry", [0, 1, 3, 2]),
        ("industry,-price", [3, 1, 0, 2]),
        ("-industry,price", [0, 1, 3, 2]),
        ("price,industry", [1, 3, 0, 2]),
    ],
)
def test_several_keys(text: str, rows: list[int]) -> None:
    held = world(industry=["b", "a", None, "a"], price=[2.0, 1.0, None, 2.0])
    assert order(held, flat(text)) == rows


def test_groups_sort_in_the_book_s_order_and_unknown_ones_after_as_they_come() -> None:
    held = world(group=["g1", "zz", "g2", None, "aa", "g1"])
    assert order(held, flat("group")) == [2, 0, 5, 1, 4, 3]
    assert order(held, flat("-group")) == [4, 1, 0, 5, 2, 3]


def test_ratings_sort_in_the_brief_s_order() -> None:
    ratings = tuple(RatingDef("stock", word, "", "", "") for word in ("买入", "增持", "中性"))
    brief = SimpleNamespace(ratings=(*ratings, RatingDef("sector", "推荐", "", "", "")))
    held = universe({"code": list("abcd"), "rating": ["中性", "推荐", "买入", "增持"]}, brief=brief)
    assert order(held, flat("rating")) == [2, 3, 0, 1]


def test_dates_sort_as_dates() -> None:
    held = world(as_of=[date(2026, 7, 3), None, date(2025, 12, 31), date(2026, 7, 3)])
    assert order(held, flat("as_of")) == [2, 0, 3, 1]
    assert order(held, flat("-as_of")) == [0, 3, 2, 1]


def test_empty_texts_are_no_values() -> None:
    held = world(themes=["b", "", "a"])
    assert order(held, flat("themes")) == [2, 0, 1]
    assert order(held, flat("-themes")) == [0, 2, 1]


def test_texts_sort_by_code_point() -> None:
    assert order(world(name=["ｂ", "B", "a", "中"]), flat("name")) == [1, 2, 3, 0]


# ── filters, headings, limits ───────────────────────────────────────────────────────────────────────


def test_filters() -> None:
    held = world(group=["g1", "g2", "g1", None], themes=["ai", "ai;leo", "leo", ""])
    assert order(held, View(groups=("g1",))) == [0, 2]
    assert order(held, View(groups=("g1", "g2"), by=By.NONE)) == [0, 1, 2]
    assert order(held, View(themes=("leo",), by=By.NONE)) == [1, 2]
    assert order(held, View(themes=("leo", "ai"), by=By.NONE)) == [0, 1, 2]
    assert order(held, View(groups=("g1",), themes=("leo",))) == [2]
    assert order(held, View(groups=("empty",))) == []


def test_a_theme_whose_id_begins_like_another_is_not_it() -> None:
    held = world(themes=["leo-satellite", "leo"])
    assert order(held, View(themes=("leo",), by=By.NONE)) == [1]


def test_headings_by_group() -> None:
    held = world(group=["g1", None, "g2", "g1", "zz"])
    found = arrange(held, View())
    assert found.rows.tolist() == [2, 0, 3, 4, 1]
    assert found.sections == (
        Section("g2", 0, 1),
        Section("g1", 1, 3),
        Section("zz", 3, 4),
        Section("", 4, 5),
    )
    assert (found.names, found.total) == (5, 5)


def test_sorting_stays_inside_the_headings() -> None:
    held = world(group=["g1", "g2", "g1", "g2"], price=[2.0, 4.0, 1.0, 3.0])
    found = arrange(held, View(sort=parse_sort("price")))
    assert found.rows.tolist() == [3, 1, 2, 0]


def test_no_heading_where_nothing_has_a_group() -> None:
    found = arrange(world(group=[None, None]), View())
    assert found.rows.tolist() == [0, 1]
    assert found.sections == ()


def test_headings_by_theme_count_a_name_once() -> None:
    held = world(themes=["ai;leo", "", "leo", "ai"])
    found = arrange(held, View(by=By.THEME))
    assert found.rows.tolist() == [0, 3, 0, 2, 1]
    assert found.sections == (Section("ai", 0, 2), Section("leo", 2, 4), Section("", 4, 5))
    assert (found.names, found.total) == (4, 4)


def test_headings_by_theme_are_those_of_the_filter() -> None:
    held = world(themes=["ai;leo", "", "leo", "ai"])
    found = arrange(held, View(themes=("leo",), by=By.THEME))
    assert found.rows.tolist() == [0, 2]
    assert [s.key for s in found.sections] == ["leo"]


@pytest.mark.parametrize(
    ("limit", "rows", "sections"),
    [
        (0, [], ()),
        (1, [2], (Section("g2", 0, 1),)),
        (2, [2, 0], (Section("g2", 0, 1), Section("g1", 1, 2))),
        (3, [2, 0, 1], (Section("g2", 0, 1), Section("g1", 1, 3))),
        (99, [2, 0, 1], (Section("g2", 0, 1), Section("g1", 1, 3))),
    ],
)
def test_limits(limit: int, rows: list[int], sections: tuple[Section, ...]) -> None:
    found = arrange(world(group=["g1", "g1", "g2"]), View(limit=limit))
    assert found.rows.tolist() == rows
    assert found.sections == sections
    assert found.names == len(rows)


def test_nobody_to_show() -> None:
    held = world(group=[], price=[], themes=[], as_of=[])
    for by in By:
        for text in ("", "price", "-group", "as_of"):
            if by == By.RATING:
                continue
            found = arrange(held, View(sort=parse_sort(text), by=by))
            assert (found.rows.tolist(), found.sections, found.names) == ([], (), 0)


# ── what holds for every view ───────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def full() -> Universe:
    return tui.load(FULLBOOK, as_of=date(2026, 7, 6))


views = st.builds(
    lambda keys, by, groups, themes: (keys, by, groups, themes),
    st.lists(st.tuples(st.integers(0, 10**6), st.booleans()), max_size=3),
    st.sampled_from(list(By)),
    st.lists(st.sampled_from(["carriers", "optics", "devices", "solo"]), max_size=2, unique=True),
    st.lists(st.sampled_from(["gnss", "lab"]), max_size=2, unique=True),
)


@settings(max_examples=120, deadline=None)
@given(drawn=views)
def test_every_view_is_a_stable_permutation_of_what_it_keeps(full: Universe, drawn: Any) -> None:
    keys, by, groups, themes = drawn
    names = list(full.columns)
    sort = tuple(SortKey(names[i % len(names)], falling) for i, falling in keys)
    view = resolve(full, View(groups=tuple(groups), themes=tuple(themes), sort=sort, by=by))
    found = arrange(full, view)
    again = arrange(full, view)
    np.testing.assert_array_equal(found.rows, again.rows)
    assert found.sections == again.sections
    kept = [
        i for i in range(full.rows)
        if (not groups or full.table.column("group")[i].as_py() in groups)
        and (not themes or set(themes) & set(full.table.column("themes")[i].as_py().split(";")))
    ]  # fmt: skip
    rows = found.rows.tolist()
    assert sorted(set(rows)) == kept
    assert found.names == len(kept)
    if by != By.THEME:
        assert sorted(rows) == kept
    runs = [rows[s.start : s.stop] for s in found.sections] or [rows]
    assert [i for run in runs for i in run] == rows
    for run in runs:
        assert run == in_order(full, sort, run)


def in_order(held: Universe, sort: Sequence[SortKey], rows: list[int]) -> list[int]:
    """The rows sorted the plain way: one stable sort a key, the last key first."""
    out = sorted(rows)
    for key in reversed(sort):
        values = sort_values(held, key.column)
        have = [i for i in out if not np.isnan(values[i])]
        have = sorted(have, key=lambda i: -values[i] if key.descending else values[i])
        out = have + [i for i in out if np.isnan(values[i])]
    return out


@pytest.mark.parametrize("by", [By.GROUP, By.RATING])
def test_a_heading_holds_what_it_says(full: Universe, by: By) -> None:
    found = arrange(full, View(by=by))
    texts = full.table.column(by.value).to_pylist()
    for section in found.sections:
        assert {texts[i] or "" for i in found.rows[section.start : section.stop]} == {section.key}
    assert len({s.key for s in found.sections}) == len(found.sections)


def test_headings_stand_in_the_book_s_order(full: Universe) -> None:
    found = arrange(full, View())
    assert [s.key for s in found.sections] == ["carriers", "optics", "devices", "solo", ""]
    assert [s.key for s in arrange(full, View(by=By.RATING)).sections] == [
        "买入",
        "增持",
        "中性",
        "未评级",
        "优选",
    ]


@pytest.mark.parametrize("text", ["pe_2026E", "-pe_2026E", "peg", "-peg", "pe_to_group", "-my_score"])
def test_no_value_no_place_among_the_values(full: Universe, text: str) -> None:
    rows = arrange(full, resolve(full, flat(text))).rows
    states = full.states(text.lstrip("-"))[rows]
    runs = [has for has, _ in groupby(states == State.VALUE)]
    assert runs in ([True, False], [True])
