"""First paint: from the start of the process until all 13 names of the sample stand on the screen."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.row import Row
from tests.bench.terminal import ROOT, Terminal, clean_env

TARGET, LARGE = 1.5, 2.2
MARKET = ROOT.parent / "shared" / "data" / "market-2026-04-15.parquet"  # 5,484 names, where it is at hand
NAMES = 5484
RUNS = 15
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
        apps = {
            "kanpan": (["-m", "tui", "--lang", "zh"], codes()),
            "bare": ([str(script)], ["600941.SH"]),
            "many": (["-m", "tui", str(many), "--lang", "zh"], [first]),
        }
        times: dict[str, list[float]] = {name: [] for name in apps}
        peaks: dict[str, float] = {}
        for turn in range(runs + 1):
            for name, (words, markers) in apps.items():
                terminal = Terminal(*words)
                try:
                    seconds = terminal.painted(markers)
                    if turn:
                        times[name].append(seconds * 1000)
                        peaks[name] = max(peaks.get(name, 0.0), terminal.peak_mb() or 0.0)
                finally:
                    terminal.close()
    ours, bare, large = (statistics.median(times[name]) for name in ("kanpan", "bare", "many"))
    beside = f"a Textual app with one Static, {runs} runs in turn"
    return [
        Row(
            "first paint of the sample, 160 x 45", ours, bare, target=TARGET, beside=beside,
            memory=peaks["kanpan"], their_memory=peaks["bare"],
        ),
        Row(
            f"first paint of {NAMES} names in Parquet", large, bare, target=LARGE, beside=beside,
            memory=peaks["many"], their_memory=peaks["bare"],
        ),
    ]  # fmt: skip


def market(folder: Path) -> tuple[Path, str]:
    """A Parquet file of 5,484 names, and the code that stands first in it."""
    if MARKET.exists():
        import pyarrow.parquet as pq

        return MARKET, str(pq.read_table(MARKET, columns=["ts_code"])["ts_code"][0])
    path = folder / "many.parquet"
    words = [sys.executable, "-m", "tests.bench.app_keys_bench", str(path), str(NAMES)]
    subprocess.run(words, cwd=ROOT, env=clean_env(str(folder)), check=True)
    return path, "000000.SZ"
