"""Cold `kanpan export`, the whole process, against a minimal pandas script over the same CSV."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from tests.bench.row import Row
from tests.bench.terminal import ROOT, clean_env

TARGET = 0.45
RUNS = 15
SORT = "pe_2026E"
PANDAS = """\
import sys, pandas as pd
table = pd.read_csv(sys.argv[1], dtype={"code": str})
table.sort_values("pe_2026E").to_csv(sys.stdout, index=False)
"""
DUCKDB = """\
import sys, duckdb
duckdb.sql(f"copy (from read_csv('{sys.argv[1]}', all_varchar=true) order by pe_2026E::double)"
           " to '/dev/stdout' (header)")
"""


def run(runs: int = RUNS) -> list[Row]:
    """Medians of alternating runs, each a fresh process; the first of each warms the disk and is left out."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        held = place / "held.csv"
        ours = [sys.executable, "-m", "tui", "export"]
        _timed(ours, place, held)
        commands = {
            "kanpan": [*ours, "--sort", SORT],
            "pandas": _script(place, "pandas", PANDAS),
        }
        if find_spec("duckdb"):
            commands["duckdb"] = _script(place, "duckdb", DUCKDB)
        times: dict[str, list[float]] = {name: [] for name in commands}
        peaks = dict.fromkeys(commands, 0.0)
        for turn in range(runs + 1):
            for name, words in commands.items():
                seconds, peak = _timed(words, place, place / f"{name}.csv")
                if turn:
                    times[name].append(seconds * 1000)
                    peaks[name] = max(peaks[name], peak)
        _same(place / "kanpan.csv", place / "pandas.csv")
    median = {name: statistics.median(those) for name, those in times.items()}
    return [
        Row(
            f"cold export of the sample, against {name}", median["kanpan"], median[name],
            target=TARGET if name == "pandas" else None, beside=f"{name}, {runs} runs in turn",
            memory=peaks["kanpan"], their_memory=peaks[name],
        )
        for name in commands
        if name != "kanpan"
    ]  # fmt: skip


def _script(place: Path, name: str, text: str) -> list[str]:
    path = place / f"{name}_script.py"
    path.write_text(text, encoding="utf-8")
    return [sys.executable, str(path), str(place / "held.csv")]


def _timed(words: list[str], home: Path, out: Path) -> tuple[float, float]:
    """Seconds of a process from start to end, its stdout in a file, and its peak resident memory in MB."""
    with out.open("wb") as stdout:
        begun = time.perf_counter()
        child = subprocess.Popen(words, cwd=ROOT, env=clean_env(str(home)), stdout=stdout)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{words} ended with {child.returncode}")
    return seconds, used.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def _same(ours: Path, theirs: Path) -> None:
    """Both wrote the same names in the same order, else the comparison is worth nothing."""
    codes = [
        [line.split(",")[0] for line in p.read_text(encoding="utf-8").splitlines()] for p in (ours, theirs)
    ]
    if codes[0] != codes[1]:
        raise RuntimeError(f"the two exports differ: {codes}")
