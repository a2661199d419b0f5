"""kanpan check: the doubtful cells, and what was wrong in the book's files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tui.cli.options import book_options, out_options, plain_columns, universe_of, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output, Source
    from tui.universe.universe import Universe


@click.command("check", epilog="Example: kanpan check -o checks.csv")
@book_options
@click.option("--problems", is_flag=True, help="List the problems of loading in the table, not on stderr.")
@out_options
def command(
    wanted: Source,
    problems: bool,
    out: Output,
) -> int:
    """List every cell whose printed PE contradicts price and EPS, or is too coarse to tell.

    Exit status 1 where a cell contradicts, else 0.
    """
    from tui.universe.integrity import Status

    universe = universe_of(wanted)
    columns = plain_columns(
        code="text", name="text", year="text", metric="text", status="text",
        printed="multiple", low="multiple", high="multiple", cause="text",
    )  # fmt: skip
    table = _with_problems(universe) if problems else universe.checks
    write_table(table, columns, out)
    if not problems:
        for problem in universe.problems:
            click.echo(str(problem), err=True)
    return int(Status.CONTRADICTS.word in universe.checks.column("status").to_pylist())


def _with_problems(universe: Universe) -> Any:
    from tui.arrow import pa

    listed = [{"metric": "load", "status": "problem", "cause": str(problem)} for problem in universe.problems]
    more = pa.Table.from_pylist(listed, schema=universe.checks.schema)
    return pa.concat_tables([universe.checks, more])
