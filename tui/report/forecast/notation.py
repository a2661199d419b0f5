"""A cell's text made plain: full-width and hidden signs, LaTeX, superscripts, letters printed twice."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tui.text import is_cjk

_LATEX = re.compile(
    r"\\(?:mathrm|mathbf|text|textbf|mathsf|operatorname|rm|bf|left|right|quad|,|;|!|\s)|\\(?=[%$#&_])"
)
_DOLLARS = re.compile(r"(?<!HK)(?<!US)(?<!NT)(?<!A)\$([^$]*)\$")
_EMPHASIS = re.compile(r"\*\*([^*]+)\*\*|__([^_]+)__")
_TAG = re.compile(r"<[^<>]{1,60}>")
_SPACE = re.compile(r"\s+")
_CJK_GAP = re.compile(
    r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fffA-Z])|(?<=[\u3400-\u9fffA-Z]) +(?=[\u3400-\u9fff])"
)
_MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "‒": "-", "﹣": "-", "﹒": "."})


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """One line of NFKC text without LaTeX, Markdown emphasis, hidden signs and superscripts."""
    if text.isascii() and text.isalnum():
        return undoubled(text)
    if "$" in text or "\\" in text:
        text = _DOLLARS.sub(r"\1", text)
        text = _LATEX.sub("", text)
        text = text.replace("{", "").replace("}", "").replace("^", "")
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(lambda m: m[1] or m[2], text)
    if not text.isascii():
        text = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "No"})
        text = unicodedata.normalize("NFKC", text).translate(_MINUS)
    return undoubled(_SPACE.sub(" ", text).strip())


def undoubled(text: str) -> str:
    """'EEPPSS' → 'EPS', '11..5500' → '1.50': bold type that was printed twice; only where that is certain.

    Digits alone stay: 1122 may be 1122.
    """
    half = len(text) // 2
    if half < 2 or len(text) % 2 or text[::2] != text[1::2]:
        return text
    once = text[::2]
    certain = ".." in text or ",," in text or any(c.isalpha() for c in once)
    return once if certain and len(set(once)) > 1 else text


def folded(text: str) -> str:
    """A header's or label's text as it is compared: plain, lower case, without any space."""
    return plain(text).lower().replace(" ", "")


def joined_cjk(text: str) -> str:
    """Without the spaces that stand between ideographs, or between one and a capital: '万 科 A' → '万科A'."""
    return _CJK_GAP.sub("", text)


def has_cjk(text: str) -> bool:
    """True where an ideograph stands in it."""
    return any(map(is_cjk, text))
