"""What the session wears: a palette, and red or green for a rise; both can change while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.palettes import wear
from tui.app.session.remembering import Remembering

if TYPE_CHECKING:
    from textual.screen import Screen

GREEN = "-green-up"


class Wearing(Remembering):
    """A session whose colours can be changed; what is worn is remembered for every book."""

    def wear(self, palette: str, up: str) -> None:
        """Put on a palette, and give a rise its colour, on every screen."""
        wear(self, palette)
        if self.opened.up == up:
            return
        self.opened = self.opened._replace(up=up)
        self._landed = self._landed._replace(up=up)
        for screen in {*self.screen_stack, *self._made.values()}:
            _turn(screen, green=up == "green")
        if self.board is not None:
            self._present(self.board)


def _turn(screen: Screen[object], *, green: bool) -> None:
    screen.set_class(green, GREEN)
    for widget in screen.query("Grid, Scroller"):
        widget.set_class(green, GREEN)
