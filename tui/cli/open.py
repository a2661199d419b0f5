"""kanpan [BOOK]: the terminal session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, source
from tui.cli.session import open_session

if TYPE_CHECKING:
    from datetime import date

    from tui.app.boot import Boot


@click.command("kanpan", epilog="Example: kanpan my-book --lang zh")
@book_options
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the screen.")
@click.pass_obj
def command(
    boot: Boot | None,
    book: str | None,
    book_option: str | None,
    as_of: date | None,
    na: tuple[str, ...],
    lang: str | None,
) -> int:
    """Open the terminal session on a book, or on a single table."""
    wanted = source(book, book_option, as_of, na)
    return open_session(boot, wanted.book, wanted.as_of, wanted.na, lang)
