"""A numeric cell of a report: a figure, a word for none, or unreadable; never a guess."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tui.columns import State
from tui.report.forecast.notation import plain
from tui.report.forecast.vocabulary import vocabulary

CURRENCY = re.compile(
    r"^(rmb|cny|hk\$|hkd|us\$|usd|nt\$|twd|krw|jpy|eur|gbp|a\$|¥|￥|\$|€|₩|£)\s*(?=[-+(.\d])", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?P<sign>[+-]?) ?(?P<whole>\d{1,3}(?: ?, ?\d{3})+|\d+)?(?: ?\. ?(?P<fraction>\d+))?", re.ASCII
)
_MARKS = re.compile(r"(?:[*†‡#^]+|\[\d{1,2}\]|注\d?)$")
_UNIT = re.compile(r" ?(%|倍|x|元|港元|美元|亿元|万元|百万元|亿|pct)$", re.IGNORECASE)
_ISO = {
    "rmb": "CNY", "cny": "CNY", "¥": "CNY", "￥": "CNY", "hk$": "HKD", "hkd": "HKD", "us$": "USD",
    "usd": "USD", "$": "USD", "nt$": "TWD", "twd": "TWD", "krw": "KRW", "₩": "KRW", "jpy": "JPY",
    "eur": "EUR", "€": "EUR", "gbp": "GBP", "£": "GBP", "a$": "AUD",
}  # fmt: skip
_SCALES = {"亿元": 1e8, "亿": 1e8, "万元": 1e4, "百万元": 1e6}
MOST = 1e15


class Reading(NamedTuple):
    """What a cell's text says: its state and value, the unit factor and currency printed with it."""

    state: State
    value: float | None = None
    decimals: int = 0
    scale: float = 1.0
    currency: str = ""


@lru_cache(maxsize=16384)
def reading(text: str) -> Reading | None:
    """The reading of a cell's text; None where it is neither a figure nor a word for none."""
    word = plain(text)
    low = word.lower().replace(" ", "")
    if is_missing(low):
        return Reading(State.MISSING)
    if (state := vocabulary().states.get(low)) is not None:
        return Reading(State[state])
    return _figure(word)


def is_missing(word: str) -> bool:
    """True for nothing, a dash, or another folded word that says that no figure is given."""
    return not word or vocabulary().states.get(word) == State.MISSING.name


def _figure(word: str) -> Reading | None:
    word, currency = _without_currency(_MARKS.sub("", word).strip())
    scale = 1.0
    negative = word.startswith("(") and word.endswith(")")
    if negative:
        word = word[1:-1].strip()
    if unit := _UNIT.search(word):
        scale = _SCALES.get(unit[1].lower(), 1.0)
        word = word[: unit.start()]
    if not negative and word.startswith("(") and word.endswith(")"):  # (12.3)%
        negative, word = True, word[1:-1].strip()
    match = _NUMBER.fullmatch(word)
    if match is None or not (match["whole"] or match["fraction"]) or (negative and match["sign"]):
        return None
    value = float(word.replace(",", "").replace(" ", ""))
    if abs(value) >= MOST:
        return None
    decimals = len(match["fraction"] or "")
    return Reading(State.VALUE, -value if negative else value, decimals, scale, currency)


def _without_currency(word: str) -> tuple[str, str]:
    if match := CURRENCY.match(word):
        return word[match.end() :], _ISO[match[1].lower()]
    return word, ""


def is_number(text: str) -> bool:
    """True for a cell that holds a figure."""
    found = reading(text)
    return found is not None and found.value is not None


def is_numeric(text: str) -> bool:
    """True for a figure or a word for none; False for an empty cell too."""
    return bool(text.strip()) and reading(text) is not None
