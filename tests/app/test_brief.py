"""The brief screen: the report's own words, the recommended groups with their names, and what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tui
from tests.app.reportroom import write
from tests.app.session import FULLBOOK, OTHERS, Session, play
from tui.app.screens.watchlist import Watchlist
from tui.text import cell_width

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def universe(tmp_path_factory: pytest.TempPathFactory) -> tui.Universe:
    return tui.load(write(tmp_path_factory.mktemp("reportroom")))


@pytest.mark.parametrize(
    ("size", "lang", "book"),
    [(*window, book) for window, book in zip(OTHERS, ("", str(FULLBOOK)) * 2, strict=True)],
)
def test_every_line_fills_its_cells(size: tuple[int, int], lang: str, book: str) -> None:
    async def act(session: Session) -> None:
        await session.press("7")
        for keys in ((), ("j",), ("end",), ("tab",), ("G",), ("home",)):
            await session.press(*keys)
            assert [cell_width(line) for line in session.lines()] == [size[0]] * size[1]

    play(act, size=size, lang=lang, book=book, painted=True)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            (
                "小周报", "publisher 小所", "date 2026-07-03", "sector rating 推荐", "risk level R4",
                "[@click=app.quit]继续看好[/]光缆。", "1. 宏观恶化", "2. 进展慢", "买入 buy  10% ahead",
                "推荐 recommended  good", "Wind", "图1：一级行业涨跌幅", "2026-06-16, 2026-06-10",
                "It is not investment advice.", "1. 卫星", "发射多了", "2. 甲组 (group a)",
                "600999.SH    not in this book", "2 focus groups · 3 names · 2 risks",
            ),
        ),
        (
            "zh",
            (
                "发布 小所", "日期 2026-07-03", "行业评级 推荐 (维持)", "风险等级 R4", "买入 buy  领先一成",
                "推荐 recommended  good", "2026-06-16、2026-06-10", "不构成投资建议", "不在本册",
                "2 个分组 · 3 只 · 2 项风险",
            ),
        ),
    ],
)  # fmt: skip
def test_it_tells_all_that_the_report_says(universe: tui.Universe, lang: str, told: tuple[str, ...]) -> None:
    async def act(session: Session) -> str:
        await session.press("7")
        return session.text()

    text = " ".join(play(act, universe=universe, lang=lang, size=(200, 50)).split())
    for words in told:
        assert " ".join(words.split()) in text, words


def test_the_samples_groups_stand_in_the_reports_order_with_figures() -> None:
    async def act(session: Session) -> str:
        await session.press("7")
        return session.text()

    text = play(act, size=(160, 60))
    at = [
        text.index(f"{n}. {label}") for n, label in enumerate(("运营商", "光模块", "通信设备", "商业航天"), 1)
    ]
    assert at == sorted(at)
    row = next(line for line in text.splitlines() if "300308.SZ" in line)
    assert row.split()[-4:] == ["中际旭创", "1,116.00", "41.5", "+43.08*"]
    assert text.count("恶化") == 1
    assert "R4" in text


def test_enter_goes_to_a_name_and_the_text_scrolls(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("7")
        assert session.focus == "brief-text"
        assert "advice." not in session.text()
        await session.press("end")
        assert "advice." in session.text()
        await session.press("tab", "enter")
        assert isinstance(session.app.screen, Watchlist)
        assert session.code == "600003.SH"
        await session.press("escape")
        assert session.app.place == "brief"
        await session.press("G", "enter")
        assert session.app.place == "brief"
        assert "600999.SH is not in this book" in session.status
        await session.press("escape", "escape")
        assert session.app.place == "watchlist"

    play(act, universe=universe, lang="en", size=(80, 24))


def test_without_a_brief_it_says_how_to_get_one(tmp_path: Path) -> None:
    (tmp_path / "coverage").mkdir()
    (tmp_path / "coverage" / "2026-07-03.csv").write_text(
        "as_of,code,name\n2026-07-03,600001.SH,青石\n", "utf-8"
    )

    async def act(session: Session) -> None:
        await session.press("7", "tab", "enter", "tab", "L")
        assert "还没有简报" in session.text()
        assert "不构成投资建议" not in session.text()

    play(act, universe=tui.load(tmp_path), lang="en", size=(80, 24))


def test_a_low_terminal_shows_one_part_at_a_time(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("7")
        await session.pilot.resize_terminal(60, 12)
        await session.settle_place()
        assert not session.app.screen.query_one("#focus").display
        await session.press("tab")
        assert session.focus == "focus"
        assert not session.app.screen.query_one("#brief").display
        await session.press("escape")
        assert session.focus == "brief-text"

    play(act, universe=universe)


def test_an_older_brief_says_so(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "market" / "2026-07-10.csv").write_text(
        "as_of,code,price\n2026-07-10,600001.SH,11.00\n", "utf-8"
    )

    async def act(session: Session) -> str:
        await session.press("7")
        return session.text()

    text = play(act, universe=tui.load(folder), lang="en")
    assert "Brief  2026-07-03  old" in text
