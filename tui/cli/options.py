"""Options that several commands share, and what becomes of them."""

from __future__ import annotations

import shlex
import sys
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from click.shell_completion import CompletionItem

    from tui.book.layout import Book
    from tui.columns import Column
    from tui.universe.universe import Universe
    from tui.view.export import Format
    from tui.view.view import View

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

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The dates of the book."""
        return known("date")(ctx, param, incomplete)


class Source(NamedTuple):
    """Which book, and as of when."""

    book: str | None
    as_of: date | None
    na: tuple[str, ...]


class Output(NamedTuple):
    """Where to write ('-' is stdout), in which format, and whether for Excel."""

    path: str
    fmt: str | None
    excel: bool


def known(kind: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """What completes an option that takes a name of that kind; see `tui.cli.naming`."""

    def complete(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:  # noqa: ARG001
        from tui.cli.naming import names

        return names(kind, ctx, typed)

    return complete


def book_options(command: Callable[..., R]) -> Callable[..., R]:
    """BOOK, --book, --as-of and --na, given to the command as `wanted`, a Source."""
    return click.argument("book", required=False, metavar="[BOOK]", type=click.Path())(_book(command, "BOOK"))


def named_book_options(command: Callable[..., R]) -> Callable[..., R]:
    """--book, --as-of and --na for a command whose operand is something else than a book."""
    return _book(command, "the default book")


def _book(command: Callable[..., R], instead: str) -> Callable[..., R]:

    @wraps(command)
    def filled(
        *args: Any,
        book_option: str | None,
        as_of: date | None,
        na: tuple[str, ...],
        book: str | None = None,
        **rest: Any,
    ) -> R:
        if book and book_option and book != book_option:
            raise click.UsageError(f"two books are named: {book} and {book_option}")
        return command(*args, wanted=Source(book or book_option, as_of, na), **rest)

    return _with(
        filled,
        click.option(
            "--na", multiple=True, metavar="COLUMN=VALUE", help="A value that means missing, as in pe_ttm=0."
        ),
        click.option("--as-of", type=Day(), metavar="DATE", help="The date to show; the newest by default."),
        click.option(
            "-b",
            "--book",
            "book_option",
            metavar="BOOK",
            type=click.Path(),
            help=f"The book, in place of {instead}.",
        ),
    )


def out_options(command: Callable[..., R]) -> Callable[..., R]:
    """-o, -f and --excel, given to the command as `out`, an Output."""

    @wraps(command)
    def filled(*args: Any, output: str, fmt: str | None, excel: bool, **rest: Any) -> R:
        return command(*args, out=Output(output, fmt, excel), **rest)

    return _with(
        filled,
        click.option("--excel", is_flag=True, help="Begin a CSV with a byte order mark, for Excel."),
        click.option(
            *("-f", "--format", "fmt"),
            metavar="FORMAT",
            help="csv, tsv, json, ndjson, md, parquet or xlsx.",
            shell_complete=known("format"),
        ),
        click.option(
            "-o",
            "--output",
            default="-",
            metavar="FILE",
            type=click.Path(),
            help="Where to write; the suffix gives the format.",
        ),
    )


def _with(command: Callable[..., R], *options: Callable[[Any], Any]) -> Callable[..., R]:
    for option in options:
        command = option(command)
    return command


def opened(wanted: Source) -> Book:
    """The book of a command that needs no universe."""
    from tui.book.layout import open_book
    from tui.book.locate import choose
    from tui.settings import load_settings

    return open_book(choose(wanted.book, load_settings().book), na=wanted.na)


def universe_of(wanted: Source, since: date | None = None) -> Universe:
    """Loads the universe of a command, with the user's own themes, queries, views and columns.

    since: the date that its columns of what changed look back to
    """
    from tui.api import load
    from tui.book.locate import choose
    from tui.settings import config_folder, load_settings, themes_in

    user = load_settings()
    place = choose(wanted.book, user.book)
    themes = (themes_in(config_folder()),)
    return load(place, as_of=wanted.as_of, since=since, na=wanted.na, theme_folders=themes, saved=user.saved)


def tell_problems(universe: Universe, wanted: Source) -> None:
    """One line on stderr where anything of the book was skipped or is doubtful."""
    if count := len(universe.problems):
        noun = "problem" if count == 1 else "problems"
        book = f" {shlex.quote(wanted.book)}" if wanted.book else ""
        click.echo(f"{count} {noun} in the book; `kanpan check{book}` lists them", err=True)


def tell_left_out(universe: Universe, view: View) -> None:
    """One line on stderr where a view's query has no answer for some rows."""
    if not view.where:
        return
    from tui.view.arrange import arrange
    from tui.view.resolve import resolve
    from tui.view.sentence import left_out_words, word

    shown = arrange(universe, resolve(universe, view))
    if shown.out is not None and shown.out.count:
        rows = word("rows", "en").format(shown.names, shown.total)
        click.echo(f"{rows}; {left_out_words(shown.out, 'en')}", err=True)


def write_table(table: Any, columns: Sequence[Column], out: Output) -> None:
    """A table to stdout or, atomically, to a file."""
    from tui.view.export import write

    chosen = format_for(out)
    with destination(out) as file:
        write(table, columns, chosen, file, states=False, excel=out.excel)


def format_for(out: Output) -> Format:
    """The format asked for; UsageError where a terminal would be sent bytes that are no text."""
    from tui.view.export import format_of

    chosen = format_of(out.path, out.fmt)
    if chosen.binary and out.path == "-" and sys.stdout.isatty():
        raise click.UsageError(f"{chosen.value} is no text for a terminal; name a file with -o")
    return chosen


@contextmanager
def destination(out: Output) -> Iterator[BinaryIO]:
    """Standard output for '-', else a file that is put in place only when all of it is written."""
    if out.path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from tui.book.write import atomic_file

    with atomic_file(out.path) as file:
        yield file


def plain_columns(**kinds: str) -> list[Column]:
    """Columns of a command's own table: name=kind."""
    from tui.columns import Kind, unregistered

    return [unregistered(name, Kind(kind)) for name, kind in kinds.items()]
