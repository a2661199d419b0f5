"""What stands where: folded parts and their keys, sizes, small windows, the words below, empty books."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tui
from tests.app.reportroom import write
from tests.app.session import Session, play
from tui.app.keys import PARTS, SCREENS
from tui.app.screens.panes import LEAST_WINDOW, SmallWindow
from tui.app.widgets.foot import FoldLine
from tui.app.words.say import say
from tui.text import cell_width

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

PLACES = {name: key for key, name in SCREENS}


@pytest.fixture(scope="module")
def universe(tmp_path_factory: pytest.TempPathFactory) -> tui.Universe:
    return tui.load(write(tmp_path_factory.mktemp("reportroom")))


async def resize(session: Session, width: int, height: int) -> None:
    await session.pilot.resize_terminal(width, height)
    await session.settle_place()


def fold(session: Session) -> str:
    """The line of what is folded away, '' where there is none."""
    line = session.app.screen.query_one(FoldLine)
    return str(line.render()).strip() if line.display else ""


# ── what is folded away ─────────────────────────────────────────────────────────────────────────────


def test_what_is_folded_away_says_by_which_key_it_comes() -> None:
    async def act(session: Session) -> None:
        assert fold(session) == "detail | news tab | side bar b"
        await session.press("tab")
        assert session.focus == "news"
        assert fold(session) == "detail esc | news | side bar b"
        await session.press("escape", "b")
        assert fold(session) == "detail | news tab | side bar"
        await session.press("b")
        await resize(session, 120, 40)
        assert fold(session) == "side bar b"  # the user hid it
        await session.press("b")
        assert fold(session) == ""
        assert session.screen.query_one("#side").display

    play(act, size=(80, 24), lang="en")


def test_in_a_low_window_one_part_takes_the_place_of_the_other() -> None:
    async def act(session: Session) -> None:
        await resize(session, 80, 12)
        assert fold(session) == "表格 | 新闻 tab | 侧栏 b"
        await session.press("j")
        code = session.code
        await session.press("enter")
        assert session.focus == "news"
        assert "推理成本" in session.text()
        assert not session.grid.display
        await session.press("escape")
        assert session.focus == "grid"
        assert session.code == code
        assert session.grid.region.height >= 6

    play(act, size=(80, 24))


@pytest.mark.parametrize("place", list(PARTS)[1:])
def test_every_screen_folds_in_a_low_window(place: str, universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press(PLACES[place])
        assert fold(session) == ""
        await resize(session, 60, 10)
        assert fold(session).endswith(" tab")
        first = session.focus
        await session.press("tab")
        assert session.focus != first
        assert " esc |" in fold(session)
        assert session.app.focused is not None
        assert session.app.focused.region.height >= 2
        await session.press("escape")
        assert session.focus == first
        await resize(session, 200, 50)
        assert fold(session) == ""

    play(act, size=(80, 24), lang="en", universe=universe)


# ── sizes ───────────────────────────────────────────────────────────────────────────────────────────


def cells(session: Session, part: str) -> tuple[int, int]:
    size = session.app.screen.query_one(f"#{part}").outer_size
    return size.width, size.height


def test_plus_and_minus_make_the_pane_in_use_larger_and_smaller() -> None:
    async def act(session: Session) -> dict[str, int]:
        grid, lower, side = (cells(session, part) for part in ("grid", "lower", "side"))
        await session.press("+", "+")
        assert cells(session, "grid") == (grid[0], grid[1] + 2)
        assert cells(session, "lower") == (lower[0], lower[1] - 2)
        await session.press("-", "-")
        assert cells(session, "lower") == lower
        await session.press("tab", "+")
        assert cells(session, "lower") == (lower[0], lower[1] + 1)
        await session.press("tab", "+")
        assert session.focus == "side"
        assert cells(session, "side")[0] == side[0] + 2
        await session.press(*"-" * 12)
        assert cells(session, "side")[0] == 18
        await session.press(*"+" * 75)
        assert cells(session, "grid")[0] >= 18
        return session.app.sizes

    assert set(play(act)) == {"watchlist.lower", "watchlist.side"}


@pytest.mark.parametrize(
    ("place", "size"), list(zip(list(PARTS)[1:], [(80, 24), (160, 45)] * 3, strict=True))
)
def test_every_screen_divides_anew(place: str, size: tuple[int, int], universe: tui.Universe) -> None:
    second = {"market": "movers", "brief": "focus"}.get(place, "pane")
    axis = int(size[0] < 140)  # 0: beside each other

    async def act(session: Session) -> None:
        await session.press(PLACES[place])
        await session.settle_place()
        before = cells(session, second)[axis]
        first = session.app.screen.stops()[0]  # type: ignore[attr-defined]
        grows = second in {one.id for one in first.ancestors_with_self}
        await session.press("+", "+")
        change = cells(session, second)[axis] - before
        assert change == (2 if axis else 4) * (1 if grows else -1)
        await resize(session, *((160, 45) if axis else (80, 24)))  # the other way of dividing has its own
        await resize(session, *size)
        assert cells(session, second)[axis] == before + change
        await session.press(*"+" * 30)
        whole = session.app.screen.query_one("#parts").size
        for part in (first, session.app.screen.query_one(f"#{second}")):
            assert part.region.area
            assert part.region.bottom <= whole.height + 2

    play(act, size=size, universe=universe)


def test_sizes_that_were_kept_hold_from_the_first() -> None:
    async def act(session: Session) -> None:
        session.app.sizes |= {"watchlist.side": 40, "themes.width": 70, "watchlist.lower": 999}
        session.screen.apply_sizes()  # type: ignore[attr-defined]
        await session.settle_place()
        assert cells(session, "side")[0] == 40
        assert cells(session, "grid")[1] >= 4  # as much as leaves room for the grid
        await session.press("2")
        await session.settle_place()
        assert cells(session, "pane")[0] == 70

    play(act)


# ── windows ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("place", "lang"), list(zip(PARTS, ["zh", "en"] * 4, strict=False)))
def test_a_window_too_small_says_so_and_comes_back(place: str, lang: str, universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        if place != "watchlist":
            await session.press(PLACES[place])
        focus = session.focus
        for width, height in ((30, 6), (20, 5), (120, 7), (39, 30)):
            await resize(session, width, height)
            told = say("small", lang, width, height, *LEAST_WINDOW)
            assert told.replace(" ", "") in session.text().replace("\n", "").replace(" ", "")
            assert all(cell_width(line) == width for line in session.lines())
        await resize(session, 80, 24)
        assert not session.app.screen.query(SmallWindow)
        assert session.focus == focus
        assert say("small", lang, 39, 30, *LEAST_WINDOW) not in session.text()

    play(act, size=(80, 24), lang=lang, universe=universe)


def test_zoom_keeps_the_lines_around(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        for place, key in PLACES.items():
            await session.press(key)
            before = session.lines()
            await session.press("z")
            lines = session.lines()
            assert lines[0] == before[0], place
            assert lines[-2:] == before[-2:], place
            await session.press("z")
            assert session.lines() == before

    play(act, size=(120, 40), lang="en", universe=universe)


# ── empty books ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "zh"), ((80, 24), "en"), ((160, 45), "en")])
def test_no_part_of_an_empty_book_is_empty_and_import_is_named(
    size: tuple[int, int], lang: str, tmp_path: Path
) -> None:
    (tmp_path / "book.toml").write_text('title = "空册"\n', encoding="utf-8")

    async def act(session: Session) -> None:
        for place, key in PLACES.items():
            await session.press(key)
            text = session.text()
            if place not in {"themes", "checks"}:  # the first ships with themes; the second is content
                assert ":import" in text, place
            lines = session.lines()
            heads = [y for y, line in enumerate(lines) if line.count("▔") > 8]
            for y in heads:  # below every heading something stands
                assert lines[y + 1].strip(" ▕▏"), (place, lines[y])
            for line in lines:
                assert cell_width(line) == size[0]

    play(act, size=size, lang=lang, universe=tui.load(tmp_path))


# ── what is said ────────────────────────────────────────────────────────────────────────────────────


def test_a_later_word_takes_the_place_of_an_earlier_one() -> None:
    async def act(session: Session) -> None:
        for number in range(4):
            session.app.tell("copied", f"number {number}")
        await session.settle_place()
        assert [one.message for one in session.app._notifications] == ["copied: number 2", "copied: number 3"]

    play(act, lang="en")


def test_an_index_says_that_it_leads_nowhere(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("4", "tab", "enter")
        assert session.focus == "moves"
        assert say("index_alone", "en") in session.status

    play(act, lang="en", universe=universe)


def test_a_brief_goes_to_its_end_and_back() -> None:
    async def act(session: Session) -> None:
        await session.press("7")
        text = session.app.screen.query_one("#brief-text")
        for key in ("G", "end"):
            await session.press(key)
            assert text.scroll_y == text.max_scroll_y > 0
            await session.press("home")
            assert text.scroll_y == 0
        await session.press("ctrl+d")
        assert text.scroll_y > 0

    play(act, size=(80, 24))


def test_news_says_which_file_it_lists(tmp_path: Path) -> None:
    for day in ("2026-06-26", "2026-07-03"):
        path = tmp_path / "news" / f"{day}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"as_of,id,title\n{day},a{day},题目\n", encoding="utf-8")
    (tmp_path / "coverage").mkdir()
    (tmp_path / "coverage" / "2026-07-03.csv").write_text(
        "as_of,code,name\n2026-07-03,600001.SH,青石\n", encoding="utf-8"
    )

    async def act(session: Session) -> None:
        await session.press("3")
        assert session.status.endswith("file news/2026-07-03, 1 earlier: <")

    play(act, lang="en", universe=tui.load(tmp_path))
