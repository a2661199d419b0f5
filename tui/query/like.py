"""Wildcards: which texts fit a pattern of * (any run, also none) and ? (one code point), in linear time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tui.query.data import Bools

CHUNK = 4096  # texts folded at once
TRIES = 16  # places looked at one by one before all are moved along together


def fitting(pattern: str, texts: Sequence[str], check: Callable[[], None]) -> Bools:
    """bool[len(texts)]: the texts that fit, folded, a folded pattern; `check` is called now and then."""
    fits = matcher(pattern)
    out = np.zeros(len(texts), dtype=bool)
    at = 0
    for folded in _folded(texts):
        check()
        out[at : at + len(folded)] = [fits(text) for text in folded]
        at += len(folded)
    return out


def _folded(texts: Sequence[str]) -> Iterator[list[str]]:
    """Texts folded, a chunk at a time; one call on many joined texts is several times faster."""
    for start in range(0, len(texts), CHUNK):
        chunk = texts[start : start + CHUNK]
        lines = fold("\n".join(("|", *chunk, "|"))).split("\n")  # the bars keep fold from the ends
        one_each = len(lines) == len(chunk) + 2  # a text with a line end in it would shift the rest
        yield [line.strip() for line in lines[1:-1]] if one_each else [fold(text) for text in chunk]


def matcher(pattern: str) -> Callable[[str], bool]:
    """A function that says whether a whole text fits; time in proportion to its length."""
    parts = pattern.split("*")
    if "?" in pattern:
        return _Parts.of(parts).fits
    first, last = parts[0], parts[-1]
    match parts:
        case [_]:
            return pattern.__eq__
        case [_, ""]:
            return lambda text: text.startswith(first)
        case ["", _]:
            return lambda text: text.endswith(last)
        case ["", middle, ""]:
            return lambda text: middle in text
    return _Parts.of(parts).fits


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands between two stars: how many code points, and its runs without ? at their offsets."""

    text: str
    runs: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, text: str) -> _Part:
        runs, at = [], 0
        for run in text.split("?"):
            if run:
                runs.append((at, run))
            at += len(run) + 1
        return cls(text, tuple(runs))

    def stands(self, text: str, at: int) -> bool:
        """Fits exactly there; the caller has seen to the length."""
        for offset, run in self.runs:  # noqa: SIM110 - all() takes twice as long
            if not text.startswith(run, at + offset):
                return False
        return True

    def find(self, text: str, start: int, end: int) -> int:
        """The end of the leftmost place that fits within [start, end), −1 for none."""
        size = len(self.text)
        if not self.runs:
            return start + size if start + size <= end else -1
        offset, run = self.runs[0]
        last = end - (size - offset - len(run))
        for _ in range(TRIES):
            found = text.find(run, start + offset, last) - offset
            if found < start:
                return -1
            if self.stands(text, found):
                return found + size
            start = found + 1
        return self._shift(text, start, end)

    def _shift(self, text: str, start: int, end: int) -> int:
        """One bit a place of the part; each code point moves all of them at once."""
        anything, bits = 0, dict.fromkeys(self.text, 0)
        for i, char in enumerate(self.text):
            if char == "?":
                anything |= 1 << i
            else:
                bits[char] |= 1 << i
        done, state = 1 << (len(self.text) - 1), 0
        for at in range(start, end):
            state = ((state << 1) | 1) & (bits.get(text[at], 0) | anything)
            if state & done:
                return at + 1
        return -1


@dataclass(frozen=True, slots=True)
class _Parts:
    """A whole pattern: what it begins with, what follows in this order, what it ends with (None: no star)."""

    first: _Part
    middle: tuple[_Part, ...]
    last: _Part | None
    least: int

    @classmethod
    def of(cls, parts: list[str]) -> _Parts:
        made = [_Part.of(part) for part in parts]
        inner = tuple(part for part in made[1:-1] if part.text)
        return cls(made[0], inner, made[-1] if len(made) > 1 else None, sum(map(len, parts)))

    def fits(self, text: str) -> bool:
        """The leftmost place for each part in turn leaves the most room to the rest."""
        if len(text) < self.least or not self.first.stands(text, 0):
            return False
        if self.last is None:
            return len(text) == self.least
        start, end = len(self.first.text), len(text) - len(self.last.text)
        if not self.last.stands(text, end):
            return False
        for part in self.middle:
            start = part.find(text, start, end)
            if start < 0:
                return False
        return True
