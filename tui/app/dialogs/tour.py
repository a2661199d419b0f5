"""The box of the tour: one step, in a corner of the screen that it is about; all keys stay the screen's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widgets import Static

from tui.app.widgets.wrap import wrapped

if TYPE_CHECKING:
    from textual.geometry import Size

WIDEST = 56  # cells
BORDER = 2  # cells that both borders take
BELOW = 2  # lines of the screen that stay free: what is on show, and the keys


class Told(NamedTuple):
    """What a step says: its title, its text, the keys, and a word where it was done."""

    title: str
    text: str
    keys: str
    done: str = ""


class TourBox(Static):
    """Shows a step; it takes no focus and no place of the screen's parts."""

    DEFAULT_CSS = """
    TourBox {
        overlay: screen;
        position: absolute;
        border: round $accent;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
        background: $surface;
        padding: 0 1;
    }
    """

    def show(self, told: Told, size: Size) -> None:
        """Write a step into the lower right corner of a screen of that size."""
        width = max(BORDER + 2, min(WIDEST, size.width))
        text = wrapped(Content(told.text), max(2, width - BORDER - 2))
        lines = text.plain.count("\n") + 1
        if told.done:
            text = Content.assemble(text, "\n", Content.styled(told.done, "bold $text-success"))
            lines += 1
        height = min(lines + BORDER, max(BORDER + 1, size.height - BELOW))
        self.styles.width, self.styles.height = width, height
        self.styles.offset = (max(0, size.width - width - 1), max(0, size.height - height - BELOW))
        self.border_title = Content(told.title)
        self.border_subtitle = Content(told.keys)
        self.update(text)
