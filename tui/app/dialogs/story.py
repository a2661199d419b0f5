"""A story in full over the watchlist, in the same pane that the news screen shows it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content

from tui.app.dialogs.dialog import Dialog
from tui.app.widgets.lists import PlainList
from tui.app.widgets.reading import Reading, StoryPane
from tui.app.words.say import say

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app.frames.frame import StoryFrame


class StoryDialog(Dialog):
    """A story and the ways from it; gives the one that was chosen: its kind and target, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "link", show=False, id="story.link"),
        Binding("tab,shift+tab", "other", show=False, id="story.other"),
    ]
    """Opening the story's link, and going from the ways to the text and back."""

    def __init__(self, story: StoryFrame, lang: str) -> None:
        super().__init__(say("news", lang), Content(""), lang)
        self._story = story

    def compose(self) -> ComposeResult:
        """The story in a box."""
        with Vertical(classes="box story-box") as box:
            pane = StoryPane()
            pane.story, pane.lang = self._story, self._lang
            yield pane
        box.border_title = Content(self._title)
        box.border_subtitle = say("story_keys", self._lang)

    def on_mount(self) -> None:
        """Begin at the ways."""
        self.query_one("#ways").focus()

    def action_other(self) -> None:
        """From the ways to the text, or back."""
        ways = self.query_one("#ways", PlainList)
        (self.query_one(Reading) if self.focused is ways else ways).focus()

    def action_link(self) -> None:
        """Ask for the story's link to be opened."""
        self.post_message(StoryPane.Linked(self._story.url))

    def on_story_pane_went(self, event: StoryPane.Went) -> None:
        """Leave for where it leads."""
        event.stop()
        self.dismiss((event.kind, event.target))
