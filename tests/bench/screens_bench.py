"""From a key to the last byte of its frame on every screen, over a book of 5,484 names and two weeks."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from datetime import date
from pathlib import Path

from tests.bench.paint_bench import NAMES
from tests.bench.row import Row
from tests.bench.terminal import ROOT, Terminal
from tests.bench.vintages_bench import generate

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
SETTLED = 0.3
FOLLOWS = 0.02  # seconds; the panes follow 40 ms after the key, once the cursor rests: another frame


def run(count: int = 36) -> list[Row]:
    """Medians of keys that move, on each screen; where nothing moves, nothing is drawn."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        generate(book, Path(folder) / "alone", [date(2026, 6, 26), date(2026, 7, 3)], NAMES)
        for table in ("news", "sectors", "brief"):  # as the sample has them
            shutil.copytree(ROOT / "sample_data" / table, book / table)
        doubtful(book)
        app = Terminal("-m", "tui", str(book), "--lang", "en")
        try:
            app.painted(["000001.SZ"])
            app.settle(1.0)
            rows = [_screen(app, key, name, count) for key, name in SCREENS.items()]
        finally:
            app.close()
    return rows


def doubtful(book: Path) -> None:
    """Rows that cannot be read, for the screen of checks to list."""
    rows = "".join(f"x{i},1\n" for i in range(200))
    (book / "market" / "2026-06-19.csv").write_text(f"code,price\n{rows}", encoding="utf-8")


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
        taken.append(app.drawn(KEYS[i % len(KEYS)], quiet=FOLLOWS))
        app.settle(SETTLED)
    return [seconds for seconds in taken if seconds]
