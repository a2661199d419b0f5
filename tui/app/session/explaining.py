"""From a board to what the why dialog shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.dialogs.why import WhyDialog, WhyEntry
from tui.query.misses import near
from tui.query.why import why
from tui.view.clause import whole_query
from tui.view.data import data_of
from tui.view.explain import why_lines
from tui.view.explain_words import miss_words
from tui.view.resolve import theme_labels
from tui.view.screening import condition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.app.board import Board
    from tui.view.explain import Line

MOST = 50  # near misses


def why_dialog(board: Board, code: str) -> WhyDialog:
    """The explanation of the board's query at a name, and the names that just miss it."""
    universe, lang = board.universe, board.lang
    test = condition(universe, board.view)
    if test is None:
        return WhyDialog("", None, (), lang)
    data = data_of(universe)
    labels = theme_labels(universe, lang)
    codes, names = universe.table.column("code"), universe.table.column("name")

    def explain(wanted: str) -> Sequence[Line]:
        return why_lines(why(test, data, universe.row_of[wanted]), lang, labels=labels)

    own = WhyEntry(code, names[universe.row_of[code]].as_py() or "", "", ()) if code else None
    misses = [
        WhyEntry(codes[m.row].as_py(), names[m.row].as_py() or "", f"{m.clause.text}  {miss_words(m, lang)}")
        for m in near(test, data, MOST)
    ]
    return WhyDialog(whole_query(universe, board.view, lang), own, misses, lang, explain)
