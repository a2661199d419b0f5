"""The grid on a screen: text compared line by line, keys and mouse, what it asks of its source."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from tui.app.grid import Grid
from tui.app.grid_model import (
    EmptySource,
    GridColumn,
    GridSection,
    Lines,
    frozen_count,
    kept,
    lay_out,
    scroll_to_show,
    thumb_cell,
)
from tui.app.grid_paint import header_runs, row_runs, section_runs
from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.message import Message
    from textual.pilot import Pilot

PICTURES = Path(__file__).parent / "grid"
COLUMNS = (
    GridColumn("code", "代码", 9, frozen=True),
    GridColumn("name", "简称", 8, frozen=True),
    GridColumn("rating", "评级", 6),
    GridColumn("price", "股价", 7, right=True),
    GridColumn("change", "涨跌%", 7, right=True, mark="2v"),
    *(GridColumn(f"eps{y}", f"EPS {y}", 7, right=True) for y in (25, 26, 27, 28)),
    *(GridColumn(f"pe{y}", f"PE {y}", 6, right=True) for y in (25, 26, 27, 28)),
    GridColumn("themes", "主题", 16),
    GridColumn("news", "新闻", 4, right=True),
)
NAMES = ("中国移动", "新易盛", "华测导航", "Optics A", "中国卫星通信股份")
THEMES = ("算力", "低轨卫星 火箭发射 太空算力", "", "AI算力 光互联")
SECTIONS = (
    GridSection(0, "运营商 3", "PE26E 中位 15.3"),
    GridSection(3, "光模块 5", "PE26E 中位 69.3"),
    GridSection(8, "商业航天", ""),
)


@dataclass(frozen=True)
class Table:
    """Rows made from their numbers; `order` says which number stands where; `asked` notes every cell."""

    order: range | tuple[int, ...]
    columns: tuple[GridColumn, ...] = COLUMNS
    sections: tuple[GridSection, ...] = ()
    asked: list[tuple[int, int]] = field(default_factory=list)
    odd: dict[tuple[int, str], str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(self.order)

    def cell(self, row: int, column: int) -> tuple[str, str]:
        self.asked.append((row, column))
        n, key = self.order[row], self.columns[column].key
        if (n, key) in self.odd:
            return self.odd[n, key], ""
        if key == "code":
            return self.key(row), ""
        if key == "name":
            return NAMES[n % 5], ""
        if key == "rating":
            return ("买入", "未评级")[n % 2], ""
        if key == "change":
            return (f"{n - 5:+.2f}", "up" if n > 5 else "down") if n % 4 else ("-", "dim")
        if key == "themes":
            return THEMES[n % 4], "accent"
        if key == "news":
            return str(n), ""
        return f"{n * 1.25 + column:.2f}" + "!" * (n % 7 == 3 and column == 7), ("", "doubt")[n % 7 == 3]

    def key(self, row: int) -> str:
        return f"{600000 + self.order[row]}.SH"

    def find(self, key: str) -> int | None:
        n = int(key[:6]) - 600000
        return self.order.index(n) if n in self.order else None


class GridApp(App[None]):
    """A line, the grid, a line; keeps what the grid says."""

    def __init__(self, table: Table | EmptySource, hint: str = "") -> None:
        super().__init__()
        self.table, self.hint = table, hint
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield Static("above", markup=False)
        grid = Grid(self.table, id="grid")
        grid.hint = self.hint
        yield grid
        yield Static("below", markup=False)

    def on_mount(self) -> None:
        self.grid.focus()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    def lines(self) -> list[str]:
        return ["".join(s.text for s in strip) for strip in self.screen._compositor.render_strips()]

    def on_grid_moved(self, message: Grid.Moved) -> None:
        assert message.control is self.grid
        self.said.append(message)

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        assert message.control is self.grid
        self.said.append(message)

    def on_grid_header_clicked(self, message: Grid.HeaderClicked) -> None:
        assert message.control is self.grid
        self.said.append(message)

    def heard(self) -> list[tuple[str, object]]:
        """What was said since the last time, short."""
        said, self.said = self.said, []
        return [
            (type(m).__name__, m.column_key if isinstance(m, Grid.HeaderClicked) else m.row)  # type: ignore[attr-defined]
            for m in said
        ]


def drive(
    table: Table | EmptySource,
    act: Callable[[GridApp, Pilot[None]], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
    hint: str = "",
) -> GridApp:
    """Run an app of that size, let `act` press and look, and give the app back."""

    async def go() -> GridApp:
        app = GridApp(table, hint)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await act(app, pilot)
        return app

    return asyncio.run(go())


def screen_after(
    table: Table | EmptySource, keys: str = "", size: tuple[int, int] = (80, 24), hint: str = ""
) -> list[str]:
    """The screen's lines after some keys."""
    lines: list[str] = []

    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        await pilot.press(*keys.split())
        await pilot.pause()
        lines.extend(app.lines())

    drive(table, act, size, hint)
    return lines


