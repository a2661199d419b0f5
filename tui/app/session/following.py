"""What the themes and the news screen ask for: to follow a row, a way or a link, to narrow stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.screens.watchlist import Watchlist
from tui.app.session.visiting import Screens
from tui.app.words.say import say

if TYPE_CHECKING:
    from tui.app.board import Board
    from tui.app.screens.listed import Listed
    from tui.app.screens.page import Page
    from tui.app.screens.themes import Members
    from tui.app.widgets.reading import StoryPane
    from tui.view.told import Wanted


class Following(Screens):
    """A session in which themes lead to names, and stories to themes, names and their links."""

    def on_listed_entered(self, event: Listed.Entered) -> None:
        """Of a theme show the names on the watchlist; of a story what it leads to."""
        if event.place != "themes":
            screen = self._made[event.place]
            screen.enter(screen.stops()[1])
            return

        def filtered(board: Board) -> None:
            from tui.view.theme_figures import theme_tree

            line = next((one for one in theme_tree(board.universe) if one.theme.id == event.key), None)
            if line is None or not line.codes:
                self.note = say("theme_empty", self.lang)
                return
            self.turn(board.view.keeping("theme", event.key))
            self.back_to()

        self.with_board(filtered)

    def on_page_went(self, event: Page.Went) -> None:
        """To a name on the watchlist."""
        self._to_name(event.code)

    def on_members_went(self, event: Members.Went) -> None:
        """To a member on the watchlist."""
        self._to_name(event.code)

    def on_story_pane_went(self, event: StoryPane.Went) -> None:
        """To a name on the watchlist, or to a theme."""
        event.stop()
        self._follow(event.kind, event.target)

    def _followed(self, chosen: tuple[str, str] | None) -> None:
        """A dialog over the watchlist was left by one of its ways."""
        if chosen is not None:
            self.call_later(self._follow, *chosen)

    def _follow(self, kind: str, target: str) -> None:
        if kind == "name":
            self._to_name(target)
            return
        from tui.app.screens.themes import ThemesScreen

        self._chosen["themes"] = target
        self.visit("themes")
        screen = self._made["themes"]
        if isinstance(screen, ThemesScreen):
            screen.go(target)

    def _to_name(self, code: str) -> None:
        board = self.board
        if board is None:
            return
        if code in board.universe.row_of:
            self.back_to(code)
        else:
            self.note = say("not_in_book", self.lang, code)

    # ── a story's link ──────────────────────────────────────────────────────────────────────────────

    def action_link(self) -> None:
        """Open the link of the story under the cursor, once it was shown."""
        story = self.story_frame if self._place == "news" else None
        if isinstance(self.screen, Watchlist):
            story = self.screen.story
        if story is not None:
            self.open_link(story.url)

    def on_story_pane_linked(self, event: StoryPane.Linked) -> None:
        """Open the link of the story in a dialog."""
        event.stop()
        self.open_link(event.url)

    def open_link(self, url: str) -> None:
        """Show a link and open it where that is wanted; one that is none of the web is refused."""
        from tui.app.dialogs.dialog import Confirm
        from tui.app.session.links import openable

        if not url:
            self.tell("link_none")
        elif not openable(url):
            self.tell("failed", say("link_bad", self.lang, url))
        else:

            def answered(yes: bool | None) -> None:
                if yes:
                    self.open_url(url)

            self.push_screen(Confirm(say("link_open", self.lang), url, self.lang), answered)

    # ── narrowing the stories ───────────────────────────────────────────────────────────────────────

    def action_narrow(self, what: str) -> None:
        """Only the stories of a name or a theme that is asked for, or of the next route."""
        from tui.view.told import ROUTES, Wanted

        wanted = self._wanted or Wanted()
        if what == "route":
            routes = ("", *ROUTES)
            self._narrow(wanted._replace(route=routes[(routes.index(wanted.route) + 1) % len(routes)]))
            return

        def ask(board: Board) -> None:
            from tui.app.dialogs.picking import PickDialog
            from tui.app.dialogs.tag import choices

            def chosen(key: str | None) -> None:
                if key is not None:
                    now = self._wanted or Wanted()
                    self._narrow(now._replace(name=key) if what == "name" else now._replace(theme=key))

            title = say(f"narrow_{what}", board.lang)
            self.push_screen(PickDialog(title, choices(board, what), board.lang), chosen)

        self.with_board(ask)

    def _narrow(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.with_board(self._present)

    def on_page_left(self, event: Page.Left) -> None:
        """Back to all stories where they are narrowed, else to the watchlist."""
        from tui.view.told import Wanted

        if event.place == "news" and self._wanted not in {None, Wanted()}:
            self._narrow(Wanted())
        else:
            self.action_screen("watchlist")
