"""A cursor's own frame comes first, the panes once it rests; what a key does is of the row it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from textual._compositor import Compositor
from textual.geometry import Region
from textual.widget import Widget

from tests.app.newsroom import newsroom
from tests.app.session import FULLBOOK, Session, play
from tui.app.grid.canvas import GridCanvas
from tui.app.screens import calm
from tui.app.screens.listed import Listed

if TYPE_CHECKING:
    from textual.strip import Strip

    from tui.universe.universe import Universe

LONG = 60.0  # seconds: longer than any test
SIZE = (160, 45)


@pytest.fixture(scope="module")
def universe(tmp_path_factory: pytest.TempPathFactory) -> Universe:
    return newsroom(tmp_path_factory.mktemp("newsroom"))


def row(session: Session) -> str:
    """The row under the cursor of the screen on show."""
    screen = session.app.screen
    grid = screen.rows if isinstance(screen, Listed) else session.grid
    return grid.source.key(grid.cursor_row)


async def moved(session: Session) -> str:
    """Move the cursor, whose panes do not follow of themselves; the row it came to."""
    with mock.patch.object(calm, "SETTLE", LONG):
        session.send("j")
        await session._quiet()
    return row(session)


def test_a_key_acts_on_the_row_that_the_cursor_came_to_just_now(universe: Universe) -> None:
    async def act(session: Session) -> None:
        before = session.app.at[0]
        name = await moved(session)
        assert session.app.at[0] == before != name
        session.send("space")  # any key that is not the cursor's own
        await session._quiet()
        assert session.app.at[0] == name

    play(act, universe=universe)


def test_enter_goes_to_the_row_that_the_cursor_came_to_just_now() -> None:
    async def act(session: Session) -> None:
        await session.press("6")
        assert session.app.check_frame is not None
        key = await moved(session)
        with mock.patch.object(calm, "SETTLE", LONG):
            session.send("enter")
            await session.until(lambda: session.app.place == "watchlist", "the watchlist")
        found = session.app.check_frame
        assert session.app._chosen["checks"] == key
        await session.until(lambda: row(session) == found.code, "the cursor")

    play(act, book=str(FULLBOOK))


def test_a_cursor_that_moves_on_tells_of_the_last_row_only(universe: Universe) -> None:
    async def act(session: Session) -> None:
        await session.press("3")
        before = session.app._chosen["news"]
        assert await moved(session) != (last := await moved(session))
        assert session.app._chosen["news"] == before
        session.send("?")
        await session._quiet()
        assert session.app._chosen["news"] == last

    play(act, universe=universe)


def test_only_what_changes_is_asked_for_its_lines() -> None:
    asked: set[str] = set()
    render = Widget.render_lines

    def told(widget: Widget, crop: Region) -> list[Strip]:
        asked.add(widget.id or type(widget).__name__)
        return render(widget, crop)

    async def act(session: Session) -> None:
        with (
            mock.patch.object(Widget, "render_lines", told),
            mock.patch.object(GridCanvas, "render_lines", told),
        ):
            await moved(session)
            await session.until(lambda: asked, "the frame")
        assert asked == {"grid"}

    play(act, size=SIZE, painted=True)


@pytest.mark.parametrize("place", "12356")
def test_a_cursor_that_moves_never_paints_the_whole_screen(place: str) -> None:
    painted: list[int] = []
    render = Compositor.render_update

    def told(compositor: Compositor, *args: Any, **words: Any) -> object:
        regions = Region(0, 0, *SIZE) in compositor._dirty_regions
        painted.append(SIZE[0] * SIZE[1] if regions else 0)
        return render(compositor, *args, **words)

    async def act(session: Session) -> None:
        await session.press(place)
        with mock.patch.object(Compositor, "render_update", told):
            await session.press("j")
            await session.press("k")
        assert painted
        assert not any(painted), painted

    play(act, size=SIZE, book=str(FULLBOOK), painted=True)
