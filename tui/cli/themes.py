"""kanpan themes: the investment themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, out_options, plain_columns, universe_of, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output, Source


@click.command("themes", epilog="Example: kanpan themes -f md")
@book_options
@out_options
def command(wanted: Source, out: Output) -> None:
    """List the themes: labels, members in the universe, their median forward PE, linked stories."""
    from tui.view.news import theme_table

    universe = universe_of(wanted)
    columns = plain_columns(
        id="text", zh="text", en="text", members="count", pe_median="multiple", stories="count", codes="tags"
    )
    write_table(theme_table(universe), columns, out)
