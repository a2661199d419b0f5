"""Lines over time in dots of braille, which is one cell wide on every terminal."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from tui.text import pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.app.widgets.scroller import Line

Point = tuple[int, int]
BLANK = 0x2800
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # by column and row of a cell
ACROSS, DOWN = 2, 4  # dots of a cell
ROLES = ("line-1", "line-2", "line-3", "line-4")


def chart_lines(
    numbers: Sequence[int],
    lines: Sequence[Sequence[float]],
    texts: tuple[str, str],
    margin: int,
    size: tuple[int, int],
) -> list[Line]:
    """The lines in a picture of (cells, lines), the largest and smallest value in the margin at their left.

    numbers: where the values stand from left to right, ascending; texts: the largest and the smallest
    """
    width, height = size
    canvas = _Canvas(width - margin - 1, height)
    values = [v for line in lines for v in line if isfinite(v)]
    if values and canvas.columns > 0:
        for which, line in enumerate(lines):
            _draw(canvas, which, numbers, line, (min(values), max(values)))
    labels = {0: texts[0], height - 1: texts[1]}
    return [
        ((f"{pad(labels.get(y, ''), margin - 1, right=True)} ", "dim"), *canvas.row(y)) for y in range(height)
    ]


def _draw(
    canvas: _Canvas, which: int, numbers: Sequence[int], line: Sequence[float], span: tuple[float, float]
) -> None:
    low, high = span
    first, last = numbers[0], numbers[-1]
    across, down = canvas.columns * ACROSS - 1, canvas.height * DOWN - 1
    before: Point | None = None
    for number, value in zip(numbers, line, strict=True):
        if not isfinite(value):  # a line goes on over a date without a value
            continue
        x = round(across * (number - first) / (last - first)) if last > first else across // 2
        y = round(down * (high - value) / (high - low)) if high > low else down // 2
        for point in _between(before or (x, y), (x, y)):
            canvas.dot(point, which)
        before = (x, y)


def _between(start: Point, end: Point) -> Iterator[Point]:
    """The dots of a straight line."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
    for step in range(steps + 1):
        yield (
            round(start[0] + (end[0] - start[0]) * step / steps),
            round(start[1] + (end[1] - start[1]) * step / steps),
        )


class _Canvas:
    """Dots by cell; a cell takes the colour of the line that came to it last."""

    def __init__(self, columns: int, height: int) -> None:
        self.columns, self.height = columns, height
        self._dots: dict[Point, int] = {}
        self._which: dict[Point, int] = {}

    def dot(self, point: Point, which: int) -> None:
        """Set a dot, counted from the upper left."""
        cell = (point[0] // ACROSS, point[1] // DOWN)
        self._dots[cell] = self._dots.get(cell, 0) | DOTS[point[0] % ACROSS][point[1] % DOWN]
        self._which[cell] = which

    def row(self, y: int) -> Line:
        """A line of cells in runs of one colour."""
        out: list[tuple[str, str]] = []
        for x in range(self.columns):
            bits = self._dots.get((x, y), 0)
            role = ROLES[self._which[x, y] % len(ROLES)] if bits else ""
            char = chr(BLANK + bits) if bits else " "
            if out and out[-1][1] == role:
                out[-1] = (out[-1][0] + char, role)
            else:
                out.append((char, role))
        return tuple(out)
