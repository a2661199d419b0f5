"""The changes screen: what is compared, revisions by group, the names, and the chosen name's history."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from tui.app.frames.changes import ChangesFrame
from tui.app.screens.listed import Listed
from tui.app.widgets.history_lines import history_lines
from tui.app.widgets.scroller import Drawn, Scroller
from tui.app.widgets.waterfall import price_lines, waterfall_lines
from tui.app.widgets.wrap import wrapped
from tui.app.words.say import say
from tui.text import cell_width, crop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

    from tui.app.frames.changes import HistoryFrame

GAP = "  "


class ChangesScreen(Listed):
    """What moved between two dates; enter goes to the name."""

    CSS_PATH: ClassVar = ["page.tcss", "listed.tcss", "changes.tcss"]
    PLACE = "changes"
    TABS = ("fold_list", "fold_history")

    history: var[HistoryFrame | None] = var(None)

    def parts(self) -> ComposeResult:
        """What is compared and the waterfall over the list, and the pane."""
        from tui.app.grid.grid import Grid

        with Vertical(id="left"):
            yield Static(id="against")
            yield Drawn(id="waterfall")
            yield Grid(id="rows")
        with Vertical(id="pane"):
            yield from self.pane()

    def pane(self) -> ComposeResult:
        """The chosen name's history."""
        yield Scroller(id="history")

    def panes(self) -> list[Widget]:
        """The history, then the waterfall."""
        return [self.query_one("#history"), self.query_one("#waterfall")]

    def on_mount(self) -> None:
        """Colour the bars as the user wants them."""
        for part in self.query(Scroller):
            part.set_class(self.has_class("-green-up"), "-green-up")
        self._tell_history()

    def watch_history(self) -> None:
        """Write the history anew."""
        if self.is_mounted:
            self._tell_history()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the base arranges the parts
        """Draw the pictures anew, as large as they may be."""
        self.call_after_refresh(self._tell_history)

    def fill(self) -> None:
        """Write what is compared and the waterfall, then the list."""
        frame = self.frame
        if isinstance(frame, ChangesFrame):
            self._tell_against(frame)
            self._tell_waterfall(frame)
        super().fill()

    def _tell_against(self, frame: ChangesFrame) -> None:
        told = self.query_one("#against", Static)
        width = max(1, told.size.width - 2)
        whole, short = (_packed([pair[side] for pair in frame.against], width) for side in (0, 1))
        lines = whole if len(whole) == 1 else short
        text = "\n".join(f" {crop(line, width)}" for line in lines)
        told.update(Content.styled(text, "$text-muted"))

    def _tell_waterfall(self, frame: ChangesFrame) -> None:
        shown = self.query_one("#waterfall", Drawn)
        shown.display = bool(frame.groups) and not self.has_class("-low")
        shown.border_title = say("waterfall" if frame.revised else "waterfall_prices", frame.lang)
        draw = waterfall_lines if frame.revised else price_lines
        shown.draw(partial(draw, frame.groups, frame.lang))

    def _tell_history(self) -> None:
        for pane in self.query("#pane"):
            pane.border_title = Content(self.history.title) if self.history else ""
        for shown in self.query("#history").results(Scroller):
            width, height = shown.size
            if self.history is None:
                hint = wrapped(Content(say("history_pick", self.lang)), max(8, width - 2), 1)
                shown.show([((line.plain, "dim"),) for line in hint.split("\n")])
            elif width:
                coloured = not self.app.no_color
                shown.show(history_lines(self.history, width, height, coloured=coloured))


def _packed(parts: Sequence[str], width: int) -> list[str]:
    """The parts in as few lines as they fit."""
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}{GAP}{part}" if lines[-1] else part
        if lines[-1] and cell_width(longer) > width:
            lines.append(part)
        else:
            lines[-1] = longer
    return lines
