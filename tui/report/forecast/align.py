"""Rows of words without columns, put into the columns of a guess; only where one way alone is possible."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from tui.report.forecast import codes, figures, ratings
from tui.report.forecast.judge import TIGHT, agreement, fits
from tui.report.forecast.labels import label
from tui.report.forecast.notation import has_cjk
from tui.report.forecast.vocabulary import vocabulary
from tui.report.forecast.words_in_row import is_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.forecast.roles import Guess, Role

MOST_EMPTY = 3
MOST_WAYS = 600
_EXCHANGES = frozenset(
    {"CH", "HK", "US", "SH", "SZ", "BJ", ".SH", ".SZ", ".BJ", ".HK", "TT", "JP", "KS", "LN"}
)


def words_of(texts: Sequence[str]) -> list[str]:
    """The words of a row, a code split from the name glued to it, a bracketed piece joined to its word."""
    out: list[str] = []
    for text in texts:
        word = text.strip()
        if not word:
            continue
        found = codes.find(word)
        if found and found.rest and has_cjk(found.rest) and not any(c.isdigit() for c in found.rest):
            first = word.find(found.printed[:4]) <= word.find(found.rest[:1])
            out += [found.printed, found.rest] if first else [found.rest, found.printed]
        elif out and not word.strip("*#†‡^"):
            out[-1] += word
        elif out and word in _EXCHANGES and codes.has_code(f"{out[-1]} {word}"):
            out[-1] += f" {word}"
        elif out and word.startswith(("(", "（")) and not figures.is_number(word):
            out[-1] += word
        else:
            out.append(word)
    return out


def aligned(words: Sequence[str], guess: Guess) -> list[str] | None:
    """One cell a column, '' for none; None where the words do not fit, or fit in more ways than one."""
    spare = len(words) - len(guess)
    if spare > 0:
        merged = _merged(list(words), guess)
        if merged is None:
            return None
        words, spare = merged, 0
    if spare == 0:
        return list(words) if fit(words, guess) else None
    if -spare > MOST_EMPTY:
        return None
    return _with_gaps(words, guess, -spare)


def fit(words: Sequence[str], guess: Sequence[Role]) -> bool:
    """True where no word contradicts its column."""
    return all(fits(role, word) is not False for role, word in zip(guess, words, strict=True))


def _merged(words: list[str], guess: Guess) -> list[str] | None:
    """Words that are one name cut by spaces put together, until there are as many as columns."""
    spare = len(words) - len(guess)
    uncoded = not any(role.kind == "code" for role in guess)
    ways = []
    for at in range(len(words) - spare):
        run = words[at : at + spare + 1]
        if all(_is_name_part(w) for w in run[:-1]) and (
            _is_name_part(run[-1]) or (uncoded and _is_named_code(run[-1]))
        ):
            way = [*words[:at], _together(run), *words[at + spare + 1 :]]
            if fit(way, guess):
                ways.append(way)
    return ways[0] if len(ways) == 1 else None


def _is_named_code(word: str) -> bool:
    """True for a name's last word with its code beside it: 'Telecom(600931.SH)'."""
    found = codes.find(word)
    return found is not None and word.endswith((")", "）")) and codes.has_letters(found.rest)


def _is_name_part(word: str) -> bool:
    if label(word).word in vocabulary().roles:
        return False  # a header printed again, not a name
    return codes.has_letters(word) and not codes.has_code(word) and not ratings.read(word)


def _together(run: Sequence[str]) -> str:
    out = run[0]
    for word in run[1:]:
        out += word if has_cjk(out[-1]) or has_cjk(word[:1]) else f" {word}"
    return out


def _with_gaps(words: Sequence[str], guess: Guess, gaps: int) -> list[str] | None:
    """The one way of leaving columns empty that cells allow and price, EPS and PE do not speak against.

    Where figures are left out, they must bear it out besides.
    """
    ways = []
    for count, empty in enumerate(combinations(range(len(guess)), gaps)):
        if count > MOST_WAYS:
            return None
        if guess[0].kind in {"code", "name"} and 0 in empty:
            continue
        words_left = iter(words)
        row = ["" if at in empty else next(words_left) for at in range(len(guess))]
        if fit(row, guess):
            ways.append((row, [is_figure(guess[at]) for at in empty]))
    good = []
    for row, figured in ways:
        agree, checked = agreement(guess, row, TIGHT)
        if agree == checked:
            good.append((checked, row, any(figured)))
    if len(good) != 1:
        return None
    checked, row, figured_out = good[0]
    return row if checked or not figured_out else None
