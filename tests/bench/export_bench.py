"""CSV of 1M × 20 against pandas, in the same process. `python tests/bench/export_bench.py` prints it."""

from __future__ import annotations

import gc
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from tui.arrow import pa
from tui.columns import Column, Kind, by_name, unregistered
from tui.view.export import Format, write

ROWS = 1_000_000
TARGET = 0.16
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


def table(rows: int) -> tuple[Any, list[Column]]:
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


def floats_only(rows: int) -> tuple[Any, list[Column]]:
    """The hardest table: 20 columns of doubles in full precision."""
    rng = np.random.default_rng(1)
    made = {f"x{i}": pa.array(rng.random(rows) * 100) for i in range(20)}
    column = unregistered("x", Kind.MULTIPLE)
    return pa.table(made), [replace(column, name=n) for n in made]


def run(rows: int = ROWS) -> list[tuple[str, float, float, float, float]]:
    """(name, our seconds, pandas' seconds, ratio, the ratio to reach) for each kind of table."""
    results = []
    for label, make in (("universe", table), ("doubles", floats_only)):
        data, columns = make(rows)
        with tempfile.TemporaryDirectory() as folder:
            ours = min(_ours(data, columns, Path(folder) / "ours.csv") for _ in range(2))
            theirs = _pandas(data, Path(folder) / "pandas.csv")
        results.append((f"csv {rows} x 20, {label}", ours, theirs, ours / theirs, TARGET))
    return results


def _ours(data: Any, columns: list[Column], path: Path) -> float:
    gc.collect()
    start = time.perf_counter()
    with path.open("wb") as out:
        write(data, columns, Format.CSV, out)
    return time.perf_counter() - start


def _pandas(data: Any, path: Path) -> float:
    frame = data.to_pandas()
    gc.collect()
    start = time.perf_counter()
    frame.to_csv(path, index=False)
    return time.perf_counter() - start


if __name__ == "__main__":
    for name, ours, theirs, ratio, target in run():
        print(f"{name:28} ours {ours:6.2f} s  pandas {theirs:6.2f} s  ratio {ratio:.3f}  target {target}")
