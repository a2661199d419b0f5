"""kanpan [BOOK]: the terminal session."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, settings, source, universe_of

if TYPE_CHECKING:
    from datetime import date


@click.command("kanpan", epilog="Example: kanpan my-book --lang zh")
@book_options
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the screen.")
def command(
    book: str | None, book_option: str | None, as_of: date | None, na: tuple[str, ...], lang: str | None
) -> int:
    """Open the terminal session on a book, or on a single table."""
    refuse_without_terminal()
    user = settings()
    wanted = source(book, book_option, as_of, na)
    universe = universe_of(wanted, user)
    import gc

    from tui.app.app import Kanpan, Opened
    from tui.settings import locale_language

    opened = Opened(
        load=lambda: universe_of(wanted, user),
        book=wanted.book,
        as_of=as_of,
        na=wanted.na,
        lang=lang or user.lang or locale_language(),
        up=user.up,
    )
    app = Kanpan(opened, universe)
    gc.freeze()
    gc.enable()
    app.run()
    return app.return_code or 0


def refuse_without_terminal() -> None:
    """UsageError where there is no terminal to draw on."""
    from tui.errors import KanpanError

    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise KanpanError("no terminal to draw on; `kanpan export` and the other commands work without one")
    if os.environ.get("TERM", "") in {"", "dumb"} and os.name != "nt":
        term = os.environ.get("TERM", "")
        raise KanpanError(f"TERM={term or 'nothing'} cannot draw a session; `kanpan export` works everywhere")
