"""Header words over the columns of a grid: which columns each of them speaks of."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tui.report.blocks import Cell, Place
from tui.report.readers.years import Span, is_year_line, year_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def head_rows(
    block: Sequence[Sequence[Cell]], columns: Sequence[Span], unit: float
) -> list[tuple[Cell, ...]] | None:
    """Lines that are no rows of figures as rows of the grid; None where a year's column is not certain.

    Words above a line of years that stand over a run of ascending years are of all its columns.
    """
    at = next((i for i, line in enumerate(block) if is_year_line(line)), None)
    if at is None:
        return [_plain(line, columns) for line in block]
    years = _years(block[at], columns)
    if years is None:
        return None
    runs = _runs(years)
    out: list[tuple[Cell, ...]] = []
    for i, line in enumerate(block):
        row: tuple[Cell, ...] | None
        if i < at:
            row = _above(line, columns, runs, unit)
        elif is_year_line(line):
            row = _year_row(line, columns)
        else:
            row = _plain(line, columns)
        if row is None:
            return None
        out.append(row)
    labelled = {any(row[c].text for row in out[:at] for c in range(r[0], r[1] + 1)) for r in runs}
    return out if len(labelled) < 2 else None


# ── the years ───────────────────────────────────────────────────────────────────────────────────────


def _years(line: Sequence[Cell], columns: Sequence[Span]) -> dict[int, int] | None:
    """Column → year; None where two columns would do for a year, or two years want one."""
    out: dict[int, int] = {}
    for cell in line:
        year = year_of(cell.text)
        if year is None:
            continue
        column = _under(cell, columns)
        if column is None or column in out:
            return None
        out[column] = year
    return out


def _year_row(line: Sequence[Cell], columns: Sequence[Span]) -> tuple[Cell, ...] | None:
    years = [cell for cell in line if year_of(cell.text) is not None]
    taken = _years(years, columns)
    if taken is None:
        return None
    place = line[0].place
    out = [Cell("", place) for _ in columns]
    for cell in line:
        column = _under(cell, columns)
        column = nearest_column(cell, columns) if column is None else column
        if out[column].text and column in taken:
            return None
        _put(out, column, cell)
    return tuple(out)


def _under(cell: Cell, columns: Sequence[Span]) -> int | None:
    """The one column a word stands over, or that is nearest to its middle; None where that is not clear."""
    shares = sorted(((span.shared(cell), i) for i, span in enumerate(columns)), reverse=True)
    best = shares[0]
    if best[0] and (len(shares) == 1 or best[0] >= 1.5 * shares[1][0]):
        return best[1]
    if best[0]:
        return None
    return nearest_column(cell, columns)


def _runs(years: dict[int, int]) -> list[tuple[int, int]]:
    """Neighbouring columns whose years ascend, as (first, last)."""
    out: list[tuple[int, int]] = []
    for column in sorted(years):
        if out and out[-1][1] == column - 1 and years[column] > years[column - 1]:
            out[-1] = (out[-1][0], column)
        else:
            out.append((column, column))
    return out


# ── the words above them ────────────────────────────────────────────────────────────────────────────


def _above(
    line: Sequence[Cell], columns: Sequence[Span], runs: Sequence[tuple[int, int]], unit: float
) -> tuple[Cell, ...] | None:
    """A header line above the years: a word over a run is of all its columns."""
    out = [Cell("", line[0].place) for _ in columns]
    left: list[Cell] = []
    over: dict[tuple[int, int], list[Cell]] = {}
    for cell in line:
        middle = (cell.left + cell.right) / 2
        run = next(
            (r for r in runs if _territory(r, columns).shared(Cell("", Place(), middle, middle))), None
        )
        if run is None:
            left.append(cell)
        else:
            over.setdefault(run, []).append(cell)
    for run, cells in _of_runs(over, runs, columns, unit):
        parts = _parts(run, cells, columns)
        if parts is None:
            return None
        for cell, (first, last) in zip(cells, parts, strict=True):
            _put(out, first, cell)
            for column in range(first + 1, last + 1):
                out[column] = cell._replace(filled=True)
    free = [i for i in range(len(columns)) if not out[i].text]
    for cell, column in zip(left, _own_columns(left, free, columns), strict=True):
        _put(out, column, cell)
    return tuple(out)


def _of_runs(
    over: dict[tuple[int, int], list[Cell]],
    runs: Sequence[tuple[int, int]],
    columns: Sequence[Span],
    unit: float,
) -> list[tuple[tuple[int, int], list[Cell]]]:
    """The words over each run; in order where there are as many, for one aligned to the left leans out."""
    groups = {run: _groups(words, unit) for run, words in over.items()}
    every = [cell for run in runs for cell in groups.get(run, [])]
    if len(every) == len(runs) and all(
        columns[run[0]].left - 3 * _pitch(run, columns) <= cell.left
        and cell.right <= columns[run[1]].right + unit
        for cell, run in zip(every, runs, strict=True)
    ):
        return [(run, [cell]) for run, cell in zip(runs, every, strict=True)]
    return list(groups.items())


def _pitch(run: tuple[int, int], columns: Sequence[Span]) -> float:
    """From one column of a run to the next."""
    first, last = run
    return (columns[last].middle - columns[first].middle) / max(1, last - first)


def _own_columns(cells: Sequence[Cell], free: Sequence[int], columns: Sequence[Span]) -> list[int]:
    """A column for each word: in order where there are as many, else the nearest."""
    if len(cells) == len(free):
        return list(free)
    return [nearest_column(cell, columns) for cell in cells]


def _parts(
    run: tuple[int, int], cells: Sequence[Cell], columns: Sequence[Span]
) -> list[tuple[int, int]] | None:
    """Which columns of a run each of the words over it has; None where their middles do not fit."""
    first, last = run
    if len(cells) == 1:
        return [run]
    if len(cells) == last - first + 1:
        own = all(columns[first + i].shared(cell) for i, cell in enumerate(cells))
        return [(first + i, first + i) for i in range(len(cells))] if own else None
    ends: list[int] = []
    for a, b in pairwise(cells):
        half = (a.right + b.left) / 2
        inner = [i for i in range(first, last) if columns[i].middle < half < columns[i + 1].middle]
        if not inner:
            return None
        ends.append(inner[0])
    parts = list(zip([first, *(e + 1 for e in ends)], [*ends, last], strict=True))
    for cell, (begin, end) in zip(cells, parts, strict=True):
        if begin > end:
            return None
        middle = (columns[begin].left + columns[end].right) / 2
        if abs((cell.left + cell.right) / 2 - middle) > 0.5 * _pitch(run, columns):
            return None
    return parts


def _territory(run: tuple[int, int], columns: Sequence[Span]) -> Span:
    """From half way to the column before a run to half way to the one after it."""
    first, last = run
    left = (columns[first - 1].right + columns[first].left) / 2 if first else columns[0].left - 1e6
    right = columns[last].right + 1e6
    if last + 1 < len(columns):
        right = (columns[last].right + columns[last + 1].left) / 2
    return Span(left, right)


def _groups(line: Sequence[Cell], unit: float) -> list[Cell]:
    """Words that stand close as one: `EPS` `(元)`."""
    out: list[Cell] = []
    for cell in line:
        if out and cell.left - out[-1].right <= 1.6 * unit:
            out[-1] = _beside(out[-1], cell)
        else:
            out.append(cell)
    return out


def _plain(line: Sequence[Cell], columns: Sequence[Span]) -> tuple[Cell, ...]:
    """Words each in the column it stands over most."""
    out = [Cell("", line[0].place) for _ in columns]
    for cell in line:
        _put(out, nearest_column(cell, columns), cell)
    return tuple(out)


def nearest_column(cell: Cell, columns: Sequence[Span]) -> int:
    """The column that shares most with a word, else the one nearest to its middle."""
    middle = (cell.left + cell.right) / 2

    def key(i: int) -> tuple[float, float]:
        both = min(columns[i].right, cell.right) - max(columns[i].left, cell.left)
        return -max(0.0, both), abs(columns[i].middle - middle)

    return min(range(len(columns)), key=key)


def _put(row: list[Cell], column: int, cell: Cell) -> None:
    row[column] = _beside(row[column], cell) if row[column].text else cell


def _beside(left: Cell, right: Cell) -> Cell:
    latin = (
        left.text[-1:].isalnum()
        and left.text[-1:].isascii()
        and right.text[:1].isascii()
        and right.text[:1].isalnum()
    )
    return left._replace(text=left.text + (" " if latin else "") + right.text, right=right.right)
