"""The mouse where people expect it; every click does what a key does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from textual.events import MouseScrollDown

import tui
from tests.app.newsroom import NEWS
from tests.app.session import COVERED, Session, play
from tui.app.dialogs.dialog import Confirm
from tui.app.keys import SCREENS
from tui.app.words.say import say
from tui.text import cell_width

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long


def at(session: Session, place: str) -> bool:
    """True on a screen."""
    return session.app.place == place


def asked(session: Session) -> bool:
    """True while it is asked whether a link is to be opened."""
    return isinstance(session.app.screen, Confirm)


async def click(session: Session, text: str, *, line: int | None = None) -> None:
    """Click on the first cells of a text on the screen, in a line where one is given."""
    lines = session.lines()
    y = next(y for y, one in enumerate(lines) if text in one) if line is None else line % len(lines)
    x = cell_width(lines[y][: lines[y].index(text)])
    assert await session.pilot.click(offset=(x, y))
    await session.settle_place()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_tab_of_the_title_goes_to_its_screen(lang: str) -> None:
    async def act(session: Session) -> None:
        for key, name in (*SCREENS[1:], SCREENS[0]):
            await click(session, f"{key} {say(f'screen_{name}', lang)}", line=0)
            await session.until(partial(at, session, name), name)
        await session.pilot.resize_terminal(80, 24)
        await session.settle_place()
        await click(session, " 4 ", line=0)
        await session.settle_place()
        assert session.app.place in {"news", "market"}  # the space before belongs to the tab before

    play(act, lang=lang, size=(200, 50))


def test_a_click_on_a_key_below_runs_it() -> None:
    async def act(session: Session) -> None:
        await session.to_column("pe_2026E")
        await click(session, "] desc", line=-1)
        await session.settle()
        assert session.marks == {"pe_2026E": session.marks["pe_2026E"]}
        assert "descending" in session.status
        await click(session, "query", line=-1)
        await session.until(lambda: session.app.screen.query("#query"), "the query bar")
        await click(session, "esc", line=-1)
        await session.until(lambda: not session.app.screen.query("#query"), "the bar to close")
        assert session.focus == "grid"
        await session.press("2")
        await click(session, "pane", line=-1)
        assert session.focus == "members"
        await click(session, "esc", line=-1)
        assert session.focus == "rows"

    play(act, lang="en", size=(120, 40))


def test_headers_rows_and_the_side_bar() -> None:
    async def act(session: Session) -> None:
        await click(session, "股价")
        await session.settle()
        assert list(session.marks) == ["price"]
        await click(session, "中国卫星")
        await session.settle()
        assert session.code == "600118.SH"
        await click(session, "光模块", line=5)
        await session.settle()
        assert len(session.codes) == 5
        await click(session, "全部", line=1)
        await session.settle()
        assert sorted(session.codes) == sorted(COVERED)

    play(act, size=(160, 45))


def test_a_fold_is_opened_by_a_click() -> None:
    async def act(session: Session) -> None:
        await click(session, "新闻 tab")
        assert session.focus == "news"
        await click(session, "侧栏 b")
        assert session.screen.query_one("#side").display
        await click(session, "详情 esc")
        assert session.focus == "grid"

    play(act, size=(80, 24))


def test_the_wheel_scrolls_the_grid_and_leaves_the_cursor() -> None:
    async def act(session: Session) -> None:
        code = session.code
        await session.pilot.resize_terminal(120, 24)
        await session.settle()
        grid = session.grid
        await session.pilot._post_mouse_events([MouseScrollDown], "#grid", button=0)
        await session.settle()
        assert grid.top > 0
        assert session.code == code

    play(act, size=(120, 40))


def test_a_click_on_a_link_asks_as_its_key_does(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "2026-07-03.csv").write_text(NEWS, encoding="utf-8")
    (tmp_path / "coverage").mkdir()
    (tmp_path / "coverage" / "2026-07-03.csv").write_text(
        "as_of,code,name\n2026-07-03,600001.SH,青石通信\n", encoding="utf-8"
    )

    async def act(session: Session) -> None:
        await session.press("3")
        await click(session, "https://example.com/a")
        assert asked(session)
        await session.press("escape")
        assert session.app.place == "news"
        await click(session, "青石通信与赤石卫星")  # no link
        assert not asked(session)
        await session.press("1")
        await session.settle_place()
        await session.press("enter", "enter")
        await click(session, "https://example.com/a")
        assert asked(session)

    play(act, lang="en", universe=tui.load(tmp_path))


def test_a_name_of_a_list_is_chosen() -> None:
    async def act(session: Session) -> None:
        await session.press("4")
        await click(session, "603236.SH")
        await session.until(lambda: session.app.place == "watchlist", "the watchlist")
        await session.settle()
        assert session.code == "603236.SH"

    play(act)
