"""From a key to the last byte of the frame it makes, through a pseudo-terminal.

The grid over a million rows of twenty columns stands against a bare app that updates one line of text.
Each process is a child on its own pty; keys go to them in turn, so that both feel the same machine.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import App

    from tui.app.grid_model import GridColumn, GridSection

ROOT = Path(__file__).resolve().parents[2]
LINES, CELLS = 45, 160
ROWS, FEW = 1_000_000, 10_000
COLUMNS = 20
QUIET = 0.03  # a frame is over when nothing came for so long
PATIENCE = 30.0
SYNC_QUERY, SYNC_ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"

Result = tuple[str, float, float, float, float]


class Synthetic:
    """Rows of numpy arrays: a key, a name, numbers, a tag. `letter` begins every key."""

    def __init__(self, rows: int, letter: str) -> None:
        import numpy as np

        from tui.app.grid_model import GridColumn

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

    from tui.app.grid import Grid

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


class Terminal:
    """A child app on a pty, and the parent as its terminal."""

    def __init__(self, app: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            self._become(app)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, CELLS, 0, 0))
        self.sent = 0

    @staticmethod
    def _become(app: str) -> None:
        os.chdir(ROOT)
        env = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        env.pop("NO_COLOR", None)
        time.sleep(0.05)  # the parent gives the window its size
        os.execve(sys.executable, [sys.executable, "-m", "tests.bench.keys_bench", app], env)

    def frame(self, marker: str, key: str = "") -> float:
        """Press a key; seconds to the last byte of what it draws, which must hold the marker."""
        wanted, seen = marker.encode(), b""
        begun = last = time.perf_counter()
        if key:
            os.write(self.fd, key.encode())
        while True:
            found = wanted in seen
            ready, _, _ = select.select([self.fd], [], [], QUIET if found else PATIENCE)
            if not ready:
                if found:
                    return last - begun
                raise TimeoutError(f"no {marker!r} on the screen after {key!r}: {seen[-300:]!r}")
            part = os.read(self.fd, 1 << 16)
            last = time.perf_counter()
            seen += part
            self.sent += len(part)
            if SYNC_QUERY in part:  # as terminals of today answer: frames may be held together
                os.write(self.fd, SYNC_ANSWER)

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def _median_ms(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000


def _pairs(count: int, ours: Callable[[int], float], theirs: Callable[[int], float]) -> tuple[float, float]:
    """Medians in ms of two measurements taken in turn."""
    times = [(ours(i), theirs(i)) for i in range(count)]
    return _median_ms([a for a, _ in times]), _median_ms([b for _, b in times])


def run(count: int = 60) -> list[Result]:
    """(name, ours in ms, theirs in ms, the ratio or our value, the target) for each measurement."""
    grid, bare = Terminal("grid"), Terminal("bare")
    presses = 0

    def floor(_: int) -> float:
        nonlocal presses
        presses += 1
        return bare.frame(f"n{presses:07d}", "j")

    try:
        grid.frame("a0000043")
        bare.frame("n0000000")
        grid.frame("a0000001", "j")
        floor(0)
        page = LINES - 1
        steps = min(count, page - 3)
        moved, least = _pairs(steps, lambda i: grid.frame(f"a{i + 2:07d}", "j"), floor)
        grid.frame(f"a{ROWS - 1:07d}", "G")
        grid.frame(f"a{ROWS - 1 - page:07d}", "\x1b[5~")
        grid.frame("a0000000", "\x1b[H")
        grid.frame(f"a{page:07d}", "\x1b[6~")
        paged, _ = _pairs(count, lambda i: grid.frame(f"a{(i + 2) * page:07d}", "\x1b[6~"), floor)
        grid.frame(f"a{ROWS - 1:07d}", "G")
        _pairs(page, lambda i: grid.frame(f"a{ROWS - 2 - i:07d}", "k"), floor)
        crept, _ = _pairs(count, lambda i: grid.frame(f"a{ROWS - 2 - page - i:07d}", "k"), floor)
        grid.frame("a0000000", "\x1b[H")
        grid.frame("b0000000", "t")
        many, few = _pairs(
            count // 2,
            lambda _: grid.frame("a0000000", "s"),
            lambda _: grid.frame("b0000000", "t"),
        )
    finally:
        grid.close()
        bare.close()
    return [
        ("cursor key → frame, 1M × 20, against one line of text", moved, least, moved / least, 1.5),
        ("page key → frame, 1M × 20, ms", paged, least, paged, 16.0),
        ("cursor key that scrolls → frame, 1M × 20, ms", crept, least, crept, 16.0),
        ("new source → frame, 1M against 10k rows", many, few, many / few, 1.25),
    ]


def main(arguments: list[str]) -> None:
    """With 'grid' or 'bare' be that app, else measure and print."""
    if arguments:
        {"grid": grid_app, "bare": bare_app}[arguments[0]]().run()
        return
    for name, ours, theirs, value, target in run():
        print(f"{name:60} {ours:7.2f} {theirs:7.2f} {value:7.2f}  target {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
