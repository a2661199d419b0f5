"""What every screen of the session is: it draws nothing in vain, and tells where its cursor rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import Compositor
from textual.screen import Screen

from tui.app.busy import Busy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.geometry import Region, Size
    from textual.message import Message
    from textual.strip import Strip
    from textual.timer import Timer

SETTLE = 0.04  # seconds the cursor rests before the panes follow it: its own frame comes first


class Painter(Compositor):
    """Asks those widgets for their lines that are seen where something is to be drawn; Textual asks all."""

    def _get_renders(self, crop: Region | None = None) -> Iterator[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            if shown and (crop is None or crop.overlaps(shown)):
                yield region, clip, widget.render_lines(shown.translate(-region.offset))
                if crop is not None and shown.contains_region(crop):
                    return  # all that follows lies behind it


class Calm(Busy, Screen[None]):
    """A screen without what Textual does in vain."""

    _settling: Timer | None = None

    def __init__(self) -> None:
        super().__init__()
        self._compositor = Painter()

    def rests_at(self) -> Message:
        """What tells the app where the cursor stands."""
        raise NotImplementedError

    def settle(self) -> None:
        """Tell where the cursor stands."""
        self.unsettled()
        self.post_message(self.rests_at())

    def settle_soon(self) -> None:
        """Tell it once the cursor rests."""
        self.unsettled()
        self._settling = self.set_timer(SETTLE, self.settle)

    def unsettled(self) -> bool:
        """True where the cursor moved and that was not told yet; from now on it is not going to be."""
        timer, self._settling = self._settling, None
        if timer is not None:
            timer.stop()
        return timer is not None

    def _screen_resized(self, size: Size) -> None:
        """Only to the window's size: two that wait, once they are others, would call one another for ever."""
        if size == self.app.size:
            super()._screen_resized(size)

    def _on_timer_update(self) -> None:
        """Textual draws a screen twice that is to be laid out and to be painted anew."""
        if self._layout_required and self._repaint_required and not self.app._batch_count:  # noqa: SLF001
            self._repaint_required = False
            self._dirty_widgets.add(self)
        super()._on_timer_update()

    def _compositor_refresh(self) -> None:
        """Textual renders for nothing while updates are held back."""
        if not self.app._batch_count:  # noqa: SLF001 - Textual tells it nowhere else
            super()._compositor_refresh()
