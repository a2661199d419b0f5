"""The grid's last line: there where there is room and anything to tell, and never over a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.test_grid import SECTIONS, GridApp, Table, drive, press
from tui.app.grid.canvas import HEAD, LEAST
from tui.app.grid.paint import footer_runs
from tui.text import cell_width

if TYPE_CHECKING:
    from textual.pilot import Pilot

TOLD = "市盈率 2026E  n 12/13  中位 33.5"


@pytest.mark.long
@pytest.mark.parametrize("height", range(3, 30, 2))
def test_it_takes_one_line_where_there_is_room(height: int) -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        grid = app.grid
        room = grid.size.height - HEAD
        grid.footer = TOLD
        await pilot.pause()
        there = room > LEAST
        assert grid.foot == int(there)
        assert grid.page == max(1, room - there)
        last = app.lines()[grid.region.bottom - 1]
        assert last.startswith(" 市盈率 2026E  n 12/13") == there
        grid.footer = ""
        await pilot.pause()
        assert grid.page == max(1, room)
        assert "市盈率" not in "\n".join(app.lines())

    drive(Table(range(30), sections=SECTIONS), act, (60, height))


@pytest.mark.parametrize("size", [(20, 8), (80, 24), (200, 50)])
def test_every_row_can_be_brought_over_it(size: tuple[int, int]) -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        grid = app.grid
        grid.footer = TOLD
        await pilot.pause()
        for key, row in (("G", 59), ("home", 0), ("pagedown", None), ("end", 59), ("pageup", None)):
            await press(pilot, key)
            lines = app.lines()
            assert [cell_width(line) for line in lines] == [size[0]] * size[1]
            assert row is None or grid.cursor_row == row
            y = grid.region.y + HEAD + grid._lines.of_row(grid.cursor_row) - grid.top
            assert grid.region.y + HEAD <= y < grid.region.bottom - 1
            assert lines[y].split()[0].startswith(grid.source.key(grid.cursor_row)[:6])
            assert lines[grid.region.bottom - 1].startswith(" 市盈率")

    drive(Table(range(60), sections=SECTIONS), act, size)


def test_it_comes_while_the_last_row_is_on_the_screen() -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        grid = app.grid
        await press(pilot, "G")
        before = grid.top
        grid.footer = TOLD
        await pilot.pause()
        await press(pilot, "k", "j")
        assert grid.top == before + 1
        last = app.lines()[grid.region.bottom - 2]
        assert last.split()[0] == grid.source.key(59)
        grid.footer = ""
        await pilot.pause()
        assert grid.top == before
        assert app.lines()[grid.region.bottom - 1].split()[0] == grid.source.key(59)

    drive(Table(range(60)), act)


def test_a_window_that_grows_or_shrinks_takes_it_along() -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        app.grid.footer = TOLD
        for height in (24, 6, 7, 5, 30, 4, 24):
            await pilot.resize_terminal(60, height)
            await pilot.pause()
            await press(pilot, "end")
            lines = app.lines()
            assert ("市盈率" in lines[app.grid.region.bottom - 1]) == bool(app.grid.foot)
            shown = app.grid.region.bottom - 1 - app.grid.foot
            if app.grid.size.height > HEAD:
                assert lines[shown].split()[0] == app.grid.source.key(59)

    drive(Table(range(60)), act)


def test_a_click_on_it_moves_nothing() -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        app.grid.footer = TOLD
        await pilot.pause()
        await pilot.click(app.grid, offset=(5, app.grid.size.height - 1))
        assert app.grid.cursor_row == 0
        assert "Chosen" not in {name for name, _ in app.heard()}

    drive(Table(range(60)), act)


def test_its_words_change_without_drawing_a_row() -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        grid = app.grid
        grid.footer = TOLD
        await pilot.pause(0.1)
        table = grid.source
        assert isinstance(table, Table)
        table.asked.clear()
        grid.footer = "price  n 3"
        await pilot.pause(0.1)
        assert not table.asked
        assert app.lines()[grid.region.bottom - 1].startswith(" price  n 3")

    drive(Table(range(60)), act)


@pytest.mark.parametrize("width", [1, 2, 9, 40])
@pytest.mark.parametrize("text", [TOLD, "x", "  a  b ", "中" * 50])
def test_its_runs_fill_the_line(text: str, width: int) -> None:
    runs = footer_runs(text, width)
    assert sum(cell_width(part) for part, _ in runs) == width
    assert {tone for _, tone in runs} <= {"head", ""}
