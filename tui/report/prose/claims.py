"""Whose estimates a note says some cells are: clauses of subjects and sources → claims."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.report.diagnostics import Diagnostic, Level
from tui.report.model import Claim
from tui.report.prose.companies import CODE
from tui.report.prose.days import narrow
from tui.report.prose.shape import key
from tui.report.prose.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.report.blocks import Place

HOUSE, CONSENSUS = "house", "consensus"
_CODED = re.compile(rf"[(\[] ?(?:{CODE.pattern}) ?[)\]]", re.IGNORECASE)
_YEARS = re.compile(
    r"(?<!\d)(?:FY)?(20\d\d|\d\d(?=[AEF年])) ?年?(?:[AEF](?![A-Za-z]))? ?"
    r"(?:[-~至到—–] ?(?:FY)?(20\d\d|\d\d) ?年?(?:[AEF](?![A-Za-z]))?)?(?!\d)"
)
_SPLIT = re.compile(r"[;。()\n]|(?<![A-Za-z])\. ")
_CLAUSES = re.compile(r",(?!\d{3})")
_AND = re.compile(r"[、/]|和|与|及|以及| and |,")
_NAME = re.compile(r"[*A-Za-z\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9*·\-&. ]{1,24}")
_VERB = re.compile(
    r"(?:均|全部|都|皆)?(?:来自于?|取自|采用|采取|使用|源自|引自|出自|摘自"
    r"|由|系|根据|参考|为|是|用|(?:are |is )?(?:based on|from|by|taken from)|are|is)(?!止)",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"除(?:了)?([^,;。]{2,80}?)(?:以外|之外|外)|(?:except(?: for)?|excluding) ([^,;。]{2,80}?)(?=[,;。)]|$)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"([*#†‡＊※])")


@dataclass(frozen=True, slots=True)
class _Said:
    """A clause: whom it speaks of, of which years, and whose estimates they are, '' for not said."""

    names: tuple[str, ...]
    years: tuple[int, ...]
    everyone: bool
    source: str
    ratings: bool
    rest: bool = False


def claims_in(
    text: str,
    publisher: str,
    known: Mapping[str, str],
    file: str,
    place: Place,
    told: list[Diagnostic],
    *,
    near: bool,
) -> list[Claim]:
    """The claims of one note. A note far from any forecast table counts only where it names the consensus."""
    plain = _CODED.sub("", narrow(text))
    speaks = any(word.casefold() in plain.casefold() for word in words("provenance", "estimates"))
    explicit = any(word.casefold() in plain.casefold() for word in words("provenance", "consensus"))
    if not speaks or not (near or explicit):
        return []
    if any(word in plain.casefold() for word in words("provenance", "unseen")):
        told.append(
            Diagnostic(
                Level.DOUBTFUL,
                file,
                place,
                "a note that speaks of colours or bold type",
                "names",
                "whose estimates they are is not known",
                text[:400],
            )
        )
        plain = ";".join(
            part
            for part in _SPLIT.split(plain)
            if not any(w in part.casefold() for w in words("provenance", "unseen"))
        )
    out: list[Claim] = []
    for sentence in _SPLIT.split(plain):
        out += _sentence(sentence, publisher, known, bare=near)
    if explicit and not out and not told:
        told.append(
            Diagnostic(
                Level.DOUBTFUL,
                file,
                place,
                "a note on estimates that is not understood",
                "NAMES … consensus",
                "whose estimates they are is not known",
                text[:400],
            )
        )
    return out


def _sentence(sentence: str, publisher: str, known: Mapping[str, str], *, bare: bool) -> list[Claim]:
    """Clauses gather subjects until one says whose they are."""
    out: list[Claim] = []
    if match := _EXCEPT.search(sentence):
        names = _names(match[1] or match[2], known)
        rest = (sentence[: match.start()] + sentence[match.end() :]).strip(", ")
        source, ratings = _source(rest, publisher), "评级" in rest or "rating" in rest.casefold()
        if names and source == CONSENSUS:
            return [Claim((), (), CONSENSUS, ratings), Claim(names, (), HOUSE)]
        if names and source == HOUSE:
            return [Claim((), (), HOUSE), Claim(names, (), CONSENSUS, ratings)]
    waiting: list[_Said] = []
    for clause in _CLAUSES.split(sentence):
        said = _clause(clause.strip(), publisher, known)
        if said is None:
            continue
        waiting.append(said)
        if said.source:
            out += [claim for each in waiting if (claim := _claim(each, said, bare=bare))]
            waiting = []
    return out


def _claim(said: _Said, last: _Said, *, bare: bool) -> Claim | None:
    if not (said.names or said.years or said.everyone):
        return None
    if said.everyone and not said.rest and not said.names and not bare and last.source == HOUSE:
        return None
    ratings = last.source == HOUSE or said.ratings or last.ratings
    return Claim(said.names, said.years, last.source, ratings)


def _clause(clause: str, publisher: str, known: Mapping[str, str]) -> _Said | None:
    """What one clause says; None for one that says nothing of estimates."""
    low = clause.casefold()
    source = _source(clause, publisher)
    subject = _before_source(clause, publisher) if source else clause
    years = _years(subject)
    names = _names(_YEARS.sub("、", subject), known)
    rest = any(word.casefold() in subject.casefold() for word in words("provenance", "rest"))
    ratings = "评级" in subject.replace("未评级", "") or "rating" in subject.casefold().replace(
        "not rated", ""
    )
    if not source:
        return _Said(names, years, False, "", ratings) if names else None
    speaks = any(word.casefold() in low for word in words("provenance", "estimates"))
    everyone = not names and (rest or bool(years) or speaks)
    return _Said(names, years, everyone, source, ratings, rest)


def _before_source(clause: str, publisher: str) -> str:
    """A clause up to its source word or the verb before it: 标*为 has one, 中兴通讯我们预测 has none."""
    low = clause.casefold()
    every = [
        *words("provenance", "consensus"),
        *words("provenance", "vendors"),
        *words("provenance", "house"),
    ]
    every += [_firm(publisher)] if publisher else []
    at = [low.find(word.casefold()) for word in every if word.casefold() in low]
    end = min(at, default=len(clause))
    verb = next((m for m in _VERB.finditer(clause, 0, end) if end - m.end() <= 6), None)
    return clause[: verb.start() if verb else end]


def _source(text: str, publisher: str) -> str:
    """Whose estimates a clause speaks of; '' where it names nobody, or only a source of data."""
    low = text.casefold()
    if any(word.casefold() in low for word in words("provenance", "consensus")):
        return CONSENSUS
    estimates = any(word.casefold() in low for word in words("provenance", "estimates"))
    firm = _firm(publisher)
    house = any(word in low for word in words("provenance", "house")) or (firm and firm in text)
    if house and (estimates or re.search(r"所做|所作|作出|给出", text)):
        return HOUSE
    if estimates and any(word.casefold() in low for word in words("provenance", "vendors")):
        return CONSENSUS
    if estimates and (
        match := re.search(r"([\u4e00-\u9fff]{2,6}证券)(?:研究所|研究院)?(?:的)?(?:盈利)?预测", text)
    ):
        return HOUSE if not publisher else match[1]
    return ""


def _years(text: str) -> tuple[int, ...]:
    years: dict[int, None] = {}
    for match in _YEARS.finditer(text):
        first = _full(match[1])
        last = _full(match[2]) if match[2] else first
        if 0 <= last - first <= 10:
            years.update(dict.fromkeys(range(first, last + 1)))
    return tuple(years)


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _names(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The names in a subject, and the words that stand for names: '*' and '未评级'."""
    low = text.casefold()
    if any(word.casefold() in low for word in words("provenance", "unrated")):
        return ("未评级",)
    if (mark := _MARKED.search(text)) and not re.search(
        r"[\u4e00-\u9fffA-Za-z]{2,}[*＊]", _around().sub("", text)
    ):
        return (mark[1] if mark[1] != "＊" else "*",)
    if any(
        word.casefold() in low for word in (*words("provenance", "rest"), *words("provenance", "covered"))
    ):
        return ()
    out: dict[str, None] = {}
    for part in _AND.split(text):
        name = part.strip(" :*")
        if key(name) not in known:
            name = _around().sub("", name).strip(" :*") if not name.isascii() else _bare_latin(name)
        if key(name) in known or (
            2 <= len(name) <= (24 if name.isascii() else 8) and _NAME.fullmatch(name) and not _is_phrase(name)
        ):
            out[name] = None
    return tuple(out)


def _bare_latin(name: str) -> str:
    drop = {word.casefold() for word in words("provenance", "around")}
    return " ".join(word for word in name.split() if word.casefold().strip(":") not in drop)


def _is_phrase(name: str) -> bool:
    low = name.casefold()
    every = (
        *words("provenance", "vendors"),
        *words("provenance", "house"),
        *words("provenance", "estimates"),
    )
    return any(word.casefold().strip() in low for word in every) or bool(
        re.search(r"收盘|股价|日期|货币|单位|汇率|截至|币种|财年|计算|实际|标注", name)
    )


def _firm(publisher: str) -> str:
    """The publisher without the kind of its house: 示例证券研究所 → 示例证券."""
    return re.sub(
        r"(?:股份有限公司|有限责任公司|有限公司|研究所|研究院|研究部|研究中心|研发中心|经济研究所|研究)$",
        "",
        publisher,
    )


@lru_cache(maxsize=1)
def _around() -> re.Pattern[str]:
    every = "|".join(re.escape(w) for w in words("provenance", "around") if not w.isascii() or w.isupper())
    return re.compile(rf"^(?:{every}|[:： ])+|(?:{every}|[:： ])+$")
