from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.arrow import pa, text_array
from tui.book import plain
from tui.book.cells import _clean

TEXTS = st.lists(st.one_of(st.none(), st.text("a中 \t\x1b\u3000.é😀", max_size=4)), max_size=12)
CODES = st.lists(
    st.one_of(
        st.from_regex(r"[0-9]{6}\.(SH|SZ|BJ)", fullmatch=True),
        st.sampled_from([None, "", "600941", "00700.HK", "60094a.SH", "600941,SH", "600941.XX", "６00941.S"]),
    ),
    min_size=1,
    max_size=6,
)


@given(TEXTS, st.integers(0, 3))
def test_clean_is_what_cleaning_would_not_change(texts: list[str | None], skip: int) -> None:
    column = text_array(texts).slice(skip)
    kept = texts[skip:]
    expected = bool(kept) and [_clean(text) for text in kept] == kept
    assert plain.is_clean(column) == expected


@given(CODES, st.integers(0, 2))
def test_numbers_of_codes_are_equal_where_the_codes_are(codes: list[str | None], skip: int) -> None:
    kept = codes[skip:]
    numbers = plain.code_numbers(text_array(codes).slice(skip))
    canonical = [c for c in kept if c and c[-3:] in {".SH", ".SZ", ".BJ"} and c[:6].isdigit() and len(c) == 9]
    assert (numbers is not None) == (bool(kept) and canonical == kept)
    if numbers is not None:
        found = numbers.tolist()
        assert [a == b for a in found for b in found] == [a == b for a in kept for b in kept]


@pytest.mark.parametrize(
    ("cells", "plainly"),
    [
        ([2025, 2099], True),
        ([2025, None], False),
        ([1899], False),
        ([2100], False),
        (["2025"], False),
        ([], False),
    ],
)
def test_years(cells: list[object], plainly: bool) -> None:
    column = pa.array(cells, type=None if cells else pa.int32())
    assert (plain.year_numbers(column) is not None) == plainly


@pytest.mark.parametrize(
    ("cells", "plainly"),
    [(["A", "E"], True), (["A", None], False), (["A", "AE"], False), (["a"], False), ([""], False)],
)
def test_letters(cells: list[str | None], plainly: bool) -> None:
    assert plain.is_letters(text_array(cells), b"AE") == plainly
    assert not plain.is_letters(pa.array([1]), b"AE")
