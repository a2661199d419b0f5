"""What shows the way: the keys in force, the help for here, the palette, and the tour."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.app.keys import KEYS
from tui.app.session.asking import Asking
from tui.errors import KanpanError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from tui.app.board import Board
    from tui.app.keys import Key
    from tui.app.session.keymap import Keymap
    from tui.app.session.touring import Tour
    from tui.errors import Problem
    from tui.universe.universe import Universe

RELOADED = ("reloaded",)


class _Told:
    """Loads a universe, and puts what is wrong elsewhere among its problems."""

    def __init__(self, load: Callable[[], Universe], problems: tuple[Problem, ...]) -> None:
        self.load, self.problems = load, problems

    def __call__(self) -> Universe:
        universe = self.load()
        return replace(universe, problems=(*universe.problems, *self.problems))


class Guiding(Asking):
    """A session that says which keys do what; `keys` are those in force."""

    ENABLE_COMMAND_PALETTE = False  # Textual's own; ours has what it has, and the book

    def _begin(self) -> None:
        super()._begin()
        self.keys: tuple[Key, ...] = KEYS
        self.tour: Tour | None = None
        self._wrong_keys: tuple[Problem, ...] = ()
        self._tour_offered = self._tour_asked = False
        if self.opened.remembers:
            self._take_users_keys()

    def _take_users_keys(self) -> bool:
        """The user's [keys], where there are any; True where other keys hold now than before."""
        from tui.settings import config_path, load_settings

        with suppress(KanpanError):  # it is told where the book is read
            wishes = load_settings().keys if config_path().exists() else ()
            if wishes or self.keys is not KEYS or self._wrong_keys:
                from tui.app.session.keymap import keymap_of

                before = self.keys, self._wrong_keys
                self.take_keys(keymap_of(wishes))
                return before != (self.keys, self._wrong_keys)
        return False

    def take_keys(self, keymap: Keymap) -> None:
        """Let other keys hold from now on; what is wrong with them is told with the book's problems."""
        self.keys, self._wrong_keys = keymap.table, keymap.problems
        self.set_keymap(keymap.changed)

    def read(self, said: tuple[object, ...] = RELOADED) -> None:
        """Read the book in a thread, and the user's keys; what is wrong with them is among its problems."""
        if self.board is not None and said == RELOADED and self.opened.remembers and self._take_users_keys():
            said = ("reloaded_keys",)
        load = self.opened.load.load if isinstance(self.opened.load, _Told) else self.opened.load
        told = _Told(load, self._wrong_keys) if self._wrong_keys else load
        self.opened = self.opened._replace(load=told)
        super().read(said)

    @property
    def place(self) -> str:
        """The screen on show: one of `keys.SCREENS`."""
        return "watchlist"

    def on_key(self, event: events.Key) -> None:
        """What was typed for a line that was not there yet came to what lies below it: hand it on."""
        hand_on = getattr(self.screen, "typed_ahead", None)
        if hand_on is not None and event.character and event.is_printable:
            hand_on(event.character)

    # ── help and palette ────────────────────────────────────────────────────────────────────────────

    def action_help_here(self) -> None:
        """Show the keys of the part in use, of its screen, and of everywhere."""
        from tui.app.dialogs.help import HelpDialog, here_of

        if not self.screen.is_modal:
            self.push_screen(HelpDialog(here_of(self.focused, self.place), self.keys, self.lang))

    def action_everything(self) -> None:
        """Offer every action, column, name, group, theme, saved view and command."""

        def offer(board: Board) -> None:
            from tui.app.session.everything import offer_everything

            if not self.screen.is_modal:
                offer_everything(self, board)

        self.with_board(offer)

    # ── the tour ────────────────────────────────────────────────────────────────────────────────────

    def action_tour_step(self, step: int) -> None:
        """The tour's next step, or its end for 0; the key is the focused part's where no tour is on."""
        if self.tour is None or not self.tour.takes(self):
            from textual.actions import SkipAction

            raise SkipAction
        self.tour.go(self, step)

    def _loaded(self, universe: Universe, said: tuple[object, ...]) -> None:
        super()._loaded(universe, said)
        history = universe.history
        if self.opened.remembers and universe.read_only and history and not self._tour_asked:
            from tui.app.session.touring import offer

            self._tour_asked = True
            offer(self, history.book.root)

    def show(self, board: Board) -> None:
        """Put another board on show; the offer of the tour stays until it is taken."""
        super().show(board)
        if self._tour_offered:
            from tui.app.session.touring import offering

            offering(self)

    def offer_tour(self, offered: bool) -> None:
        """Let the line below the watchlist offer the tour, or no longer."""
        if self._tour_offered != offered:
            self._tour_offered = offered
            self.with_board(self.show)

    @property
    def at(self) -> tuple[str, str]:
        """The name and the column under the watchlist's cursor, as it last rested."""
        return self._at
