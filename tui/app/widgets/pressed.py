"""Text of parts with their styles, and a line of words that can be pressed."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from tui.app.frames.frame import Text

Press = tuple[str, str, str]  # a text, its style, and what a click on it runs, '' for nothing


def content(text: Text) -> Content:
    """Parts of text with their styles; nothing in them is markup."""
    return Content.assemble(
        *(Content.styled(part, style) if style else Content(part) for part, style in text)
    )


class PressLine(Static):
    """One line; the mouse is never needed, for every word of it tells a key."""

    ALLOW_SELECT = False
    _spans: tuple[tuple[int, int, str], ...] = ()  # first cell, end, and what a click there runs

    def press_parts(self, parts: Sequence[Press]) -> None:
        """Show other words."""
        ends = [*accumulate(cell_width(text) for text, _, _ in parts)]
        starts = (0, *ends)
        self._spans = tuple(
            (start, end, action) for start, end, (_, _, action) in zip(starts, ends, parts, strict=False)
        )
        self.update(content(tuple((text, style) for text, style, _ in parts)), layout=False)

    async def on_click(self, event: events.Click) -> None:
        """Run what stands under the pointer: an action, or a key as if it were pressed."""
        event.stop()
        for start, end, action in self._spans:
            if action and start <= event.x < end:
                if action.startswith("key:"):
                    self.app.simulate_key(action.removeprefix("key:"))
                else:
                    await self.run_action(action)
                return
