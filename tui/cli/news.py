"""kanpan news: the stories, and why each is linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, out_options, plain_columns, universe_of, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output, Source


@click.command("news", epilog="Example: kanpan news --name 600118.SH -f md")
@book_options
@click.option("--name", metavar="CODE", help="Only stories linked to this name, by code or short name.")
@click.option("--theme", metavar="THEME", help="Only stories linked to this theme, by id or label.")
@out_options
def command(
    wanted: Source,
    name: str | None,
    theme: str | None,
    out: Output,
) -> None:
    """List the stories, one row each, with the link that scores best and the words that made it.

    Sorted by score, then date. A story without a date of its own counts as of its file's (as_of).
    """
    from tui.view.news import story_table

    universe = universe_of(wanted)
    columns = plain_columns(
        news_id="text", published="date", title="text", summary="text", source="text", url="text",
        as_of="date", names="tags", themes="tags", route="text", theme="text", term="text", field="text",
        start="count", end="count", score="ratio",
    )  # fmt: skip
    write_table(story_table(universe, name=name, theme=theme), columns, out)
