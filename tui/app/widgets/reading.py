"""A text that scrolls by keys, and the pane of a story: its text over the ways from it to names."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.app.keys import bindings
from tui.app.widgets.bars import content
from tui.app.widgets.lists import PlainList
from tui.app.widgets.story import LINK, way, whole
from tui.app.widgets.wrap import wrapped
from tui.app.words.say import say

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app.frames.frame import LinkLine, StoryFrame


class Reading(VerticalScroll):
    """A text as high as it is, up to its share of the pane; then it scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("text")]
    """Scrolling by lines, by pages and to the end, besides the keys that every scrolling text has."""
    DEFAULT_CSS = """
    Reading { height: auto; max-height: 50%; width: 100%; scrollbar-size-vertical: 1; }
    Reading > Static { width: 100%; height: auto; }
    Reading:focus { background-tint: $foreground 6%; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._text = Content("")
        self._broken = 0  # the width that the lines were broken at

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static()

    def show(self, text: Content) -> None:
        """Another text, from its beginning."""
        self._text = text
        self._break()
        if self.scroll_offset != (0, 0):
            self.scroll_to(0, 0, animate=False, force=True)

    def on_mount(self) -> None:
        """Show what was given before."""
        self._break()

    def on_resize(self) -> None:
        """Break the lines anew; a height that is another breaks none."""
        if self._broken != self.scrollable_content_region.width:
            self._break()

    def _break(self) -> None:
        self._broken = width = self.scrollable_content_region.width
        for told in self.query(Static):
            told.update(wrapped(self._text, width) if width else self._text)


class StoryPane(Vertical):
    """One story: title and summary with the linked words marked, and what it leads to, and by which words."""

    DEFAULT_CSS = """
    StoryPane { height: 1fr; }
    StoryPane > #ways {
        height: 1fr; min-height: 3; width: 100%; border: none; padding: 0;
        margin: 1 0 0 0; background: transparent; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    """

    story: reactive[StoryFrame | None] = reactive(None)
    lang: reactive[str] = reactive("en")

    class Went(Message):
        """A way was chosen: to a 'name' or a 'theme'."""

        def __init__(self, kind: str, target: str) -> None:
            super().__init__()
            self.kind, self.target = kind, target

    class Linked(Message):
        """The story's link is to be opened."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    def compose(self) -> ComposeResult:
        """The text over the ways."""
        yield Reading(id="text")
        yield PlainList(id="ways")

    def on_mount(self) -> None:
        """Show what was given before."""
        self._write()

    def watch_story(self) -> None:
        """Write anew."""
        self._write()

    def watch_lang(self) -> None:
        """Write anew."""
        self._write()

    def on_resize(self) -> None:
        """Fit the ways to the width."""
        self._write_ways()

    def _write(self) -> None:
        story = self.story
        none = Content.styled(say("story_none", self.lang), "$text-muted")
        for text in self.query(Reading):
            text.show(whole(story, self.lang) if story else none)
        self._write_ways()

    def _write_ways(self) -> None:
        for ways in self.query(PlainList):
            width = ways.scrollable_content_region.width
            if not width:
                continue
            kept = ways.highlighted
            with ways.prevent(OptionList.OptionHighlighted):
                ways.set_options(self._options(width))
                if self._lines and kept is not None:
                    ways.highlighted = min(kept, len(self._lines) - 1)

    @property
    def _lines(self) -> tuple[LinkLine, ...]:
        return self.story.links if self.story else ()

    def _options(self, width: int) -> list[Option]:
        if self.story is None:
            return []
        if not self._lines:
            hint = Content.styled(say("unlinked_hint", self.lang), "$text-muted")
            return [Option(hint, disabled=True)]
        return [Option(content(way(line, width))) for line in self._lines]

    def on_click(self, event: events.Click) -> None:
        """A click on the link asks for it, as its key does."""
        if self.story is not None and event.style.meta.get(LINK):
            event.stop()
            self.post_message(self.Linked(self.story.url))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell where to go."""
        event.stop()
        if event.option_index < len(self._lines):
            line = self._lines[event.option_index]
            self.post_message(self.Went(line.kind, line.target))
