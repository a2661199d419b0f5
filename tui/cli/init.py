"""kanpan init: a book to write into."""

from __future__ import annotations

import click


@click.command("init", epilog="Example: kanpan init my-book --sample && kanpan my-book")
@click.argument("folder", metavar="DIR")
@click.option("--sample", is_flag=True, help="Fill it with the sample week instead of leaving it empty.")
def command(folder: str, sample: bool) -> None:
    """Make a book in a new or empty folder."""
    from pathlib import Path

    from tui.book.locate import init_book

    init_book(Path(folder), sample=sample)
    click.echo(f"made a book in {folder}; open it with `kanpan {folder}`", err=True)
