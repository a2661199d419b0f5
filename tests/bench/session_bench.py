"""The session at rest and in memory: the processor's share of ten idle seconds, resident megabytes."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.bench.row import Row
from tests.bench.terminal import Terminal

IDLE, MEMORY = 1.0, 120.0  # per cent of one processor; MB
SECONDS = 10.0
RESTED = 3.0  # until all that follows the first frame is done
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def run(seconds: float = SECONDS) -> list[Row]:
    """A session of the sample, left alone; the book is looked at every two seconds."""
    app = Terminal("-m", "tui", "--lang", "zh")
    try:
        app.frame("600941.SH")
        app.settle(RESTED)
        begun, used = time.perf_counter(), cpu(app.pid)
        app.settle(seconds)
        share = (cpu(app.pid) - used) / (time.perf_counter() - begun) * 100
        held = resident(app.pid)
        for key in ("2", "3", "4", "5", "6", "7", "1", "w"):  # every screen, and a dialog
            app.drawn(key, 2.0)
            app.settle(0.5)
        after = resident(app.pid)
        peak = app.peak_mb()
    finally:
        app.close()
    return [
        Row("session at rest, 10 s: processor", share, unit="%", target=IDLE, absolute=True),
        Row("session of the sample: resident, with children", held, unit="MB", target=MEMORY, absolute=True),
        Row(
            "the same after every screen was shown",
            after,
            unit="MB",
            target=MEMORY,
            absolute=True,
            memory=peak,
        ),
    ]


def cpu(pid: int) -> float:
    """Processor seconds of a process and of the children it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICK


def resident(pid: int) -> float:
    """Resident MB of a process and of its living children; what they share is counted once each."""
    path = Path(f"/proc/{pid}/status")
    lines = path.read_text(encoding="utf-8").splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    return own + sum(map(resident, map(int, children)))