# ── the screen ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("picture", "size", "keys"),
    [
        ("80x24", (80, 24), ""),
        ("80x24_right", (80, 24), " ".join("l" * 11)),
        ("80x24_end", (80, 24), "G"),
        ("120x40", (120, 40), "j j"),
        ("200x50", (200, 50), "pagedown"),
        ("20x5", (20, 5), "j j l l"),
    ],
)
def test_the_screen_is_exact(picture, size, keys):
    lines = screen_after(Table(range(30), sections=SECTIONS), keys, size)
    assert [cell_width(line) for line in lines] == [size[0]] * size[1]
    wanted = (PICTURES / f"{picture}.txt").read_text(encoding="utf-8").splitlines()
    assert [line.rstrip() for line in lines] == wanted


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (3, 2), (5, 4), (9, 3), (20, 5)])
@pytest.mark.parametrize("rows", [0, 1, 40])
def test_no_window_is_too_small(size, rows):
    keys = "j l l l pagedown ctrl+d k h pageup G home enter"
    lines = screen_after(Table(range(rows), sections=SECTIONS), keys, size, hint="nothing here")
    assert len(lines) == size[1]


def test_columns_stand_under_their_titles():
    lines = screen_after(Table(range(5)), size=(200, 12))
    head, first = lines[1], lines[2]
    for title, text in (("股价", "3.00"), ("EPS 25", "5.00"), ("新闻", "0")):
        end_of_title = cell_width(head[: head.index(title) + len(title)])
        assert first[: first.index(f" {text} ") + 1 + len(text)]
        assert end_of_title == cell_width(first[: first.rindex(f" {text} ") + 1 + len(text)])


def test_frozen_columns_stay_and_markers_say_what_is_hidden():
    right = screen_after(Table(range(30)), " ".join("l" * 14))
    left = screen_after(Table(range(30)))
    assert [line[:16] for line in right[2:-1]] == [line[:16] for line in left[2:-1]]
    assert left[1].rstrip()[-1] == ">"
    assert "<" not in left[1]
    assert "<" in right[1]
    assert ">" not in right[1]
    assert right[1].rstrip().endswith("新闻")


def test_an_empty_source_shows_header_and_hint():
    lines = screen_after(Table(range(0)), "j k pagedown enter G", hint="[b]no name[/b] passes")
    assert lines[1].startswith(" 代码      简称")
    assert lines[2].rstrip() == " [b]no name[/b] passes"
    assert screen_after(EmptySource(), "j l enter")[1].strip() == ""


def test_hostile_text_is_shown_as_it_stands():
    bad = "[@click=app.bell]x"
    columns = (GridColumn("code", "[red]c", 9, frozen=True), GridColumn("text", "[/]", 20))
    table = Table(range(2), columns, (GridSection(0, "[b]s", "[@click=app.quit]n"),), odd={(0, "text"): bad})
    lines = screen_after(table)
    assert lines[1].startswith(" [red]c    [/]")
    assert lines[2].startswith(" [b]s ")
    assert lines[2].endswith(" [@click=app.quit]n ")
    assert lines[3].rstrip() == f" 600000.SH {bad}"


