"""kanpan alerts: the names that meet the conditions of the settings' [alerts]."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, out_options, plain_columns, tell_problems, universe_of, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output, Source


@click.command("alerts", epilog="Example: kanpan alerts my-book --seen")
@book_options
@click.option("--all", "every", is_flag=True, help="List the names already seen too.")
@click.option(
    "--seen", "mark", is_flag=True, help="Count the names that meet an alert now as seen from now on."
)
@out_options
def command(wanted: Source, every: bool, mark: bool, out: Output) -> int:
    """List the names that meet an alert and were not seen before, a row an alert and name.

    Alerts are queries in the settings, under [alerts]. A name counts as seen after --seen, for this book and
    as long as it meets the alert and the query stays the same. Exit status 1 where a row is written, 0 where
    none is, 2 where an alert cannot be asked.
    """
    from tui.book.locate import choose
    from tui.seen import load_seen, mark_seen
    from tui.settings import config_path, load_settings
    from tui.view import alerts

    user = load_settings()
    universe = universe_of(wanted)
    root = choose(wanted.book, user.book)
    seen, told = load_seen(root)
    found = alerts.fired(universe, user.alerts, seen)
    table = alerts.alert_table(universe, found, every=every)
    write_table(table, plain_columns(**alerts.KINDS), out)
    wrong = alerts.problems(found, user.alerts)
    for problem in (*told, *wrong):
        click.echo(str(problem), err=True)
    if not user.alerts:
        click.echo(f"no alerts are set; write them as [alerts] into {config_path()}", err=True)
    tell_problems(universe, wanted)
    if mark:
        mark_seen(root, alerts.looked_at(found, seen))
    return 2 if wrong else int(table.num_rows > 0)
