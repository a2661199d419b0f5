"""The lines around a screen: the keys of where one is, the words that never lose the count, the title."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.app.session import Session, play
from tui.app.keys import KEYS, SCREENS
from tui.app.widgets.bars import StatusBar, title_line
from tui.app.widgets.foot import FIELD_KEYS, PART_KEYS, foot_keys
from tui.app.widgets.sentence import SEPARATOR, told_lines
from tui.app.words.say import WORDS, say
from tui.text import cell_width

PLACES = {name: key for key, name in SCREENS}


async def resize(session: Session, width: int, height: int) -> None:
    await session.pilot.resize_terminal(width, height)
    await session.settle_place()


# ── the line of keys ────────────────────────────────────────────────────────────────────────────────


def test_the_keys_below_are_those_of_the_part_in_use() -> None:
    async def act(session: Session) -> None:
        seen = {}
        for name, keys in (("grid", ""), ("news", "tab"), ("side", "tab"), ("find", "escape /")):
            await session.press(*keys.split())
            assert session.focus == name
            seen[name] = session.lines()[-1]
        assert "[ asc" in seen["grid"]
        assert "enter read it" in seen["news"]
        assert "o link" in seen["news"]
        assert "enter show only these" in seen["side"]
        assert seen["find"].split() == ["enter", "stay", "here", "esc", "cancel"]
        await session.press("escape", "f")
        assert "tab complete" in session.lines()[-1]
        assert "q quit" not in session.lines()[-1]  # it would be typed
        await session.press("escape")
        assert session.lines()[-1] == seen["grid"]

    play(act, lang="en", size=(160, 45))


def test_the_keys_of_every_part_are_keys_and_have_words() -> None:
    known = {key.id: key for key in KEYS}
    for part, keys in PART_KEYS.items():
        for lang in ("zh", "en"):
            told = foot_keys(part, lang, ("watchlist", "app"))
            assert len(told) == len(keys) + 2
            assert [word for _, word, _ in told][: len(keys)] == [say(word, lang) for _, word in keys]
        for (name, _), (_, _, press) in zip(keys, told, strict=False):
            assert press in known[name].keys.split(",")
    for keys in FIELD_KEYS.values():
        assert all(word in WORDS for _, word in keys)


# ── the sentence ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sentence", "tail", "width", "most", "lines"),
    [
        ("all · 13 of 13", "", 40, 1, [("all · 13 of 13", "")]),
        ("all · 13 of 13", "2 problems", 40, 1, [("all · 13 of 13", "2 problems")]),
        ("all · 13 of 13", "2 problems", 20, 2, [("all · 13 of 13", ""), ("", "2 problems")]),
        ("a long query here · 5 of 13", "", 20, 2, [("a long query here", ""), ("5 of 13", "")]),
        ("a long query here · 5 of 13", "", 24, 1, [("a long que... · 5 of 13", "")]),
        (
            "a query of some length · b c · 5 of 13",
            "a tail",
            26,
            2,
            [("a query of some length", ""), ("b c · 5 of 13", "a tail")],
        ),
        (
            "pe26 < 100 and not theme has tariffs and price > 1 · sorted by price, then by EPS 25A · 5 of 13",
            "a tail of words",
            54,
            2,
            [
                ("pe26 < 100 and not theme has tariffs and price > 1", ""),
                ("sorted by price, then... · 5 of 13", "a tail of words"),
            ],
        ),
        ("a", "a note that is far too long", 10, 1, [("", "a note th~")]),
    ],
)
def test_the_words_take_as_many_lines_as_they_need(
    sentence: str, tail: str, width: int, most: int, lines: list[tuple[str, str]]
) -> None:
    assert told_lines(sentence, tail, width, most) == lines


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "M", "Z")), max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6), TEXTS, st.integers(38, 200), st.integers(1, 3))
def test_the_words_fit_and_the_count_is_never_lost(
    parts: list[str], tail: str, width: int, most: int
) -> None:
    count = "5 of 13"
    lines = told_lines(SEPARATOR.join([*parts, count]), tail, width, most)
    assert len(lines) <= most
    for line, told in lines:
        assert cell_width(line) + cell_width(told) + 2 * bool(line and told) <= width
    assert not any(told for _, told in lines[:-1])
    if most > 1 and len(parts) < 2 * most - 1:
        assert count in " ".join(line for line, _ in lines)


def test_a_long_view_is_told_whole_and_the_count_stays() -> None:
    query = "pe26 < 200 and pe27 < 200 and price > 1 and not theme has tariffs and rating in (买入, 未评级)"

    async def act(session: Session) -> None:
        await session.press("f")
        await session.type(query)
        await session.press("enter")
        await session.to_column("pe_2026E")
        await session.press("[", "l", "}")
        for size, shown in (((200, 50), True), ((120, 40), True), ((80, 24), False), ((60, 12), False)):
            await resize(session, *size)
            told = " ".join(str(session.screen.query_one(StatusBar).render()).split())
            assert " of 13" in told, size
            if shown:
                for words in ("PE 2026E ascending", "then PE 2027E descending"):
                    assert words in told
                assert query.replace(" ", "") in told.replace(" ", "")

    play(act, lang="en", size=(160, 45))


# ── the title ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_title_always_names_the_screen_one_is_on(lang: str) -> None:
    async def act(session: Session) -> Any:
        return session.app.frame

    frame = play(act, lang=lang)
    for _, name in SCREENS:
        for width in range(40, 201, 8):
            line = title_line(frame, name, width)
            text = "".join(part for part, _ in line)
            assert cell_width(text) == width
            assert f" {PLACES[name]} {say(f'screen_{name}', lang)} " in text
            if width >= 44:
                assert "2026-07-03"[:8] in text
