"""kanpan views: everything that has a name of the user's, the book's or ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.book.saved import SECTIONS
from tui.cli.options import book_options, out_options, plain_columns, universe_of, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output, Source

FIELDS = ("name", "kind", "zh", "en", "text", "sort", "columns", "from", "problem")


@click.command("views", epilog="Example: kanpan views -f md")
@book_options
@out_options
def command(wanted: Source, out: Output) -> None:
    """List the saved views, queries and columns, with what each asks for and where it stands.

    A view is opened by `kanpan export --view NAME`, a query stands in any condition as @NAME, and a column
    is used like any other. They are written in the settings or in the book: [views], [queries], [columns].
    """
    from tui.view.shipped import saved_table

    universe = universe_of(wanted)
    write_table(saved_table(universe), plain_columns(**dict.fromkeys(FIELDS, "text")), out)
    for problem in universe.problems:
        if problem.what.partition(".")[0] in SECTIONS:
            click.echo(str(problem), err=True)
