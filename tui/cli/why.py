"""kanpan why: a query explained at one name, or the names that just miss it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import (
    Output,
    known,
    named_book_options,
    out_options,
    plain_columns,
    universe_of,
    write_table,
)

if TYPE_CHECKING:
    from tui.cli.options import Source
    from tui.query.typed import Test
    from tui.universe.universe import Universe


@click.command("why", epilog="Example: kanpan why 300394.SZ --where 'pe26 < 45 and rating = 买入'")
@click.argument("code", required=False, metavar="[CODE]", shell_complete=known("code"))
@named_book_options
@click.option("-w", "--where", multiple=True, metavar="QUERY", help="The query to explain.")
@click.option(
    "--view", "name", metavar="NAME", shell_complete=known("view"), help="The query of a saved view."
)
@click.option("--near", is_flag=True, help="List the names that fail exactly one clause, nearest first.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="With --near, the first N names only.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Language of the explanation.")
@out_options
def command(
    code: str | None,
    wanted: Source,
    where: tuple[str, ...],
    name: str | None,
    near: bool,
    limit: int | None,
    lang: str,
    out: Output,
) -> None:
    """Tell why a name, by code or short name, is in a query's result or not: clause by clause, with margins.

    As text, or with -f or -o as a table, a row a clause. With --near and no name, a table of near misses.
    """
    if bool(code) == near:
        raise click.UsageError("expected a CODE, or --near; as in `kanpan why 300394.SZ --where 'pe26 < 45'`")
    from tui.view.resolve import resolve
    from tui.view.screening import condition
    from tui.view.view import View

    universe = universe_of(wanted)
    view = View(where=", ".join(w for w in where if w.strip()))
    if name:
        from tui.view.saved import with_query

        view = with_query(universe, name, view.where)
    test = condition(universe, resolve(universe, view))
    if test is None:
        raise click.UsageError("expected a query: --where QUERY, or --view NAME of a view that has one")
    if code:
        _explain(universe, test, code, lang, out)
    else:
        _near(universe, test, limit, out)


def _explain(universe: Universe, test: Test, code: str, lang: str, out: Output) -> None:
    from tui.query.why import why
    from tui.view.data import data_of
    from tui.view.explain import WHY_KINDS, why_table, why_text
    from tui.view.news import name_code
    from tui.view.resolve import theme_labels

    row = universe.row_of[name_code(universe, code)]
    clause = why(test, data_of(universe), row)
    if out.fmt is not None or out.path != "-":
        write_table(why_table(clause), plain_columns(**WHY_KINDS), out)
        return
    who = (universe.table.column(c)[row].as_py() or "" for c in ("code", "name"))
    labels = theme_labels(universe, lang)
    click.echo(why_text(clause, lang, "  ".join(who), labels))


def _near(universe: Universe, test: Test, limit: int | None, out: Output) -> None:
    from tui.query.misses import near
    from tui.view.data import data_of
    from tui.view.explain import NEAR_KINDS, near_table

    misses = near(test, data_of(universe), limit)
    codes, names = (
        {m.row: universe.table.column(column)[m.row].as_py() for m in misses} for column in ("code", "name")
    )
    write_table(near_table(misses, codes, names), plain_columns(**NEAR_KINDS), out)
