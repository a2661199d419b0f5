"""kanpan themes: the investment themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import (
    book_options,
    out_options,
    plain_columns,
    settings,
    source,
    universe_of,
    write_table,
)

if TYPE_CHECKING:
    from datetime import date


@click.command("themes", epilog="Example: kanpan themes -f md")
@book_options
@out_options
def command(
    book: str | None,
    book_option: str | None,
    as_of: date | None,
    na: tuple[str, ...],
    output: str,
    fmt: str | None,
    excel: bool,
) -> None:
    """List the themes: labels, members in the universe, their median forward PE, linked stories."""
    from tui.view.news import theme_table

    universe = universe_of(source(book, book_option, as_of, na), settings())
    columns = plain_columns(
        id="text", zh="text", en="text", members="count", pe_median="multiple", stories="count", codes="tags"
    )
    write_table(theme_table(universe), columns, output, fmt, excel=excel)
