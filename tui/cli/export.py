"""kanpan export: a view as a table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from tui.cli.options import (
    book_options,
    destination,
    format_for,
    known,
    out_options,
    tell_left_out,
    tell_problems,
    universe_of,
)

if TYPE_CHECKING:
    from tui.cli.options import Output, Source
    from tui.universe.universe import Universe
    from tui.view.view import View


@click.command(
    "export", epilog="Example: kanpan export --where 'pe26 < 50 and eps_cagr > 30%' --sort pe26 -o cheap.csv"
)
@book_options
@click.option(
    "-w", "--where", multiple=True, metavar="QUERY", help="Only names that pass; see `kanpan help query`."
)
@click.option(
    "--view",
    "name",
    metavar="NAME",
    shell_complete=known("view"),
    help="A saved view, as `kanpan views` lists them.",
)
@click.option(
    "--group",
    multiple=True,
    metavar="GROUP",
    shell_complete=known("group"),
    help="Only these groups, by id or label.",
)
@click.option(
    "--theme",
    multiple=True,
    metavar="THEME",
    shell_complete=known("theme"),
    help="Only names of these themes, by id or label.",
)
@click.option(
    "--list",
    "lists",
    multiple=True,
    metavar="NAME",
    shell_complete=known("list"),
    help="Only names of these lists of yours, by name or label.",
)
@click.option(
    "--sort",
    metavar="KEYS",
    shell_complete=known("column"),
    help="Columns to sort by; - before one for descending.",
)
@click.option(
    "--by",
    type=click.Choice(["group", "theme", "rating", "none"]),
    help="What rows stand under; by default group, or none with --sort.",
)
@click.option(
    "--columns",
    metavar="COLUMNS",
    shell_complete=known("column"),
    help="Columns to write, in order; see `kanpan columns`.",
)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Write the first N rows only.")
@click.option("--states", is_flag=True, help="Add COLUMN_state: value, loss, missing, uncovered or nm.")
@out_options
def command(
    wanted: Source,
    where: tuple[str, ...],
    name: str | None,
    group: tuple[str, ...],
    theme: tuple[str, ...],
    lists: tuple[str, ...],
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
    asked = View(
        where=", ".join(w for w in (*where, _on(universe, lists)) if w.strip()),
        groups=tuple(w for g in group for w in words(g)),
        themes=tuple(w for t in theme for w in words(t)),
        sort=keys,
        columns=words(columns or ""),
        by=By(by) if by else By.NONE if keys else By.GROUP,
        limit=limit,
    )
    view = _over(universe, name, asked, by=bool(by or keys)) if name else asked
    with destination(out) as file:
        export(universe, view, file, fmt=chosen.value, states=states, excel=out.excel)
    tell_left_out(universe, view)
    tell_problems(universe, wanted)


def _on(universe: Universe, lists: tuple[str, ...]) -> str:
    """The query that asks for the names of lists; '' for no list."""
    if not lists:
        return ""
    from tui.view.resolve import words
    from tui.view.saved import of_lists

    return of_lists(universe, [w for one in lists for w in words(one)])


def _over(universe: Universe, name: str, asked: View, *, by: bool) -> View:
    """A saved view with what the options ask for in its place; queries, groups and themes add to its own."""
    from tui.view.saved import with_query

    saved = with_query(universe, name, asked.where)
    return replace(
        saved,
        groups=asked.groups or saved.groups,
        themes=asked.themes or saved.themes,
        sort=asked.sort or saved.sort,
        columns=asked.columns or saved.columns,
        by=asked.by if by else saved.by,
        limit=saved.limit if asked.limit is None else asked.limit,
    )
