"""Years of weekly vintages: opening the latest, what changed, one name's history; pandas on the same files.

Every figure is taken in a process of its own, which does the work several times over freshly opened files.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.bench.row import Row
from tests.bench.terminal import ROOT, clean_env

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEEKS, NAMES = 500, 5_484
YEARS = (2025, 2026, 2027, 2028)
NEWEST = date(2026, 7, 3)
OPENING, CHANGES, HISTORY, MEMORY, PANDAS = 1.3, 300.0, 300.0, 600.0, 0.5
TABLES = ("coverage", "estimates", "market")

LOOP = """\
import gc, json, statistics, sys, time
from tests.bench.told import digest
def measured(work, runs, tell=lambda told: told):
    times, told = [], None
    for turn in range(runs + 1):
        gc.collect()
        begun = time.perf_counter()
        told = work()
        if turn:
            times.append((time.perf_counter() - begun) * 1000)
    peak = next((int(line.split()[1]) / 1024 for line in open("/proc/self/status") if "VmHWM" in line), 0)
    print(json.dumps([statistics.median(times), peak, tell(told)]))
root, start, end, code, runs = *sys.argv[1:5], int(sys.argv[5])
"""
OURS = {
    "open": "import tui\nmeasured(lambda: tui.load(root).rows, runs)\n",
    "changes": """\
from datetime import date
from tui.book.layout import open_book
from tui.universe.changes.compare import changes
from tui.universe.changes.table import to_table
def work():
    return to_table(changes(open_book(root), date.fromisoformat(start), date.fromisoformat(end)))[0]
measured(work, runs, lambda table: digest(table.to_pydict()))
""",
    "history": """\
from tui.book.layout import open_book
from tui.universe.changes.timeline import of_name
from tui.universe.changes.timeline_table import name_table
measured(lambda: name_table(of_name(open_book(root), code))[0], runs, lambda table: digest(table.to_pydict()))
""",
}
THEIRS = {
    "changes": """\
from tests.bench.vintages_peer import changes
measured(lambda: changes(root, start, end), runs, lambda table: digest(table.to_dict("list")))
""",
    "history": """\
