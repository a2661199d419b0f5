"""kanpan export: a view as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, destination, format_for, out_options, tell_problems, universe_of

if TYPE_CHECKING:
    from tui.cli.options import Output, Source


@click.command(
    "export", epilog="Example: kanpan export --group optical-modules --sort pe_2026E -o optical.csv"
)
@book_options
@click.option("--group", multiple=True, metavar="GROUP", help="Only these groups, by id or label.")
@click.option("--theme", multiple=True, metavar="THEME", help="Only names of these themes, by id or label.")
@click.option("--sort", metavar="KEYS", help="Columns to sort by; - before one for descending.")
@click.option(
    "--by",
    type=click.Choice(["group", "theme", "rating", "none"]),
    help="What rows stand under; by default group, or none with --sort.",
)
@click.option("--columns", metavar="COLUMNS", help="Columns to write, in order; see `kanpan columns`.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Write the first N rows only.")
@click.option("--states", is_flag=True, help="Add COLUMN_state: value, loss, missing, uncovered or nm.")
@out_options
def command(
    wanted: Source,
    group: tuple[str, ...],
    theme: tuple[str, ...],
    sort: str | None,
    by: str | None,
    columns: str | None,
    limit: int | None,
    states: bool,
    out: Output,
) -> None:
    """Write a view of the covered names, by default as CSV on stdout."""
    from tui.api import export
    from tui.view.resolve import words
    from tui.view.view import By, View, parse_sort

    chosen = format_for(out)
    universe = universe_of(wanted)
    keys = parse_sort(sort or "")
    view = View(
        groups=tuple(w for g in group for w in words(g)),
        themes=tuple(w for t in theme for w in words(t)),
        sort=keys,
        columns=words(columns or ""),
        by=By(by) if by else By.NONE if keys else By.GROUP,
        limit=limit,
    )
    with destination(out) as file:
        export(universe, view, file, fmt=chosen.value, states=states, excel=out.excel)
    tell_problems(universe, wanted)
