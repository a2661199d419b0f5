"""The command `kanpan`: its first word is a command, or else the book to open."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from tui import __version__
from tui.commands import COMMANDS
from tui.errors import nearest

OPEN = "open"
MODULES = {"import": "importing"}  # of a command whose name is a keyword


class BookGroup(click.Group):
    """A group whose first word may be a book instead of a command; commands are imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name != OPEN and cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"tui.cli.{MODULES.get(cmd_name, cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`kanpan BOOK` and `kanpan --lang zh` mean `kanpan open …`."""
        if args[:1] in (["--help"], ["--version"], ["-h"]) or (ctx.resilient_parsing and not args):
            return super().parse_args(ctx, args)  # the last: a shell asks for the first word
        if not args or args[0] not in COMMANDS:
            first = args[0] if args else ""
            if first and not first.startswith("-") and not _is_place(first):
                near = nearest(first, COMMANDS)
                hint = f"; did you mean `kanpan {near[0]}`?" if near else "; see `kanpan --help`"
                raise click.UsageError(f"{first!r} is neither a command nor a book{hint}", ctx)
            args = [OPEN, *args]
        return super().parse_args(ctx, args)


def _is_place(word: str) -> bool:
    return (
        Path(word).exists()
        or "/" in word
        or "\\" in word
        or word.endswith((".csv", ".tsv", ".parquet", ".xlsx"))
    )


@click.group(
    cls=BookGroup,
    invoke_without_command=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a command the terminal session opens: `kanpan`, `kanpan my-book --lang zh`, "
    "`kanpan prices.parquet`. In it, ? shows the keys.",
    options_metavar="",
    subcommand_metavar="[BOOK] | COMMAND [OPTIONS] …",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def kanpan() -> None:
    """A terminal watchlist and thematic screener for a broker's covered names."""
