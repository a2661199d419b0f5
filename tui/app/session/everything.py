"""What the palette offers of a board, and doing what was chosen in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from tui.app.dialogs.palette import Offer, Palette, offer, offered
from tui.app.keys import SCREENS
from tui.app.session.saved import saved_entries
from tui.app.words.say import say
from tui.commands import COMMANDS, IN_CHINESE
from tui.text import clean
from tui.view.format import narrow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.app.board import Board
    from tui.app.keys import Key
    from tui.app.session.doing import Doing
    from tui.app.session.guiding import Guiding
    from tui.universe.universe import Universe

LISTED = ("group", "theme")


def offer_everything(session: Guiding, board: Board) -> None:
    """Open the palette, and do what is chosen."""
    kanpan = cast("Doing", session)
    fixed = tuple(_fixed(kanpan, board))

    def chosen(what: str | None) -> None:
        if what is not None:
            kind, _, key = what.partition(":")
            kanpan.call_later(_do, kanpan, kind, key)

    kanpan.push_screen(Palette(fixed, names_of(board.universe), board.lang), chosen)


# ── what there is ───────────────────────────────────────────────────────────────────────────────────


def _fixed(session: Doing, board: Board) -> Iterator[Offer]:
    lang = board.lang
    yield from actions(session.place, session.keys, lang)
    yield from columns(board)
    for entry in session.frame.entries if session.frame else ():
        if entry is not None and entry.kind in LISTED:
            label = clean(entry.label).strip()
            yield offer(entry.kind, entry.id, label, entry.number, (), "")
    for saved in saved_entries(board):
        yield offer(saved.kind, saved.name, clean(saved.label), clean(saved.name), (), clean(saved.asks))
    for name in COMMANDS:
        told = (IN_CHINESE if lang == "zh" else COMMANDS)[name]
        yield offer("command", name, told, f":{name}", (COMMANDS[name], IN_CHINESE[name]))


def actions(place: str, keys: tuple[Key, ...], lang: str) -> Iterator[Offer]:
    """The actions of a screen, each with its key; the screens among them are a kind of their own."""
    screens = {f"app.{name}" for _, name in SCREENS}
    for key in offered(place, keys):
        told, other = (key.zh, key.en) if lang == "zh" else (key.en, key.zh)
        yield offer("screen" if key.id in screens else "action", key.id, told, key.shown, (other,))


def columns(board: Board) -> Iterator[Offer]:
    """Every column of the universe, by both its labels."""
    for name, column in board.universe.columns.items():
        label, other = clean(column.label(board.lang)), column.label("en" if board.lang == "zh" else "zh")
        about = column.help_zh if board.lang == "zh" else column.help_en
        short = f"{column.family}{column.year.year % 100}" if column.year else ""
        yield offer("column", name, narrow(label), clean(name), (other, short), clean(about))


def names_of(universe: Universe) -> tuple[Offer, ...]:
    """Every name with its code, by its aliases too; worked out once a universe."""
    if "offers" not in universe.kept:
        codes, names = (universe.table.column(key).to_pylist() for key in ("code", "name"))
        aliases = universe.aliases
        universe.kept["offers"] = tuple(
            offer("name", code, narrow(clean(name or code)), code, aliases.get(code, ()))
            for code, name in zip(codes, names, strict=True)
        )
    held: tuple[Offer, ...] = universe.kept["offers"]
    return held


# ── doing it ────────────────────────────────────────────────────────────────────────────────────────


async def _do(session: Doing, kind: str, key: str) -> None:
    """Do what was chosen, once the palette is gone."""
    if kind in {"action", "screen"}:
        await _act(session, key)
    elif kind == "column":
        to_column(session, key)
    elif kind == "name":
        session.go_to(key)
    elif kind in LISTED:
        session.only(kind, key)
    elif kind == "command":
        session.action_command(f"{key} ")
    else:
        session.visit("watchlist")
        session.open_saved(f"{kind}:{key}")


async def _act(session: Doing, key_id: str) -> None:
    """What a key does, where it would be pressed."""
    key = next(one for one in session.keys if one.id == key_id)
    await session.run_action(key.action, session if key.where == "app" else session.screen)


def to_column(session: Doing, name: str) -> None:
    """The watchlist's cursor goes to a column, which is put on show where it is hidden."""

    def go(board: Board) -> None:
        from tui.app.screens.watchlist import Watchlist

        session.visit("watchlist")
        if name not in board.view.columns:
            session.turn(replace(board.view, columns=(*board.view.columns, name)))
            session.note = say(
                "column_shown", board.lang, clean(board.universe.columns[name].label(board.lang))
            )

        def move() -> None:
            screen = session.screen_stack[0]
            if isinstance(screen, Watchlist):
                keys = [column.key for column in screen.grid.source.columns]
                if name in keys:
                    screen.grid.move(column=keys.index(name))
                screen.grid.focus()

        session.call_after_refresh(move)

    session.with_board(go)
