"""The news screen: every story, and the one under the cursor whole, with the words that link it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.reactive import var

from tui.app.keys import bindings
from tui.app.screens.listed import Listed
from tui.app.widgets.lists import PlainList
from tui.app.widgets.reading import Reading, StoryPane
from tui.app.words.say import say

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from tui.app.frames.frame import StoryFrame


class NewsScreen(Listed):
    """Stories, newest first; keys narrow them to a name, a theme or a route."""

    PLACE = "news"
    TABS = ("fold_list", "fold_story")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("news")]

    story: var[StoryFrame | None] = var(None)

    def pane(self) -> ComposeResult:
        """The story."""
        yield StoryPane(id="story").data_bind(NewsScreen.story, Listed.lang)

    def panes(self) -> list[Widget]:
        """What it leads to, then its text."""
        return [self.query_one("#ways", PlainList), self.query_one(Reading)]

    def watch_story(self) -> None:
        """Say in the pane's title that its words tell why."""
        for pane in self.query("#pane"):
            pane.border_title = say("why", self.lang) if self.story else ""
