"""Security codes: every notation met in the wild, and one canonical form, always text.

Canonical is six digits, a point and the exchange (`600941.SH`, `300308.SZ`, `920002.BJ`); abroad the
code as its exchange prints it (`00700.HK`, `AAPL.US`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tui.errors import KanpanError

if TYPE_CHECKING:
    from collections.abc import Collection

EXCHANGES = {
    "SH": "SH", "SS": "SH", "XSHG": "SH", "SHSE": "SH", "SSE": "SH",
    "SZ": "SZ", "XSHE": "SZ", "SZSE": "SZ",
    "BJ": "BJ", "XBSE": "BJ", "BJSE": "BJ", "BSE": "BJ",
}  # fmt: skip
ABROAD = {"HK": "HK", "XHKG": "HK", "US": "US", "O": "US", "N": "US", "OQ": "US", "UN": "US", "UW": "US"}
MAINLAND = ("CH", "CN", "C1", "C2")  # Bloomberg and others: mainland China, the exchange left open

_QUOTED = re.compile(r'^="?([^"]*)"?$')
_WORD = "|".join(sorted(EXCHANGES, key=len, reverse=True))
_PREFIXED = re.compile(rf"^({_WORD})[.:_ ]?(\d{{6}})$")
_SUFFIXED = re.compile(rf"^(\d{{6}})[.:_ ]?({_WORD})$")
_SECID = re.compile(r"^([01])\.(\d{6})$")
_BARE = re.compile(rf"^(\d{{6}})(?:[.: ](?:{'|'.join(MAINLAND)}))?$")
_HONG_KONG = re.compile(r"^(?:HK[.: ]?(\d{1,5})|(\d{1,5})[.: ]?(?:HK|XHKG))$")
_TICKER = re.compile(rf"^([A-Z][A-Z0-9-]{{0,9}})[.: ]({'|'.join(k for k in ABROAD if 'HK' not in k)})$")


class CodeError(KanpanError):
    """A text that is no security code, or one that several names could bear."""


def canonical(text: str, known: Collection[str] | None = None) -> str:
    """The canonical code of any notation: '600941', 'sh600941', '1.600941', '="600941"' → '600941.SH'.

    known: the universe's canonical codes. Six digits alone are resolved inside it: an index and a stock
    can share them. Without it the exchange follows from the number range, where that decides.
    Raises CodeError with what was expected.
    """
    raw = unicodedata.normalize("NFKC", text).strip().upper()
    if quoted := _QUOTED.match(raw):
        raw = quoted[1].strip()
    if match := _SUFFIXED.match(raw):
        return f"{match[1]}.{EXCHANGES[match[2]]}"
    if match := _PREFIXED.match(raw):
        return f"{match[2]}.{EXCHANGES[match[1]]}"
    if match := _SECID.match(raw):
        return _from_secid(match[1], match[2])
    if match := _BARE.match(raw):
        return _resolve(match[1], known)
    if match := _HONG_KONG.match(raw):
        return f"{(match[1] or match[2]).zfill(5)}.HK"
    if match := _TICKER.match(raw):
        return f"{match[1]}.{ABROAD[match[2]]}"
    raise CodeError(f"{text.strip()!r} is no security code; expected one like 600941.SH, sh600941 or 600941")


def _from_secid(market: str, digits: str) -> str:
    if market == "1":
        return f"{digits}.SH"
    return f"{digits}.BJ" if exchange_of(digits) == "BJ" else f"{digits}.SZ"


def _resolve(digits: str, known: Collection[str] | None) -> str:
    if known is not None:
        found = [code for code in (f"{digits}.{x}" for x in ("SH", "SZ", "BJ")) if code in known]
        if len(found) == 1:
            return found[0]
        if found:
            raise CodeError(f"{digits} could be {' or '.join(found)}; write the exchange too")
        raise CodeError(f"{digits} is no code of this universe")
    exchange = exchange_of(digits)
    if exchange is None:
        raise CodeError(f"{digits} fits no exchange's number range; write the exchange too, as in 600941.SH")
    return f"{digits}.{exchange}"


def exchange_of(digits: str) -> str | None:
    """The exchange on which six digits are a share or fund by number range; None where no range fits."""
    if digits.startswith(("4", "8", "920")):
        return "BJ"
    if digits[0] in "569":
        return "SH"
    if digits[0] in "0123":
        return "SZ"
    return None
