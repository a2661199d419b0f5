"""Every message of a query's fault, once: key → (Chinese, English), and what fills its fields.

In the Chinese the words of the language stand as tui.query.words spells them, and “…” holds what is to be
typed as it is; columns and values stand apart by spaces. `expected` and `nearest` introduce what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tui.text import clean, crop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.query.words import Entry

    Arg: TypeAlias = "str | float | Entry | Term | Listed | Cut | Message"

MESSAGES: Mapping[str, tuple[str, str]] = {
    # joints
    "and_then": ("；", "; "),
    "expected": ("期望：{0}", "expected {0}"),
    "nearest": ("相近：{0}", "nearest: {0}"),
    "inside": ("@{0} 里：{1}", "in @{0}: {1}"),
    "comma": ("、", ", "),
    "and": (" 且 ", " and "),
    "and_by": (" 和按 ", " and by "),
    "asks_for": (" → ", " asks for "),
    "verbatim": ("{0}", "{0}"),
    "or_spaces": ("{0}，或在 {1} 前后加空格", "{0}, or spaces around {1}"),
    # what a thing is
    "this": ("此处", "this"),
    "a_figure": ("数值", "a figure"),
    "a_text": ("文本", "a text"),
    "a_tags_column": ("标签列", "a column of tags"),
    "a_value": ("取值", "a value"),
    "an_unknown_word": ("未知的词", "an unknown word"),
    "a_condition": ("条件", "a condition"),
    "a_column": ("列", "a column"),
    "a_date": ("日期", "a date"),
    "a_number": ("数字", "a number"),
    "a_quoted_text": ("引号里的文本", "a text in quotes"),
    "a_minus": ("负号", "a minus"),
    "a_call": ("{0}(…)", "{0}(…)"),
    "money": ("金额", "an amount of money"),
    "multiple": ("倍数", "a multiple"),
    "is_a": ("{0} 是{1}", "{0} is {1}"),
    "is_not": ("{0} 是{1}，不是{2}", "{0} is {1}, not {2}"),
    "value_not": ("{0} 是 {1} 的取值，不是{2}", "{0} is a value of {1}, not {2}"),
    # characters, words and numbers
    "long": ("查询有 {0} 个字符", "the query has {0} characters"),
    "at_most": ("最多 {0} 个", "at most {0}"),
    "quote_open": ("引号没有闭合", "this quote is not closed"),
    "quote_end": ("在末尾加上 {0}", "{0} at its end"),
    "quotes_empty": ("反引号里没有列名", "no column stands in these quotes"),
    "percent_alone": ("% 要跟在数字后面", "% belongs after a number"),
    "thousands": ("数字里不能有逗号", "a number has no commas in it"),
    "slashes": ("日期要用连字符书写", "a date is written with hyphens"),
    "too_large": ("这个数太大", "this number is too large"),
    "too_large_here": ("数太大，无法计算", "a number too large to reckon with"),
    "nothing": ("{0} 在这里没有意义", "{0} means nothing here"),
    "nothing_quoted": ("“{0}”在这里没有意义", "'{0}' means nothing here"),
    "two_ways": ("{0} 不止一种读法", "{0} can be read in more than one way"),
    "spaces_around": ("在 {0} 前后加空格", "spaces around {0}"),
    "spaces_between": ("在各词前后加空格", "spaces around its words"),
    "no_date": ("{0} 不是日期", "{0} is not a date"),
    "calendar": ("日历上有的日子", "a day that the calendar has"),
    "foreign": ("{0} 不是查询语言的符号", "{0} is no sign of this language"),
    "foreign not x ~ '…'": ("x 不匹配 '…'", "not x ~ '…'"),
    "foreign quotes around a pattern": ("给样式加引号", "quotes around a pattern"),
    "foreign . or and": ("“.”或“且”", ". or and"),
    # where the reading stops
    "empty": ("查询是空的", "the query is empty"),
    "condition_such": ("条件，如 市盈率26 < 45", "a condition such as pe26 < 45"),
    "ends": ("查询到这里就结束了", "the query ends here"),
    "stands": ("{0} 不能放在这里", "{0} cannot stand here"),
    "operand": ("数值、列或取值", "a figure, a column or a value"),
    "operator": ("运算符，如 = < 属于 包含 是", "an operator such as = < in has is"),
    "next": ("“且”、“或”，或者到此结束", "and, or, or the end"),
    "bracket_next": ("“且”、“或”或者“)”", "and, or, or )"),
    "bracket_only": ("括号里接“且”、“或”或者“)”", "and, or, or ) inside brackets"),
    "argument_next": ("“,”、“按”或“)”", ", by or )"),
    "item_next": ("“,”或“)”", ", or )"),
    "items": ("“(”，里面是用逗号隔开的取值", "( and values, separated by commas"),
    "unclosed": ("括号没有闭合", "this bracket is not closed"),
    "unopened": ("没有与它配对的左括号", "this bracket was never opened"),
    "brackets_deep": ("括号套得太深", "brackets nest too deep here"),
    "query_deep": ("查询套得太深", "the query nests too deep"),
    "levels": ("最多 {0} 层", "at most {0} levels"),
    "many": ("查询有 {0} 个列、取值和运算符", "the query has {0} columns, values and operators"),
    "not_operator": ("{0} 不是运算符", "{0} is no operator"),
    "after_not": ("“不”后面接“属于”、“包含”、“介于”或“~”", "in, has, between or ~ after not"),
    "one_way": ("连写的比较只能同向，用 < 和 <=", "a chain runs one way, with < and <="),
    "pattern": ("带引号的样式，如 '中国*'", "a pattern in quotes, such as '中国*'"),
    "upper_end": ("“至”和上限", "and with the upper end"),
    "open_behind": ("“{0}”后面接“(”", "( behind {0}"),
    "has_one": ("“包含”后面只能有一个取值", "has takes one value"),
    "has_several": ("包含 任一 (…) 或者 包含 全部 (…)", "has any (…) or has all (…)"),
    "a_state": ("状态（{0}）", "a state: {0}"),
    "no_state": ("{0} 不是状态", "{0} is no state"),
    "states": ("{0}；取值要写在 = 后面", "{0}; a value stands after ="),
    "by_column": ("列，如 分组", "a column such as group"),
    "saved_name": ("已存查询的名称", "the name of a saved query"),
    "no_function": ("没有函数 {0}", "there is no function {0}"),
    "one_of": ("{0} 之一", "one of {0}"),
    # dates back
    "vintage": (
        "“上期”、日期（如 2026-04-15），或 -1（往前一个日期）",
        "previous, a date such as 2026-04-15, or -1 for one date back",
    ),
    "at_after": ("@ 要跟在列、函数或括号后面", "@ stands after a column, a call or a bracket"),
    "one_vintage": ("一处只能取一个日期", "one thing has one vintage"),
    "one_at": ("一个 @", "one @"),
    "no_count_back": ("这不是往前数的日期个数", "not a count of dates back"),
    "whole_back": ("-1 到 -{0} 的整数", "a whole number from -1 to -{0}"),
    "at_in_at": ("@ 里面又有 @", "an @ inside another @"),
    "one_a_figure": ("一个数值只取一个日期", "one vintage a figure"),
    "no_vintage": ("{0}没有别的日期可取", "{0} has no other vintage"),
    "before_at": ("@ 前面放列、函数或括号", "a column, a call or a bracket before @"),
    # names
    "no_column": ("没有“{0}”这一列", "unknown column {0!r}"),
    "no_column_but": ("没有“{0}”这一列；{1}", "unknown column {0!r}; {1}"),
    "minus_spaces": ("减号两边要有空格：{0}", "minus wants spaces: {0}"),
    "is_saved": ("@{0} 是已存查询", "@{0} is a saved query"),
    "function_brackets": ("函数要带括号：{0}(…)", "a function has brackets: {0}(…)"),
    "put_spaces": ("请在 {0} 前后加空格", "put spaces around {0}"),
    "unknown_state": ("没有“{0}”这种状态", "unknown state {0!r}"),
    "unknown_unit": ("没有“{0}”这个单位", "unknown unit {0!r}"),
    "unknown_function": ("没有“{0}”这个函数", "unknown function {0!r}"),
    "no_saved": ("没有已存查询 @{0}", "no saved query @{0}"),
    "one_such": ("{0} 等", "one such as {0}"),
    "nothing_saved": ("不用 @，还没有存过查询", "no @: nothing is saved"),
    "circle": ("循环引用：{0}", "{0}"),
    "no_circle": ("不引用自己的查询", "queries that do not ask for themselves"),
    "saved_deep": ("已存查询嵌套超过 {0} 层", "saved queries nested more than {0} deep"),
    "nested": ("嵌套超过 {0} 层", "nested more than {0} deep"),
    "fewer_brackets": ("少用些括号", "fewer brackets"),
    "parts": ("超过 {0} 个部分", "more than {0} parts"),
    "shorter": ("短一些的查询", "a shorter query"),
    "slow": ("查询超过 {0:g} 秒，已停止", "the query took longer than {0:g} s and was stopped"),
    # conditions
    "not_a_query": ("这不是查询", "not a query"),
    "quoted_alone": ("引号里的文本不是条件", "a text in quotes is no condition"),
    "comparison": ("比较，如 {0}", "a comparison such as {0}"),
    "comparison_name": ("比较，如 简称 ~ '…'", "a comparison such as name ~ '…'"),
    "equals_such": ("{0} = … 或者 {0} 属于 (…)", "{0} = … or {0} in (…)"),
    "has_such": ("{0} 包含 …", "{0} has …"),
    "compared": ("{0} {1} {2}", "{0} {1} {2}"),
    "has_not": ("{0} 不包含 {1}", "not {0} has {1}"),
    "no_comparison": ("条件不能拿来比较", "a condition cannot be compared"),
    "comparable": ("列、数值或文本", "a column, a figure or a text"),
    "chain": ("连写的比较只能同向", "a chain of comparisons runs one way"),
    "chain_such": ("只用 < 或 <=，如 10 < x <= 30", "< or <= only: 10 < x <= 30"),
    "some_tags_column": ("标签列", "a tags column"),
    "several_tags": ("{0} 有多个标签，不能这样比较", "{0} holds several tags and is not compared"),
    "left_of": ("{0} 写在了列的左边", "{0} stands left of its column"),
    "no_order": ("{0} 是{1}，没有大小之分", "{0} is {1} and has no order"),
    "after_text": ("后面用 = != 属于 ~", "= != in ~ after it"),
    "after_tags": ("后面用“包含”", "has after it"),
    "unfit": ("{0} 是{1}，不能用“{2}”", "{0} is {1}; {2} does not fit it"),
    "equals_or_in": ("= 或者 属于 (…)", "= or in (…)"),
    "column_or_figure": ("列或数值", "a column or a figure"),
    "only_figures": ("{0} 是{1}；只有数值才会“{2}”", "{0} is {1}; only figures are {2}"),
    "date_never": ("日期不会“{0}”", "a date is never {0}"),
    # texts and tags
    "no_texts": ("这不是文本列", "no column of texts"),
    "a_text_column": ("文本列", "a text column"),
    "source_column": ("“来源”要给一个列", "source asks for a column"),
    "eps_or_pe": ("每股收益或市盈率的列", "an EPS or PE column"),
    "no_source": ("没有记录 {0} 的数字出自谁", "nothing says whose figure {0} is"),
    "no_value": ("{0} 不是 {1} 的取值", "{0} is no value of {1}"),
    "no_such_value": ("“{0}”不是 {1} 的取值", "{0!r} is no value of {1}"),
    "value_of_other": ("{0} 是 {1} 的取值，不是 {2} 的", "{0} is a value of {1}, not of {2}"),
    "with_values": ("有取值的列", "a column with values"),
    "beside_text": ("{0}不能与文本相比", "{0} beside a text"),
    "value_or_text": ("{0} 的取值，或文本列", "a value of {0}, or a text column"),
    "not_tags": ("{0} 是{1}，“包含”只用于标签列", "{0} is {1}, and `has` asks for tags"),
    "column_such": ("列，如 {0}", "a column such as {0}"),
    "no_pattern": ("{0}不能匹配样式", "{0} does not fit a pattern"),
    "has_and_tag": ("“包含”加一个标签", "has and a tag"),
    "text_before": ("“~”前面放文本列", "a text column before ~"),
    # figures
    "for_figure": ("这里要数值，却是{0}", "{0} stands where a figure is expected"),
    "column_or_number": ("列或数字", "a column or a number"),
    "takes_no_date": ("“{0}”不能用于日期", "{0} cannot take a date"),
    "dates_compared": ("数值；日期只能比较", "a figure; dates are only compared"),
    "along_row": ("{0}逐行计算，不能带“按”", "{0} works along the row and takes no `by`"),
    "a_function": ("“{0}”", "{0}"),
    "of_several": ("多个参数的“{0}”", "{0} of several"),
    "arguments": ("“{0}”有 {1} 个参数", "{0} has {1} arguments"),
    "one_argument": ("{0} 个参数", "{0} argument"),
    "so_many": ("{0} 个参数", "{0} arguments"),
    "or_more": ("至少 {0} 个参数", "{0} or more arguments"),
    "this_or_that": ("{0} 或 {1} 个参数", "{0} or {1} arguments"),
    "decimals": ("“四舍五入”的小数位数要是整数", "the decimals of round are a whole number"),
    "zero_to": ("0 到 {0}", "0 to {0}"),
    "by_wants": ("“按”后面放文本列或标签列", "a text or tags column after `by`"),
    "date_formula": ("公式要得出数值，这是日期", "a date, where a formula gives a figure"),
    "by_formula": (
        "按 {0} 计算时每个标签各有一个结果，而公式每行只能有一个",
        "by {0} there is one answer a tag, and a formula gives one a row",
    ),
    "by_is": (
        "按 {0} 计算时每个标签各有一个结果，而“是”每行只问一个",
        "by {0} there is one answer a tag, and `is` asks for one a row",
    ),
    "by_function": (
        "按 {0} 计算时每个标签各有一个结果，不能再交给别的函数",
        "by {0} there is one answer a tag, which another function cannot take",
    ),
    "two_tags": ("按 {0} 的数值不能放在一个比较里", "figures by {0} cannot stand in one comparison"),
    "date_clash": ("日期只能与日期相比", "a date stands only against a date"),
    "date_such": ("日期，如 2026-07-03", "a date such as 2026-07-03"),
    "share_clash": ("这里不能用百分数", "a percentage does not fit here"),
    "share_of_ranks": (
        "普通数字；要名次的占比就用“百分位”",
        "a plain number, and pct_rank for a share of the ranks",
    ),
    "plain_number": ("普通数字（另一边是{0}）", "a plain number: the other side is {0}"),
    "percent_ratio": ("一边是百分数，另一边是比率", "one side is in per cent, the other a ratio"),
    "by_hundred": ("把百分数除以 100，即 {0} / 100", "the per cent divided by 100: {0} / 100"),
}


class Message(NamedTuple):
    """A key of MESSAGES and what fills its fields, in their order."""

    key: str
    args: tuple[Arg, ...] = ()

    def words(self, lang: str) -> str:
        """The message in 'zh' or 'en'."""
        return in_language(MESSAGES[self.key], lang).format(*(_spoken(arg, lang) for arg in self.args))


# Named tuples, made at import in a quarter of the time: every query waits for this module.
class Term(NamedTuple):
    """A name that each language has its own word for: a column."""

    zh: str
    en: str

    def words(self, lang: str) -> str:
        """The name in 'zh' or 'en'."""
        return in_language((self.zh, self.en), lang)


class Listed(NamedTuple):
    """Several, with one of the joints of MESSAGES between them."""

    items: tuple[Arg, ...]
    joint: str = "comma"

    def words(self, lang: str) -> str:
        """All of them in 'zh' or 'en'."""
        return in_language(MESSAGES[self.joint], lang).join(str(_spoken(item, lang)) for item in self.items)


class Cut(NamedTuple):
    """A text of several parts in at most so many cells."""

    of: Message | Listed
    most: int
    mark: str = "..."

    def words(self, lang: str) -> str:
        """The text in 'zh' or 'en', cut."""
        return crop(clean(self.of.words(lang)), self.most, self.mark)


def say(key: str, *args: Arg) -> Message:
    """A message of the table."""
    return Message(key, args)


def verbatim(text: Arg) -> Message:
    """What stands for itself in either language: a sign, a number, the user's own words put right."""
    return Message("verbatim", (text,))


def in_language(pair: tuple[str, str], lang: str) -> str:
    """The one of (Chinese, English) that a language asks for."""
    return pair[0] if lang == "zh" else pair[1]


def _spoken(arg: Arg, lang: str) -> str | float:
    if isinstance(arg, str | int | float):
        return arg
    if isinstance(arg, Message | Term | Listed | Cut):
        return arg.words(lang)
    return arg.spelling(lang)
