"""The changes screen in the session: compared in a thread, a name's history once the cursor rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from tui.app.session.reporting import Reporting
from tui.app.words.say import say
from tui.errors import KanpanError

if TYPE_CHECKING:
    from datetime import date

    from textual.timer import Timer

    from tui.app.board import Board
    from tui.app.frames.changes import ChangesFrame, HistoryFrame
    from tui.app.screens.listed import Listed
    from tui.app.screens.page import Page
    from tui.universe.changes.model import Changes
    from tui.universe.changes.timeline import Timeline
    from tui.universe.universe import Universe

    PriceDays = tuple[tuple[date, date], ...]

REST = 0.06  # seconds that the cursor rests before a name's history is read
CHANGES, HISTORY, PRICE_DAYS = "changes", "history", "price_days"  # what a universe keeps them by


class Comparing(Reporting):
    """A session with a changes screen; what it shows is worked out once a universe, away from the screen."""

    changes_frame: var[ChangesFrame | None] = var(None)
    history_frame: var[HistoryFrame | None] = var(None)

    def _begin(self) -> None:
        super()._begin()
        self._resting: Timer | None = None

    @property
    def expects(self) -> bool:
        """True also while the rows that keys move over are worked out."""
        board = self.board if self._place == "changes" else None
        return super().expects or (board is not None and CHANGES not in board.universe.kept)

    def _make(self, place: str) -> Page:
        if place != "changes":
            return super()._make(place)
        from tui.app.screens.changes import ChangesScreen

        return ChangesScreen().data_bind(
            Comparing.note, frame=Comparing.changes_frame, history=Comparing.history_frame
        )

    def _present(self, board: Board) -> None:
        if self._place == "changes":
            from tui.app.present.changes import changes_frame

            found = board.universe.kept.get(CHANGES)
            if found is None:
                self.changes_frame = changes_frame(board, None, say("changes_busy", board.lang))
                self._compare(board.universe)
            elif isinstance(found, str):
                said = say("changes_failed", board.lang, _spoken(found, board)) if found else ""
                self.changes_frame = changes_frame(board, None, said)
            else:
                self.changes_frame = changes_frame(board, found, days=board.universe.kept[PRICE_DAYS])
        super()._present(board)

    def _compare(self, universe: Universe) -> None:
        """Compare in a thread; the frame follows, if the universe is still on show."""

        def work() -> None:
            found, days = _changes(universe), _price_days(universe)
            self.call_from_thread(self._compared, universe, found, days)

        self.run_worker(work, thread=True, exclusive=True, group="compare")

    def _compared(self, universe: Universe, found: Changes | str, days: PriceDays) -> None:
        universe.kept[CHANGES] = found
        universe.kept[PRICE_DAYS] = days
        board = self.board
        if board is not None and board.universe is universe and self._place == "changes":
            self._present(board)

    # ── the chosen name ─────────────────────────────────────────────────────────────────────────────

    def _present_chosen(self, board: Board) -> None:
        if self._place != "changes":
            super()._present_chosen(board)
            return
        code = self._chosen.get("changes", "")
        held = board.universe.kept.get((HISTORY, code))
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        if held is not None or not code:
            self._show_history(board, code, held)
        else:
            self._resting = self.set_timer(REST, lambda: self._trace(board.universe, code))

    def _trace(self, universe: Universe, code: str) -> None:
        """Read a name's history in a thread."""

        def work() -> None:
            found = _timeline(universe, code)
            self.call_from_thread(self._traced, universe, code, found)

        self.run_worker(work, thread=True, exclusive=True, group="trace")

    def _traced(self, universe: Universe, code: str, found: Timeline | str) -> None:
        universe.kept[HISTORY, code] = found
        board = self.board
        if board is not None and board.universe is universe and self._chosen.get("changes") == code:
            self._show_history(board, code, found)

    def _show_history(self, board: Board, code: str, found: Timeline | str | None) -> None:
        from tui.app.present.history import history_frame, no_history

        if found is None:
            self.history_frame = None
        elif isinstance(found, str):
            self.history_frame = no_history(board, code, _spoken(found, board))
        else:
            self.history_frame = history_frame(board, found)

    def on_listed_entered(self, event: Listed.Entered) -> None:
        """Of a change go to its name on the watchlist, where it still stands there."""
        if event.place == "changes":
            event.prevent_default()  # else the base would go into the pane as well
            self._to_name(event.key)


def _spoken(found: str, board: Board) -> str:
    """Why there is nothing, in the language of the screen."""
    from tui.app.words.told import told

    return told(found, board.lang)


def _changes(universe: Universe) -> Changes | str:
    """What changed since the dates before, or why that cannot be told; '' where there is no date before."""
    from tui.app.session.dates import dates_of, neighbour

    if universe.history is None or not neighbour(dates_of(universe.history.book), universe.as_of, -1):
        return ""
    try:
        from tui.universe.changes.compare import changes

        return changes(universe.history.book, None, universe.as_of)
    except (KanpanError, OSError) as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever a file holds, the session goes on
        return f"{type(error).__name__}: {error}"


def _price_days(universe: Universe) -> PriceDays:
    """The dates that prices are compared between: each pair that any name has, few as a rule."""
    import numpy as np

    from tui.universe import prices

    if universe.history is None:
        return ()
    book, codes = universe.history.book, universe.table.column("code")
    now = prices.at(book, codes, universe.as_of)
    before = prices.before(book, codes, now)
    known = ~(np.isnat(before.day) | np.isnat(now.day))
    pairs = {*zip(before.day[known].tolist(), now.day[known].tolist(), strict=True)}
    return tuple(sorted(pairs))


def _timeline(universe: Universe, code: str) -> Timeline | str:
    """One name over the dates up to the one on show, or why that cannot be told."""
    if universe.history is None:
        return ""
    try:
        from tui.universe.changes.timeline import of_name

        return of_name(universe.history.book, code, universe.themes, universe.as_of)
    except (KanpanError, OSError) as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - as above
        return f"{type(error).__name__}: {error}"
