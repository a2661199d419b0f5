"""The themes screen: the tree with its figures, members with reasons, the way to the watchlist and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tui
from tests.app.newsroom import newsroom
from tests.app.session import WINDOWS, Session, play
from tests.app.stage import style_at
from tui.app.screens.listed import Listed
from tui.text import cell_width

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def universe(tmp_path_factory: pytest.TempPathFactory) -> tui.Universe:
    return newsroom(tmp_path_factory.mktemp("newsroom"))


def key(session: Session) -> str:
    screen = session.app.screen
    assert isinstance(screen, Listed)
    return screen.rows.source.key(screen.rows.cursor_row)


async def to(session: Session, theme: str) -> None:
    """Move by keys to a theme of the tree."""
    screen = session.app.screen
    assert isinstance(screen, Listed)
    place = screen.rows.source.find(theme)
    assert place is not None
    await session.press("home", *["j"] * place)
    assert key(session) == theme


@pytest.mark.long
@pytest.mark.parametrize(("size", "lang"), WINDOWS)
def test_every_line_fills_its_cells_and_the_figures_stand_in_line(size: tuple[int, int], lang: str) -> None:
    async def act(session: Session) -> None:
        await session.press("2")
        for keys in ((), ("j",), ("G",), ("home",), ("tab",), ("G",)):
            await session.press(*keys)
            lines = session.lines()
            assert [cell_width(line) for line in lines] == [size[0]] * size[1]
        head = {"zh": "PE26E 中位", "en": "PE26E median"}[lang]
        top = next(line for line in lines if head in line)
        end = cell_width(top[: top.index(head) + len(head)])
        rows = [line for line in lines if line.startswith((" AI算力", " AI compute"))]
        assert rows
        for line in rows:
            assert len(line.split("▏", maxsplit=1)[0]) <= size[0]
            cells = 0
            for at, char in enumerate(line):
                cells += cell_width(char)
                if cells == end:
                    assert line[: at + 1].endswith("39.9")
                    break

    play(act, size=size, lang=lang, painted=True)


def test_children_stand_below_their_parent_with_the_reasons_of_their_members(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("2")
        await to(session, "neon")
        text = session.text()
        for told in (
            " cables ",
            "   deep cable",
            "   neon cable",
            "Cables that glow.",
            "600002.SH  白石光电  weight 0.5  since 2026-01-01",
            "The main maker of neon cable.",
            "600003.SH  赤石卫星  until 2025-12-31  not at this date",
            "600999.SH  不在册的  not in this book",
            "neon cable  neon  2 names",
        ):
            assert told in text
        await session.press("L")
        assert "做霓虹光缆的主要一家。" in session.text()
        assert "霓虹缆  neon  2 只" in session.text()
        assert key(session) == "neon"
        await to(session, "deep")
        assert "这个主题还没有成员" in session.text()
        assert "没有说明。" in session.text()

    play(act, universe=universe, lang="en", size=(160, 45))


def test_enter_shows_its_names_on_the_watchlist_and_escape_comes_back() -> None:
    async def act(session: Session) -> None:
        await session.press("2")
        await to(session, "operators")
        await session.press("enter")
        assert session.focus == "grid"
        assert session.codes == ["600941.SH", "601728.SH", "600050.SH"]
        assert "esc: back to Themes" in session.status
        await session.press("j", "escape")
        assert key(session) == "operators"
        await session.press("escape")
        assert session.focus == "grid"
        await session.press("escape")
        assert len(session.codes) == 13

    play(act, lang="en")


def test_a_parent_shows_the_names_of_all_below_it(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("2")
        await to(session, "cable")
        await session.press("enter")
        assert set(session.codes) == {"600001.SH", "600002.SH"}

    play(act, universe=universe)


def test_a_theme_without_names_says_so_and_stays(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("2")
        await to(session, "deep")
        await session.press("enter")
        assert key(session) == "deep"
        assert "no name of this book belongs to it" in session.status

    play(act, universe=universe, lang="en")


def test_a_member_leads_to_the_watchlist(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("2")
        await to(session, "neon")
        await session.press("tab", "j", "enter")
        assert session.code == "600001.SH"
        await session.press("escape")
        assert session.focus == "members"
        await session.press("end", "k", "enter")
        assert "600999.SH is not in this book" in session.status

    play(act, universe=universe, lang="en")


def test_the_panes_zoom_and_escape_takes_one_step_at_a_time() -> None:
    async def act(session: Session) -> None:
        await session.press("2")
        before = session.lines()
        await session.press("tab", "z")
        assert session.app.screen.query_one("#members").region.width >= 156
        await session.press("escape")
        assert session.focus == "members"
        await session.press("tab")
        assert session.focus == "about"
        await session.press("escape")
        assert session.focus == "rows"
        assert session.lines() == before

    play(act)


def test_a_low_terminal_shows_one_part_at_a_time() -> None:
    async def act(session: Session) -> None:
        await session.press("2")
        await session.pilot.resize_terminal(60, 12)
        await session.settle_place()
        assert not session.app.screen.query_one("#pane").display
        await session.press("tab")
        assert not session.app.screen.query_one("#rows").display
        assert session.focus == "members"
        await session.press("escape")
        assert session.focus == "rows"
        assert session.app.screen.query_one("#rows").display

    play(act)


def test_without_themes_it_says_where_they_come_from(tmp_path: Path) -> None:
    folder = tmp_path / "coverage"
    folder.mkdir()
    (folder / "2026-07-03.csv").write_text("as_of,code,name\n2026-07-03,600001.SH,青石通信\n", "utf-8")
    bare = tui.load(tmp_path, themes=())

    async def act(session: Session) -> None:
        await session.press("2", "enter", "tab", "enter")
        assert "No theme. Put a TOML into themes/" in session.text()
        assert "The theme under the cursor stands here" in session.text()

    play(act, universe=bare, lang="en", size=(80, 24))


def test_up_is_red_and_turns_green_where_the_user_wants_it() -> None:
    async def colour(session: Session) -> str:
        await session.press("2")
        y = next(y for y, line in enumerate(session.lines()) if "+43.08" in line)
        line = session.lines()[y]
        style = style_at(session, y, cell_width(line[: line.index("+43.08") + 2]))
        assert style.color is not None
        return style.color.name

    red, green = (play(colour, opened={"up": up}) for up in ("red", "green"))
    assert red != green
