"""A view as a value: sort keys, and the words that are resolved in a universe."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

import pytest

import tui
from tests.universe.worlds import cases
from tui.errors import KanpanError, UnknownNameError
from tui.view.resolve import group_ids, group_label, rating_label, resolve, shown_columns, words
from tui.view.view import By, SortKey, View, parse_sort

if TYPE_CHECKING:
    from tui.universe.universe import Universe


@pytest.fixture(scope="module")
def sample() -> Universe:
    return tui.load()


@pytest.mark.parametrize("row", cases("sort_keys.csv"))
def test_sort_keys(row: dict[str, str]) -> None:
    assert ";".join(map(str, parse_sort(row["text"]))) == row["keys"]


def test_sort_keys_go_back_to_their_text() -> None:
    keys = parse_sort("group,-pe_2026E")
    assert keys == (SortKey("group"), SortKey("pe_2026E", descending=True))
    assert parse_sort(",".join(map(str, keys))) == keys


def test_a_view_is_a_value() -> None:
    view = View(groups=("a",), limit=3)
    assert view == View(groups=("a",), limit=3)
    assert hash(view) == hash(View(groups=("a",), limit=3))
    with pytest.raises(FrozenInstanceError):
        view.limit = 4  # type: ignore[misc]


def test_sorting_by_one_column_replaces_the_keys() -> None:
    view = View(sort=parse_sort("a,b")).sorted_by("c", descending=True)
    assert view.sort == parse_sort("-c")


@pytest.mark.parametrize(
    ("before", "column", "descending", "after"),
    [("", "a", False, "a"), ("a", "b", True, "a,-b"), ("a,b", "a", True, "-a,b"), ("a,-b", "b", False, "a,b"),
     ("a,-b", "c", False, "a,-b,c")],
)  # fmt: skip
def test_a_further_key_keeps_its_rank(before: str, column: str, descending: bool, after: str) -> None:
    view = View(sort=parse_sort(before)).then_by(column, descending=descending)
    assert view.sort == parse_sort(after)


def test_turning_a_column_round() -> None:
    view = View(sort=parse_sort("b"))
    turns = [view := view.turned("a") for _ in range(3)]
    assert [v.sort for v in turns] == [parse_sort("a"), parse_sort("-a"), parse_sort("a")]


def test_grouping_goes_round() -> None:
    by, seen = By.GROUP, []
    for _ in range(4):
        by = by.following()
        seen.append(by.value)
    assert seen == ["theme", "rating", "none", "group"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [("a,b", ("a", "b")), ("a，b、c", ("a", "b", "c")), (" a , ,b ", ("a", "b")), ("", ()), ("，", ())],
)
def test_lists_of_words(text: str, parts: tuple[str, ...]) -> None:
    assert words(text) == parts


def test_every_word_becomes_its_id(sample: Universe) -> None:
    view = resolve(
        sample,
        View(
            groups=("光模块", "COMMERCIAL SPACE"),
            themes=("LEO Satellites", "北 斗"),
            sort=parse_sort("分组,-PE26E"),
            columns=("代码", "Price", "price", "市盈率 2026E"),
        ),
    )
    assert view.groups == ("optical-modules", "commercial-space")
    assert view.themes == ("leo-satellite", "gnss")
    assert view.sort == parse_sort("group,-pe_2026E")
    assert view.columns == ("code", "price", "pe_2026E")
    assert resolve(sample, view) == view
    assert [c.name for c in shown_columns(sample, view)] == ["code", "price", "pe_2026E"]
    assert tuple(c.name for c in shown_columns(sample, View())) == sample.defaults


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (View(groups=("optical",)), "unknown group 'optical'; nearest: optical-modules"),
        (View(groups=("",)), "unknown group ''"),
        (View(themes=("低轨",)), "unknown theme '低轨'; nearest: 低轨卫星"),
        (View(columns=("pe_2031E",)), "unknown column 'pe_2031E'; nearest: pe_20"),
        (View(sort=parse_sort("-pr")), "unknown column 'pr'"),
    ],
    ids=str,
)
def test_an_unknown_word_is_told_with_the_nearest(sample: Universe, view: View, told: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(sample, view)
    assert str(caught.value).startswith(told)


def test_a_limit_below_nought_is_refused(sample: Universe) -> None:
    with pytest.raises(KanpanError, match="limit is -1; expected 0 or more"):
        resolve(sample, View(limit=-1))


def test_labels(sample: Universe) -> None:
    assert group_ids(sample) == ["operators", "optical-modules", "equipment", "commercial-space"]
    assert [group_label(sample, "equipment", lang) for lang in ("zh", "en")] == ["通信设备", "equipment"]
    assert group_label(sample, "nobody-knows", "zh") == "nobody-knows"
    assert [rating_label(sample, "买入", lang) for lang in ("zh", "en")] == ["买入", "buy"]
    assert rating_label(sample, "优选", "en") == "优选"
