"""kanpan history: one name, group or theme over all dates of a book."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from tui.cli.options import known, named_book_options, opened, out_options, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.book.layout import Book
    from tui.cli.options import Output, Source
    from tui.columns import Column
    from tui.errors import Problem
    from tui.universe.themes import Theme

TABLES = ("coverage", "estimates", "market")
SLOW, MANY = 1.0, 60  # seconds and files of one date from which compacting is suggested
MOST_TOLD = 20  # problems; years of files may each have some


@click.command("history", epilog="Example: kanpan history 300394.SZ -b my-book -f md")
@click.argument("code", required=False, metavar="[CODE]", shell_complete=known("code"))
@named_book_options
@click.option(
    "--group",
    metavar="GROUP",
    shell_complete=known("group"),
    help="The names of a group, by id or label, instead of one name.",
)
@click.option(
    "--theme",
    metavar="THEME",
    shell_complete=known("theme"),
    help="The members of a theme, by id or label, instead of one name.",
)
@out_options
def command(code: str | None, wanted: Source, group: str | None, theme: str | None, out: Output) -> None:
    """List one name, by code or short name, over all dates of the book up to DATE, a row a date.

    pe is price / EPS of fy1, the first estimate year of the date; pe_percentile, from 0 to 1, is its place
    among the n positive ones up to the date. notes tell what happened since the date before. Of a group or a
    theme: n names with a positive pe of all, their median and harmonic mean, losses, the median price change
    since the date before, and the estimates raised and lowered.
    """
    if sum(word is not None and bool(word.strip()) for word in (code, group, theme)) != 1:
        raise click.UsageError("expected a CODE, a --group or a --theme; as in `kanpan history 300394.SZ`")
    book = opened(wanted)
    begun = monotonic()
    table, columns, problems = _asked(book, wanted, code or "", group or "", theme or "")
    took = monotonic() - begun
    write_table(table, columns, out)
    files = {path for (name, _), path in book.files.items() if name in TABLES and path not in book.yearly}
    if took > SLOW and len(files) > MANY:
        slow = f"{len(files)} files were read in {took:.1f} s; `kanpan compact` makes that fast"
        click.echo(slow, err=True)
    told = list(dict.fromkeys(problems))
    for problem in told[:MOST_TOLD]:
        click.echo(str(problem), err=True)
    if len(told) > MOST_TOLD:
        click.echo(f"{len(told) - MOST_TOLD} more problems in the book's files", err=True)


def _asked(
    book: Book, wanted: Source, code: str, group: str, theme: str
) -> tuple[Any, list[Column], Sequence[Problem]]:
    from tui.universe.changes import timeline_table as tables
    from tui.universe.changes.called import code_called, group_called, theme_called
    from tui.universe.changes.timeline import of_name
    from tui.universe.changes.timeline_group import of_group, of_theme

    if group:
        course = of_group(book, group_called(book, group, wanted.as_of), wanted.as_of)
        return (*tables.course_table(course), course.problems)
    themes, problems = _themes(book)
    if theme:
        course = of_theme(book, theme_called(themes, theme), themes, wanted.as_of)
        return (*tables.course_table(course), (*course.problems, *problems))
    line = of_name(book, code_called(book, code, wanted.as_of), themes, wanted.as_of)
    return (*tables.name_table(line), (*line.problems, *problems))


def _themes(book: Book) -> tuple[tuple[Theme, ...], tuple[Problem, ...]]:
    from tui.api import load_themes
    from tui.settings import config_folder, themes_in

    return load_themes(themes_in(config_folder()), *book.theme_folders)
