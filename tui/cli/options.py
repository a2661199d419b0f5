"""Options that several commands share, and what becomes of them."""

from __future__ import annotations

import shlex
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tui.columns import Column
    from tui.settings import Settings
    from tui.universe.universe import Universe
    from tui.view.export import Format

P = ParamSpec("P")
R = TypeVar("R")


class Day(click.ParamType[date]):
    """A date such as 2026-07-03."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"{value!r} is no date; expected one like 2026-07-03", param, ctx)


@dataclass(frozen=True, slots=True)
class Source:
    """Which book, and as of when."""

    book: str | None
    as_of: date | None
    na: tuple[str, ...]


def book_options(command: Callable[P, R]) -> Callable[P, R]:
    """BOOK, --book, --as-of and --na."""
    for option in (
        click.option(
            "--na", multiple=True, metavar="COLUMN=VALUE", help="A value that means missing, as in pe_ttm=0."
        ),
        click.option("--as-of", type=Day(), metavar="DATE", help="The date to show; the newest by default."),
        click.option("-b", "--book", "book_option", metavar="BOOK", help="The book, in place of BOOK."),
        click.argument("book", required=False, metavar="[BOOK]"),
    ):
        command = option(command)
    return command


def out_options(command: Callable[P, R]) -> Callable[P, R]:
    """-o, -f and --excel."""
    for option in (
        click.option("--excel", is_flag=True, help="Begin a CSV with a byte order mark, for Excel."),
        click.option(
            "-f", "--format", "fmt", metavar="FORMAT", help="csv, tsv, json, ndjson, md, parquet or xlsx."
        ),
        click.option(
            "-o", "--output", default="-", metavar="FILE", help="Where to write; the suffix gives the format."
        ),
    ):
        command = option(command)
    return command


def source(book: str | None, book_option: str | None, as_of: date | None, na: Sequence[str]) -> Source:
    """The book a command means; both ways of naming it at once is an error."""
    if book and book_option and book != book_option:
        raise click.UsageError(f"two books are named: {book} and {book_option}")
    return Source(book or book_option, as_of, tuple(na))


def settings() -> Settings:
    """The user's settings."""
    from tui.settings import load_settings

    return load_settings()


def universe_of(wanted: Source, user: Settings) -> Universe:
    """Loads the universe of a command, with the user's own themes."""
    from tui.api import load
    from tui.book.locate import choose
    from tui.settings import config_folder

    place = choose(wanted.book, user.book)
    return load(place, as_of=wanted.as_of, na=wanted.na, theme_folders=(config_folder() / "themes",))


def tell_problems(universe: Universe, wanted: Source) -> None:
    """One line on stderr where anything of the book was skipped or is doubtful."""
    if count := len(universe.problems):
        noun = "problem" if count == 1 else "problems"
        book = f" {shlex.quote(wanted.book)}" if wanted.book else ""
        click.echo(f"{count} {noun} in the book; `kanpan check{book}` lists them", err=True)


def write_table(table: Any, columns: Sequence[Column], output: str, fmt: str | None, *, excel: bool) -> None:
    """A table to stdout or, atomically, to a file."""
    from tui.view.export import format_of, write

    chosen = format_of(output, fmt)
    refuse_binary(chosen, output)
    with destination(output) as out:
        write(table, columns, chosen, out, states=False, excel=excel)


def refuse_binary(fmt: Format, output: str) -> None:
    """UsageError where a terminal would be sent bytes that are no text."""
    if fmt.binary and output == "-" and sys.stdout.isatty():
        raise click.UsageError(f"{fmt.value} is no text for a terminal; name a file with -o")


@contextmanager
def destination(output: str) -> Iterator[BinaryIO]:
    """Standard output for '-', else a file that is put in place only when all of it is written."""
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from tui.book.write import atomic_file

    with atomic_file(output) as file:
        yield file


def plain_columns(**kinds: str) -> list[Column]:
    """Columns of a command's own table: name=kind."""
    from tui.columns import Kind, unregistered

    return [unregistered(name, Kind(kind)) for name, kind in kinds.items()]
