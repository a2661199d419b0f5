"""Names of a PDF's table that run over many lines: each piece put to the row it stands close to."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from tui.report.readers.figures import is_row
from tui.report.readers.join import glue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.blocks import Cell
    from tui.report.readers.pdf_words import Line

CLOSE = 1.35  # of the type's size; the lines of one cell stand no further apart
APART = 2.2  # of the size; rows of figures stand at least so far apart where names run over lines
WIDER = 1.15  # the gap between two rows' cells is so much wider than that of the lines in a cell


def piled(
    rows: Sequence[tuple[Cell, ...]], lines: Sequence[Line]
) -> tuple[list[tuple[Cell, ...]], list[Line]]:
    """The rows of a grid without the pieces of names, which are put to their rows; and the lines left.

    The lines between two rows of figures belong to the one above or the one below the widest gap.
    """
    body = [is_row([cell for cell in row if cell.text and not cell.filled]) for row in rows]
    at = [i for i, is_body in enumerate(body) if is_body]
    if len(at) < 2 or pitch_of(lines, body) < APART:
        return list(rows), list(lines)
    above: dict[int, list[int]] = {i: [] for i in at}
    below: dict[int, list[int]] = {i: [] for i in at}
    for upper, lower in pairwise([-1, *at, len(rows)]):
        cut = _cut(lines, upper, lower)
        if upper >= 0:
            below[upper] = _pieces(rows, lines, upper, range(upper + 1, cut))
        if lower < len(rows):
            above[lower] = _pieces(rows, lines, lower, range(lower - 1, cut - 1, -1))[::-1]
    gone = {i for pieces in (*above.values(), *below.values()) for i in pieces}
    kept = [i for i in range(len(rows)) if i not in gone]
    out = [_whole(rows, i, above[i], below[i]) if body[i] else rows[i] for i in kept]
    return out, [lines[i] for i in kept]


def pitch_of(lines: Sequence[Line], body: Sequence[bool]) -> float:
    """The usual distance from one row of figures to the next, of the type's size."""
    rows = [line for line, is_body in zip(lines, body, strict=True) if is_body]
    steps = [(b.top - a.top) / a.size for a, b in pairwise(rows) if a.page == b.page and b.top > a.top]
    return median(steps) if steps else 0.0


def _cut(lines: Sequence[Line], upper: int, lower: int) -> int:
    """Where the lines between two rows part: the index of the first that belongs to the lower one."""
    if upper < 0:
        return 0
    if lower >= len(lines):
        return lower
    gaps = [(_step(lines, i), i + 1) for i in range(upper, lower)]
    widest, cut = max(gaps)
    others = [gap for gap, at in gaps if at != cut]
    return cut if not others or widest >= WIDER * max(others) else upper + 1


def _step(lines: Sequence[Line], i: int) -> float:
    a, b = lines[i], lines[i + 1]
    return (b.top - a.top) / a.size if a.page == b.page else float("inf")


def _pieces(rows: Sequence[tuple[Cell, ...]], lines: Sequence[Line], home: int, way: range) -> list[int]:
    """The lines next to a row, going away from it, that are pieces of its words."""
    out: list[int] = []
    last = home
    for i in way:
        if _step(lines, min(i, last)) > CLOSE or not _is_piece(rows[i], rows[home]):
            break
        out.append(i)
        last = i
    return out


def _is_piece(row: Sequence[Cell], home: Sequence[Cell]) -> bool:
    """True where all that stands in a row stands over words of the other, and is words itself."""
    filled = [i for i, cell in enumerate(row) if cell.text and not cell.filled]
    return bool(filled) and all(
        _is_word(row[i].text) and _is_word(home[i].text) and _over(row[i], home[i]) for i in filled
    )


def _is_word(text: str) -> bool:
    return any(c.isalpha() for c in text) and not any(c.isdigit() for c in text)


def _over(piece: Cell, cell: Cell) -> bool:
    middle = abs(piece.left + piece.right - cell.left - cell.right) / 2
    return min(abs(piece.left - cell.left), abs(piece.right - cell.right), middle) < 2.0


def _whole(
    rows: Sequence[tuple[Cell, ...]], home: int, above: Sequence[int], below: Sequence[int]
) -> tuple[Cell, ...]:
    out = []
    for at, cell in enumerate(rows[home]):
        text = ""
        for i in (*above, home, *below):
            piece = rows[i][at].text if i == home or not rows[i][at].filled else ""
            text = glue(text, piece) if text and piece else text or piece
        out.append(cell._replace(text=text))
    return tuple(out)
