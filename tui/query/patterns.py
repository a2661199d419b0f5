"""What numbers, dates, words and signs look like, once their width is folded."""

from __future__ import annotations

import re

from tui.query import words


def _any_of(spellings: list[str]) -> str:
    """A pattern for one of these, the longest first."""
    return "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))


_FIGURE = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
NUMBER = re.compile(_FIGURE)
UNIT = re.compile(r"%|[\w.]*")  # what might be one, right behind a number
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WORD = re.compile(r"[\w.]+(?:-[\w.]+)*%?")  # % ends labels such as 涨跌幅%
NUMBER_OR_DAY = re.compile(
    rf"{DAY.pattern}|{_FIGURE}(?:%|{_any_of(list(words.unit_names()))})?", re.IGNORECASE
)

SLASHED = re.compile(r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}(?![\w/])")
THOUSANDS = re.compile(r"(?<![\w.])[0-9]{1,3}(?:,[0-9]{3})+(?!\w|,\w)")

SIGN = re.compile(_any_of(list(words.SIGNS)))

# What people bring from other languages, and what to write here.
FOREIGN = {
    "&&": "and", "&": "and", "||": "or", "|": "or", "=>": ">=", "=<": "<=", "!~": "not x ~ '…'", "!": "not",
    "===": "=", ":": "=", ";": "and", "**": "x * x", "^": "x * x", "//": "/", "?": "quotes around a pattern",
    "[": "(", "]": ")", "{": "(", "}": ")", "。": ". or and",
}  # fmt: skip
FOREIGN_SIGN = re.compile(_any_of(list(FOREIGN)))
