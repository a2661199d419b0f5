"""kanpan serve: the terminal session in a browser on this machine."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, opened
from tui.errors import KanpanError

if TYPE_CHECKING:
    from tui.cli.options import Source


@click.command("serve", epilog="Example: kanpan serve my-book --port 8000")
@book_options
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="The port to serve on; a free one by default."
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the screen.")
def command(wanted: Source, port: int, lang: str | None) -> int:
    """Show the terminal session in a browser on this machine, until ctrl+c.

    The address, which holds a secret, is printed on stderr; without it nothing is shown, and other machines
    reach nothing. Each tab is a session of its own, and writes what a session in a terminal here would write.
    """
    try:
        from tui.app.serve.site import serve
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in {"aiohttp", "textual_serve"}:
            raise
        raise KanpanError(
            "showing the session in a browser needs an extra; "
            "install it with: python -m pip install 'kanpan[serve]'"
        ) from None
    from tui.settings import load_settings, locale_language

    opened(wanted)  # what cannot be read is told here, not in a page
    chosen = lang or load_settings().lang or locale_language()
    ended = serve(session_words(wanted, chosen), chosen, port, _tell)
    return 0 if ended == signal.SIGINT else 128 + ended


def session_words(wanted: Source, lang: str) -> list[str]:
    """The words after `kanpan` that open the session asked for."""
    words = [f"--lang={lang}", *(f"--na={value}" for value in wanted.na)]
    if wanted.as_of:
        words.append(f"--as-of={wanted.as_of.isoformat()}")
    if wanted.book:
        words.append(f"--book={wanted.book}")
    return words


def _tell(url: str) -> None:
    click.echo(f"{url}\nctrl+c ends it", err=True)
