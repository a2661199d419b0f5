"""kanpan keys: every key of the session, those of the user's [keys] included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.options import out_options, plain_columns, write_table

if TYPE_CHECKING:
    from tui.cli.options import Output

FIELDS = ("id", "where", "key", "does")


@click.command("keys", epilog="Example: kanpan keys --where grid -f md")
@click.option("--where", metavar="PLACE", help="The keys of one part of the session only, as in grid.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Chinese or English; the locale's by default.")
@out_options
def command(where: str | None, lang: str | None, out: Output) -> None:
    """List every key of the session: the id that [keys] in the settings takes, where it acts, what it does.

    Other keys are given in the settings file (`kanpan config path`), as in "grid.down" = "ctrl+n, j". What is
    wrong there is said on stderr, and the rest holds.
    """
    from tui.app.session.keymap import keymap_of
    from tui.arrow import pa
    from tui.settings import load_settings, locale_language

    user = load_settings()
    lang = lang or user.lang or locale_language()
    keymap = keymap_of(user.keys)
    place = _place(where)
    side = 0 if lang == "zh" else 1
    rows = [
        (key.id, _told(key.where, side), key.shown, (key.zh, key.en)[side])
        for key in keymap.table
        if place in {"", key.where}
    ]
    arrays = [pa.array([row[i] for row in rows], type=pa.string()) for i in range(len(FIELDS))]
    table = pa.Table.from_arrays(arrays, names=list(FIELDS))
    for problem in keymap.problems:
        click.echo(f"kanpan: {problem}", err=True)
    write_table(table, plain_columns(**dict.fromkeys(FIELDS, "text")), out)


def _told(place: str, side: int) -> str:
    from tui.app.keys import PLACES

    return PLACES[place][side]


def _place(word: str | None) -> str:
    """The part of the session that a word names, by its id or in either language; '' for all."""
    from tui.app.keys import PLACES
    from tui.errors import UnknownNameError

    if word is None:
        return ""
    for place, names in PLACES.items():
        if word.strip().casefold() in {place, *(name.casefold() for name in names)}:
            return place
    raise UnknownNameError("part of the session", word, [*PLACES, *(en for _, en in PLACES.values())])
