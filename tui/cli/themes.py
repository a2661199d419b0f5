"""kanpan themes: the investment themes, one theme's members, and what is wrong in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, known, out_options, plain_columns, universe_of, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output, Source
    from tui.errors import Problem
    from tui.universe.universe import Universe


@click.command("themes", epilog="Example: kanpan themes --theme ai-compute -f md")
@book_options
@click.option(
    "--theme",
    metavar="THEME",
    shell_complete=known("theme"),
    help="One theme's members and their reasons, by id or label.",
)
@click.option("--check", is_flag=True, help="List what is wrong or doubtful in the themes' files instead.")
@out_options
def command(wanted: Source, theme: str | None, check: bool, out: Output) -> int:
    """List the themes with their figures; with --theme one theme's members and why each belongs to it.

    Members, forward PE (median and harmonic mean) and stories are those of the universe at its date; those
    of a theme are its parent's too. With --check the exit status is 1 where anything is wrong, else 0.
    """
    if theme is not None and not theme.strip():
        raise click.UsageError("--theme is empty; expected a theme's id or label")
    if check and theme:
        raise click.UsageError("--check reads the files of all themes; it takes no --theme")
    universe = universe_of(wanted)
    if check:
        return _check(universe, out)
    if theme:
        _members(universe, theme, out)
    else:
        _themes(universe, out)
    return 0


def _themes(universe: Universe, out: Output) -> None:
    from tui.view.news import theme_table

    columns = plain_columns(
        id="text", zh="text", en="text", parent="text", members="count", pe_median="multiple",
        pe_hmean="multiple", stories="count", codes="tags",
    )  # fmt: skip
    write_table(theme_table(universe), columns, out)


def _members(universe: Universe, word: str, out: Output) -> None:
    from tui.view.theme_members import away, member_table, theme_of

    theme = theme_of(universe, word)
    columns = plain_columns(
        code="text", name="text", reason_zh="text", reason_en="text", since="date", until="date",
        weight="ratio", source="text", pe="multiple", stories="count", theme="text",
    )  # fmt: skip
    write_table(member_table(universe, theme), columns, out)
    if left := away(universe, theme):
        members = "member is" if left == 1 else "members are"
        click.echo(f"{left} {members} not in the universe of {universe.as_of}, and not shown", err=True)


def _check(universe: Universe, out: Output) -> int:
    from tui.view.theme_members import problem_table

    found = _problems(universe)
    columns = plain_columns(file="text", line="count", what="text", why="text")
    write_table(problem_table(found), columns, out)
    return int(bool(found))


def _problems(universe: Universe) -> list[Problem]:
    """What is wrong in the files of all themes, by file and line.

    The themes that ship know the sample's names; that another book has not all of them is no fault.
    """
    from tui.api import load_themes
    from tui.book.locate import sample_root, themes_root
    from tui.settings import config_folder, themes_in
    from tui.universe.theme_lint import lint, strangers

    book = universe.history.book if universe.history else None
    folders = book.theme_folders if book else ()
    themes, problems = load_themes(themes_in(config_folder()), *folders)
    shipped = "" if book is None or book.root == sample_root() else str(themes_root())
    away = strangers(themes, universe.row_of, universe.as_of, shipped=shipped)
    return sorted({*problems, *lint(themes, None), *away})
