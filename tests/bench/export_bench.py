"""CSV of 1M × 20 against pandas; each in a process of its own, so that each shows its own memory."""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.row import Row, peak_mb
from tests.bench.terminal import ROOT, clean_env
from tui.arrow import pa
from tui.columns import Column, Kind, by_name, unregistered

ROWS, QUICK = 1_000_000, 100_000
TARGET = 0.16
PEERS = ("polars", "duckdb")
MODULE = "tests.bench.export_bench"
NUMBERS = {  # name: (decimals as printed or None for full precision, largest, share of empty cells)
    "price": (2, 900.0, 0.0),
    **{f"eps_{y}": (2, 20.0, 0.05) for y in ("2025A", "2026E", "2027E", "2028E")},
    **{f"pe_{y}": (1, 400.0, 0.05) for y in ("2025A", "2026E", "2027E", "2028E")},
    "eps_cagr": (None, 1.0, 0.1),
    "peg": (None, 9.0, 0.1),
    "pe_to_group": (None, 3.0, 0.1),
    "price_change_pct": (None, 20.0, 0.0),
    "market_cap": (2, 2e12, 0.0),
}
TEXTS = {
    "name": ["中国移动", "中际旭创", "华测导航", "新易盛", "天孚通信", "中国卫星"],
    "group": ["operators", "optical-modules", "equipment", "commercial-space"],
    "rating": ["买入", "增持", "未评级"],
    "themes": ["ai-compute;optical-interconnect", "leo-satellite", "", "operators;5g-a;gnss"],
}


def universe(rows: int) -> tuple[Any, list[Column]]:
    """A universe of `rows` × 20 as the application holds it: texts, printed and derived figures."""
    rng = np.random.default_rng(20260703)
    made: dict[str, Any] = {"code": pa.array([f"{i:06d}.SZ" for i in range(rows)])}
    for name, words in TEXTS.items():
        made[name] = pa.array(words).take(pa.array(rng.integers(0, len(words), rows)))
    made["as_of"] = pa.array(rng.integers(20_500, 20_640, rows).astype("int32")).cast(pa.date32())
    for name, (decimals, largest, empty) in NUMBERS.items():
        x = rng.random(rows) * largest
        x = x if decimals is None else np.round(x, decimals)
        made[name] = pa.array(x, mask=rng.random(rows) < empty)
    return pa.table(made), [by_name(n) or unregistered(n, Kind.TEXT) for n in made]


def doubles(rows: int) -> tuple[Any, list[Column]]:
    """The hardest table: 20 columns of doubles in full precision."""
    rng = np.random.default_rng(1)
    made = {f"x{i}": pa.array(rng.random(rows) * 100) for i in range(20)}
    column = unregistered("x", Kind.MULTIPLE)
    return pa.table(made), [column._replace(name=n) for n in made]


TABLES = {"universe": universe, "doubles": doubles}


def run(rows: int = ROWS) -> list[Row]:
    """Seconds to write each kind of table: ours the better of two, theirs once (pandas takes long)."""
    out = []
    many = "1M" if rows == ROWS else f"{rows // 1000}k"
    for label in TABLES:
        ours, memory = _child("kanpan", label, rows)
        for peer in ("pandas", *(p for p in PEERS if find_spec(p))):
            theirs, their_memory = _child(peer, label, rows)
            out.append(
                Row(
                    f"CSV of {many} x 20, {label}", ours, theirs, "s",
                    target=TARGET if peer == "pandas" else None, beside=peer,
                    memory=memory, their_memory=their_memory,
                )
            )  # fmt: skip
    return out


def _child(writer: str, label: str, rows: int) -> tuple[float, float | None]:
    """Seconds and peak MB of one writer in its own process."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", MODULE, writer, label, str(rows), str(Path(folder) / "out.csv")]
        told = subprocess.run(words, cwd=ROOT, env=clean_env(folder), check=True, stdout=subprocess.PIPE)
    seconds, peak = told.stdout.split()
    return float(seconds), float(peak) or None


def _write(writer: str, label: str, rows: int, path: Path) -> float:
    """Seconds that a writer takes for a table that it holds already in its own form."""
    table, columns = TABLES[label](rows)
    if writer == "kanpan":
        return min(_ours(table, columns, path) for _ in range(2))
    return {"pandas": _pandas, "polars": _polars, "duckdb": _duckdb}[writer](table, path)


def _ours(table: Any, columns: list[Column], path: Path) -> float:
    from tui.view.export import Format, write

    gc.collect()
    begun = time.perf_counter()
    with path.open("wb") as out:
        write(table, columns, Format.CSV, out)
    return time.perf_counter() - begun


def _pandas(table: Any, path: Path) -> float:
    frame = table.to_pandas()
    del table
    gc.collect()
    begun = time.perf_counter()
    frame.to_csv(path, index=False)
    return time.perf_counter() - begun


def _polars(table: Any, path: Path) -> float:
    import polars as pl

    frame: Any = pl.from_arrow(table)
    begun = time.perf_counter()
    frame.write_csv(path)
    return time.perf_counter() - begun


def _duckdb(table: Any, path: Path) -> float:
    import duckdb

    relation = duckdb.from_arrow(table)
    begun = time.perf_counter()
    relation.write_csv(str(path))
    return time.perf_counter() - begun


if __name__ == "__main__":
    taken = _write(sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    print(taken, peak_mb() or 0)
