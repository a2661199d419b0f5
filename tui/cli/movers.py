"""kanpan movers: the best and the worst names by price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.intervals import Interval, interval_options, rows_of, tell
from tui.cli.options import book_options, out_options, plain_columns, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output, Source

KINDS = {
    "side": "text", "code": "text", "name": "text", "group": "text", "price_from": "money",
    "price_to": "money", "price_change_pct": "percent", "from": "date", "to": "date", "notes": "text",
}  # fmt: skip


@click.command("movers", epilog="Example: kanpan movers --from 2026-04-15 --group optical-modules -n 3")
@book_options
@interval_options
@click.option(
    "-n", "most", type=click.IntRange(min=1), default=5, show_default=True, help="Names on either side."
)
@out_options
def command(wanted: Source, interval: Interval, most: int, out: Output) -> None:
    """List the names whose prices rose or fell most; of few names each stands on one side only."""
    from tui.universe.changes.movers import movers_table

    found = rows_of(wanted, interval)
    write_table(movers_table(found.changes, found.rows, most), plain_columns(**KINDS), out)
    tell(found.changes)
