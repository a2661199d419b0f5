"""What the faults of a query say in Chinese and English: complete, in step, and without the other's words."""

from __future__ import annotations

import ast
import re
import unicodedata
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import tui.query
from tests.query.provoked import SAVED, SCOPE, every_fault, names, refused, within
from tests.query.test_check import WORDS
from tests.query.test_parse import TWO_WAYS
from tests.query.test_tokens import SOUP
from tests.query.worlds import cases
from tui.query.check import read, read_formula
from tui.query.clock import TooSlowError
from tui.query.errors import Fault, QueryError
from tui.query.messages import MESSAGES, Cut, Listed, Message, Term, say, verbatim
from tui.query.parse import parse
from tui.query.patterns import FOREIGN
from tui.query.words import JOINERS
from tui.text import is_cjk, is_clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.query.messages import Arg

JOINTS = {"and_then", "expected", "nearest", "comma", "and", "and_by", "asks_for"}
LETTERS = re.compile(r"[A-Za-z]{2,}")


# ── the table ───────────────────────────────────────────────────────────────────────────────────────


def fields(template: str) -> list[str]:
    return sorted({name for _, name, _, _ in Formatter().parse(template) if name is not None})


def literal(template: str) -> str:
    return " ".join(text for text, *_ in Formatter().parse(template))


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_say_the_same_things(key: str) -> None:
    zh, en = MESSAGES[key]
    assert zh
    assert en
    assert fields(zh) == fields(en) == [str(i) for i in range(len(fields(en)))]
    assert is_clean(zh)
    assert is_clean(en)
    assert key == "verbatim" or not LETTERS.search(literal(zh))
    assert not any(map(is_cjk, literal(en).replace("中国", "")))


def test_no_two_keys_say_the_same() -> None:
    assert len(set(MESSAGES.values())) == len(MESSAGES)


def calls() -> Iterator[tuple[str, str, list[ast.expr]]]:
    """(place, key, further arguments) of every say(KEY, …) in the package."""
    for path in sorted(Path(tui.query.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"):
                continue
            first, *rest = node.args
            keys = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            for key in keys:
                if isinstance(key, ast.Constant):
                    yield f"{path.name}:{node.lineno}", str(key.value), rest


def test_every_message_that_is_asked_for_is_there_with_its_fields() -> None:
    found = list(calls())
    assert len(found) > 100
    fitting = [key in MESSAGES and len(fields(MESSAGES[key][1])) == len(rest) for _, key, rest in found]
    assert [place for (place, *_), fits in zip(found, fitting, strict=True) if not fits] == []


def test_signs_of_other_languages_are_answered_in_both() -> None:
    mine = {key.removeprefix("foreign ") for key in MESSAGES if key.startswith("foreign ")}
    assert mine <= set(FOREIGN.values())
    assert all(MESSAGES[f"foreign {text}"][1] == text for text in mine)
    keywords = {entry.name for entry in JOINERS}
    assert not [text for text in set(FOREIGN.values()) - mine - keywords if LETTERS.search(text)]


# ── what the faults of the cases say ────────────────────────────────────────────────────────────────


def bare(message: Message) -> Message:
    """A message without the texts of the user and the scope."""

    def stripped(arg: Arg) -> Arg:
        match arg:
            case str() | Term():
                return "·"
            case Message():
                return bare(arg)
            case Listed(items=items):
                return arg._replace(items=tuple(map(stripped, items)))
            case Cut(of=Message() as of):
                return arg._replace(of=bare(of))
            case Cut(of=Listed(items=items) as of):
                return arg._replace(of=of._replace(items=tuple(map(stripped, items))))
        return arg

    return Message(message.key, tuple(map(stripped, message.args)))


def in_chinese(fault: Fault, text: str) -> None:
    """Nothing English is in the Chinese line but what the user typed or the scope is called."""
    alone = Fault(0, 0, bare(fault.what), bare(fault.expected) if fault.expected else None)
    assert not LETTERS.search(alone.words("zh"))
    theirs = {word for one in within(fault) if isinstance(one, str) for word in LETTERS.findall(one)}
    known = " ".join(
        (
            text,
            unicodedata.normalize("NFKC", text),
            *SAVED,
            *SAVED.values(),
            *SCOPE.field_names(),
            *names(SCOPE),
        )
    )
    assert [word for word in theirs if word not in known] == []


def clean_line(line: str) -> None:
    assert line
    assert line == line.strip()
    assert is_clean(line)
    assert "\n" not in line


@pytest.mark.parametrize("row", cases("query_type_faults.csv"), ids=lambda row: row["query"])
def test_faults_of_names_and_types(row: dict[str, str]) -> None:
    found = refused(lambda: read(row["query"], SCOPE))
    assert " | ".join(fault.words("en") for fault in found) == row["faults"]
    assert [str(fault) for fault in found] == [fault.words("en") for fault in found]
    for fault in found:
        in_chinese(fault, row["query"])


@pytest.mark.parametrize("row", cases("query_faults.csv"), ids=lambda row: row["case"])
def test_faults_of_syntax(row: dict[str, str]) -> None:
    text = row["text"].replace(r"\x1b", "\x1b")
    (fault,) = refused(lambda: parse(text, TWO_WAYS.__contains__))
    assert fault.words("en") == row["message"]
    in_chinese(fault, text)


# ── every message ────────────────────────────────────────────────────────────────────────────────────

# What only a hole in the checks would say, and what is no fault.
UNREACHED = {"not_a_query", "an_unknown_word", "slow"}


def test_every_message_can_be_provoked() -> None:
    found = {one.key for fault in every_fault() for one in within(fault) if isinstance(one, Message)}
    assert set(MESSAGES) - found - JOINTS == UNREACHED


def test_a_run_that_is_too_slow() -> None:
    error = TooSlowError(10.0)
    assert str(error) == error.told("en") == "the query took longer than 10 s and was stopped"
    assert error.told("zh") == "查询超过 10 秒，已停止"


# ── how it reads ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("pe62 < 5", "没有“pe62”这一列；相近：pe26、pe28、pe27"),
        ("pe26-pe27 > 3", "没有“pe26-pe27”这一列；减号两边要有空格：pe26 - pe27"),
        ("买入 = 3", "买入 是 评级 的取值，不是数值"),
        ("ai-compute", "ai-compute 是 主题 的取值，不是条件；期望：主题 包含 ai-compute"),
        ("theme != ai-compute", "theme 有多个标签，不能这样比较；期望：theme 不包含 ai-compute"),
        ("rating = 'buy it'", "“buy it”不是 rating 的取值；期望：买入、增持、未评级 等"),
        ("rating between 1 and 2", "rating 是文本，不能用“介于”；期望：= 或者 属于 (…)"),
        ("price has x", "price 是数值，“包含”只用于标签列；期望：列，如 主题"),
        ("market_cap > 30%", "这里不能用百分数；期望：普通数字（另一边是金额）"),
        ("as_of is contradicted", "日期不会“矛盾”；期望：数值"),
        ("median(as_of) > 2026-01-01", "“中位数”不能用于日期；期望：数值；日期只能比较"),
        ("abs(pe26 by group) > 3", "“绝对值”逐行计算，不能带“按”"),
        ("min(pe26, pe27 by group) > 3", "多个参数的“最小”逐行计算，不能带“按”"),
        ("pe26 is 17", "17 不是状态；期望：亏损、缺失、未覆盖、无意义、矛盾、过粗、混合；取值要写在 = 后面"),
        ("theme has any a", "a 不能放在这里；期望：“任一”后面接“(”"),
        ("10 < x > 5", "连写的比较只能同向，用 < 和 <=；期望：10 < x 且 x > 5"),
        ("a = 1 && b = 2", "&& 不是查询语言的符号；期望：且"),
        ("@a", "循环引用：@a → @b → @a；期望：不引用自己的查询"),
        ("@broken", "@broken 里：查询到这里就结束了；期望：数值、列或取值"),
        ("", "查询是空的；期望：条件，如 市盈率26 < 45"),
    ],
)
def test_the_chinese_of_a_fault(text: str, line: str) -> None:
    assert [fault.words("zh") for fault in refused(lambda: read(text, SCOPE))] == [line]


