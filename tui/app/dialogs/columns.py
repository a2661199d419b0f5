"""The columns: which are shown, in which order, how wide, how rounded, frozen or tinted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.app.dialogs.column_rows import heading, keys_line, label_cells, rows, sets_line, told
from tui.app.dialogs.finder import Chooser, stands_in
from tui.app.dialogs.modal import Modal
from tui.app.keys import bindings
from tui.app.widgets.bars import content
from tui.app.widgets.wrap import wrapped
from tui.app.words.say import say
from tui.text import crop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app.frames.columns import ColumnLine, Columns

LOW = 30  # lines of a window, below which what is told of a column is short


class ColumnsDialog(Modal["Columns | None"]):
    """Gives the columns that were chosen, or None; every step is shown on the grid behind it."""

    CSS_PATH = "columns.tcss"
    AUTO_FOCUS: ClassVar[str] = ""  # the keys act on the list; the line is there for `/`
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("columns")]

    def __init__(
        self,
        lines: Sequence[ColumnLine],
        columns: Columns,
        presets: Mapping[str, tuple[str, Columns | None]],
        follow: Callable[[Columns], Mapping[str, int]],
        lang: str,
    ) -> None:
        """presets: by key a name, and what it gives from `columns`; None where the book has none of it.

        follow: puts a choice on show and gives the cells that each column takes there
        """
        super().__init__()
        self._lines = {line.id: line for line in lines}
        self._columns, self._presets, self._follow, self._lang = columns, presets, follow, lang
        self._widths = follow(columns)
        self._listed: tuple[str, ...] = ()
        self._note = ""

    # ── the parts ───────────────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        """The line over the list over what is told, the ready sets and the keys."""
        with Vertical(classes="columns") as box:
            yield Input(placeholder=say("columns_find", self._lang), id="columns-line")
            yield Static(id="columns-head")
            yield Chooser(id="columns-list")
            yield Static(id="columns-told")
            yield Static(id="columns-sets")
            yield Static(id="columns-keys")
        box.border_title = " "

    def on_mount(self) -> None:
        """Keys that come before the first layout find a list."""
        self._write()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the lines to the width."""
        self.set_class(event.size.height < LOW, "-low")
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        """Everything anew; the cursor stays on its column, else near by."""
        found = self.query_one(Chooser)
        width = found.scrollable_content_region.width
        text = self.query_one(Input).value
        before, at = self._at(), found.highlighted or 0
        self._listed = tuple(name for name in self._columns.order if self._fits(name, text))
        label = label_cells(self._lines.values(), width)
        lines = [self._lines[name] for name in self._listed]
        shown = rows(lines, self._columns, self._widths, label, width, self._lang)
        options = [Option(row) for row in shown]
        if not options:
            options = [Option(Content.styled(say("columns_none", self._lang), "$text-muted"), disabled=True)]
        with found.prevent(OptionList.OptionHighlighted):
            found.set_options(options)
            place = self._listed.index(before) if before in self._listed else at
            found.highlighted = min(place, len(self._listed) - 1) if self._listed else None
        self._frame(label, width)
        self._tell()

    def _frame(self, label: int, width: int) -> None:
        """The lines around the list."""
        lang = self._lang
        title = say("columns_title", lang, len(self._columns.shown), len(self._columns.order))
        self.query_one(".columns", Vertical).border_title = Content(title)
        sets = [(key, name) for key, (name, made) in self._presets.items() if made is not None]
        self.query_one("#columns-head", Static).update(Content(crop(heading(label, lang), width)))
        self.query_one("#columns-sets", Static).update(sets_line(sets, width, lang))
        self.query_one("#columns-keys", Static).update(keys_line(width, lang))

    def _fits(self, name: str, text: str) -> bool:
        line = self._lines[name]
        return not text.strip() or stands_in(text, (line.label, line.id, *line.words))

    def _tell(self) -> None:
        """What the column under the cursor holds, and what could not be done."""
        name = self._at()
        box = self.query_one("#columns-told", Static)
        width = box.content_size.width or self.size.width
        if name is None:
            box.update(Content(""))
            return
        text = told(self._lines[name], self._columns, self._note, self._lang)
        box.update(wrapped(content(text), width))

    # ── finding ─────────────────────────────────────────────────────────────────────────────────────

    def action_find(self) -> None:
        """Type into the line."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits."""
        event.stop()
        self._note = ""
        self._write()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the list; what fits stays listed."""
        event.stop()
        self.set_focus(None)

    # ── the list ────────────────────────────────────────────────────────────────────────────────────

    def _at(self) -> str | None:
        place = self.query_one(Chooser).highlighted
        return self._listed[place] if place is not None and place < len(self._listed) else None

    def action_move(self, way: str) -> None:
        """Move the list's cursor."""
        found = self.query_one(Chooser)
        self._note = ""
        laid_out = bool(found.scrollable_content_region.area)  # else it does not know its pages
        if self._listed and (laid_out or not way.startswith("page")):
            getattr(found, f"action_{way}")()
            self._tell()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell of another column."""
        event.stop()
        self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show or hide the column that was clicked."""
        event.stop()
        self.action_show()

    # ── steps ───────────────────────────────────────────────────────────────────────────────────────

    def _step(self, change: Callable[[Columns, ColumnLine], Columns], note: str = "") -> None:
        """Change the choice by the column under the cursor, on the grid too; `note` if it changes nothing."""
        name = self._at()
        if name is None:
            return
        after = change(self._columns, self._lines[name])
        self._note = say(note, self._lang) if note and after == self._columns else ""
        self._take(after)

    def _take(self, after: Columns) -> None:
        if after != self._columns:
            self._columns = after
            self._widths = self._follow(after)
        self._write()

    def action_show(self) -> None:
        """Show or hide the column, and go on to the next."""
        before = self._columns
        self._step(lambda columns, line: columns.toggled(line.id), "columns_last")
        if self._columns != before:
            found = self.query_one(Chooser)
            if found.highlighted is not None and found.highlighted + 1 < len(self._listed):
                self.action_move("cursor_down")

    def action_shift(self, step: int) -> None:
        """Move the column in the order."""
        self._step(lambda columns, line: columns.moved(line.id, step))

    def action_widen(self, step: int) -> None:
        """A cell more or less."""
        self._step(lambda columns, line: columns.widened(line.id, step, self._widths), "columns_hidden")

    def action_fit(self) -> None:
        """Width and decimals by the content again."""
        self._step(lambda columns, line: columns.fitted(line.id))

    def action_round(self, step: int) -> None:
        """A decimal more or less."""
        self._step(lambda columns, line: columns.rounded(line.id, line.decimals, step), "columns_text")

    def action_freeze(self) -> None:
        """Freeze every column up to this one; again: as at first."""
        self._step(lambda columns, line: columns.frozen_to(line.id), "columns_hidden")

    def action_scale(self) -> None:
        """Tint the column, or no longer."""
        self._step(lambda columns, line: columns.scaled(line.id) if line.numeric else columns, "columns_text")

    def action_preset(self, number: int) -> None:
        """A ready set."""
        made = self._presets.get(f"{number}", ("", None))[1]
        self._note = "" if made else say("columns_no_preset", self._lang)
        if made is not None:
            self.query_one(Chooser).highlighted = 0
            made = made.dressed_as(self._columns)
        self._take(made or self._columns)

    # ── leaving ─────────────────────────────────────────────────────────────────────────────────────

    def action_apply(self) -> None:
        """Give the choice."""
        self.dismiss(self._columns)

    def action_leave(self) -> None:
        """From the line back to the whole list; from there out, with nothing chosen."""
        line = self.query_one(Input)
        if line.has_focus or line.value:
            line.value = ""
            self.set_focus(None)
        else:
            self.dismiss(None)
