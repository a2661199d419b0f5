"""Rows of words without columns: the order of the header's words that lets most of them in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui.report.forecast import lone
from tui.report.forecast.align import aligned, words_of
from tui.report.forecast.choice import Choice, halved, is_forecast, places, refused, trust
from tui.report.forecast.glued import is_glued, split
from tui.report.forecast.judge import judged, unborne
from tui.report.forecast.keys import with_keys
from tui.report.forecast.words_in_row import flattened, is_figure, labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.forecast.roles import Guess
    from tui.report.forecast.segments import Row

MOST_GUESSES = 12  # that are tried on every row
_LOOKED_AT = 6  # rows that choose them
_GLUED = 8  # words that a row of one or two cells may be taken apart into
_GIVEN_UP = 12  # rows none of which fits a guess that no row will

Laid = tuple["tuple[str, ...] | None", ...]


def of_words(header: Sequence[Row], rows: Sequence[Row], before: Guess | None) -> Choice | None:
    """The choice for rows of words without columns; before: of the table this one goes on from.

    None where the header is of no forecasts; where two orders fit alike, no row is taken.
    """
    options = in_order(header) if header else ([before] if before else [])
    options = [g for g in options if is_forecast(g)]
    if not options:
        return None
    heads = frozenset(c.text.strip() for row in header for c in row if c.text.strip())
    words = [_without_header(words_of([c.text for c in row]), heads) for row in rows]
    found = _best(options, rows, words)
    if found is None:
        return refused(options[0], len(rows), "")
    guess, laid, tied = found
    if tied:
        return refused(guess, len(rows), "its columns could be read in two ways")
    whole = [row for row in laid if row is not None]
    guess = with_keys(guess, whole)
    verdict = judged(guess, whole)
    odd = tuple((True, why) for why in (*unborne(guess, whole), *lone.said(guess, whole), *halved(guess)))
    return Choice(guess, laid, verdict, odd, tuple(_inferred(laid, guess)))


def _inferred(laid: Laid, guess: Guess) -> list[int]:
    """The rows in which a figure was found missing by what the others bear out."""
    return [
        i
        for i, row in enumerate(laid)
        if row is not None
        and any(not text and is_figure(role) for role, text in zip(guess, row, strict=True))
    ]


def in_order(header: Sequence[Row]) -> list[Guess]:
    """The guesses that the order of a header's words allows."""
    return flattened(
        [labels_of(tuple(c.text for c in row if c.text.strip() and not c.filled)) for row in header]
    )


def _best(
    options: Sequence[Guess], rows: Sequence[Row], words: Sequence[list[str]]
) -> tuple[Guess, Laid, bool] | None:
    """The guess that takes most rows, those rows, and whether another does as well with figures elsewhere."""
    lengths = Counter(len(w) for w in words)
    options = _likeliest(options, rows[:_LOOKED_AT], words, lengths)
    best: tuple[tuple[float, ...], Guess, Laid] | None = None
    tied = False
    for guess in sorted(options, key=lambda g: -lengths[len(g)]):
        tried = zip(rows[:_GIVEN_UP], words, strict=False)
        if all(_laid(row, w, guess) is None for row, w in tried):
            continue
        laid = tuple(_laid(row, w, guess) for row, w in zip(rows, words, strict=True))
        whole = [row for row in laid if row is not None]
        verdict = judged(guess, whole)
        rank: tuple[float, ...] = (float(verdict.sharp), float(len(whole)), trust(verdict), verdict.fit)
        if best is None or rank > best[0]:
            best, tied = (rank, guess, laid), False
        elif rank == best[0] and places(guess) != places(best[1]):
            tied = True
    return (best[1], best[2], tied) if best and best[0][1] else None


def _likeliest(
    options: Sequence[Guess], rows: Sequence[Row], words: Sequence[list[str]], lengths: Counter[int]
) -> list[Guess]:
    """The few guesses that most of the first rows fit as they stand; those of their usual length first."""
    fits = [
        (
            sum(
                _laid(row, w, g) is not None for row, w in zip(rows, words, strict=False) if len(w) >= len(g)
            ),
            g,
        )
        for g in options
    ]
    ranked = sorted(fits, key=lambda pair: (-pair[0], -lengths[len(pair[1])]))
    return [guess for _, guess in ranked[:MOST_GUESSES]]


def _without_header(words: list[str], heads: frozenset[str]) -> list[str]:
    """The words without a header that is printed again behind them."""
    end = len(words)
    while end and words[end - 1] in heads:
        end -= 1
    return words[:end] if len(words) - end >= 3 else words


def _laid(row: Row, words: list[str], guess: Guess) -> tuple[str, ...] | None:
    """One cell a column, None where the row does not fit for certain."""
    glued = len(words) <= _GLUED and is_glued([c.text for c in row if c.text.strip()])
    found = split(" ".join(c.text for c in row), guess) if glued else aligned(words, guess)
    return None if found is None else tuple(found)
