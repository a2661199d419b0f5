"""A view in words, in both languages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import tui
from tests.universe.worlds import FULLBOOK
from tui.view.aggregate import aggregate
from tui.view.arrange import arrange
from tui.view.resolve import resolve
from tui.view.sentence import figure_words, sentence, sorted_figure
from tui.view.view import By, View, parse_sort

if TYPE_CHECKING:
    from tui.universe.universe import Universe


@pytest.fixture(scope="module")
def sample() -> Universe:
    return tui.load()


def said(held: Universe, lang: str, **words: Any) -> str:
    view = resolve(held, View(**words))
    return sentence(held, view, arrange(held, view), lang)


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        ({}, "all names · 13 of 13", "全部 · 13/13 只"),
        (
            {"groups": ("optical-modules",), "sort": parse_sort("pe_2026E")},
            "optical-modules · sorted by PE 2026E ascending · 5 of 13",
            "光模块 · 按 市盈率 2026E 升序 排序 · 5/13 只",
        ),
        (
            {"sort": parse_sort("group,-pe_2026E"), "by": By.NONE},
            "all names · sorted by group ascending, then PE 2026E descending · 13 of 13",
            "全部 · 按 分组 升序，再按 市盈率 2026E 降序 排序 · 13/13 只",
        ),
        (
            {"themes": ("leo-satellite",), "groups": ("equipment",)},
            "equipment + leo-satellite · 1 of 13",
            "通信设备 + 低轨卫星 · 1/13 只",
        ),
        ({"by": By.THEME}, "all names · by theme · 13 of 13", "全部 · 按主题分 · 13/13 只"),
        ({"by": By.RATING, "limit": 3}, "all names · by rating · 3 of 13", "全部 · 按评级分 · 3/13 只"),
    ],
    ids=str,
)
def test_sentences(sample: Universe, words: dict[str, Any], en: str, zh: str) -> None:
    assert said(sample, "en", **words) == en
    assert said(sample, "zh", **words) == zh


def of(held: Universe, name: str, lang: str, **words: Any) -> list[str]:
    view, column = resolve(held, View(**words)), held.columns[name]
    return figure_words(column, aggregate(held, column, arrange(held, view).rows), lang)


def test_figures_of_a_section(sample: Universe) -> None:
    words = {"groups": ("optical-modules",), "sort": parse_sort("pe_2026E")}
    assert of(sample, "pe_2026E", "en", **words) == ["median 69.3", "harmonic 59.8"]
    assert of(sample, "pe_2026E", "zh", **words) == ["中位 69.3", "调和 59.8"]
    assert of(sample, "price_change_pct", "en") == ["median +0.02"]


def test_cells_that_do_not_count_are_told(sample: Universe) -> None:
    assert of(sample, "peg", "en")[-1] == "n=12 of 13"
    full = tui.load(FULLBOOK, as_of=date(2026, 7, 3))
    assert of(full, "pe_2026E", "en")[-2:] == ["n=15 of 18", "losses 1"]
    assert of(full, "pe_2026E", "zh", groups=("devices",))[-1] == "n=5/7"


def test_no_figure_at_all(sample: Universe) -> None:
    april = tui.load(as_of=date(2026, 4, 15))
    assert of(april, "pe_2026E", "en") == ["n=0 of 13"]


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        ({"groups": ("optical-modules",), "sort": parse_sort("pe_2026E")}, "median 69.3", "中位 69.3"),
        ({"sort": parse_sort("-price_change_pct,pe_2026E")}, "median +0.02", "中位 +0.02"),
        ({"sort": parse_sort("name")}, "", ""),
        ({"sort": parse_sort("pe_2026E"), "limit": 0}, "", ""),
        ({}, "", ""),
    ],
    ids=str,
)
def test_the_median_of_what_the_rows_are_sorted_by(
    sample: Universe, words: dict[str, Any], en: str, zh: str
) -> None:
    view = resolve(sample, View(**words))
    assert sorted_figure(sample, view, arrange(sample, view), "en") == en
    assert sorted_figure(sample, view, arrange(sample, view), "zh") == zh
