"""The words that reports use, as the TOML files beside this module list them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache(maxsize=16)
def vocabulary(name: str) -> dict[str, Any]:
    """The content of `name`.toml; read once. Not to be changed."""
    return tomli.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))


@lru_cache(maxsize=128)
def words(name: str, key: str) -> tuple[str, ...]:
    """One list of words of `name`.toml, longest first, so that a part never hides the whole."""
    return tuple(sorted(vocabulary(name)[key], key=len, reverse=True))


def either(every: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first; a word of Latin letters stands for itself only."""
    longest = sorted(set(every), key=len, reverse=True)
    latin = [re.escape(word) for word in longest if word.isascii() and word.isalpha()]
    others = [re.escape(word) for word in longest if not (word.isascii() and word.isalpha())]
    alone = [rf"(?<![A-Za-z])(?:{'|'.join(latin)})(?![A-Za-z])"] if latin else []
    return "|".join([*alone, *others])


@lru_cache(maxsize=128)
def any_of(name: str, *keys: str) -> re.Pattern[str]:
    """Any word of some lists of `name`.toml, wherever it stands in a casefolded text."""
    return least(word for key in keys for word in words(name, key))


def least(every: Iterable[str]) -> re.Pattern[str]:
    """Any of some words in a casefolded text; a word that holds a shorter one is found by that."""
    longer = sorted({word.casefold() for word in every}, key=len)
    kept = [word for i, word in enumerate(longer) if not any(held in word for held in longer[:i])]
    return re.compile("|".join(map(re.escape, kept)))


def last_start(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match of a pattern begins in a text, -1 where it has none."""
    at = -1
    while match := pattern.search(text, at + 1):
        at = match.start()
    return at
