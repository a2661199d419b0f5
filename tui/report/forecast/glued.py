"""Figures whose white space is lost: `1116.009.7226.87`, taken apart where two decimals make it certain.

As many figures as columns, two digits behind each point, and price, EPS and PE that bear each other out.
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
    from collections.abc import Sequence

    from tui.report.forecast.roles import Guess

_BLOB = r"[-(]?\d(?:\((?:港元|美元|HKD|USD)\)|[\d.,()-]|亏损|NM|N/A)*"
_ROW = re.compile(rf"^(?P<name>.*?[^\d.,(-])(?P<digits>{_BLOB})(?P<tail>[^\d]*)$")
_WHOLE = r"(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)"
_PIECE = re.compile(
    rf"\({_WHOLE}\.\d\d%?\)|{_WHOLE}\.\d\d%?|亏损|NM|N/A|-+|—+|\((?:港元|美元|HKD|USD)\)", re.ASCII
)
MOST_DASHES = 8  # runs of hyphens in a row
MOST_WAYS = 20_000  # of reading them
MOST_DIGITS = 400  # characters of a row's figures

Cells = tuple[str, ...]


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
    match = _ROW.match(word[:MOST_DIGITS])
    if match is None:
        return None
    rating = ratings.read(match["tail"]) if match["tail"] else ("", "")
    if rating is None:
        return None
    by_kind = {"code": printed, "name": match["name"], "rating": match["tail"]}
    ways = [laid(guess, way, by_kind) for way in figures_of(match["digits"], sum(map(is_figure, guess)))]
    ways = [way for way in ways if borne_out(guess, way) > 0]
    return ways[0] if len(ways) == 1 else None


def laid(guess: Guess, figures: Sequence[str], by_kind: dict[str, str]) -> list[str]:
    """One cell a column: the figures in their order, the others by what their column holds."""
    left = iter(figures)
    return [next(left) if is_figure(role) else by_kind.get(role.kind, "") for role in guess]


def borne_out(guess: Guess, row: list[str]) -> int:
    """How many years price, EPS and PE bear out; -1 where they contradict each other in one."""
    agree, checked = agreement(guess, row, TIGHT)
    return agree if agree == checked else -1


def pieces(digits: str) -> list[str] | None:
    """What digits run together are made of, figures and dashes; None where it is not all of two decimals."""
    if len(digits) > MOST_DIGITS:
        return None
    found = _PIECE.findall(digits)
    if "".join(found) != digits:
        return None
    return [p for p in found if p[0] != "(" or p[1].isdigit()]


def figures_of(digits: str, wanted: int) -> list[Cells]:
    """Every way of reading `wanted` figures of two decimals out of digits run together.

    A hyphen is a cell of its own, or the sign of what follows it.
    """
    found = pieces(digits)
    return ways_of(found, wanted) if found is not None else []


def ways_of(found: Sequence[str], wanted: int) -> list[Cells]:
    """Every way of reading pieces as `wanted` cells; beside long dashes a hyphen is a sign."""
    wide = any(p[0] == "—" for p in found)
    choices = [
        _meanings(p, before_figure=i + 1 < len(found) and found[i + 1][0].isdigit(), wide=wide)
        for i, p in enumerate(found)
    ]
    if sum(len(c) > 1 for c in choices) > MOST_DASHES:
        return []
    ways = 1
    for choice in choices:
        ways *= len(choice)
    if ways > MOST_WAYS:
        return []
    out: dict[Cells, None] = {}
    for way in product(*choices):
        row: list[str] = []
        sign = ""
        for cells, minus in way:
            row += [sign + cell for cell in cells]
            sign = "-" if minus else ""
        if len(row) == wanted:
            out[tuple(row)] = None
    return list(out)


def _meanings(piece: str, *, before_figure: bool, wide: bool) -> list[tuple[Cells, bool]]:
    """What a piece may be: cells, and whether a sign for the next figure follows; dashes may be many.

    A long dash is never a sign.
    """
    if piece[0] not in "-—":
        return [((piece,), False)]
    if piece == "-" and before_figure and wide:
        return [((), True)]
    count = len(piece)
    ways = [(("-",) * n, False) for n in _cells(count)]
    if before_figure and piece[0] == "-":
        ways += [(("-",) * n, True) for n in _cells(count - 1)]
    return ways


def _cells(dashes: int) -> list[int]:
    """How many cells a run of dashes may be: one a dash, one of them all, or one of every two."""
    counts = (dashes, min(dashes, 1), dashes // 2 if dashes % 2 == 0 else dashes)
    return list(dict.fromkeys(counts))
