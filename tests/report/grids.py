"""A sheet's header as cells that span rows and columns, and a table as lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.report.sheets import Sheet


class Span(NamedTuple):
    """One header cell: its text, its first row and column, and how many of both it covers."""

    text: str
    row: int
    column: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Parts:
    """A table as lines. closing: after the last; body: one entry a row, which may hold several lines."""

    head: tuple[str, ...]
    body: tuple[str, ...]
    closing: tuple[str, ...] = ()


def spans(sheet: Sheet) -> list[Span]:
    """The header's cells: equal texts above different ones side by side are one cell."""
    found: list[Span] = []
    for index, column in enumerate(sheet.columns):
        for row, text in enumerate(column.heads):
            leaf = row + 1 == len(column.heads)
            at = _reaching(found, row, index)
            if at is not None and (text == "<" or (_above(sheet, index, row) and not leaf)):
                found[at] = found[at]._replace(width=found[at].width + 1)
            else:
                found.append(Span(text, row, index, 1, sheet.depth - row if leaf else 1))
    return sorted(found, key=lambda span: (span.row, span.column))


def _reaching(found: list[Span], row: int, index: int) -> int | None:
    return next((i for i, s in enumerate(found) if s.row == row and s.column + s.width == index), None)


def _above(sheet: Sheet, index: int, row: int) -> bool:
    here, before = sheet.columns[index].heads, sheet.columns[index - 1].heads
    return here[: row + 1] == before[: row + 1] and len(before) > row + 1


def header(sheet: Sheet) -> list[list[str]]:
    """The header rows as a grid, '' where another cell spans the place."""
    rows = [[""] * len(sheet.columns) for _ in range(sheet.depth)]
    for span in spans(sheet):
        rows[span.row][span.column] = span.text
    return rows


def lost_header(sheet: Sheet) -> list[list[str]]:
    """The header rows without the places that a cell above reaches into: what follows moves to the left."""
    covered = {(span.row + down, span.column) for span in spans(sheet) for down in range(1, span.height)}
    return [
        [text for column, text in enumerate(row) if (number, column) not in covered]
        for number, row in enumerate(header(sheet))
    ]
