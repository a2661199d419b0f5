"""The themes screen: the tree with its figures, and who belongs to the chosen theme and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.app.screens.listed import Listed
from tui.app.widgets.bars import content
from tui.app.widgets.lists import PlainList
from tui.app.widgets.reading import Reading
from tui.app.widgets.wrap import wrapped
from tui.app.words.say import say

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from tui.app.frames.theme import MemberLine, ThemeFrame

DEEP = 2  # cells by which a reason goes in


class Members(PlainList):
    """Who belongs to a theme: code, name, weight, since and until, and the reason below."""

    theme: var[ThemeFrame | None] = var(None)
    lang: var[str] = var("en")

    class Went(Message):
        """A member was chosen."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def watch_theme(self) -> None:
        """List anew."""
        self._list()

    def on_resize(self) -> None:
        """Fit the reasons to the width."""
        self._list()

    def _list(self) -> None:
        width = self.scrollable_content_region.width
        if self.theme is None or not width:
            return
        kept = self.highlighted
        hint = Option(Content.styled(say("members_none", self.lang), "$text-muted"), disabled=True)
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options([_option(member, width) for member in self.theme.members] or [hint])
            if kept is not None and self.theme.members:
                self.highlighted = min(kept, len(self.theme.members) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell who was chosen."""
        event.stop()
        if self.theme and event.option_index < len(self.theme.members):
            self.post_message(self.Went(self.theme.members[event.option_index].code))


def _option(member: MemberLine, width: int) -> Option:
    plain, muted = ("", "$text-muted") if member.here else ("$text-muted", "$text-muted")
    head = content(
        (
            (f"{member.code}  ", plain or "$text-primary"),
            (member.name, plain or "bold"),
            (f"  {member.terms}", muted),
        )
    )
    if not member.reason:
        return Option(head)
    told = wrapped(Content.styled(member.reason, plain), width, DEEP)
    return Option(Content("\n").join([head, told]))


class ThemesScreen(Listed):
    """The tree of themes; enter shows the names of one on the watchlist."""

    PLACE = "themes"
    TABS = ("fold_list", "fold_members")

    theme: var[ThemeFrame | None] = var(None)

    def pane(self) -> ComposeResult:
        """What it is about, and its members."""
        yield Reading(id="about")
        yield Members(id="members").data_bind(ThemesScreen.theme, Listed.lang)

    def panes(self) -> list[Widget]:
        """The members, then the text."""
        return [self.query_one(Members), self.query_one(Reading)]

    def _title(self, theme: ThemeFrame) -> str:
        return f"{theme.label}  {theme.id}  {say('members', self.lang, theme.codes)}"

    def on_mount(self) -> None:
        """Show what was given before."""
        self.watch_theme(self.theme)

    def watch_theme(self, theme: ThemeFrame | None) -> None:
        """Write what it is about."""
        for pane in self.query("#pane"):
            pane.border_title = Content(self._title(theme)) if theme else ""
        for about in self.query(Reading):
            none = Content.styled(say("theme_none", self.lang), "$text-muted")
            about.show(content(theme.about) if theme else none)
