"""The query bar: the line a query is typed into, offers above it, below it what it finds or what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from tui.app.widgets.bars import content
from tui.app.widgets.query_line import QueryLine
from tui.app.words.say import say
from tui.text import cell_width, char_width, clean, crop, pad

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import Input

    from tui.app.frames.frame import Part, Text
    from tui.app.frames.query import FaultLine, Offer, QueryState

OFFERS, FEW_OFFERS = 8, 3  # rows of offers; the few where the screen is low
LOW, LOWER, LOWEST = 20, 12, 9  # lines; below these few offers, no second line of a message, no offers
NARROW = 60  # cells; below these the words begin at the edge and not under the query


class OfferList(Static):
    """The offers, over what stands above the bar; a click takes one."""

    ALLOW_SELECT = False
    first: int = 0  # the offer in the uppermost row

    class Picked(Message):
        """An offer was clicked."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def on_click(self, event: events.Click) -> None:
        """Take the offer under the pointer."""
        event.stop()
        self.post_message(self.Picked(self.first + event.y))

    def draw(self, offers: Sequence[Offer], at: int, most: int, left: int, room: int) -> None:
        """Show at most `most` rows from the cell `left`, the offer `at` among them; -1 for none."""
        self.first = max(0, at - most + 1)
        rows = listed(offers, room)[self.first : self.first + most]
        self.display = bool(rows)
        if rows:
            self.styles.offset, self.styles.height = (0, -len(rows)), len(rows)
        self.update(content(_marked(rows, at - self.first, left, self._edges())), layout=False)

    def _edges(self) -> set[int]:
        """Cells where something below begins or ends: there a screen cuts even what lies over it."""
        regions = [widget.region for widget in self.screen.walk_children(Widget) if widget.display]
        return {x - self.region.x for region in regions for x in (region.x, region.right)}


