"""The screens beside the watchlist: going there and back, and what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from tui.app.grid.grid import Grid
from tui.app.screens.calm import Calm
from tui.app.screens.watchlist import Watchlist
from tui.app.session.life import ANY
from tui.app.session.opening import Opening
from tui.app.words.say import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.actions import ActionParseResult
    from textual.dom import DOMNode
    from textual.notifications import Notify

    from tui.app.board import Board
    from tui.app.frames.frame import StoryFrame
    from tui.app.frames.listing import ListFrame
    from tui.app.frames.theme import ThemeFrame
    from tui.app.screens.listed import Listed
    from tui.app.screens.page import Page
    from tui.app.screens.panes import Sized
    from tui.view.told import Wanted


class Screens(Opening):
    """A session with a themes and a news screen, made when they are first asked for.

    One of them may lie over the watchlist, which is always there.
    """

    themes_frame: var[ListFrame | None] = var(None)
    theme_frame: var[ThemeFrame | None] = var(None)
    news_frame: var[ListFrame | None] = var(None)
    story_frame: var[StoryFrame | None] = var(None)

    def _begin(self) -> None:
        super()._begin()
        self._place = "watchlist"  # the screen on show, whatever dialog lies over it
        self._going = False  # a screen was asked for and is not on show yet
        self._way_back = ""  # the screen that esc on the watchlist goes back to
        self._chosen: dict[str, str] = {}  # by screen, the row under its cursor
        self._wanted: Wanted | None = None
        self._made: dict[str, Page] = {}
        self.sizes: dict[str, int] = {}  # cells of the parts that the user made larger or smaller

    def show(self, board: Board) -> None:
        """Put another board on show, on whichever screen is."""
        super().show(board)
        self._present(board)

    def _present(self, board: Board) -> None:
        """Make the frames of the screen on show."""
        if self._place == "themes":
            from tui.app.present.themes import themes_frame

            self.themes_frame = themes_frame(board)
        elif self._place == "news":
            from tui.app.present.news import news_frame

            self._wanted = self._still(board)
            self.news_frame = news_frame(board, self._wanted)
        self._present_chosen(board)

    def _present_chosen(self, board: Board) -> None:
        if self._place == "themes":
            from tui.app.present.themes import theme_frame

            self.theme_frame = theme_frame(board, self._chosen.get("themes", ""))
        elif self._place == "news":
            from tui.app.present.story import story_frame

            self.story_frame = story_frame(board.universe, self._chosen.get("news", ""), board.lang)

    def _still(self, board: Board) -> Wanted:
        """Which stories are wanted, of what the universe still has."""
        from tui.view.told import Wanted

        wanted = self._wanted or Wanted()
        if wanted.name not in board.universe.row_of:
            wanted = wanted._replace(name="")
        if wanted.theme not in {theme.id for theme in board.universe.themes}:
            wanted = wanted._replace(theme="")
        return wanted

    # ── going there and back ────────────────────────────────────────────────────────────────────────

    def action_screen(self, place: str) -> None:
        """Put a screen on show."""
        self._way_back = ""

        def visit(_: Board) -> None:
            self._going = True
            self.call_later(self.visit, place)

        self.with_board(visit)

    @property
    def ready(self) -> bool:
        """True where keys reach the screen that the keys before them asked for."""
        return super().ready and not self._going

    def visit(self, place: str) -> None:
        """Put a screen on show; one that is on show stays as it is."""
        self._going = False
        board = self.board
        if board is None or place == self._place or self._dialog:
            return
        before, self._place = self._place, place
        if place == "watchlist":
            self.pop_screen()
            return
        self._present(board)
        screen = self._screen_of(place)
        if before == "watchlist":
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    @property
    def place(self) -> str:
        """The screen on show: one of `keys.SCREENS`."""
        return self._place

    def go_to(self, code: str) -> None:
        """To a name on the watchlist."""
        self.visit("watchlist")
        super().go_to(code)

    def keep(self, kind: str, key: str) -> None:
        """Show only the names of a group or theme, or all."""
        self.with_board(lambda board: self.turn(board.view.keeping(kind, key)))

    def only(self, kind: str, key: str) -> None:
        """Show only those names, on the watchlist."""
        self.visit("watchlist")
        self.keep(kind, key)

    @property
    def _dialog(self) -> bool:
        """True where a dialog lies over the screen."""
        return self.screen.is_modal

    def _screen_of(self, place: str) -> Page:
        if place not in self._made:
            screen = self._make(place)
            screen.set_class(self.opened.up == "green", "-green-up")
            self.install_screen(screen, place)
            self._made[place] = screen
        return self._made[place]

    def _make(self, place: str) -> Page:
        """A screen, bound to its frames."""
        if place == "themes":
            from tui.app.screens.themes import ThemesScreen

            return ThemesScreen().data_bind(
                Screens.note, frame=Screens.themes_frame, theme=Screens.theme_frame
            )
        from tui.app.screens.news import NewsScreen

        return NewsScreen().data_bind(Screens.note, frame=Screens.news_frame, story=Screens.story_frame)

    def back_to(self, code: str = "") -> None:
        """From another screen to the watchlist, to a name where one is given; esc there leads back."""
        self._way_back = self._place if self._place != "watchlist" else ""
        way_back = self._way_back
        self.visit("watchlist")
        if code:
            self.go_to(code)
        if way_back:
            self.note, self._noted = (
                say("esc_back", self.lang, say(f"screen_{way_back}", self.lang)),
                code or ANY,
            )

    def on_watchlist_left(self, event: Watchlist.Left) -> None:
        """Back to the screen one came from; else every name is shown."""
        event.stop()
        place, self._way_back = self._way_back, ""
        if place:
            self.note = ""
            self.visit(place)
        else:
            self.keep("all", "")

    def on_sized(self, event: Sized) -> None:
        """Keep how large a part is to be, and give it so many cells."""
        self.sizes[event.name] = event.cells
        if self._place in self._made:
            self._made[self._place].apply_sizes()
        elif isinstance(screen := self.screen_stack[0], Watchlist):
            screen.apply_sizes()

    def on_page_told(self, event: Page.Told) -> None:
        """Say something in the line below."""
        self.note, self._noted = say(event.word, self.lang), ANY

    def on_notify(self, event: Notify) -> None:  # noqa: ARG002 - the base shows it
        """What was said before gives way: two words at the most stand in the corner."""
        for old in [*self._notifications][:-1]:
            self._unnotify(old)

    # ── what is chosen ──────────────────────────────────────────────────────────────────────────────

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key stands for, of the row under the cursor though that came there just now."""
        screen = self.screen_stack[-1]
        if isinstance(screen, Calm) and not isinstance(default_namespace, Grid) and screen.unsettled():
            await self._dispatch_message(screen.rests_at())
        return await super().run_action(action, default_namespace, namespaces)

    def on_listed_settled(self, event: Listed.Settled) -> None:
        """Show another theme or story."""
        if self.board is not None and event.place == self._place:
            self._chosen[event.place] = event.key
            self._present_chosen(self.board)
