"""Cells that span rows and columns to rows of one length, also where the spans are wrong."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tui.report.readers.shapes import begins_with_code, is_year

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_COLUMNS = 100  # that one cell may span
MOST_WIDTH = 400  # columns that spans may fill
MOST_CELLS = 2_000_000  # of a table, the filled ones too
_DIGITS = re.compile(r"\d+")


class Spanned(NamedTuple):
    """A cell as the file has it; filled: a copy that only stands there because of a span."""

    text: str
    line: int
    rowspan: int
    colspan: int
    filled: bool = False


class Grid(NamedTuple):
    """Rows of one length; sure: False where the spans contradict each other, which may shift columns."""

    rows: list[list[Spanned]]
    sure: bool


class _Down(NamedTuple):
    """A cell that goes on into the rows below; total: the width of the row that it begins in."""

    cell: Spanned
    left: int
    total: int


def expanded(rows: Sequence[Sequence[Spanned]]) -> Grid:
    """Rows with each spanned place filled with a copy.

    A row span is cut short where the row below has all its cells by itself; labels over years span as
    many columns as the years say.
    """
    cut = [[_clamped(cell, len(rows) - index) for cell in row] for index, row in enumerate(rows)]
    if (exact := _at_their_word(cut)) is not None and not _cut_through(cut):
        return Grid(exact, sure=True)
    sure = True
    for index in range(1, len(cut)):
        cut[index] = _under(cut[index], cut[index - 1])
        sure = _settle(cut[index - 1], cut[index]) and sure
    found: list[list[Spanned]] = []
    spans: dict[int, _Down] = {}  # by column
    cells = 0
    for row in cut:
        if spans and row:
            if _stands_alone(row, spans):
                spans = {}
            elif _width(_shown(row)) + len(spans) > max(down.total for down in spans.values()):
                sure = False
        line, spans = _laid(row, spans)
        cells += len(line)
        if cells > MOST_CELLS:
            break
        found.append(line)
    widest = max(map(len, found), default=0)
    if widest * len(found) > MOST_CELLS:
        return Grid(found, sure=False)
    return Grid([_filled_up(line, widest) for line in found], sure)


def _at_their_word(rows: Sequence[Sequence[Spanned]]) -> list[list[Spanned]] | None:
    """The rows where every span fits, so that all have one length; None where one does not."""
    found: list[list[Spanned]] = []
    spans: dict[int, _Down] = {}
    for row in rows:
        line, spans = _laid(row, spans)
        if found and len(line) != len(found[0]):
            return None
        found.append(line)
        if len(line) * len(found) > MOST_CELLS:
            return None
    return found


def _cut_through(rows: Sequence[Sequence[Spanned]]) -> bool:
    """True where labels, each printed once, divide runs of years: spans that fit, but not the years."""
    for above, row in pairwise(rows):
        labels = [cell.text for cell in above if cell.text]
        settled = list(above)
        if len(set(labels)) == len(labels) and not (_settle(settled, row) and settled == list(above)):
            return True
    return False


def _clamped(cell: Spanned, left: int) -> Spanned:
    rowspan = left if cell.rowspan == 0 else min(cell.rowspan, left)
    return cell._replace(rowspan=max(1, rowspan), colspan=min(max(1, cell.colspan), MOST_COLUMNS))


def _width(row: Sequence[Spanned]) -> int:
    return sum(cell.colspan for cell in row)


def _shown(row: Sequence[Spanned]) -> Sequence[Spanned]:
    """A row without the empty cells at its end."""
    end = len(row)
    while end and not row[end - 1].text:
        end -= 1
    return row[:end]


def _stands_alone(row: Sequence[Spanned], spans: dict[int, _Down]) -> bool:
    """The row has as many cells of its own as the one that the spans begin in, or a second code."""
    if begins_with_code(row[0].text) and any(begins_with_code(down.cell.text) for down in spans.values()):
        return True
    return _width(row) == max(down.total for down in spans.values())


def _settle(above: list[Spanned], row: Sequence[Spanned]) -> bool:
    """Give labels over years the width of their years; False where they cut through a run of years."""
    cells = _shown(row)
    runs = _runs([cell.text for cell in cells])
    taking = [index for index, cell in enumerate(above) if cell.rowspan == 1 or cell.colspan > 1]
    wide = [index for index in taking if above[index].colspan > 1]
    if not runs or not wide or any(cell.colspan > 1 for cell in cells):
        return True
    edges, edge = {0}, 0
    for index in taking:
        edge += above[index].colspan
        edges.add(edge)
    if not any(first < cut < last for first, last in runs for cut in edges):
        return True
    before = wide[: len(wide) - len(runs)]
    if len(runs) > len(wide) or len(before) > 1 or len(taking) != len(wide) or not _in_one(runs, len(cells)):
        return False
    widths = ([runs[0][0]] if before else []) + [last - first for first, last in runs]
    if 0 in widths or (not before and runs[0][0]):
        return False
    for index, width in zip(wide, widths, strict=True):
        above[index] = above[index]._replace(colspan=width)
    return True


def _in_one(runs: Sequence[tuple[int, int]], count: int) -> bool:
    """The runs follow each other to the row's end."""
    return all(a[1] == b[0] for a, b in pairwise(runs)) and runs[-1][1] == count


def _runs(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Where two or more neighbouring years ascend, as (first, last)."""
    found: list[tuple[int, int]] = []
    last = 0
    for index, text in enumerate(texts):
        digits = _DIGITS.search(text) if is_year(text) else None
        year = int(digits[0]) if digits else 0
        if found and found[-1][1] == index and year > last:
            found[-1] = (found[-1][0], index + 1)
        elif year:
            found.append((index, index + 1))
        last = year
    return [(first, end) for first, end in found if end - first > 1]


def _under(row: list[Spanned], above: Sequence[Spanned]) -> list[Spanned]:
    """A row of nothing but years, put under the cells above that span as many columns."""
    wide = sum(cell.colspan for cell in above if cell.colspan > 1)
    years = len(row) >= 2 and all(is_year(cell.text) for cell in row)
    if not years or len(row) != wide:
        return row
    found: list[Spanned] = []
    at = 0
    for cell in above:
        if cell.colspan > 1:
            found += row[at : at + cell.colspan]
            at += cell.colspan
        elif cell.rowspan == 1:
            found.append(Spanned("", row[0].line, 1, 1))
    return found


def _laid(row: Sequence[Spanned], spans: dict[int, _Down]) -> tuple[list[Spanned], dict[int, _Down]]:
    """One row with what comes down into it, and what goes on into the next."""
    line: list[Spanned] = []
    after: dict[int, _Down] = {}
    starts: list[tuple[int, Spanned]] = []

    def come_down() -> None:
        while (down := spans.get(len(line))) is not None:
            if down.left > 1:
                after[len(line)] = down._replace(left=down.left - 1)
            line.append(down.cell._replace(filled=True))

    for cell in row:
        come_down()
        for part in range(cell.colspan):
            if part and len(line) >= MOST_WIDTH:
                break
            if cell.rowspan > 1:
                starts.append((len(line), cell))
            line.append(cell._replace(filled=part > 0))
    for column in sorted(spans):
        if column >= len(line):
            number = line[-1].line if line else spans[column].cell.line
            line += [Spanned("", number, 1, 1)] * (column - len(line))
            come_down()
    total = len(line)
    after |= {column: _Down(cell, cell.rowspan - 1, total) for column, cell in starts}
    return line, after


def _filled_up(line: list[Spanned], widest: int) -> list[Spanned]:
    number = line[-1].line if line else 0
    return line + [Spanned("", number, 1, 1)] * (widest - len(line))
