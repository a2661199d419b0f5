"""The session remembers: where it was left, and what was asked before, for the next on the same book."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui.app.screens.watchlist import Watchlist
from tui.app.session.seeing import Seeing
from tui.app.words.say import say
from tui.errors import KanpanError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui.app.board import Board
    from tui.app.grid.grid import Grid
    from tui.app.session.kept import Files
    from tui.universe.universe import Universe

EVERY = 0.4  # seconds between two looks at what changed
PATIENT = 4  # looks after which what still changes is written nevertheless
ARRIVING = 0.005  # seconds between two looks at whether the screen is there


class Remembering(Seeing):
    """A session that goes on where the one before was left.

    What changed is written in a thread once it rests, so that a session that is killed loses next to
    nothing; it is written at the end too. Only what this session changed is written.
    """

    def _begin(self) -> None:
        super()._begin()
        held = self.opened.held
        self._kept: dict[str, Any] | None = None  # what is written of this session, or was when it began
        self._before_that: dict[str, Any] = {}  # what the look before found
        self._looks = 0
        self._writing = threading.Lock()
        self._kept_of = self.opened.place
        self._files: tuple[Path | None, Files] = (None, ())  # of the book, as they stood when reading began
        self._read_from: tuple[Path | None, Files] = self._files  # of the book on show
        self._unkept = False  # whether it was told that nothing can be remembered
        if held:
            from tui.app.session.remembered import history, sizes, trail

            self.sizes = sizes(held)
            self._trail = trail(held)
            self._queries, self._commands = history(held, "queries"), history(held, "commands")
        self._waiting.append(self._go_on)

    def on_mount(self) -> None:
        """Look at what changed, from time to time."""
        if self.opened.keeps_place:
            self.set_interval(EVERY, self.look_for_changes)
        if self._board is not None:
            self._waiting.remove(self._go_on)
            self.call_after_refresh(self._go_on, self._board)

    # ── going on ────────────────────────────────────────────────────────────────────────────────────

    def _begun(self, universe: Universe) -> Board:
        if not self.opened.held:
            return super()._begun(universe)
        from tui.app.start import begun

        return begun(universe, self.opened.lang, self.opened.held)

    def _framed(self) -> None:
        """The cursor goes to where it stood as soon as there are rows."""
        self._place_cursor()
        self.call_after_refresh(self._place_cursor)  # the grid may not be there yet

    def _place_cursor(self) -> None:
        """To the name and the column it was left on, unless it was moved meanwhile."""
        from tui.remembered import place_of

        place, grid = place_of(self.opened.held), self._unmoved()
        if grid is not None and (place.code or place.column):
            keys = [one.key for one in grid.source.columns]
            column = keys.index(place.column) if place.column in keys else None
            grid.move(grid.source.find(place.code), column)

    def _unmoved(self) -> Grid | None:
        """The watchlist's grid while its cursor stands on the first cell."""
        screen = self.screen_stack[0] if self.screen_stack else None
        if not isinstance(screen, Watchlist) or not screen.query("#grid"):
            return None
        grid = screen.grid
        return None if (grid.cursor_row, grid.cursor_column) > (0, 0) else grid

    @property
    def _begins_away(self) -> bool:
        from tui.remembered import place_of

        return place_of(self.opened.held).screen != "watchlist"

    def _arrive(self) -> None:
        """Paint once the screen is there on which the session goes on."""
        if not self._filling:
            return
        if self.ready:
            self.call_later(self.screen.call_later, self._filled)
        else:
            self.set_timer(ARRIVING, self._arrive)

    def _go_on(self, board: Board) -> None:
        """With the board there: the cursor, then the screen; from here on changes are this session's."""
        from tui.app.keys import SCREENS
        from tui.remembered import place_of

        held = self.opened.held
        place = place_of(held)
        if held:
            self._place_cursor()
            if place.screen in {name for _, name in SCREENS}:
                self.call_later(self.visit, place.screen)
                self.call_later(self._arrive)
        cursor = (place.code or board.code(0), place.column or board.view.columns[0])
        self._kept = {**self._state(board), "screen": place.screen, "cursor": cursor}

    def _before_reading(self) -> None:
        """Look before reading: what changes meanwhile makes the frame that is kept another's."""
        super()._before_reading()
        if self.opened.remembers and self.opened.place is not None:
            from tui.app.session.kept import files_of

            self._files = (self.opened.place, files_of(self.opened.place))

    def _loaded(self, universe: Universe, said: tuple[object, ...]) -> None:
        self._read_from = self._files
        wrong = self.opened.wrong
        if wrong:
            universe = replace(universe, problems=(*universe.problems, *wrong))
        if self._kept is None and self._unmoved() is not None:
            from tui.remembered import place_of

            place = place_of(self.opened.held)
            if place.code in universe.row_of:
                self._at = (place.code, place.column)  # what was left is what is looked at
        super()._loaded(universe, said)

    # ── what changed ────────────────────────────────────────────────────────────────────────────────

    def _state(self, board: Board) -> dict[str, Any]:
        """What is worth remembering, as it is: equal values are the same values as a rule."""
        return {
            "view": (self._before or board.view, self._trail),  # what is being typed is not left yet
            "look": board.look,
            "marks": board.marks,
            "cursor": self._at,
            "screen": self.place,
            "side": _side(self.screen_stack[0]),
            "sizes": dict(self.sizes),
            "queries": self._queries,
            "commands": self._commands,
            **self._common(board),
        }

    def _common(self, board: Board) -> dict[str, Any]:
        """What is remembered for every book."""
        return {"lang": board.lang, "up": self.opened.up, "palette": self.theme}

    def look_for_changes(self) -> None:
        """Write what changed, in a thread, once it rests."""
        board = self.board
        if board is None or self._kept is None or not self.screen_stack:  # none: it is ending
            return
        now = self._state(board)
        if self.opened.place != self._kept_of:  # another book: from here on it is that one's
            self._kept_of, self._kept = self.opened.place, now
        if now == self._kept:
            return
        resting, self._before_that = now == self._before_that, now
        self._looks += 1
        if (resting or self._looks >= PATIENT) and not self._writing.locked():
            self._looks = 0
            self.run_worker(self._writer(board, now), thread=True, group="remember")

    def _writer(self, board: Board, now: dict[str, Any]) -> Callable[[], None]:
        """What writes it; a state is written as one, so what changes meanwhile is found by the next look."""
        before, self._kept = self._kept or {}, now
        changed = {name: value for name, value in now.items() if value != before.get(name)}
        place = self._kept_of

        def write() -> None:
            from tui.app.session.remembered import write

            with self._writing:
                try:
                    write(place, board, changed, self.opened.settings)
                except (KanpanError, OSError) as error:
                    failed = error
                else:
                    return
            with suppress(RuntimeError):  # the session has ended
                self.call_from_thread(self._not_kept, failed)

        return write

    def _not_kept(self, error: Exception) -> None:
        """Say once, and quietly, that nothing is remembered."""
        if not self._unkept:
            self._unkept = True
            self.note, self._noted = say("not_kept", self.lang, error), self._at[0]

    def exit(self, *args: Any, **words: Any) -> None:
        """Leave; what is not written yet is written first."""
        self.write_now()
        super().exit(*args, **words)

    def leave_frame(self) -> None:
        """Keep what the next session shows first; done once the terminal is given back."""
        board, (place, files) = self.board, self._read_from
        if self.opened.keeps_place and board is not None and files and place == self.opened.place:
            from tui.app.session.kept import keep_for_next

            keep_for_next(self.opened, board, files)

    def write_now(self) -> None:
        """Write what changed, here and now; where that fails nobody is left to hear of it."""
        board = self.board
        if not self.opened.keeps_place or board is None or self._kept is None:
            return
        now = self._state(board)
        if now != self._kept:
            self._writer(board, now)()
        else:
            with self._writing:  # a thread may be at it
                pass


def _side(screen: object) -> bool | None:
    """Whether the side bar was shown or hidden by its key; None where neither."""
    if not isinstance(screen, Watchlist):
        return None
    return True if screen.has_class("-side") else False if screen.has_class("-no-side") else None
