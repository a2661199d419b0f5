"""The same keys in the real app, opened with `python -m tui FILE.parquet` on a table of 1M × 20."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.keys_bench import CURSOR, PAGE, Floor, in_turn
from tests.bench.row import Row
from tests.bench.terminal import ROOT, Terminal, clean_env

ROWS = 1_000_000
FORWARD = "\x1b[6~"
QUERY = 50.0  # ms from a key in the query bar to the frame
SETTLED = 0.3  # seconds; a line's cursor blinks every 0.5
REPEAT = 0.02  # with the frame itself, about as fast as a held key repeats
GROUPS = ("operators", "optical-modules", "equipment", "commercial-space")
YEARS = ("2025A", "2026E", "2027E", "2028E")


def table(rows: int) -> Any:
    """A coverage list of `rows` × 20: names, prices, EPS and the PE that follow from them, the market."""
    import numpy as np

    from tui.arrow import pa

    rng = np.random.default_rng(20260703)

    def words(*texts: str) -> Any:
        return pa.array(texts).take(pa.array(rng.integers(0, len(texts), rows)))

    price = np.round(rng.random(rows) * 900 + 1, 2)
    eps = {year: np.round(rng.random(rows) * 20 + 0.5, 2) for year in YEARS}
    made = {
        "code": pa.array([f"{i:06d}.SZ" for i in range(rows)]),
        "name": words("中国移动", "中际旭创", "华测导航", "新易盛", "天孚通信", "中国卫星"),
        "group": pa.array(GROUPS).take(pa.array(np.arange(rows) * len(GROUPS) // rows)),  # rows stay in order
        "rating": words("买入", "增持", "未评级"),
        "price": price,
        "currency": words("CNY"),
        "as_of": words("2026-07-03"),
        **{f"eps_{year}": eps[year] for year in YEARS},
        **{f"pe_{year}": np.round(price / eps[year], 1) for year in YEARS},
        "change_pct": np.round(rng.normal(0, 3, rows), 2),
        "pb": np.round(rng.random(rows) * 9, 2),
        "market_cap": np.round(rng.random(rows) * 2e12),
        "industry": words("电信运营", "光模块", "通信设备"),
        "score": np.round(rng.random(rows), 3),
    }
    return pa.table(made)


def run(rows: int = ROWS, count: int = 40) -> list[Row]:
    """Open the file, press cursor and page keys; what each takes until the last byte of its frame."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.parquet"
        words = [sys.executable, "-m", "tests.bench.app_keys_bench", str(path), str(rows)]
        subprocess.run(words, cwd=ROOT, env=clean_env(folder), check=True)
        bare, app = Floor(), Terminal("-m", "tui", str(path), "--lang", "en")
        try:
            return _pressed(app, bare, f"{rows // 1000}k x 20" if rows < ROWS else "1M x 20", count)
        finally:
            app.close()
            bare.terminal.close()


def _pressed(app: Terminal, bare: Floor, label: str, count: int) -> list[Row]:
    opened = app.painted([code(0)]) * 1000
    app.settle(1.0)
    app.frame(code(1), "j")
    steps = min(count, 12)
    moved, floor = in_turn(steps, lambda i: _rested(app, code(i + 2), "j"), bare.press)
    app.settle()
    held = statistics.median(app.frame(code(steps - i), "k", REPEAT) for i in range(steps)) * 1000
    followed = statistics.median(_followed(app) for _ in range(8)) * 1000
    last, page = _pages(app)
    paged, _ = in_turn(count, lambda i: _rested(app, code(last + (i + 1) * page), FORWARD), bare.press)
    typed = statistics.median(_typed(app, count)) * 1000
    peak, line = app.peak_mb(), "one line of text"
    return [
        Row(f"app, {label}: cursor key to frame", moved, floor, target=CURSOR, beside=line, memory=peak),
        Row(f"app, {label}: cursor key held down", held, floor, target=CURSOR, beside=line),
        Row(f"app, {label}: page key to frame", paged, floor, target=PAGE, absolute=True, beside=line),
        Row(f"app, {label}: key in the query bar to frame", typed, target=QUERY, absolute=True),
        Row(f"app, {label}: cursor key until all panes follow", followed),
        Row(f"app, {label}: opened and painted", opened),
    ]


def _rested(app: Terminal, marker: str, key: str) -> float:
    """A key to an app at rest: the panes that follow the key before are drawn already."""
    app.settle()
    return app.frame(marker, key)


def _followed(app: Terminal) -> float:
    """Seconds from a cursor key to the last byte of all that follows it."""
    app.settle()
    return app.frame("SZ", "j", quiet=0.25)


def _typed(app: Terminal, count: int) -> list[float]:
    """Seconds from a key in the query bar to the last byte of rows and count, of queries that differ."""
    app.settle()
    app.frame("Query", "f")
    app.settle()
    for char in "pe26 < 20 and rating in (买入, 增持) and pb < 5":
        os.write(app.fd, char.encode())
        app.settle(0.05)
    time.sleep(1.0)
    app.settle(SETTLED)
    taken = []
    for i in range(count):
        taken.append(app.frame(" of ", "5" if i % 2 == 0 else "\x7f"))
        app.settle(SETTLED)
    return taken


def _pages(app: Terminal) -> tuple[int, int]:
    """The last row on show once pages move evenly, and by how many rows they move."""
    app.frame("SZ", "\x1b[H")
    app.settle()
    lasts = []
    for _ in range(4):
        app.frame("SZ", FORWARD)
        app.settle()
        lasts.append(max(int(found) for found in re.findall(rb"(\d{6})\.SZ", app.last)))
    return lasts[-1], lasts[-1] - lasts[-2]


def code(row: int) -> str:
    """The code of a row of the table."""
    return f"{row:06d}.SZ"


def make(path: str, rows: int) -> None:
    """Write the table; in a process of its own, so that its memory is gone when the app is measured."""
    import pyarrow.parquet as pq

    pq.write_table(table(rows), path)


if __name__ == "__main__":
    make(sys.argv[1], int(sys.argv[2]))
