"""Where the cursor goes when something is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.words.say import say
from tui.view.find import matches

if TYPE_CHECKING:
    from tui.app.board import Board


def found(board: Board, text: str, step: int, here: int) -> tuple[int | None, str]:
    """The place of the match to go to, None without one, and what to say of it.

    step: 0 for the first match, 1 for the next after `here`, -1 for the one before; it goes round
    """
    if not text:
        return None, ""
    places = matches(board.universe, text, board.arrangement.rows.tolist())
    if not places:
        return None, say("find_none", board.lang)
    if step < 0:
        place = next((p for p in reversed(places) if p < here), places[-1])
    else:
        place = next((p for p in places if p > here), places[0]) if step else places[0]
    return place, say("find_count", board.lang, places.index(place) + 1, len(places))
