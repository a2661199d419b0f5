"""Which name a row is of: its code, its short name, and what is odd about the two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tui.report.forecast import codes
from tui.report.forecast.notation import folded, has_cjk, joined_cjk, plain
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.report.known import Known

_MARKS = re.compile(r"[*#†‡^]+|\((?:\d{1,2}|注\d*|[a-z])\)$|\[\d{1,2}\]$|注\d+$")
_FIGURE = re.compile(r"\d[.,]\d")


class Who(NamedTuple):
    """code: canonical, '' for a row that is refused; odd: what is doubtful, or why there is no code."""

    code: str
    name: str
    odd: str = ""


def who(
    row: Sequence[str], code_cell: str, name: str, known: Known, by_text: Mapping[str, str], *, dollars: bool
) -> Who:
    """The name of a row of cells.

    code_cell: '' where no column holds codes, so that the name alone must tell; by_text: folded name → code,
    as the report's own text says; dollars: the price is said to be in USD, so that a ticker may be alone
    """
    found = codes.find(code_cell)
    if found is None or (found.code and found.printed.isdigit() and "." in code_cell):
        found = codes.find(name) or next((f for c in row if codes.has_code(c) and (f := codes.find(c))), None)
    if found and not name:
        name = found.rest
    elif found and found.printed in plain(name):
        name = found.rest or name.replace(found.printed, "")
    name = short_name(name)
    if _FIGURE.search(name) and has_cjk(name):
        return Who("", name, "its name holds figures: cells have run together")
    if found is None and (found := codes.ticker(code_cell)) is not None:
        name = name or short_name(found.rest)
        if not dollars:
            return Who("", name, f"{found.printed!r} names no exchange")
    if found is None:
        return _by_name(code_cell.strip(), name, known, by_text)
    if not found.code:
        return Who("", name, found.odd)
    odd = found.odd or _other_name(found.code, name, known, by_text)
    if not odd and len(name) == 1 and has_cjk(name):
        odd = "a name of one character; it may be cut"
    return Who(found.code, name or known.names.get(found.code, ""), odd)


def _by_name(printed: str, name: str, known: Known, by_text: Mapping[str, str]) -> Who:
    """A row without a code that can be read: the name must be known."""
    code = known.code(name) or by_text.get(folded(name), "")
    if code:
        return Who(code, name, f"{printed!r} is no security code; taken by the name" if printed else "")
    if printed:
        return Who("", name, f"{printed!r} is no security code")
    return Who("", name, "no code stands in the row, and no book knows the name")


def _other_name(code: str, name: str, known: Known, by_text: Mapping[str, str]) -> str:
    """A name that is known, and is another's; the shares of one name at home and abroad are no others."""
    other = known.code(name) or by_text.get(folded(name), "")
    if not other or other == code or _market(other) != _market(code):
        return ""
    return f"{name} is {other} elsewhere"


def _market(code: str) -> str:
    """SH, SZ and BJ are one market."""
    suffix = code.rpartition(".")[2]
    return "mainland" if suffix in {"SH", "SZ", "BJ"} else suffix


def short_name(text: str) -> str:
    """A name without footnote marks and the spaces between ideographs: '万 科Ａ*' → '万科A'."""
    word = joined_cjk(plain(text)).strip()
    keep = word.startswith(("*ST", "*st"))
    word = _MARKS.sub("", word[1:] if keep else word).strip(" -/,")
    word = word[1:-1] if word.startswith("(") and word.find(")") == len(word) - 1 else word
    word = word.strip("()") if word.count("(") != word.count(")") else word
    return clean(f"*{word}" if keep else word)
