"""What completion offers in a query that is being typed: columns, operators and values of the right type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from tui.query.expect import place
from tui.query.offers import QUOTES, Offer, offers
from tui.query.tokens import Sort, Token, fold_width, scan
from tui.text import fold, is_cjk, pinyin_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.query.scope import Name, Scope

MOST = 50
MOST_PINYIN = 1_000  # offers whose pinyin is looked at beside others
MOST_PINYIN_ALONE = 6_000  # where nothing else matches

_REST = re.compile(r"[\w.]*(?:-[\w.]+)*")


@dataclass(frozen=True, slots=True)
class Completion:
    """text[start:end] is to become one of the names, best first."""

    start: int
    end: int
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class _Typing:
    """The tokens before the word at the cursor, that word, and where it begins."""

    before: tuple[Token, ...]
    word: str
    start: int


def complete(text: str, cursor: int, scope: Scope, lang: str) -> Completion:
    """What may stand at the cursor (a code point offset), in 'zh' or 'en'; never raises."""
    cursor = max(0, min(cursor, len(text)))
    for typing in _readings(text[:cursor], scope):
        fitting = offers(place(typing.before, scope), scope, lang)
        names = tuple(islice(_matching(typing.word, fitting), MOST))
        if names:
            rest = _REST.match(fold_width(text), cursor) if typing.word else None
            return Completion(typing.start, rest.end() if rest else cursor, names)
    return Completion(cursor, cursor, ())


# ── the word at the cursor ──────────────────────────────────────────────────────────────────────────


def _readings(head: str, scope: Scope) -> Iterator[_Typing]:
    """Ways to read what stands before the cursor, the likeliest first."""
    found, fault = scan(head, scope.known)
    if fault:
        opening = fold_width(head[fault.start : fault.start + 1])
        if fault.end == len(head) and opening and opening in QUOTES:
            yield _Typing(found, head[fault.start + 1 :], fault.start)
        return
    before = tuple(token for token in found if token.sort is not Sort.END)
    last = before[-1] if before else None
    if not last or last.end < len(head):
        yield _Typing(before, "", len(head))
        return
    if last.text == "-" and len(before) > 1 and _goes_on(before[-2], last):
        word = last if before[-2].text == "@" else before[-2]
        yield _Typing(before[: before.index(word)], head[word.start :], word.start)
        return
    spelled = last.sort is Sort.SIGN and head[-1].isalnum()
    whole = spelled and is_cjk(head[-1]) and last.text != "not"
    if whole:  # a Chinese keyword needs no space after it
        yield _Typing(before, "", len(head))
    if spelled or last.sort in {Sort.WORD, Sort.NUMBER}:
        begun = next(i for i, token in enumerate(before) if token.start == last.start)
        yield _Typing(before[:begun], head[last.start :], last.start)
    if last.sort is Sort.WORD:
        yield from _glued(head, last, scope)
    elif last.sort is not Sort.NUMBER and not spelled:
        yield _Typing(before, "", len(head))


def _goes_on(word: Token, minus: Token) -> bool:
    """Whether a hyphen belongs to the word or the `@` before it."""
    return word.text == "@" or (word.sort in {Sort.WORD, Sort.NUMBER} and word.end == minus.start)


def _glued(head: str, last: Token, scope: Scope) -> Iterator[_Typing]:
    """A run of Chinese whose last keyword is followed by the word being typed: 评级等于买."""
    for at in range(last.end - 1, last.start, -1):
        if not is_cjk(head[at - 1]):
            continue
        found, fault = scan(head[:at], scope.known)
        signs = [token for token in found if token.sort is not Sort.END]
        if not fault and signs and signs[-1].sort is Sort.SIGN:
            yield _Typing(tuple(signs), head[at:], at)
            return


# ── what matches ────────────────────────────────────────────────────────────────────────────────────


def _matching(word: str, fitting: Iterable[Offer]) -> Iterator[Name]:
    """The offers that a word begins, then those that hold it, then those whose pinyin it begins."""
    wanted = fold(word)
    if not wanted:
        yield from (offer.quoted() for offer in fitting)
        return
    ranked: list[tuple[int, Offer]] = []
    others: list[Offer] = []
    for offer in fitting:
        rank = _rank(wanted, offer)
        if rank is None:
            others.append(offer)
        else:
            ranked.append((rank, offer))
    seen: set[str] = set()
    for _, offer in sorted(ranked, key=lambda pair: pair[0]):
        if offer.name.text not in seen:
            seen.add(offer.name.text)
            yield offer.quoted()
    if len(wanted) > 1 and wanted.isascii() and wanted.isalnum():
        likely = islice(others, MOST_PINYIN if seen else MOST_PINYIN_ALONE)
        found = {offer.name.text: offer for offer in likely if _by_pinyin(wanted, offer)}
        yield from (offer.quoted() for text, offer in found.items() if text not in seen)


def _rank(wanted: str, offer: Offer) -> int | None:
    """How well an offer matches, 0 the best; None where it does not."""
    text, also = fold(offer.name.text.strip(QUOTES)), [fold(each) for each in offer.also]
    if text.startswith(wanted):
        return 0
    if any(each.startswith(wanted) for each in also):
        return 1
    if wanted in text or any(wanted in each for each in also):
        return 2
    return None


def _by_pinyin(wanted: str, offer: Offer) -> bool:
    names = (offer.name.text, *offer.also)
    return any(pinyin_match(wanted, name) for name in names if any(map(is_cjk, name)))
