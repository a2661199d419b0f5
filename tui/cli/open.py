"""kanpan [BOOK]: the terminal session."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.app.boot import Boot
from tui.cli.options import book_options, settings, source, universe_of

if TYPE_CHECKING:
    from datetime import date

    from tui.universe.universe import Universe

LARGE = 2_000_000  # bytes


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

    def load() -> Universe:
        return universe_of(wanted, user)

    from tui.settings import locale_language

    chosen = lang or user.lang or locale_language()
    boot = None if large(wanted.book or user.book) else Boot(load, chosen)
    try:
        from tui.app.app import Kanpan, Opened

        opened = Opened(load, wanted.book, as_of, wanted.na, chosen, user.up)
        first = boot.first() if boot else None
    finally:
        if boot:
            boot.stop()
    app = Kanpan(opened, first=first) if first else Kanpan(opened, load())
    gc.freeze()  # what start-up made stays; the collector need not look at it again
    gc.enable()
    app.run()
    return app.return_code or 0


def large(book: str | None) -> bool:
    """True for a single file so large that reading it twice would take longer than it saves."""
    try:
        place = Path(book) if book else None
        return place is not None and place.is_file() and place.stat().st_size > LARGE
    except OSError:
        return False


def refuse_without_terminal() -> None:
    """UsageError where there is no terminal to draw on."""
    from tui.errors import KanpanError

    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise KanpanError("no terminal to draw on; `kanpan export` and the other commands work without one")
    if os.environ.get("TERM", "") in {"", "dumb"} and os.name != "nt":
        term = os.environ.get("TERM", "")
        raise KanpanError(f"TERM={term or 'nothing'} cannot draw a session; `kanpan export` works everywhere")
