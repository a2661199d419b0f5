"""How large the parts of a screen are: what the user chose, within what the window allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.app.widgets.wrap import wrapped
from tui.app.words.say import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.screen import Screen

LEAST_WINDOW = (40, 8)  # cells; with less, one line says so
WIDTH, HEIGHT = "width", "height"
STEPS = {WIDTH: 2, HEIGHT: 1}  # cells that one key makes a part larger by
LEAST = {WIDTH: 18, HEIGHT: 4}  # cells of a part
ROWS, MANY_ROWS = 18, 30  # lines of a window from which the sentence below may take two, or three


class Sized(Message):
    """A part of a screen is to take so many cells; the session keeps it by a name."""

    def __init__(self, name: str, cells: int) -> None:
        super().__init__()
        self.name, self.cells = name, cells


def sizes_of(screen: Screen[None]) -> Mapping[str, int]:
    """What the session keeps; nothing where it keeps none."""
    kept: Mapping[str, int] = getattr(screen.app, "sizes", {})
    return kept


def fit(part: Widget, axis: str, cells: int | None) -> bool:
    """Give a part so many cells of its place, leaving the least to others; None as the style sheet says."""
    if cells is not None:
        cells = _within(part, axis, cells)
    other = HEIGHT if axis == WIDTH else WIDTH
    setattr(part.styles, axis, cells)
    for limit in ("min", "max"):
        setattr(part.styles, f"{limit}_{axis}", cells)
    for name in (other, f"min_{other}", f"max_{other}"):
        setattr(part.styles, name, None)
    return cells is not None


def grown(screen: Screen[None], name: str, part: Widget, axis: str, step: int) -> Sized:
    """A part made larger or smaller by a step, from what it was last asked to be."""
    shown: int = getattr(part.outer_size, axis)
    cells = _within(part, axis, sizes_of(screen).get(name, shown))
    return Sized(name, _within(part, axis, cells + step * STEPS[axis]))


def _within(part: Widget, axis: str, cells: int) -> int:
    """As many cells as leave the least to what stands beside it."""
    parent = part.parent
    whole: int = getattr(parent.size, axis) if isinstance(parent, Widget) else 0
    least = LEAST[axis]
    return max(least, min(cells, whole - least)) if whole else max(least, cells)


def sentence_lines(height: int) -> int:
    """How many lines the words below may take in a window of so many."""
    return 1 if height < ROWS else 2 if height < MANY_ROWS else 3


def tell_small(screen: Screen[None], lang: str) -> None:
    """Cover a screen that is too small with a word on how much it needs; uncover it once there is room."""
    width, height = screen.size
    small = 0 < width < LEAST_WINDOW[0] or 0 < height < LEAST_WINDOW[1]
    found = screen.query(SmallWindow)
    if not small:
        found.remove()
        return
    text = say("small", lang, width, height, *LEAST_WINDOW)
    for cover in found:
        cover.tell(text)
    if not found:
        screen.mount(SmallWindow(text))


class SmallWindow(Static):
    """Lies over a screen, which goes on below it: what has the focus keeps it."""

    DEFAULT_CSS = """
    SmallWindow {
        layer: small; dock: top; width: 100%; height: 100%;
        background: $background; color: $text-warning; text-style: bold;
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__(markup=False)
        self._text = text

    def on_mount(self) -> None:
        """Write it."""
        self.tell(self._text)

    def on_resize(self) -> None:
        """Break it anew."""
        self.tell(self._text)

    def tell(self, text: str) -> None:
        """Other words."""
        self._text = text
        self.update(wrapped(Content(text), max(2, self.size.width)))
