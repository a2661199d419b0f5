"""Every word of the language, once: keywords, operators, units, states and functions, in English and Chinese.

Lookups fold case; width is folded by the tokeniser. Only keywords are reserved: states, functions, units and
the other words mean something only where the grammar asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or operator: canonical spelling, Chinese spellings (the first is offered), other spellings."""

    name: str
    zh: tuple[str, ...]
    en_help: str
    zh_help: str
    also: tuple[str, ...] = ()

    def spelling(self, lang: str) -> str:
        """What to offer and insert in 'zh' or 'en'."""
        return self.zh[0] if lang == "zh" and self.zh else self.name

    def help(self, lang: str) -> str:
        """One short line on what it does."""
        return self.zh_help if lang == "zh" else self.en_help


@dataclass(frozen=True, slots=True)
class Function(Entry):
    """A function.

    kind: 'row' works along the row, 'cross' over the universe, 'source' gives a text column,
        'either' is 'cross' with one argument and 'row' with more
    least, most: how many arguments; most is None where there is no upper limit
    """

    kind: Literal["row", "cross", "source", "either"] = "row"
    least: int = 1
    most: int | None = 1

    def is_cross(self, args: int) -> bool:
        """True where a call with so many arguments runs over the universe, and may take `by`."""
        return self.kind == "cross" or (self.kind == "either" and args <= 1)


def _spellings(entries: Iterable[Entry]) -> dict[str, str]:
    """Every spelling, case folded → canonical."""
    return {
        spelling.casefold(): entry.name
        for entry in entries
        for spelling in (entry.name, *entry.zh, *entry.also)
    }


JOINERS: tuple[Entry, ...] = (
    Entry("and", ("且", "并且"), "both are true", "两者都成立"),
    Entry("or", ("或", "或者"), "at least one is true", "至少一个成立"),
    Entry("not", ("非", "不"), "the opposite; unknown stays unknown", "取反；未知仍为未知"),
)

BETWEEN = Entry("between", ("介于",), "from … to …, both included", "介于两数之间，含两端")
IN = Entry("in", ("属于",), "one of several values", "是其中之一")
HAS = Entry("has", ("包含", "含"), "its tags include this", "标签里包含")

# A name of two words ("not in") is read as those two, whatever its spelling.
OPERATORS: tuple[Entry, ...] = (
    Entry("=", ("等于",), "equals", "等于", ("==",)),
    Entry("!=", ("不等于",), "differs from", "不等于", ("<>", "≠")),
    Entry("<", ("小于",), "less than", "小于"),
    Entry("<=", ("小于等于", "不大于"), "at most", "不大于", ("≤", "≦", "⩽")),
    Entry(">", ("大于",), "more than", "大于"),
    Entry(">=", ("大于等于", "不小于"), "at least", "不小于", ("≥", "≧", "⩾")),
    BETWEEN,
    IN,
    HAS,
    Entry("is", ("是",), "the cell's state", "单元格的状态"),
    Entry("~", ("匹配",), "the whole text fits a pattern with * and ?", "全文符合带 * ? 的样式"),
    Entry("not between", ("不介于",), "outside from … to …", "不在两数之间"),
    Entry("not in", ("不属于",), "none of several values", "不是其中任何一个"),
    Entry("not has", ("不包含", "不含"), "its tags do not include this", "标签里不包含"),
    Entry("is not", ("不是",), "the cell is not in a state", "单元格不是这种状态"),
    Entry("not ~", ("不匹配",), "the text does not fit a pattern", "全文不符合样式"),
)

BY = Entry("by", ("按",), "within each group, theme, …", "在每个分组、主题……之内")

KEYWORDS: Mapping[str, str] = {
    spelling: name
    for spelling, name in _spellings((*JOINERS, *OPERATORS, BY)).items()
    if " " not in spelling and spelling[0].isalpha()
}
SIGNS: Mapping[str, str] = {
    **{spelling: name for spelling, name in _spellings(OPERATORS).items() if not spelling[0].isalpha()},
    **{sign: sign for sign in "+-*/(),@"},
    "×": "*",
    "÷": "/",
}

# ── words that mean something in one place only ─────────────────────────────────────────────────────

ANY_ALL: tuple[Entry, ...] = (
    Entry("any", ("任一", "任意"), "at least one of several tags", "至少有其中一个标签"),
    Entry("all", ("全部", "所有"), "every one of several tags", "其中的标签都有"),
)
PREVIOUS = Entry("previous", ("上期", "上一期"), "one date back", "上一个日期")
BETWEEN_AND: tuple[str, ...] = ("和", "与", "至", "到")  # beside `and`, between the two ends of between

