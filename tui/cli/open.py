"""kanpan [BOOK]: the terminal session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options
from tui.cli.session import open_session

if TYPE_CHECKING:
    from tui.app.boot import Boot
    from tui.cli.options import Source


@click.command("kanpan", epilog="Example: kanpan my-book --lang zh")
@book_options
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the screen.")
@click.pass_obj
def command(boot: Boot | None, wanted: Source, lang: str | None) -> int:
    """Open the terminal session on a book, or on a single table."""
    return open_session(boot, wanted.book, wanted.as_of, wanted.na, lang)
