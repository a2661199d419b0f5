"""What stands in which cells of the screen: columns of the grid read back from the rendered lines."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tui.text import cell_width, char_width, crop

if TYPE_CHECKING:
    from rich.style import Style

    from tests.app.session import Session


def cut(line: str, x: int, width: int) -> str:
    """The text in cells [x, x + width) of a line; AssertionError where a character stands across an end."""
    out, at = "", 0
    for char in line:
        wide = char_width(char)
        if x <= at and at + wide <= x + width:
            out += char
        else:
            assert at + wide <= x or at >= x + width, (
                f"{char!r} stands across cell {x} or {x + width}: {line}"
            )
        at += wide
    return out


def rows_on_screen(session: Session) -> list[tuple[int, int]]:
    """(line of the screen, row of the source) of every data row of the grid that is on the screen."""
    grid = session.grid
    out = []
    for y in range(grid.region.y + 1, grid.region.bottom - grid.foot):
        line = grid.top + y - grid.region.y - 1
        if line < grid._lines.total and (row := grid._lines.what(line)[0]) >= 0:
            out.append((y, row))
    return out


def cells_of(session: Session, row: int = 0, *, header: bool = False) -> dict[str, tuple[str, bool]]:
    """Column → (what stands in its cells, whether all of it fits), for a row on the screen or the header."""
    grid = session.grid
    y = grid.region.y if header else next(y for y, shown in rows_on_screen(session) if shown == row)
    line = session.lines()[y]
    columns = grid.source.columns
    return {
        columns[slot.column].key: (
            cut(line, grid.region.x + slot.x, slot.width),
            slot.width == columns[slot.column].cells,
        )
        for slot in grid._layout.slots
    }


def check_alignment(session: Session) -> None:
    """Every cell of a column begins, or ends where numbers stand, at the same cell of the screen."""
    grid, lines = session.grid, session.lines()
    rows = rows_on_screen(session)
    assert rows
    ends: dict[str, set[int]] = {}
    for slot in grid._layout.slots:
        column, x = grid.source.columns[slot.column], grid.region.x + slot.x
        head = cut(lines[grid.region.y], x, slot.width)
        if slot.width == column.cells:
            assert head.split() == f"{column.title} {column.mark}".split(), f"{head!r} over {column.key}"
        for y, row in rows:
            shown = cut(lines[y], x, slot.width)
            text, _ = grid.source.cell(row, slot.column)
            assert cell_width(shown) == slot.width
            assert cut(lines[y], x - 1, 1) == " ", f"nothing parts {column.key} from what stands before it"
            if slot.right:
                assert shown == " " * (slot.width - cell_width(text)) + text, (column.key, row)
                if text:
                    number = shown.rstrip("!~*^ ")
                    ends.setdefault(column.key, set()).add(x + cell_width(number))
            else:
                assert shown == crop(text, slot.width).ljust(len(crop(text, slot.width))) + " " * (
                    slot.width - cell_width(crop(text, slot.width))
                ), (column.key, row)
    for key, found in ends.items():
        assert len(found) == 1, f"numbers of {key} end at different cells: {sorted(found)}"


def check_grid_characters(session: Session) -> None:
    """No character whose width terminals disagree on stands in the grid."""
    grid = session.grid.region
    for line in session.lines()[grid.y : grid.bottom]:
        inside = cut(line, grid.x, session.grid.breadth)
        doubtful = {c for c in inside if unicodedata.east_asian_width(c) == "A"}
        assert not doubtful, f"{doubtful} in {inside!r}"


def style_at(session: Session, y: int, x: int) -> Style:
    """The style of the cell x of line y of the screen."""
    at = 0
    for segment in session.strips()[y]:
        at += cell_width(segment.text)
        if at > x:
            assert segment.style is not None
            return segment.style
    raise AssertionError(f"no cell {x} in line {y}")


def style_of(session: Session, row: int, column: str) -> Style:
    """The style of the last cell of a row's column."""
    grid = session.grid
    y = next(y for y, shown in rows_on_screen(session) if shown == row)
    slot = next(s for s in grid._layout.slots if grid.source.columns[s.column].key == column)
    text = cut(session.lines()[y], grid.region.x + slot.x, slot.width)
    return style_at(session, y, grid.region.x + slot.x + cell_width(text.rstrip()) - 1)
