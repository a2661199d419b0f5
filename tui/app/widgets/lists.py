"""Lists with a cursor: the groups and themes at the side, and the stories of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.app.keys import bindings
from tui.app.widgets.bars import content
from tui.app.widgets.story import headline
from tui.app.words.say import say
from tui.text import pad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from tui.app.frames.frame import Entry, Frame, NameFrame, StoryFrame
    from tui.view.view import View

COUNT, FIGURE = 3, 6  # cells of the side bar's two figures; a longer count takes more


class PlainList(OptionList):
    """A list whose cursor stands on the first entry as soon as one comes in."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)

    def on_focus(self) -> None:
        """Stand on an entry."""
        if self.highlighted is None:
            self.action_first()

    def action_page_up(self) -> None:
        """A page up, where there is room for a line at all."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]  # Textual's

    def action_page_down(self) -> None:
        """A page down, where there is room for a line at all."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]  # Textual's


class CodeList(PlainList):
    """A list of names under headings; choosing a name says which."""

    class Chosen(Message):
        """A name was chosen."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._codes: list[str] = []

    def show(self, rows: Sequence[tuple[str, Option]], *, stand: bool = False) -> None:
        """Other lines, each with its code, '' for a heading; the cursor stays where it was.

        stand: else it stands on the first name
        """
        kept = self.highlighted
        self._codes = [code for code, _ in rows]
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(option for _, option in rows)
            if kept is not None and kept < len(rows) and self._codes[kept]:
                self.highlighted = kept
            elif stand and any(self._codes):
                self.action_first()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say which name it is."""
        event.stop()
        if code := self._codes[event.option_index]:
            self.post_message(self.Chosen(code))


class Sidebar(PlainList):
    """Groups, the user's lists and themes, with counts and the median forward PE; choosing one filters."""

    frame: reactive[Frame | None] = reactive(None)

    class Picked(Message):
        """An entry was chosen: show only its names."""

        def __init__(self, kind: str, key: str) -> None:
            super().__init__()
            self.kind, self.key = kind, key

    class Change(Message, namespace="watchlist"):
        """A list was chosen: the view is to ask for its names. It goes where the watchlist's own one goes."""

        def __init__(self, where: str) -> None:
            super().__init__()
            self.where = where

        def change(self, view: View) -> View:
            """The view that asks for them."""
            return view.asking(self.where)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._shown: tuple[tuple[Entry | None, ...], int] = ((), 0)

    def watch_frame(self) -> None:
        """List anew where an entry changed."""
        self._list()

    def on_resize(self) -> None:
        """Fit the labels to the width."""
        self._list()

    def _list(self) -> None:
        width = self.scrollable_content_region.width
        if self.frame is None or not width or self._shown == (self.frame.entries, width):
            return
        before, at = self._shown[0], self.highlighted
        entries = self.frame.entries
        self._shown = (entries, width)
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(_option(entry, width) for entry in entries)
            self.highlighted = _same(entries, before[at]) if at is not None and at < len(before) else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell what was chosen."""
        event.stop()
        entry = self.frame.entries[event.option_index] if self.frame else None
        if entry is not None:
            listed = entry.kind == "list"
            self.post_message(self.Change(entry.asks) if listed else self.Picked(entry.kind, entry.id))


def _same(entries: Sequence[Entry | None], wanted: Entry | None) -> int | None:
    """The place of an entry among others: lists come and go above it."""
    if wanted is None:
        return None
    held = (wanted.kind, wanted.id)
    return next((i for i, one in enumerate(entries) if one and (one.kind, one.id) == held), None)


def _option(entry: Entry | None, width: int) -> Option:
    """One line; where its count is long, its label is the shorter."""
    if entry is None:
        return Option("", disabled=True)
    cells = max(COUNT, len(entry.number) + 1)
    room = max(0, width - cells - FIGURE - 1)
    if entry.kind == "title":
        head = pad(entry.label, room) + pad(entry.figure, cells + FIGURE, right=True)
        return Option(Content.styled(head, "bold"), disabled=True)
    label = pad(f"{'>' if entry.chosen else ' '}{entry.label}", room)
    figures = f" {pad(entry.number, cells - 1, right=True)}{entry.figure:>{FIGURE}}"
    return Option(content(((label, "bold $text-accent" if entry.chosen else ""), (figures, "$text-muted"))))


class NewsPane(PlainList):
    """The stories linked to the chosen name, each with the words that made the link."""

    name_frame: reactive[NameFrame | None] = reactive(None)
    lang: reactive[str] = reactive("en")

    class Opened(Message):
        """A story was chosen."""

        def __init__(self, story: StoryFrame) -> None:
            super().__init__()
            self.story = story

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._shown: tuple[object, str] = (None, "")

    def watch_name_frame(self) -> None:
        """List anew."""
        self._list()

    def watch_lang(self) -> None:
        """List anew."""
        self._list()

    def _list(self) -> None:
        stories = self.name_frame.stories if self.name_frame else ()
        if self._shown == (stories, self.lang):
            return
        self._shown = (stories, self.lang)
        told = self.name_frame.told if self.name_frame else 0
        count = f"{told}" if told == len(stories) else f"{len(stories)}/{told}"
        self.border_title = f"{say('news', self.lang)} {count}"
        self.border_subtitle = say("why", self.lang) if stories else ""
        hint = Option(Content.styled(say("news_none", self.lang), "$text-muted"), disabled=True)
        self.set_options([Option(headline(story)) for story in stories] or [hint])
        if self.has_focus:
            self.action_first()

    @property
    def story(self) -> StoryFrame | None:
        """The story under the cursor."""
        stories, at = self.name_frame.stories if self.name_frame else (), self.highlighted
        return stories[at] if at is not None and at < len(stories) else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the story."""
        event.stop()
        if self.name_frame and event.option_index < len(self.name_frame.stories):
            self.post_message(self.Opened(self.name_frame.stories[event.option_index]))
