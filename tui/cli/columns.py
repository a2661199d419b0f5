"""kanpan columns: every column of a book, with unit, formula and meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, out_options, plain_columns, universe_of, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output, Source

FIELDS = ("name", "kind", "unit", "zh", "en", "formula", "help")


@click.command("columns", epilog="Example: kanpan columns -f md")
@book_options
@out_options
def command(wanted: Source, out: Output) -> None:
    """List every column that a view of the book can show, sort by or export."""
    from tui.arrow import pa

    universe = universe_of(wanted)
    rows = [
        (c.name, c.kind.value, c.unit, c.zh, c.en, c.formula, c.help_en) for c in universe.columns.values()
    ]
    arrays = [pa.array([row[i] for row in rows], type=pa.string()) for i in range(len(FIELDS))]
    table = pa.Table.from_arrays(arrays, names=list(FIELDS))
    write_table(table, plain_columns(**dict.fromkeys(FIELDS, "text")), out)
