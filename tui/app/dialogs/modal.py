"""What every dialog is: a modal screen that closes once, however fast the keys come."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

from tui.app.busy import Busy
from tui.app.keys import bindings

if TYPE_CHECKING:
    from textual.binding import BindingType

R = TypeVar("R")


class Modal(Busy, ModalScreen[R]):
    """A modal screen; once it has gone or is covered, an answer is nothing, and closes no other."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("modal")]
    """What every dialog has beside its own keys."""

    def on_mount(self) -> None:
        """What was said before must not cover it."""
        self.app.clear_notifications()

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Close with a result; where the key for it came before the screen was there, as soon as it is."""
        if self.is_active and self.is_mounted:
            return super().dismiss(result)
        if self.is_active:
            self.call_later(self._close, result)
        return AwaitComplete()

    def _close(self, result: R | None) -> None:
        self.dismiss(result)  # and does not wait for it, which a screen must not of itself
