"""kanpan config: the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.book.lists import NameList
    from tui.book.saved import Definition, SavedView
    from tui.settings import Settings

SECTIONS = ("queries", "views", "columns", "lists", "alerts", "keys")
DECIMALS = 2  # of a column that says nothing of them


@click.group("config", epilog="Example: kanpan config show")
def command() -> None:
    """Show the settings, or where they stand."""


@command.command("path", epilog="Example: kanpan config path")
def path() -> None:
    """Print the path of the settings file, whether it is there or not."""
    from tui.settings import config_path

    click.echo(str(config_path()))


@command.command("show", epilog="Example: kanpan config show")
def show() -> None:
    """Print the settings in force, as TOML; each can be put into the settings file.

    Of queries, views, columns and lists it shows your own; `kanpan views` lists those of a book and those
    that ship too. What is badly formed there is left out, and told on stderr.
    """
    import tomli_w

    from tui.book.locate import choose
    from tui.settings import config_path, load_settings, locale_language

    user = load_settings()
    where = "read from" if config_path().exists() else "no settings file yet at"
    click.echo(f"# {where} {config_path()}")
    held = {
        "book": str(choose(None, user.book)),
        "lang": user.lang or locale_language(),
        "up": user.up,
        "palette": user.palette or "kanpan-night",
        **dict(_sections(user)),
    }
    click.echo(tomli_w.dumps(held), nl=False)
    for name in (one for one in SECTIONS if one not in held):
        click.echo(f"# [{name}]: none of your own")
    for problem in (*user.saved.problems, *user.alerts.problems):
        click.echo(str(problem), err=True)


def _sections(user: Settings) -> Iterator[tuple[str, dict[str, Any]]]:
    """The sections that hold anything, as they can be written."""
    saved = user.saved
    named = {name: query for name, query in saved.queries.items() if name not in saved.lists}
    sections: dict[str, dict[str, Any]] = {
        "queries": {name: _defined(query, "where") for name, query in named.items()},
        "views": {name: _view(view) for name, view in saved.views.items()},
        "columns": {name: _defined(column, "formula") for name, column in saved.columns.items()},
        "lists": {name: _list(one) for name, one in saved.lists.items()},
        "alerts": {name: _defined(alert, "query") for name, alert in user.alerts.queries.items()},
        "keys": {wish.id: wish.keys for wish in user.keys if wish.id},
    }
    return ((name, entries) for name, entries in sections.items() if entries)


def _defined(one: Definition, key: str) -> str | dict[str, Any]:
    """A query or a formula: its text alone where it has nothing besides."""
    more = {"zh": one.zh, "en": one.en} | ({"decimals": one.decimals} if one.decimals != DECIMALS else {})
    more = {name: value for name, value in more.items() if value != ""}
    return {key: one.text, **more} if more else one.text


def _view(view: SavedView) -> dict[str, Any]:
    said = {
        "zh": view.zh,
        "en": view.en,
        "where": view.where,
        "groups": list(view.groups),
        "themes": list(view.themes),
        "sort": view.sort,
        "columns": list(view.columns),
        "by": view.by,
        "limit": view.limit,
    }
    return {key: value for key, value in said.items() if value not in ("", [], None)}


def _list(one: NameList) -> list[str] | dict[str, Any]:
    labels = {key: value for key, value in (("zh", one.zh), ("en", one.en)) if value}
    return {**labels, "codes": list(one.codes)} if labels else list(one.codes)
