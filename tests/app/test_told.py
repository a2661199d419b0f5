"""What is said of outside data in Chinese: every message has its twin, and values come over whole."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tui
from tests.app.phrases import phrases
from tests.app.scopes import HOLE
from tests.app.spoken import spoken
from tui.app.words import told as module
from tui.app.words.say import say
from tui.app.words.told import HOLE as HOLES
from tui.app.words.told import PLACE, behind, many_told, told, twins
from tui.errors import BookError, UnknownNameError
from tui.query.clock import TooSlowError
from tui.text import is_cjk, is_clean

if TYPE_CHECKING:
    from collections.abc import Iterator

SHELL = ("app/session/steps", "app/session/shots", "app/session/playing")  # of `kanpan replay` and `shot`
WORDS = re.compile(r"[A-Za-z_]{2,}")
# what a Chinese message may hold of other letters: keys, files, formats and commands, as they are typed
KEPT = {
    "Arrow", "as", "as_of", "backspace", "be", "BJ", "blk", "BOM", "book", "by", "code", "codes",
    "column_", "columns", "compact", "coverage", "csv", "CSV", "ctrl", "deep", "doc", "docx", "down",
    "EBK", "en", "enter", "EPS", "eps", "EPSE", "estimates", "expat", "export", "extends", "f1", "feed",
    "focus", "FY", "GB", "grid", "group", "groups", "headline", "HK", "holdings", "HTML", "id", "ids",
    "import", "index", "ini", "init", "install", "into", "json", "JSON", "jsonl", "Kanpan", "kanpan",
    "keys", "lang", "le", "level", "limit", "list", "lists", "load", "Markdown", "MB", "members", "Mi",
    "MiB", "my", "na", "news", "None", "none", "NUL", "of", "Office", "or", "page", "palette", "pandas",
    "parent", "parquet", "Parquet", "pdf", "PDF", "PE", "pe", "pe_ttm", "pe_ttm_", "PEE", "pip",
    "python", "queries", "rating", "RDF", "rdf", "rss", "RTF", "sel", "sh", "SH", "since", "sort",
    "StockBlock", "summary", "SZ", "tab", "terms", "theme", "title", "toml", "TOML", "tsv", "TSV", "tui",
    "universe", "until", "up", "UTF", "utf", "value", "views", "weight", "where", "Word", "x", "xls",
    "xlsx", "year", "zh",
}  # fmt: skip
# phrases of the rooms that speak which are no message, or but a part of one that stands in the tables
SILENT = {
    "module 'tui.book' has no attribute {}", "code in ({})", "code in ", " and no column ", "not rated",
    "no suffix", "no date", "another process", "a list of texts", "a list of dates", "index move",
    "index moves", "focus group", "focus groups", "cell disagrees", "cells disagree", "no column at all",
    " (and {} more rows)", " and {} more", ", for the list {}", ", first at {}:{}", "price and name",
    "is a view of the book", "Extra data", "an array of tables, [[…]]", "what was written ({})",
    "characters on page {}",
    "{} {}: first header {}", "nothing that belongs in a book", "{}, and the verb {}", "stands twice{}",
    "{} of its {} lines are no code of a share", "17 and 20 (Shanghai), 33 and 36 (Shenzhen), 151 (Beijing)",
    "{}: no watchlist: {}; {}", "{} {} given as a loss", "{} of {} {} not in the book", "{} in group {}",
    "{}: added, {} not known", "{}: of a folder's files the last by name does", "ships with Kanpan",
    "stands in your settings", "as_of {}",
}  # fmt: skip


def chinese(text: str) -> bool:
    return any(map(is_cjk, text))


def with_holes(template: str) -> str:
    """The Chinese of a template, where a hole of the source stands for whatever a hole of a table takes."""
    real = module._fits
    with mock.patch.object(module, "_fits", lambda kind, value: HOLE in value or real(kind, value)):
        return module._said(template, 0).text


def left(text: str) -> list[str]:
    """The letters of other languages that do not belong there."""
    return [word for word in WORDS.findall(text) if word not in KEPT]


# ── every message has its twin ──────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def messages() -> dict[str, str]:
    found = {text: place for text, place in spoken().items() if not place.startswith(SHELL)}
    assert len(found) > 400  # else the search has lost its way
    for one in ("left out", f"kept as {HOLE}", f"EPS {HOLE} is no loss", "not TOML, and left out"):
        assert one in found
    return found


def test_every_message_of_the_source_has_its_twin(messages: dict[str, str]) -> None:
    without = []
    for text, place in messages.items():
        said = with_holes(text)
        prose = len(re.findall("[a-z]{2,}", text)) > 1 and " " in text.strip()
        if prose and text.strip(f"{HOLE} ") not in {"as_of", "pe_ttm"} and (not chinese(said) or left(said)):
            without.append(f"{place}  {text!r}  {said!r}".replace(HOLE, "{}"))
    assert without == []


def test_every_phrase_of_the_rooms_that_speak_is_a_message_or_known_to_be_none() -> None:
    found = {text.replace(HOLE, "{}"): place for text, place in phrases().items()}
    assert {
        place: text
        for text, place in found.items()
        if text not in SILENT and not chinese(with_holes(text.replace("{}", HOLE)))
    } == {}
    assert SILENT - set(found) == set()


def test_a_message_without_a_twin_is_seen() -> None:
    assert not chinese(with_holes(f"the quick brown fox jumps over {HOLE}"))
    assert left("没有 twin 的") == ["twin"]


@pytest.mark.parametrize("room", ["told_app", "told_book", "told_report", "told_vendor"])
def test_no_message_stands_twice_in_the_tables(room: str) -> None:
    path = Path(tui.__path__[0]) / "app" / "words" / f"{room}.py"
    tables = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Dict)
    ]
    keys = [str(key.value) for table in tables for key in table.keys if isinstance(key, ast.Constant)]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def ways_to_fail(english: str, said: str) -> Iterator[str]:
    """What is wrong with a twin, if anything."""
    holes = len(HOLES.findall(english))
    if not {int(place) for place in PLACE.findall(said)} <= set(range(holes)):
        yield f"{english!r} has {holes} values, not those of {said!r}"
    if not (chinese(said) or said == english or PLACE.search(said)):
        yield f"{said!r} is not Chinese"
    if left(PLACE.sub("", said)) or not is_clean(said) or said != said.strip():
        yield f"{said!r} does not read well"


def test_a_twin_says_the_same_of_the_same_values() -> None:
    assert [fault for english, said in twins().items() for fault in ways_to_fail(english, said)] == []


def test_what_is_wrong_with_a_twin_would_be_found() -> None:
    for said in ("有 {1}", "of it all", " 有 {0}", "\x1b 有 {0}"):
        assert [*ways_to_fail("has {}", said)], said


# ── values ──────────────────────────────────────────────────────────────────────────────────────────

SAMPLES = {
    "#": "1,234",
    "'": "'甲'",
    "@": "600941.SH",
    "_": "pe_2026E",
    "": "甲乙",
    "~": "甲乙",
    ",": "甲乙",
    "|": "甲乙",
}


def filled(english: str, values: list[str]) -> str:
    """A message with values in its holes."""
    left = iter(values)
    return HOLES.sub(lambda _: next(left), english)


def in_chinese(english: str, values: list[str]) -> str:
    return PLACE.sub(lambda place: values[int(place[1])], twins()[english])


def test_each_twin_is_the_one_that_its_message_finds() -> None:
    values = {english: [SAMPLES[kind] for kind in HOLES.findall(english)] for english in twins()}
    texts = {english: filled(english, values[english]) for english in twins()}
    assert len({*texts.values()}) == len(texts)
    found = {english: told(text, "zh") for english, text in texts.items()}
    assert found == {english: in_chinese(english, values[english]) for english in twins()}


HOSTILE = [
    "{0}", "{}", "%s", r"\1", r"\g<0>", "[red]x[/red]", "[@click=app.quit]x[/]", "a; b", "a: b",
    "a, b", "'", '"',
    "\x1b[31m", "\u202e", "a'b", "；", "：", "x" * 300, " ", "left", "of", "0", "~", "料;", "a ; b : c",
]  # fmt: skip
RAW = sorted(one for one in twins() if HOLES.findall(one) == [""] and sum(map(str.isalpha, one)) > 8)


@given(st.sampled_from(RAW), st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30)))
@settings(max_examples=300, deadline=None)
def test_a_value_comes_over_as_it_is(english: str, value: str) -> None:
    assert told(filled(english, [value]), "zh") == in_chinese(english, [value])


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_english_stays_as_it_is_and_what_is_not_known_too(text: str) -> None:
    assert told(text, "en") == text
    assert told(text, "zh") == text or chinese(told(text, "zh"))


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_in_messages_of_several(value: str) -> None:
    said = told(f"a second column {value!r}; kept as {value!r}", "zh")
    assert said == f"重复的列 {value!r}；保留为 {value!r}"


@pytest.mark.parametrize(
    "text", ["of " * 1300, "; " * 1900, ": " * 1900, "column {} is ".replace("{}", "'") * 300, "(" * 3999]
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    assert isinstance(told(text, "zh"), str)


# ── how it reads ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("", ""),
        ("left out", "已略去"),
        ("中国移动; left out", "中国移动；已略去"),
        ("not a number; left empty", "不是数字；留空"),
        ("the header has 9; skipped", "表头有 9 列；已跳过"),
        ("unknown key 'wher'; nearest: where; left out", "未知的键 'wher'；相近：where；已略去"),
        ("a.csv:12: not a regular file", "a.csv:12: 不是普通文件"),
        ("/x: y/a.csv: 9,000 bytes; at most 8,000 are read", "/x: y/a.csv: 9,000 字节；最多读 8,000"),
        (
            "a.toml: settings cannot be read: [Errno 13] Permission denied: 'a.toml'",
            "a.toml: 设置无法读取：没有权限：'a.toml'",
        ),
        (
            "Expected '=' after a key in a key/value pair (at line 1, column 4)",
            "键后面应有“=”（第 1 行第 4 列）",
        ),
        (
            "a second row of this code and year, the first is on line 7; skipped",
            "code 和 year 重复，首次出现在第 7 行；已跳过",
        ),
        ("PE 2026E 27.7 of 300627.SZ 华测导航", "300627.SZ 华测导航 的 2026E 市盈率 27.7"),
        (
            "years without A or E: 2026 read as 2026E, 2027 read as 2027E",
            "年度没有标 A 或 E：2026 按 2026E 处理，2027 按 2027E 处理",
        ),
        (
            "the book has 6.13 (house, b.csv), the report 6.20 (consensus)",
            "数据册为 6.13（house, b.csv），报告为 6.20 (consensus)",
        ),
        ("week's end 2025-07-03", "一周的末日 2025-07-03"),
        ("does not fit the price day 2026-07-03", "与股价日期 2026-07-03 不符"),
        (
            "2026-07-03: 13 of 13 names, 52 of 52 EPS, 52 of 52 PE, 5 stories, 1 index move, 1 refusal",
            "2026-07-03：13 只股票读到 13 只，EPS 52/52，市盈率 52/52，5 条新闻，1 个指数涨跌，1 处拒收",
        ),
        ("added 1 name, 1 year, 1 cell filled", "新增：1 只股票，1 个预测年度，补全 1 个单元格"),
        ("3 cells filled, 1 story added", "补全 3 个单元格，新增 1 条新闻"),
        (
            "the header does not fit its cells; read as column 3 pe 2026, column 4 nothing",
            "表头与单元格对不上；按以下读取：第 3 列 pe 2026，第 4 列略去",
        ),
        (
            "r.txt: no forecast table; found 2 stories, 1 table: first header 'a'",
            "r.txt: 没有盈利预测表；找到：2 条新闻，1 张表：首个表头 'a'",
        ),
        ("unknown column 'pe62'; nearest: pe26, pe27", "没有 'pe62' 这一列；相近：pe26, pe27"),
        ("'x' means nothing here", "“x”在这里没有意义"),
    ],
)
def test_the_chinese_of_a_message(english: str, said: str) -> None:
    assert told(english, "zh") == said


def test_parts_are_told_one_after_the_other() -> None:
    assert many_told(("a figure was expected", "left empty"), "zh") == "应为数字；留空"
    assert many_told(("a figure was expected", "", "left empty"), "en") == "a figure was expected; left empty"
    assert behind("甲", "乙", "zh") == "甲：乙"
    assert behind("a", "b", "en") == "a: b"
    assert behind("a", "", "en") == "a"


def test_an_error_among_the_values_speaks_the_language() -> None:
    error = UnknownNameError("column", "pe62", ["pe26"])
    assert say("failed", "zh", error) == "没有做成：没有 'pe62' 这一列；相近：pe26"
    assert say("failed", "en", error) == "failed: unknown column 'pe62'; nearest: pe26"
    assert (
        say("failed", "zh", BookError("b: not TOML, mend it first: x"))
        == "没有做成：b: 不是有效的 TOML，请先改好：x"
    )
    assert say("failed", "zh", PermissionError(13, "Permission denied", "a")) == "没有做成：没有权限：'a'"
    assert say("failed", "zh", TooSlowError(10.0)) == "没有做成：查询超过 10 秒，已停止"
    assert say("failed", "zh", "left out") == "没有做成：left out"
