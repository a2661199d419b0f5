"""What proves where a figure ends in rows without white space.

A column of one decimal before one of two looks like two of two decimals: 22.1|746.57 is 22.17|46.57 as well.
Then the last digit of the first is never 0, and no sign, rating or end of the row stands behind it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tui.report.forecast.words_in_row import is_figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.report.forecast.roles import Guess
    from tui.report.forecast.runon_rows import Row

_TRIPLE = frozenset({"price", "eps", "pe"})


def keeps_zeros(parts: Iterable[Sequence[str] | None]) -> bool:
    """True where a figure of a table ends in 0: then none lost the zero at its end."""
    return any(piece.rstrip("%)")[-1:] == "0" for row in parts if row for piece in row)


def checked(guess: Guess) -> frozenset[int]:
    """The columns that price, EPS and PE bear out."""
    years = {r.year for r in guess if r.kind == "eps"} & {r.year for r in guess if r.kind == "pe"} - {0}
    return frozenset(
        i
        for i, r in enumerate(guess)
        if (r.kind == "price" and years) or (r.kind in {"eps", "pe"} and r.year in years)
    )


def loose(guess: Guess, rows: Sequence[Sequence[str]], source: Sequence[Row]) -> frozenset[int] | None:
    """The columns whose border nothing proves; None where a price, an EPS or a PE is among them."""
    figures = [i for i, r in enumerate(guess) if is_figure(r)]
    sure = checked(guess)
    kinds = [guess[a].kind for a, b in pairwise(figures) if b in sure]
    out: set[int] = set()
    for at, (a, b) in enumerate(pairwise(figures)):
        alike = guess[a].kind in {"eps", "pe"} and guess[a].kind in kinds
        if b in sure or alike or guess[a].kind == guess[b].kind in {"eps", "pe"}:
            continue
        if not any(_apart(row[a], row[b]) or at in _ends(one) for row, one in zip(rows, source, strict=True)):
            out |= {a, b}
    return None if any(guess[i].kind in _TRIPLE for i in out) else frozenset(out)


def _apart(left: str, right: str) -> bool:
    """True where two cells can only be parted as they are."""
    return not left[:-1] or left[-1] in "0%)" or not left[-1].isdigit() or not right[:1].isdigit()


def _ends(row: Row) -> frozenset[int]:
    """Behind which figures, counted from 0, something else than a figure stands; of rows without dashes."""
    out: list[int] = []
    count = 0
    for run in row.figures:
        if "-" in run or "—" in run:
            break
        count += run.count(".")
        out.append(count - 1)
    return frozenset(out)
