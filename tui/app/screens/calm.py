"""What every screen of the session is: it is told once of each size, and draws nothing while it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.app.busy import Busy

if TYPE_CHECKING:
    from textual.geometry import Size


class Calm(Busy, Screen[None]):
    """A screen without what Textual does in vain."""

    def _screen_resized(self, size: Size) -> None:
        """Only to the window's size: two that wait, once they are others, would call one another for ever."""
        if size == self.app.size:
            super()._screen_resized(size)

    def _compositor_refresh(self) -> None:
        """Textual renders for nothing while updates are held back."""
        if not self.app._batch_count:  # noqa: SLF001 - Textual tells it nowhere else
            super()._compositor_refresh()
