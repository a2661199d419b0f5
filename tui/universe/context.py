"""Whether the words around an alias say that the company is meant: rules over a folded text.

Every rule takes a text, the half-open span of an alias in it and `Words`; it looks at some characters to
either side, never past a line end, so that many texts may stand in one, apart by line ends.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tui.text import is_cjk
from tui.universe.cues import cued, no_code, opened
from tui.universe.words import LONGEST, Words, words

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Words", "continued", "cued", "descriptive", "no_code", "opened", "ordinary", "straddled", "words"]

_FOLLOW = 9  # characters of the longest text that may follow
_SHORT = 2  # characters of an alias that a word over its start hides by itself
_FOREIGN = 3  # characters of a name that may be part of a foreign one
_EACH = frozenset("全各本外异爱别他诸")  # what leads to a noun, and to no name
_DOT, _OF = "·", "的"
_TOKEN = 20  # letters of the longest English word looked at
_NATION = ("中国", "中华", "国家", "全国")


def ordinary(alias: str, words: Words) -> bool:
    """True for an alias that is an ordinary word, and stands for a company only beside a cue."""
    if alias.isascii():
        short = len(alias) < 2 or alias.isdecimal()
        return short or alias.lower() in words.english.ordinary
    return alias in words.ordinary


# ── words across an edge ────────────────────────────────────────────────────────────────────────────


def straddled(text: str, start: int, end: int, words: Words) -> str:
    """The word across an edge of text[start:end] that shows that the alias is not meant, '' for none.

    全国|新能源 hides 国新能源: 全国 lies across the edge, and what is left of the alias is made of words.
    中国|高科技 hides 中国高科. 招商银行|业绩 hides nothing: a longer word begins where the alias ends. Longer
    numbers and the names of people hide the shorter ones in them, and so does a compound: 商业|航天发展.
    """
    found = ""
    if start and text[start - 1 : start + 1] in words.pairs:
        found = _across_start(text, start, end, words)
    if not found and text[end - 1 : end + 1] in words.pairs:
        found = _across_end(text, start, end, words)
    if not found and text[start] in words.digits:
        found = _numeral(text, start, end, words)
    if not found and text[start] in words.foreign:
        found = _transliterated(text, start, end, words)
    if not found and end - start == _SHORT and text[start] in words.surnames:
        found = _person(text, start, end, words)
    if not found and end - start == 2 * _SHORT and text[start + _SHORT : end] in words.common.tails:
        found = _compound(text, start, end, words)
    return found


def _across_start(text: str, start: int, end: int, words: Words) -> str:
    lexicon = words.lexicon
    for i in range(start - 1, max(start - LONGEST, -1), -1):
        for j in range(start + 1, min(i + LONGEST, len(text)) + 1):
            word = text[i:j]
            if word not in lexicon or _ends_a_word(text, start, start - i + 1, lexicon):
                continue
            if j >= end or end - start == _SHORT or _spelled(text, j, end, lexicon):
                return word
            if j == start + 1 == i + 2 and _doubled(text, start, end, words):
                return word
    return ""


def _doubled(text: str, start: int, end: int, words: Words) -> bool:
    """True for a name made of words right after 全, 各 …: 全国|民技术, or 全|国民|技术, but no 国民技术."""
    if text[start - 1] not in _EACH or text[start : start + 2] in _NATION:
        return False
    return text[start : start + 2] in words.lexicon and _spelled(text, start + 2, end, words.lexicon)


def _across_end(text: str, start: int, end: int, words: Words) -> str:
    lexicon = words.lexicon
    for j in range(end + 1, min(end + LONGEST, len(text) + 1)):
        for i in range(max(start, j - LONGEST), end):
            word = text[i:j]
            if word not in lexicon or _goes_on(text, end, j - end, words):
                continue
            if (
                i == start
                or _spelled_back(text, start, i, lexicon)
                or (end - start == _SHORT and _light_before(text, start, words))
            ):
                return word
    return ""


def _spelled(text: str, start: int, end: int, lexicon: Collection[str]) -> bool:
    """True where words lead from `start` to `end`, or over it; 的 may stand between two."""
    if start >= end:
        return True
    if text[start] == _OF and start + 1 < end and _spelled(text, start + 1, end, lexicon):
        return True
    return any(
        text[start : start + size] in lexicon and _spelled(text, start + size, end, lexicon)
        for size in range(2, LONGEST + 1)
    )


def _spelled_back(text: str, start: int, end: int, lexicon: Collection[str]) -> bool:
    """True where words lead from `end` back to `start`, or over it; 的 may stand between two."""
    if end <= start:
        return True
    if text[end - 1] == _OF and start < end - 1 and _spelled_back(text, start, end - 1, lexicon):
        return True
    return any(
        text[end - size : end] in lexicon and _spelled_back(text, start, end - size, lexicon)
        for size in range(2, min(LONGEST, end) + 1)
    )


def _begins_a_word(text: str, at: int, least: int, lexicon: Collection[str]) -> bool:
    most = min(LONGEST, len(text) - at)
    return any(text[at : at + size] in lexicon for size in range(least, most + 1))


def _ends_a_word(text: str, at: int, least: int, lexicon: Collection[str]) -> bool:
    return any(text[at - size : at] in lexicon for size in range(least, min(LONGEST, at) + 1))


def _goes_on(text: str, end: int, overhang: int, words: Words) -> bool:
    """True where what follows an alias stands by itself: a longer word, or what a company's name leads to."""
    if _begins_a_word(text, end, max(overhang + 1, 2), words.lexicon):
        return True
    cues, common = words.cues, words.common
    if text[end : end + overhang] in common.arms and _begins_a_word(text, end + overhang, 2, common.firms):
        return True
    return any(
        part in common.kept or part in cues.after or part in cues.brand
        for part in (text[end : end + size] for size in range(max(overhang, 2), _FOLLOW + 1))
    )


