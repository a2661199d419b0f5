"""Text to number: thousands separators, accounting negatives, per cent and 倍, and the words for 'none'."""

from __future__ import annotations

import math
import re
import unicodedata

from tui.errors import KanpanError
from tui.text import clean

MISSING_WORDS = frozenset({"", "-", "--", "—", "——", "–", "n/a", "na", "nan", "null", "none"})
MOST_DECIMALS = 15  # a float64 holds no more

_DIGITS = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d+|\d{1,3}(?:,\d{3})+)?(?:\.(?P<fraction>\d*))?(?:[eE](?P<power>[+-]?\d{1,4}))?",
    re.ASCII,
)
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2012": "-"})
_UNITS = ("%", "倍", "x", "X")
_ZERO_LED = re.compile(r"[+-]?0[0-9]")


class NumberError(KanpanError):
    """A text that is no number and no word for a missing one."""


def parse(text: str) -> float | None:
    """The number a text stands for, None where it says that there is none.

    Full-width digits, 1,234.5, （0.12） for −0.12, a trailing % or 倍 or x (dropped, not scaled) are
    read. Raises NumberError for anything else: inf, underscores, words, too large a number.
    """
    word = _normal(text)
    if word.casefold() in MISSING_WORDS:
        return None
    match = _match(word)
    if match is None:
        raise NumberError(f"{shown(text)} is not a number")
    value = float(match[0].replace(",", ""))
    if not math.isfinite(value):
        raise NumberError(f"{shown(text)} is too large for a number")
    return -value if word.startswith("(") else value


def decimals(text: str) -> int:
    """How many decimals one text prints; 0 where it is no number."""
    match = _match(_normal(text))
    if match is None:
        return 0
    fraction = len(match["fraction"] or "")
    return min(MOST_DECIMALS, max(0, fraction - int(match["power"] or 0)))


def zero_led(text: str) -> bool:
    """True for 000001: digits that are a code and would lose something as a number."""
    return _ZERO_LED.match(_normal(text)) is not None


def shown(text: str) -> str:
    """A cell as a message quotes it: cleaned, at most 40 characters."""
    text = clean(text.strip()[:200])
    return f"'{text}'" if len(text) <= 40 else f"'{text[:39]}…'"


def _normal(text: str) -> str:
    # a footnote's ² would become a digit: 12.3² is not 12.32
    if not text.isascii() and not any(unicodedata.category(char) == "No" for char in text):
        text = unicodedata.normalize("NFKC", text).translate(_MINUS)
    return text.strip()


def _match(word: str) -> re.Match[str] | None:
    word = _without_unit(word)
    negative = word.startswith("(") and word.endswith(")")
    if negative:
        word = _without_unit(word[1:-1].strip())
    match = _DIGITS.fullmatch(word)
    if match is None or not (match["whole"] or match["fraction"]) or (negative and match["sign"]):
        return None
    return match


def _without_unit(word: str) -> str:
    return word[:-1].rstrip() if word.endswith(_UNITS) else word
