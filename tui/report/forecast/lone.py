"""EPS and PE that price does not bear out, or bears out either way round: judged by the other years."""

from __future__ import annotations

from math import log
from statistics import median
from typing import TYPE_CHECKING

from tui.report.forecast import figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.report.forecast.roles import Guess

FAR = 4.0  # times the other years' figure, or a part of it, that a name's figure hardly ever is
CLEARLY = 1.5  # times nearer to the other metric, for two fellows that look exchanged
_LOOKED_AT = 60  # rows
_OTHER = {"eps": "pe", "pe": "eps"}


def astray(guess: Guess, rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns of EPS or PE that are far from the other years in most rows, and that nothing bears out.

    That is those without a fellow; and two fellows that look exchanged, as price over either is the other.
    """
    at = {(r.kind, r.year): i for i, r in enumerate(guess) if r.kind in _OTHER and r.year}
    out = []
    for (kind, year), i in at.items():
        fellow = at.get((_OTHER[kind], year))
        if fellow is None:
            off = _mostly_far(guess, i, rows, paired=False)
        else:
            off = all(_mostly_far(guess, one, rows, paired=True) for one in (i, fellow))
        if off:
            out.append(i)
    return sorted(out)


def _mostly_far(guess: Guess, at: int, rows: Sequence[Sequence[str]], *, paired: bool) -> bool:
    far = list(_far(guess, at, rows[:_LOOKED_AT], paired=paired))
    return len(far) >= (3 if paired else 2) and 2 * sum(far) > len(far)


def said(guess: Guess, rows: Sequence[Sequence[str]]) -> list[str]:
    """A word on each of them."""
    return [
        f"{guess[at].kind.upper()} of {guess[at].year} is far from the other years; its columns may be others"
        for at in astray(guess, rows)
    ]


def _far(guess: Guess, at: int, rows: Sequence[Sequence[str]], *, paired: bool) -> Iterator[bool]:
    """For each row that can tell, whether its cell is far from what the other years let expect, or nearer to
    the other metric's; paired: only where it is nearer to those by far.
    """
    kind, year = guess[at].kind, guess[at].year
    same = [i for i, r in enumerate(guess) if r.kind == kind and r.year and i != at]
    other = [i for i, r in enumerate(guess) if r.kind == _OTHER[kind] and r.year not in {0, year}]
    price_at = next((i for i, r in enumerate(guess) if r.kind == "price"), None)
    for row in rows:
        value = _positive(row[at])
        near = [v for i in same if (v := _positive(row[i]))]
        fellows = [v for i in other if (v := _positive(row[i]))]
        price = _positive(row[price_at]) if price_at is not None else None
        if not near and price:
            near = [price / v for v in fellows]
        if value and near:
            off = abs(log(value / median(near)))
            nearer = log(CLEARLY) if paired else 0.0
            closer = bool(fellows) and off > abs(log(value / median(fellows))) + nearer
            yield closer or (not paired and off > log(FAR))


def _positive(text: str) -> float | None:
    found = figures.reading(text)
    return found.value if found and found.value is not None and found.value > 0 else None
