"""kanpan [BOOK]: the terminal session."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.app.boot import Boot, Request
from tui.cli.options import book_options, settings, source

if TYPE_CHECKING:
    from datetime import date

LARGE = 2_000_000  # bytes


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
    from tui.settings import config_folder, locale_language

    refuse_without_terminal()
    user = settings()
    wanted = source(book, book_option, as_of, na)
    chosen = lang or user.lang or locale_language()
    request = Request(wanted.book, user.book, as_of, wanted.na, config_folder() / "themes", chosen)
    if wanted.book and not Path(wanted.book).exists():
        request.load()  # says what is wrong before the screen is taken
    if boot and large(wanted.book or user.book):
        boot.stop()
    elif boot:
        boot.ask(request)
    from tui.app.app import Kanpan, Opened

    app = Kanpan(Opened(request.load, wanted.book, as_of, wanted.na, chosen, user.up), boot=boot)
    gc.freeze()  # what start-up made stays; the collector need not look at it again
    gc.enable()
    app.run()
    if app.failure:
        raise app.failure
    return app.return_code or 0


def large(book: str | None) -> bool:
    """True for a single file so large that reading it twice would take longer than it saves."""
    try:
        place = Path(book) if book else None
        return place is not None and place.is_file() and place.stat().st_size > LARGE
    except OSError:
        return False


def refuse_without_terminal() -> None:
    """KanpanError where there is no terminal to draw on."""
    from tui.errors import KanpanError

    if not has_terminal():
        raise KanpanError("no terminal to draw on; `kanpan export` and the other commands work without one")
    term = os.environ.get("TERM", "")
    if term in {"", "dumb"} and os.name != "nt":
        raise KanpanError(f"TERM={term or 'nothing'} cannot draw a session; `kanpan export` works everywhere")


def has_terminal() -> bool:
    """True where keys can be read and a screen drawn."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