class QueryBar(Vertical):
    """Shows states; tells what is typed, and how it was left."""

    DEFAULT_CSS = """
    QueryBar { height: 3; width: 100%; background: $surface; }
    QueryBar > Horizontal { height: 1; }
    QueryBar .label { width: auto; height: 1; color: $text-accent; text-style: bold; }
    QueryBar QueryLine, QueryBar QueryLine:focus { width: 1fr; height: 1; margin: 0 1; background: $surface; }
    QueryBar .under { width: 100%; height: 1fr; }
    QueryBar OfferList { overlay: screen; width: 100%; background: $panel; }
    """

    state: reactive[QueryState | None] = reactive(None)
    lang: reactive[str] = reactive("en")

    class Typed(Message):
        """The text or the cursor, a code point offset, is another."""

        def __init__(self, text: str, cursor: int) -> None:
            super().__init__()
            self.text, self.cursor = text, cursor

    class Left(Message):
        """The bar is to be closed; `kept` where enter did it."""

        def __init__(self, bar: QueryBar, text: str, *, kept: bool) -> None:
            super().__init__()
            self.bar, self.text, self.kept = bar, text, kept

    def __init__(self, text: str, history: tuple[str, ...], lang: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.set_reactive(QueryBar.lang, lang)
        self._line = QueryLine(text, history, say("query_hint", lang))
        self._label = Static(f" {say('query', lang)} ", classes="label", markup=False)
        self._under = Static(classes="under", markup=False)
        self._list = OfferList(markup=False)
        self._offers: tuple[Offer, ...] = ()
        self._told: tuple[str, int] | None = None
        self._lines = 0  # under the line; they only grow, so that what stands above stays calm

    def compose(self) -> ComposeResult:
        """Offers, label and line, words."""
        yield self._list
        with Horizontal():
            yield self._label
            yield self._line
        yield self._under

    def on_mount(self) -> None:
        """Begin at the end of the text, and ask about it."""
        self.watch(self._line, "scroll_x", self._draw_words, init=False)
        self.watch(self.screen, "virtual_size", self.on_resize, init=False)  # a lower screen resizes no bar
        self.focus()
        self._tell()

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the line."""
        self._line.focus(scroll_visible)
        return self

    # ── up ──────────────────────────────────────────────────────────────────────────────────────────

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell."""
        event.stop()
        self._tell()

    def on_query_line_moved(self, event: QueryLine.Moved) -> None:
        """Tell."""
        event.stop()
        self._tell()

    def on_offer_list_picked(self, event: OfferList.Picked) -> None:
        """Put the offer into the line."""
        event.stop()
        self._line.take(event.at)
        self.focus()

    def on_query_line_left(self, event: QueryLine.Left) -> None:
        """Leave, and let the query be what it was."""
        event.stop()
        self.post_message(self.Left(self, self._line.value, kept=False))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Leave with the text, unless something is known to be wrong with it."""
        event.stop()
        if self.state is None or self.state.text != event.value or not self.state.faults:
            self.post_message(self.Left(self, event.value, kept=True))

    def _tell(self) -> None:
        typed = (self._line.value, self._line.cursor_position)
        if typed != self._told:
            self._told = typed
            self.post_message(self.Typed(*typed))
        self._draw()

    @property
    def _label_cells(self) -> int:
        """Cells before the query."""
        return cell_width(say("query", self.lang)) + 3

    # ── down ────────────────────────────────────────────────────────────────────────────────────────

    def watch_state(self, state: QueryState | None) -> None:
        """Show it; its offers only where they are about what stands in the line."""
        if state is not None and self._line.answers(state):
            self._offers = state.offers
            self._line.answer(state)
        self._draw()

    def watch_lang(self, lang: str) -> None:
        """Label and example in another language."""
        self._label.update(f" {say('query', lang)} ")
        self._line.placeholder = say("query_hint", lang)
        self._draw_words()

    def on_resize(self) -> None:
        """Fit all of it anew."""
        self._lines = 0
        self._draw()

    def _draw(self) -> None:
        self._draw_words()
        if not self.is_attached:
            return
        tall = self.app.size.height
        most = OFFERS if tall >= LOW else FEW_OFFERS if tall >= LOWEST else 0
        trying = self._line.round
        offers, at = (trying.state.offers, trying.at) if trying else (self._offers, -1)
        left = self._label_cells - 1 if self.size.width >= NARROW else 0
        self._list.draw(offers, at, most, left, self.size.width - left)

    def _draw_words(self) -> None:
        """What is wrong and where, or how many rows there are."""
        state, width = self.state, self.size.width
        if state is None or not self.is_attached or not width:
            return
        tall, label = self.app.size.height, self._label_cells
        indent = label if width >= NARROW else 1
        room, most = width - indent - 1, 2 if tall >= LOWER else 1
        rows: list[Part]
        if state.faults:
            number = nearest(state.faults, self._line.cursor_position)
            fault = state.faults[number]
            which = f"{number + 1}/{len(state.faults)} " if len(state.faults) > 1 else ""
            words = wrapped(which + clean(fault.message), room, most)
            rows = [(" " * indent + row, "$text-error") for row in words]
            if tall >= LOWEST:
                rows.insert(0, (" " * label + self._carets(state.text, fault), "bold $text-error"))
        else:
            rows = [(" " * indent + row, "$text-muted") for row in wrapped(clean(state.count), room, most)]
        self._lines = max(self._lines, len(rows), 2 if tall >= LOWEST else 1)
        self.styles.height = 1 + self._lines
        self._line.marks.spans = tuple((fault.start, fault.end) for fault in state.faults)
        self._under.update(content(_lines(rows)), layout=False)

    def _carets(self, text: str, fault: FaultLine) -> str:
        """Carets under a fault, as far as the line still has the text that it is about."""
        line = self._line
        if line.value != text and (fault.start == fault.end or line.value[: fault.end] != text[: fault.end]):
            return ""
        before = cell_len(line.value[: fault.start])
        length = cell_len(line.value[fault.start : fault.end])
        return carets(before - line.scroll_offset.x, length, line.scrollable_content_region.width)


# ── lines of text ───────────────────────────────────────────────────────────────────────────────────


def nearest(faults: Sequence[FaultLine], cursor: int) -> int:
    """The place of the fault that the cursor stands in, else of the first."""
    return next((i for i, fault in enumerate(faults) if fault.start <= cursor <= fault.end), 0)


def carets(start: int, length: int, room: int) -> str:
    """Carets from the cell `start`; a sign to that side where all are beside the `room` cells on show."""
    first, end = max(0, start), min(start + max(length, 1), room)
    if end <= 0:
        return "<"
    return " " * first + "^" * (end - first) if first < end else " " * (room - 1) + ">"


def wrapped(text: str, width: int, most: int) -> list[str]:
    """The text in at most `most` lines of `width` cells, cut at spaces where there are any."""
    rows: list[str] = []
    while len(rows) < most - 1 and cell_width(text) > width > 1:
        end = used = 0
        while used + char_width(text[end]) <= width:
            used += char_width(text[end])
            end += 1
        end = (text.rfind(" ", end // 2, end + 1) + 1) or end
        rows.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*rows, crop(text, width)]


def listed(offers: Sequence[Offer], room: int) -> list[tuple[str, str]]:
    """Texts and hints as two columns, in all at most `room` cells with the one for the cursor's sign."""
    pairs = [(clean(offer.text), clean(offer.hint)) for offer in offers]
    text = min(max((cell_width(one) for one, _ in pairs), default=0), max(8, room // 2))
    hint = min(max((cell_width(one) for _, one in pairs), default=0), max(0, room - text - 4))
    return [(f"{pad(one, text)}  ", f"{pad(other, hint)} ") for one, other in pairs]


def _marked(rows: Sequence[tuple[str, str]], at: int, left: int, edges: set[int]) -> Text:
    """The rows from the cell `left`, the current one with a sign and reversed."""
    parts: list[Part] = []
    for i, (text, hint) in enumerate(rows):
        sign, style, muted = (">", "bold reverse", "bold reverse") if i == at else (" ", "", "$text-muted")
        first = kept_whole(sign + text, left, edges)
        parts += [("\n" * (i > 0) + " " * left, ""), (first, style)]
        parts.append((kept_whole(hint, left + cell_width(first), edges), muted))
    return tuple(parts)


def kept_whole(text: str, x: int, edges: set[int]) -> str:
    """A text from the cell `x` on, with a space before each wide character that an edge would halve."""
    out = []
    for char in text:
        wide = char_width(char)
        if wide == 2 and x + 1 in edges:
            out.append(" ")
            x += 1
        out.append(char)
        x += wide
    return "".join(out)


def _lines(rows: Sequence[Part]) -> Text:
    """Line ends between the rows."""
    return tuple(part for row in rows for part in (("\n", ""), row))[1:]
