"""First paint: from the start of the process until all 13 names of the sample stand on the screen."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.row import Row
from tests.bench.terminal import ROOT, Terminal, clean_env

TARGET, LARGE = 1.5, 2.2
MARKET = ROOT.parent / "shared" / "data" / "market-2026-04-15.parquet"  # 5,484 names, where it is at hand
NAMES = 5484
RUNS = 15
READ = 2.0  # seconds in which the book is read behind the first frame
WHAT = {
    "first": "the sample, never opened before",
    "again": "the sample, opened again",
    "many, first": f"{NAMES} names in Parquet, never opened before",
    "many, again": f"{NAMES} names in Parquet, opened again",
}
BARE = """\
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("600941.SH")

Bare().run()
"""


def codes() -> list[str]:
    """The codes of the sample's coverage, in its order."""
    newest = max((ROOT / "sample_data" / "coverage").glob("*.csv"))
    lines = newest.read_text(encoding="utf-8").splitlines()
    at = lines[0].split(",").index("code")
    return [line.split(",")[at] for line in lines[1:]]


def run(runs: int = RUNS) -> list[Row]:
    """Medians of alternating runs at 160 × 45; the first of each warms the disk and is left out."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE, encoding="utf-8")
        many, first = market(Path(folder))
        sample, large = ["-m", "tui"], ["-m", "tui", str(many)]  # as a user types it
        apps = {
            "bare": ([str(script)], ["600941.SH"], None),
            "first": (sample, codes(), None),
            "again": (sample, codes(), left(sample, codes())),
            "many, first": (large, [first], None),
            "many, again": (large, [first], left(large, [first])),
        }
        times: dict[str, list[float]] = {name: [] for name in apps}
        peaks: dict[str, float] = {}
        for turn in range(runs + 1):
            for name, (words, markers, env) in apps.items():
                terminal = Terminal(*words, env=env)
                try:
                    seconds = terminal.painted(markers)
                    if turn:
                        times[name].append(seconds * 1000)
                        peaks[name] = max(peaks.get(name, 0.0), terminal.peak_mb() or 0.0)
                finally:
                    terminal.close()
    bare, beside = statistics.median(times.pop("bare")), f"a Textual app with one Static, {runs} runs in turn"
    targets = {"first": TARGET, "again": TARGET, "many, first": LARGE, "many, again": LARGE}
    return [
        Row(
            f"first paint at 160 x 45, {WHAT[name]}", statistics.median(times[name]), bare, target=target,
            beside=beside, memory=peaks[name], their_memory=peaks["bare"],
        )
        for name, target in targets.items()
    ]  # fmt: skip


def left(words: list[str], markers: list[str]) -> dict[str, str]:
    """The environment in which a session was opened before, and left by its key."""
    env = clean_env()
    terminal = Terminal(*words, env=env)
    try:
        terminal.painted(markers)
        time.sleep(READ)
        terminal.leave()
    finally:
        terminal.close()
    return env


def market(folder: Path) -> tuple[Path, str]:
    """A Parquet file of 5,484 names, and the code that stands first in it."""
    if MARKET.exists():
        import pyarrow.parquet as pq

        return MARKET, str(pq.read_table(MARKET, columns=["ts_code"])["ts_code"][0])
    path = folder / "many.parquet"
    words = [sys.executable, "-m", "tests.bench.app_keys_bench", str(path), str(NAMES)]
    subprocess.run(words, cwd=ROOT, env=clean_env(str(folder)), check=True)
    return path, "000000.SZ"
