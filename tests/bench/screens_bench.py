"""From a key to the last byte of its frame on every screen, over a table of 5,484 names."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from tests.bench.paint_bench import NAMES, market
from tests.bench.row import Row
from tests.bench.terminal import Terminal

FRAME = 16.0  # ms
SCREENS = {
    "1": "watchlist",
    "2": "themes",
    "3": "news",
    "4": "market",
    "5": "changes",
    "6": "checks",
    "7": "brief",
}
KEYS = ("j", "k", "\x1b[6~", "\x1b[5~", "G", "\x1b[H")  # what moves a cursor or scrolls a text
PANES = 3  # at most, until one is found that holds something to move in
SETTLED = 0.12


def run(count: int = 36) -> list[Row]:
    """Medians of keys that move, on each screen; where nothing moves, nothing is drawn."""
    with tempfile.TemporaryDirectory() as folder:
        path, first = market(Path(folder))
        app = Terminal("-m", "tui", str(path), "--lang", "en")
        try:
            app.painted([first])
            app.settle(1.0)
            rows = [_screen(app, key, name, count) for key, name in SCREENS.items()]
        finally:
            app.close()
    return rows


def _screen(app: Terminal, key: str, name: str, count: int) -> Row:
    app.drawn(key, 2.0)
    app.settle(0.6)
    taken: list[float] = []
    for _ in range(PANES):
        taken = _moved(app, count)
        if len(taken) > count // 2:
            break
        app.drawn("\t")
        app.settle(0.4)
    median = statistics.median(taken) * 1000 if taken else 0.0
    return Row(
        f"{name}, {NAMES} names: key to frame", median, target=FRAME if taken else None, absolute=True,
        beside=f"{len(taken)} of {count} keys drew",
    )  # fmt: skip


def _moved(app: Terminal, count: int) -> list[float]:
    """Seconds of the keys that drew something."""
    taken = []
    for i in range(count):
        taken.append(app.drawn(KEYS[i % len(KEYS)]))
        app.settle(SETTLED)
    return [seconds for seconds in taken if seconds]
