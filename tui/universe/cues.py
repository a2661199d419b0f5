"""What beside an ordinary word says that it is a company's name here, and when six digits are no code."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tui.text import is_cjk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.universe.words import Words

_NEAR = 12  # code points to either side where a cue still counts
_SHORT = 2  # characters of an alias that stands for nobody by itself
_CLAUSE = 40  # the same after a colon: 太阳能：上半年净利润 …
_SOON = 7  # code points in which what befalls shares may follow
_SHARE = "股"  # right after a kind of goods it makes a kind of shares
_LONGEST = 8  # characters of the longest cue beside a name
_SAID = 14  # characters after the company in which a summary says what it does
_RUN = 14  # characters after a name in which its full form ends
_SHARES = "股份"
_ENDS = "。！？!?；;\n"
_CLOSING = "”“\"’‘'」』》】 "
_OPENING = "（(【[〔"
_FOREIGN = {
    "SH": (".SZ", ".OF", ".BJ"),
    "SZ": (".SH", ".SS", ".XSHG", ".OF", ".BJ"),
    "BJ": (".SH", ".SZ", ".OF"),
}
_ABROAD = {
    "SH": ("SZ.", "SZ:", "SZSE:"),
    "SZ": ("SH.", "SH:", "SSE:", "SHSE.", "SHSE:"),
    "BJ": ("SH.", "SZ."),
}


def cued(text: str, start: int, end: int, words: Words) -> str:
    """The cue near text[start:end] that says that a company is meant, '' for none.

    A code in brackets is one by itself. Else the alias must stand as a name does, not inside of a longer
    noun (人形机器人, 机器人产业), and have a cue beside it (涨停, 公告, 董事长) or near it in its sentence.
    """
    by = _coded(text, start, end)
    if by:
        return by
    if text[start:end].isascii():
        return _english(text, start, end, words)
    port = text[start:end] in words.ports
    if not (port or _opens(text, start, words)):
        return ""
    at = end
    while text[at : at + 1] and text[at] in _CLOSING:
        at += 1
    goods = end - start == _SHORT or text[start:end] in words.goods
    by = _beside(text, at, words, goods=goods) or _full(text, start, at, words)
    if not by and port:
        return "" if _placed(text, start, at, words) else text[start:end]
    if by:
        return "" if _sector(text, at, at + _SOON + len(by), words) else by
    leads = _leads(text, start) and text[start:end] not in words.places
    if not (_closes(text, at) or _begins(text, at, words.cues.brand) or (leads and not goods)):
        return ""
    colon = text[at : at + 1] in {":", "："}
    first, last = _sentence(text, start, end, _CLAUSE if colon else _NEAR)
    if _sector(text, end, last, words):
        return ""
    by = _ends(text, start, words.cues.before)
    if not by and colon and leads:
        by = _in_clause(text[end:last], words, goods=goods)
    return by or _around(text[first:start] + "\n" + text[end:last], words, goods=goods)


def opened(title: str, start: int, end: int, summary: str, words: Words) -> bool:
    """True where title[start:end] opens its title, or stands before a colon, and the summary goes on of it.

    新希望生猪出栏下降 / 公司公告 …; not where it is a kind of goods that no act of a company follows.
    """
    colon = title[end : end + 1] in {":", "："}
    if not (colon or _leads(title, start)):
        return False
    goods = title[start:end] in words.goods and not colon
    if not _begins(title, end, words.cues.acts) and (goods or _sector(title, end, end + _SOON, words)):
        return False
    body = summary.lstrip(_OPENING + _CLOSING)
    lead = next((lead for lead in words.cues.story if body.startswith(lead)), "")
    clause = body[len(lead) : len(lead) + _SAID]
    stop = next((i for i, char in enumerate(clause) if char in _ENDS), len(clause))
    return bool(lead and _first(clause[:stop], words.cues.says))


def no_code(text: str, start: int, end: int, code: str, words: Words) -> str:
    """What says that the six digits text[start:end] are not `code`, '' for nothing.

    A unit after them (300100辆), a word before them (邮编300457), a fund or an index before their bracket
    (华夏成长混合(000001)), another exchange beside them (000001.SH where the code is 000001.SZ).
    """
    exchange = code.partition(".")[2]
    tail = text[end : end + 5].upper()
    for suffix in _FOREIGN.get(exchange, ()):
        if tail.startswith(suffix):
            return suffix
    lead = text[max(start - 5, 0) : start].upper()
    for prefix in _ABROAD.get(exchange, ()):
        if lead.endswith(prefix):
            return prefix
    at = end + (text[end : end + 1] == " ")
    unit = _begins(text, at, words.code.units)
    if unit and not any(text[at : at + size] in words.lexicon for size in (2, 3, 4) if size > len(unit)):
        return unit
    at = start
    while at and text[at - 1] in " :：#№":
        at -= 1
    by = _ends(text, at, words.code.before) or (_numbered(text, at, words) if at < start else "")
    if by or not (at and text[at - 1] in _OPENING):
        return by
    at -= 1
    if text[at - 1 : at] in {"A", "B", "C", "D", "E", "H", "Y"} and _ends(text, at - 1, words.code.fund):
        at -= 1
    return _ends(text, at, words.code.fund)


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────


def _coded(text: str, start: int, end: int) -> str:
    """Six digits in brackets after a name, or right before it."""
    at = end
    while text[at : at + 1] and text[at] in _CLOSING:
        at += 1
    if text[at : at + 1] and text[at] in _OPENING:
        inner = text[at + 1 : at + 16].partition("\n")[0]
        digits = _digits(inner)
        if digits:
            return digits
    before = text[max(start - 10, 0) : start].rsplit("\n", 1)[-1]
    digits = _digits(before)
    return digits if digits and not before[before.index(digits) + 6 :].strip(" .SHZBJshzbj)）】]:：") else ""


def _digits(text: str) -> str:
    """The first run of exactly six digits, '' for none."""
    at = 0
    while at < len(text):
        run = at
        while run < len(text) and "0" <= text[run] <= "9":
            run += 1
        if run - at == 6:
            return text[at:run]
        at = max(run, at + 1)
    return ""


def _opens(text: str, start: int, words: Words) -> bool:
    """True where a name may begin: nothing, a mark or a word that leads to a name stands before."""
    if not start or not is_cjk(text[start - 1]):
        return not start or not text[start - 1].isalnum()
    return bool(_ends(text, start, words.cues.opens) or _ends(text, start, words.cues.before))


def _beside(text: str, at: int, words: Words, *, goods: bool) -> str:
    """A cue right after a name, or what soon befalls its shares."""
    cues = words.cues
    by = _begins(text, at, cues.after) or ("" if goods else _begins(text, at, cues.brand))
    return by or _soon(text, at, words)


def _full(text: str, start: int, at: int, words: Words) -> str:
    """What ends the company's full name that begins here: 新大陆数字技术股份有限公司."""
    alias = text[start:at]
    if len(alias) <= _SHORT or alias in words.goods:
        return ""
    run = text[at : at + _RUN].partition("\n")[0]
    size = next((i for i, char in enumerate(run) if not is_cjk(char) or char in "与和及"), len(run))
    by = _first(run[:size], words.cues.full)
    return "" if alias in words.places and _SHARES + by not in run[:size] else by


