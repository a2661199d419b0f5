"""What the pane beside the themes shows, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tui.app.frames.frame import Text


class MemberLine(NamedTuple):
    """A member of a theme: who, how far and since when, and why; `here`: it is a name of the book now."""

    code: str
    name: str
    terms: str
    reason: str
    here: bool


class ThemeFrame(NamedTuple):
    """The chosen theme: what it is about, who belongs to it, and how many of them stand in the book."""

    id: str
    label: str
    about: Text
    members: tuple[MemberLine, ...]
    codes: int
