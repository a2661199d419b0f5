"""Which of two ratings is the better one: by the house's own scale, else by the order most houses use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.text import fold
from tui.universe.changes.model import DOWN, NEW, UNCHANGED, UP, WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.book.brief import Brief

# Best first; words of one line stand for the same rank, so that between two of them nothing is said.
LEVELS: tuple[tuple[str, ...], ...] = (
    ("强烈推荐", "强推", "强烈买入", "strong buy", "strongly recommended", "conviction buy", "top pick"),
    ("买入", "推荐", "buy", "recommend", "优于大市", "outperform"),
    ("增持", "谨慎推荐", "审慎推荐", "审慎增持", "谨慎增持", "谨慎买入", "跑赢行业", "强于大市", "overweight",
     "accumulate", "add", "moderate buy", "sector outperform"),
    ("中性", "持有", "观望", "同步大市", "跟随大市", "标配", "neutral", "hold", "equal weight",
     "equal-weight", "market perform", "sector perform", "in line", "in-line", "peer perform"),
    ("减持", "弱于大市", "跑输行业", "回避", "低配", "underweight", "underperform", "reduce", "avoid",
     "sector underperform", "moderate sell"),
    ("卖出", "强烈卖出", "sell", "strong sell"),
)  # fmt: skip
UNRATED = frozenset(
    {"", "未评级", "无评级", "暂无评级", "暂不评级", "不评级", "未予评级", "无", "nr", "n/r", "not rated",
     "no rating", "unrated", "not covered", "suspended", "rating suspended", "-", "--", "n/a", "na"}
)  # fmt: skip
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_GRADE = re.compile(r"(?<=[\u4e00-\u9fff])[-_ ]?[a-c]$")  # a house's risk grade: 买入-A


def key(rating: str) -> str:
    """A rating as it is compared: folded, without what stands in brackets (维持) and a risk grade (-A)."""
    word = _BRACKETS.sub("", fold(rating)).strip()
    return _GRADE.sub("", word)


def rated(rating: str) -> bool:
    """False for 未评级, NR and an empty cell."""
    return key(rating) not in UNRATED


@dataclass(frozen=True, slots=True)
class Scale:
    """The ratings of a house, best first; own is () where it does not list them."""

    own: tuple[frozenset[str], ...] = ()

    def change(self, before: str, after: str) -> str | None:
        """up, down, unchanged, new, withdrawn or '' (rated on neither side); None where no order is known."""
        a, b = key(before), key(after)
        was, now = a not in UNRATED, b not in UNRATED
        if not (was and now):
            return WITHDRAWN if was else NEW if now else ""
        if a == b:
            return UNCHANGED
        for order in (self.own, _DEFAULT):
            at, to = _place(order, a), _place(order, b)
            if at is not None and to is not None:
                return None if at == to else DOWN if to > at else UP
        return None


def scale_of(brief: Brief | None) -> Scale:
    """The scale that a report's definitions of stock ratings list, best first."""
    listed = [d for d in (brief.ratings if brief else ()) if d.kind == "stock" and rated(d.rating)]
    return Scale(tuple(frozenset(key(word) for word in (d.rating, d.en) if word) for d in listed))


def change(before: str, after: str, scale: Scale | None = None) -> str:
    """How the rating of a name that stays moved, in a word; '' where the two cannot be ordered."""
    moved = (scale or Scale()).change(before, after)
    return UNCHANGED if moved == "" else moved or ""


def _place(order: Sequence[frozenset[str]], word: str) -> int | None:
    return next((i for i, words in enumerate(order) if word in words), None)


_DEFAULT = tuple(frozenset(map(key, level)) for level in LEVELS)
