"""kanpan replay: a recorded session once more, without a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from tui.cli.options import Source, destination, format_for, out_options, tell_problems

if TYPE_CHECKING:
    from tui.app.session.playing import Player
    from tui.app.session.steps import Recording
    from tui.cli.options import Output
    from tui.universe.universe import Universe
    from tui.view.view import View


@click.command("replay", epilog="Example: kanpan replay friday.jsonl -o friday.csv")
@click.argument("file", type=click.Path())
@click.option("-b", "--book", metavar="BOOK", type=click.Path(), help="A book, in place of the recorded one.")
@click.option("--list", "listed", is_flag=True, help="Print the steps in words, and no table.")
@out_options
def command(file: str, book: str | None, listed: bool, out: Output) -> None:
    """Replay the session that `kanpan --record FILE` wrote, and write the view on show at its end.

    Nothing else is written and no program is started: such steps are left out, and told.
    """
    from tui.api import export
    from tui.app.session.steps import read_recording

    chosen = format_for(out)
    done = _replayed(read_recording(Path(file)), book, listed=listed)
    for line in done.left_out:
        click.echo(line, err=True)
    with destination(out) as sink:
        if listed:
            sink.write("".join(f"{line}\n" for line in done.told).encode())
        else:
            export(done.universe, done.view, sink, fmt=chosen.value, excel=out.excel)
    tell_problems(done.universe, Source(book, None, ()))


class Done(NamedTuple):
    """A replay: its steps in words, what of them was not done, and what was on show at the end."""

    told: list[str]
    left_out: list[str]
    universe: Universe
    view: View


def _replayed(recording: Recording, book: str | None, *, listed: bool) -> Done:
    from tui.cli.guard import Guard
    from tui.cli.headless import headless

    head = recording.head
    app = headless(Source(book or head.book, head.as_of, head.na), head.lang)
    from tui.app.session.playing import played
    from tui.app.session.telling import Told

    told, left_out = Told(), []
    with Guard() as guard:

        async def act(player: Player) -> None:
            for number, step in enumerate(recording.steps, start=1):
                if player.over:
                    left_out.append(f"the session ended before step {number}; the rest is left out")
                    break
                before = len(guard.refused)
                if listed:
                    told.note(player, number, step)
                await player.do(step)
                what = dict.fromkeys(guard.refused[before:])
                left_out.extend(f"step {number} ({step.value}): left out {one}" for one in what)

        played(app, head.size, act)
    board = app.board
    assert board is not None  # it had its universe from the first
    return Done(told.lines(), left_out, board.universe, board.view)
