"""The line a query is typed into: offers that tab tries one after another, history, cleaned pastes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from rich.highlighter import Highlighter
from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input

from tui.app.keys import bindings
from tui.text import clean

if TYPE_CHECKING:
    from rich.text import Text
    from textual import events
    from textual.binding import BindingType

    from tui.app.frames.query import QueryState, Span


@dataclass(frozen=True, slots=True)
class Round:
    """Offers tried in one place: those of `state`, the one at `at` standing in the text."""

    state: QueryState
    at: int

    @property
    def put(self) -> str:
        """The offer's text."""
        return clean(self.state.offers[self.at].text)

    @property
    def text(self) -> str:
        """The whole text with the offer in it."""
        start, end = self.state.span
        return self.state.text[:start] + self.put + self.state.text[end:]

    @property
    def cursor(self) -> int:
        """After the offer; so inside the brackets of a function, whose offer ends in the opening one."""
        return self.state.span[0] + len(self.put)

    def turned(self, step: int) -> Round:
        """The next offers round, or the previous with a negative step."""
        return replace(self, at=(self.at + step) % len(self.state.offers))


class Marks(Highlighter):
    """Underlines what is wrong, for screens too low for a caret line, and besides it."""

    def __init__(self) -> None:
        self.spans: tuple[Span, ...] = ()

    def highlight(self, text: Text) -> None:
        """Underline the spans."""
        for start, end in self.spans:
            text.stylize(Style(underline=True), start, end)


class QueryLine(Input):
    """An input whose own keys act in the order they are typed in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("query"),
    ]

    class Moved(Message):
        """The cursor went elsewhere, or another offer is the current one."""

    class Left(Message):
        """Escape was pressed."""

    def __init__(self, text: str, history: tuple[str, ...], placeholder: str) -> None:
        self._history = tuple(one_line(past) for past in history)
        self._draft, self._place = "", len(self._history)  # the place: which query of the history stands here
        self._state: QueryState | None = None
        self._round: Round | None = None
        self._due = 0  # tabs pressed before the offers came
        self.marks = Marks()
        super().__init__(
            one_line(text), placeholder, self.marks, compact=True, select_on_focus=False, id="query-line"
        )

    # ── offers ──────────────────────────────────────────────────────────────────────────────────────

    @property
    def round(self) -> Round | None:
        """What tab is going through."""
        return self._round

    def answers(self, state: QueryState | None) -> bool:
        """Whether a state is about this text and cursor."""
        return state is not None and (state.text, state.cursor) == (self.value, self.cursor_position)

    def answer(self, state: QueryState) -> None:
        """Take the offers of a state that is about this text and cursor, and do what waited for them."""
        self._state = state
        step, self._due = self._due, 0
        if step and self._round is None:
            self.action_turn(step)

    def action_turn(self, step: int) -> None:
        """Put the next offer, or the previous, in the place of what is being typed."""
        if self._round is not None:
            self._put_offer(self._round.turned(step))
        elif self._state is None or not self.answers(self._state):
            self._due += step
        elif self._state.offers:
            self._put_offer(Round(self._state, -1 if step > 0 else 0).turned(step))

    def take(self, at: int) -> None:
        """Put an offer by its place in the list; nothing where the list is not about this text any more."""
        state = self._round.state if self._round else self._state
        if state is not None and (self._round or self.answers(state)) and at < len(state.offers):
            self._put_offer(Round(state, at))

    def _put_offer(self, offered: Round) -> None:
        self._put(offered.text, offered.cursor)
        if len(offered.state.offers) > 1:  # after a single one there is nothing to go through
            self._round = offered
        self.post_message(self.Moved())

    def _put(self, text: str, cursor: int) -> None:
        self.value = text
        self.cursor_position = cursor

    def watch_value(self) -> None:
        """Another text: no round goes on, and it is nothing of the history."""
        self._place = len(self._history)
        self.watch_selection()

    def watch_selection(self) -> None:
        """Another place: other offers."""
        self._round, self._due = None, 0
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        cursor = Region(self._cursor_offset, 0, 1, 1)
        self.scroll_to_region(cursor, force=True, animate=False)

    # ── history ─────────────────────────────────────────────────────────────────────────────────────

    def action_recall(self, step: int) -> None:
        """An older query, or a newer one; after the newest what was being typed."""
        last, place = len(self._history), self._place
        draft = self.value if place == last else self._draft
        place += step
        while 0 <= place < last and self._history[place] == self.value:
            place += step
        if 0 <= place <= last:
            text = draft if place == last else self._history[place]
            self._put(text, len(text))
            self._place, self._draft = place, draft

    # ── keys, pastes, leaving ───────────────────────────────────────────────────────────────────────

    async def on_key(self, event: events.Key) -> None:
        """Do at once what a key is bound to; by way of the app, what is typed behind it would come first."""
        for binding in self._bindings.key_to_bindings.get(event.key, ())[:1]:
            event.stop()
            event.prevent_default()
            await self.run_action(binding.action)

    def on_paste(self, event: events.Paste) -> None:
        """Insert all of it, as one line."""
        event.stop()
        event.prevent_default()
        self.replace(one_line(event.text), *self.selection)

    def action_paste(self) -> None:
        """Insert what was copied in the session, as one line."""
        self.replace(one_line(self.app.clipboard), *self.selection)

    def action_copy(self) -> None:
        """Copy what is selected; without that nothing, since here no key ends the session."""
        if text := self.selected_text:
            self.app.copy_to_clipboard(text)

    def action_leave(self) -> None:
        """Leave."""
        self.post_message(self.Left())


def one_line(text: str) -> str:
    """Outside text as one line that is safe to show."""
    return clean(" ".join(line for line in text.splitlines() if line.strip()))
