"""kanpan import: a report, a table or a watchlist into a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import Day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from tui.report.diagnostics import Diagnostic
    from tui.report.importer import Outcome

MOST_LINES = 200  # of what is said of cells; the rest is counted
TABLES = ("coverage", "estimates", "market", "news")


@click.command("import", epilog="Example: kanpan import weekly.pdf --into my-book")
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "--into", "-b", "--book", "books", metavar="BOOK", type=click.Path(), multiple=True,
    help="The book to write into; made where there is none.",
)  # fmt: skip
@click.option("--as", "table", type=click.Choice(TABLES), help="FILE is a plain table: of which kind.")
@click.option("--as-of", type=Day(), metavar="DATE", help="The date it is of, instead of the one it says.")
@click.option("--group", metavar="GROUP", help="Of a watchlist: the group its names are put into.")
@click.option("--list", "name", metavar="NAME", help="Of a watchlist: the saved query that holds its names.")
@click.option("--dry-run", is_flag=True, help="Say everything and write nothing.")
@click.option(
    "--strict", is_flag=True, help="Write nothing where a cell is doubtful or refused; exit status 1."
)
def command(
    file: str,
    books: tuple[str, ...],
    table: str | None,
    as_of: date | None,
    group: str | None,
    name: str | None,
    dry_run: bool,
    strict: bool,
) -> int:
    """Put a research report into a book: its forecast table, groups, sources, news, moves and view.

    FILE is text, Markdown, HTML, PDF, Word or a sheet. With --as it is one plain table; files of watchlists
    (.blk, .EBK, .sel, StockBlock.ini) become a group or a saved query. Everything is said on stderr, with
    file and line. What the book has is never overwritten: where both differ, the book's cell stays and both
    are told.
    """
    from tui.cli import Exit
    from tui.report.watchlist import is_watchlist
    from tui.text import clean

    if file == "-":
        raise click.UsageError("a report is not read from standard input; name a file")
    if not file.strip():
        raise click.UsageError("FILE is empty; name a report, a table or a watchlist")
    if len(set(books)) > 1:
        raise click.UsageError(f"one book at a time; got {', '.join(map(clean, dict.fromkeys(books)))}")
    into = books[0] if books else None
    if table and (group or name):
        raise click.UsageError("--as is for a table, --group and --list are for a watchlist")
    listed = not table and (bool(group or name) or is_watchlist(file))
    root = _root(into)
    made = not root.exists()
    how = {"as_of": as_of, "dry_run": dry_run, "strict": strict}
    if table:
        from tui.report.vendor import run as run_table

        outcome = run_table(file, root, table, **how)  # type: ignore[arg-type]
    elif listed:
        from tui.report.watchlist import run as run_list

        outcome = run_list(file, root, group=group, name=name, taken=_taken(), **how)  # type: ignore[arg-type]
    else:
        outcome = _report(file, root, as_of, dry_run=dry_run, strict=strict)
    tell(outcome)
    if outcome.wrote and not into:
        click.echo(f"{'made' if made else 'into'} the book {root}", err=True)
    return int(Exit.DOUBTFUL if strict and outcome.doubtful else Exit.OK)


def _report(file: str, root: Path, as_of: date | None, *, dry_run: bool, strict: bool) -> Outcome:
    from tui.report.importer import NoForecastError, run

    try:
        return run(file, root, as_of=as_of, dry_run=dry_run, strict=strict)
    except NoForecastError as error:
        _lines(error.told)
        raise


def _root(into: str | None) -> Path:
    """The book to write into: the one named, the configured one, or the user's own."""
    from tui.book.locate import expanded, user_book
    from tui.settings import load_settings

    wish = into or load_settings().book
    return expanded(wish) if wish else user_book()


def _taken() -> dict[str, str]:
    """The names that a list must not take from a query or view, and whose each is."""
    from tui.settings import load_settings
    from tui.view.shipped import shipped

    taken = {name: "ships with Kanpan" for saved in (shipped(),) for name in (*saved.queries, *saved.views)}
    own = load_settings().saved
    return taken | dict.fromkeys((*own.queries, *own.views), "stands in your settings")


def tell(outcome: Outcome) -> None:
    """What was said, then the summary, on stderr."""
    from tui.text import clean

    _lines(outcome.told)
    for line in outcome.summary:
        click.echo(clean(line), err=True)


def _lines(told: Sequence[Diagnostic]) -> None:
    """A line each in the file's order; of too many the graver ones."""
    from tui.text import clean

    ranked = sorted(range(len(told)), key=lambda at: -told[at].level)[:MOST_LINES]
    for at in sorted(ranked):
        click.echo(clean(str(told[at])), err=True)
    if len(told) > MOST_LINES:
        click.echo(f"{len(told) - MOST_LINES:,} more lines", err=True)
