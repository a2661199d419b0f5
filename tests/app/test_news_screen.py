"""The news screen: all stories, the words that link them, narrowing, ways to names and themes, links."""

from __future__ import annotations

import subprocess
import sys
from unittest import mock

import pytest

import tui
from tests.app.newsroom import newsroom
from tests.app.session import FULLBOOK, OTHERS, ROOT, Session, play
from tests.app.stage import style_at
from tui.app.app import Kanpan
from tui.app.dialogs.dialog import Confirm
from tui.app.keys import SCREENS
from tui.app.screens.listed import Listed
from tui.app.screens.news import NewsScreen
from tui.app.screens.themes import ThemesScreen
from tui.app.screens.watchlist import Watchlist
from tui.app.session.links import openable
from tui.app.words.say import say
from tui.text import cell_width


@pytest.fixture(scope="module")
def universe(tmp_path_factory: pytest.TempPathFactory) -> tui.Universe:
    return newsroom(tmp_path_factory.mktemp("newsroom"))


def listed(session: Session) -> list[str]:
    """The stories on show."""
    screen = session.app.screen
    assert isinstance(screen, Listed)
    return [screen.rows.source.key(row) for row in range(screen.rows.source.rows)]


def here(session: Session) -> str:
    screen = session.app.screen
    assert isinstance(screen, Listed)
    return screen.rows.source.key(screen.rows.cursor_row)


@pytest.mark.long
@pytest.mark.parametrize(
    ("size", "lang", "book"),
    [(*window, book) for window, book in zip(OTHERS, ("", str(FULLBOOK)) * 2, strict=True)],
)
def test_every_line_fills_its_cells(size: tuple[int, int], lang: str, book: str) -> None:
    async def act(session: Session) -> None:
        await session.press("3")
        for keys in ((), ("j",), ("G",), ("l", "l"), ("enter",), ("tab",), ("escape", "home")):
            await session.press(*keys)
            assert [cell_width(line) for line in session.lines()] == [size[0]] * size[1]

    play(act, size=size, lang=lang, book=book, painted=True)