def _light_before(text: str, at: int, words: Words) -> bool:
    char, before = text[at], text[at - 1 : at]
    return (
        char in words.single
        or before + char in words.lexicon
        or (char in words.digits and _counts(before, words))
    )


def _counts(char: str, words: Words) -> bool:
    return char.isdecimal() or char in words.digits


def _numeral(text: str, start: int, end: int, words: Words) -> str:
    """The longer number that an alias of numerals stands in: 六七一二 for 七一二."""
    digits = words.digits
    if not digits.issuperset(text[start:end]):
        return ""
    first, last = start, end
    if not _ends_a_word(text, start, 2, words.lexicon):
        while first > 0 and text[first - 1] in digits:
            first -= 1
    if not _begins_a_word(text, end, 2, words.lexicon):
        while last < len(text) and text[last] in digits:
            last += 1
    if text[first - 1 : first] == "第":
        first -= 1
    return text[first:last] if (first, last) != (start, end) else ""


def _transliterated(text: str, start: int, end: int, words: Words) -> str:
    """The longer foreign name that an alias of such characters stands in: 诺曼·福斯特, 杜阿尔特."""
    foreign, first, last = words.foreign, start, end
    if end - start < _FOREIGN or not foreign.issuperset(text[start:end]):
        return ""
    if start and (
        text[start - 1] == _DOT
        or (text[start - 1] in foreign and not _ends_a_word(text, start, 2, words.lexicon))
    ):
        first -= 1
    if start == first and text[start - 2 : start] in words.titles:
        first -= 2
    after = text[end : end + 1]
    if after == _DOT or (after in words.endings and not _begins_a_word(text, end, 2, words.lexicon)):
        last += 1
    return text[first:last] if (first, last) != (start, end) else ""


def _person(text: str, start: int, end: int, words: Words) -> str:
    """The person whose name begins with an alias of a surname and one character more: 张裕民."""
    if text[end : end + 1] not in words.given or _begins_a_word(text, end, 2, words.lexicon):
        return ""
    return text[start : end + 1]


