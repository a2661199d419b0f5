"""Codes, names and ratings that no header names, found by what they look like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.forecast import codes, figures, ratings
from tui.report.forecast.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.forecast.roles import Guess, Role

MOST = 0.8  # share of a column's cells that must look so


def with_keys(guess: Guess, rows: Sequence[Sequence[str]]) -> Guess:
    """Codes and names that no header names are found by what they look like."""
    out = [_currency(role, at, rows) for at, role in enumerate(guess)]
    kinds = {r.kind for r in out}
    for at, role in enumerate(out):
        if role.kind or role.year:
            continue
        said = [row[at] for row in rows if row[at].strip()]
        if not said or len(said) * 2 < len(rows):
            continue
        coded = sum(codes.has_code(t) or codes.ticker(t) is not None for t in said)
        if "code" not in kinds and coded >= 0.8 * len(said):
            out[at], kinds = role._replace(kind="code"), {*kinds, "code"}
        elif (
            "name" not in kinds
            and sum(_is_word(t) for t in said) >= 0.8 * len(said)
            and len(set(said)) * 2 > len(said)
        ):
            out[at], kinds = role._replace(kind="name"), {*kinds, "name"}
    return _with_rating(out, rows)


def _currency(role: Role, at: int, rows: Sequence[Sequence[str]]) -> Role:
    """A column that nothing heads and that holds nothing but three-letter currencies."""
    if role.kind or role.year:
        return role
    said = {row[at].strip().upper() for row in rows}
    known = said <= set(vocabulary().currencies.values())
    return role._replace(kind="currency") if said and known else role


def _with_rating(guess: list[Role], rows: Sequence[Sequence[str]]) -> Guess:
    """Ratings stand in a column that nothing heads, where the one that is headed so is empty."""
    headed = [i for i, r in enumerate(guess) if r.kind == "rating"]
    if any((ratings.read(row[i], letters=True) or ("",))[0] for row in rows for i in headed):
        return tuple(guess)
    for at, role in enumerate(guess):
        said = [row[at] for row in rows if row[at].strip()]
        if not role.kind and _are_ratings(said):
            for i in headed:
                acted = any(row[i].strip() for row in rows)
                guess[i] = guess[i]._replace(kind="action" if acted else "")
            guess[at] = role._replace(kind="rating", year=0, basis="")
            break
    return tuple(guess)


def _are_ratings(said: Sequence[str]) -> bool:
    """True where every cell is a rating or a word for none."""
    found = [ratings.read(t) for t in said]
    return None not in found and any(r[0] for r in found if r)


def _is_word(text: str) -> bool:
    if ratings.read(text, letters=True) is not None:
        return False
    return codes.has_letters(text) and not figures.is_numeric(text) and not codes.is_code(text)