def test_stories_are_listed_newest_first_and_copies_once(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("3")
        assert listed(session) == ["a", "b", "e", "d"]
        lines = session.lines()
        assert any("霓虹光缆涨价" in line and "x2" in line for line in lines)
        await session.press("j")
        assert "told 2 times" in session.text()

    play(act, universe=universe, lang="en")


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_the_path_from_news_through_a_theme_to_a_name_tells_its_words(
    universe: tui.Universe, size: tuple[int, int]
) -> None:
    async def act(session: Session) -> None:
        await session.press("3")
        text = session.text()
        if size[0] > 80:
            assert "-> 白石光电 600002.SH  The main maker of neon cable." in text
        await session.press("enter", "G")
        text = session.text()
        assert 'theme neon cable  <- "霓虹光缆"  summary' in text or "-> 青石通信 600001.SH  Uses" in text

    play(act, universe=universe, lang="en", size=size)


def marked(session: Session, word: str, within: str) -> bool:
    """True where a word on the screen is underlined, in a line that holds some text."""
    for y, line in enumerate(session.lines()):
        if within in line and (at := line.rfind(word)) >= 0:
            cells = cell_width(line[:at])
            return all(
                bool(style_at(session, y, x).underline) for x in range(cells, cells + cell_width(word))
            )
    raise AssertionError(f"{word} does not stand on the screen")


def test_the_linked_words_are_marked_by_their_offsets_in_both_places(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("enter")
        assert marked(session, "青石通信", "07-03 青石通信中标")
        await session.press("enter")
        assert marked(session, "霓虹光缆", "用上霓虹光缆。")
        assert marked(session, "青石通信", "青石通信中标")
        assert not marked(session, "中标", "青石通信中标")
        await session.press("escape", "3")
        assert marked(session, "霓虹光缆", "用上霓虹光缆。")
        assert marked(session, "赤石卫星", "赤石卫星合作")
        assert not marked(session, "合作", "赤石卫星合作")

    play(act, universe=universe)


def test_markup_and_control_characters_in_a_story_do_nothing() -> None:
    async def act(session: Session) -> None:
        with mock.patch.object(Kanpan, "action_bell") as bell:
            await session.press("3", "G")
            for _ in range(len(listed(session))):
                await session.press("k")
                text = session.text()
                assert "\x1b" not in text
                assert "\u202e" not in text
            assert "[@click=app.bell]点我[/]" in "".join(await seen(session))
        assert not bell.called

    async def seen(session: Session) -> list[str]:
        await session.press("home")
        out = [session.text()]
        for _ in range(len(listed(session))):
            await session.press("j")
            out.append(session.text())
        return out

    play(act, book=str(FULLBOOK))


def test_r_goes_through_the_routes_and_escape_shows_all(universe: tui.Universe) -> None:
    async def act(session: Session) -> list[tuple[list[str], str]]:
        await session.press("3")
        out = []
        for presses in ("R", "R", "R", "R", "R"):
            await session.press(presses)
            out.append((listed(session), session.status.split(" · ")[0]))
        await session.press("escape")
        out.append((listed(session), session.status.split(" · ")[0]))
        await session.press("escape")
        assert isinstance(session.app.screen, Watchlist)
        return out

    everything = (["a", "b", "e", "d"], "all stories")
    assert play(act, universe=universe, lang="en") == [
        (["a"], "direct"),
        (["a", "b", "e"], "through a theme"),
        (["d"], "linked to nothing"),
        everything,
        (["a"], "direct"),
        everything,
    ]


def test_a_story_that_is_linked_to_nothing_says_what_would_link_it(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("3", "G")
        assert here(session) == "d"
        assert "No word links this story to a name or a theme." in session.text()
        assert "[@click=app.bell]天气转凉[/]" in session.text()

    play(act, universe=universe, lang="en")


def test_n_and_t_narrow_to_a_name_and_a_theme(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("3", "N")
        await session.type("bsgd")  # the pinyin initials of 白石光电
        await session.press("enter")
        assert listed(session) == ["a", "b"]
        assert session.status.startswith("白石光电 600002.SH · 2/4")
        await session.press("T")
        await session.type("cable")
        await session.press("enter")
        assert listed(session) == ["a", "b"]  # a parent stands for all below it
        await session.press("R")
        assert listed(session) == []
        assert "没有符合的新闻" in session.text()
        await session.press("escape", "T", "escape")
        assert listed(session) == ["a", "b", "e", "d"]

    play(act, universe=universe)


def test_enter_goes_to_the_ways_and_on_to_the_name_and_escape_comes_back(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("3", "enter")
        assert session.focus == "ways"
        await session.press("j", "enter")
        assert session.app.place == "watchlist"
        assert session.code in {"600001.SH", "600003.SH"}
        assert "esc: back to News" in session.status
        await session.press("escape")
        assert session.app.place == "news"
        assert here(session) == "a"
        assert session.focus == "ways"
        await session.press("escape", "escape")
        assert session.app.place == "watchlist"
        await session.press("escape")
        assert session.app.place == "watchlist"  # it leads back once

    play(act, universe=universe, lang="en")


def test_a_way_to_a_theme_leads_to_the_themes_screen(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("3", "j", "j", "enter", "enter")
        assert isinstance(session.app.screen, ThemesScreen)
        assert here(session) == "deep"
        await session.press("1", "enter", "enter", "j", "j", "enter")
        await session.until(lambda: session.app.place == "themes", "the themes screen")
        await session.settle_place()
        assert here(session) == "neon"

    play(act, universe=universe)


def test_a_link_is_shown_before_it_is_opened_and_only_one_of_the_web(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        with mock.patch.object(Kanpan, "open_url") as opened:
            await session.press("3", "o")
            assert isinstance(session.app.screen, Confirm)
            assert "https://example.com/a" in session.text()
            await session.press("escape")
            assert not opened.called
            await session.press("o", "enter")
            opened.assert_called_once_with("https://example.com/a")
            await session.press("j", "o")
            assert isinstance(session.app.screen, NewsScreen)
            assert "javascript:alert(1)" in session.text()
            await session.press("G", "o")
            assert isinstance(session.app.screen, NewsScreen)
            await session.press("1")  # the same in the watchlist's pane, and in its dialog
            await session.press("enter")
            await session.press("o")
            assert isinstance(session.app.screen, Confirm)
            await session.press("escape", "enter", "o", "enter")
            assert opened.call_count == 2

    play(act, universe=universe)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://example.com/x?y=1", True),
        ("http://example.com", True),
        ("HTTPS://例子.中国/a", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("--help", False),
        ("https://", False),
        ("https:///path", False),
        ("https://a b.com", False),
        ("https://[::1", False),
        ("https://example.com/\x1b]52", False),
        ("", False),
    ],
)
def test_which_links_may_be_opened(url: str, may: bool) -> None:
    assert openable(url) is may


def test_language_and_reload_keep_the_story(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("3", "j", "L")
        assert here(session) == "b"
        assert "why it is linked" in session.text()
        await session.press("r")
        await session.until(lambda: "reloaded" in session.text(), "the reload")
        assert here(session) == "b"
        assert isinstance(session.app.screen, NewsScreen)

    play(act, universe=universe)


def test_the_screens_are_switched_by_their_keys_and_the_title_tells_which(universe: tui.Universe) -> None:
    async def act(session: Session) -> list[str]:
        out = []
        for key in "12332134671461":
            await session.press(key)
            line = session.lines()[0]
            reversed_ = [
                name
                for name in ("1 Watchlist", "2 Themes", "3 News", "4 Market", "6 Checks", "7 Brief")
                if name in line and style_at(session, 0, cell_width(line[: line.index(name)])).reverse
            ]
            assert len(reversed_) == 1
            out.append(reversed_[0][0])
            assert len(session.app.screen_stack) == (1 if key == "1" else 2)
        return out

    assert play(act, universe=universe, lang="en") == list("12332134671461")


@pytest.mark.parametrize(("lang", "dates"), [
    ("zh", "截至 2026-07-03  行情 2026-04-15 旧"),
    ("en", "as of 2026-07-03  market 2026-04-15 old"),
])  # fmt: skip
def test_at_80_cells_the_title_names_the_screen_on_show_and_keeps_the_dates(lang: str, dates: str) -> None:
    async def act(session: Session) -> list[str]:
        out = []
        for key, _ in SCREENS:
            await session.press(key)
            out.append(session.lines()[0])
        return out

    for line, (key, name) in zip(play(act, size=(80, 24), lang=lang), SCREENS, strict=True):
        tabs = " ".join(f" {k} {say(f'screen_{n}', lang)}" if k == key else k for k, n in SCREENS)
        assert line.rstrip().endswith(tabs.strip()), name
        assert dates in line


def test_help_begins_with_the_keys_of_the_screen(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("3", "?")
        text = session.text()
        assert "stories of one name" in text
        await session.press("escape", "2", "?")
        assert "next pane" in session.text()

    play(act, universe=universe, lang="en")


def test_the_palette_leads_from_any_screen_to_a_name(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("3")
        session.app.go_to("600003.SH")
        await session.settle_place()
        assert isinstance(session.app.screen, Watchlist)
        assert session.code == "600003.SH"
        await session.press("2")
        session.app.only("theme", "neon")
        await session.settle_place()
        assert set(session.codes) == {"600001.SH", "600002.SH"}

    play(act, universe=universe)


def test_neither_screen_is_imported_before_it_is_asked_for() -> None:
    code = (
        "import sys, tui.app.app, tui.app.present.watchlist\n"
        "print(*sorted(m for m in sys.modules if 'tui.app' in m))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    held = set(done.stdout.split())
    assert "tui.app.screens.watchlist" in held
    late = {
        "dialogs": "finder importing picking story",
        "frames": "report",
        "present": "brief checks importing market news themes",
        "screens": "brief checks listed market news page themes",
        "session": "wish",
        "widgets": "moves reading",
    }
    unwanted = {f"tui.app.{room}.{name}" for room, names in late.items() for name in names.split()}
    assert held.isdisjoint(unwanted)


def test_without_news_it_says_where_they_come_from(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("bare")
    (path / "coverage").mkdir()
    (path / "coverage" / "2026-07-03.csv").write_text("as_of,code,name\n2026-07-03,600001.SH,青石\n", "utf-8")

    async def act(session: Session) -> None:
        await session.press("3", "enter", "tab", "o", "R")
        assert "No story fits." not in session.text()
        assert "put a news/DATE.csv into the book" in session.text()
        assert "The story under the cursor stands here" in session.text()

    play(act, universe=tui.load(path), lang="en", size=(80, 24))
