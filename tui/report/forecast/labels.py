"""One header text to what it says: a role or metric, a year, a date, a unit, a currency."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tui.report.forecast.notation import folded, plain
from tui.report.forecast.units import without_units
from tui.report.forecast.vocabulary import vocabulary
from tui.report.model import PartDay

if TYPE_CHECKING:
    from collections.abc import Sequence

_FULL_DAY = re.compile(
    r"(?<!\d)(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?!\d)|(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)"
)
_AMERICAN_DAY = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])/([0-3]?\d)/(20\d\d)(?!\d)")
_SHORT_DAY = re.compile(r"(?<![\d.])(\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?![\d.])")
_MONTH_DAY = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月([0-3]?\d)日")
_BRACKET_DAY = re.compile(r"\((?:(1[0-2]|0?[1-9])[-/.]([0-3]?\d)|(0[1-9]|1[0-2])([0-3]\d))\)")
_ENGLISH_DAY = re.compile(
    r"(?<!\d)([0-3]?\d)[- ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-, ]*(20\d\d|\d\d)?(?!\d)"
)
_PARTIAL = re.compile(
    r"ttm|lyr|mrq|ltm|(?<![a-z])lf(?![a-z])|q[1-4](?![a-z\d])|(?<!\d)[1-4]q|(?<![a-z])h[12](?!\d)|(?<!\d)[12]h(?![a-z])|季|半年|中报|前三|最新一期"
)
_METRIC_AHEAD = (
    r"(?=eps|pe|p/e|pb|p/b|ps|peg|roe|bps|dps|ev/|归母|归属|净利|营|收入|市盈|每股|市净|股息|预测|年|增)"
)
_YEAR_FOUR = re.compile(
    r"(?<![\d.])(?:fy|cy)?(20[0-4]\d)(?:年度?)?[-_]?(?:\((a|e|f|p)\)|(a|e|f|p|实际|预测|预计|预|一致预期)(?!ps|/|[a-z]{2}))?"
)
_YEAR_FOUR_METRIC = re.compile(rf"(?<![\d.])(?:fy|cy)?(20[0-4]\d)(?:年度?)?(a|e|f|p)??{_METRIC_AHEAD}")
_YEAR_TWO_METRIC = re.compile(rf"(?<![\d.])(?:fy|cy)?'?([0-4]\d)(?:年度?)?(a|e|f|p)??{_METRIC_AHEAD}")
_YEAR_TWO = re.compile(
    r"(?<![\d.])(?:fy|cy)?'?([0-4]\d)(?:年度?)?(?:\((a|e|f|p)\)|(a|e|f|p|实际|预测))(?![a-z\d])|(?<![a-z\d.])(?:fy|cy)([0-4]\d)(?![\d.])|(?<![\d.])([0-4]\d)年(?![\d月])"
)
_YEAR_AFTER = re.compile(r"(?<=[a-z])'?([12345]\d)(a|e|f)?(?![a-z\d.])")
_TWO_DIGITS = re.compile(r"'?([1-4]\d)", re.ASCII)
_BASIS = {
    "a": "A",
    "实际": "A",
    "e": "E",
    "f": "E",
    "p": "E",
    "预测": "E",
    "预计": "E",
    "预": "E",
    "一致预期": "E",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TRIM = " /-_,:;、|·()[]."
_LATIN = re.compile(r"[a-z][a-z/.&-]*[a-z]|[a-z]")
_PRIOR = re.compile(
    r"调整前|前值|原预测|旧预测|上次预测|前次|previous|prior|(?<![a-z])old(?![a-z])|newvs\.?old"
    r"|(?:调整|变动|变化)(?:幅度|比例)|变动|变化|change|chg|revision|implied|隐含"
)
LONGEST = 40  # characters of a header; a longer text is a sentence
PRIOR = "prior"  # the role of a figure that a newer one replaces, of a change between them, or of one implied


class Label(NamedTuple):
    """What one header text says; a part it does not speak of is empty.

    role: of `roles` in the vocabulary; metric: of `metrics`; year, basis: fiscal, basis '' where unsaid
    unit: factor to one, None where unsaid; word: what is left of the text, folded
    partial: it speaks of a quarter, of twelve months or the like, so of no fiscal year
    """

    role: str = ""
    metric: str = ""
    year: int = 0
    basis: str = ""
    unit: float | None = None
    currency: str = ""
    day: PartDay | None = None
    partial: bool = False
    word: str = ""

    @property
    def says(self) -> bool:
        """True where it says anything a header says."""
        return bool(self.role or self.metric or self.year or self.day)


@lru_cache(maxsize=8192)
def label(text: str) -> Label:
    """The label of a header's text; an empty one where it says nothing known."""
    word = folded(text)
    if not word or len(word) > LONGEST:
        return Label(word=word)
    word, day = _without_day(word)
    partial = _PARTIAL.search(word) is not None
    if partial:
        word = _PARTIAL.sub("", word)
    word, year, basis = _without_year(word)
    word, said = without_units(word)
    word = word.strip(_TRIM)
    latin = frozenset(_LATIN.findall(plain(text).lower()))
    old = _PRIOR.search(word) and "评级" not in word and word not in vocabulary().roles
    role, metric = (PRIOR, "") if old else _meaning(word, latin)
    if role == "price" and not day and year and not basis and not metric:
        year = 0
    return Label(role, metric, 0 if partial else year, basis, said.factor, said.currency, day, partial, word)


