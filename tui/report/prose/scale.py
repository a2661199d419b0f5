"""Rating words and where each stands on a scale."""

from __future__ import annotations

import re
from functools import lru_cache

from tui.report.prose.shape import key
from tui.report.prose.words import vocabulary

UNRATED = 0


@lru_cache(maxsize=1)
def ranks() -> dict[str, int]:
    """Folded rating word → rank, 1 best and 5 worst, 0 for none given."""
    return {key(word): int(rank) for rank, words in vocabulary("ratings")["rank"].items() for word in words}


@lru_cache(maxsize=2048)
def rank_of(text: str) -> int | None:
    """The rank of a rating word, None for another text; 评级 after it and quotes around it do not matter."""
    word = key(text)
    known = ranks()
    if word not in known:
        word = word.removesuffix("评级").removesuffix("rating")
    return known.get(word)


@lru_cache(maxsize=1)
def any_word() -> str:
    """A pattern for every rating word, longest first."""
    every = [word for words in vocabulary("ratings")["rank"].values() for word in words]
    longest = sorted(every, key=len, reverse=True)
    latin = "|".join(re.escape(word) for word in longest if word.isascii())
    others = "|".join(re.escape(word) for word in longest if not word.isascii())
    return rf"(?<![A-Za-z])(?:{latin})(?![A-Za-z])|{others}"


def is_stock_word(text: str) -> bool:
    """True for a word that only stocks are rated with."""
    return key(text) in {key(word) for word in vocabulary("ratings")["stock_only"]}


def is_sector_word(text: str) -> bool:
    """True for a word that only sectors are rated with."""
    return key(text) in {key(word) for word in vocabulary("ratings")["sector_only"]}
