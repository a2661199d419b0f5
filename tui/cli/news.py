"""kanpan news: the stories, and why each is linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import (
    Day,
    book_options,
    known,
    out_options,
    plain_columns,
    universe_of,
    write_table,
)

if TYPE_CHECKING:
    from datetime import date

    from tui.cli.options import Output, Source

EXPECTED = {"name": "a code or a short name", "theme": "a theme's id or label"}


@click.command("news", epilog="Example: kanpan news --name 600118.SH -f md")
@book_options
@click.option(
    "--name",
    metavar="CODE",
    shell_complete=known("code"),
    help="Only stories linked to this name, by code or short name.",
)
@click.option(
    "--theme",
    metavar="THEME",
    shell_complete=known("theme"),
    help="Only stories linked to this theme, by id or label.",
)
@click.option("--since", type=Day(), metavar="DATE", help="Only stories of this date and later.")
@click.option("--unlinked", is_flag=True, help="Only stories that are linked to nothing.")
@out_options
def command(
    wanted: Source,
    name: str | None,
    theme: str | None,
    since: date | None,
    unlinked: bool,
    out: Output,
) -> None:
    """List the stories, one row each, with the link that scores best and the words that made it.

    Sorted by score, then date. A story without a date of its own counts as of its file's (as_of). Stories of
    one cluster are near-identical; it goes by the id of the first.
    """
    _refuse_empty(name=name, theme=theme)
    if unlinked and (name or theme):
        raise click.UsageError(f"--unlinked lists stories that no --{'name' if name else 'theme'} has")
    from tui.view.news import story_table

    universe = universe_of(wanted)
    columns = plain_columns(
        news_id="text", published="date", title="text", summary="text", source="text", url="text",
        as_of="date", names="tags", themes="tags", route="text", theme="text", term="text", field="text",
        start="count", end="count", score="ratio", cluster="text",
    )  # fmt: skip
    found = story_table(universe, name=name, theme=theme, since=since, unlinked=unlinked)
    write_table(found, columns, out)


def _refuse_empty(**given: str | None) -> None:
    for option, word in given.items():
        if word is not None and not word.strip():
            raise click.UsageError(f"--{option} is empty; expected {EXPECTED[option]}")
