"""What every bench gives: rows of one kind, and how they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HEAD = ("what", "ours", "theirs", "value", "target", "", "peak MB", "beside")


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement.

    ours, theirs: medians in `unit`; theirs None where nothing stands beside it
    target: the most that `value` may be; None for a row that only tells
    absolute: the target speaks of `ours` itself, else of ours / theirs
    memory, their_memory: peak resident MB of each process, None where it says nothing
    """

    name: str
    ours: float
    theirs: float | None = None
    unit: str = "ms"
    target: float | None = None
    absolute: bool = False
    beside: str = ""
    memory: float | None = None
    their_memory: float | None = None

    @property
    def value(self) -> float | None:
        """What the target is about: the ratio, or our own figure."""
        if self.absolute:
            return self.ours
        return self.ours / self.theirs if self.theirs else None

    @property
    def verdict(self) -> str:
        """'ok', 'OVER', or '' where there is no target."""
        if self.target is None or self.value is None:
            return ""
        return "ok" if self.value <= self.target else "OVER"


def table(rows: Iterable[Row]) -> str:
    """The rows as aligned text."""
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if i in {0, 5, 7} else text.rjust(width)
            for i, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def peak_mb(pid: int | None = None) -> float | None:
    """Peak resident memory of a living process in MB, this one by default; None where no one tells it."""
    path = Path(f"/proc/{'self' if pid is None else pid}/status")
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    found = [line.split()[1] for line in text.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) / 1024 if found else None


def _cells(row: Row) -> tuple[str, ...]:
    value, bound = row.value, row.target
    unit = f" {row.unit}" if row.absolute else ""
    return (
        row.name,
        f"{row.ours:.2f} {row.unit}",
        "" if row.theirs is None else f"{row.theirs:.2f} {row.unit}",
        "" if value is None or row.absolute else f"{value:.3f}",
        "" if bound is None else f"<= {bound:g}{unit}",
        row.verdict,
        " / ".join("-" if m is None else f"{m:.0f}" for m in (row.memory, row.their_memory))
        if row.memory is not None
        else "",
        row.beside,
    )
