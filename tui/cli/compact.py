"""kanpan compact: old vintages gathered into one Parquet file a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import book_options, opened

if TYPE_CHECKING:
    from tui.book.compact import Fold
    from tui.book.layout import Book
    from tui.cli.options import Source


@click.command("compact", epilog="Example: kanpan compact my-book --dry-run")
@book_options
@click.option("--dry-run", is_flag=True, help="Tell what would be written, and write nothing.")
def command(wanted: Source, dry_run: bool) -> None:
    """Gather old vintages into one Parquet file a year: BOOK/estimates/2025.parquet.

    A table's newest two vintages stay files of their own and become Parquet. Nothing of a vintage is lost:
    a file goes only when the new one is on the disk and reads back the same. One that has problems stays
    as it is.
    """
    from tui.book.compact import compact, folds

    book = opened(wanted)
    before = after = left = 0
    done: list[Fold] = []
    for fold, problems in ((each, ()) for each in folds(book)) if dry_run else compact(book):
        for problem in problems:
            click.echo(str(problem), err=True)
        left += len(problems)
        if fold.days:
            done.append(fold)
            before, after = before + fold.before, after + fold.after
            click.echo(_line(book, fold), err=True)
    dates = sum(len(fold.days) for fold in done)
    more = f"; {left:,} left as they are" if left else ""
    if not done:
        click.echo(f"nothing to compact{more}", err=True)
    elif dry_run:
        click.echo(f"{dates:,} vintages, {_size(before)}, would go into {len(done):,} files", err=True)
    else:
        sizes = f"{_size(before)} → {_size(after)}"
        click.echo(f"{dates:,} vintages into {len(done):,} files: {sizes}{more}", err=True)


def _line(book: Book, fold: Fold) -> str:
    noun = "vintage" if len(fold.days) == 1 else "vintages"
    size = f"{_size(fold.before)} → {_size(fold.after)}" if fold.after else _size(fold.before)
    return f"{fold.path.relative_to(book.root)}: {len(fold.days):,} {noun}, {size}"


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"