def test_colours_turn_round_and_follow_the_theme():
    colours = {}

    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        def look(what: str) -> None:
            strip = app.grid.render_line(8)  # the row of 600007.SH, which went up
            colours[what] = next(s.style for s in strip if "+2.00" in s.text)

        look("first")
        app.grid.add_class("-green-up")
        await pilot.pause()
        look("green")
        app.theme = "textual-light"
        await pilot.pause()
        look("light")

    drive(Table(range(20)), act)
    assert len({style.color for style in colours.values()}) == 3
    assert colours["first"].bgcolor == colours["green"].bgcolor != colours["light"].bgcolor


def test_without_colours_the_cursor_is_reversed(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    seen = []

    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        seen.extend(s for s in app.screen._compositor.render_strips()[2])

    drive(Table(range(3)), act)
    cell = next(s for s in seen if "600000.SH" in s.text)
    assert cell.style is not None
    assert cell.style.reverse
    assert all(s.style is None or s.style.color is None or s.style.color.is_default for s in seen)


# ── the cursor ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("keys", "row", "column"),
    [
        ("", 0, "code"),
        ("down j", 2, "code"),
        ("j j j up k", 1, "code"),
        ("k", 0, "code"),
        ("right l l h left", 0, "name"),
        ("h", 0, "code"),
        (" ".join("l" * 40), 0, "news"),
        ("G", 99, "code"),
        ("end", 99, "code"),
        ("G j", 99, "code"),
        ("G home", 0, "code"),
        ("pagedown", 21, "code"),
        ("pagedown pagedown pageup", 21, "code"),
        ("ctrl+d", 10, "code"),
        ("ctrl+d ctrl+d ctrl+u", 10, "code"),
        ("G pagedown", 99, "code"),
        ("j pageup", 0, "code"),
    ],
)
def test_keys_move_the_cursor(keys, row, column):
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        await pilot.press(*keys.split())
        assert (app.grid.cursor_row, app.grid.column_key) == (row, column)
        top = app.grid.top
        assert top <= row < top + app.grid.page

    drive(Table(range(100)), act)


def test_moves_are_told_once_and_only_when_something_moved():
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        app.heard()
        await pilot.press("j", "k", "k", "h", "l", "enter")
        assert app.heard() == [("Moved", 1), ("Moved", 0), ("Moved", 0), ("Chosen", 0)]
        app.grid.move(5, 3)
        await pilot.pause()
        assert app.heard() == [("Moved", 5)]
        app.grid.cursor_row = 10**9
        app.grid.cursor_column = -4
        await pilot.pause()
        assert app.heard() == [("Moved", 29), ("Moved", 29)]

    drive(Table(range(30)), act)


def test_going_up_to_a_section_shows_its_header():
    lines = screen_after(Table(range(60), sections=SECTIONS), "G home")
    assert lines[2].startswith(" 运营商 3 ")
    assert lines[3].startswith(" 600000.SH")


def test_a_new_order_keeps_the_row_the_column_and_the_height():
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        await pilot.press("pagedown", "j", "j", "l", "l", "l")
        before = app.lines()
        height = next(y for y, line in enumerate(before) if "600023.SH" in line)
        app.heard()
        app.grid.set_source(Table(range(99, -1, -1)))
        await pilot.pause()
        assert app.grid.cursor_row == 76
        assert app.grid.column_key == "price"
        assert "600023.SH" in app.lines()[height]
        assert app.heard() == [("Moved", 76)]
        few = tuple(c for c in COLUMNS if c.key in {"price", "code"})
        app.grid.set_source(Table((5, 23), few))
        await pilot.pause()
        assert (app.grid.cursor_row, app.grid.column_key) == (1, "price")
        app.grid.set_source(Table((5, 6, 7)))
        await pilot.pause()
        assert app.grid.cursor_row == 1  # 23 is gone: as near as may be
        app.grid.set_source(Table(range(100)), keep=False)
        await pilot.pause()
        assert (app.grid.cursor_row, app.grid.cursor_column, app.grid.top) == (0, 0, 0)

    drive(Table(range(100)), act)


