"""Where the jump mode can go from a screen: its panes, side bar entries, columns and the other screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.css.query import NoMatches

from tui.app.dialogs.jump import LETTERS, JumpScreen, Mark
from tui.app.grid.grid import Grid
from tui.app.keys import SCREENS
from tui.app.widgets.bars import TitleBar
from tui.app.widgets.lists import Sidebar
from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from textual.screen import Screen
    from textual.widget import Widget

    from tui.app.session.doing import Doing

Spot = tuple[int, int, str, str]  # where a letter stands, and what it leads to: x, y, kind, id


def jump(session: Doing) -> None:
    """Put letters over the screen, and go where the one leads that is typed."""
    screen = session.screen
    if screen.is_modal:
        return
    panes = [widget for widget in screen.focus_chain if _whole(widget, screen)]

    def chosen(mark: Mark | None) -> None:
        if mark is not None:
            session.call_later(_go, session, panes, mark)

    session.push_screen(JumpScreen(marks_of(screen, panes), session.lang), chosen)


def _whole(widget: Widget, screen: Screen[Any]) -> bool:
    return widget.region.area > 0 and screen.region.contains_region(widget.region)


# ── letters ─────────────────────────────────────────────────────────────────────────────────────────


def marks_of(screen: Screen[Any], panes: list[Widget]) -> list[Mark]:
    """A letter for every pane, then columns, then side bar entries; the screens keep their digits."""
    marks = [Mark(key, x, y, "screen", name) for key, name, x, y in _tabs(screen)]
    spots = [(*_corner(pane), "pane", f"{at}") for at, pane in enumerate(panes)]
    for at, pane in enumerate(panes):
        if isinstance(pane, Grid):
            spots += _columns(pane, at)
    for at, pane in enumerate(panes):
        if isinstance(pane, Sidebar):
            spots += _entries(pane, at)
    taken = {(mark.x, mark.y) for mark in marks}
    free: list[Spot] = []
    for spot in spots:
        if spot[:2] not in taken:
            taken.add(spot[:2])
            free.append(spot)
    return marks + [Mark(letter, *spot) for letter, spot in zip(LETTERS, free, strict=False)]


def _corner(pane: Widget) -> tuple[int, int]:
    """A cell of a pane that holds nothing: of its border, of its margin, or beside it."""
    region = pane.region
    if isinstance(pane, Grid):
        return region.x, region.y + min(1, region.height - 1)
    if isinstance(pane, Sidebar):
        return region.right - 2, region.y
    if pane.styles.border_top[0]:
        return region.x + min(1, region.width - 1), region.y
    return max(0, region.x - 1), region.y


def _columns(grid: Grid, at: int) -> Iterator[Spot]:
    """The gap before each column that is on the screen."""
    for slot in grid._layout.slots:  # noqa: SLF001 - where the columns stand is the grid's own
        yield grid.region.x + slot.x - 1, grid.region.y, "column", f"{at}:{slot.column}"


def _entries(side: Sidebar, at: int) -> Iterator[Spot]:
    """The first cell of each entry that can be chosen and is on the screen."""
    region, top = side.content_region, round(side.scroll_y)
    for place in range(side.option_count):
        line = region.y + place - top
        if region.y <= line < region.bottom and not side.get_option_at_index(place).disabled:
            yield region.x, line, "entry", f"{at}:{place}"


def _tabs(screen: Screen[Any]) -> Iterator[tuple[str, str, int, int]]:
    """The digit of each screen in the title, found from its end: book and dates hold digits too."""
    try:
        title = screen.query_one(TitleBar)
    except NoMatches:
        return
    text = title.render_line(0).text if title.region.area else ""
    end = len(text)
    for key, name in reversed(SCREENS):
        end = text.rfind(key, 0, end)
        if end < 0:
            return
        yield key, name, title.region.x + cell_width(text[:end]), title.region.y


# ── going there ─────────────────────────────────────────────────────────────────────────────────────


def _go(session: Doing, panes: list[Widget], mark: Mark) -> None:
    if mark.kind == "screen":
        session.action_screen(mark.id)
        return
    at, _, place = mark.id.partition(":")
    pane = panes[int(at)]
    pane.focus()
    if mark.kind == "column" and isinstance(pane, Grid):
        pane.move(column=int(place))
    elif mark.kind == "entry" and isinstance(pane, Sidebar):
        pane.highlighted = int(place)
