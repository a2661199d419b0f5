"""The interval that a command compares over, the rows it is asked for, and what is told of both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tui.cli.options import Day, Source, known, opened, universe_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from tui.book.layout import Book
    from tui.universe.changes.model import Changes

    Rows = NDArray[np.int64]

R = TypeVar("R")
MOST_NAMED = 20  # rows that are named where --fail-on fires


@dataclass(frozen=True, slots=True)
class Interval:
    """From when to when, and of which groups; None where the user does not say."""

    start: date | None
    end: date | None
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The changes, their rows that are asked for, and those among them that --fail-on fires for."""

    changes: Changes
    rows: Rows
    alarms: tuple[int, ...] = ()


def interval_options(command: Callable[..., R]) -> Callable[..., R]:
    """--from, --to and --group, given to the command as `interval`, an Interval."""

    @wraps(command)
    def filled(
        *args: Any, start: date | None, end: date | None, group: tuple[str, ...], wanted: Source, **rest: Any
    ) -> R:
        if end and wanted.as_of and end != wanted.as_of:
            raise click.UsageError(f"two later dates are named: {end} and {wanted.as_of}")
        return command(
            *args, wanted=wanted, interval=Interval(start, end or wanted.as_of, _words(group)), **rest
        )

    for option in (
        click.option(
            "--group",
            multiple=True,
            metavar="GROUP",
            shell_complete=known("group"),
            help="Only these groups, by id or label.",
        ),
        click.option("--to", "end", type=Day(), metavar="DATE", help="Later date; the newest by default."),
        click.option(
            "--from", "start", type=Day(), metavar="DATE",
            help="Earlier date; by default each table's file before.",
        ),
    ):  # fmt: skip
        filled = option(filled)
    return filled


def _words(groups: tuple[str, ...]) -> tuple[str, ...]:
    from tui.view.resolve import words

    return tuple(word for group in groups for word in words(group))


def rows_of(wanted: Source, interval: Interval, where: str = "", fail_on: str | None = None) -> Found:
    """What changed in a book, and the rows that groups and a query keep.

    Raises KanpanError for dates that cannot be compared, QueryError for a query.
    """
    import numpy as np

    from tui.universe.changes.compare import changes

    if not (where or fail_on):
        book = opened(wanted)
        found = changes(book, interval.start, interval.end)
        return Found(found, _in_groups(book, found, np.arange(found.rows), interval.groups))
    universe = universe_of(wanted._replace(as_of=interval.end), interval.start)
    assert universe.history is not None  # what is loaded from a book has one
    book = universe.history.book
    passing = [_passing(universe, query) for query in (where, fail_on or "")]
    found = changes(book, interval.start, interval.end)
    rows = _in_groups(book, found, np.arange(found.rows), interval.groups)
    codes = found.codes.to_pylist()
    if where:
        rows = np.array([row for row in rows.tolist() if codes[row] in passing[0]], dtype=np.int64)
    alarms = tuple(row for row in rows.tolist() if codes[row] in passing[1]) if fail_on else ()
    return Found(found, rows, alarms)


def _passing(universe: Any, query: str) -> frozenset[str]:
    """The codes that pass a query; none for no query."""
    if not query.strip():
        return frozenset()
    from tui.view.arrange import arrange
    from tui.view.resolve import resolve
    from tui.view.view import By, View

    view = resolve(universe, View(where=query, by=By.NONE))
    codes = universe.table.column("code")
    return frozenset(codes[row].as_py() for row in arrange(universe, view).rows.tolist())


def _in_groups(book: Book, changes: Changes, rows: Rows, groups: tuple[str, ...]) -> Rows:
    import numpy as np

    if not groups:
        return rows
    from tui.errors import UnknownNameError
    from tui.text import fold

    present = changes.groups.to_pylist()
    known = {fold(group): group for group in present if group}
    known |= {
        fold(word): group.id for group in book.groups for word in (group.id, group.zh, group.en) if word
    }
    for word in groups:
        if fold(word) not in known:
            raise UnknownNameError("group", word, known.values())
    kept = {known[fold(word)] for word in groups}
    return np.array([row for row in rows.tolist() if present[row] in kept], dtype=np.int64)


def tell(changes: Changes) -> None:
    """What was compared with what, on stderr."""
    for line in said(changes):
        click.echo(line, err=True)


def said(changes: Changes) -> Iterator[str]:
    """The dates of either side, how many names, what stands on neither, and what could not be read."""
    for problem in changes.problems:
        yield str(problem)
    dates = [
        f"{table} {changes.base.get(table, 'none')} → {changes.target.get(table, 'none')}"
        for table in ("coverage", "estimates", "market")
        if table in changes.base or table in changes.target
    ]
    many = ", ".join(f"{changes.change.count(how)} {how}" for how in ("kept", "added", "dropped"))
    yield f"{' · '.join((*dates, *_priced(changes)))}; names: {many}"
    if "estimates" in changes.target and "estimates" not in changes.base:
        when = changes.since or max(changes.base.values())
        yield f"no estimates stand at {when}"


def _priced(changes: Changes) -> Iterator[str]:
    import numpy as np

    both = ~np.isnat(changes.day_from) & ~np.isnat(changes.day_to)
    if both.any():
        then, now = changes.day_from[both], changes.day_to[both]
        yield f"prices {_span(then.min(), then.max())} → {_span(now.min(), now.max())}"


def _span(first: Any, last: Any) -> str:
    return str(first) if first == last else f"{first} to {last}"


def told_rows(found: Found, query: str | None) -> Iterator[str]:
    """The names for which --fail-on fires."""
    if not found.alarms:
        return
    codes, names = found.changes.codes, found.changes.names
    yield f"{len(found.alarms)} of {len(found.rows)} pass {query}:"
    for row in found.alarms[:MOST_NAMED]:
        yield f"{codes[row].as_py()}  {names[row].as_py()}"
    if len(found.alarms) > MOST_NAMED:
        yield f"and {len(found.alarms) - MOST_NAMED} more"
