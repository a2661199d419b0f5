"""The checks screen: every doubtful cell, the problems of loading and what imports said, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import var

from tui.app.screens.listed import Listed
from tui.app.widgets.bars import content
from tui.app.widgets.reading import Reading
from tui.app.words.say import say

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from tui.app.frames.report import CheckFrame


class ChecksScreen(Listed):
    """What is doubtful in the book; enter goes to the name."""

    PLACE = "checks"
    TABS = ("fold_list", "fold_check")

    chosen: var[CheckFrame | None] = var(None)

    def pane(self) -> ComposeResult:
        """The chosen one in full."""
        yield Reading(id="check")

    def panes(self) -> list[Widget]:
        """Its text."""
        return [self.query_one(Reading)]

    def on_mount(self) -> None:
        """Show what was given before."""
        self.watch_chosen(self.chosen)

    def watch_chosen(self, chosen: CheckFrame | None) -> None:
        """Write the chosen one."""
        for pane in self.query("#pane"):
            pane.border_title = Content(chosen.title) if chosen else ""
        for text in self.query(Reading):
            none = Content.styled(say("checks_pick", self.lang), "$text-muted")
            text.show(content(chosen.text) if chosen else none)
