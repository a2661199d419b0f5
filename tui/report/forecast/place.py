"""A grid's row whose cells do not stand under their headers: laid out anew if certain, else refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.forecast import codes, figures, ratings
from tui.report.forecast.align import aligned, words_of
from tui.report.forecast.judge import TIGHT, Verdict, agreement, fits
from tui.report.forecast.words_in_row import is_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.forecast.roles import Guess

_PLACED = frozenset({"code", "name", "price", "eps", "pe", "rating"})


def strays(guess: Guess, rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns that nothing heads and few rows fill: what stands there has moved."""
    return frozenset(
        at
        for at, role in enumerate(guess)
        if not role.kind and not role.header and 2 * sum(bool(row[at].strip()) for row in rows) < len(rows)
    )


def in_place(
    row: tuple[str, ...], guess: Guess, verdict: Verdict, stray: frozenset[int] = frozenset()
) -> tuple[str, ...] | None:
    """The row as it stands; laid out anew where its cells have moved; None where that is not certain.

    A cell that is not what its header says, a cell beyond the header, or figures that do not bear each
    other out in a table where they do make a row suspect. stray: the columns that only such cells fill
    """
    agree, checked = agreement(guess, row)
    off = [i for i, role in enumerate(guess) if role.kind in _PLACED and fits(role, row[i]) is False]
    code_at = next((i for i, r in enumerate(guess) if r.kind == "code"), None)
    uncoded = code_at is not None and not row[code_at].strip() and any(codes.is_code(t) for t in row)
    last = not guess[-1].kind and not guess[-1].header
    beyond = (last and bool(row[-1].strip())) or any(row[at].strip() for at in stray)
    aside = verdict.borne_out >= 0.8 and checked >= 2 and agree == 0 and not _of_one_price(row, guess)
    if not off and not uncoded and not aside and not beyond:
        return row
    words = words_of(row)
    kept = [i for i, r in enumerate(guess) if i not in stray and (not last or r.kind or r.header)]
    real = tuple(guess[i] for i in kept)
    moved = aligned(words, real)
    if moved is not None and _sure(moved, real):
        laid = dict(zip(kept, moved, strict=True))
        return tuple(laid.get(i, "") for i in range(len(guess)))
    astray = any(_fits_elsewhere(row[i], i, guess) for i in off)
    if uncoded or aside or astray:
        return None
    return row if not beyond or agree == checked > 0 else None


def _of_one_price(row: Sequence[str], guess: Guess) -> bool:
    """True where EPS times PE is the same in every year: the price is another one, and no cell has moved."""
    unpriced = [r._replace(kind="") if r.kind == "price" else r for r in guess]
    agree, checked = agreement(unpriced, row, TIGHT)
    return agree == checked >= 2


def _fits_elsewhere(text: str, at: int, guess: Guess) -> bool:
    """True for a rating under a figure's header, a figure under a rating's: the row has moved."""
    if is_figure(guess[at]):
        return ratings.read(text) is not None or codes.has_code(text)
    return figures.is_number(text)


def _sure(row: Sequence[str], guess: Guess) -> bool:
    agree, checked = agreement(guess, row, TIGHT)
    return agree == checked > 0
