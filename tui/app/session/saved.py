"""From a board to its saved views and queries as a list, and from a choice to a view."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.app.board import screen_columns
from tui.app.dialogs.views import SavedEntry
from tui.view.saved import named_view
from tui.view.shipped import origin, saved_of

if TYPE_CHECKING:
    from tui.app.board import Board
    from tui.view.view import View


def saved_entries(board: Board) -> list[SavedEntry]:
    """Every saved view, then every saved query."""
    saved, lang = saved_of(board.universe), board.lang
    texts = {f"@{name}": query.text for name, query in saved.queries.items()}
    views = [
        SavedEntry("view", v.name, v.label(lang), texts.get(v.where, v.where), origin(v))
        for v in saved.views.values()
    ]
    return views + [
        SavedEntry("query", q.name, q.label(lang), q.text, origin(q)) for q in saved.queries.values()
    ]


def chosen_view(board: Board, chosen: str) -> View:
    """The view of 'view:NAME'; of 'query:NAME' the view on show, asking that. Raises KanpanError."""
    kind, _, name = chosen.partition(":")
    if kind == "query":
        return board.view.asking(f"@{name}")
    view = named_view(board.universe, name)
    return view if view.columns else replace(view, columns=screen_columns(board.universe))