def _without_day(word: str) -> tuple[str, PartDay | None]:
    for pattern, parts in (
        (_FULL_DAY, lambda m: (int(m[1] or m[4]), int(m[2] or m[5]), int(m[3] or m[6]))),
        (_AMERICAN_DAY, lambda m: (int(m[3]), int(m[1]), int(m[2]))),
        (_SHORT_DAY, lambda m: (2000 + int(m[1]), int(m[2]), int(m[3]))),
        (_MONTH_DAY, lambda m: (0, int(m[1]), int(m[2]))),
        (_BRACKET_DAY, lambda m: (0, int(m[1] or m[3]), int(m[2] or m[4]))),
        (_ENGLISH_DAY, _english),
    ):
        if match := pattern.search(word):
            year, month, day = parts(match)
            if 1 <= month <= 12 and 1 <= day <= 31:
                return word[: match.start()] + word[match.end() :], PartDay(year, month, day)
    return word, None


def _english(match: re.Match[str]) -> tuple[int, int, int]:
    year = int(match[3] or 0)
    return (2000 + year if 0 < year < 100 else year), _MONTHS.index(match[2]) + 1, int(match[1])


def _without_year(word: str) -> tuple[str, int, str]:
    for pattern in (_YEAR_FOUR_METRIC, _YEAR_TWO_METRIC, _YEAR_FOUR, _YEAR_TWO, _YEAR_AFTER):
        if match := pattern.search(word):
            groups = [g for g in match.groups() if g]
            year = int(groups[0])
            basis = _BASIS.get(groups[1], "") if len(groups) > 1 else ""
            rest = word[: match.start()] + word[match.end() :]
            if not basis and rest[match.start() :].startswith(("预测", "实际")):
                basis = _BASIS[rest[match.start() : match.start() + 2]]
                rest = rest[: match.start()] + rest[match.start() + 2 :]
            return rest, year if year > 100 else 2000 + year, basis
    return word, 0, ""


def _meaning(word: str, latin: frozenset[str]) -> tuple[str, str]:
    """(role, metric) of a header's word: the word as a whole, else the longest known one in it.

    latin: the Latin words that stood in it before its spaces went
    """
    known = vocabulary()
    if not word:
        return "", ""
    bare = re.sub(r"[()\[\]]", "", word)
    for whole in (word, bare):
        if whole in known.metrics:
            return "", known.metrics[whole]
        if whole in known.roles:
            return known.roles[whole], ""
    if not any(map(str.isalpha, word)):
        return "", ""
    latin |= set(_LATIN.findall(word))
    best, meaning, found = 0, ("", ""), ""
    for table, place in ((known.metrics, 1), (known.roles, 0)):
        for name, kind in table.items():
            inside = name in latin if name.isascii() and len(name) <= 4 else name in word
            if len(name) > best and len(name) > 1 and inside:
                best, meaning, found = len(name), (kind, "") if place == 0 else ("", kind), name
    other = known.roles.get(word.replace(found, "", 1).strip(_TRIM)) if found else None
    if other and meaning[0] and other != meaning[0]:
        return "", ""  # two columns' words in one cell
    # a long text with a known word somewhere in it is a sentence, not a header
    return meaning if best * 4 >= len(word) or len(word) <= 8 else ("", "")


def two_digit_years(texts: Sequence[str]) -> dict[int, int]:
    """Cells of a header row that are years as '19 20 21': in a row, or beside a year like 26E."""
    found = {
        i: 2000 + int(m[1])
        for i, t in enumerate(texts)
        if (m := _TWO_DIGITS.fullmatch(folded(t))) is not None
    }
    if not found:
        return {}
    said = {y for t in texts if len(t) < 12 and (y := label(t).year)}
    years = list(found.values())
    follows = sum(b - a == 1 for a, b in pairwise(years))
    beside = said and all({y - 1, y + 1} & (said | set(years)) for y in years)
    return found if follows >= 1 or beside else {}
