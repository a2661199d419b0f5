"""kanpan changes: what changed between two dates of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.intervals import Interval, interval_options, rows_of, tell, told_rows
from tui.cli.options import book_options, out_options, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output, Source


@click.command("changes", epilog="Example: kanpan changes --from 2026-06-26 --fail-on 'revisions < 0'")
@book_options
@interval_options
@click.option("-w", "--where", multiple=True, metavar="QUERY", help="Only names that pass at the later date.")
@click.option(
    "--fail-on", metavar="QUERY", help="Exit with status 1 where a row passes this query at the later date."
)
@out_options
def command(
    wanted: Source,
    interval: Interval,
    where: tuple[str, ...],
    fail_on: str | None,
    out: Output,
) -> int:
    """Write what changed, a row a name: coverage, rating, price, forward PE and its parts, EPS by year.

    Without --from every table is compared with its file before. Per cent end in _pct; logs and revisions
    are ratios. Queries may ask for the columns of what changed, such as revisions, here counted from --from.
    """
    from tui.universe.changes.table import to_table

    found = rows_of(wanted, interval, ", ".join(w for w in where if w.strip()), fail_on)
    table, columns = to_table(found.changes, found.rows)
    write_table(table, columns, out)
    tell(found.changes)
    for line in told_rows(found, fail_on):
        click.echo(line, err=True)
    return int(len(found.alarms) > 0)
