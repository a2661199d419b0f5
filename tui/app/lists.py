"""Lists with a cursor: the groups and themes at the side, and the stories of a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.app.keys import bindings
from tui.app.words import say
from tui.text import clean, pad
from tui.view.format import narrow
from tui.view.news import Story, median_forward, stories, theme_figures
from tui.view.resolve import group_ids, group_label

if TYPE_CHECKING:
    from textual.binding import BindingType

    from tui.app.board import Board
    from tui.universe.universe import Universe

COUNT, MEDIAN = 3, 6  # cells of the side bar's two figures


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the side bar: what it keeps ('all', 'group', 'theme'), its id, label, count and median PE."""

    kind: str
    id: str
    label: str
    count: int
    median: float


class Sidebar(OptionList):
    """Groups and themes with how many names and the median forward PE; choosing one filters."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]
    board: reactive[Board | None] = reactive(None)

    class Picked(Message):
        """An entry was chosen: show only its names."""

        def __init__(self, kind: str, key: str) -> None:
            super().__init__()
            self.kind, self.key = kind, key

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self._entries: list[Entry | None] = []
        self._shown: tuple[object, ...] = ()

    def watch_board(self, board: Board | None) -> None:
        """List anew where universe, language or filter changed."""
        if board is None:
            return
        shown = (id(board.universe), board.lang, board.view.groups, board.view.themes)
        if shown == self._shown:
            return
        self._shown = shown
        self._list(board)

    def on_resize(self) -> None:
        """Fit the labels to the width."""
        if self.board is not None:
            self._list(self.board)

    def _list(self, board: Board) -> None:
        width = max(10, self.scrollable_content_region.width or 24)
        kept = self.highlighted
        self._entries = list(_entries(board))
        options = []
        for entry in self._entries:
            if entry is None:
                options.append(Option("", disabled=True))
            elif entry.kind == "title":
                options.append(Option(_title(entry.label, board, width), disabled=True))
            else:
                options.append(Option(_line(entry, board, width)))
        self.clear_options()
        self.add_options(options)
        if kept is not None and kept < len(options):
            self.highlighted = kept

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell what was chosen."""
        event.stop()
        entry = self._entries[event.option_index]
        if entry is not None:
            self.post_message(self.Picked(entry.kind, entry.id))


def _entries(board: Board) -> list[Entry | None]:
    universe, lang = board.universe, board.lang
    everything = list(range(universe.rows))
    out: list[Entry | None] = [
        Entry("all", "", say("all", lang), universe.rows, median_forward(universe, everything))
    ]
    codes, texts = universe.encoded("group")
    groups = [g for g in group_ids(universe) if g in texts]
    if groups:
        out += [None, Entry("title", "", say("groups", lang), 0, 0.0)]
    for group in groups:
        rows = (codes == texts.index(group)).nonzero()[0].tolist()
        label = clean(group_label(universe, group, lang))
        out.append(Entry("group", group, label, len(rows), median_forward(universe, rows)))
    figures = [f for f in theme_figures(universe) if f.codes]
    if figures:
        out += [None, Entry("title", "", say("themes", lang), 0, 0.0)]
    out += [Entry("theme", f.theme.id, f.theme.label(lang), len(f.codes), f.median) for f in figures]
    return out


def _title(label: str, board: Board, width: int) -> Content:
    forward = board.universe.columns.get(board.universe.forward_pe or "")
    head = forward.head(board.lang) if forward else ""
    return Content.styled(
        pad(label, width - COUNT - MEDIAN - 1) + pad(head, COUNT + MEDIAN, right=True), "bold"
    )


def _line(entry: Entry, board: Board, width: int) -> Content:
    chosen = {"all": not (board.view.groups or board.view.themes)}
    chosen |= {"group": entry.id in board.view.groups, "theme": entry.id in board.view.themes}
    mark = ">" if chosen[entry.kind] else " "
    median = "" if entry.median != entry.median else _multiple(entry.median)
    label = pad(f"{mark}{narrow(entry.label)}", width - COUNT - MEDIAN - 1)
    figures = pad(str(entry.count), COUNT, right=True) + pad(median, MEDIAN, right=True)
    style = "bold $text-accent" if chosen[entry.kind] else ""
    return Content.assemble(Content.styled(label, style), Content.styled(figures, "$text-muted"))


def _multiple(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}"  # as short as a side bar is narrow


class NewsPane(OptionList):
    """The stories linked to the chosen name, each with the words that made the link."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]
    board: reactive[Board | None] = reactive(None)
    code: reactive[str] = reactive("")

    class Opened(Message):
        """A story was chosen."""

        def __init__(self, story: Story) -> None:
            super().__init__()
            self.story = story

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self._stories: list[Story] = []

    def watch_board(self) -> None:
        """List anew."""
        self._list()

    def watch_code(self) -> None:
        """List anew."""
        self._list()

    def _list(self) -> None:
        board = self.board
        if board is None:
            return
        self._stories = stories(board.universe, target=self.code) if self.code else []
        self.border_title = f"{say('news', board.lang)} {len(self._stories)}"
        self.border_subtitle = say("why", board.lang) if self._stories else ""
        self.clear_options()
        if self._stories:
            self.add_options([Option(story_line(s, board.universe, board.lang)) for s in self._stories])
        else:
            self.add_option(
                Option(Content.styled(say("news_none", board.lang), "$text-muted"), disabled=True)
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the story."""
        event.stop()
        if event.option_index < len(self._stories):
            self.post_message(self.Opened(self._stories[event.option_index]))


def story_line(story: Story, universe: Universe, lang: str) -> Content:
    """Date and title, and below them the route, the theme and the words in quotation marks."""
    day = f"{story.date:%m-%d}"
    first = Content.assemble(Content.styled(day, "$text-muted"), Content(f" {story.title}"))
    best = story.best
    return first if best is None else Content.assemble(first, "\n      ", reason(story, universe, lang))


def reason(story: Story, universe: Universe, lang: str) -> Content:
    """Why a story is linked: 'theme LEO satellites <- "低轨卫星"'."""
    best = story.best
    if best is None:
        return Content("")
    labels = {t.id: t.label(lang) for t in universe.themes}
    route = (
        say("direct", lang)
        if best.route == "direct"
        else f"{say('theme', lang)} {labels.get(best.theme, '')}"
    )
    return Content.assemble(
        Content.styled(f"{route} <- ", "$text-muted"), Content.styled(f'"{best.term}"', "$text-accent")
    )
