"""Choosing columns: the dialog, the grid that follows it, and the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.app.board import screen_columns
from tui.app.dialogs.columns import ColumnsDialog
from tui.app.present.columns import column_lines, columns_of
from tui.view.presets import PRESETS, offered, preset_columns, preset_scales

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.app.board import Board
    from tui.app.frames.columns import Columns
    from tui.app.session.asking import Asking


def choose(session: Asking, board: Board) -> None:
    """Open the dialog; each step of it is shown, and only what is taken becomes a step of the view."""
    columns = columns_of(board)
    before = columns

    def follow(chosen: Columns) -> Mapping[str, int]:
        now = session.board
        if now is None:
            return {}
        if (chosen.names, chosen.look) != (now.view.columns, now.look):
            session.show(dressed_in(now, chosen))
        frame = session.frame
        return {column.key: column.cells for column in frame.grid.columns} if frame else {}

    def left(chosen: Columns | None) -> None:
        now = session.board
        if now is None:
            return
        look = (chosen or before).look
        if chosen is None or chosen.names != before.names:
            back = dressed_in(now, replace(before, look=look))
            if (back.view, back.look) != (now.view, now.look):
                session.show(back)
        if chosen is not None and (now := session.board) is not None:
            session.turn(dressed_in(now, chosen).view)

    dialog = ColumnsDialog(column_lines(board), columns, ready_sets(board, columns), follow, board.lang)
    session.push_screen(dialog, left)


def dressed_in(board: Board, columns: Columns) -> Board:
    """The same rows in other columns, of those that the universe has."""
    names = tuple(n for n in columns.names if n in board.universe.columns)
    return replace(board, view=replace(board.view, columns=names or board.view.columns), look=columns.look)


def ready_sets(board: Board, columns: Columns) -> dict[str, tuple[str, Columns | None]]:
    """By key the name of a set and what it gives; None where the book has nothing of it."""
    universe = board.universe
    held = {preset.id for preset in offered(universe)}
    out: dict[str, tuple[str, Columns | None]] = {}
    for number, preset in enumerate(PRESETS, start=1):
        names = preset_columns(universe, preset) or screen_columns(universe)
        made = columns.showing(names, preset_scales(universe, preset)) if preset.id in held else None
        out[f"{number}"] = (preset.label(board.lang), made)
    return out
