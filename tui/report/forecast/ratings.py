"""A rating's cell: the rating as printed, and what was done to it (maintained, raised, first)."""

from __future__ import annotations

import re
from functools import lru_cache

from tui.report.forecast.figures import is_missing
from tui.report.forecast.notation import folded, plain
from tui.report.forecast.vocabulary import vocabulary

_GRADE = re.compile(r"^(.+?) ?[-–]? ?([ABC])$")
_DATED = re.compile(r"\([^()]*\d{2,4}[-/.年][^()]*\)")  # since when: 'O (07/13/2023)'
_QUOTES = "\"'“”‘’「」『』《》"
_BRACKETS = re.compile(r"[()\[\]/,、|:;]")


@lru_cache(maxsize=2048)
def read(text: str, *, letters: bool = False) -> tuple[str, str] | None:
    """(rating, action) of a cell; ('', '') for a word for none; None where it is no rating.

    letters: a single letter or sign (O, U, ++) counts too, as in a column headed Rating
    """
    word = _DATED.sub("", plain(text)).strip(_QUOTES + " *#")
    word = re.sub(f"[{_QUOTES}]", "", word)
    low = folded(word)
    known = vocabulary()
    if letters and low in known.letters and not is_missing(low):
        return word, ""
    if is_missing(low):
        return "", ""
    rating, action = _split(word)
    if rating and _is_rating(rating):
        return rating, action
    if letters and folded(rating) in known.letters:
        return rating, action
    return ("", action) if action and not rating and letters else None


def _split(word: str) -> tuple[str, str]:
    """The word without the first action that stands in it, and that action."""
    low = word.lower()
    for action in vocabulary().actions:
        at = low.find(action)
        if at >= 0:
            rest = word[:at] + " " + word[at + len(action) :]
            rest = _BRACKETS.sub(" ", rest).strip()
            rest = rest.removesuffix("评级").strip() if len(rest) > 2 else rest
            return rest, word[at : at + len(action)]
    word = word.removesuffix("评级").strip() if word not in vocabulary().ratings else word
    return word.strip("()[] "), ""


def _is_rating(word: str) -> bool:
    low = folded(word)
    if low in vocabulary().ratings:
        return True
    match = _GRADE.match(word)
    return match is not None and folded(match[1]) in vocabulary().ratings
