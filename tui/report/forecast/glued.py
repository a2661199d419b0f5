"""A row whose white space is lost: `300308.SZ中际旭创1116.009.7226.87…买入`.

It is split only where two decimals make it certain: as many figures as columns, two digits behind each
point, and price, EPS and PE that bear each other out.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from tui.report.forecast import codes, ratings
from tui.report.forecast.judge import TIGHT, agreement
from tui.report.forecast.notation import plain
from tui.report.forecast.words_in_row import is_figure

if TYPE_CHECKING:
    from tui.report.forecast.roles import Guess

BLOB = r"[-(]?\d(?:\((?:港元|美元|HKD|USD)\)|[\d.,()-]|亏损|NM|N/A)*"
_ROW = re.compile(rf"^(?P<name>.*?[^\d.,(-])(?P<digits>{BLOB})(?P<tail>[^\d]*)$")
_PIECE = re.compile(
    r"\(\d{1,3}(?:,\d{3})*\.\d\d\)|\(\d+\.\d\d\)|\d{1,3}(?:,\d{3})+\.\d\d|\d+\.\d\d|亏损|NM|N/A|-+|\((?:港元|美元|HKD|USD)\)"
)
MOST_DASHES = 8


def is_glued(texts: list[str]) -> bool:
    """True where a row is one or two cells that hold several points."""
    return len(texts) <= 2 and sum(t.count(".") for t in texts) >= 3


def split(text: str, guess: Guess) -> list[str] | None:
    """One cell a column of the guess, None where the row cannot be taken apart for certain."""
    word = plain(text).replace(" ", "")
    found = codes.find(word)
    printed = found.printed.replace(" ", "") if found else ""
    if printed:
        at = word.upper().find(printed.upper())
        word = word[:at] + word[at + len(printed) :]
    match = _ROW.match(word)
    if match is None:
        return None
    rating = ratings.read(match["tail"]) if match["tail"] else ("", "")
    if rating is None:
        return None
    ways = []
    for numbers in figures_of(match["digits"], sum(map(is_figure, guess))):
        left = iter(numbers)
        by_kind = {"code": printed, "name": match["name"], "rating": match["tail"]}
        ways.append([next(left) if is_figure(role) else by_kind.get(role.kind, "") for role in guess])
    ways = [way for way in ways if _borne_out(guess, way)]
    return ways[0] if len(ways) == 1 else None


def _borne_out(guess: Guess, row: list[str]) -> bool:
    """True where figures bear each other out; a row in which nothing can be checked is not certain."""
    agree, checked = agreement(guess, row, TIGHT)
    return agree == checked > 0


def figures_of(digits: str, wanted: int) -> list[list[str]]:
    """Every way of reading `wanted` figures of two decimals out of digits run together.

    A hyphen is a cell of its own, or the sign of what follows it.
    """
    pieces = _PIECE.findall(digits)
    if "".join(pieces) != digits:
        return []
    pieces = [p for p in pieces if p[0] != "(" or p[1].isdigit()]
    choices = [_meanings(p, i + 1 < len(pieces) and pieces[i + 1][0].isdigit()) for i, p in enumerate(pieces)]
    if sum(len(c) > 1 for c in choices) > MOST_DASHES:
        return []
    out: list[list[str]] = []
    for way in product(*choices):
        row: list[str] = []
        sign = ""
        for cells, minus in way:
            row += [sign + cell for cell in cells]
            sign = "-" if minus else ""
        if len(row) == wanted and row not in out:
            out.append(row)
    return out


def _meanings(piece: str, before_figure: bool) -> list[tuple[tuple[str, ...], bool]]:
    """What a piece may be: cells, and whether a sign for the next figure follows; hyphens may be many."""
    if set(piece) != {"-"}:
        return [((piece,), False)]
    count = len(piece)
    ways = [(("-",) * n, False) for n in dict.fromkeys((count, 1))]
    if before_figure:
        ways += [(("-",) * n, True) for n in dict.fromkeys((count - 1, min(count - 1, 1)))]
    return ways
