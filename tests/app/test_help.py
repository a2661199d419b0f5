"""The help for here: what comes first, in both languages, at any size, from every pane."""

from __future__ import annotations

import pytest

from tests.app.session import Session, play
from tui.app.dialogs.help import Here, help_text
from tui.app.keys import KEYS, PARTS, PLACES
from tui.app.words.discover import DISCOVER_WORDS
from tui.text import cell_width, crop


def headings(text: str, lang: str) -> list[str]:
    names = {pair[0 if lang == "zh" else 1]: place for place, pair in PLACES.items()}
    return [names[line] for line in text.splitlines() if line in names]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_part_comes_first_then_its_screen_then_everywhere_then_the_rest(lang: str) -> None:
    found = headings(help_text(Here("news", "grid", "about_news_rows"), KEYS, lang, 80).plain, lang)
    assert found[:4] == ["grid", "news", "lists", "app"]
    assert sorted(found) == sorted(PLACES)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("screen", list(PARTS))
def test_every_key_is_told_once(screen: str, lang: str) -> None:
    text = help_text(Here(screen), KEYS, lang, 400).plain.splitlines()
    for key in KEYS:
        told = key.zh if lang == "zh" else key.en
        assert [line for line in text if line.strip().startswith(key.shown) and line.endswith(told)], key.id


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [1, 2, 10, 30, 31, 52, 70, 92])
def test_no_line_is_longer_than_the_box_and_further_lines_stand_below_the_first(
    width: int, lang: str
) -> None:
    lines = help_text(Here("watchlist", "grid", "about_grid"), KEYS, lang, width).plain.splitlines()
    assert max(map(cell_width, lines)) <= max(width, 17)  # a key is not broken
    if width >= 52:
        assert all(not line.startswith(" ") or crop(line, 17, "").endswith(" ") for line in lines)


WHERE = (  # keys that lead to a pane, and the beginning of what is told there first
    ("", "about_grid", "grid"),
    ("tab", "about_news", "list"),
    ("shift+tab", "about_side", "list"),
    ("2", "about_themes_rows", "grid"),
    ("3", "about_news_rows", "grid"),
    ("6", "about_checks_rows", "grid"),
    ("7", "", "text"),
)


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_pane_tells_of_itself_first(lang: str) -> None:
    async def act(session: Session) -> None:
        for keys, about, place in WHERE:
            for key in (*keys.split(), "?"):
                session.send(key)
                await session.settle_place()
            await session.pilot.pause()
            text = [line.partition("│")[2].rpartition("│")[0].strip() for line in session.lines()]
            said = DISCOVER_WORDS[about][0 if lang == "zh" else 1][:20] if about else ""
            first = next(line for line in text if line)
            assert first.startswith(said or PLACES[place][0 if lang == "zh" else 1]), keys
            for key in ("escape", "1", "escape"):
                session.send(key)
                await session.settle_place()

    play(act, size=(160, 45), lang=lang)


@pytest.mark.long
@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (200, 50)])
def test_it_scrolls_to_its_end_and_back_in_any_window(size: tuple[int, int]) -> None:
    async def act(session: Session) -> None:
        await session.pilot.resize_terminal(*size)
        for key in ("?", "G"):
            session.send(key)
            await session.settle_place()
        await session.pilot.pause()
        box = session.app.screen.query_one(".help")
        assert box.scroll_y == box.max_scroll_y
        assert [cell_width(line) for line in session.lines()] == [size[0]] * size[1]
        session.send("k")
        await session.settle_place()
        assert box.scroll_y == max(0, box.max_scroll_y - 1)
        session.send("q")
        await session.settle_place()
        assert not session.app.screen.is_modal

    play(act, size=(80, 24), painted=True)