def _placed(text: str, start: int, at: int, words: Words) -> str:
    """The word beside an airport or a port that says that the place is meant."""
    cues, (_, last) = words.cues, _sentence(text, start, at, _NEAR)
    if _first(text[at:last], cues.figures):
        return ""
    by = _ends(text, start, cues.place_before) or _begins(text, at, cues.place_after)
    return by or _first(text[at : min(at + _SOON, last)], cues.place_soon)


def _numbered(text: str, at: int, words: Words) -> str:
    """The English word before a number that says of what: Invoice no. 600050."""
    word = text[max(at - _LONGEST - 2, 0) : at].rpartition("\n")[2].rpartition(" ")[2]
    return word if word.lstrip("([").lower() in words.code.english else ""


def _in_clause(clause: str, words: Words, *, goods: bool) -> str:
    cues = words.cues
    return _first(clause, cues.colon) or ("" if goods else _first(clause, cues.colon_brand))


def _around(text: str, words: Words, *, goods: bool) -> str:
    cues = words.cues
    return _first(text, cues.near) or ("" if goods else _first(text, cues.near_brand))


def _soon(text: str, at: int, words: Words) -> str:
    """What happens to shares alone, some characters on: 太阳能盘中触及涨停."""
    part = text[at : at + _SOON].partition("\n")[0]
    if part.startswith(_SHARE) or not part or part[0] in "、,，和与及":
        return ""
    return _first(part, words.cues.soon)


def _leads(text: str, start: int) -> bool:
    """True at the beginning of a text or of a sentence."""
    before = text[max(start - 2, 0) : start].rstrip(" *")
    return not before or before[-1] in _ENDS or before[-1] in "】|丨"


def _closes(text: str, at: int) -> bool:
    """True where a name may end: nothing, a mark, a figure or a light word follows."""
    char = text[at : at + 1]
    return not char or not is_cjk(char) or char in "与和及等在将于因也已则就被对向从为获拟称较跟随"


def _sector(text: str, first: int, last: int, words: Words) -> bool:
    part = text[first:last].partition("\n")[0]
    return any(word in part for word in words.cues.sector)


def _sentence(text: str, start: int, end: int, reach: int) -> tuple[int, int]:
    first, last = max(start - _NEAR, 0), min(end + reach, len(text))
    for i in range(start - 1, first - 1, -1):
        if text[i] in _ENDS:
            first = i + 1
            break
    for i in range(end, last):
        if text[i] in _ENDS:
            return first, i
    return first, last


def _first(text: str, options: Sequence[str]) -> str:
    """The first of the options that stands somewhere in the text."""
    return next((option for option in options if option in text), "")


@lru_cache(maxsize=64)
def _edges(options: frozenset[str], place: int) -> frozenset[str]:
    """The first or last characters of some words: most texts have none of them there."""
    return frozenset(word[place] for word in options)


def _begins(text: str, at: int, options: frozenset[str]) -> str:
    """The longest of the options that stands at `at`."""
    if text[at : at + 1] not in _edges(options, 0):
        return ""
    return next((text[at : at + n] for n in range(_LONGEST, 0, -1) if text[at : at + n] in options), "")


def _ends(text: str, at: int, options: frozenset[str]) -> str:
    """The longest of the options that ends at `at`."""
    if not at or text[at - 1] not in _edges(options, -1):
        return ""
    sizes = range(min(_LONGEST, at), 0, -1)
    return next((text[at - n : at] for n in sizes if text[at - n : at] in options), "")


def _english(text: str, start: int, end: int, words: Words) -> str:
    first, last = _sentence(text, start, end, 2 * _NEAR)
    near = (text[max(first - _NEAR, 0) : start].split() or [""])[-2:] + text[end:last].split()[:3]
    bare = (w.replace("’", "'").partition("'")[0].strip(",.:;()[]") for w in near)
    return next((word for word in bare if word in words.cues.english), "")
