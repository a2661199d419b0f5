"""The market screen: the moves of indices as bars, and the names that moved most."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.widgets.option_list import Option

from tui.app.frames.report import MarketFrame
from tui.app.keys import bindings
from tui.app.screens.page import Page
from tui.app.widgets.bars import content
from tui.app.widgets.lists import CodeList
from tui.app.widgets.moves import move_lines
from tui.app.widgets.scroller import Drawn
from tui.app.widgets.wrap import wrapped
from tui.app.words.say import say
from tui.text import cell_width, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from tui.app.frames.report import MoverLine
    from tui.app.widgets.scroller import Line

    Sides = tuple[Sequence[MoverLine], Sequence[MoverLine]]

M = TypeVar("M")
LOWEST = 12  # lines; with less there is room for the names or the indices only
COLOURS = {"up": ("$text-error", "$text-success"), "down": ("$text-success", "$text-error")}
FEWEST, HEADINGS = 5, 3  # names on either side; lines of both headings and of the gap between
Row = tuple[str, Option]  # a code, '' for a heading, and what is shown


class Moves(Drawn):
    """The moves of indices; they lead nowhere, and say so."""

    BINDINGS: ClassVar[list[BindingType]] = [one for one in bindings("grid") if one.id == "grid.choose"]
    """Going in."""

    class Asked(Message):
        """Going in was asked for."""

    def action_choose(self) -> None:
        """Ask."""
        self.post_message(self.Asked())


class MarketScreen(Page):
    """Index moves beside the best and the worst names; enter goes to a name."""

    CSS_PATH: ClassVar = ["page.tcss", "market.tcss"]
    PLACE = "market"
    TABS = ("fold_movers", "fold_moves")
    SECOND = "movers"

    def parts(self) -> ComposeResult:
        """Moves, and names over what the report has only as a picture."""
        with Container(id="halves"):
            yield Moves(id="moves")
            yield CodeList(id="movers")
        yield Static(id="pictures")

    def stops(self) -> list[Widget]:
        """The names, then the moves."""
        return [self.query_one("#movers"), self.query_one("#moves")]

    def on_mount(self) -> None:
        """Colour the bars as the user wants them."""
        self.query_one("#moves").set_class(self.has_class("-green-up"), "-green-up")

    def fill(self) -> None:
        """Write moves and names anew, as wide as they may be."""
        frame = self.frame
        if not isinstance(frame, MarketFrame):
            return
        moves = self.query_one("#moves", Moves)
        moves.border_title = Content(frame.heading)
        moves.draw(partial(_moves, frame))
        pictures = self.query_one("#pictures", Static)
        pictures.display = bool(frame.pictures) and not self.has_class("-low")
        room = max(8, self.size.width - 2)
        pictures.update(wrapped(Content.styled(frame.pictures, "$text-muted"), room))
        self._list(frame)

    def _list(self, frame: MarketFrame) -> None:
        movers = self.query_one("#movers", CodeList)
        movers.border_title = say("movers", frame.lang)
        room = movers.scrollable_content_region.width
        sides = fitting(frame.best, frame.worst, movers.scrollable_content_region.height)
        rows = list(_rows(frame, sides, room, green=self.has_class("-green-up")))
        movers.show(rows, stand=True)

    def on_moves_asked(self, event: Moves.Asked) -> None:
        """Say that an index has no names here."""
        event.stop()
        self.post_message(self.Told("index_alone"))

    @property
    def folds(self) -> bool:
        """In a very low window."""
        return self.has_class("-lowest")

    def on_resize(self, event: events.Resize) -> None:
        """Keep the names alone where there is no room for the indices above them."""
        self.set_class(event.size.height < LOWEST, "-lowest")

    def on_code_list_chosen(self, event: CodeList.Chosen) -> None:
        """Go to the name."""
        event.stop()
        self.post_message(self.Went(event.code))


def _moves(frame: MarketFrame, width: int) -> tuple[Sequence[Line], int]:
    """The moves in `width` cells, or why there are none; and how many lines stay on top."""
    lines, pinned = move_lines(frame.moves, frame.lang, width)
    if lines:
        return lines, pinned
    hint = wrapped(Content(frame.hint), max(8, width - 2), 1)
    return [((line.plain, "dim"),) for line in hint.split("\n")], 0


def fitting(best: Sequence[M], worst: Sequence[M], height: int) -> tuple[Sequence[M], Sequence[M]]:
    """As many of either side as the lines have room for, and at least some: the rest is scrolled to."""
    room = height - HEADINGS
    each = max(FEWEST, room // 2)
    low = worst[: max(each, room - len(best))]
    return best[: max(each, room - len(low))], low


def _rows(frame: MarketFrame, sides: Sides, width: int, *, green: bool) -> Iterator[Row]:
    """Headings and names."""
    if frame.movers_hint:
        hint = wrapped(Content.styled(frame.movers_hint, "$text-muted"), max(8, width))
        yield "", Option(hint, disabled=True)
    every = (*sides[0], *sides[1])
    names = max((cell_width(line.name) for line in every), default=0)
    figures = max((cell_width(line.text) for line in every), default=0)
    for word, lines in zip(("best", "worst"), sides, strict=True):
        if not lines:
            continue
        if word == "worst":
            yield "", Option("", disabled=True)
        heading = say(word, frame.lang, len(lines))
        way, none = ("up", "none_rose") if word == "best" else ("down", "none_fell")
        if not any(line.tone == way for line in lines):
            heading += f"  {say(none, frame.lang)}"
        yield "", Option(Content.styled(heading, "bold $text-accent"), disabled=True)
        for line in lines:
            yield line.code, _option(line, (names, figures), width, green=green)


def _option(line: MoverLine, widths: tuple[int, int], width: int, *, green: bool) -> Option:
    names, figures = widths
    colour = COLOURS[line.tone][green] if line.tone else ""
    head: list[tuple[str, str]] = [
        (f"{line.code}  ", "$text-primary"),
        (f"{pad(line.name, names)}  ", "bold"),
        (pad(line.text, figures, right=True), f"{colour} bold"),
    ]
    used = sum(cell_width(text) for text, _ in head)
    told = _told(line, width - used - 2)
    return Option(content((*head, (f"  {told}", "$text-muted"))))


def _told(line: MoverLine, room: int) -> str:
    """Both dates, and what is to be known of the figure; without the years where there is no room."""
    days: Sequence[str] = line.days
    whole = " -> ".join(day for day in days if day)
    short = " -> ".join(day[5:] for day in days if day)
    told = f"{whole}  {line.mark}".rstrip()
    return told if cell_width(told) <= room else f"{short}  {line.mark}".rstrip()
