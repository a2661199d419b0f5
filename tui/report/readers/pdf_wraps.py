"""Cells of a PDF's table that run over two lines: their halves put together where the heights say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.readers.figures import is_row
from tui.report.readers.join import glue
from tui.report.readers.pdf_piles import piled, pitch_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.blocks import Cell
    from tui.report.readers.pdf_words import Line

LEVEL = 0.25  # of the type's size; two halves stand that evenly above and below their row
BELOW = 1.4  # of the size; a second half stands no further below the first
APART = 1.7  # of the size; rows stand at least that far apart where a line between them is a second half


def unwrapped(rows: Sequence[tuple[Cell, ...]], lines: Sequence[Line]) -> list[tuple[Cell, ...]]:
    """Rows of a grid, one for each line, with the halves of a cell in the row of figures they belong to.

    Halves: above and below an empty cell, both overlapping its row; or below a filled one, much closer than
    the next row. What could be a label of its own stays a row.
    """
    rows, lines = piled(rows, lines)
    body = [is_row([cell for cell in row if cell.text and not cell.filled]) for row in rows]
    pitch = pitch_of(lines, body)
    out: list[tuple[Cell, ...]] = []
    used: set[int] = set()
    for i, row in enumerate(rows):
        if i in used:
            continue
        between = body[i] and 0 < i < len(rows) - 1 and not body[i - 1] and not body[i + 1]
        if between and i - 1 not in used and _around(rows[i - 1 : i + 2], lines[i - 1 : i + 2]):
            out[-1] = _merged(row, rows[i - 1], rows[i + 1])
            used.add(i + 1)
            continue
        if (
            body[i]
            and i + 1 < len(rows)
            and not body[i + 1]
            and _below(row, rows[i + 1], lines[i : i + 2], pitch)
        ):
            out.append(_merged(row, row, rows[i + 1]))
            used |= {i, i + 1}
            continue
        out.append(row)
    return out


def _filled(row: Sequence[Cell]) -> set[int]:
    return {i for i, cell in enumerate(row) if cell.text}


def _around(rows: Sequence[tuple[Cell, ...]], lines: Sequence[Line]) -> bool:
    above, middle, below = ((line.top + line.bottom) / 2 for line in lines)
    size = lines[1].size
    places = _filled(rows[0])
    return (
        len({line.page for line in lines}) == 1
        and places == _filled(rows[2])
        and not places & _filled(rows[1])
        and 0 < middle - above < size
        and 0 < below - middle < size
        and abs((middle - above) - (below - middle)) <= LEVEL * size
    )


def _below(row: Sequence[Cell], following: Sequence[Cell], lines: Sequence[Line], pitch: float) -> bool:
    places = _filled(following)
    step = (lines[1].top - lines[0].top) / lines[0].size
    return (
        lines[0].page == lines[1].page
        and bool(places)
        and places < _filled(row)
        and pitch >= APART
        and 0 < step <= min(BELOW, 0.75 * pitch)
        and all(_over(row[i], following[i]) for i in places)
    )


def _over(upper: Cell, lower: Cell) -> bool:
    """True where a half begins or is centred as the first one is."""
    middle = abs(upper.left + upper.right - lower.left - lower.right) / 2
    return min(abs(upper.left - lower.left), middle) < 2.0


def _merged(row: Sequence[Cell], upper: Sequence[Cell], lower: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(
        cell._replace(text=glue(a.text, b.text), left=min(a.left, b.left), right=max(a.right, b.right))
        if b.text
        else cell
        for cell, a, b in zip(row, upper, lower, strict=True)
    )
