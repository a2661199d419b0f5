"""kanpan vintages: what a book holds, a row a table and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, opened, out_options, plain_columns, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output, Source

KINDS = {"table": "text", "as_of": "date", "rows": "count", "file": "text", "bytes": "count"}


@click.command("vintages", epilog="Example: kanpan vintages my-book -f md")
@book_options
@out_options
def command(wanted: Source, out: Output) -> None:
    """List what a book holds: a row for each table and date, newest last.

    rows: of that date, counted without reading them; file: inside the book. bytes is empty where the file
    holds a whole year. What cannot be read is told on stderr.
    """
    from tui.arrow import pa
    from tui.book.counting import count

    book = opened(wanted)
    keys = [
        (table, day)
        for table in book.vintages
        for day in book.dates(table)
        if wanted.as_of is None or day <= wanted.as_of
    ]
    found = [count(book, table, day) for table, day in keys]
    for problem in (*book.problems, *(each.problem for each in found if each.problem)):
        click.echo(str(problem), err=True)
    files = [book.files[key] for key in keys]
    names = [str(path.relative_to(book.root)) if path != book.root else path.name for path in files]
    columns = {
        "table": pa.array([table for table, _ in keys], type=pa.string()),
        "as_of": pa.array([day for _, day in keys], type=pa.date32()),
        "rows": pa.array([each.rows for each in found], type=pa.int64()),
        "file": pa.array(names, type=pa.string()),
        "bytes": pa.array([each.size for each in found], type=pa.int64()),
    }
    write_table(pa.table(columns), plain_columns(**KINDS), out)
