"""Security codes as reports print them: with footnote marks, broken by OCR, beside a name, from abroad."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tui.book.codes import CodeError, canonical, exchange_of
from tui.report.forecast.notation import plain

_MAINLAND = r"SH|SZ|BJ|SS|XSHG|XSHE|CH|CN|C1|C2|SHA|SHE"
_ABROAD = (
    r"HK|US|UN|UW|UQ|UR|UP|OQ|O|N|K|A|TW|TT|TWO|T|JP|JT|KS|KQ|KR|L|LN|LI|PA|FP|DE|GR|AS|NA|SI|SP|SW|SIX|TO"
    r"|AX|AU|IN|IM|MI|DC"
)
_OCR = re.compile(r"(?<!\d)(\d{6}) ?[.,·] ?(?:5 ?|S )([HZ])(?![A-Z0-9])")
_SUFFIXED = re.compile(rf"(?<![\dA-Z])(\d{{6}}) ?[.·:_ -]? ?({_MAINLAND})(?![A-Z0-9])")
_DOTTED = re.compile(r"(?<!\d)(\d{6})\.(SH|SZ|BJ)(?!\.)")
_PREFIXED = re.compile(r"(?<![A-Z])(SH|SZ|BJ|SSE|SZSE)[.:： ]? ?(\d{6})(?!\d)")
_HONG_KONG = re.compile(
    r"(?<![\dA-Z.])(\d{1,5}) ?[.: ]? ?(?:HK|XHKG)(?![A-Z0-9$])|(?<![A-Z])(?:HK|SEHK)[.: ]? ?(\d{1,5})(?!\d)"
)
_FOREIGN = re.compile(
    rf"(?<![\dA-Z])([A-Z][A-Z0-9/-]{{0,6}}|\d{{4,6}})(?:( ?\. ?)| )({_ABROAD})(?: [Ee]quity)?(?![A-Za-z0-9])"
)
_LISTED = re.compile(r"(?<![A-Z])(NASDAQ|NYSE|AMEX|纳斯达克|纽交所)[:： ] ?([A-Z]{1,5})(?![A-Z])")
_BARE = re.compile(r"(?<![\d.,])(\d{6})(?![\d.,])")
_US = {"US", "UN", "UW", "UQ", "UR", "UP", "OQ", "O", "N", "K", "A"}


class Coded(NamedTuple):
    """A code in a text: canonical ('' where its exchange is unknown), as printed, and the text without it.

    odd: why it is doubtful, '' where it is not
    """

    code: str
    printed: str
    rest: str
    odd: str = ""


@lru_cache(maxsize=8192)
def find(text: str) -> Coded | None:
    """The first code with an exchange in a text, else a bare six-digit one; None where there is none."""
    word = plain(text)
    upper = word.upper()
    if not any(c.isdigit() or "A" <= c <= "Z" for c in upper):
        return None
    if match := _OCR.search(upper):
        code = f"{match[1]}.S{match[2]}"
        odd = "" if exchange_of(match[1]) == code[-2:] else "its exchange does not fit its digits"
        return _coded(word, match, code, odd)
    if match := _DOTTED.search(upper) or _SUFFIXED.search(upper):
        return _mainland(word, match, match[1], match[2])
    if match := _PREFIXED.search(upper):
        return _mainland(word, match, match[2], match[1])
    if match := _HONG_KONG.search(upper):
        return _coded(word, match, f"{(match[1] or match[2]).zfill(5)}.HK", "")
    if match := _LISTED.search(upper):
        return _coded(word, match, f"{match[2]}.US", "")
    if match := _FOREIGN.search(word):
        return _abroad(word, match)
    if match := _BARE.search(upper):
        exchange = exchange_of(match[1])
        return _coded(word, match, f"{match[1]}.{exchange}", "") if exchange else None
    return None


def _mainland(word: str, match: re.Match[str], digits: str, exchange: str) -> Coded:
    exchange = {"SHA": "SH", "SHE": "SZ", "SSE": "SH", "SZSE": "SZ"}.get(exchange, exchange)
    try:
        code = canonical(f"{digits}.{exchange}")
    except CodeError:
        return _coded(word, match, "", "no exchange has this number")
    expected = exchange_of(digits)
    odd = f"its digits are of {expected}" if expected and not code.endswith(expected) else ""
    return _coded(word, match, code, odd)


def _abroad(word: str, match: re.Match[str]) -> Coded | None:
    ticker, dotted, exchange = match[1], match[2], match[3]
    if not dotted and (len(exchange) == 1 or exchange in {"AS", "IN", "AU"}):
        return None  # 'Series A' is no ticker
    if exchange in _US and not ticker.isdigit():
        return _coded(word, match, f"{ticker}.US", "")
    return _coded(word, match, "", f"Kanpan knows no exchange {exchange!r}")


def _coded(word: str, match: re.Match[str], code: str, odd: str) -> Coded:
    before, after = word[: match.start()].rstrip(" (["), word[match.end() :].lstrip(" )]")
    rest = f"{before} {after}".strip(" *#,/|")
    return Coded(code, word[match.start() : match.end()], rest, odd)


_TICKER = re.compile(r"([A-Z]{1,5})(?: ?\((.{2,60})\))?")


def ticker(text: str) -> Coded | None:
    """A ticker that stands alone, as New York's do: 'VRT (Vertiv)'; None for anything else."""
    match = _TICKER.fullmatch(plain(text))
    return Coded(f"{match[1]}.US", match[1], match[2] or "") if match else None


def is_code(text: str) -> bool:
    """True where the text is a code and hardly anything else."""
    found = find(text)
    return found is not None and len(found.rest) <= 2


def has_code(text: str) -> bool:
    """True where a code with its exchange stands in the text, or the text is six digits."""
    found = find(text)
    return found is not None and (
        not found.printed.isdigit() or len(found.rest) == 0 or has_letters(found.rest)
    )


def has_letters(text: str) -> bool:
    """True where a letter or an ideograph stands in the text."""
    return any(c.isalpha() for c in text)
