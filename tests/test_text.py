"""Outside text made safe, search keys, and widths on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.universe.worlds import cases
from tui.text import (
    SIGN,
    cell_width,
    char_width,
    clean,
    crop,
    fold,
    is_cjk,
    is_clean,
    pad,
    pinyin_match,
)

# ── clean ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("中国移动 China Mobile，Ａ股", "中国移动 China Mobile，Ａ股"),
        ("a\tb\nc\rd\x0be\x0cf", "a b c d e f"),
        ("a\r\nb", "a  b"),
        ("a\x85b\u2028c\u2029d", "a b c d"),
        ("a\xa0b\u3000c\u2003d\u202fe\u1680f", "a b c d e f"),
        ("\x1b[2J\x07\x00", "␛[2J␇␀"),
        ("\x1b]52;c;eA==\x07", "␛]52;c;eA==␇"),
        ("\x7f", "␡"),
        ("\x9b31m", SIGN + "31m"),
        ("a\u202eb\u202cc\u2066d", f"a{SIGN}b{SIGN}c{SIGN}d"),
        ("a\u200bb\u200cc\u200dd\ufeffe\xadf", SIGN.join("abcdef")),
        ("\ud800", SIGN),
        ("\ue000\U000f0000", SIGN * 2),
        ("\u0378", SIGN),
        ("\U000e0041", SIGN),
        ("e\u0301 ☀ 🙂 ﷽", "e\u0301 ☀ 🙂 ﷽"),
        ("[@click=app.bell]x[/]", "[@click=app.bell]x[/]"),
        ("", ""),
    ],
    ids=repr,
)
def test_clean(given_text: str, shown: str) -> None:
    assert clean(given_text) == shown


anything = st.text(st.characters(), max_size=60) | st.text(
    st.characters(categories=["C", "Z", "M"]), max_size=20
)


@given(anything)
def test_clean_keeps_the_length_and_is_printable_and_needs_no_second_time(text: str) -> None:
    shown = clean(text)
    assert len(shown) == len(text)
    assert shown.isprintable()
    assert clean(shown) == shown
    assert is_clean(shown)
    assert is_clean(text) == (shown == text)
    assert all(new == old for old, new in zip(text, shown, strict=True) if old.isprintable())


def test_every_code_point_goes_to_one_printable() -> None:
    for start in range(0, 0x110000, 0x1000):
        text = "".join(map(chr, range(start, start + 0x1000)))
        shown = clean(text)
        assert len(shown) == len(text)
        assert shown.isprintable()


# ── search ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("China Mobile", "china mobile"),
        ("  ZTE ", "zte"),
        ("ＺＴＥ", "zte"),
        ("　５Ｇ－Ａ　", "5g-a"),
        ("Straße", "strasse"),
        ("ﬁ ①㈱", "fi 1(株)"),
        (f"中{SIGN}国", "中国"),
        (f"{SIGN} a", "a"),
        ("AI 算力", "ai 算力"),
        ("", ""),
    ],
)
def test_fold(text: str, key: str) -> None:
    assert fold(text) == key


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(clean(text))
    assert fold(once) == once or unicodedata.normalize("NFKC", once) != once  # a few signs need another turn


@pytest.mark.parametrize("char", "中㐀豈﨩")
def test_ideographs(char: str) -> None:
    assert is_cjk(char)


@pytest.mark.parametrize("char", "a1，、。ーあ한😀 ")
def test_no_ideographs(char: str) -> None:
    assert not is_cjk(char)


@pytest.mark.parametrize("row", cases("pinyin.csv"))
def test_pinyin(row: dict[str, str]) -> None:
    assert pinyin_match(row["letters"], row["name"]) == (row["found"] == "yes")


# ── cells ───────────────────────────────────────────────────────────────────────────────────────────


def test_widths_are_those_of_the_terminal_s_library() -> None:
    printable = [c for c in map(chr, range(0x20, 0x10000)) if c.isprintable()]
    other = {hex(ord(c)): (char_width(c), cell_len(c)) for c in printable if char_width(c) != cell_len(c)}
    assert other == {}


@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_characters="\ufe0f"), max_size=30).map(clean))
def test_the_width_of_a_text_is_that_of_its_characters(text: str) -> None:
    assert cell_width(text) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("中国移动", 8),
        ("万科Ａ", 6),
        ("*ST中", 5),
        ("e\u0301", 1),
        ("，", 2),
        ("·", 1),
        ("␛", 1),
    ],
)
def test_cell_width(text: str, width: int) -> None:
    assert cell_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("中国移动", 8, "中国移动"),
        ("中国移动", 7, "中国移~"),
        ("中国移动", 6, "中国~"),
        ("中国移动", 2, "~"),
        ("中国移动", 1, "~"),
        ("中国移动", 0, ""),
        ("中国移动", -3, ""),
        ("a中b", 3, "a~"),
        ("abc", 2, "a~"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301~"),
        ("", 0, ""),
    ],
)
def test_crop(text: str, width: int, shown: str) -> None:
    assert crop(text, width) == shown


@pytest.mark.parametrize(
    ("text", "width", "right", "shown"),
    [
        ("中国", 6, False, "中国  "),
        ("中国", 6, True, "  中国"),
        ("中国移动", 6, False, "中国~ "),
        ("中国移动", 6, True, " 中国~"),
        ("1.5", 5, True, "  1.5"),
        ("", 2, False, "  "),
        ("abc", 0, False, ""),
    ],
)
def test_pad(text: str, width: int, right: bool, shown: str) -> None:
    assert pad(text, width, right=right) == shown


@given(st.text(max_size=30).map(clean), st.integers(0, 24), st.booleans())
def test_padded_is_exactly_as_wide_and_cropped_never_wider(text: str, width: int, right: bool) -> None:
    assert cell_width(crop(text, width)) <= width
    assert cell_width(pad(text, width, right=right)) == width
