"""What may stand in a command line: options with what they do, and the names that a book gives them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem, ShellComplete

from tui.errors import KanpanError
from tui.text import clean, fold
from tui.universe.universe import Universe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import click

MOST = 200  # names that are offered
MANY = ("column", "group", "list", "theme")  # an option takes several of them


def offered(words: Sequence[str], typed: str, universe: Universe | None) -> list[tuple[str, str]]:
    """What the word `typed` may become after the words of a command line, each with what it means.

    universe: where names of groups, themes, lists and views are found; else the one that the words name
    """
    from tui.cli.group import kanpan

    found = ShellComplete(kanpan, {"obj": universe}, "kanpan", "").get_completions([*words], typed)
    return [(item.value, clean(item.help or "")) for item in found if item.type == "plain"]


def names(kind: str, ctx: click.Context, typed: str) -> list[CompletionItem]:
    """The names of a kind that begin as typed, by name or by label, with their labels.

    kind: code, column, date, format, group, list, theme or view
    """
    head, wanted = "", typed
    if kind in MANY:  # the last of those that a comma parts
        cut = max(typed.rfind(","), typed.rfind("，")) + 1
        cut += typed[cut:].startswith("-")  # a column to sort by from above
        head, wanted = typed[:cut], typed[cut:]
    wanted = fold(wanted)
    fitting = [
        (name, labels)
        for name, labels in _known(kind, ctx)
        if any(fold(text).startswith(wanted) for text in (name, *labels))
    ]
    return [
        CompletionItem(head + name, help=" ".join(label for label in labels if label != name))
        for name, labels in fitting[:MOST]
    ]


def _known(kind: str, ctx: click.Context) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Every name of a kind with its labels; none where the book cannot be read."""
    if kind == "format":
        from tui.view.export import Format

        return [(str(form), ()) for form in Format]
    universe = ctx.find_object(Universe)
    if universe is None:
        with contextlib.suppress(KanpanError, OSError):
            universe = _asked(ctx)
    return [] if universe is None else _of(universe, kind)


def _asked(ctx: click.Context) -> Universe:
    """The universe that the options before this one ask for."""
    from tui.cli.options import Source, universe_of

    given = ctx.params
    return universe_of(
        Source(given.get("book") or given.get("book_option"), given.get("as_of"), given.get("na") or ())
    )


def _of(universe: Universe, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    from tui.view.resolve import group_ids, group_label
    from tui.view.shipped import saved_of

    if kind == "group":
        return [
            (one, (group_label(universe, one, "zh"), group_label(universe, one, "en")))
            for one in group_ids(universe)
        ]
    if kind == "theme":
        return [(theme.id, (theme.zh, theme.en)) for theme in universe.themes]
    if kind == "column":
        return [(name, (column.zh, column.en)) for name, column in universe.columns.items()]
    if kind == "code":
        codes, names = (universe.column(name).to_pylist() for name in ("code", "name"))
        return [(code, (name or "",)) for code, name in zip(codes, names, strict=True)]
    if kind == "date":
        return _dates(universe)
    saved = saved_of(universe)
    held = saved.lists if kind == "list" else saved.views
    return [(one.name, tuple(filter(None, (one.zh, one.en)))) for one in held.values()]


def _dates(universe: Universe) -> list[tuple[str, tuple[str, ...]]]:
    """The dates of the book, the newest first, each with the tables that have a file of it."""
    if universe.history is None:
        return []
    tables: dict[date, list[str]] = {}
    for table, days in universe.history.book.vintages.items():
        for day in days:
            tables.setdefault(day, []).append(table)
    return [(day.isoformat(), (", ".join(tables[day]),)) for day in sorted(tables, reverse=True)]
