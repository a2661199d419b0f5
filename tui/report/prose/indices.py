"""Names of indices: which level one is of, and whether two names are one index."""

from __future__ import annotations

import re
from functools import lru_cache

from tui.report.prose.shape import key
from tui.report.prose.words import least, vocabulary, words

MARKET, SECTOR, SUBSECTOR = "market", "sector", "sub-sector"
LONGEST_NAME = 24
_TAIL = re.compile(r"(?:行业|板块)?(?:指数|板块)?(?:整体)?$|(?i: sector)?(?i: sub-?index| index)?$")
_BRACKETED = re.compile(r"[(（]([^()（）]{1,8})[)）]")


@lru_cache(maxsize=1)
def _markets() -> dict[str, str]:
    return {key(name): group[0] for group in vocabulary("moves")["markets"] for name in group}


@lru_cache(maxsize=1)
def market_pattern() -> re.Pattern[str]:
    """Any name of a market's index in a text."""
    names = sorted((n for group in vocabulary("moves")["markets"] for n in group), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in names if name.isascii())
    others = "|".join(re.escape(name) for name in names if not name.isascii())
    return re.compile(rf"(?i:(?<![A-Za-z])(?:{latin})(?![A-Za-z]))|{others}")


@lru_cache(maxsize=1)
def _hint() -> re.Pattern[str]:
    """What every index's name holds, in a casefolded text."""
    markets = [name for group in vocabulary("moves")["markets"] for name in group]
    return least([*markets, *words("moves", "makers"), "指数", " index"])


def may_name(text: str) -> bool:
    """False for a text that surely names no index: a quick look."""
    return bool(_hint().search(text.casefold()))


@lru_cache(maxsize=1)
def maker_pattern() -> re.Pattern[str]:
    """A sector's index by its maker: 申万通信, 通信(申万), SW通信."""
    makers = "|".join(map(re.escape, words("moves", "makers")))
    return re.compile(
        rf"[\u4e00-\u9fffA-Za-z&/]{{2,14}} ?[(（](?:{makers})(?:一级|二级|三级)?[)）]"
        rf"|(?<![A-Za-z])(?:{makers})(?:一级|二级|三级)?(?:行业)?[-_ (（]?[\u4e00-\u9fff&/]{{2,12}}"
        r"|(?<![A-Za-z])(?:SW|CITIC|CSI) [A-Z][A-Za-z&]+(?: [A-Za-z&]+){0,2}"
    )


def level_of(name: str) -> str:
    """market, sector or sub-sector; a name nobody knows is a sub-sector's."""
    if key(name) in _markets() or key(shown(name)) in _markets():
        return MARKET
    makers = {key(maker) for maker in words("moves", "makers")}
    inside = _BRACKETED.search(name)
    bare = _TAIL.sub("", _BRACKETED.sub("", name)).strip()
    first = {key(word) for word in words("moves", "first_level")}
    if inside and any(key(inside[1]).startswith(maker) for maker in makers):
        return SUBSECTOR if "二级" in inside[1] or "三级" in inside[1] or key(bare) not in first else SECTOR
    for maker in words("moves", "makers"):
        if bare.casefold().startswith(maker.casefold()) and len(bare) > len(maker):
            rest = bare[len(maker) :].strip(" -_").removeprefix("一级").removeprefix("行业")
            if not rest.isascii() and key(rest) not in first:
                return SUBSECTOR
            return SECTOR
    return SECTOR if key(bare) in first else SUBSECTOR


def shown(name: str) -> str:
    """A name as it is kept: 指数 at the end of a sector's name says nothing."""
    name = name.strip(" 、,，:：")
    if key(name) in _markets():
        return name
    bare = _TAIL.sub("", name).strip()
    return bare if len(bare) >= 2 else name


def same_as(name: str) -> str:
    """A key that two names of one index share: 上证指数 and 上证综指, 申万通信 and 通信(申万)."""
    bare = shown(name)
    if known := _markets().get(key(bare)) or _markets().get(key(name)):
        return key(known)
    makers = "".join(m for m in words("moves", "makers") if m.casefold() in bare.casefold())
    for maker in words("moves", "makers"):
        bare = re.sub(re.escape(maker), "", bare, flags=re.IGNORECASE)
    return f"{key(makers)}:{key(_TAIL.sub('', bare))}"
