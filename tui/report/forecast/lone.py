"""EPS or PE of a year whose fellow is not printed: nothing bears it out but the other years beside it."""

from __future__ import annotations

from math import log
from statistics import median
from typing import TYPE_CHECKING

from tui.report.forecast import figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.report.forecast.roles import Guess

FAR = 4.0  # times the other years' figure, or a part of it, that a name's figure hardly ever is
_LOOKED_AT = 60  # rows
_OTHER = {"eps": "pe", "pe": "eps"}


def astray(guess: Guess, rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns of EPS or PE without a fellow that are far from the other years in most rows."""
    have = {(r.kind, r.year) for r in guess}
    out = []
    for at, role in enumerate(guess):
        if role.kind in _OTHER and role.year and (_OTHER[role.kind], role.year) not in have:
            far = list(_far(guess, at, rows[:_LOOKED_AT]))
            if len(far) >= 2 and 2 * sum(far) > len(far):
                out.append(at)
    return out


def said(guess: Guess, rows: Sequence[Sequence[str]]) -> list[str]:
    """A word on each of them."""
    return [
        f"{guess[at].kind.upper()} of {guess[at].year} is far from the other years; its columns may be others"
        for at in astray(guess, rows)
    ]


def _far(guess: Guess, at: int, rows: Sequence[Sequence[str]]) -> Iterator[bool]:
    """For each row that can tell, whether its cell is far from what the other years let expect."""
    kind = guess[at].kind
    same = [i for i, r in enumerate(guess) if r.kind == kind and r.year and i != at]
    other = [i for i, r in enumerate(guess) if r.kind == _OTHER[kind] and r.year]
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
            yield off > log(FAR) or bool(fellows and off > abs(log(value / median(fellows))))


def _positive(text: str) -> float | None:
    found = figures.reading(text)
    return found.value if found and found.value is not None and found.value > 0 else None
