"""What an import, a problem of loading or an error says, in Chinese: its English matched and filled anew.

A table's key is the English with a hole for each value: `{}` is any text, `{#}` a figure, `{'}` a text in
quotes, `{@}` a code, `{_}` one word, `{|}` this or that; `{~}` is itself something said, `{,}` several of
it. Its value is the Chinese, where `{0}` is what stood in the first hole. Values come over as they are; what
has no twin stays English. Of several ways to read a message the one holds that knows most of its letters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

HOLE = re.compile(r"\{([#'@_~,|]?)\}")
PLACE = re.compile(r"\{(\d)\}")
KINDS = {
    "#": re.compile(r"[+-]?[\d.,]+%?"),
    "'": re.compile(r"(['\"]).*\1", re.DOTALL),
    "@": re.compile(r"[0-9A-Z]+\.[A-Z]{1,3}"),
    "_": re.compile(r"[\w.-]+"),
}
LONGEST, DEEPEST, SPLITS = 4000, 4, 12
AND_THEN, BEHIND = "; ", ": "
JOINTS = {AND_THEN: "；", BEHIND: "："}


class _Pair(NamedTuple):
    """English as the literals around its holes, the kind of each hole, and the Chinese."""

    literals: tuple[str, ...]
    kinds: tuple[str, ...]
    longest: str
    letters: int
    chinese: str


class _Said(NamedTuple):
    """How many letters of a text are known, and the text in Chinese."""

    letters: int
    text: str


def told(text: str, lang: str) -> str:
    """A message in 'zh' or 'en'; one that no table knows as it is."""
    return text if lang != "zh" or not text else _chinese(text)


def error_told(error: Exception, lang: str) -> str:
    """An error in a language; one of a query knows its own Chinese."""
    if lang != "zh":
        return str(error)
    own = getattr(error, "told", None)
    return str(own("zh")) if callable(own) else told(str(error), "zh")


def many_told(parts: tuple[str, ...], lang: str) -> str:
    """Several messages one after the other, as what was expected and what was done; empty ones left out."""
    return ("；" if lang == "zh" else AND_THEN).join(told(part, lang) for part in parts if part)


def behind(first: str, second: str, lang: str) -> str:
    """What stands there, and what is said of it, if anything."""
    return f"{first}{'：' if lang == 'zh' else BEHIND}{second}" if second else first


@lru_cache(maxsize=4096)
def _chinese(text: str) -> str:
    return _said(text, 0).text if len(text) <= LONGEST else text


def _said(text: str, deep: int) -> _Said:
    """A text in Chinese, whose parts may be told one after the other, each behind a file's name."""
    if deep > DEEPEST or not text:
        return _Said(0, text)
    return _joined(text, AND_THEN, lambda part: _joined(part, BEHIND, lambda one: _match(one, deep)))


def _joined(text: str, joint: str, known: Callable[[str], _Said | None]) -> _Said:
    """The parts of a text, put together so that most of its letters are known."""
    parts = text.split(joint, SPLITS - 1)
    best = [_Said(0, "")] * (len(parts) + 1)  # of the parts from each on
    for start in range(len(parts) - 1, -1, -1):
        best[start] = _Said(0, joint.join(parts[start:]))
        for stop in range(len(parts), start, -1):
            one = known(joint.join(parts[start:stop])) or (stop == start + 1 and _Said(0, parts[start]))
            if one and one.letters + best[stop].letters > best[start].letters:
                between = (
                    "" if stop == len(parts) else JOINTS[joint] if one.letters or joint == AND_THEN else joint
                )
                best[start] = _Said(one.letters + best[stop].letters, f"{one.text}{between}{best[stop].text}")
    return best[0]


def _match(text: str, deep: int) -> _Said | None:
    """A text by the pair that has most letters of its own in it."""
    exact, patterns = _known()
    if text in exact:
        return _Said(len(text), exact[text])
    for pair in patterns:
        if pair.longest in text and (values := _values(pair, text)) is not None:
            said = [_value(kind, one, deep) for kind, one in zip(pair.kinds, values, strict=True)]
            letters = pair.letters + sum(one.letters for one in said)
            return _Said(letters, PLACE.sub(lambda hole, said=said: said[int(hole[1])].text, pair.chinese))  # type: ignore[misc]
    return None


def _values(pair: _Pair, text: str) -> list[str] | None:
    """What stands in the holes, each as short as can be; None where the literals are not there in order."""
    first, *others, last = pair.literals
    at, end = len(first), len(text) - len(last)
    if at > end or not text.startswith(first) or not text.endswith(last):
        return None
    out = []
    for literal in others:
        found = text.find(literal, at, end)
        if found < 0:
            return None
        out.append(text[at:found])
        at = found + len(literal)
    out.append(text[at:end])
    return out if all(map(_fits, pair.kinds, out)) else None


def _fits(kind: str, value: str) -> bool:
    return kind not in KINDS or KINDS[kind].fullmatch(value) is not None


def _value(kind: str, value: str, deep: int) -> _Said:
    """What stood in a hole: itself, or what it says."""
    if kind == "~":
        return _said(value, deep + 1)
    if kind == ",":
        every = [_said(one, deep + 1) for one in value.split(", ")]
        return _Said(sum(one.letters for one in every), "，".join(one.text for one in every))
    return _Said(0, value.replace(" or ", " 或 ") if kind == "|" else value)


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], tuple[_Pair, ...]]:
    """Messages without holes, and those with, those with most letters of their own first."""
    pairs = twins()
    exact = {english: chinese for english, chinese in pairs.items() if not HOLE.search(english)}
    made = [_pair(english, chinese) for english, chinese in pairs.items() if english not in exact]
    made.sort(key=lambda pair: (-pair.letters, pair.literals))
    return exact, tuple(made)


def _pair(english: str, chinese: str) -> _Pair:
    pieces = HOLE.split(english)
    literals, kinds = tuple(pieces[::2]), tuple(pieces[1::2])
    return _Pair(literals, kinds, max(literals, key=len), sum(map(len, literals)), chinese)


@lru_cache(maxsize=1)
def twins() -> dict[str, str]:
    """English → Chinese of everything that can be said of outside data."""
    from tui.app.words.told_app import APP, SETTINGS, THEMES, VIEWS
    from tui.app.words.told_book import BOOK, NEWS, YEARLY
    from tui.app.words.told_query import queries
    from tui.app.words.told_report import FILES, PROSE, TABLES
    from tui.app.words.told_vendor import INTO, VENDOR

    tables = (BOOK, NEWS, YEARLY, FILES, PROSE, TABLES, INTO, VENDOR, APP, SETTINGS, THEMES, VIEWS)
    own = {english: chinese for table in tables for english, chinese in table.items()}
    bare = {HOLE.sub("{}", english) for english in own}
    return {**{one: said for one, said in queries().items() if HOLE.sub("{}", one) not in bare}, **own}
