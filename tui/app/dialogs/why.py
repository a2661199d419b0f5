"""Why a name is in the query's result or not, clause by clause, and the names that just miss it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.app.dialogs.modal import Modal
from tui.app.keys import bindings
from tui.app.widgets.bars import content
from tui.app.widgets.lists import PlainList
from tui.app.widgets.scroller import Scroller
from tui.app.words.say import say
from tui.errors import KanpanError
from tui.text import cell_width, clean, crop, pad

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app.widgets.scroller import Line

WIDE = 110  # cells; from here on the list stands beside the tree
DEEPER = 2  # cells by which the second half of a broken line goes in


@dataclass(frozen=True, slots=True)
class WhyEntry:
    """One name: its explanation as `view.explain.why_lines` gives it, () to ask for it when it is looked at.

    reason: why it just misses, in a few words
    """

    code: str
    name: str
    reason: str = ""
    lines: tuple[Line, ...] = ()


class WhyDialog(Modal[str | None]):
    """The clause tree of a name, and of the near misses as one moves through them; gives a code or None."""

    CSS_PATH = "why.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("dialog"),
        Binding("left,h", "side(-1)", show=False, id="why.left"),
        Binding("right,l", "side(1)", show=False, id="why.right"),
        Binding("ctrl+d", "page(0.5)", show=False, id="why.half_down"),
        Binding("ctrl+u", "page(-0.5)", show=False, id="why.half_up"),
    ]
    """Closing, and scrolling the tree while the cursor stands in the list."""

    def __init__(
        self,
        query: str,
        own: WhyEntry | None,
        near: Sequence[WhyEntry],
        lang: str,
        explain: Callable[[str], Sequence[Line]] | None = None,
    ) -> None:
        """`own` is the name under the cursor, `near` the near misses, the nearest first."""
        super().__init__()
        self._query, self._lang, self._explain = clean(query).strip(), lang, explain
        self._own, self._near = own, tuple(near)
        self._places: list[WhyEntry | None] = []
        self._found: dict[str, tuple[Line, ...]] = {}
        self._shown: WhyEntry | None = None

    def compose(self) -> ComposeResult:
        """The query over a list and a tree."""
        with Container(classes="why -query" if self._query else "why") as box:
            yield Static(self._head(), id="why-query")
            if self._query:
                with Container(id="why-panes"):
                    yield PlainList(id="why-list")
                    yield Scroller(id="why-tree")
        box.border_title = say("why_title", self._lang)
        box.border_subtitle = say("why_keys" if self._query else "close", self._lang)

    def _head(self) -> Content:
        if not self._query:
            return Content(say("why_no_query", self._lang))
        return content(((f"{say('query', self._lang)}  ", "$text-muted"), (self._query, "bold")))

    def on_resize(self, event: events.Resize) -> None:
        """Beside each other where there is room, else below each other."""
        self.set_class(event.size.width >= WIDE, "-wide")
        if self._query:
            self.call_after_refresh(self._list)

    def _list(self) -> None:
        """The entries at the present width, the cursor where it was."""
        names = self.query_one(PlainList)
        kept = names.highlighted
        width = names.scrollable_content_region.width
        options: list[Option] = []
        self._places = []
        for entry in (*((self._own,) if self._own else ()), None, *self._near):
            self._places.append(entry)
            options.append(
                Option(self._heading(), disabled=True) if entry is None else self._option(entry, width)
            )
        with names.prevent(OptionList.OptionHighlighted):
            names.set_options(options)
            names.highlighted = kept
        names.focus()
        if kept is None:
            names.action_first()
        self._show(names.highlighted)

    def _heading(self) -> Content:
        told = say("near_misses", self._lang, len(self._near)) if self._near else say("near_none", self._lang)
        return Content.styled(told, "bold $text-accent" if self._near else "$text-muted")

    def _option(self, entry: WhyEntry, width: int) -> Option:
        who = f"{clean(entry.code)}  {clean(entry.name)}"
        reason = clean(entry.reason)
        if not reason:
            return Option(Content(crop(who, width)))
        if self.has_class("-wide"):
            return Option(
                content(((crop(who, width), ""), (f"\n  {crop(reason, width - 2)}", "$text-muted")))
            )
        names = max(cell_width(f"{clean(near.code)}  {clean(near.name)}") for near in self._near)
        head = pad(who, min(names, width // 2))
        return Option(
            content(((head, ""), (f"  {crop(reason, width - cell_width(head) - 2)}", "$text-muted")))
        )

    # ── the tree ────────────────────────────────────────────────────────────────────────────────────

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Explain another name."""
        event.stop()
        self._show(event.option_index)

    def _show(self, place: int | None) -> None:
        tree = self.query_one(Scroller)
        entry = self._places[place] if place is not None and place < len(self._places) else None
        self._shown = entry
        if entry is None:
            tree.border_title = ""
            tree.show(())
            return
        tree.border_title = Content(f"{clean(entry.name)} {clean(entry.code)}".strip())
        width = tree.scrollable_content_region.width
        tree.show(broken(self._lines_of(entry), width))

    def _lines_of(self, entry: WhyEntry) -> tuple[Line, ...]:
        if entry.lines or self._explain is None:
            return entry.lines
        if entry.code not in self._found:
            try:
                self._found[entry.code] = tuple(self._explain(entry.code))
            except KanpanError as error:
                from tui.app.words.told import error_told

                lines = error_told(error, self._lang).split("\n")
                self._found[entry.code] = tuple(((clean(line), "error"),) for line in lines)
        return self._found[entry.code]

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the code."""
        event.stop()
        if entry := self._places[event.option_index]:
            self.dismiss(entry.code)

    def action_side(self, by: int) -> None:
        """Scroll the tree sideways."""
        for tree in self.query(Scroller):
            tree.action_side(by)

    def action_page(self, by: float) -> None:
        """Scroll the tree up or down."""
        for tree in self.query(Scroller):
            tree.action_page(by)

    def action_close(self) -> None:
        """Leave without a code."""
        self.dismiss(None)


def broken(lines: Sequence[Line], width: int) -> tuple[Line, ...]:
    """The lines as they are where all fit into `width` cells; else values and margin on a line of their own.

    A line's parts are verdict, clause, values and margin; a line of a name and its outcome stays whole.
    """
    if all(sum(cell_width(text) for text, _ in line) <= width for line in lines):
        return tuple(lines)
    return tuple(half for line in lines for half in _halves(line))


def _halves(line: Line) -> tuple[Line, ...]:
    head, tail = line[:2], line[2:]
    clause = head[1][0] if len(head) > 1 else ""
    if not tail or not clause.strip():
        return (line,)
    deep = cell_width(head[0][0]) + len(clause) - len(clause.lstrip()) + DEEPER
    first = tail[0][0].lstrip()
    values = ((" " * deep, ""), (first.rstrip() if len(tail) > 1 else first, tail[0][1]), *tail[1:])
    return ((head[0], (clause.rstrip(), head[1][1])), values)
