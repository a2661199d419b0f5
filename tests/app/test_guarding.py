"""Keys that come faster than screens do, what screens that have gone still look for, and the last words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest
from textual.app import ScreenStackError
from textual.css.query import NoMatches

from tests.app.session import Session, play
from tui.app.dialogs.columns import ColumnsDialog
from tui.app.widgets.query_bar import QueryBar

if TYPE_CHECKING:
    from collections.abc import Callable

BURSTS = {
    ("c", "escape"): ("watchlist", ""),
    ("c", "escape", "2"): ("themes", ""),
    ("2", "1", "5"): ("changes", ""),
    ("7", "escape", "escape", "?", "escape", "6"): ("checks", ""),
    (":", "escape", "f", "escape", "3"): ("news", ""),
    ("P", "escape", "x", "escape", "v", "escape", "="): ("watchlist", "CompareDialog"),
}


@pytest.mark.parametrize("keys", BURSTS, ids=" ".join)
def test_keys_that_come_at_once_do_what_they_do_one_by_one(keys: tuple[str, ...]) -> None:
    async def act(session: Session) -> None:
        for key in keys:
            session.send(key)
        place, dialog = BURSTS[keys]
        await session.until(lambda: session.app.place == place, place)
        await session.settle()
        above = session.app.screen
        assert (type(above).__name__ if above.is_modal else "") == dialog
        assert not session.screen.query(QueryBar)

    play(act)


def test_a_key_reaches_the_screen_that_the_key_before_it_asked_for() -> None:
    async def act(session: Session) -> None:
        await session.press("]")
        board = session.app.board
        assert board is not None
        assert board.view.sort
        await session.press("2")
        session.send("1")
        session.send("u")
        await session.until(lambda: session.app.board is not board, "the way back")
        assert session.app.board is not None
        assert (session.app.place, session.app.board.view.sort) == ("watchlist", ())

    play(act)


def test_what_a_screen_that_has_gone_looks_for_ends_nothing() -> None:
    async def act(session: Session) -> None:
        await session.press("c")
        gone = session.app.screen
        assert isinstance(gone, ColumnsDialog)
        await session.press("escape")
        session.app.call_later(lambda: gone.query_one("#nothing"))
        session.app.run_worker(lambda: session.app.call_from_thread(gone.query_one, "#nothing"), thread=True)
        await session.press("j")
        assert session.grid.cursor_row == 1

    play(act)


def _look(session: Session) -> Callable[[], object]:
    return lambda: session.screen.query_one("#nothing")


def test_a_timer_that_finds_no_screen_ends_nothing() -> None:
    async def act(session: Session) -> None:
        with mock.patch.object(type(session.app), "screen_stack", property(lambda _: [])):
            session.app._handle_exception(ScreenStackError("none"))
        assert session.app._exception is None

    play(act)


def test_what_a_screen_on_show_lacks_is_an_error() -> None:
    async def act(session: Session) -> None:
        session.app.call_later(_look(session))
        await session.pilot.pause(0.05)
        session.app.exit()
        assert session.app.return_code == 1

    with pytest.raises(NoMatches):
        play(act)


@pytest.mark.parametrize("place", ["themes", "market", "brief"])
def test_the_command_line_opens_on_every_screen(place: str) -> None:
    async def act(session: Session) -> None:
        session.app.visit(place)
        await session.settle()
        await session.press(":")
        assert type(session.app.screen).__name__ == "CommandLine"
        await session.press("escape")
        assert session.app.place == place

    play(act)
