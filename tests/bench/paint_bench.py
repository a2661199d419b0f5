"""First paint: from the start of the process until all 13 names of the sample stand on the screen."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from tests.bench.row import Row
from tests.bench.terminal import ROOT, Terminal

TARGET = 1.5
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
        apps = {
            "kanpan": (["-m", "tui", "--lang", "zh"], codes()),
            "bare": ([str(script)], ["600941.SH"]),
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
    ours, bare = (statistics.median(times[name]) for name in ("kanpan", "bare"))
    return [
        Row(
            "first paint of the sample, 160 x 45", ours, bare, target=TARGET,
            beside=f"a Textual app with one Static, {runs} runs in turn",
            memory=peaks["kanpan"], their_memory=peaks["bare"],
        )
    ]  # fmt: skip
