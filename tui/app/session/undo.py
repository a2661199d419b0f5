"""Undo and redo of views: a view is a value, so the past is a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tui.view.view import View

LONGEST = 200  # views


class Trail(NamedTuple):
    """The views before the one on show, the nearest last, and those that were undone, the nearest first."""

    before: tuple[View, ...] = ()
    after: tuple[View, ...] = ()

    def left(self, view: View) -> Trail:
        """A view was left for another; what was undone is over."""
        return Trail((*self.before, view)[-LONGEST:])

    def back(self, now: View) -> tuple[View, Trail] | None:
        """The view before, and the trail from there; None at the beginning."""
        if not self.before:
            return None
        return self.before[-1], self._replace(before=self.before[:-1], after=(now, *self.after))

    def forth(self, now: View) -> tuple[View, Trail] | None:
        """The view that was undone last, and the trail from there; None where nothing was undone."""
        if not self.after:
            return None
        return self.after[0], self._replace(before=(*self.before, now), after=self.after[1:])
