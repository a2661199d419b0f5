"""Rows of one table found for the rows of another, small and large alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.universe.worlds import floats
from tui.arrow import SMALL, pa, text_array
from tui.universe.join import align, coalesce, gather_dates, gather_floats, gather_texts

words = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=7)


@given(words, st.lists(st.sampled_from("abcdefgh"), max_size=9))
def test_align(keys: list[str], wanted: list[str]) -> None:
    found = align(text_array(keys), text_array(wanted)).tolist()
    assert found == [keys.index(w) if w in keys else -1 for w in wanted]


def test_large_tables_align_the_same_way() -> None:
    keys = [f"{i:06d}" for i in range(SMALL + 10)]
    wanted = [*reversed(keys), "absent", None]
    found = align(text_array(keys), text_array(wanted))
    assert found[:3].tolist() == [SMALL + 9, SMALL + 8, SMALL + 7]
    assert found[-3:].tolist() == [0, -1, -1]
    texts = gather_texts(text_array(keys), found)
    assert texts.to_pylist() == [*reversed(keys), None, None]


def chunked(*parts: Any) -> Any:
    return pa.chunked_array(list(parts))


def test_columns_in_chunks() -> None:
    keys = chunked(text_array(["a"]), text_array(["b"]))
    assert align(keys, text_array(["b", "a", "c"])).tolist() == [1, 0, -1]
    rows = np.array([1, -1, 0])
    np.testing.assert_array_equal(
        gather_floats(chunked(pa.array([1.0]), pa.array([2.0])), rows), floats(2, None, 1)
    )
    assert gather_texts(keys, rows).to_pylist() == ["b", None, "a"]


@pytest.mark.parametrize("rows", [[-1, -1], [0, 1], [1, 0], [0, -1]])
def test_what_is_not_there_is_missing(rows: list[int]) -> None:
    at = np.array(rows)
    numbers, texts = [1.5, None], ["a", None]
    days = [date(2026, 7, 3), None]
    wanted = [numbers[i] if i >= 0 else None for i in rows]
    np.testing.assert_array_equal(gather_floats(pa.array(numbers), at), floats(*wanted))
    assert gather_texts(text_array(texts), at).to_pylist() == [texts[i] if i >= 0 else None for i in rows]
    found = gather_dates(pa.array(days), at).astype(object).tolist()
    assert found == [days[i] if i >= 0 else None for i in rows]


def test_an_empty_table_has_nothing_for_anyone() -> None:
    rows = np.array([-1, -1])
    assert np.isnan(gather_floats(pa.array([], pa.float64()), rows)).all()
    assert np.isnat(gather_dates(pa.array([], pa.date32()), rows)).all()
    assert gather_texts(text_array([]), rows).to_pylist() == [None, None]


def test_the_second_speaks_where_the_first_is_silent() -> None:
    first, second = text_array(["a", None, None]), text_array(["x", "y", None])
    assert coalesce(first, second).to_pylist() == ["a", "y", None]
    assert coalesce(second, first).to_pylist() == ["x", "y", None]


def test_codes_by_number_are_found_as_by_text() -> None:
    rng = np.random.default_rng(3)
    codes = [f"{n:06d}.{x}" for n in range(0, 999_999, 2_003) for x in ("SH", "SZ", "BJ")]
    keys = [codes[i] for i in rng.permutation(len(codes))[:900]]
    wanted = [codes[i] for i in rng.integers(0, len(codes), 3_000)]
    at = {key: i for i, key in enumerate(keys)}
    expected = [at.get(code, -1) for code in wanted]
    assert align(text_array(keys), text_array(wanted)).tolist() == expected
    assert align(text_array(keys), text_array([*wanted, "00700.HK"])).tolist() == [*expected, -1]
    assert align(text_array(keys), text_array([*wanted, None])).tolist() == [*expected, -1]
    assert align(text_array(keys).slice(5), text_array(wanted)).tolist() == [max(i - 5, -1) for i in expected]
