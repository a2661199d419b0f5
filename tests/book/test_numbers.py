from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.book.numbers import NumberError, decimals, parse, shown, zero_led

if TYPE_CHECKING:
    from decimal import Decimal

READ = [
    ("87.48", 87.48, 2),
    ("-0.12", -0.12, 2),
    ("+3", 3.0, 0),
    (" 7.0 ", 7.0, 1),
    ("1,234.50", 1234.5, 2),
    ("1,234,567", 1234567.0, 0),
    ("(0.12)", -0.12, 2),
    ("（0.12）", -0.12, 2),
    ("(5%)", -5.0, 0),
    ("(5)%", -5.0, 0),
    ("12.3%", 12.3, 1),
    ("12.3％", 12.3, 1),
    ("14.3倍", 14.3, 1),
    ("14.3x", 14.3, 1),
    ("14.3 X", 14.3, 1),
    ("−9.17", -9.17, 2),
    ("–9.17", -9.17, 2),
    ("－9.17", -9.17, 2),
    ("１２．５０", 12.5, 2),
    ("1，234", 1234.0, 0),
    ("1e3", 1000.0, 0),
    ("1.5E-3", 0.0015, 4),
    (".5", 0.5, 1),
    ("5.", 5.0, 0),
    ("0", 0.0, 0),
]
MISSING = ["", " ", "-", "--", "—", "——", "N/A", "NA", "n/a", "nan", "NaN", "NULL", "None", "－", "\u3000"]
REFUSED = [
    "inf", "-inf", "Infinity", "1_000", "1,2", "12,34", "1,234,5", "1.2.3", "0x10", "--5", "(-5)", "(5", "5)",
    "abc", "十二", "1 2", "1e999", "9" * 400, ".", "+", "e5", "%", "倍", "()", "٣", "²", "1\x00", "5%%",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "places"), READ)
def test_reads(text: str, value: float, places: Any) -> None:
    assert parse(text) == value
    assert decimals(text) == places


@pytest.mark.parametrize("text", MISSING)
def test_missing_words_are_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("text", REFUSED)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NumberError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "led"),
    [("000001", True), ("-01", True), ("０１", True), ("0", False), ("0.5", False), ("10", False)],
)
def test_zero_led(text: str, led: bool) -> None:
    assert zero_led(text) is led


def test_shown_is_short_and_clean() -> None:
    assert shown("a\x1b[31m" + "b" * 100) == "'a␛[31m" + "b" * 33 + "…'"


@given(st.text(max_size=30))
def test_never_more_than_a_finite_float_or_none(text: str) -> None:
    try:
        value = parse(text)
    except NumberError:
        return
    assert value is None or math.isfinite(value)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_plain_decimals_come_back_exactly(number: Decimal) -> None:
    assert parse(f"{number:f}") == float(number)
    assert parse(f"{number:,f}") == float(number)
