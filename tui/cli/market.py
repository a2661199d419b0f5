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
    """List the moves of indexes, sectors and sub-sectors in the week of the newest report, in its order.

    change_pct is in per cent.
    """
    from tui.book.schema import TABLES
    from tui.book.typed import empty_table

    book = opened(wanted)
    day = book.latest("sectors", wanted.as_of)
    vintage = book.read("sectors", day) if day else None
    table = vintage.table if vintage else empty_table(TABLES["sectors"])
    for problem in vintage.problems if vintage else ():
        click.echo(str(problem), err=True)
    write_table(table.select(list(KINDS)), plain_columns(**KINDS), out)
