"""The user's own lists themselves: another name for one, or none at all, written down in the settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.app.board import fitting
from tui.app.dialogs.dialog import Ask, Confirm
from tui.app.words.say import say
from tui.errors import KanpanError
from tui.settings import config_path
from tui.text import clean
from tui.view.keep_list import asked_as, asking_for, drop_list, is_list_name, list_gone_at_hand, rename_list
from tui.view.shipped import saved_of

if TYPE_CHECKING:
    from tui.app.board import Board
    from tui.app.session.opening import Opening
    from tui.view.view import View


def change(session: Opening, how: str, name: str) -> None:
    """Rename or delete a list, asking first; one that a saved query asks for stays as it is, and says so."""
    board = session.board
    held = saved_of(board.universe).lists.get(name) if board else None
    if board is None or held is None:
        return
    lang, label = board.lang, clean(held.label(board.lang))
    if asking := _asking(session, board, name):
        session.tell("failed", say("list_asked", lang, ", ".join(asking), label))
        return

    def ask(value: str) -> None:
        session.push_screen(Ask(say("list_rename", lang, label), value, lang), named)

    def named(new: str | None) -> None:
        taken = {*saved_of(board.universe).lists, *saved_of(board.universe).queries}
        if (
            new
            and new != name
            and not _change(session, name, new)
            and (new in taken or not is_list_name(new))
        ):
            ask(new)  # to be put right

    def sure(yes: bool | None) -> None:
        if yes:
            _change(session, name, "")

    if how == "rename":
        ask(name)
    else:
        body = say("list_delete_it", lang, label, len(held.codes), clean(str(config_path())))
        session.push_screen(Confirm(say("list_delete", lang), body, lang, "list_delete_keys"), sure)


def _asking(session: Opening, board: Board, name: str) -> list[str]:
    """What of the book's and the user's asks for the list."""
    alerts: dict[str, str] = {}
    if session.opened.alerts is not None:
        try:
            alerts = {f"alerts.{one.name}": one.text for one in session.opened.alerts().queries.values()}
        except KanpanError:  # the settings cannot be read: writing them will tell
            alerts = {}
    return asking_for(saved_of(board.universe), name, alerts)


def _change(session: Opening, name: str, new: str) -> bool:
    """Write it down, and show what then is: views that ask for a renamed list ask for it by its new name.

    False where it cannot be, which is told
    """
    board = session.board
    if board is None:
        return True
    path, universe = config_path(), board.universe
    try:
        if new:
            new = rename_list(path, name, new)
        else:
            drop_list(path, name)
    except (KanpanError, OSError) as error:
        session.tell("failed", error)
        return False
    list_gone_at_hand(universe, name, new)
    for lang in ("zh", "en"):
        universe.kept.pop(("entries", lang), None)

    def renamed(view: View) -> View:
        return replace(view, where=asked_as(view.where, name, new)) if new else view

    session.write_anew(renamed)
    session.show(board.with_view(fitting(renamed(board.view), universe)))
    session.tell(*(("list_renamed", name, new, path) if new else ("list_deleted", name, path)))
    return True
