"""The screen's formatter: what each kind of value looks like, and what no output may hold."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.columns import FAMILIES, FIXED, Column, Kind, State, Year, by_name, unregistered, yearly
from tui.text import cell_width
from tui.view.format import (
    STATE_WORDS,
    WIDEST,
    format_cell,
    format_date,
    format_number,
    narrow,
    plain,
    state_word,
)

NUMERIC = [c for c in (*FIXED, *FAMILIES) if c.kind.numeric]
DAY = dt.date(2026, 7, 3)


def column(name: str) -> Column:
    found = by_name(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("price", 1116.0, "1,116.00"),
        ("price", 87.48, "87.48"),
        ("price", 0.0, "0.00"),
        ("price", -0.0, "0.00"),
        ("price", -0.001, "0.00"),
        ("eps_2026E", -0.35, "-0.35"),
        ("pe_2026E", 2867.1, "2,867.1"),
        ("pe_2026E", 39.9, "39.9"),
        ("peg", 9.5, "9.50"),
        ("eps_cagr", 0.158, "+15.8%"),
        ("eps_cagr", -0.0001, "0.0%"),
        ("pe_to_group", -0.953, "-95%"),
        ("price_change_pct", 43.08, "+43.08"),
        ("price_change_pct", -6.65, "-6.65"),
        ("price_change_pct", 0.0, "0.00"),
        ("price_change_pct", 0.001, "0.00"),
        ("dividend_yield_pct", 4.5, "4.50"),
        ("market_cap", 1.88e12, "18,800.0"),
        ("shares", 2.155e9, "21.55"),
        ("news", 2.0, "2"),
        ("news", 1234.0, "1,234"),
        ("price", 1e12, "1,000,000,000,000"),
        ("price", -1e12, "-1,000,000,000,000"),
        ("price", 1e15, "1.000e+15"),
        ("price", -1.5e300, "-1.500e+300"),
        ("price_change_pct", 1e20, "+1.000e+20"),
        ("price", 5e-324, "0.00"),
    ],
)
def test_numbers(name: str, value: float, shown: str) -> None:
    assert format_cell(column(name), value, State.VALUE, "zh") == shown


def test_ratio_without_sign_is_per_cent() -> None:
    ratio = unregistered("margin", Kind.RATIO)._replace(decimals=1)
    assert format_number(ratio, 0.158, "en") == "15.8%"


def test_a_count_of_an_unknown_column_is_whole_unless_it_is_not() -> None:
    count = unregistered("trades", Kind.COUNT)
    assert format_number(count, 12000.0, "en") == "12,000"
    assert format_number(count, 1.5, "en") == "1.50"


@pytest.mark.parametrize(
    ("state", "zh", "en"),
    [
        (State.LOSS, "亏损", "loss"),
        (State.MISSING, "--", "--"),
        (State.UNCOVERED, "未覆盖", "n/c"),
        (State.NM, "无意义", "nm"),
    ],
)
@pytest.mark.parametrize("value", [None, 12.0])
def test_states(state: State, zh: str, en: str, value: float | None) -> None:
    pe = yearly("pe", Year(2026, "E"))
    assert format_cell(pe, value, state, "zh") == zh
    assert format_cell(pe, value, state, "en") == en


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_states_are_told_apart_and_explained(lang: str) -> None:
    assert [w.state for w in STATE_WORDS] == list(State)
    words = [state_word(s, lang) for s in State]
    assert len(set(words)) == len(State)
    for word in STATE_WORDS:
        assert word.meaning(lang)
        assert word.meaning(lang).endswith("。" if lang == "zh" else ".")


@pytest.mark.parametrize(
    ("value", "word"),
    [(None, "--"), (math.nan, "--"), (math.inf, "nm"), (-math.inf, "nm"), (1e308, "nm")],
)
def test_no_number_no_figure(value: float | None, word: str) -> None:
    assert format_cell(column("eps_cagr"), value, State.VALUE, "en") == word


def test_text_tags_and_dates() -> None:
    labels = {"ai-compute": "AI 算力", "5g-a": "5G-A"}
    assert format_cell(column("name"), "中国移动", State.VALUE, "zh") == "中国移动"
    assert format_cell(column("rating"), None, State.VALUE, "zh") == "--"
    assert format_cell(column("source_2026E"), None, State.UNCOVERED, "en") == "n/c"
    themes = column("themes")
    tags = "ai-compute;5g-a;mine"
    assert format_cell(themes, tags, State.VALUE, "zh", tags=labels) == "AI 算力、5G-A、mine"
    assert format_cell(themes, tags, State.VALUE, "en", tags=labels) == "AI 算力, 5G-A, mine"
    assert format_cell(themes, tags, State.VALUE, "en") == "ai-compute, 5g-a, mine"
    assert format_cell(themes, None, State.MISSING, "en") == ""
    assert format_cell(themes, "", State.VALUE, "en") == ""
    assert format_cell(column("as_of"), DAY, State.VALUE, "zh") == "2026-07-03"
    assert format_cell(column("as_of"), DAY, State.VALUE, "zh", wide=False) == "07-03"
    assert format_date(DAY, wide=True) == "2026-07-03"
    assert format_date(DAY, wide=False) == "07-03"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("“算力”—上海…", '"算力"-上海...'),
        ("阿里·巴巴", "阿里･巴巴"),
        ("第Ⅱ期①", "第II期1"),
        ("café", "cafe"),
        ("中国移动 A", "中国移动 A"),
        ("αβ", "αβ"),  # no twin: the letter stays
    ],
)
def test_narrow(text: str, shown: str) -> None:
    assert narrow(text) == shown


@given(
    st.sampled_from(NUMERIC),
    st.none() | st.floats(),
    st.sampled_from(list(State)),
    st.sampled_from(["zh", "en"]),
)
@example(NUMERIC[0], -0.0, State.VALUE, "zh")
def test_every_number_is_narrow_finite_and_sure_of_its_width(
    col: Column, value: float | None, state: State, lang: str
) -> None:
    text = format_cell(col, value, state, lang)
    assert all(unicodedata.east_asian_width(c) != "A" for c in text)
    assert cell_width(text) <= WIDEST + 1  # the per cent sign
    assert "inf" not in text.lower()
    assert "nan" not in text.lower()
    if text and not text.strip("+-0.,%"):
        assert text == "--" or text[0] == "0"


@given(st.floats(min_value=-1e9, max_value=1e9))
def test_a_shown_price_reads_back_to_the_cent(value: float) -> None:
    text = format_cell(column("price"), value, State.VALUE, "en")
    assert abs(float(text.replace(",", "")) - value) <= 0.005001


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_a_signed_column_always_shows_its_sign(value: float) -> None:
    text = format_cell(column("price_change_pct"), value, State.VALUE, "en")
    assert text[0] in "+-" or text == "0.00"


@pytest.mark.parametrize(
    ("value", "text"),
    [(14.0, "14"), (0.1, "0.1"), (1e16, "1e+16"), (-0.0, "0"), (-2.5, "-2.5"), (1e10, "10000000000")],
)
def test_plain(value: float, text: str) -> None:
    assert plain(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_plain_reads_back_the_same(value: float) -> None:
    assert float(plain(value)) == value
    assert len(plain(value)) <= len(repr(value))
