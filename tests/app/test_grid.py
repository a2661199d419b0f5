"""The grid on a screen: text compared line by line, keys and mouse, what it asks of its source."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

from tui.app.grid.grid import Grid
from tui.app.grid.model import EmptySource, GridColumn, GridSection
from tui.app.grid.paint import MORE_LEFT, MORE_RIGHT
from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from rich.segment import Segment
    from rich.style import Style
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
            await pilot.pause()
        return app

    return asyncio.run(go())


async def press(pilot: Pilot[None], *keys: str) -> None:
    """All keys at once: the pilot waits long after each."""
    for key in keys:
        pilot.app.simulate_key(key)
    await pilot.pause()


def screen_after(
    table: Table | EmptySource, keys: str = "", size: tuple[int, int] = (80, 24), hint: str = ""
) -> list[str]:
    """The screen's lines after some keys."""
    lines: list[str] = []

    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        await press(pilot, *keys.split())
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
def test_the_screen_is_exact(picture: str, size: tuple[int, int], keys: str) -> None:
    lines = screen_after(Table(range(30), sections=SECTIONS), keys, size)
    assert [cell_width(line) for line in lines] == [size[0]] * size[1]
    wanted = (PICTURES / f"{picture}.txt").read_text(encoding="utf-8").splitlines()
    assert [line.rstrip() for line in lines] == wanted


@pytest.mark.parametrize("size", [(3, 2), (4, 3), (5, 4), (9, 3), (20, 5)])
def test_no_window_is_too_small(size: tuple[int, int]) -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        for rows in (0, 1, 40):
            app.grid.set_source(Table(range(rows), sections=SECTIONS))
            for action in (
                *("step(1)", "side(1)", "side(1)", "side(1)", "page(1)", "page(0.5)", "step(-1)"),
                *("side(-1)", "page(-1)", "edge(True)", "edge(False)", "choose"),
            ):
                await app.run_action(action, app.grid)
                lines = app.lines()
                assert [cell_width(line) for line in lines] == [size[0]] * size[1]

    drive(EmptySource(), act, size, hint="nothing here")


def test_columns_stand_under_their_titles() -> None:
    lines = screen_after(Table(range(5)), size=(200, 12))
    head, first = lines[1], lines[2]
    for title, text in (("股价", "3.00"), ("EPS 25", "5.00"), ("新闻", "0")):
        end_of_title = cell_width(head[: head.index(title) + len(title)])
        assert first[: first.index(f" {text} ") + 1 + len(text)]
        assert end_of_title == cell_width(first[: first.rindex(f" {text} ") + 1 + len(text)])


def test_frozen_columns_stay_and_markers_say_what_is_hidden() -> None:
    right = screen_after(Table(range(30)), " ".join("l" * 14))
    left = screen_after(Table(range(30)))
    assert [line[:16] for line in right[2:-1]] == [line[:16] for line in left[2:-1]]
    assert left[1].rstrip()[-1] == MORE_RIGHT
    assert MORE_LEFT not in left[1]
    assert MORE_LEFT in right[1]
    assert MORE_RIGHT not in right[1]
    assert right[1].rstrip().endswith("新闻")


def test_an_empty_source_shows_header_and_hint() -> None:
    lines = screen_after(Table(range(0)), "j k pagedown enter G", hint="[b]no name[/b] passes")
    assert lines[1].startswith(" 代码      简称")
    assert lines[2].rstrip() == " [b]no name[/b] passes"
    assert screen_after(EmptySource(), "j l enter")[1].strip() == ""


def test_hostile_text_is_shown_as_it_stands() -> None:
    bad = "[@click=app.bell]x"
    columns = (GridColumn("code", "[red]c", 9, frozen=True), GridColumn("text", "[/]", 20))
    table = Table(range(2), columns, (GridSection(0, "[b]s", "[@click=app.quit]n"),), odd={(0, "text"): bad})
    lines = screen_after(table)
    assert lines[1].startswith(" [red]c    [/]")
    assert lines[2].startswith(" [b]s ")
    assert lines[2].endswith(" [@click=app.quit]n ")
    assert lines[3].rstrip() == f" 600000.SH {bad}"


def test_colours_turn_round_and_follow_the_theme() -> None:
    colours: dict[str, Style] = {}

    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        def look(what: str) -> None:
            strip = app.grid.render_line(8)  # the row of 600007.SH, which went up
            colours[what] = next(s.style for s in strip if "+2.00" in s.text and s.style)

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


def test_without_colours_the_cursor_is_reversed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    seen: list[Segment] = []

    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        seen.extend(app.screen._compositor.render_strips()[2])

    drive(Table(range(3)), act)
    cell = next(s for s in seen if "600000.SH" in s.text)
    assert cell.style is not None
    assert cell.style.reverse
    shades = [s.style.color.get_truecolor() for s in seen if s.style is not None and s.style.color]
    assert all(shade.red == shade.green == shade.blue for shade in shades)


