"""kanpan link: the links of a file of stories."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.options import book_options, out_options, plain_columns, tell_problems, universe_of, write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.cli.options import Output, Source
    from tui.errors import Problem

STDIN = "-"
_MOST_TOLD = 20  # problems of the news file; the rest is counted


@click.command("link", epilog="Example: kanpan link news.csv -o links.csv")
@click.argument("news", metavar="NEWS", type=click.Path())
@book_options
@click.option("--all", "every", is_flag=True, help="Every mention, not only the best of each link.")
@click.option("--explain", is_flag=True, help="Add what was suppressed, why, and the text that did it.")
@out_options
def command(
    news: str,
    wanted: Source,
    every: bool,
    explain: bool,
    out: Output,
) -> None:
    """Link a file of stories to the book's names and themes: a row a link, with the words that made it.

    NEWS is csv, tsv, json, jsonl, parquet, xlsx, or an RSS or Atom feed; '-' reads standard input. Columns
    are found by name, in English or Chinese: title, summary, and where there are any id, published, source
    and url. start and end count characters of the title or summary.
    """
    from tui.cli.options import format_for
    from tui.universe import news as engine

    format_for(out)  # a bad format is told before anything is read
    _refuse_own_input(out.path, news, wanted.book)
    stories, problems = _stories(news)
    universe = universe_of(wanted)
    table = engine.link_file(universe, stories, every=every, explain=explain)
    columns = plain_columns(
        news_id="text", target_kind="text", target="text", route="text", theme="text", term="text",
        field="text", start="count", end="count", score="ratio",
    )  # fmt: skip
    columns += plain_columns(suppressed="text", by="text") if explain else []
    write_table(table, columns, out)
    _tell(problems)
    tell_problems(universe, wanted)
    click.echo(summary(table, stories.num_rows), err=True)


def _refuse_own_input(path: str, *read: str | None) -> None:
    """UsageError where the output is a file that is read."""
    for one in read:
        try:
            same = one is not None and STDIN not in {one, path} and Path(one).samefile(path)
        except (OSError, ValueError):  # one of them is not there
            continue
        if same:
            raise click.UsageError(f"{path} is what is read; name another file with -o")


def _stories(news: str) -> tuple[Any, tuple[Problem, ...]]:
    from tui.book.news_files import read_news, read_news_bytes

    if news != STDIN:
        return read_news(news)
    return read_news_bytes(sys.stdin.buffer.read() if sys.stdin is not None else b"", "standard input")


def _tell(problems: Sequence[Problem]) -> None:
    for problem in problems[:_MOST_TOLD]:
        click.echo(str(problem), err=True)
    if len(problems) > _MOST_TOLD:
        click.echo(f"{len(problems) - _MOST_TOLD} more problems in the stories", err=True)


def summary(table: Any, stories: int) -> str:
    """One line: how many stories are linked, by how many links, to how many names and themes."""
    import numpy as np

    from tui.arrow import distinct, encode

    kinds, words = encode(table.column("target_kind"))
    (ids, _), (targets, every) = (encode(table.column(name)) for name in ("news_id", "target"))
    linked = np.ones(len(kinds), dtype=bool)
    if "suppressed" in table.column_names:
        linked = np.array([not reason for reason in table.column("suppressed").to_pylist()], dtype=bool)
    told = len(distinct(ids[linked]))
    reached = distinct((kinds.astype(np.int64) * len(every) + targets)[linked]).tolist()
    names = sum(words[target // len(every)] == "name" for target in reached)
    return (
        f"{_count(stories, 'story', 'stories')}; {told:,} linked, {stories - told:,} not; "
        f"{_count(int(linked.sum()), 'link')} to {_count(names, 'name')} "
        f"and {_count(len(reached) - names, 'theme')}"
    )


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
