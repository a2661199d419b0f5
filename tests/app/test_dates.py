"""Stepping through the dates of a book: which date is on show is always told, view and cursor stay."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import tui
from tests.app.changesroom import DAYS, write
from tests.app.session import MARKET, Session, play
from tui.app.session.dates import dates_of, neighbour
from tui.book import open_book

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def nobodys_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("changesroom"))


@pytest.fixture
def universe(folder: Path) -> tui.Universe:
    return tui.load(folder)


async def at(session: Session, day: str) -> None:
    """Wait until a date is on show."""
    await session.until(lambda: session.app.board and str(session.app.board.universe.as_of) == day, day)
    await session.settle()


async def step(session: Session, key: str, day: str) -> None:
    await session.press(key)
    await at(session, day)


@pytest.mark.parametrize(("back", "on"), ["<>", "《》"])
def test_the_keys_go_to_the_date_before_and_after_and_the_title_tells(
    back: str, on: str, universe: tui.Universe
) -> None:
    async def act(session: Session) -> None:
        assert "as of 2026-07-03  " in session.lines()[0]
        assert "not the newest" not in session.lines()[0]
        for day in DAYS[-2::-1]:
            await step(session, back, day)
            assert f"as of {day}, not the newest" in session.lines()[0]
        await session.press(back)
        assert "there is no earlier date" in session.status
        assert f"as of {DAYS[0]}" in session.lines()[0]
        for day in DAYS[1:]:
            await step(session, on, day)
        assert "not the newest" not in session.lines()[0]
        assert session.app.opened.as_of is None  # it follows the newest again
        await session.press(on)
        assert "this is the newest date" in session.status

    play(act, universe=universe, lang="en", size=(120, 40))


@pytest.mark.long
@pytest.mark.parametrize("place", ["2", "3", "4", "5", "6", "7"])
@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_every_screen_steps_and_tells_the_date(
    place: str, size: tuple[int, int], universe: tui.Universe
) -> None:
    async def act(session: Session) -> None:
        await session.press(place)
        await session.press("<")
        await session.until(lambda: "2026-06-26 不是最新" in session.lines()[0], "the date")
        assert session.app.place != "watchlist"
        await session.press(">")
        await session.until(lambda: "截至 2026-07-03" in session.lines()[0], "the date")

    play(act, universe=universe, size=size)


def test_the_changes_screen_compares_what_is_on_show(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("5", "<")
        await session.until(lambda: "2026-06-19 -> 2026-06-26" in session.text(), "the week before")
        await session.until(lambda: "2026-06-12" in session.text(), "its history")
        assert "2026-07-03" not in session.text()

    play(act, universe=universe)


def test_view_and_cursor_outlive_dates_that_do_not_have_them(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("g", "g", "g")
        await session.to_name("600004.SH" if "600004.SH" in session.codes else "600005.SH")
        assert session.code == "600005.SH"
        await session.to_column("pe_2026E")
        await session.press("]")
        order, columns = session.codes, session.columns
        await step(session, "<", "2026-06-26")
        assert session.code != "600005.SH"  # it was not there yet
        assert session.marks == {"pe_2026E": "v"}
        await step(session, "<", "2026-06-19")
        await step(session, ">", "2026-06-26")
        await step(session, ">", "2026-07-03")
        assert session.code == "600005.SH"
        assert (session.codes, session.columns) == (order, columns)

    play(act, universe=universe)


def test_a_query_and_the_cursor_outlive_a_date_that_leaves_nothing() -> None:
    async def act(session: Session) -> None:
        await session.press("f")
        await session.type("pe26 < 45")
        await session.press("enter")
        kept, columns = session.codes, session.columns
        assert 0 < len(kept) < 13
        await session.to_name(kept[3])
        await step(session, "<", "2026-04-15")
        assert session.codes == []  # nobody estimated anything then
        await step(session, ">", "2026-07-03")
        assert (session.codes, session.columns, session.code) == (kept, columns, kept[3])
        assert "pe26 < 45" in session.status

    play(act)


def test_columns_and_sort_outlive_a_date_without_them(tmp_path: Path) -> None:
    for day, columns, values in (("2026-06-26", "", ""), ("2026-07-03", ",pb,ours", ",2.0,7")):
        path = tmp_path / "market" / f"{day}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"code,name,price{columns}\n600001.SH,青石,1.0{values}\n", encoding="utf-8")

    async def act(session: Session) -> None:
        await session.to_column("pb")
        await session.press("[")
        columns = session.columns
        assert "ours" in columns
        await step(session, "<", "2026-06-26")
        assert not {"pb", "ours"} & {*session.columns}
        await step(session, ">", "2026-07-03")
        assert session.columns == columns
        assert session.marks == {"pb": "^"}

    play(act, universe=tui.load(tmp_path))


def test_where_the_user_moved_meanwhile_the_cursor_stays_there(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        await session.to_name("600005.SH")
        await step(session, "<", "2026-06-26")
        await session.to_name("600001.SH")
        await step(session, ">", "2026-07-03")
        assert session.code == "600001.SH"

    play(act, universe=universe)


def test_many_steps_at_once_land_on_the_last(universe: tui.Universe) -> None:
    async def act(session: Session) -> None:
        for key in "<<<>":
            session.send(key)
        await at(session, DAYS[1])
        await session.settle()
        assert str(session.app.board.universe.as_of) == DAYS[1]  # type: ignore[union-attr]

    play(act, universe=universe)


def test_a_session_begins_at_the_date_asked_for(folder: Path) -> None:
    day = date(2026, 6, 22)  # between two dates

    async def act(session: Session) -> None:
        await session.until(lambda: session.app.board is not None, "the book")
        await session.settle()
        assert "截至 2026-06-22 不是最新" in session.lines()[0]
        assert "报告 2026-06-19 旧" in session.lines()[0]
        await step(session, ">", "2026-06-26")

    opened = {"load": lambda: tui.load(folder, as_of=day), "as_of": day, "book": str(folder)}
    play(act, opened=opened, universe=tui.load(folder), loaded=False, size=(160, 45))


def test_a_date_that_cannot_be_read_is_told_and_the_old_one_stays(
    universe: tui.Universe, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.app.boot import Request
    from tui.errors import BookError

    def gone(_: Request) -> tui.Universe:
        raise BookError("the folder is gone")

    async def act(session: Session) -> None:
        monkeypatch.setattr(Request, "load", gone)
        await session.press("<")
        await session.until(lambda: "the folder is gone" in session.text(), "the words")
        assert "as of 2026-07-03" in session.lines()[0]
        assert session.app.opened.as_of is None
        monkeypatch.undo()
        await step(session, "<", "2026-06-26")

    play(act, universe=universe, lang="en")


@pytest.mark.skipif(not MARKET.exists(), reason="the whole market's file is not beside the checkout")
def test_a_single_file_has_one_date() -> None:
    assert len(dates_of(open_book(MARKET))) == 1


def test_dates_begin_where_a_name_stands(folder: Path) -> None:
    days = dates_of(open_book(folder))
    assert [str(day) for day in days] == list(DAYS)
    assert neighbour(days, days[0], -1) is None
    assert neighbour(days, date(2026, 6, 20), -1) == days[1]
    assert neighbour(days, date(2026, 6, 20), 1) == days[2]
