"""Names as points by two figures: letters where there is room for them, else dots of braille."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log, log10
from typing import TYPE_CHECKING

from tui.app.widgets.chart import ACROSS, BLANK, DOTS, DOWN
from tui.text import cell_width, char_width, crop, pad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.app.frames.frame import Part, Text
    from tui.app.frames.picture import Axis, PictureFrame, Point

LEAST = (24, 6)  # cells and lines of a picture, below which there is none
ROOMY = 16  # cells a name needs for its letter to be read
NAME = 12  # cells of a name beside its point
STYLES = ("$text-primary", "$text-warning", "$text-success", "$text-accent")
DIM, CURSOR = "$text-muted", "bold reverse"
TICKS = (1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture in lines; overlap: some points share a cell; dots: what does not follow the cursor."""

    lines: list[Text]
    overlap: bool = False
    dots: Cells | None = None


def scatter(frame: PictureFrame, at: int, size: tuple[int, int], kept: Cells | None = None) -> Plot:
    """The picture of (cells, lines), `at` its point under the cursor; no lines where that is too small.

    kept: the dots of the picture before, of the same frame
    """
    width, height = size
    if width < LEAST[0] or height < LEAST[1] or not frame.points:
        return Plot([])
    rows = height - 2  # the last two are the axis and its figures
    ups = _ticks(frame.y, max(2, rows // 3))
    margin = max((cell_width(text) for _, text in ups), default=0) + 1
    columns = width - margin - 1
    dense = len(frame.points) * ROOMY > columns * rows
    overlap = False
    if dense:
        if kept is None or kept.size != (columns, rows):
            kept = Cells(columns, rows)
            _medians(kept, frame)
            _dots(kept, frame)
        cells = kept.copied()
        point = frame.points[at]
        _put_cursor(cells, frame, point, (_column(frame.x, point.x, columns), _row(frame.y, point.y, rows)))
    else:
        cells = Cells(columns, rows)
        _medians(cells, frame)
        overlap = _letters(cells, frame, _places(frame, columns, rows), at)
    labels = {_row(frame.y, value, rows): text for value, text in ups}
    lines: list[Text] = []
    for y in range(rows):
        text = pad(labels.get(y, ""), margin - 1, right=True)
        lines.append((((f"{text} {'+' if y in labels else '|'}"), DIM), *cells.row(y)))
    return Plot([*lines, *_feet(frame.x, margin, columns)], overlap, kept if dense else None)


def beyond(frame: PictureFrame) -> int:
    """How many points lie beyond the picture and stand at its edge."""
    return sum(
        not (frame.x.low <= p.x <= frame.x.high and frame.y.low <= p.y <= frame.y.high) for p in frame.points
    )


# ── where things are ────────────────────────────────────────────────────────────────────────────────


def _share(axis: Axis, value: float) -> float:
    """How far a value is along its axis, from 0 to 1; beyond an end it stands there."""
    low, high, value = axis.low, axis.high, min(max(value, axis.low), axis.high)
    if axis.log:
        low, high, value = log(low), log(high), log(value)
    return (value - low) / (high - low) if high > low else 0.5


def _column(axis: Axis, value: float, columns: int) -> int:
    return round(_share(axis, value) * (columns - 1))


def _row(axis: Axis, value: float, rows: int) -> int:
    return round((1 - _share(axis, value)) * (rows - 1))


def _places(frame: PictureFrame, columns: int, rows: int) -> list[tuple[int, int]]:
    return [(_column(frame.x, p.x, columns), _row(frame.y, p.y, rows)) for p in frame.points]


def _ticks(axis: Axis, most: int) -> list[tuple[float, str]]:
    """Round values within the axis, at most so many, each with its words."""
    values = _log_ticks(axis, most) if axis.log else _even_ticks(axis, most)
    decimals = 0 if all(float(v).is_integer() for v in values) else 1
    if decimals and any(abs(v * 10 - round(v * 10)) > 1e-6 for v in values):
        decimals = 2
    return [(v, f"{v + 0.0:,.{decimals}f}{axis.unit}") for v in values]


def _even_ticks(axis: Axis, most: int) -> list[float]:
    step = (axis.high - axis.low) / max(1, most)
    unit = 10.0 ** floor(log10(step))
    step = next(t * unit for t in (*TICKS, 10.0) if t * unit >= step * 0.999)
    first = ceil(axis.low / step - 1e-9)
    return [n * step for n in range(first, floor(axis.high / step + 1e-9) + 1)]


def _log_ticks(axis: Axis, most: int) -> list[float]:
    decades = range(floor(log10(axis.low)), ceil(log10(axis.high)) + 1)
    for choice in (TICKS, (1.0, 3.0), (1.0,)):
        values = [t * 10.0**d for d in decades for t in choice if axis.low <= t * 10.0**d <= axis.high]
        if len(values) <= most:
            return values
    return values


# ── what is drawn ───────────────────────────────────────────────────────────────────────────────────


class Cells:
    """Characters by cell, each with a style; a wide one takes the cell after it as well."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._held: dict[tuple[int, int], tuple[str, str]] = {}
        self._taken: set[tuple[int, int]] = set()

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self.columns, self.rows

    def copied(self) -> Cells:
        """The same once more, to draw on."""
        out = Cells(self.columns, self.rows)
        out._held, out._taken = {**self._held}, {*self._taken}
        return out

    def put(self, x: int, y: int, text: str, style: str, *, solid: bool = True) -> None:
        """Write a text from a cell on; what is not solid gives way to names."""
        for char in text:
            wide = char_width(char)
            if wide == 0:  # it stands on the character before it
                before, own = self._held.get((x - 1, y), ("", style))
                self._held[x - 1, y] = (before + char if before else "", own)
                continue
            for at in range(x, x + wide):
                self._clear(at, y)
            self._held[x, y] = (char, style)
            if wide == 2:
                self._held[x + 1, y] = ("", style)
            if solid:
                self._taken |= {(x, y), (x + wide - 1, y)}
            x += wide

    def _clear(self, x: int, y: int) -> None:
        """Make room for a character: of a wide one that loses a cell, nothing stays."""
        if self._held.get((x, y), (" ", ""))[0] == "":
            self._held[x - 1, y] = (" ", "")
        if self._held.get((x + 1, y), (" ", ""))[0] == "":
            self._held[x + 1, y] = (" ", "")

    def free(self, x: int, y: int, cells: int) -> bool:
        """True where so many cells are inside and nothing solid stands there or touches them."""
        if not (0 <= y < self.rows and x >= 0 and x + cells <= self.columns):
            return False
        return all((at, y) not in self._taken for at in range(x, x + cells))

    def row(self, y: int) -> Iterator[Part]:
        """A line in runs of one style."""
        run, style = "", ""
        for x in range(self.columns):
            char, own = self._held.get((x, y), (" ", ""))
            if own != style and run:
                yield run, style
                run = ""
            run, style = run + char, own
        yield run, style


def _medians(cells: Cells, frame: PictureFrame) -> None:
    """A dotted line across and one down, at the medians."""
    x, y = _column(frame.x, frame.x.median, cells.columns), _row(frame.y, frame.y.median, cells.rows)
    for at in range(0, cells.columns, 2):
        cells.put(at, y, "-", DIM, solid=False)
    for at in range(cells.rows):
        cells.put(x, at, ":", DIM, solid=False)


def _letters(cells: Cells, frame: PictureFrame, places: Sequence[tuple[int, int]], at: int) -> bool:
    """Each point as the letter of its group, its name beside it where that covers nothing."""
    held: dict[tuple[int, int], int] = {}
    for place in places:
        held[place] = held.get(place, 0) + 1
    for point, place in zip(frame.points, places, strict=True):
        letter = frame.groups[point.group][0]
        count = held[place]
        shown = letter if count == 1 else f"{count}" if count < 10 else "+"
        cells.put(*place, shown, f"bold {STYLES[point.group % len(STYLES)]}")
    _put_cursor(cells, frame, frame.points[at], places[at])
    for i, (point, place) in enumerate(zip(frame.points, places, strict=True)):
        if i != at and held[place] == 1:
            _name(cells, point, place, "")
    return any(count > 1 for count in held.values())


def _put_cursor(cells: Cells, frame: PictureFrame, point: Point, place: tuple[int, int]) -> None:
    """The point under the cursor over all else, always with its name where the picture holds it."""
    x, y = place
    cells.put(x, y, frame.groups[point.group][0], CURSOR)
    if not _name(cells, point, (x, y), "bold"):
        text = crop(point.name, min(NAME, cells.columns - 2))
        wide = cell_width(text)
        start = x + 2 if x + 2 + wide <= cells.columns else max(0, x - 1 - wide)
        cells.put(start, y, text, "bold")


def _name(cells: Cells, point: Point, place: tuple[int, int], style: str) -> bool:
    """The name to the right, to the left, above or below; False where none of them is free."""
    text = crop(point.name, NAME)
    wide, (x, y) = cell_width(text), place
    middle = x - wide // 2
    for start, line in ((x + 2, y), (x - 1 - wide, y), (middle, y - 1), (middle, y + 1)):
        if start < 0 or start + wide > cells.columns:
            continue
        first, last = max(0, start - 1), min(cells.columns, start + wide + 1)
        if cells.free(first, line, last - first):
            cells.put(start, line, text, style)
            return True
    return False


def _dots(cells: Cells, frame: PictureFrame) -> None:
    """Every point as a dot of braille; a cell has the colour of the group with most dots in it."""
    across, down = cells.columns * ACROSS, cells.rows * DOWN
    bits: dict[tuple[int, int], int] = {}
    members: dict[tuple[int, int], dict[int, int]] = {}
    for point in frame.points:
        x, y = _column(frame.x, point.x, across), _row(frame.y, point.y, down)
        cell = (x // ACROSS, y // DOWN)
        bits[cell] = bits.get(cell, 0) | DOTS[x % ACROSS][y % DOWN]
        counted = members.setdefault(cell, {})
        counted[point.group] = counted.get(point.group, 0) + 1
    for cell, held in bits.items():
        counted = members[cell]
        group = max(counted, key=lambda g: (counted[g], -g))
        cells.put(*cell, chr(BLANK + held), STYLES[group % len(STYLES)])


def _feet(axis: Axis, margin: int, columns: int) -> Iterable[Text]:
    """The axis below the picture, and its figures."""
    line, texts = ["-"] * columns, " " * columns
    for value, text in _ticks(axis, max(2, columns // 12)):
        x = _column(axis, value, columns)
        line[x] = "+"
        start = min(max(0, x - len(text) // 2), columns - len(text))
        if start >= 0 and not texts[max(0, start - 1) : start + len(text) + 1].strip():
            texts = texts[:start] + text + texts[start + len(text) :]
    yield (((" " * margin) + "+" + "".join(line), DIM),)
    yield ((" " * (margin + 1) + texts, DIM),)
