"""Marking names, setting them side by side, and putting them on lists of the user's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.app.screens.watchlist import Watchlist
from tui.app.words.say import say
from tui.errors import KanpanError
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.app.board import Board
    from tui.app.dialogs.lists import ListEntry
    from tui.app.session.opening import Opening
    from tui.view.view import View

PAIR = 2  # names; fewer are compared with others


def mark(session: Opening, board: Board) -> None:
    """Mark the name under the cursor, or take its mark away; the cursor goes on to the next row."""
    screen = session.screen
    if not isinstance(screen, Watchlist):
        return
    place = screen.grid.cursor_row
    code = board.code(place)
    if not code:
        session.note = say("marked_none", board.lang)
        return
    marks = tuple(one for one in board.marks if one != code)
    session.show(replace(board, marks=marks if code in board.marks else (*marks, code)))
    screen.grid.move(row=place + 1)  # by its place: under several themes a name stands more than once


# ── side by side ────────────────────────────────────────────────────────────────────────────────────


def compare(session: Opening, board: Board) -> None:
    """Compare the marked names; where fewer than two are marked, with others."""
    from tui.app.present.compare import MOST, group_of, peers

    screen, lang = session.screen, board.lang
    if not isinstance(screen, Watchlist):
        return
    here = board.code(screen.grid.cursor_row)
    if len(board.marks) >= PAIR:
        many = len(board.marks)
        title = say("compare_most", lang, MOST, many) if many > MOST else say("compare_title", lang, many)
        _compare(session, board, board.marks, title)
    elif board.marks and here and here not in board.marks:
        _compare(session, board, (*board.marks, here), say("compare_pair", lang))
    elif here:
        group, name = group_of(board, here), _name(board, here)
        title = say("compare_peers", lang, name, group) if group else say("compare_below", lang, name)
        _compare(session, board, peers(board, here), title)
    else:
        session.note = say("compare_nothing", lang)


def _compare(session: Opening, board: Board, codes: Sequence[str], title: str) -> None:
    from tui.app.dialogs.compare import CompareDialog
    from tui.app.present.compare import compare_frame

    def do(what: str) -> None:
        view = names_view(board, codes)
        _export(session, board, view) if what == "export" else _copy(session, view)

    def done(result: tuple[str, str] | None) -> None:
        if result is not None:
            _compared(session, codes, *result)

    frame = compare_frame(board, codes, title)
    green_up = session.opened.up == "green"
    session.push_screen(CompareDialog(frame, board.lang, do, green_up=green_up), done)


def _compared(session: Opening, codes: Sequence[str], what: str, code: str) -> None:
    """Do what was asked for when the comparison was left."""
    board = session.board
    if board is None:
        return
    if what == "go":
        session.go_to(code)
    elif what == "keep":
        session.turn(names_view(board, codes))
    elif what == "clear":
        session.show(replace(board, marks=()))
        session.tell("marks_cleared", len(board.marks))
    elif what == "drop":
        left = tuple(one for one in codes if one != code)
        after = replace(board, marks=tuple(one for one in board.marks if one != code))
        if after.marks != board.marks:
            session.show(after)
        if len(left) >= PAIR:
            _compare(session, after, left, say("compare_title", board.lang, len(left)))


def names_view(board: Board, codes: Sequence[str]) -> View:
    """The view on show, asking for some names and for nothing else."""
    from tui.view.clause import names_query

    return replace(board.view.asking(names_query(board.universe, codes, board.lang)), limit=None)


def _copy(session: Opening, view: View) -> None:
    """Copy the command that writes the names, and show it."""
    from tui.view.command import export_command

    opened = session.opened
    text = export_command(view, book=opened.book, as_of=opened.as_of, na=opened.na)
    session.copy_to_clipboard(text)
    session.tell("copied", text)


def _export(session: Opening, board: Board, view: View) -> None:
    """Ask where to, and write the names alone."""
    from tui.app.dialogs.dialog import Ask, free_name

    def write(path: str) -> None:
        from tui.api import export

        try:
            export(board.universe, view, path)
        except (KanpanError, OSError) as error:
            session.call_from_thread(session.tell, "failed", error)
        else:
            session.call_from_thread(session.tell, "exported", path)

    def answered(path: str | None) -> None:
        if path is not None:
            session.run_worker(lambda: write(path), thread=True, exclusive=True, group="export")

    name = free_name(f"kanpan-{board.universe.as_of}-compare")
    session.push_screen(Ask(say("export_to", board.lang), name, board.lang), answered)


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────


def lists(session: Opening, board: Board) -> None:
    """Choose a list, or type a new one, for the marked names or the one under the cursor."""
    from tui.app.dialogs.lists import ListsDialog

    screen, lang = session.screen, board.lang
    if not isinstance(screen, Watchlist):
        return
    here = board.code(screen.grid.cursor_row)
    codes = board.marks or ((here,) if here else ())
    if not codes:
        session.note = say("marked_none", lang)
        return

    def chosen(name: str | None) -> None:
        how, changed, which = (name or "").partition(":")
        if changed:
            from tui.app.session.own_lists import change

            change(session, how, which)
        elif name:
            _listed(session, codes, name)

    title = say("lists_title", lang, told_names(board, codes))
    session.push_screen(ListsDialog(title, list_entries(board, codes), len(codes), lang), chosen)


def list_entries(board: Board, codes: Sequence[str]) -> list[ListEntry]:
    """The lists of the user's settings, with how many of some names are on each."""
    from tui.app.dialogs.lists import NAMED, ListEntry
    from tui.settings import config_path
    from tui.view.shipped import saved_of

    file, rows = clean(str(config_path())), board.universe.row_of
    return [
        ListEntry(
            one.name,
            one.label(board.lang),
            len(one.codes),
            len(set(codes).intersection(one.codes)),
            tuple(_name(board, code) for code in one.codes[:NAMED]),
            sum(code not in rows for code in one.codes),
        )
        for one in saved_of(board.universe).lists.values()
        if one.file == file
    ]


def _listed(session: Opening, codes: Sequence[str], name: str) -> None:
    """Put the names on the list, or take them off where all of them are on it; and write it down."""
    from tui.settings import config_path
    from tui.view.keep_list import change_list, keep_list_at_hand

    board = session.board
    if board is None:
        return
    path, universe = config_path(), board.universe
    entries = {entry.name: entry for entry in list_entries(board, codes)}
    off = name in entries and entries[name].on == len(codes)
    try:
        after = change_list(path, name, drop=codes) if off else change_list(path, name, add=codes)
        keep_list_at_hand(universe, name, after, path)
        for lang in ("zh", "en"):
            universe.kept.pop(("entries", lang), None)
        session.show(board.with_view(board.view))
    except (KanpanError, OSError) as error:
        session.tell("failed", error)
        return
    label = entries[name].label if name in entries else name
    session.tell("list_taken" if off else "list_added", told_names(board, codes), label, len(after), path)


def told_names(board: Board, codes: Sequence[str]) -> str:
    """One name by its name, several by how many they are."""
    return _name(board, codes[0]) if len(codes) == 1 else say("lists_many", board.lang, len(codes))


def _name(board: Board, code: str) -> str:
    """The short name of a code, the code where the book does not have it."""
    at = board.universe.row_of.get(code)
    found = None if at is None else board.universe.table.column("name")[at].as_py()
    return clean(found or code)
