"""Lines of text that scroll both ways, in the colours of their roles; lines on top may stay there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.app.grid.canvas import CellBar
from tui.app.keys import bindings
from tui.text import cell_width

if TYPE_CHECKING:
    from rich.style import Style
    from textual.binding import BindingType

Part = tuple[str, str]  # a text, clean and without line ends, and its role
Line = tuple[Part, ...]
Draw = Callable[[int], tuple[Sequence[Line], int]]
ROLES = (
    *("true", "false", "unknown", "dim", "head", "error"),
    *("up", "down", "up-bar", "down-bar", "strong"),
    *("line-1", "line-2", "line-3", "line-4"),
)
STEP = 8  # cells that one key goes sideways


class Scroller(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows lines of parts; a role that has no colour is shown plain."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"scroller--{role}" for role in ROLES}
    DEFAULT_CSS = """
    Scroller {
        background: $surface;
        color: $foreground;
        scrollbar-size: 1 1;
        & > .scroller--true { color: $text-success; text-style: bold; }
        & > .scroller--false { color: $text-error; text-style: bold; }
        & > .scroller--unknown { color: $text-warning; text-style: bold; }
        & > .scroller--dim { color: $foreground 60%; }
        & > .scroller--head { color: $text-accent; text-style: bold; }
        & > .scroller--error { color: $text-error; }
        & > .scroller--strong { text-style: bold; }
        & > .scroller--line-1 { color: $text-primary; }
        & > .scroller--line-2 { color: $text-warning; }
        & > .scroller--line-3 { color: $text-accent; }
        & > .scroller--line-4 { color: $foreground; }
        & > .scroller--up { color: $text-error; }
        & > .scroller--down { color: $text-success; }
        & > .scroller--up-bar { color: $error; background: $error; }
        & > .scroller--down-bar { color: $success; background: $success; }
        &.-green-up > .scroller--up { color: $text-success; }
        &.-green-up > .scroller--down { color: $text-error; }
        &.-green-up > .scroller--up-bar { color: $success; background: $success; }
        &.-green-up > .scroller--down-bar { color: $error; background: $error; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [one for one in bindings("grid") if one.id != "grid.choose"]
    """The grid's own keys, for lines and cells instead of rows and columns."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()
        self._pinned = 0
        self._styles: dict[str, Style] = {}

    def on_mount(self) -> None:
        self.vertical_scrollbar.renderer = CellBar  # type: ignore[misc]  # as Textual documents it
        self.horizontal_scrollbar.renderer = CellBar  # type: ignore[misc]

    def show(self, lines: Sequence[Line], pinned: int = 0) -> None:
        """Show other lines from their beginning; the first `pinned` ones stay on top."""
        self._lines, self._pinned = tuple(lines), pinned
        width = max((sum(cell_width(text) for text, _ in line) for line in self._lines), default=0)
        self.virtual_size = Size(width, len(self._lines))
        self.scroll_to(0, 0, animate=False, force=True)
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme: every line has other colours."""
        super().notify_style_update()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        x, top = round(self.scroll_x), round(self.scroll_y)
        at = y if y < self._pinned else y + top
        parts = self._lines[at] if at < len(self._lines) else ()
        width, plain = self.size.width, self._style("")
        strip = Strip([Segment(text, self._style(role)) for text, role in parts if text])
        return strip.crop_extend(x, x + width, plain)

    def _style(self, role: str) -> Style:
        if role not in self._styles:
            names = (f"scroller--{role}",) if role in ROLES else ()
            self._styles[role] = self.get_visual_style(*names).rich_style
        return self._styles[role]

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────

    def action_step(self, by: int) -> None:
        """A line down or up."""
        self.scroll_relative(y=by, animate=False, force=True)

    def action_side(self, by: int) -> None:
        """Sideways."""
        self.scroll_relative(x=by * STEP, animate=False, force=True)

    def action_page(self, by: float) -> None:
        """Pages down or up."""
        rows = max(1, self.scrollable_content_region.height - self._pinned)
        self.scroll_relative(y=round(by * rows), animate=False, force=True)

    def action_edge(self, last: bool) -> None:
        """To the last line or the first."""
        self.scroll_to(y=self.max_scroll_y if last else 0, animate=False, force=True)


class Drawn(Scroller):
    """Lines that are drawn for a width, and anew once it has another."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._draw: Draw | None = None
        self._wide = 0  # what was drawn for

    def draw(self, lines: Draw) -> None:
        """Draw by another hand, which takes cells and gives the lines, and how many stay on top."""
        self._draw = lines
        self._again()

    def on_resize(self) -> None:
        """Draw anew where the width is another."""
        if self._wide != self.scrollable_content_region.width:
            self._again()

    def _again(self) -> None:
        self._wide = self.scrollable_content_region.width
        if self._draw is not None:  # before it has its place, for as many lines as there are going to be
            self.show(*self._draw(self._wide or self.screen.size.width))
