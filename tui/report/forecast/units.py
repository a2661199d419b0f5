"""Units and currencies in header words: '总市值(亿元)', 'Mkt cap (US$ mn)', 'EPS（元/股）'."""

from __future__ import annotations

import re
from typing import NamedTuple

from tui.report.forecast.vocabulary import vocabulary

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_PARTS = re.compile(r"[,;:/、 ]")
_ENDS = (
    "人民币百万元", "百万元", "亿元", "万元", "rmbmn", "us$mn", "rmb", "hk$", "us$", "元", "倍", "%",
)  # fmt: skip
_PLAIN = frozenset({"x", "倍", "%", "times"})
_NO_UNITS = frozenset({"e", "b", "s"})  # what follows a stroke in P/E, P/B and P/S


class Unit(NamedTuple):
    """factor to one, None where only a currency is said; currency: ISO code, '' where none is."""

    factor: float | None = None
    currency: str = ""


def unit_of(text: str) -> Unit | None:
    """The unit that a folded text says, None where it is none."""
    for part in (text, *(p for p in _PARTS.split(text) if p)):
        if found := _single(part.removeprefix("单位").strip(":")):
            return found
    return None


def _single(word: str) -> Unit | None:
    known = vocabulary()
    for name, iso in known.currencies.items():
        if word.startswith(name) and word[len(name) :] in known.units:
            return Unit(known.units[word[len(name) :]], iso)
    if word in known.units:
        return Unit(known.units[word], known.currencies.get(word, ""))
    if word in known.currencies:
        return Unit(None, known.currencies[word])
    return Unit() if word in _PLAIN else None


def without_units(word: str) -> tuple[str, Unit]:
    """A folded header word without its unit, and the unit."""
    said = Unit()

    def drop(match: re.Match[str]) -> str:
        nonlocal said
        inner = match[1] or match[2] or ""
        found = unit_of(inner) if inner else Unit()
        if found is None:
            return f"({inner})"
        said = Unit(said.factor if found.factor is None else found.factor, found.currency or said.currency)
        return ""

    word = _BRACKETS.sub(drop, word)
    for mark in ("/", "-", ":", ",", "_"):
        head, _, tail = word.rpartition(mark)
        if head and tail and tail not in _NO_UNITS and (found := unit_of(tail)):
            return head, found
    for end in _ENDS:
        if word.endswith(end) and len(word) > len(end) and (found := unit_of(end)):
            return word[: -len(end)], found
    return word, said