@pytest.mark.parametrize("key", ["condition_such", "comparison_name", "by_column"])
def test_columns_that_chinese_examples_name_are_there(key: str) -> None:
    named = MESSAGES[key][0].partition("如 ")[2].split()[0]
    assert SCOPE.field(named) is not None


def test_an_error_is_told_with_carets_in_either_language() -> None:
    with pytest.raises(QueryError) as caught:
        read("市盈率62 < 买入", SCOPE)
    error = caught.value
    assert error.told("en") == str(error)
    told = error.told("zh").splitlines()
    assert told[0].startswith("没有“市盈率62”这一列；相近：市盈率2")
    assert told[1:] == [
        "  市盈率62 < 买入", "  ^^^^^^^^",
        "买入 是 评级 的取值，不是数值", "  市盈率62 < 买入", "             ^^^^",
    ]  # fmt: skip


def test_a_long_condition_is_cut_in_either_language() -> None:
    better = verbatim(Cut(Listed(("pe26 < 3",) * 40, "and"), 50, " ..."))
    assert all(len(better.words(lang)) <= 50 and better.words(lang).endswith(" ...") for lang in ("zh", "en"))


def test_faults_are_told_in_the_order_of_the_text() -> None:
    late, early = Fault(5, 6, say("empty")), Fault(0, 1, say("empty"), say("operand"))
    other = Fault(0, 1, say("ends"))
    assert QueryError("pe26 < 3", (late, other, early)).faults == (other, early, late)


ANY_TEXT = st.one_of(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), SOUP, st.text(max_size=30))


@given(ANY_TEXT)
@example("Aª")  # names are told as they are compared
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_fault_is_one_clean_line_in_either_language(text: str) -> None:
    for run in (read, read_formula):
        for fault in refused(lambda run=run: run(text, SCOPE)):  # type: ignore[misc]
            clean_line(fault.words("zh"))
            clean_line(fault.words("en"))
            in_chinese(fault, text)
            assert len(QueryError(text, (fault,)).told("zh").splitlines()) == 3
