"""Value → text: the only formatter of the screen, and the plain number text of exports."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tui.columns import Kind, State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tui.columns import Column

WIDEST = 18  # cells; a longer number loses its decimals, then goes to e-notation


class StateWord(NamedTuple):
    """How one state is shown: a short word and a sentence on what it means, in both languages."""

    state: State
    zh: str
    en: str
    meaning_zh: str
    meaning_en: str

    def word(self, lang: str) -> str:
        """The word a cell shows; '' for a value."""
        return self.zh if lang == "zh" else self.en

    def meaning(self, lang: str) -> str:
        """One sentence for the help."""
        return self.meaning_zh if lang == "zh" else self.meaning_en


STATE_WORDS: tuple[StateWord, ...] = (
    StateWord(State.VALUE, "", "", "有数值。", "There is a value."),
    StateWord(
        State.NM, "无意义", "nm",
        "数据齐全，但算不出有意义的结果，例如没有增长的 PEG。",
        "Not meaningful: the inputs are there but allow no figure, such as PEG without growth.",
    ),
    StateWord(
        State.LOSS, "亏损", "loss",
        "每股收益不为正，市盈率说明不了什么。",
        "EPS is zero or negative, so a PE says nothing.",
    ),
    StateWord(State.MISSING, "--", "--", "来源没有给出。", "The source does not give it."),
    StateWord(
        State.UNCOVERED, "未覆盖", "n/c",
        "没有人预测这只股票。",
        "Not covered: nobody estimates this name.",
    ),
)  # fmt: skip


def state_word(state: State, lang: str) -> str:
    """The short word of a state in 'zh' or 'en'; '' for a value."""
    return STATE_WORDS[state].word(lang)


def format_cell(
    column: Column,
    value: float | str | date | None,
    state: State,
    lang: str,
    *,
    tags: Mapping[str, str] | None = None,
    wide: bool = True,
) -> str:
    """One cell as the screen shows it, without padding.

    value: in the column's unit; None where there is none; tags as ids joined by ';'
    tags: theme id → label in `lang`, an id without a label stands as it is
    wide: dates as 2026-07-03, else 07-03
    Never ±inf, NaN or a negative zero; no character of ambiguous width but letters that have no twin.
    """
    if column.kind is Kind.TAGS:
        return format_tags(value if isinstance(value, str) else None, tags or {}, lang)
    if value is None or state is not State.VALUE:
        return state_word(State.MISSING if state is State.VALUE else state, lang)
    if isinstance(value, str):
        return narrow(value)
    if isinstance(value, (int, float)):
        return format_number(column, float(value), lang)
    return format_date(value, wide=wide)


def format_number(column: Column, value: float, lang: str) -> str:
    """A number in the column's unit: scaled, rounded to its decimals, signed and separated as it says."""
    if not math.isfinite(value):
        return state_word(State.MISSING if math.isnan(value) else State.NM, lang)
    decimals = column.decimals
    if column.kind is Kind.COUNT and column.scale == 1.0 and value.is_integer():
        decimals = 0
    suffix = "%" if column.kind is Kind.RATIO else ""
    shown = value / column.scale * (100.0 if suffix else 1.0)
    if not math.isfinite(shown):  # a ratio near the largest float
        return state_word(State.NM, lang)
    return _grouped(shown, decimals, signed=column.signed) + suffix


def _grouped(value: float, decimals: int, *, signed: bool) -> str:
    sign = "+" if signed else "-"
    for places in (decimals, 0):
        text = f"{value:{sign},.{places}f}"
        if len(text) <= WIDEST:
            # what rounds to zero carries no sign
            return text if text.strip("+-0.") else text.lstrip("+-")
    return f"{value:{sign}.3e}"


def format_tags(value: str | None, labels: Mapping[str, str], lang: str) -> str:
    """Tags joined by ';' → their labels, in the same order; '' where there are none."""
    if not value:
        return ""
    comma = "、" if lang == "zh" else ", "
    return comma.join(narrow(labels.get(tag, tag)) for tag in value.split(";") if tag)


def format_date(day: date, wide: bool) -> str:
    """2026-07-03 where there is room, else 07-03."""
    iso = day.isoformat()[:10]
    return iso if wide else iso[5:]


def plain(value: float) -> str:
    """The shortest text that reads back as the same finite float: 14.0 → '14', -0.0 → '0', 1e16 → '1e+16'."""
    return repr(value + 0.0).removesuffix(".0")  # adding zero turns -0.0 into 0.0


# ── widths ──────────────────────────────────────────────────────────────────────────────────────────

_TWINS = str.maketrans(
    {
        "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "―": "-", "‐": "-", "·": "･",
        "…": "...", "‥": "..", "•": "･", "×": "x", "÷": "/", "±": "+/-", "°": "deg", "′": "'", "″": '"',
        "→": "->", "←": "<-", "※": "*", "●": "*", "○": "o", "★": "*", "☆": "*", "■": "#", "□": "#",
        "◆": "*", "◇": "*", "▲": "^", "△": "^", "▼": "v", "▽": "v", "√": "v", "≤": "<=", "≥": ">=",
        "≈": "~", "≠": "!=", "‰": "per mille", "\u00ad": "-", "§": "S.", "¶": "P.",
    }
)  # fmt: skip


def narrow(text: str) -> str:
    """A text with every character of ambiguous width replaced by a twin of known width, where it has one.

    Terminals disagree on how wide “ ” · … are, so they would push a row out of line. Letters without a
    twin (Greek, Cyrillic) stay: a wrong letter is worse than a shifted cell.
    """
    if text.isascii():
        return text
    return "".join(map(_narrow_char, text))


@lru_cache(maxsize=4096)
def _narrow_char(char: str) -> str:
    if unicodedata.east_asian_width(char) != "A":
        return char
    twin = char.translate(_TWINS)
    if twin == char:
        decomposed = unicodedata.normalize("NFKD", char)
        twin = "".join(c for c in decomposed if not unicodedata.combining(c))
    sure = twin and all(unicodedata.east_asian_width(c) != "A" for c in twin)
    return twin if sure else char
