"""Every bench in one run: `python -m tests.bench [NAME …] [--quick]`.

Names: cold, paint, keys, app, screens, session, query, export, link, import, vintages. Ratios are taken
between runs in turn, or in one run. Exit status 1 where a target is missed. --quick: fewer runs, tables of
100,000 rows where a million takes long.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tests.bench.row import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.row import Row

BENCHES: dict[str, tuple[str, dict[str, Any]]] = {  # name: (module, what --quick changes)
    "cold": ("cold_bench", {"runs": 11}),
    "paint": ("paint_bench", {"runs": 11}),
    "keys": ("keys_bench", {"count": 30}),
    "app": ("app_keys_bench", {"rows": 100_000, "count": 20}),
    "screens": ("screens_bench", {"count": 12}),
    "session": ("session_bench", {"seconds": 5.0}),
    "query": ("query_bench", {"sizes": (5_500, 100_000)}),
    "export": ("export_bench", {"rows": 100_000}),
    "link": ("link_bench", {"megabytes": 10}),
    "import": ("import_bench", {"runs": 5, "reports": 20}),
    "vintages": ("vintages_bench", {"weeks": 60, "runs": 3}),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benches named, print one table; 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="fewer runs and rows")
    given = parser.parse_args(arguments)
    if strange := set(given.names) - set(BENCHES):
        parser.error(f"no bench {', '.join(sorted(strange))}; there are {', '.join(BENCHES)}")
    rows: list[Row] = []
    for name in given.names or BENCHES:
        module, less = BENCHES[name]
        options: dict[str, Any] = less if given.quick else {}
        begun = time.perf_counter()
        rows += import_module(f"tests.bench.{module}").run(**options)
        print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    print(table(rows))
    return int(any(row.verdict == "OVER" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
