"""The words of a sentence about moves: verbs and their sign, and the names of indices before a figure."""

from __future__ import annotations

import re
from functools import lru_cache

from tui.report.prose.indices import LONGEST_NAME, maker_pattern, market_pattern, shown
from tui.report.prose.words import either, words

REACH = 800  # characters before a figure in which its names stand
FIGURE = re.compile(
    r"(?<![\d.])([+-]?) ?(\d{1,4}(?:,\d{3}){0,4}(?:\.\d{1,4})?) ?"
    r"(%|个百分点|个点|百分点|pct|pcts|ppt?s?|bps?)",
    re.IGNORECASE,
)
COMMAS = re.compile(r"[,，、:：;；]")
COMMAS_AND = re.compile(r"[,，、:：;；]|和|以及|及|与| and |&")
_LEVEL = re.compile(r"(?:收盘|收报|收于|报收于|报收|收在|报|closed? at) ?[\d,.]+ ?点?")
_NAME_END = re.compile(r"[\u4e00-\u9fffA-Za-z0-9Ⅰ-Ⅲ&/+\-.()（） ]+$")
_DAYS = re.compile(
    r"(?:\d{4} ?[年./-] ?)?\d{1,2} ?[月./-] ?\d{1,2} ?日?"
    r"(?: ?[-至到~] ?(?:\d{4}[年./-])?(?:\d{1,2} ?[月./-] ?)?\d{1,2} ?日?)?"
)


def is_index(name: str) -> bool:
    """True for a name that is surely an index: a market's, a maker's, or one that says so itself."""
    return bool(
        market_pattern().fullmatch(name)
        or market_pattern().fullmatch(shown(name))
        or maker_pattern().fullmatch(name)
        or name.endswith(("指数", "板块指数"))
        or name.casefold().endswith(" index")
    )


def names_before(before: str, cut: re.Pattern[str] = COMMAS) -> list[str]:
    """The names that stand before a figure, since the figure before it."""
    text = _LEVEL.sub("", _DAYS.sub("", before[-REACH:]))
    text = _strip_end(text.rstrip("(（:：+ \t\n\u3000"))
    head, several, tail = text.rpartition("分别")
    text = _strip_end(head) if several and not tail.strip(" 为是") else text
    parts = [part for part in map(_name, _pieces(text, cut)) if part]
    return parts if several or len(parts) < 2 else _together(text, parts, cut)


def _pieces(text: str, cut: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in cut.split(text) if part.strip()]


def _together(text: str, parts: list[str], cut: re.Pattern[str]) -> list[str]:
    """Names joined by 、 or 和 share the figures; after a comma only the last counts."""
    last = re.split(r"[,，:：;；]", text.rstrip(" ,，:：;；"))[-1]
    kept = [part for part in map(_name, _pieces(last, cut)) if part]
    return kept or parts[-1:]


def _name(piece: str) -> str:
    """The index named in a piece of text, '' for none."""
    piece = _strip_end(_against().split(piece)[0])
    known = [*market_pattern().finditer(piece), *maker_pattern().finditer(piece)]
    if known:
        best = max(known, key=lambda match: (match.end(), len(match[0])))
        if len(piece) - best.end() <= 3:
            return _strip_lead(best[0])
    match = _NAME_END.search(piece)
    name = _strip_lead(match[0].strip()) if match else ""
    letters = sum(char.isalpha() for char in name)
    if name.isascii() and not name[:1].isupper():
        return ""
    return name if letters >= 2 and len(name) <= LONGEST_NAME and not FIGURE.search(name) else ""


def _strip_end(text: str) -> str:
    """Verbs and the words between a name and its figure taken off the end."""
    end = _ends().match(text[::-1])
    return text[: len(text) - end.end() if end else None].rstrip(" ,，(（:：")


def _strip_lead(name: str) -> str:
    return _leads().sub("", name).strip(" -")


def without_verbs(text: str) -> str:
    return _verbs().sub("", text)


def verb_of(text: str) -> int:
    """1 for a rise, -1 for a fall, 0 for neither, by the last verb of a text."""
    sign = 0
    for match in _verbs().finditer(text.casefold()):
        word = match[0].strip()
        sign = 1 if word in words("moves", "rise") else -1 if word in words("moves", "fall") else 0
    return sign


@lru_cache(maxsize=1)
def _verbs() -> re.Pattern[str]:
    every = [word for kind in ("rise", "fall", "either") for word in words("moves", kind)]
    # 跌幅居前 ranks, and says nothing of the figure after it
    return re.compile(rf"(?:{either(every)})(?![前居靠最较第幅])", re.IGNORECASE)


@lru_cache(maxsize=1)
def _against() -> re.Pattern[str]:
    return re.compile(either(words("moves", "against")), re.IGNORECASE)


@lru_cache(maxsize=1)
def _ends() -> re.Pattern[str]:
    """The words that end a text read backwards, so that no place of the text is tried twice."""
    every = [word for kind in ("rise", "fall", "either", "link") for word in words("moves", kind)]
    others = ["了", "约", "达", "为", "至", "幅度为", "幅度", "近", "by", "of", "分别", "了约", "-", "由"]
    ends = [word[::-1] for word in (*every, *others) if word not in {"指数", "index", "板块", "sector"}]
    return re.compile(rf"(?:[\s:：]*+(?:{either(ends)})[\s:：(（]*+)+", re.IGNORECASE)


@lru_cache(maxsize=1)
def _leads() -> re.Pattern[str]:
    return re.compile(rf"^(?:\s*+(?:{either(words('moves', 'lead'))})[\s:：]*+)+", re.IGNORECASE)
