"""The jump mode: a letter on everything one can go to, and typing it goes there."""

from __future__ import annotations

import pytest

from tests.app.session import Session, play
from tui.app.dialogs.jump import LETTERS, JumpScreen, Mark
from tui.app.keys import SCREENS
from tui.app.words.say import say
from tui.text import cell_width


async def jumping(session: Session) -> dict[tuple[str, str], Mark]:
    """Open it, and give the marks by kind and id."""
    session.send("ctrl+o")
    await session.settle_place()
    screen = session.app.screen
    assert isinstance(screen, JumpScreen)
    return {(mark.kind, mark.id): mark for mark in screen._marks}


async def typed(session: Session, key: str) -> None:
    session.send(key)
    for _ in range(3):
        await session.pilot.pause()
        await session.settle_place()


def at(line: str, cell: int) -> str:
    """The character at a cell of a line."""
    used = 0
    for char in line:
        if used == cell:
            return char
        used += cell_width(char)
    return ""


@pytest.mark.long
@pytest.mark.parametrize(("size", "lang"), [((20, 6), "zh"), ((80, 24), "en"), ((200, 50), "zh")])
def test_each_letter_stands_where_its_mark_says_and_is_there_once(size: tuple[int, int], lang: str) -> None:
    async def act(session: Session) -> None:
        await session.pilot.resize_terminal(*size)
        for place in ("1", "2", "3", "7"):
            session.send(place)
            await session.settle_place()
            await session.pilot.pause()
            marks = await jumping(session)
            lines = session.lines()
            assert [cell_width(line) for line in lines] == [size[0]] * size[1]
            keys = [mark.key for mark in marks.values()]
            assert len({*keys}) == len(keys)
            shown = [mark for mark in marks.values() if mark.y < size[1] - 1]
            assert [at(lines[mark.y], mark.x) for mark in shown] == [mark.key for mark in shown]
            assert say("jump_hint", lang)[:6] in lines[-1]
            await typed(session, "escape")
            assert not session.app.screen.is_modal

    play(act, size=(80, 24), lang=lang, painted=True)


def test_every_column_pane_entry_and_screen_has_one() -> None:
    async def act(session: Session) -> None:
        marks = await jumping(session)
        kinds = [kind for kind, _ in marks]
        assert kinds.count("screen") == len(SCREENS)
        assert kinds.count("pane") == 3
        shown = len(session.grid._layout.slots)
        assert kinds.count("column") == shown
        assert kinds.count("entry") >= 10
        assert [marks["screen", name].key for _, name in SCREENS] == [key for key, _ in SCREENS]
        assert {mark.key for (kind, _), mark in marks.items() if kind == "pane"} == set(LETTERS[:3])

    play(act, lang="en")


def test_a_letter_goes_there() -> None:
    async def act(session: Session) -> None:
        marks = await jumping(session)
        await typed(session, marks["column", "1:4"].key)
        assert (session.focus, session.grid.cursor_column) == ("grid", 4)
        marks = await jumping(session)
        await typed(session, marks["pane", "2"].key)
        assert session.focus == "news"
        marks = await jumping(session)
        await typed(session, marks["entry", "0:4"].key)
        assert session.focus == "side"
        await session.press("enter", "escape")
        assert len(session.codes) == 5
        marks = await jumping(session)
        await typed(session, "5")
        assert session.app.place == "changes"
        marks = await jumping(session)
        assert ("screen", "changes") in marks
        await typed(session, marks["screen", "watchlist"].key)
        assert session.app.place == "watchlist"

    play(act, size=(200, 50))


def test_keys_of_none_do_nothing_and_another_size_ends_it() -> None:
    async def act(session: Session) -> None:
        before = session.code
        await jumping(session)
        for key in ("!", "中", "down", "tab", "q"):
            if key not in LETTERS[:20]:
                await typed(session, key)
        assert isinstance(session.app.screen, JumpScreen)
        await session.pilot.resize_terminal(100, 30)
        await typed(session, "!")
        assert not session.app.screen.is_modal
        assert session.code == before

    play(act)


def test_over_a_dialog_it_stays_away() -> None:
    async def act(session: Session) -> None:
        for key in ("?", "ctrl+o"):
            session.send(key)
            await session.settle_place()
        assert not isinstance(session.app.screen, JumpScreen)

    play(act)
