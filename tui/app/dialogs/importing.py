"""The import over the screen: how far it is, then what it said; and the box that asks for a book."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.app.dialogs.dialog import Ask
from tui.app.dialogs.modal import Modal
from tui.app.grid.grid import Grid
from tui.app.keys import bindings
from tui.app.present.importing import graver, progress, source_text, summary, told_listing
from tui.app.widgets.bars import content
from tui.app.widgets.reading import Reading
from tui.app.words.say import say
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.app.frames.frame import Text
    from tui.report.diagnostics import Diagnostic


class ImportDialog(Modal[None]):
    """Follows one import, and shows its summary and diagnostics once it has ended."""

    CSS_PATH = "import.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog"), *bindings("import")]

    class Reached(Message):
        """The import came to a stage; may be posted from any thread."""

        def __init__(self, stage: str) -> None:
            super().__init__()
            self.stage = stage

    def __init__(self, file: str, lang: str) -> None:
        super().__init__()
        self._file, self._lang = clean(file), lang
        self._stage, self._done = "reading", False
        self._told: list[Diagnostic] = []
        self._head: Text = ()

    def compose(self) -> ComposeResult:
        """The bar; later the summary, the table, and the text of the line under the cursor."""
        with Vertical(classes="import") as box:
            yield Static(id="import-head")
            yield Grid(id="import-told")
            yield Reading(id="import-text")
        box.border_title = Content(say("import_title", self._lang, self._file))

    def on_mount(self) -> None:
        """Show how far it is; it may have ended already."""
        self.query_one("#import-text").display = False
        self._show()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Fit bar and table anew."""
        self.call_after_refresh(self._show)

    # ── what comes in ───────────────────────────────────────────────────────────────────────────────

    def on_import_dialog_reached(self, event: Reached) -> None:
        """Show how far it is."""
        event.stop()
        if not self._done:
            self._stage = event.stage
            self._show()

    def end(self, lines: Sequence[str], told: Sequence[Diagnostic]) -> None:
        """Show what it said."""
        self._told = graver(told)
        self._finish(summary(lines, told, self._lang))

    def fail(self, words: str, told: Sequence[Diagnostic] = ()) -> None:
        """Show why nothing was imported, and what was said of the file."""
        self._told = graver(told)
        self._finish(((clean(words), "$text-error"),))

    def _finish(self, head: Text) -> None:
        self._done, self._head = True, head
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        """The bar, or what came of it; safe to call again."""
        head, table = self.query_one("#import-head", Static), self.query_one("#import-told", Grid)
        head.update(content(self._head if self._done else progress(self._stage, self._lang, head.size.width)))
        keys = "import_keys" if not self._done else "import_done_keys" if self._told else "close"
        self.query_one(".import").border_subtitle = say(keys, self._lang)
        table.display = bool(self._told)
        if self._told:
            table.set_source(told_listing(self._told, self._lang).fitted(table.breadth or self.size.width))
            if self.focused is None:
                self.call_after_refresh(table.focus)

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """Show the text that a line came from."""
        event.stop()
        self.query_one(Reading).display = True
        self._read(event.row)

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """Let an open text follow."""
        event.stop()
        if self.query_one(Reading).display:
            self._read(event.row)

    def _read(self, row: int) -> None:
        if 0 <= row < len(self._told):
            self.query_one(Reading).show(content(source_text(self._told[row], self._lang)))

    def action_other(self) -> None:
        """From the table to the text, where it is open, or back."""
        text, table = self.query_one(Reading), self.query_one("#import-told", Grid)
        if text.display and self.focused is not text:
            text.focus()
        elif table.display:
            table.focus()

    def action_close(self) -> None:
        """Close the text; then leave, whatever is still under way."""
        text = self.query_one(Reading)
        if text.display:
            text.display = False
            self.query_one("#import-told").focus()
        else:
            self.dismiss()


class AskBook(Ask):
    """Asks into which folder to import; says why."""

    CSS = """
    AskBook .ask { width: 90; height: auto; border-subtitle-color: $text-muted; }
    AskBook Static { height: auto; padding: 0 1; width: 100%; }
    """

    def __init__(self, title: str, value: str, note: str, lang: str) -> None:
        super().__init__(title, value, lang)
        self._note = note

    def compose(self) -> ComposeResult:
        """Why it asks, over a line."""
        with Vertical(classes="ask") as box:
            yield Static(Content(self._note))
            yield Input(self._value, select_on_focus=True)
        box.border_title = Content(self._title)
        box.border_subtitle = say("ask_keys", self._lang)