from tests.bench.vintages_peer import history
measured(lambda: history(root, code), runs, lambda table: digest(table.to_dict("list")))
""",
}


def run(weeks: int = WEEKS, names: int = NAMES, runs: int = 7) -> list[Row]:
    """Generates the weeks, measures, compacts, measures again."""
    with tempfile.TemporaryDirectory() as folder:
        book, alone = Path(folder) / "book", Path(folder) / "alone"
        days = [NEWEST - timedelta(days=7 * back) for back in reversed(range(weeks))]
        code = generate(book, alone, days, names)
        ask = [str(days[-4]), str(days[-3]), code]  # of the dates that stand in a file of a year
        before = _told(OURS["history"], book, ask, 1)
        apart = _opening(book, alone, ask, runs, "before compact")
        row = _compacted(book, weeks)
        rows = [apart, _opening(book, alone, ask, runs, "after"), row]
        shape = f"{weeks} x {names:,}"
        ours, theirs = (_told(each["changes"], book, ask, runs) for each in (OURS, THEIRS))
        _agree(ours[2], theirs[2], names)
        rows += _against(f"vintages: changes between two of {shape}", ours, theirs, CHANGES)
        ours, theirs = (_told(each["history"], book, ask, runs) for each in (OURS, THEIRS))
        _agree(ours[2], theirs[2], weeks)
        rows += _against(f"vintages: one name over {shape}", ours, theirs, HISTORY)
        rows.append(Row(f"vintages: one name over {shape}, before compact", before[0], memory=before[1]))
        return rows


def _agree(ours: Any, theirs: Any, rows: int) -> None:
    """RuntimeError where two tables of so many rows do not say the same in some column."""
    for name in {**ours, **theirs}:
        mine, other = ours.get(name), theirs.get(name)
        if mine != other or mine[0] != rows:
            raise RuntimeError(f"{name}: {mine}, pandas {other}; expected {rows} rows")


def _opening(book: Path, alone: Path, ask: list[str], runs: int, when: str) -> Row:
    ours, theirs = [], []
    for _ in range(3):  # in turn, so that both see the same machine
        ours.append(_told(OURS["open"], book, ask, runs))
        theirs.append(_told(OURS["open"], alone, ask, runs))
    (mine, peak, _), (other, their_peak, _) = sorted(ours)[1], sorted(theirs)[1]
    return Row(
        f"vintages: open the latest, {when}", mine, other, target=OPENING, beside="the latest vintage alone",
        memory=peak, their_memory=their_peak,
    )  # fmt: skip


def _compacted(book: Path, weeks: int) -> Row:
    begun = time.perf_counter()
    words = [sys.executable, "-m", "tui", "compact", str(book)]
    done = subprocess.run(
        words, cwd=ROOT, env=clean_env(str(book)), capture_output=True, text=True, check=True
    )
    beside = done.stderr.splitlines()[-1]
    return Row(f"vintages: compact {weeks} weeks", time.perf_counter() - begun, unit="s", beside=beside)


def _against(name: str, ours: Any, theirs: Any, bound: float) -> list[Row]:
    return [
        Row(name, ours[0], target=bound, absolute=True),
        Row(name, ours[0], theirs[0], target=PANDAS, beside="pandas", memory=ours[1], their_memory=theirs[1]),
        Row(f"{name}, memory", ours[1], unit="MB", target=MEMORY, absolute=True),
    ]


def _told(work: str, book: Path, ask: list[str], runs: int) -> tuple[float, float, Any]:
    """Median milliseconds, peak MB and what the work gives, from a fresh process."""
    words = [sys.executable, "-c", LOOP + work, str(book), *ask, str(runs)]
    env = clean_env(str(book)) | {"PYTHONPATH": os.fspath(ROOT)}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    taken, peak, told = json.loads(done.stdout)
    return taken, peak, told


def generate(book: Path, alone: Path, days: list[date], names: int) -> str:
    """Weekly tables of Parquet: prices that wander, a twentieth of the estimates revised each week.

    alone: gets the last week only. Gives the code of a name in the middle.
    """
    from tui.arrow import float_array, pa, text_array
    from tui.book.write import save_table

    chance = np.random.default_rng(7)
    codes = sorted(f"{n:06d}.SZ" if n < 400_000 else f"{n:06d}.SH" for n in _numbers(names))
    said = text_array([f"名字{i}" for i in range(names)])
    groups = text_array([f"group-{i % 20}" for i in range(names)])
    ratings = text_array([("买入", "增持", "中性")[i % 3] for i in range(names)])
    house, money = text_array(["house"] * names), text_array(["CNY"] * names)
    price: NDArray[np.float64] = np.round(chance.uniform(3, 300, names), 2)
    eps: NDArray[np.float64] = np.round(chance.uniform(0.1, 9, (names, len(YEARS))), 2)
    long = {
        "code": text_array([code for code in codes for _ in YEARS]),
        "year": pa.array(list(YEARS) * names, type=pa.int32()),
        "basis": text_array(["A", "E", "E", "E"] * names),
        "source": text_array(["consensus"] * names * len(YEARS)),
    }
    for day in days:
        step: NDArray[np.float64] = chance.normal(1.002, 0.03, names)
        close, price = price, np.round(np.maximum(price * step, 0.5), 2).astype(np.float64)
        revised = (chance.random(eps.shape) < 0.05) & (np.arange(len(YEARS)) > 0)
        moved = np.round(np.maximum(eps * chance.normal(1.0, 0.08, eps.shape), 0.05), 2)
        eps = np.where(revised, moved, eps).astype(np.float64)
        change = np.round(price / close * 100 - 100, 2)
        held = {
            "coverage": {
                "code": text_array(codes), "name": said, "group": groups, "rating": ratings,
                "rating_source": house, "price": float_array(price), "currency": money,
                "price_date": pa.array([day] * names, type=pa.date32()),
            },
            "estimates": {
                "code": long["code"], "year": long["year"], "basis": long["basis"],
                "eps": float_array(eps.ravel()), "source": long["source"],
                "pe_printed": float_array(np.round(price[:, None] / eps, 1).ravel()),
            },
            "market": {
                "code": text_array(codes), "name": said, "price": float_array(price),
                "pre_close": float_array(close), "change_pct": float_array(change),
            },
        }  # fmt: skip
        for table, columns in held.items():
            for root in (book, alone) if day == days[-1] else (book,):
                save_table(root, table, day, _noted(columns), "parquet")
    return codes[names // 2]


def _numbers(names: int) -> NDArray[np.int64]:
    third = names // 3
    return np.concatenate(
        [np.arange(1, third + 1), 300_000 + np.arange(third), 600_000 + np.arange(names - 2 * third)]
    )


def _noted(columns: dict[str, Any]) -> Any:
    """A table whose numbers say how they are printed."""
    from tui.arrow import pa

    places = {"price": b"2", "pre_close": b"2", "change_pct": b"2", "eps": b"2", "pe_printed": b"1"}
    fields = [
        pa.field(name, array.type, metadata={b"decimals": places[name]} if name in places else None)
        for name, array in columns.items()
    ]
    return pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields))
