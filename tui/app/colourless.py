"""NO_COLOR: no colour reaches the terminal; what a strong background said is said by reverse video."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.app import App

STRONG = 0.22  # how much lighter or darker than the screen a background must be to mean something
_DEFAULT = RichColor.default()


class Colourless(LineFilter):
    """Takes every colour out of a line."""

    def __init__(self, app: App[int]) -> None:
        """`app` knows the background of the palette that it wears."""
        super().__init__()
        self._app = app
        self._ground: tuple[str, Color] = ("", Color(0, 0, 0))  # by the palette's name

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's
        """The line without colours."""
        if self._ground[0] != self._app.theme:
            self._ground = (self._app.theme, Color.parse(self._app.get_css_variables()["background"]))
        ground = self._ground[1]
        return [
            Segment(text, None if style is None else _bare(style, ground), control)
            for text, style, control in segments
        ]


@lru_cache(4096)
def _bare(style: Style, ground: Color) -> Style:
    """A style without its colours; reverse where it was reverse, or stood on a strong background."""
    strong = style.bgcolor is not None and not style.bgcolor.is_default
    if strong:
        assert style.bgcolor is not None
        strong = abs(Color.from_rich_color(style.bgcolor).brightness - ground.brightness) > STRONG
    return Style(
        color=_DEFAULT,
        bgcolor=_DEFAULT,
        bold=style.bold,
        dim=style.dim,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
        reverse=bool(style.reverse) or strong or None,
        link=style.link,
        meta=style.meta or None,
    )
