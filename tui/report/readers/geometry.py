"""Words with positions to a grid: the column each word of a table stands in, where that is certain."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tui.report.blocks import Cell, Place
from tui.report.readers.figures import (
    is_code,
    is_figure,
    is_missing,
    is_number,
    is_row,
    joined_words,
    unit_of,
    whole,
)
from tui.report.readers.heads import head_rows
from tui.report.readers.years import Span, is_year_line, with_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_LINES = 5_000  # of one table; what is larger is no report's
OUT_OF_LINE = 1.6  # half characters that a cell may stand beside its column's edge
_EDGES: tuple[Callable[[Cell], float], ...] = (
    lambda cell: cell.right,
    lambda cell: cell.left,
    lambda cell: (cell.left + cell.right) / 2,
)


def grid(lines: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...] | None:
    """Rows of equal length, one for each line, '' for an empty cell; None where the columns are not certain.

    lines: words with left and right in one unit for all lines, in order across the line. A header word over
    several columns stands in each of them, `filled` in all but the first.
    """
    kept = [whole(sorted(line, key=lambda c: c.left)) for line in lines if line]
    body = [i for i, line in enumerate(kept) if is_row(line)]
    if not body or len(kept) > MOST_LINES:
        return None
    unit = unit_of(kept)
    columns = _columns([kept[i] for i in body], unit)
    if columns is None:
        return None
    blocks = _blocks(len(kept), set(body))
    for first, last in blocks:
        columns = with_empty(kept[first:last], columns)
        if columns is None:
            return None
    out: list[tuple[Cell, ...]] = []
    at = 0
    for first, last in [*blocks, (len(kept), len(kept))]:
        for line in kept[at:first]:
            row = _body_row(line, columns, unit)
            if row is None:
                return None
            out.append(row)
        heads = head_rows(kept[first:last], columns, unit)
        if heads is None:
            return None
        out += heads
        at = last
    return tuple(out) if _all_named(out, blocks) else None


def _all_named(rows: Sequence[Sequence[Cell]], blocks: Sequence[tuple[int, int]]) -> bool:
    """True where no column of figures lacks a word in the header, if the rows have one."""
    if not blocks or blocks[0][0]:
        return True
    head, body = rows[: blocks[0][1]], rows[blocks[0][1] :]
    if not any(is_year_line([cell for cell in row if cell.text]) for row in head):
        return True
    named = [any(row[i].text for row in head) for i in range(len(rows[0]))]
    return all(
        named[i] or not any(is_figure(row[i].text) and not is_code(row[i].text) for row in body)
        for i in range(len(named))
    )


# ── the columns ─────────────────────────────────────────────────────────────────────────────────────


def _columns(rows: Sequence[Sequence[Cell]], unit: float) -> list[Span] | None:
    """Where the columns of the rows of figures are, from left to right."""
    columns = _by_overlap(rows, unit) or _by_count(rows, unit)
    return columns if columns and _coherent(rows, columns, unit) else None


def _coherent(rows: Sequence[Sequence[Cell]], columns: Sequence[Span], unit: float) -> bool:
    """True where each row fills every column, or its cells keep to the edge that their columns are set by.

    A row set out of line falls over other columns than its own, and nothing but its edges shows it.
    """
    placed = [row for line in rows if (row := _body_row(line, columns, unit)) is not None]
    edges = [_edge([row[i] for row in placed if _has_edge(row[i])]) for i in range(len(columns))]
    return len(placed) == len(rows) and all(
        all(cell.text for cell in row)
        or all(
            abs(edge(cell) - at) <= OUT_OF_LINE * unit
            for cell, (edge, at) in zip(row, edges, strict=True)
            if _has_edge(cell)
        )
        for row in placed
    )


def _has_edge(cell: Cell) -> bool:
    return bool(cell.text) and not is_missing(cell.text.strip())


def _edge(cells: Sequence[Cell]) -> tuple[Callable[[Cell], float], float]:
    """The edge of a column's cells that varies least, and where it is."""
    found: list[tuple[float, int, float]] = []
    for i, edge in enumerate(_EDGES):
        places = [edge(cell) for cell in cells]
        at = median(places) if places else 0.0
        found.append((sum(min(abs(place - at), 50.0) for place in places), i, at))
    _, which, at = min(found)
    return _EDGES[which], at