def test_from_many_rows_to_none_and_back():
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        full = app.lines()
        await pilot.press("G")
        app.grid.set_source(Table(range(0)))
        await pilot.pause()
        assert app.grid.cursor_row == -1
        assert app.lines()[2].rstrip() == " none"
        assert not app.grid.show_vertical_scrollbar
        app.grid.set_source(Table(range(100)))
        await pilot.pause()
        assert app.lines() == full

    drive(Table(range(100)), act, hint="none")


def test_a_taller_window_leaves_no_blank_lines():
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        await pilot.press("G")
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        assert app.lines()[2].startswith(" 600064.SH")
        assert app.lines()[-2].startswith(" 600099.SH")
        await pilot.resize_terminal(60, 10)
        await pilot.pause()
        assert app.lines()[-2].startswith(" 600099.SH")

    drive(Table(range(100)), act)


# ── the mouse ───────────────────────────────────────────────────────────────────────────────────────


def test_clicks():
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        app.heard()
        await pilot.click(Grid, offset=(25, 6))
        assert (app.grid.cursor_row, app.grid.column_key) == (4, "rating")
        await pilot.click(Grid, offset=(25, 6))
        await pilot.click(Grid, offset=(3, 0))
        await pilot.click(Grid, offset=(3, 1))  # a section's header
        await pilot.pause()
        assert app.heard() == [("Moved", 4), ("Chosen", 4), ("HeaderClicked", "code")]

    drive(Table(range(30), sections=(GridSection(0, "all", ""),)), act)


def test_the_wheel_scrolls_lines_at_once_and_leaves_the_cursor():
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        await pilot._post_mouse_events([_wheel("down")], Grid, (5, 5))
        assert app.grid.top == round(app.scroll_sensitivity_y) > 0
        assert app.grid.cursor_row == 0
        await pilot._post_mouse_events([_wheel("right")], Grid, (5, 5))
        assert "<" in app.lines()[1]
        await pilot.press("j")
        assert app.grid.top == 1
        assert app.grid.cursor_row == 1

    drive(Table(range(100)), act)


def _wheel(way: str):
    from textual import events

    return {"down": events.MouseScrollDown, "right": events.MouseScrollRight}[way]


# ── what it costs ───────────────────────────────────────────────────────────────────────────────────


def test_a_source_costs_by_the_screen_not_by_its_rows():
    asked = {}

    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        for rows in (100, 100_000):
            table = Table(range(rows))
            app.grid.set_source(table)
            assert not table.asked
            await pilot.pause()
            asked[rows] = len(table.asked)

    drive(Table(range(50)), act)
    assert asked[100] == asked[100_000] > 0


def test_a_move_draws_two_rows_and_a_scroll_one_more():
    table = Table(range(1000))

    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        await pilot.press("j")
        for key, rows in (("j", {1, 2}), ("l", {2}), ("k", {1, 2})):
            table.asked.clear()
            await pilot.press(key)
            await pilot.pause()
            assert {row for row, _ in table.asked} <= rows, key
        app.grid.move(app.grid.page - 1)
        await pilot.pause()
        table.asked.clear()
        await pilot.press("j")
        await pilot.pause()
        assert {row for row, _ in table.asked} <= {app.grid.page - 1, app.grid.page}

    drive(table, act)


# ── the pure part ───────────────────────────────────────────────────────────────────────────────────


def test_lines_hold_rows_and_headers():
    lines = Lines.of(Table(range(6), sections=(*SECTIONS[:2], replace(SECTIONS[2], start=3))))
    assert [lines.what(line) for line in range(lines.count)] == [
        (-1, 0), (0, -1), (1, -1), (2, -1), (-1, 1), (-1, 2), (3, -1), (4, -1), (5, -1),
    ]  # fmt: skip
    assert [lines.of_row(row) for row in range(6)] == [1, 2, 3, 6, 7, 8]
    assert [lines.top_of(row) for row in range(6)] == [0, 2, 3, 4, 7, 8]
    assert [lines.row_near(line, down=True) for line in (-5, 0, 3, 4, 5, 99)] == [0, 0, 2, 3, 3, 5]
    assert [lines.row_near(line, down=False) for line in (-5, 0, 4, 5, 6)] == [0, 0, 2, 2, 3]


