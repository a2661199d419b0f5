"""The words of an explanation: values by kind, margins and states, in both languages."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tui.columns import Kind, State, unregistered
from tui.query.why import Verdict
from tui.text import clean, crop
from tui.view.format import format_date, format_number, narrow, plain, state_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.query.misses import Miss
    from tui.query.why import Clause, Side

_WORDS = {
    Verdict.TRUE: ("是", "yes"),
    Verdict.FALSE: ("否", "no"),
    Verdict.UNKNOWN: ("不明", "?"),
    "in": ("入选", "in"),
    "out": ("落选", "out"),
    "neither": ("不明", "unknown"),
    "passes": ("富余 {}", "passes by {}"),
    "fails": ("还差 {}", "fails by {}"),
    "day": ("{} 天", "{} day"),
    "days": ("{} 天", "{} days"),
    "is": ("{} {}", "{} is {}"),
    "why": ("不明：{}", "unknown: {}"),
    "none": ("无", "none"),
    "and": ("{} 项全部", "all of {}"),
    "or": ("{} 项任一", "any of {}"),
    "not": ("反之", "not"),
    State.NM.word: ("无意义", "nm"),
    State.LOSS.word: ("亏损", "loss"),
    State.MISSING.word: ("缺失", "missing"),
    State.UNCOVERED.word: ("未覆盖", "uncovered"),
}  # fmt: skip
ENDINGS = {Verdict.TRUE: "in", Verdict.FALSE: "out", Verdict.UNKNOWN: "neither"}
_ORDERED = {"=", "!=", "<", "<=", ">", ">="}
_DECIMALS = {Kind.MULTIPLE: 1, Kind.RATIO: 1, Kind.COUNT: 0}
_LARGE = ((1e9, "bn"), (1e8, "亿"))  # of sums and counts from 1e8
WIDEST_VALUE = 40  # cells of a text or tag in a line
FINEST = 8  # decimals that are shown at most, so that a small margin is seen


def margin_words(clause: Clause, lang: str) -> str:
    """'passes by 5.1 (11%)', 'fails by 3.2 (7%)', 'unknown: pe_ttm is missing', '' where no more is known."""
    if clause.left is None:
        return ""
    if clause.verdict is Verdict.UNKNOWN:
        none = [side for side in (clause.left, clause.right) if side is not None and side.state]
        gaps = (word("is", lang).format(safe(s.text, 40), word(s.state, lang)) for s in none)
        told = ("，" if lang == "zh" else ", ").join(dict.fromkeys(gaps))
        return word("why", lang).format(told) if told else word("neither", lang)
    if clause.margin is None or (clause.margin == 0 and clause.operator in {"=", "!="}):
        return ""
    way = word("passes" if clause.verdict is Verdict.TRUE else "fails", lang)
    size = abs(clause.margin)
    if clause.left.kind is Kind.DATE:
        days = _number(size, Kind.COUNT, lang, 0, 1.0)
        return way.format(word("day" if size == 1 else "days", lang).format(days))
    told = way.format(_number(size, clause.left.kind, lang, *_manner(clause, lang)))
    return told if clause.share is None else f"{told} ({_share(clause.share, lang)})"


def miss_words(miss: Miss, lang: str) -> str:
    """As margin_words; of a clause of several tests 'fails by 7%'."""
    if miss.clause.left is None and miss.share is not None:
        return word("fails", lang).format(_share(miss.share, lang))
    return margin_words(miss.clause, lang)


def word(key: str, lang: str) -> str:
    """A word of the explanations in 'zh' or 'en'."""
    return _WORDS[key][0 if lang == "zh" else 1]


def safe(text: str, width: int) -> str:
    """Outside text in at most `width` cells, none of ambiguous width."""
    return crop(narrow(clean(text)), width, "...")


def sides(clause: Clause, lang: str, labels: Mapping[str, str]) -> str:
    """Both sides of an ordered test, the left of any other, how many parts of a compound one."""
    if clause.left is None:
        return word(clause.op, lang).format(len(clause.children))
    manner = _manner(clause, lang)
    told = _side(clause.left, lang, labels, manner)
    right = clause.right
    if right is not None and not isinstance(right.value, tuple) and clause.operator in _ORDERED:
        told += f" {clause.operator} {_side(right, lang, labels, manner)}"
    if clause.tag:
        told += f" ({_label(clause.tag, labels)})"
    return told


def _side(side: Side, lang: str, labels: Mapping[str, str], manner: tuple[int, float]) -> str:
    if side.state:
        return state_word(State[side.state.upper()], lang)
    if isinstance(side.value, tuple):
        comma = "、" if lang == "zh" else ", "
        return comma.join(_label(tag, labels) for tag in side.value) or word("none", lang)
    if isinstance(side.value, str):
        return _label(side.value, labels)
    if side.value is None:
        return state_word(State.MISSING, lang)
    if side.kind is Kind.DATE:
        day = day_of(side.value)
        return format_date(day, wide=True) if isinstance(day, date) else day
    return _number(side.value, side.kind, lang, *manner)


def _label(value: str, labels: Mapping[str, str]) -> str:
    return safe(labels.get(value, value), WIDEST_VALUE)


def _manner(clause: Clause, lang: str) -> tuple[int, float]:
    """The decimals and the scale that suit both sides and the margin of a test."""
    both = [s for s in (clause.left, clause.right) if s is not None]
    figures = [abs(s.value) for s in both if isinstance(s.value, float)]
    kind = both[0].kind if both else Kind.NUMBER
    scale = 1.0
    if kind in {Kind.MONEY, Kind.COUNT} and max(figures, default=0.0) >= 1e8:
        scale = _LARGE[lang == "zh"][0]
    decimals = 1 if scale > 1 else _DECIMALS.get(kind, 2)
    if kind is Kind.COUNT and scale == 1 and not all(f.is_integer() for f in figures):
        decimals = 2
    unit = abs(clause.margin or 0.0) / scale * (100 if kind is Kind.RATIO else 1)
    if 0 < unit < 10.0**-decimals:
        decimals = min(FINEST, math.ceil(-math.log10(unit)))
    return decimals, scale


def _number(value: float, kind: Kind, lang: str, decimals: int, scale: float) -> str:
    column = unregistered("", kind)._replace(decimals=decimals, scale=scale)
    return format_number(column, value, lang) + ("" if scale == 1 else _LARGE[lang == "zh"][1])


def _share(share: float, lang: str) -> str:
    percent = abs(share) * 100
    return _number(abs(share), Kind.RATIO, lang, 1 if 0 < percent < 0.95 else 0, 1.0)


def day_of(days: float) -> date | str:
    """Days since 1970-01-01 as a date, or the days as they are where no calendar has them."""
    try:
        return date(1970, 1, 1) + timedelta(days=days)
    except OverflowError:
        return plain(days)
