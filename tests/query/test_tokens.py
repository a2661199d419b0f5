"""Text → tokens: numbers, words, dates, quotes, full-width signs, glued Chinese, and what is no token."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.query import words
from tui.query.errors import QueryError
from tui.query.glued import holds_keyword
from tui.query.messages import say
from tui.query.tokens import LONGEST, Sort, fold_width, scan, tokens

KNOWN = frozenset(
    [
        "市盈率26",
        "评级",
        "买入",
        "主题",
        "AI算力",
        "分组",
        "pe26",
        "甲",
        "乙",
        "丙",
        "甲且乙",
        "乙或丙",
        "5g-a",
    ]
)
SOUP = st.text(
    st.one_of(
        st.sampled_from("ab19._- ,()<>=!%@'\"`~*/+#\n"),
        st.sampled_from("且或非不是含等于大小介和至２６，（）＜％“”‘’「」、＠－亿万"),
        st.characters(),
    ),
    max_size=40,
)  # fmt: skip


def told(text: str) -> list[tuple[str, str]]:
    """Sort and text of every token but the end."""
    return [(token.sort.value, token.text) for token in tokens(text, KNOWN.__contains__)[:-1]]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12", 12, ""), ("1.5", 1.5, ""), (".5", 0.5, ""), ("1e5", 1e5, ""), ("1E-3", 1e-3, ""),
        ("2e+3", 2e3, ""),
        ("１２．５", 12.5, ""), ("007", 7, ""), ("30%", 30, "%"), ("30 %", 30, "%"), ("３０％", 30, "%"),
        ("500亿", 500, "亿"), ("500 亿", 500, "亿"), ("20万", 20, "万"), ("1.5万亿", 1.5, "万亿"),
        ("3亿元", 3, "亿"),
        ("5k", 5, "k"), ("5M", 5, "m"), ("5mn", 5, "m"), ("5b", 5, "bn"), ("5BN", 5, "bn"),
        ("1e3k", 1e3, "k"),
    ],
)  # fmt: skip
def test_numbers(text: str, value: float, unit: str) -> None:
    number, end = tokens(text)
    assert (number.sort, number.number, number.unit) == (Sort.NUMBER, value, unit)
    assert (number.start, number.end, end.sort) == (0, len(text), Sort.END)


@pytest.mark.parametrize(
    "text",
    ["pe26", "600941.SH", "5g-a", "2026E", "pe.fy1", "optical-modules", "_x", "1.2.3", "1e",
    "2026-07", "市盈率26",
     "pe26-pe27", "涨跌幅%", "previous", "any", "rank", "loss", "和", "3x", "5-3", "été"],
)  # fmt: skip
def test_words(text: str) -> None:
    word, _ = tokens(text)
    assert (word.sort, word.text, word.start, word.end) == (Sort.WORD, text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pe26-", "pe26 -"), ("-pe26", "- pe26"), ("a--b", "a - - b"), ("a -b", "a - b"),
        ("5-(3)", "5 - ( 3 )"),
        ("a<=-5", "a <= - 5"), ("30%-5", "30 - 5"), ("a－b", "a-b"), ("a − b", "a - b"), ("1e+x", "1e + x"),
        ("ＰＥ２６＜＝４", "PE26 <= 4"), ("a，b、c", "a , b , c"), ("不 属于", "not in"),
        ("不属于", "not in"), ("NOT In", "not in"), ("a#b", "a"), ("＃b\na", "a"),
        ("a ≥ b ≠ c <> d == e", "a >= b != c != d = e"), ("a×b÷c", "a * b / c"),
    ],
)  # fmt: skip
def test_runs_of_tokens(text: str, found: str) -> None:
    assert " ".join(token.text for token in tokens(text)[:-1]) == found


def test_dates() -> None:
    day, _ = tokens("２０２６-07-03")
    assert (day.sort, day.day) == (Sort.DAY, date(2026, 7, 3))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("'a  b'", "a  b"), ('"a\'b"', "a'b"), ("'a''b'", "a'b"), ("“Ａ，b”", "Ａ，b"),
        ("「x」", "x"), ("‘it’’s’", "it’s"),
        ("''", ""), ("''''", "'"), ("'# no comment'", "# no comment"), ("＇a＇", "a"), ('“mixed"', "mixed"),
    ],
)  # fmt: skip
def test_quoted_text_is_kept_as_it_is(text: str, kept: str) -> None:
    quoted, _ = tokens(text)
    assert (quoted.sort, quoted.text, quoted.end) == (Sort.QUOTED, kept, len(text))


def test_back_quotes_name_a_column() -> None:
    assert told("`a``b c` 'x'") == [("column", "a`b c"), ("quoted", "x")]


def test_keywords_of_two_words_share_a_place() -> None:
    assert [(t.text, t.start, t.end) for t in tokens("a 不是 b")] == [
        ("a", 0, 1), ("is", 2, 4), ("not", 2, 4), ("b", 5, 6), ("", 6, 6),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("市盈率26小于45且评级等于买入", "市盈率26 小于 45 且 评级 等于 买入"),
        ("非主题包含AI算力", "非 主题 包含 AI算力"),
        ("市盈率26大于-5", "市盈率26 大于 - 5"),
        ("pe26<45且评级=买入", "pe26 < 45 且 评级 = 买入"),
        ("x<45且y>2", "x < 45 且 y > 2"),
        ("甲且乙", "甲且乙"),
        ("丁且戊", "丁且戊"),
    ],
)
def test_glued_runs_keep_their_places(text: str, spans: str) -> None:
    found = tokens(text, KNOWN.__contains__)[:-1]
    assert [text[token.start : token.end] for token in found] == spans.split()


def test_several_ways_to_take_a_run_apart_are_a_fault() -> None:
    _, fault = scan("a = 甲且乙或丙", KNOWN.__contains__)
    assert fault is not None
    assert (fault.start, fault.end, fault.expected) == (4, 9, say("spaces_around", "且"))


def test_holds_keyword() -> None:
    assert (holds_keyword("丁且戊"), holds_keyword("不大于等于"), holds_keyword("丁戊")) == (
        "且",
        "不大于",
        None,
    )


def test_scan_gives_what_stands_before_the_fault() -> None:
    found, fault = scan("pe26 < 'open")
    assert [token.text for token in found] == ["pe26", "<"]
    assert fault is not None
    assert (fault.start, fault.end) == (7, 12)


def test_length_is_capped() -> None:
    assert tokens("a" + " " * (LONGEST - 1))
    with pytest.raises(QueryError, match="has 4001 characters; expected at most 4000"):
        tokens("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    "text", ["且" * 4000, "a和 " * 1300, "甲且乙或丙 " * 600, "pe26且" * 1300, "'" * 3999, "-a" * 2000]
)
def test_long_soup_takes_no_time(text: str) -> None:
    begun = time.perf_counter()
    scan(text, lambda word: len(word) < 20)
    assert time.perf_counter() - begun < 1


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_any_text_gives_tokens_within_it_in_order(text: str) -> None:
    found, fault = scan(text, KNOWN.__contains__)
    places = [(token.start, token.end) for token in found]
    assert places == sorted(places)
    assert all(0 <= start <= end <= len(text) for start, end in places)
    assert (fault is None) == (bool(found) and found[-1].sort is Sort.END)
    if fault:
        assert 0 <= fault.start <= fault.end <= len(text)


@given(st.text(max_size=30))
def test_folding_width_keeps_the_length(text: str) -> None:
    assert len(fold_width(text)) == len(text)
    assert fold_width(fold_width(text)) == fold_width(text)


@pytest.mark.parametrize("spelling", [*words.KEYWORDS, *words.SIGNS])
def test_every_spelling_is_read(spelling: str) -> None:
    canonical = words.KEYWORDS.get(spelling) or words.SIGNS[spelling]
    assert " ".join(token.text for token in tokens(f"a {spelling} b")[1:-2]) == canonical


def test_no_spelling_means_two_things() -> None:
    groups = [(*words.JOINERS, *words.OPERATORS, words.BY), words.FUNCTIONS.values(),
              (*words.STATES.values(), *words.FLAGS.values())]  # fmt: skip
    for group in groups:
        spellings = [s.casefold() for entry in group for s in (entry.name, *entry.zh, *entry.also)]
        assert len(spellings) == len(set(spellings))
