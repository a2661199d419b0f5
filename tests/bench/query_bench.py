"""Four predicates, two sort keys, the best 100: ours against polars and duckdb, on the same data."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.bench.row import Row
from tui.arrow import pa
from tui.columns import Column, Kind
from tui.query.engine import prepare
from tui.query.nodes import How
from tui.query.top import top
from tui.query.typed import AllOf, Cmp, Col, Const, Holds, OneOf, TagsCol, TextCol
from tui.view.arrange import directed
from tui.view.data import data_of
from tui.view.view import parse_sort

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.query.data import Floats
    from tui.query.typed import Test
    from tui.universe.universe import Universe
    from tui.view.data import UniverseData

SIZES = (5_500, 100_000, 1_000_000)
SHARES = (0.01, 0.10, 0.50)
LIMIT = 100
TARGETS = {"polars": 0.4, "duckdb": 0.3}
INDEX_TARGET = 150.0  # ms at 1M rows
FLOATS = ("price", "pe", "growth", "cap")  # the first is full, the others have empty cells
GROUPS = tuple(f"industry {i:02d}" for i in range(40))
THEMES = tuple(f"theme-{i}" for i in range(12))
COMBINATIONS = 400  # distinct sets of themes
EMPTY = 0.03  # share of empty cells


@dataclass(frozen=True)
class Asked:
    """One query: four predicates that together let about `share` of the rows through."""

    share: float
    low: float
    pe: float
    growth: float
    groups: tuple[str, ...]
    theme: str


def universe(rows: int) -> Any:
    """An Arrow table: a row number, floats with empty cells, a category, and a set of themes."""
    rng = np.random.default_rng(20260703)
    made: dict[str, Any] = {"row": pa.array(np.arange(rows))}
    for name in FLOATS:
        gone = np.zeros(rows, dtype=bool) if name == "price" else rng.random(rows) < EMPTY
        made[name] = pa.array(rng.random(rows) * 100, mask=gone)
    # sorted by: many rows are level in the first key
    made["score"] = pa.array(np.round(rng.random(rows) * 500), mask=rng.random(rows) < EMPTY)
    made["group"] = pa.array(GROUPS).take(pa.array(rng.integers(0, len(GROUPS), rows)))
    sets = rng.integers(0, 2 ** len(THEMES), (2, COMBINATIONS))
    sets = (sets[0] & sets[1]) | (rng.random(COMBINATIONS) < 0.85)  # most have the first theme
    bits = sets[rng.integers(0, COMBINATIONS, rows)].astype(np.int32)
    distinct, codes = np.unique(bits, return_inverse=True)
    joined = [
        ";".join(theme for i, theme in enumerate(THEMES) if each >> i & 1) for each in distinct.tolist()
    ]
    made["themes"] = pa.array(joined).take(pa.array(codes))
    for i, theme in enumerate(THEMES):  # what the others read: their best case
        made[theme] = pa.array((bits >> i & 1).astype(bool))
    return pa.table(made)


def asked(share: float) -> Asked:
    """Thresholds that let about that share through: ranges, half or most of the groups, a common theme."""
    each = (share / 0.85 / 0.95**2) ** (1 / 3) if share > 0.02 else (share / 0.25 / 0.95**2) ** (1 / 3)
    many = max(1, round(each * len(GROUPS)))
    return Asked(
        share, 100 * (1 - each) / 2, 100 * (1 + each) / 2, 100 * each, GROUPS[:many],
        THEMES[0] if share > 0.02 else THEMES[1],
    )  # fmt: skip


def opened(table: Any) -> Universe:
    """The table as a universe, nothing of it looked at yet."""
    from tests.universe.worlds import universe as small

    columns = {
        "row": Column("row", Kind.NUMBER, "", "row", "row", "", ""),
        **{name: Column(name, Kind.NUMBER, "", name, name, "", "") for name in (*FLOATS, "score")},
        "group": Column("group", Kind.TEXT, "", "group", "group", "", ""),
        "themes": Column("themes", Kind.TAGS, "", "themes", "themes", "", ""),
    }
    return replace(small({"code": ["0"]}), table=table, columns=columns)


def indexed(table: Any) -> UniverseData:
    """The screening index: everything that the queries and the sorting here need, built once."""
    universe = opened(table)
    data = data_of(universe)
    for name in (*FLOATS, "score"):
        data.complete(name)
    data.texts("group")
    for theme in THEMES:
        data.holding("themes", theme)
    keys(universe)
    return data


def keys(universe: Universe) -> list[Floats]:
    """By score ascending, then cap descending, as a view is sorted."""
    return [directed(universe, key) for key in parse_sort("score,-cap")]


def query(ask: Asked) -> Test:
    """The checked query."""
    return AllOf(
        (
            AllOf(
                (
                    Cmp("<=", Const(ask.low), Col("pe", Kind.MULTIPLE, "pe")),
                    Cmp("<=", Col("pe", Kind.MULTIPLE, "pe"), Const(ask.pe)),
                )
            ),
            Cmp("<", Col("growth", Kind.RATIO, "growth"), Const(ask.growth)),
            OneOf(TextCol("group", "group"), frozenset(ask.groups)),
            Holds(TagsCol("themes", "themes"), How.ALL, frozenset({ask.theme})),
        )
    )


def ours(data: UniverseData, ask: Asked) -> Callable[[], list[int]]:
    """The best rows by score ascending, then cap descending."""
    test = query(ask)

    def found() -> list[int]:
        rows: list[int] = top(prepare(test, data), keys(data.universe), LIMIT).tolist()
        return rows

    return found


def polars(table: Any) -> Callable[[Asked], Callable[[], list[int]]]:
    """A lazy frame with the category as an enum."""
    import polars as pl

    frame: Any = pl.from_arrow(table)
    lazy = frame.with_columns(pl.col("group").cast(pl.Enum(GROUPS))).rechunk().lazy()

    def ready(ask: Asked) -> Callable[[], list[int]]:
        plan = (
            lazy.filter(
                pl.col("pe").is_between(ask.low, ask.pe),
                pl.col("growth") < ask.growth,
                pl.col("group").is_in(list(ask.groups)),
                pl.col(ask.theme),
            )
            .sort("score", "cap", "row", descending=[False, True, False], nulls_last=True)
            .head(LIMIT)
            .select("row")
        )

        def collected() -> list[int]:
            rows: list[int] = plan.collect()["row"].to_list()
            return rows

        return collected

    return ready


def duckdb(table: Any) -> Callable[[Asked], Callable[[], list[int]]]:
    """A table of duckdb's own with the category as an enum, and a prepared statement."""
    import duckdb as duck

    base = duck.connect()
    base.register("given", table)
    names = ", ".join(f"'{group}'" for group in GROUPS)
    base.execute(f"CREATE TYPE industry AS ENUM ({names})")
    base.execute('CREATE TABLE held AS SELECT * REPLACE (CAST("group" AS industry) AS "group") FROM given')

    def ready(ask: Asked) -> Callable[[], list[int]]:
        groups = ", ".join(f"'{group}'" for group in ask.groups)
        base.execute(
            f"PREPARE best AS SELECT row FROM held WHERE pe BETWEEN {ask.low} AND {ask.pe} "
            f'AND growth < {ask.growth} AND "group" IN ({groups}) AND "{ask.theme}" '
            f"ORDER BY score NULLS LAST, cap DESC NULLS LAST, row LIMIT {LIMIT}"
        )
        return lambda: [row for (row,) in base.execute("EXECUTE best").fetchall()]

    return ready


