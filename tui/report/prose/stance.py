"""The report's rating of its sector, and the change of it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.report.prose.days import narrow
from tui.report.prose.scale import any_word, rank_of
from tui.report.prose.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.prose.outline import Line

_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)|\d{4,5} ?\.?HK")
_LABEL = r"(?:(?:行业|板块)?(?:投资)?评级|行业观点|(?:Sector|Industry)(?: rating| view)|Rating)"
_QUOTE = "[“”\"'「」‘’《》]?"
NEAR_COVER = 60


def stance(cover: Sequence[Line], rest: Sequence[Line]) -> tuple[str, str]:
    """(rating, change) of the sector, as printed; '' where the report does not say.

    The cover's label decides (`投资评级：推荐（维持）`), then a sentence that keeps or sets a rating.
    """
    texts = [narrow(line.text) for line in cover]
    for i, text in enumerate(texts):
        following, third = (*texts[i + 1 : i + 3], "", "")[:2]
        if found := _labelled(text, following, third):
            return found
    for i, text in enumerate(texts):
        following = texts[i + 1] if i + 1 < len(texts) else ""
        if found := _bare(text, following):
            return found
    for text in (*texts, *(narrow(line.text) for line in rest)):
        if found := _sentence(text):
            return found
    return "", ""


@lru_cache(maxsize=16)
def _pattern(name: str) -> re.Pattern[str]:
    """One of the forms in which a rating or its change is told, compiled when first looked for."""
    rating = f"({any_word()})"
    change = "(" + "|".join(map(re.escape, words("meta", "change"))) + ")"
    tail = rf"(?:评级)?{_QUOTE} ?(?:[(\[|/,·、-] ?|[ ]?){change}?"
    forms = {
        "labelled": rf"{_LABEL} ?(?:[:|] ?| |$|(?=[(“\"])){_QUOTE}{rating}{tail}",
        "both": rf"{_QUOTE}{rating}{_QUOTE} ?(?:[(\[|/·-] ?| ){change}[)\]]?",
        "keeps": rf"{change}[^。;；,，]{{0,16}}?{_QUOTE}{rating}{_QUOTE} ?(?:的)?(?:投资)?评级",
        "moved": rf"(上调|下调|调高|调低)(?:至|为|到){_QUOTE}{rating}",
        "stays": rf"评级(?:仍|继续)?(?:为|是|给予){_QUOTE}{rating}",
        "gives": rf"给予[^。;；,，]{{0,16}}?(?:行业|板块)[^。;；,，]{{0,6}}?{_QUOTE}{rating}",
        "label": rf"{_LABEL} ?[:|]? ?",
        "change": rf"[(\[]? ?{change} ?[)\]]?",
    }
    return re.compile(forms[name], re.IGNORECASE)


def _labelled(text: str, following: str, third: str) -> tuple[str, str] | None:
    if _CODE.search(text) or len(text) > NEAR_COVER * 2:
        return None
    if match := _pattern("labelled").search(text):
        after = match[2] or ""
        if not after and (alone := _pattern("change").fullmatch(following.strip())):
            after = alone[1]
        return _kept(match[1], after)
    if _pattern("label").fullmatch(text.strip()) and following and not _CODE.search(following):
        return _bare(following, third) or ((following.strip(), "") if rank_of(following) else None)
    return None


def _bare(text: str, following: str) -> tuple[str, str] | None:
    """A line of the cover that is nothing but `推荐（维持）`, or 推荐 above 维持."""
    if match := _pattern("both").fullmatch(text.strip()):
        return _kept(match[1], match[2])
    if rank_of(text) and (alone := _pattern("change").fullmatch(following.strip())):
        return _kept(text.strip(), alone[1])
    return None


def _sentence(text: str) -> tuple[str, str] | None:
    if not any(word in text for word in ("行业", "板块", "sector", "Sector")):
        return None
    for part in re.split(r"[。;；!]", text):
        if _CODE.search(part) or not any(word in part for word in ("行业", "板块", "评级", "ector")):
            continue
        if match := _pattern("moved").search(part):
            return _kept(match[2], match[1])
        if match := _pattern("keeps").search(part):
            return _kept(match[2], match[1])
        if match := _pattern("stays").search(part) or _pattern("gives").search(part):
            return _kept(match[1], "")
    return None


def _kept(rating: str, change: str) -> tuple[str, str] | None:
    if not rank_of(rating):
        return None
    for long, short in (("首次", "首次"), ("维持", "维持"), ("維持", "維持")):
        if change.startswith(long):
            change = short
    return rating, change