def _compound(text: str, start: int, end: int, words: Words) -> str:
    """The longer noun that an alias of two ordinary nouns ends: 商业航天发展."""
    common = words.common
    if text[start - 2 : start] in common.leads and text[start : start + 2] in common.nouns:
        return text[start - 2 : end]
    return ""


# ── common nouns ────────────────────────────────────────────────────────────────────────────────────


def descriptive(alias: str, words: Words) -> bool:
    """True for an alias that what follows may turn into a common noun; ask `continued` of these alone.

    Such are 中国移动 (a country or city, and ordinary nouns), a name with look-alikes of its own in
    words.toml, a name that is all numerals, and English names of two or more ordinary words.
    """
    if alias.isascii():
        tokens = alias.lower().split()
        return len(tokens) > 1 and all(token in words.english.ordinary for token in tokens)
    return alias in words.common.after or bool(_headed(alias, words)) or words.digits.issuperset(alias)


def continued(text: str, start: int, end: int, words: Words) -> str:
    """What follows text[start:end] and makes a common noun or another name of it, '' for nothing.

    中国移动|支付, 中国电信|行业, 上海电影|节, 中国卫星|导航, China Mobile|phones. Only for aliases that are
    `descriptive`.
    """
    alias = text[start:end]
    if alias.isascii():
        return _continued_english(text, end, words)
    common = words.common
    options = _followers(alias, words)
    if alias[-2:] in common.verbs and text[start - 1 : start] in common.made:
        options = [*options, common.verbs[alias[-2:]]]
    tail = text[end : end + _FOLLOW]
    for size in range(len(tail), 0, -1):
        part = tail[:size]
        for option in options:
            if part in option:
                if part in common.arms and _begins_a_word(text, end + size, 2, common.firms):
                    return ""
                return part if size > 1 or not _begins_a_word(text, end, 2, words.lexicon) else ""
        if part in common.kept:
            return ""
    return _body(tail, words) if _headed(alias, words) else ""


def _body(tail: str, words: Words) -> str:
    """What follows a name up to another body that it is part of: 中国黄金|珠宝首饰业协会."""
    tail = tail.partition("\n")[0]
    at, body = min(((tail.find(b), b) for b in words.common.bodies if b in tail), default=(0, ""))
    between = tail[:at]
    if not body or not all(map(is_cjk, between)) or any(word in between for word in words.common.apart):
        return ""
    return between + body


@lru_cache(maxsize=4096)
def _followers(alias: str, words: Words) -> list[Collection[str]]:
    """What may follow this alias and make another thing of it."""
    common = words.common
    if words.digits.issuperset(alias):
        return [common.numeral]
    options: list[Collection[str]] = [common.after[alias]] if alias in common.after else []
    head = _headed(alias, words)
    if head:
        options += [common.after[alias[at:]] for at in range(1, len(alias) - 1) if alias[at:] in common.after]
    if head in _NATION:
        options += [common.follow, common.nation]
    elif alias in words.goods:
        options.append(common.follow)
    elif head:
        options.append(common.local)
    return options


def _headed(alias: str, words: Words) -> str:
    """The country or city that a name begins with whose rest is made of ordinary nouns, '' for none."""
    for size in range(2, min(5, len(alias) - 1) + 1):
        if alias[:size] in words.common.heads and _spelled(alias, size, len(alias), words.common.nouns):
            return alias[:size]
    return ""


def _continued_english(text: str, end: int, words: Words) -> str:
    if text[end : end + 1] not in {" ", "-"}:
        return ""
    token = text[end + 1 : end + 1 + _TOKEN].partition("\n")[0]
    word = token[: next((i for i, char in enumerate(token) if not char.isalpha()), len(token))]
    low = word.lower()
    return word if low in words.english.follow and low not in words.english.kept else ""
