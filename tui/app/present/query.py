"""What the query bar is told of a text: faults in words, completions, how many names pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.frames.query import FaultLine, Offer, QueryState
from tui.errors import KanpanError
from tui.query.clock import TooSlowError
from tui.query.complete import complete
from tui.query.errors import QueryError
from tui.view.arrange import arrange
from tui.view.scope import scope_of
from tui.view.screening import checked
from tui.view.sentence import SEPARATOR, left_out_words, word

if TYPE_CHECKING:
    from tui.app.board import Board


def query_state(board: Board, text: str, cursor: int) -> QueryState:
    """The answer to a text that stands in the bar, with the cursor at a code point of it."""
    scope = scope_of(board.universe)
    found = complete(text, cursor, scope, board.lang)
    offers = tuple(Offer(name.text, name.hint) for name in found.names)
    faults: tuple[FaultLine, ...] = ()
    if text.strip():
        try:
            checked(board.universe, text.strip())
        except QueryError as error:
            lead = len(text) - len(text.lstrip())
            faults = tuple(FaultLine(f.start + lead, f.end + lead, f.words(board.lang)) for f in error.faults)
    count = "" if faults else _count(board, text)
    return QueryState(text, cursor, faults, count, offers, (found.start, found.end))


def _count(board: Board, text: str) -> str:
    """'8 of 13 · 2 left out: no pe_ttm'."""
    try:
        shown = arrange(board.universe, board.view.asking(text))
    except TooSlowError as error:
        return error.told(board.lang)
    except KanpanError as error:
        from tui.app.words.told import told

        return told(str(error), board.lang)
    parts = [word("of", board.lang).format(shown.names, shown.total)]
    if shown.out is not None and shown.out.count:
        parts.append(left_out_words(shown.out, board.lang))
    return SEPARATOR.join(parts)
