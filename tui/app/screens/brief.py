"""The brief screen: the report's own opinion, and the groups it recommends with their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets.option_list import Option

from tui.app.frames.report import BriefFrame
from tui.app.screens.market import COLOURS
from tui.app.screens.page import Page
from tui.app.widgets.bars import content
from tui.app.widgets.lists import CodeList
from tui.app.widgets.reading import Reading
from tui.app.widgets.wrap import wrapped
from tui.app.words.say import say
from tui.text import cell_width, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from tui.app.frames.report import FocusLines, FocusName

CODE = 9  # cells
DEEP = 2


class BriefScreen(Page):
    """What the report says beside the groups it recommends; enter on a name goes to it."""

    CSS_PATH: ClassVar = ["page.tcss", "brief.tcss"]
    PLACE = "brief"
    TABS = ("fold_text", "fold_focus")
    SECOND = "focus"

    def parts(self) -> ComposeResult:
        """The text, and the groups."""
        with VerticalScroll(id="brief", can_focus=False):
            yield Reading(id="brief-text")
        yield CodeList(id="focus")

    def stops(self) -> list[Widget]:
        """The text, then the names."""
        return [self.query_one("#brief-text"), self.query_one("#focus")]

    def on_mount(self) -> None:
        """Nothing is shown yet."""
        self._shown: object = None

    def fill(self) -> None:
        """Write text and groups anew, as wide as they may be."""
        frame = self.frame
        if not isinstance(frame, BriefFrame):
            return
        self.query_one("#brief").border_title = Content(frame.heading)
        if self._shown is not frame:
            self._shown = frame
            text = content(frame.about) if frame.about else Content.styled(frame.hint, "$text-muted")
            self.query_one(Reading).show(text)
        self._list(frame)

    def _list(self, frame: BriefFrame) -> None:
        focus = self.query_one("#focus", CodeList)
        focus.border_title = say("focus", frame.lang)
        width = focus.scrollable_content_region.width
        rows = list(_rows(frame, width, green=self.has_class("-green-up")))
        focus.show(rows)

    def on_code_list_chosen(self, event: CodeList.Chosen) -> None:
        """Go to the name."""
        event.stop()
        self.post_message(self.Went(event.code))


def _rows(frame: BriefFrame, width: int, *, green: bool) -> Iterator[tuple[str, Option]]:
    """(code, '' for a heading; what is shown) of every line of the groups."""
    if not frame.focus:
        word = say("focus_empty" if frame.hint else "focus_none", frame.lang)
        told = wrapped(Content.styled(word, "$text-muted"), max(8, width))
        yield "", Option(told, disabled=True)
    names = [name for group in frame.focus for name in group.names]
    columns = _Columns.of(names)
    if columns.heads:
        yield "", Option(Content.styled(columns.head, "$text-muted"), disabled=True)
    for number, group in enumerate(frame.focus, 1):
        yield "", Option(_heading(group, number, width), disabled=True)
        for name in group.names:
            yield name.code, Option(_name(name, columns, frame.lang, green=green))
        if number < len(frame.focus):
            yield "", Option("", disabled=True)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Cells of a name and of its figures, and what stands over them."""

    name: int
    cells: tuple[int, ...]
    heads: tuple[str, ...]

    @classmethod
    def of(cls, names: Sequence[FocusName]) -> _Columns:
        """Wide enough for all of them."""
        widest = max((cell_width(name.name) for name in names), default=0)
        held = [name.figures for name in names if name.here]
        heads = tuple(label for label, _, _ in held[0]) if held else ()
        cells = [
            max(cell_width(head) + 1, *(cell_width(figures[at][1]) for figures in held))
            for at, head in enumerate(heads)
        ]
        return cls(widest, tuple(cells), heads)

    @property
    def head(self) -> str:
        """The line over the names; a figure ends a cell before its column, where its mark stands."""
        labels = (
            f"  {pad(f'{head} ', room, right=True)}"
            for head, room in zip(self.heads, self.cells, strict=True)
        )
        return " " * (DEEP + CODE + 2 + self.name) + "".join(labels)


def _heading(group: FocusLines, number: int, width: int) -> Content:
    head = Content.styled(f"{number}. {group.label}", "bold $text-accent")
    if not group.reason:
        return head
    return Content("\n").join([head, wrapped(Content.styled(group.reason, ""), max(8, width), DEEP)])


def _name(name: FocusName, columns: _Columns, lang: str, *, green: bool) -> Content:
    parts = [
        (f"{' ' * DEEP}{pad(name.code, CODE)}  ", "$text-primary"),
        (pad(name.name, columns.name), "bold"),
    ]
    if not name.here:
        parts.append((f"  {say('not_here', lang)}", "$text-muted"))
    for (_, text, tone), room in zip(name.figures, columns.cells, strict=False):
        parts.append((f"  {pad(text, room, right=True)}", COLOURS[tone][green] if tone else ""))
    return content(tuple(parts))
