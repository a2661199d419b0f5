"""What the cover says: title, sector, publisher, risk level."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.report.blocks import Kind
from tui.report.prose.days import narrow, stood
from tui.report.prose.outline import SOURCE_LINE
from tui.report.prose.shape import key
from tui.report.prose.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.report.blocks import Block
    from tui.report.prose.outline import Line

_RISK = re.compile(r"风险(?:等级|评级)(?:为|是)? ?[:：]? ?(R ?[1-5]|中低|中高|低|中|高)(?!于)")
_SECTOR = re.compile(
    r"(?:所属行业|行业名称|行业分类|行业|板块|Sector|Industry) ?[:：|] ?"
    r"([\u4e00-\u9fffA-Za-z& /Ⅰ-Ⅲ]{2,20}?)(?:行业)?(?: *[Ⅰ-Ⅲ])?(?:$|[|;；,，(（ ])"
)
_RATED = re.compile(r"(?:维持|给予|看好|对)?([\u4e00-\u9fff]{2,6}?)行业(?:评级|“|\")")
_NOISE = re.compile(
    r"证券研究报告|研究报告|行业研究|行业点评|请(?:务必)?(?:仔细)?阅读|分析师|联系人|执业|邮箱|电话|@|SAC|https?:|www\.",
    re.IGNORECASE,
)
_QUOTES = str.maketrans("", "", '《》【】“”"#*')
TITLE_LENGTH = 60
LONGEST = 400  # characters of a text in which a publisher's name is looked for


def title(cover: Sequence[Line]) -> str:
    """The series' name (`通信行业周报`) where a cover line bears it, else the first line like a title."""
    for line in cover:
        if len(line.text) <= TITLE_LENGTH and (match := _series().search(narrow(line.text))):
            return match[1].strip()
    for line in cover:
        if re.search(r"\bweekly\b", line.text, re.IGNORECASE) and len(line.text) <= 2 * TITLE_LENGTH:
            return _without_day(line.text)
    for line in cover:
        text = line.text.translate(_QUOTES).strip(" -—–")
        letters = sum(char.isalpha() for char in text)
        if _SECTOR.match(narrow(text)) or _RISK.search(text) or key(text).removesuffix("行业") in _kinds():
            continue
        short = letters >= 4 and len(text) <= TITLE_LENGTH
        if (
            short
            and not _NOISE.search(text)
            and not _is_publisher(text)
            and "评级" not in text
            and not any(stood(text))
        ):
            return text
    return ""


def sector(cover: Sequence[Line], name: str) -> str:
    """The sector's name: of the title, of a label, of a line of its own; '' where the cover has none."""
    if match := _series_parts().fullmatch(name):
        return match[1].strip()
    industries = {key(word): word for word in words("meta", "industries")}
    for line in cover:
        if match := _SECTOR.match(narrow(line.text)):
            return match[1].strip()
        word = key(line.text).removesuffix("行业")
        if word in industries:
            return industries[word]
    for line in cover:
        if match := _RATED.search(line.text):
            return match[1].removeprefix("维持").removeprefix("给予")
    if re.search(r"\bweekly\b", name, re.IGNORECASE):
        found = [
            word for word in words("meta", "industries") if word.isascii() and word.lower() in name.lower()
        ]
        return found[0] if found else ""
    return ""


def publisher(cover: Sequence[Line], blocks: Iterable[Block]) -> str:
    """The house: what stands on the cover and, as a source, under the tables and figures; '' for unknown."""
    seen: Counter[str] = Counter()
    for line in cover:
        if found := _named(line.text):
            seen[found] += 4 if key(found) == key(line.text) else 1
    for block in blocks:
        if block.kind is Kind.TABLE:
            continue
        text = block.text
        if SOURCE_LINE.match(narrow(text).strip()):
            for part in re.split(r"[,，、;；(（)）:：\n]| (?=[\u4e00-\u9fff])", text[:200]):
                if found := _named(part):
                    seen[found] += 2
        elif any(word in text for word in ("本公司", "具有证券投资咨询", "本报告由")) and (
            found := _named(text)
        ):
            seen[found] += 1
    if not seen:
        return ""
    best = max(seen.values())
    return next(name for name, count in seen.most_common() if count == best)


def risk_level(texts: Iterable[str]) -> str:
    """R1 to R5, or the word for it, of the product's risk."""
    for text in texts:
        if "风险等级" in text or "风险评级" in text:
            match = _RISK.search(narrow(text))
            if match:
                return match[1].replace(" ", "")
    return ""


def _named(text: str) -> str:
    """The publisher's name in a text, '' where there is none."""
    match = _publishers().search(text[:LONGEST])
    if not match:
        return ""
    name = match[0].strip()
    none = {key(word) for word in (*words("meta", "vendors"), *words("meta", "kinds"))}
    return "" if key(name) in none else name


@lru_cache(maxsize=1)
def _kinds() -> frozenset[str]:
    return frozenset(key(word) for word in (*words("meta", "industries"), *words("meta", "kinds")))


def _is_publisher(text: str) -> bool:
    return key(_named(text)) == key(text)


def _without_day(text: str) -> str:
    for found in stood(text):
        text = text[: found.start].strip(" -—–|,，(（") or text[found.end :].strip()
        break
    return text.translate(_QUOTES).strip(" -—–|")


@lru_cache(maxsize=1)
def _series() -> re.Pattern[str]:
    kinds = "|".join(map(re.escape, words("meta", "series")))
    return re.compile(
        rf"(?:^|[-—–:：|｜《》【】 (（])"
        rf"((?!行业)[\u4e00-\u9fffA-Za-z0-9&/+、]{{2,14}}?(?:行业)?(?:研究|投资|跟踪|策略)?(?:{kinds}))"
        r"(?=$|[-—–:：|｜《》【】 (（)）第,，\d])"
    )


@lru_cache(maxsize=1)
def _series_parts() -> re.Pattern[str]:
    kinds = "|".join(map(re.escape, words("meta", "series")))
    return re.compile(rf"(.+?)(?:行业)?(?:研究|投资|跟踪|策略)?(?:{kinds})")


@lru_cache(maxsize=1)
def _publishers() -> re.Pattern[str]:
    house = "|".join(map(re.escape, words("meta", "house")))
    firm = "|".join(map(re.escape, words("meta", "firm")))
    english = "|".join(map(re.escape, words("meta", "firm_en")))
    before = r"[\u4e00-\u9fff]{2,8}?"
    return re.compile(
        rf"(?<![\u4e00-\u9fff]){before}(?:{house})(?![\u4e00-\u9fff]*报告)"
        rf"|^{before}(?:{firm})$"
        rf"|(?<![A-Za-z])[A-Z][A-Za-z&.]{{1,20}}(?: [A-Z][A-Za-z&.]{{1,20}}){{0,3}} (?:{english})(?![A-Za-z])"
    )
