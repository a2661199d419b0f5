"""kanpan help: a command's options, or the query language."""

from __future__ import annotations

import click

from tui.commands import COMMANDS
from tui.errors import UnknownNameError

QUERY = "query"


@click.command("help", epilog="Example: kanpan help query")
@click.argument("topic", required=False, metavar="[COMMAND | query]")
@click.pass_context
def command(ctx: click.Context, topic: str | None) -> None:
    """Explain a command, or the language of --where and of the session's query bar."""
    if topic == QUERY:
        from tui.query.grammar import help_query

        click.echo(help_query(), nl=False)
        return
    group = ctx.parent
    assert group is not None
    if topic is None:
        click.echo(group.get_help())
        return
    if topic not in COMMANDS or not isinstance(group.command, click.Group):
        raise UnknownNameError("topic", topic, (*COMMANDS, QUERY))
    found = group.command.get_command(group, topic)
    assert found is not None
    with click.Context(found, info_name=topic, parent=group) as inner:
        click.echo(found.get_help(inner))