STATES: Mapping[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry("loss", ("亏损",), "EPS is not positive, so a PE says nothing", "每股收益不为正，市盈率无意义"),
        Entry("missing", ("缺失",), "not given", "没有给出"),
        Entry("uncovered", ("未覆盖",), "nobody estimates the name", "没有机构预测"),
        Entry("nm", ("无意义",), "the inputs are there but allow no figure", "数据齐全但算不出有意义的数"),
    )
}
FLAGS: Mapping[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry("contradicted", ("矛盾",), "price, EPS and PE do not fit", "股价、每股收益与市盈率不符"),
        Entry(
            "imprecise", ("过粗",), "EPS is printed too coarsely for its PE", "每股收益位数太少，算不准市盈率"
        ),
        Entry("mixed", ("混合",), "growth over estimates of two sources", "增速两端的预测来源不同"),
    )
}


def _cross(name: str, zh: str, en_help: str, zh_help: str, least: int = 1) -> Function:
    return Function(name, (zh,), en_help, zh_help, kind="cross", least=least)


FUNCTIONS: Mapping[str, Function] = {
    function.name: function
    for function in (
        Function("abs", ("绝对值",), "without its sign", "绝对值"),
        Function("round", ("四舍五入",), "to 0 or so many decimals", "四舍五入到整数或若干位小数", most=2),
        Function("log", ("对数",), "natural logarithm", "自然对数"),
        Function("min", ("最小",), "the least of all, or of several on the row",
                 "最小值：一个参数为全体，多个为同一行", kind="either", most=None),
        Function("max", ("最大",), "the most of all, or of several on the row",
                 "最大值：一个参数为全体，多个为同一行", kind="either", most=None),
        _cross("rank", "排名", "1 is the smallest; ties share", "名次，1 为最小，并列同名次"),
        _cross("pct_rank", "百分位", "(rank − 1) / (n − 1)", "百分位：(名次 − 1) / (n − 1)"),
        _cross("median", "中位数", "the middle one", "中位数"),
        _cross("mean", "平均", "arithmetic mean", "算术平均"),
        _cross("hmean", "调和平均", "harmonic mean of positive values", "正数的调和平均"),
        _cross("zscore", "标准分", "standard deviations from the mean", "距平均几个标准差"),
        _cross("count", "计数", "names, or names with a value", "个数，或有数的个数", least=0),
        Function("source", ("来源",), "whose it is: house, consensus, a publisher",
                 "数字出自谁：house、consensus 或机构", kind="source"),
    )
}  # fmt: skip

# ── units ───────────────────────────────────────────────────────────────────────────────────────────

PERCENT = "%"
UNITS: Mapping[str, float] = {
    "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12,
    "k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12,
}  # fmt: skip
_UNIT_ALSO: Mapping[str, str] = {"mn": "m", "b": "bn", "万元": "万", "亿元": "亿", "万亿元": "万亿"}

# ── lookups ─────────────────────────────────────────────────────────────────────────────────────────

_FUNCTION = _spellings(FUNCTIONS.values())
_STATE = _spellings((*STATES.values(), *FLAGS.values()))
_ANY_ALL = _spellings(ANY_ALL)
_PREVIOUS = _spellings((PREVIOUS,))


def keyword(word: str) -> str | None:
    """The canonical keyword or operator of a whole word, or None: '大于等于' → '>='."""
    return KEYWORDS.get(word.casefold())


def function(word: str) -> Function | None:
    """The function of a spelling, or None."""
    name = _FUNCTION.get(word.casefold())
    return FUNCTIONS[name] if name else None


def function_names() -> tuple[str, ...]:
    """Every spelling of every function."""
    return tuple(_FUNCTION)


def state(word: str) -> str | None:
    """The canonical state or flag of a spelling, or None."""
    return _STATE.get(word.casefold())


def state_names() -> tuple[str, ...]:
    """Every spelling of every state and flag."""
    return tuple(_STATE)


def any_all(word: str) -> str | None:
    """'any', 'all' or None."""
    return _ANY_ALL.get(word.casefold())


def is_previous(word: str) -> bool:
    """True for a spelling of `previous`."""
    return word.casefold() in _PREVIOUS


def unit(word: str) -> str | None:
    """The canonical unit of a spelling, '%' among them, or None."""
    folded = word.casefold()
    if folded == PERCENT or folded in UNITS:
        return folded
    return _UNIT_ALSO.get(folded)


def unit_names() -> tuple[str, ...]:
    """Every spelling of every unit but %."""
    return (*UNITS, *_UNIT_ALSO)
