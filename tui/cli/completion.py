"""kanpan completion: what a shell needs to complete commands and options."""

from __future__ import annotations

import click


@click.command("completion", epilog='Example: eval "$(kanpan completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell."""
    from click.shell_completion import get_completion_class

    from tui.cli.group import kanpan

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(kanpan, {}, "kanpan", "_KANPAN_COMPLETE").source())