@pytest.mark.parametrize(
    ("row", "top", "height", "wanted"),
    [(0, 0, 10, 0), (9, 0, 10, 1), (8, 0, 10, 0), (0, 5, 10, 0), (5, 9, 10, 6), (5, 0, 1, 6), (0, 5, 1, 1)],
)
def test_scroll_to_show(row, top, height, wanted):
    lines = Lines.of(Table(range(50), sections=(GridSection(0, "", ""),)))
    assert scroll_to_show(lines, row, top, height) == wanted


def test_every_column_can_be_brought_on_the_screen():
    for width in range(12, 220, 7):
        for cursor in range(len(COLUMNS)):
            for first in range(len(COLUMNS)):
                layout = lay_out(COLUMNS, width, first, cursor)
                slot = next(s for s in layout.slots if s.column == cursor)
                room = width - 2 - sum(c.cells + 1 for c in COLUMNS[: layout.frozen])
                assert slot.width == min(COLUMNS[cursor].cells, room)
                assert all(s.width == COLUMNS[s.column].cells or not s.right for s in layout.slots[:-1])
                assert layout.more == (layout.slots[-1].column < len(COLUMNS) - 1 or slot_cut(layout))
                assert layout.left == (layout.first > layout.frozen)


def slot_cut(layout):
    last = layout.slots[-1]
    return last.width < COLUMNS[last.column].cells


def test_frozen_columns_give_way_in_a_narrow_window():
    assert [frozen_count(COLUMNS, width) for width in (10, 18, 20, 33, 80)] == [0, 1, 1, 2, 2]


def test_runs_are_few_and_exact():
    table = Table(range(12), sections=SECTIONS)
    for width in (1, 2, 3, 10, 33, 80, 160):
        layout = lay_out(COLUMNS, width, 0, 0)
        for row in range(12):
            for cursor in (-1, 0, 4):
                runs = row_runs(table, row, layout, cursor)
                assert sum(cell_width(text) for text, _ in runs) == width
                assert all(a[1] != b[1] for a, b in zip(runs, runs[1:], strict=False))
        assert sum(cell_width(text) for text, _ in header_runs(COLUMNS, layout, 3)) == width
        for section in SECTIONS:
            assert sum(cell_width(text) for text, _ in section_runs(section, width)) == max(width, 2)


def test_wide_text_is_cut_between_characters_and_marked():
    columns = (GridColumn("name", "简称", 8),)
    layout = lay_out(columns, 10, 0, 0)
    assert row_runs(Table((4,), columns), 0, layout, -1) == [(" 中国卫~  ", "")]


def test_sort_marks_never_lose_their_title():
    columns = (GridColumn("a", "PE26E", 5, right=True, mark="1^"), GridColumn("b", "主题", 12, mark="2v"))
    layout = lay_out(columns, 40, 0, 0)
    assert header_runs(columns, layout, 0)[:4] == [(" ", ""), ("PE26E", "cursor"), (" 1^", "cursor"), (" ", "")]
    assert "".join(text for text, _ in header_runs(columns, layout, 0)).rstrip() == " PE26E 1^ 主题 2v"


def test_kept_goes_by_keys():
    old, new = Table(range(10)), Table((9, 5, 3), COLUMNS[2:5])
    assert kept(old, new, 5, 4) == (1, 2)
    assert kept(old, new, 1, 0) == (1, 0)
    assert kept(old, new, 8, 14) == (2, 2)
    assert kept(old, EmptySource(), 8, 14) == (-1, 0)
    assert kept(EmptySource(), new, -1, 0) == (0, 0)


def test_the_thumb_runs_from_end_to_end():
    assert thumb_cell(0, 20, 1000) == 0
    assert thumb_cell(980, 20, 1000) == 19
    assert thumb_cell(0, 20, 10) == 0
