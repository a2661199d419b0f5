"""Panes and dialogs: the side bar filters, tab goes round, enter goes in, escape comes back."""

from __future__ import annotations

import pytest

from tests.app.session import COVERED, FULLBOOK, Session, optical, play
from tui.app.dialogs.dialog import Dialog
from tui.app.keys import KEYS
from tui.app.screens.watchlist import Watchlist
from tui.app.widgets.lists import Sidebar


def test_the_side_bar_filters_by_group_and_theme_and_escape_shows_all() -> None:
    async def act(session: Session) -> None:
        await optical(session)
        assert "光模块 · 5/13 只" in session.status
        await session.press("escape")
        assert session.codes == COVERED
        await session.press("shift+tab", "end", "enter")
        assert session.status.startswith("关税 · ")
        assert set(session.codes) < set(COVERED)
        await session.press("home", "enter")
        assert session.codes == COVERED

    play(act)


def test_tab_goes_round_the_panes() -> None:
    async def act(session: Session) -> list[str]:
        seen = []
        for key in ("tab", "tab", "tab", "shift+tab", "shift+tab", "shift+tab"):
            await session.press(key)
            seen.append(session.focus)
        return seen

    assert play(act) == ["news", "side", "grid", "side", "news", "grid"]


def test_where_a_pane_is_folded_tab_passes_it_by() -> None:
    async def act(session: Session) -> list[str]:
        seen = []
        for key in ("tab", "tab", "b", "tab", "tab", "tab"):
            await session.press(key)
            seen.append(session.focus)
        return seen

    assert play(act, size=(80, 24)) == ["news", "grid", "grid", "news", "side", "grid"]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_enter_opens_the_news_and_a_story_and_escape_comes_back(size: tuple[int, int]) -> None:
    async def act(session: Session) -> None:
        await session.to_name("600118.SH")
        await session.press("enter")
        assert session.focus == "news"
        assert 'theme LEO satellites <- "低轨卫星"' in session.text()
        await session.press("home", "enter")
        assert isinstance(session.app.screen, Dialog)
        text = session.text()
        assert "日本补贴乐天系企业建低轨卫星网" in text
        assert '"低轨卫星"' in text
        await session.press("escape")
        assert session.focus == "news"
        await session.press("escape")
        assert session.focus == "grid"
        assert session.code == "600118.SH"

    play(act, size=size, lang="en")


def test_a_name_without_stories_says_so() -> None:
    async def act(session: Session) -> None:
        await session.to_name("300627.SZ")
        await session.press("enter", "enter")
        assert "No story is linked to this name." in session.text()
        assert isinstance(session.app.screen, Watchlist)

    play(act, lang="en")


def test_b_hides_the_side_bar_and_brings_it_back() -> None:
    async def act(session: Session) -> list[bool]:
        side = session.screen.query_one(Sidebar)
        seen = [side.display]
        for _ in range(2):
            await session.press("b")
            seen.append(side.display)
        return seen

    async def leave(session: Session) -> None:
        await session.press("shift+tab", "b")
        assert session.focus == "grid"

    assert play(act, size=(120, 40)) == [True, False, True]
    assert play(act, size=(80, 24)) == [False, True, False]
    play(leave, size=(120, 40))


@pytest.mark.parametrize("pane", ["grid", "news", "side"])
def test_z_gives_a_pane_the_screen_and_takes_it_back(pane: str) -> None:
    async def act(session: Session) -> None:
        await session.press(*{"grid": (), "news": ("tab",), "side": ("shift+tab",)}[pane])
        before = session.lines()
        await session.press("z")
        region = session.screen.query_one(f"#{pane}").region
        assert region.width >= (20 if pane == "side" else 156)
        assert region.height >= 40
        await session.press("z")
        assert session.lines() == before
        await session.press("z", "escape")
        assert session.lines() == before

    play(act)


@pytest.mark.parametrize("key", ["?", "？"])
def test_help_shows_every_key_and_closes(key: str) -> None:
    async def act(session: Session) -> None:
        await session.press(key)
        assert isinstance(session.app.screen, Dialog)
        seen = ""
        for _ in range(12):
            seen += session.text()
            await session.press("pagedown")
        for one in KEYS:
            assert one.shown in seen
            assert one.en in seen
        await session.press(key)
        assert len(session.app.screen_stack) == 2
        await session.press("q")
        assert session.focus == "grid"
        assert session.app.is_running

    play(act, lang="en")


def test_6_lists_the_doubtful_cells_and_the_problems() -> None:
    async def act(session: Session) -> str:
        await session.press("6")
        seen = session.text()
        await session.press("end")
        seen += session.text()
        await session.press("escape")
        assert session.focus == "grid"
        return seen

    seen = play(act, lang="en", book=str(FULLBOOK), size=(200, 50))
    for text in ("600110.SH 丙二设备   ", "6001O2.SH", "broken.toml"):
        assert text in seen


def test_the_full_width_slash_opens_the_find_line() -> None:
    async def act(session: Session) -> None:
        await session.press("／")
        assert session.focus == "find"

    play(act)
