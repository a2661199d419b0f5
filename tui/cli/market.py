"""kanpan market: the week's moves of indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, opened, out_options, plain_columns, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output, Source

KINDS = {
    "period_start": "date", "period_end": "date", "level": "text", "index": "text", "change_pct": "percent",
}  # fmt: skip


@click.command("market", epilog="Example: kanpan market -f md")
@book_options
@out_options
def command(wanted: Source, out: Output) -> None:
    """List the moves in the week of the newest report: market, sectors, sub-sectors, each in its order.

    change_pct is in per cent.
    """
    import numpy as np

    from tui.arrow import take
    from tui.book.schema import TABLES
    from tui.book.typed import empty_table
    from tui.report.tables import level_rank

    book = opened(wanted)
    day = book.latest("sectors", wanted.as_of)
    vintage = book.read("sectors", day) if day else None
    table = vintage.table if vintage else empty_table(TABLES["sectors"])
    for problem in vintage.problems if vintage else ():
        click.echo(str(problem), err=True)
    levels = [level or "" for level in table.column("level").to_pylist()]
    order = sorted(range(len(levels)), key=lambda row: level_rank(levels[row]))
    if order != sorted(order):
        table = take(table, np.array(order, dtype=np.int64))
    write_table(table.select(list(KINDS)), plain_columns(**KINDS), out)
