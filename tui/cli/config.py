"""kanpan config: the settings."""

from __future__ import annotations

import click


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
    """Print the settings in force, as TOML; each can be put into the settings file."""
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
    }
    click.echo(tomli_w.dumps(held), nl=False)