def _by_overlap(rows: Sequence[Sequence[Cell]], unit: float) -> list[Span] | None:
    """Columns are what the cells cover; none may hold two cells of a row that are not one text."""
    spans: list[Span] = []
    for cell in sorted((cell for row in rows for cell in row), key=lambda c: c.left):
        if spans and cell.left < spans[-1].right - 0.1 * unit:
            spans[-1] = Span(spans[-1].left, max(spans[-1].right, cell.right))
        else:
            spans.append(Span(cell.left, max(cell.right, cell.left)))
    placed = [_body_row(row, spans, unit) for row in rows]
    if any(row is None for row in placed):
        return None
    return _without_dashes(spans, [row for row in placed if row is not None])


def _without_dashes(spans: list[Span], rows: Sequence[Sequence[Cell]]) -> list[Span] | None:
    """A column of nothing but signs for 'none' belongs to a neighbour that is empty where it is filled."""
    filled = [{r for r, row in enumerate(rows) if row[i].text} for i in range(len(spans))]
    out = list(spans)
    gone: set[int] = set()
    for i in range(len(spans)):
        texts = {rows[r][i].text.strip() for r in filled[i]}
        if len(filled[i]) == len(rows) or not all(map(is_missing, texts)):
            continue
        near = [
            j for j in (i - 1, i + 1) if 0 <= j < len(spans) and j not in gone and not filled[i] & filled[j]
        ]
        if len(near) > 1:
            return None
        if near:
            j = near[0]
            out[j] = Span(min(out[i].left, out[j].left), max(out[i].right, out[j].right))
            filled[j] |= filled[i]
            gone.add(i)
    return [span for i, span in enumerate(out) if i not in gone]


class _Edge(NamedTuple):
    """How a cell lies over a column."""

    shared: float  # of the narrower one's width
    column: int


def _by_count(rows: Sequence[Sequence[Cell]], unit: float) -> list[Span] | None:
    """Columns of the rows with most cells, where those cells lie over each other in their order."""
    most = max(map(len, rows))
    full = [row for row in rows if len(row) == most]
    if len(full) < 2 or 3 * len(full) < len(rows):
        return None
    spans = [
        Span(median(row[i].left for row in full), median(row[i].right for row in full)) for i in range(most)
    ]
    if any(a.right > b.left + 0.1 * unit for a, b in pairwise(spans)):
        return None
    for row in rows:
        places = [_surely(cell, spans) for cell in row]
        if None in places or places != sorted(set(places), key=lambda p: -1 if p is None else p):
            return None
    return spans


def _surely(cell: Cell, spans: Sequence[Span]) -> int | None:
    """The one column a cell lies over; None where two would do, or none."""
    edges = sorted((_Edge(span.shared(cell), i) for i, span in enumerate(spans)), reverse=True)
    if edges[0].shared < 0.5 or (len(edges) > 1 and edges[1].shared > 0.25):
        return None
    return edges[0].column


def _body_row(line: Sequence[Cell], spans: Sequence[Span], unit: float) -> tuple[Cell, ...] | None:
    """A row of figures in its columns; None where two cells that are not one text want one column."""
    place = line[0].place if line else Place()
    out = [Cell("", place) for _ in spans]
    for cell in line:
        i = max(range(len(spans)), key=lambda k: spans[k].shared(cell))
        if not spans[i].shared(cell):
            return None
        have = out[i]
        if not have.text:
            out[i] = cell
        elif _one_text(have, cell, unit):
            out[i] = joined_words(have, cell)
        else:
            return None
    return tuple(out)


def _one_text(left: Cell, right: Cell, unit: float) -> bool:
    words = not is_number(left.text.strip()) and not is_number(right.text.strip())
    code = is_code(left.text) or is_code(right.text)
    return words and not code and right.left - left.right <= 2.5 * unit


# ── what is no row of figures ───────────────────────────────────────────────────────────────────────


def _blocks(count: int, body: set[int]) -> list[tuple[int, int]]:
    """Runs of lines that are no rows of figures, as [first, last)."""
    out: list[tuple[int, int]] = []
    for i in range(count):
        if i in body:
            continue
        if out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return out
