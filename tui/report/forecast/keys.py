"""Codes, names and ratings that no header names, found by what they look like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.forecast import codes, figures, ratings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.forecast.roles import Guess, Role

MOST = 0.8  # share of a column's cells that must look so


def with_keys(guess: Guess, rows: Sequence[Sequence[str]]) -> Guess:
    """Codes and names that no header names are found by what they look like."""
    out = list(guess)
    kinds = {r.kind for r in out}
    for at, role in enumerate(out):
        if role.kind or role.year:
            continue
        said = [row[at] for row in rows if row[at].strip()]
        if not said:
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


def _with_rating(guess: list[Role], rows: Sequence[Sequence[str]]) -> Guess:
    """Ratings stand in a column that nothing heads, where the one that is headed so is empty."""
    headed = [i for i, r in enumerate(guess) if r.kind == "rating"]
    if any((ratings.read(row[i], letters=True) or ("",))[0] for row in rows for i in headed):
        return tuple(guess)
    for at, role in enumerate(guess):
        said = [row[at] for row in rows if row[at].strip()]
        if not role.kind and not role.year and said and all((ratings.read(t) or ("",))[0] for t in said):
            for i in headed:
                acted = any(row[i].strip() for row in rows)
                guess[i] = guess[i]._replace(kind="action" if acted else "")
            guess[at] = role._replace(kind="rating")
            break
    return tuple(guess)


def _is_word(text: str) -> bool:
    return codes.has_letters(text) and not figures.is_numeric(text) and not codes.is_code(text)
