"""Chinese written without spaces, 市盈率26小于45且评级等于买入, taken apart where one way alone fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.query import words
from tui.query.patterns import NUMBER_OR_DAY, WORD
from tui.text import is_cjk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_RUN = 120  # code points; a longer run stays one word
LONGEST_NAME = 32


class Use(StrEnum):
    """What a piece of a run is."""

    KEYWORD = "keyword"
    OPERAND = "operand"  # a known word, a number, a date
    MINUS = "minus"  # of a number behind a keyword: 等于-5
    PLAIN = "plain"  # a word that the grammar reads by its place: a state, any, all, a function


@dataclass(frozen=True, slots=True)
class Piece:
    """run[start:end]."""

    start: int
    end: int
    use: Use


@dataclass(frozen=True, slots=True)
class Neighbours:
    """before: the sign in front of the run, or ''; call: a bracket opens after it; between: one is open."""

    before: str = ""
    call: bool = False
    between: bool = False


_CHINESE = {
    spelling: name for spelling, name in words.KEYWORDS.items() if all(is_cjk(char) for char in spelling)
}
_KEYWORD = re.compile("|".join(sorted(_CHINESE, key=len, reverse=True)))


_PARTING = re.compile(f"{_KEYWORD.pattern}|[{''.join(words.BETWEEN_AND)}]")


def holds_keyword(run: str) -> str | None:
    """The first Chinese keyword inside a word, for the hint to put spaces around it; None without one."""
    match = _KEYWORD.search(run)
    return match[0] if match else None


def may_split(run: str) -> bool:
    """True where a word holds what may part it."""
    return _PARTING.search(run) is not None


def split(run: str, known: Callable[[str], bool], around: Neighbours) -> tuple[int, tuple[Piece, ...]]:
    """How many ways there are to take a run apart (2 stands for more), and the pieces of one of them.

    Two operands never stand side by side, nor do two keywords that together are another keyword.
    """
    if len(run) > LONGEST_RUN or not (around.between or holds_keyword(run)):
        return 0, ()
    return _Splitter(run, known, around).solve()


def head(run: str, around: Neighbours) -> tuple[Piece, ...]:
    """What stands for itself at the start of a run that cannot be taken apart whole.

    That is a number or date that a keyword follows, or a keyword behind an operand.
    """
    if around.before == OPERAND:
        match = _KEYWORD.match(run)
        return (Piece(0, match.end(), Use.KEYWORD),) if match else ()
    number = NUMBER_OR_DAY.match(run)
    if number and _KEYWORD.match(run, number.end()):
        return (Piece(0, number.end(), Use.OPERAND),)
    return ()


OPERAND = "operand"  # what stood before, beside a keyword's spelling, a sign, or '' at the start
_JOIN = "join"
_ASKING = {"is", "is not", "not", "has", "not has", "@"}  # signs that give the next word its meaning


@dataclass(frozen=True, slots=True)
class _Splitter:
    run: str
    known: Callable[[str], bool]
    around: Neighbours

    def solve(self) -> tuple[int, tuple[Piece, ...]]:
        """From the right: for each offset and what stood before it, how many ways reach the end."""
        size = len(self.run)
        keywords = [self.keywords(at) for at in range(size + 1)]
        breaks = [at for at in range(1, size + 1) if at == size or keywords[at] or self.joins(at)]
        ways: dict[tuple[int, str], tuple[int, Piece | None, str]] = {}
        for at in range(size, -1, -1):
            befores = self.befores(at)
            operands = self.operands(at, breaks) if befores != [OPERAND] else []
            for before in befores:
                total = int(at == size and (before == OPERAND or before in _CHINESE))
                best: tuple[Piece | None, str] = None, ""
                for piece, after in self.steps(at, before, keywords[at], operands):
                    rest = ways[piece.end, after][0]
                    if rest:
                        total, best = min(2, total + rest), (piece, after)
                ways[at, before] = (total, *best)
        return ways[0, self.around.before][0], tuple(self.walk(ways))

    def befores(self, at: int) -> list[str]:
        """What may stand before an offset."""
        if at == 0:
            return [self.around.before]
        keywords = [spelling for spelling in _CHINESE if self.run.endswith(spelling, 0, at)]
        last = self.run[at - 1]
        return [OPERAND, *keywords, _JOIN if last in words.BETWEEN_AND else "-"]

    def walk(self, ways: dict[tuple[int, str], tuple[int, Piece | None, str]]) -> Iterator[Piece]:
        _, piece, after = ways[0, self.around.before]
        while piece:
            yield piece
            _, piece, after = ways[piece.end, after]

    def keywords(self, at: int) -> list[str]:
        return [spelling for spelling in _CHINESE if self.run.startswith(spelling, at)]

    def joins(self, at: int) -> bool:
        """True where a word between the two ends of `between` stands."""
        open_before = self.around.between or "介于" in self.run[:at]
        return open_before and self.run[at : at + 1] in words.BETWEEN_AND

    def operands(self, at: int, breaks: list[int]) -> list[Piece]:
        """The numbers, dates and known words that begin here and end where something else may begin."""
        figure = NUMBER_OR_DAY.match(self.run, at)
        ends = {figure.end()} if figure and figure.end() in breaks else set()
        for end in breaks:
            name = self.run[at:end]
            alone = WORD.fullmatch(name) and name.strip(".") and not words.keyword(name)
            if alone and len(name) <= LONGEST_NAME and end not in ends and self.known(name):
                ends.add(end)
        return [Piece(at, end, Use.OPERAND) for end in ends]

    def steps(
        self, at: int, before: str, keywords: list[str], operands: list[Piece]
    ) -> Iterator[tuple[Piece, str]]:
        """Each piece that may begin here after what stood before, and what then stands before the next."""
        for word in keywords:
            if before not in _CHINESE or before + word not in _CHINESE:
                yield Piece(at, at + len(word), Use.KEYWORD), word
        if before == OPERAND:
            if self.joins(at):
                yield Piece(at, at + 1, Use.PLAIN), _JOIN
            return
        if self.run[at : at + 1] == "-" and before in _CHINESE:
            yield Piece(at, at + 1, Use.MINUS), "-"
        plain = list(self.plain(at, _CHINESE.get(before, before)))
        yield from ((piece, OPERAND) for piece in plain or operands)

    def plain(self, at: int, sign: str) -> Iterator[Piece]:
        """A state after `is`, `previous` after @, and what a bracket follows: a function, any, all."""
        if sign not in _ASKING and not self.around.call:
            return
        for end in range(at + 1, min(len(self.run), at + 8) + 1):
            word = self.run[at:end]
            last = end == len(self.run) and self.around.call
            if (
                (sign in {"is", "is not", "not"} and words.state(word))
                or (sign == "@" and words.is_previous(word))
                or (sign in {"has", "not has"} and last and words.any_all(word))
                or (last and words.function(word))
            ):
                yield Piece(at, end, Use.PLAIN)
