"""The watchlist's panes: which are on show, by which keys the others come, how large they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from tui.app.grid.grid import Grid
from tui.app.screens.calm import Calm
from tui.app.screens.panes import HEIGHT, WIDTH, fit, grown, sentence_lines, sizes_of, tell_small
from tui.app.widgets.bars import StatusBar
from tui.app.widgets.foot import FoldLine
from tui.app.widgets.lists import NewsPane, Sidebar

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

NARROW, LOW = 110, 18  # cells; below these the side bar, or the lower panes, stay away


class Folding(Calm):
    """A grid with a side bar beside it and two panes below, of which those are folded that do not fit."""

    lang: var[str] = var("en")

    @property
    def grid(self) -> Grid:
        """The grid."""
        return self.query_one("#grid", Grid)

    def on_resize(self, event: events.Resize) -> None:
        """Fold what does not fit; a window that is too small says so."""
        self.set_class(event.size.width < NARROW, "-narrow")
        self.set_class(event.size.height < LOW, "-low")
        tell_small(self, self.lang)
        self._tell_lines()
        self.apply_sizes()
        self._folded()

    def _tell_lines(self) -> None:
        """The sentence takes one line while a query is typed, so that nothing moves; else what it needs."""
        for status in self.query(StatusBar):
            status.most = 1 if self.query("#query") else sentence_lines(self.size.height)

    def _folded(self) -> None:
        """Say by which keys the panes come that are folded away."""
        narrow, low, reading = (self.has_class(name) for name in ("-narrow", "-low", "-reading"))
        tabs: list[tuple[str, str]] = []
        if narrow or low:
            tabs = [
                ("fold_grid" if low else "fold_detail", "view.back" if reading else ""),
                ("fold_news", "" if reading else "pane.next"),
            ]
        if tabs or not self._side_shown:
            tabs.append(("fold_side", "" if self._side_shown else "view.sidebar"))
        for line in self.query(FoldLine):
            line.show(tabs, self.lang)

    @property
    def _side_shown(self) -> bool:
        if self.has_class("-narrow"):
            return self.has_class("-side")
        return not self.has_class("-no-side")

    def action_sidebar(self) -> None:
        """Show or hide the side bar."""
        side, shown = self.query_one(Sidebar), self._side_shown
        self.set_class(not shown, "-side")
        self.set_class(shown, "-no-side")
        self._folded()
        if shown and self.focused is side:
            self._enter(self.grid)

    # ── sizes ───────────────────────────────────────────────────────────────────────────────────────

    def apply_sizes(self) -> None:
        """Give side bar and lower panes the sizes that the session keeps."""
        kept, low = sizes_of(self), self.has_class("-low")
        for name, part, axis in (("side", "#side", WIDTH), ("lower", "#lower", HEIGHT)):
            for widget in self.query(part):
                fit(widget, axis, None if low and axis == HEIGHT else kept.get(f"watchlist.{name}"))

    def action_resize(self, step: int) -> None:
        """Make the pane in use larger or smaller: the side bar, or the panes below the grid."""
        if self.maximized is not None:
            return
        side = self.query_one(Sidebar)
        if self.focused is side:
            self.post_message(grown(self, "watchlist.side", side, WIDTH, step))
        elif not self.has_class("-low"):
            below = self.focused is not self.grid
            lower = self.query_one("#lower")
            self.post_message(grown(self, "watchlist.lower", lower, HEIGHT, step if below else -step))

    def action_zoom(self) -> None:
        """Give the focused pane the whole screen, or take it back."""
        if self.maximized is not None:
            self.minimize()
        elif self.focused is not None:
            self.maximize(self.focused, container=False)

    def action_next_pane(self, step: int) -> None:
        """Focus the next pane that is on the screen."""
        panes: list[Widget] = [self.grid, self.query_one(NewsPane)]
        if self._side_shown:
            panes.append(self.query_one(Sidebar))
        at = panes.index(self.focused) if self.focused in panes else 0
        self._enter(panes[(at + step) % len(panes)])

    def _enter(self, pane: Widget) -> None:
        """Focus a pane; where there is room for one below the grid, the news takes the detail's place."""
        reading = isinstance(pane, NewsPane)
        self.set_class(reading, "-reading")
        self._folded()
        if pane.region:
            pane.focus()
        else:  # hidden until now
            self.call_after_refresh(pane.focus)
