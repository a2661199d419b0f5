"""kanpan shot: a screen of the session as a picture or as text, without a terminal."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.options import Output, book_options, destination

if TYPE_CHECKING:
    from tui.cli.options import Source

PLACES = ("watchlist", "themes", "news", "market", "changes", "checks", "brief")
OVER = {"picture": "picture", "compare": "compare", "columns": "columns", "help": "help"}
"""What lies over the watchlist, and the action that shows it."""
LEAST, MOST = (20, 5), (500, 200)  # columns and lines of a window
SUFFIXES = {".svg": "svg", ".txt": "txt"}


class Window(click.ParamType[tuple[int, int]]):
    """A size such as 120x40."""

    name = "size"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"(\d{1,4})[xX×](\d{1,4})", str(value).strip())
        size = (int(found[1]), int(found[2])) if found else (0, 0)
        if not all(low <= one <= high for low, one, high in zip(LEAST, size, MOST, strict=True)):
            least, most = (f"{w}x{h}" for w, h in (LEAST, MOST))
            self.fail(f"{value!r} is no size from {least} to {most}, as in 120x40", param, ctx)
        return size


@click.command("shot", epilog="Example: kanpan shot watchlist -o cheap.svg --keys \"f 'pe26 < 45' enter\"")
@click.argument("screen", type=click.Choice([*PLACES, *OVER]), metavar="SCREEN")
@book_options
@click.option("--size", type=Window(), default="120x40", metavar="WxH", help="Columns and lines; 120x40.")
@click.option(
    "--keys",
    default="",
    metavar="KEYS",
    help="What to press there first: keys by name, other words are typed.",
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the screen.")
@click.option("--palette", default="", metavar="NAME", help="Palette of the screen.")
@click.option("-f", "--format", "fmt", type=click.Choice(["svg", "txt"]), help="Picture or text.")
@click.option(
    *("-o", "--output"), default="-", metavar="FILE", type=click.Path(), help="Where to write: .svg or .txt."
)
def command(
    screen: str,
    wanted: Source,
    size: tuple[int, int],
    keys: str,
    lang: str | None,
    palette: str,
    fmt: str | None,
    output: str,
) -> None:
    """Write a screen as an SVG picture, or as text; on stdout as text.

    SCREEN is one of watchlist, themes, news, market, changes, checks, brief, and over the watchlist picture,
    compare, columns, help.
    """
    chosen = fmt or ("txt" if output == "-" else SUFFIXES.get(Path(output).suffix.lower(), ""))
    if not chosen:
        raise click.UsageError(f"{output}: the suffix is neither .svg nor .txt; name the format with -f")
    try:
        words = shlex.split(keys)
    except ValueError as error:
        raise click.UsageError(f"--keys: {str(error).lower()}") from None
    text = _shot(screen, wanted, size, words, lang, palette, chosen)
    with destination(Output(output, None, excel=False)) as file:
        file.write(text.encode())


def _shot(
    screen: str,
    wanted: Source,
    size: tuple[int, int],
    words: list[str],
    lang: str | None,
    palette: str,
    fmt: str,
) -> str:
    """The screen after all keys; whatever they ask to be written is not."""
    from tui.cli.guard import Guard
    from tui.cli.headless import headless

    app = headless(wanted, lang, palette)
    from tui.app.session.playing import played
    from tui.app.session.shots import shown

    action = OVER.get(screen, f"screen('{screen}')")
    with Guard() as guard:
        text = played(app, size, lambda player: shown(player, action, words, f"kanpan {screen}", fmt))
    for what in dict.fromkeys(guard.refused):
        click.echo(f"left out {what}", err=True)
    return text
