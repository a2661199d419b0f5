"""Ratings in order: a house's own scale, the usual one, and words that cannot be ordered."""

from __future__ import annotations

import pytest

from tui.universe.changes.scale import LEVELS, Scale, change, key, rated

OWN = Scale((frozenset({"推荐", "recommend"}), frozenset({"买入", "buy"}), frozenset({"中性"})))


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("增持", "买入", "up"), ("买入", "增持", "down"),
        ("Overweight", "BUY", "up"), ("买入", "买入", "unchanged"),
        ("买入（维持）", "买入", "unchanged"), ("买入-A", "增持-B", "down"), ("未评级", "增持", "new"),
        ("", "Sell", "new"), ("卖出", "NR", "withdrawn"), ("买入", "", "withdrawn"), ("未评级", "", ""),
        ("推荐", "买入", None), ("神秘", "买入", None), ("强烈推荐", "推荐", "down"), ("hold", "中性", None),
    ],
)  # fmt: skip
def test_the_usual_order(before: str, after: str, moved: str | None) -> None:
    assert Scale().change(before, after) == moved


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [("推荐", "买入", "down"), ("Buy", "推荐", "up"), ("buy", "中性", "down"), ("买入", "增持", "down")],
)
def test_a_house_has_an_order_of_its_own(before: str, after: str, moved: str) -> None:
    assert OWN.change(before, after) == moved


def test_a_word_says_how_the_rating_of_a_name_that_stays_moved() -> None:
    assert change("未评级", "") == "unchanged"
    assert change("神秘", "买入") == ""
    assert change("中性", "推荐", OWN) == "up"


def test_every_word_stands_once_and_is_rated() -> None:
    words = [key(word) for level in LEVELS for word in level]
    assert len(words) == len(set(words))
    assert all(map(rated, words))
