"""The one door for outside text, search keys, and how many cells a text takes on a terminal."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SIGN = "␦"  # stands for what cannot be shown: format controls, C1, surrogates, unassigned code points
_SPACES = "\t\n\r\x0b\x0c\x85\u2028\u2029"


def clean(text: str) -> str:
    """Outside text made safe to show: same length, one code point to one.

    Printable characters stay; line ends, tabs and every kind of space become a space; C0 controls
    become their pictures (ESC → ␛); all else that cannot be printed becomes `SIGN`.
    """
    return text if text.isprintable() else "".join(map(_clean_char, text))


@lru_cache(maxsize=4096)
def _clean_char(char: str) -> str:
    if char in _SPACES:
        return " "
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if unicodedata.category(char) == "Zs":
        return " "
    return char if char.isprintable() else SIGN


def is_clean(text: str) -> bool:
    """True where `clean(text)` would give the text back."""
    return text.isprintable() or clean(text) == text


# ── search ──────────────────────────────────────────────────────────────────────────────────────────


def fold(text: str) -> str:
    """A text as it is compared: NFKC, case folded, hidden signs and spaces at the ends dropped."""
    if text.isascii():
        return text.casefold().strip()
    return unicodedata.normalize("NFKC", text.replace(SIGN, "")).casefold().strip()


def is_cjk(char: str) -> bool:
    """True for an ideograph."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\uf900" <= char <= "\ufaff"


@lru_cache(maxsize=65536)
def initials(char: str) -> str:
    """Every letter the pinyin of an ideograph may begin with: 行 → 'hx'; '' for other characters."""
    if not is_cjk(char):
        return ""
    import os

    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # single characters suffice; saves 180 ms
    from pypinyin import Style, pinyin

    return "".join(sorted({p[0].lower() for p in pinyin(char, style=Style.NORMAL, heteronym=True)[0] if p}))


def pinyin_match(letters: str, name: str) -> bool:
    """True where the letters are the pinyin initials of a run of the name: zgyd finds 中国移动."""
    wanted = fold(letters)
    if not wanted.isascii() or not wanted.isalnum():
        return False
    have = [initials(c) or c for c in fold(name) if c != " "]
    width = len(wanted)
    return any(
        all(one in have[start + i] for i, one in enumerate(wanted)) for start in range(len(have) - width + 1)
    )


# ── cells ───────────────────────────────────────────────────────────────────────────────────────────


# What Unicode's width tables say otherwise than terminals: (first, last) of a range.
_JOINING = (("\u1160", "\u11ff"), ("\u3164", "\u3164"), ("\ud7b0", "\ud7fb"), ("\uffa0", "\uffa0"))
_MODIFIERS = (("\U0001f3fb", "\U0001f3ff"),)
_WIDENED = (("\u2630", "\u2637"), ("\u268a", "\u268f"), ("\u4dc0", "\u4dff"), ("\U0001d300", "\U0001d376"))


@lru_cache(maxsize=16384)
def char_width(char: str) -> int:
    """Cells of one character: 0 for combining marks and joining jamo, 2 for wide and full-width, else 1."""
    joining = (*_JOINING, *_MODIFIERS)
    if unicodedata.category(char) in {"Mn", "Me", "Mc", "Cf"} or _within(char, joining):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" or _within(char, _WIDENED) else 1


def _within(char: str, ranges: tuple[tuple[str, str], ...]) -> bool:
    return any(first <= char <= last for first, last in ranges)


def cell_width(text: str) -> int:
    """Cells a cleaned text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(char_width, text))


def crop(text: str, width: int, mark: str = "~") -> str:
    """The text in at most `width` cells, cut between characters and marked where it was cut."""
    if cell_width(text) <= width:
        return text
    room = width - len(mark)
    if room < 0:
        return ""
    used = end = 0
    for end, char in enumerate(text):  # noqa: B007
        used += char_width(char)
        if used > room:
            break
    return text[:end] + mark


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text cropped and filled with spaces to exactly `width` cells; `right` aligns to the right."""
    text = crop(text, width)
    space = " " * (width - cell_width(text))
    return space + text if right else text + space