# ── the cursor ──────────────────────────────────────────────────────────────────────────────────────


WALKS = [
    ("", 0, "code"),
    ("down j", 2, "code"),
    ("j j j up k", 1, "code"),
    ("k", 0, "code"),
    ("right l l h left", 0, "name"),
    ("h", 0, "code"),
    ("l " * 15, 0, "news"),
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
]


def test_keys_move_the_cursor() -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        grid = app.grid
        for keys, row, column in WALKS:
            grid.set_source(Table(range(100)), keep=False)
            await press(pilot, *keys.split())
            assert (grid.cursor_row, grid.column_key) == (row, column), keys
            assert grid.top <= row < grid.top + grid.page, keys

    drive(Table(range(100)), act)


def test_moves_are_told_once_and_only_when_something_moved() -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        app.heard()
        await press(pilot, "j", "k", "k", "h", "l", "enter")
        assert app.heard() == [("Moved", 1), ("Moved", 0), ("Moved", 0), ("Chosen", 0)]
        app.grid.move(5, 3)
        await pilot.pause()
        assert app.heard() == [("Moved", 5)]
        app.grid.cursor_row = 10**9
        app.grid.cursor_column = -4
        await pilot.pause()
        assert app.heard() == [("Moved", 29), ("Moved", 29)]

    drive(Table(range(30)), act)


def test_going_up_to_a_section_shows_its_header() -> None:
    lines = screen_after(Table(range(60), sections=SECTIONS), "G home")
    assert lines[2].startswith(" 运营商 3 ")
    assert lines[3].startswith(" 600000.SH")


def test_a_new_order_keeps_the_row_the_column_and_the_height() -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        await press(pilot, "pagedown", "j", "j", "l", "l", "l")
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


def test_from_many_rows_to_none_and_back() -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        full = app.lines()
        await press(pilot, "G")
        app.grid.set_source(Table(range(0)))
        await pilot.pause()
        assert app.grid.cursor_row == -1
        assert app.lines()[2].rstrip() == " none"
        assert not app.grid.show_vertical_scrollbar
        app.grid.set_source(Table(range(100)))
        await pilot.pause()
        assert app.lines() == full

    drive(Table(range(100)), act, hint="none")


def test_a_taller_window_leaves_no_blank_lines() -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        await press(pilot, "G")
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        assert app.lines()[2].startswith(" 600063.SH")
        assert app.lines()[-2].startswith(" 600099.SH")
        await pilot.resize_terminal(60, 10)
        await pilot.pause()
        assert app.lines()[-2].startswith(" 600099.SH")

    drive(Table(range(100)), act)


# ── the mouse ───────────────────────────────────────────────────────────────────────────────────────


def test_clicks() -> None:
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


def test_in_a_border_everything_moves_in_by_a_cell() -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        app.grid.styles.border = ("ascii", "red")
        await pilot.pause()
        lines = app.lines()
        assert lines[2].startswith("| 代码      简称 ")
        assert lines[3].startswith("| 600000.SH 中国移动 ")
        assert {line[-1] for line in lines[2:-2]} == {"|"}
        await pilot.click(Grid, offset=(12, 4))
        assert (app.grid.cursor_row, app.grid.column_key) == (2, "name")

    drive(Table(range(30)), act)


def test_the_wheel_scrolls_lines_at_once_and_leaves_the_cursor() -> None:
    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        await pilot._post_mouse_events([events.MouseScrollDown], Grid, (5, 5))
        assert app.grid.top == round(app.scroll_sensitivity_y) > 0
        assert app.grid.cursor_row == 0
        await pilot._post_mouse_events([events.MouseScrollRight], Grid, (5, 5))
        assert MORE_LEFT in app.lines()[1]
        await press(pilot, "j")
        assert app.grid.top == 1
        assert app.grid.cursor_row == 1

    drive(Table(range(100)), act)


# ── what it costs ───────────────────────────────────────────────────────────────────────────────────


def test_a_source_costs_by_the_screen_not_by_its_rows() -> None:
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


def test_a_move_draws_two_rows_and_a_scroll_one_more() -> None:
    table = Table(range(1000))

    async def act(app: GridApp, pilot: Pilot[None]) -> None:
        await press(pilot, "j")
        for key, rows in (("j", {1, 2}), ("l", {2}), ("k", {1, 2})):
            table.asked.clear()
            await press(pilot, key)
            await pilot.pause()
            assert {row for row, _ in table.asked} <= rows, key
        app.grid.move(app.grid.page - 1)
        await pilot.pause()
        table.asked.clear()
        await press(pilot, "j")
        await pilot.pause()
        assert {row for row, _ in table.asked} <= {app.grid.page - 1, app.grid.page}

    drive(table, act)


def test_a_grid_without_styles_yet_draws_blank_lines() -> None:
    grid = Grid()  # as on a screen that a dialog came over before it was ever drawn
    assert not grid.render_line(0).text.strip()
