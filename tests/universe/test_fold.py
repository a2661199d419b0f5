"""Texts folded for the linker, with the way back: alone, and many at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.text import SIGN, is_cjk
from tui.universe import fold as module
from tui.universe.fold import STOP, batches, fold, key, lower

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("text", "folded", "at"),
    [
        ("ab", "ab", (0, 1, 2)),
        ("中国", "中国", (0, 1, 2)),
        ("中 国", "中国", (0, 2, 3)),
        ("中  国 a", "中国 a", (0, 3, 4, 5, 6)),
        ("a 中", "a 中", (0, 1, 2, 3)),
        (" 中 ", " 中 ", (0, 1, 2, 3)),
        (f"中{SIGN}国", "中国", (0, 2, 3)),
        (f"中 {SIGN} 国", "中国", (0, 4, 5)),
        ("ＺＴＥ", "ZTE", (0, 1, 2, 3)),
        ("㈱中", "(株)中", (0, 0, 0, 1, 2)),
        ("ﬁx", "fix", (0, 0, 1, 2)),
        ("１，２", "1,2", (0, 1, 2, 3)),
        ("中，国", "中,国", (0, 1, 2, 3)),
        ("中 ，国", "中 ,国", (0, 1, 2, 3, 4)),
        ("", "", (0,)),
        (SIGN, "", (1,)),
        ("中國移動", "中国移动", (0, 1, 2, 3, 4)),
        ("中 興通訊", "中兴通讯", (0, 2, 3, 4, 5)),
        ("著名的乾照光電", "著名的乾照光电", (0, 1, 2, 3, 4, 5, 6, 7)),
        ("昇腾", "昇腾", (0, 1, 2)),
        ("中😀国", "中😀国", (0, 1, 2, 3)),
    ],
)
def test_fold_alone(text: str, folded: str, at: tuple[int, ...]) -> None:
    found = fold(text)
    assert (found.text, found.at) == (folded, at)


pieces = st.sampled_from(
    ["中", "国", "移", " ", "  ", "Ｚ", "z", "1", "㈱", "ﬁ", SIGN, "，", "é", "豈", "㐀"]
)
mixed = st.lists(pieces, max_size=14).map("".join)


@given(mixed, st.data())
def test_a_span_folds_to_what_it_stands_for(text: str, data: st.DataObject) -> None:
    found = fold(text)
    assert len(found.at) == len(found.text) + 1
    assert list(found.at) == sorted(found.at)
    if not found.text:
        return
    start = data.draw(st.integers(0, len(found.text) - 1))
    end = data.draw(st.integers(start + 1, len(found.text)))
    first, last = found.span(start, end)
    assert 0 <= first < last <= len(text)
    wanted, again = found.text[start:end], fold(text[first:last]).text
    if "㈱" in text or "ﬁ" in text:  # one code point became several: the span holds all of it
        assert wanted in again
    else:
        assert wanted == again


@given(mixed)
def test_folding_for_matching_keeps_no_hidden_sign_and_no_space_between_ideographs(text: str) -> None:
    found = fold(text).text
    assert SIGN not in found
    for before, space, after in zip(found, found[1:], found[2:], strict=False):
        assert not (space == " " and is_cjk(before) and is_cjk(after))


def test_a_long_run_of_spaces_is_folded_in_no_time() -> None:
    start = time.perf_counter()
    fold("中" + " " * 200_000 + "a")
    fold("中 " * 50_000)
    assert time.perf_counter() - start < 2


def test_lower_keeps_every_place() -> None:
    text = "İSTANBUL ẞ ＺＴＥ Σ"
    assert len(lower(text)) == len(text)
    assert lower("ZTE") == "zte"


def test_what_is_sought_has_no_spaces_at_its_ends() -> None:
    assert key(" 中 國　") == "中国"


# ── many at once ────────────────────────────────────────────────────────────────────────────────────


def places(texts: Sequence[str]) -> list[tuple[int, str, str, tuple[int, ...]]]:
    """Of each text its row, the folded text with case and without, and where each place came from."""
    out = []
    for batch in batches(texts, 5):
        assert len(batch.cased) == len(batch.low) == len(batch.units)
        for row, start in zip(batch.rows.tolist(), batch.starts.tolist(), strict=True):
            end = batch.low.index(STOP, start)
            at = np.arange(start, end)
            rows, begins, ends = batch.spans(at, at + 1)
            assert set(rows.tolist()) <= {row}
            assert (ends > begins).all()
            out.append((row, batch.cased[start:end], batch.low[start:end], tuple(begins.tolist())))
    kept: dict[int, tuple[int, str, str, tuple[int, ...]]] = {}
    for one in out:  # a text that went another way stands empty among the others
        if one[0] not in kept or one[1]:
            kept[one[0]] = one
    return [kept[row] for row in sorted(kept)]


strange = st.sampled_from(["😀", "㈱", "ﬁ", "½", SIGN, "İ", "國", "著", " ", "　", "中", "a", "Ｚ", "豈", ""])


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(strange, max_size=8).map("".join), min_size=1, max_size=6), st.booleans())
def test_many_at_once_are_what_each_is_alone(texts: list[str], bulk: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW", 0 if bulk else 1 << 20)
        patch.setattr(module, "BATCH", 12)
        found = places(texts)
    assert [row for row, *_ in found] == list(range(5, 5 + len(texts)))
    for text, (_, cased, low, at) in zip(texts, found, strict=True):
        alone = fold(text)
        assert (cased, low, at) == (alone.text, lower(alone.text), alone.at[:-1])


def test_no_texts() -> None:
    assert list(batches([])) == []
