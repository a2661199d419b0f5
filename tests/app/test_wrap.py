"""Breaking lines: whole words, CJK anywhere, no closing punctuation at a line's start, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.content import Content

from tui.app.widgets.wrap import CLOSING, OPENING, breaks, wrapped
from tui.text import cell_width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("介于 5G 和 6G 之间：下行更快", 14, ["介于 5G 和 6G", "之间：下行更快"]),
        ("云商的需求，很大。", 10, ["云商的需", "求，很大。"]),
        ("他说（大约）如此", 6, ["他说", "（大", "约）如", "此"]),
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("supercalifragilistic", 6, ["superc", "alifra", "gilist", "ic"]),
        ("a supercalifragilistic b", 8, ["a", "supercal", "ifragili", "stic b"]),
        ("没有数字的：图 1：涨跌幅", 14, ["没有数字的：", "图 1：涨跌幅"]),
        ("没有数字的图12涨跌幅", 12, ["没有数字的", "图12涨跌幅"]),
        ("", 5, [""]),
        ("中", 2, ["中"]),
    ],
)
def test_lines(text: str, width: int, lines: list[str]) -> None:
    assert [text[start:end] for start, end in breaks(text, width)] == lines


@given(st.text(st.sampled_from("ab 中文，。（）1é\u0301😀-"), max_size=40), st.integers(2, 20))
@settings(max_examples=150, deadline=None)
def test_no_line_is_too_wide_and_only_spaces_are_lost(text: str, width: int) -> None:
    spans = breaks(text, width)
    assert all(cell_width(text[start:end]) <= width for start, end in spans)
    covered = "".join(text[start:end] for start, end in spans)
    assert covered.replace(" ", "") == text.replace(" ", "")
    assert [end for _, end in spans[:-1]] == sorted(end for _, end in spans[:-1])


@given(st.text(st.sampled_from("ab 中文，。（）"), max_size=40))
@settings(max_examples=100, deadline=None)
def test_punctuation_stands_with_what_it_belongs_to(text: str) -> None:
    width = 24
    for start, end in breaks(text, width)[1:]:
        before = text[:start].rstrip()[-1:]
        if end > start and text[start] in CLOSING:
            assert before in CLOSING | OPENING | {""} or cell_width(text[:start]) >= width


def test_styles_stay_on_their_words_and_lines_go_in() -> None:
    text = Content("一二三四五六").stylize("bold", 2, 5)
    told = wrapped(text, 8, 2)
    assert told.plain == "  一二三\n  四五六"
    bold = [told.plain[span.start : span.end] for span in told.spans if str(span.style) == "bold"]
    assert "".join(bold).replace("\n", "").replace(" ", "") == "三四五"
