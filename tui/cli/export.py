"""kanpan export: a view as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import (
    book_options,
    destination,
    out_options,
    refuse_binary,
    settings,
    source,
    tell_problems,
    universe_of,
)

if TYPE_CHECKING:
    from datetime import date


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
    book: str | None,
    book_option: str | None,
    as_of: date | None,
    na: tuple[str, ...],
    group: tuple[str, ...],
    theme: tuple[str, ...],
    sort: str | None,
    by: str | None,
    columns: str | None,
    limit: int | None,
    states: bool,
    output: str,
    fmt: str | None,
    excel: bool,
) -> None:
    """Write a view of the covered names, by default as CSV on stdout."""
    from tui.api import export
    from tui.view.export import format_of
    from tui.view.resolve import words
    from tui.view.view import By, View, parse_sort

    chosen = format_of(output, fmt)
    refuse_binary(chosen, output)
    wanted = source(book, book_option, as_of, na)
    universe = universe_of(wanted, settings())
    keys = parse_sort(sort or "")
    view = View(
        groups=tuple(w for g in group for w in words(g)),
        themes=tuple(w for t in theme for w in words(t)),
        sort=keys,
        columns=words(columns or ""),
        by=By(by) if by else By.NONE if keys else By.GROUP,
        limit=limit,
    )
    with destination(output) as out:
        export(universe, view, out, fmt=chosen.value, states=states, excel=excel)
    tell_problems(universe, wanted)
