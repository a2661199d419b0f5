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
@click.option("--fresh", is_flag=True, help="Begin as if nothing were remembered of sessions before.")
@click.option(
    "--record", metavar="FILE", type=click.Path(), help="Write the session's steps down, for `kanpan replay`."
)
@click.pass_obj
def command(boot: Boot | None, wanted: Source, lang: str | None, record: str | None, *, fresh: bool) -> int:
    """Open the terminal session on a book, or on a single table."""
    if record is None:
        return open_session(boot, wanted.book, wanted.as_of, wanted.na, lang, fresh=fresh)
    return _recorded(boot, wanted, lang, record)


def _recorded(boot: Boot | None, wanted: Source, lang: str | None, record: str) -> int:
    """As ever, and every step is written down; what is remembered of the book is not, so it plays no part."""
    from pathlib import Path
    from shutil import get_terminal_size

    from tui import __version__
    from tui.cli.session import refuse_without_terminal
    from tui.settings import load_settings, locale_language

    refuse_without_terminal()
    chosen = lang or load_settings().lang or locale_language()
    from tui.app.session.recording import Recorder
    from tui.app.session.steps import Head

    size = tuple(get_terminal_size())
    head = Head(__version__, wanted.book, wanted.as_of, wanted.na, chosen, (size[0], size[1]))
    recorder = Recorder(Path(record), head)
    try:
        status = open_session(
            *(boot, wanted.book, wanted.as_of, wanted.na, chosen),
            fresh=True,
            keeps=False,
            prepare=recorder.follow,
        )
    finally:
        recorder.close()
    if recorder.failure:
        click.echo(f"{record}: {recorder.failure.strerror}; the recording ends there", err=True)
    return status
