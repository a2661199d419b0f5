"""From a key to the last byte of the frame it makes, through a pseudo-terminal.

The grid over a million rows of twenty columns stands against a bare app that updates one line of text.
Each process is a child on its own pty; keys go to them in turn, so that both feel the same machine.
"""

from __future__ import annotations

import statistics
import sys
from typing import TYPE_CHECKING

from tests.bench.row import Row
from tests.bench.terminal import LINES, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import App

    from tui.app.grid.model import GridColumn, GridSection

ROWS, FEW = 1_000_000, 10_000
COLUMNS = 20
CURSOR, PAGE, FILL = 1.5, 16.0, 1.25  # of the bare update; ms; of the fill at 10k
MODULE = "tests.bench.keys_bench"


class Synthetic:
    """Rows of numpy arrays: a key, a name, numbers, a tag. `letter` begins every key."""

    def __init__(self, rows: int, letter: str) -> None:
        import numpy as np

        from tui.app.grid.model import GridColumn

        rng = np.random.default_rng(rows)
        self.rows, self.letter = rows, letter
        self.names = ["中国移动", "新易盛", "Optics", "华测导航", "中际旭创", "Telecom A", "天孚通信"]
        self.name = rng.integers(0, len(self.names), rows)
        self.values = [rng.normal(0, 50, rows) for _ in range(COLUMNS - 3)]
        self.columns: Sequence[GridColumn] = (
            GridColumn("key", "key", 9, frozen=True),
            GridColumn("name", "简称", 9, frozen=True),
            *(GridColumn(f"v{i}", f"V{i}", 7, right=True) for i in range(COLUMNS - 3)),
            GridColumn("tag", "主题", 8),
        )
        self.sections: Sequence[GridSection] = ()

    def cell(self, row: int, column: int) -> tuple[str, str]:
        if column == 0:
            return self.key(row), ""
        if column == 1:
            return self.names[self.name[row]], ""
        if column == COLUMNS - 1:
            return "AI算力", "accent"
        value = self.values[column - 2][row]
        if column % 5 == 0:
            return f"{value:+.2f}", "up" if value > 0 else "down"
        return f"{value:.2f}", ""

    def key(self, row: int) -> str:
        return f"{self.letter}{row:07d}"

    def find(self, key: str) -> int | None:
        row = int(key[1:])
        return row if row < self.rows else None


def grid_app() -> App[None]:
    """The grid over a million rows; `s` and `t` give it a source of a million rows, of ten thousand."""
    from textual.app import App, ComposeResult

    from tui.app.grid.grid import Grid

    class GridApp(App[None]):
        BINDINGS = [("s", "show(0)"), ("t", "show(1)")]  # noqa: RUF012 - Textual's way
        sources = (Synthetic(ROWS, "a"), Synthetic(FEW, "b"))

        def compose(self) -> ComposeResult:
            yield Grid(self.sources[0])

        def action_show(self, which: int) -> None:
            self.query_one(Grid).set_source(self.sources[which])

    return GridApp()


def bare_app() -> App[None]:
    """One line of text that each key changes: the floor."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class BareApp(App[None]):
        count = 0

        def compose(self) -> ComposeResult:
            yield Static("n0000000")

        def on_key(self) -> None:
            self.count += 1
            self.query_one(Static).update(f"n{self.count:07d}")

    return BareApp()


class Floor:
    """The bare app, one line of text that a key changes: the least that a key can take."""

    def __init__(self) -> None:
        self.terminal = Terminal("-m", MODULE, "bare")
        self.presses = 0
        self.terminal.frame("n0000000")
        self.press()

    def press(self, _: int = 0) -> float:
        """Seconds from a key to the end of its frame."""
        self.presses += 1
        return self.terminal.frame(f"n{self.presses:07d}", "j")


def in_turn(count: int, ours: Callable[[int], float], theirs: Callable[[int], float]) -> tuple[float, float]:
    """Medians in ms of two measurements taken in turn."""
    times = [(ours(i), theirs(i)) for i in range(count)]
    return statistics.median(a for a, _ in times) * 1000, statistics.median(b for _, b in times) * 1000


def run(count: int = 60) -> list[Row]:
    """Cursor, page and fill at a million rows of the grid alone."""
    grid, bare = Terminal("-m", MODULE, "grid"), Floor()
    try:
        grid.frame("a0000043")
        grid.frame("a0000001", "j")
        page = LINES - 1
        moved, least = in_turn(min(count, page - 3), lambda i: grid.frame(f"a{i + 2:07d}", "j"), bare.press)
        grid.frame(f"a{ROWS - 1:07d}", "G")
        grid.frame(f"a{ROWS - 1 - page:07d}", "\x1b[5~")
        grid.frame("a0000000", "\x1b[H")
        grid.frame(f"a{page:07d}", "\x1b[6~")
        paged, floor = in_turn(count, lambda i: grid.frame(f"a{(i + 2) * page:07d}", "\x1b[6~"), bare.press)
        grid.frame(f"a{ROWS - 1:07d}", "G")
        in_turn(page, lambda i: grid.frame(f"a{ROWS - 2 - i:07d}", "k"), bare.press)
        crept, _ = in_turn(count, lambda i: grid.frame(f"a{ROWS - 2 - page - i:07d}", "k"), bare.press)
        grid.frame("a0000000", "\x1b[H")
        grid.frame("b0000000", "t")
        many, few = in_turn(
            count // 2,
            lambda _: grid.frame("a0000000", "s"),
            lambda _: grid.frame("b0000000", "t"),
        )
        peaks = grid.peak_mb(), bare.terminal.peak_mb()
    finally:
        grid.close()
        bare.terminal.close()
    line = "one line of text"
    return [
        Row("grid, 1M x 20: cursor key to frame", moved, least, target=CURSOR, beside=line,
            memory=peaks[0], their_memory=peaks[1]),
        Row("grid, 1M x 20: page key to frame", paged, floor, target=PAGE, absolute=True, beside=line),
        Row("grid, 1M x 20: cursor that scrolls", crept, floor, target=PAGE, absolute=True, beside=line),
        Row("grid: fill with 1M rows", many, few, target=FILL, beside="10k rows"),
    ]  # fmt: skip


if __name__ == "__main__":
    {"grid": grid_app, "bare": bare_app}[sys.argv[1]]().run()