PEERS = {"polars": polars, "duckdb": duckdb}


def run(sizes: Sequence[int] = SIZES, rounds: int = 5, batch: int = 7) -> list[Row]:
    """Medians of runs, `batch` of each in a row, in turn `rounds` times; and the time to build the index.

    batch 1 measures each with the cache as the other two left it.
    """
    out = []
    for size in sizes:
        table = universe(size)
        out.append(_build(table, size))
        data = indexed(table)
        peers = {name: make(table) for name, make in PEERS.items() if find_spec(name)}
        for share in SHARES:
            out += _compared(data, peers, asked(share), size, (rounds, batch))
    return out


def _build(table: Any, size: int) -> Row:
    taken = []
    for _ in range(3):
        gc.collect()
        begun = time.perf_counter()
        indexed(table)
        taken.append(time.perf_counter() - begun)
    target = INDEX_TARGET if size == max(SIZES) else None
    return Row(f"index of {_many(size)} rows", 1000 * _median(taken), target=target, absolute=True)


def _compared(
    data: UniverseData, peers: dict[str, Any], ask: Asked, size: int, times: tuple[int, int]
) -> list[Row]:
    found = {"ours": ours(data, ask), **{name: ready(ask) for name, ready in peers.items()}}
    results = {name: one() for name, one in found.items()}
    for name, rows in results.items():
        if rows != results["ours"]:
            raise AssertionError(f"{name} finds other rows at {size}, {ask.share}: {rows} {results['ours']}")
    taken: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(times[0]):
        for name, one in found.items():
            for _ in range(times[1]):
                begun = time.perf_counter()
                one()
                taken[name].append(1000 * (time.perf_counter() - begun))
    medians = {name: _median(times) for name, times in taken.items()}
    count = np.count_nonzero(prepare(query(ask), data).truth().true)
    what = f"query of {_many(size)} rows, {100 * count / size:.1f}% pass"
    return [Row(what, medians["ours"], medians[p], target=TARGETS[p], beside=p) for p in peers] or [
        Row(what, medians["ours"])
    ]


def _median(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def _many(size: int) -> str:
    return f"{size // 1_000_000}M" if size >= 1_000_000 else f"{size / 1000:g}k"


if __name__ == "__main__":
    from tests.bench.row import table as printed

    print(printed(run()))
