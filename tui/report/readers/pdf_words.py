"""The words of one PDF page, and its lines in reading order: columns of text apart, tables whole."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.report.blocks import Cell, Place
from tui.report.readers.figures import is_code, is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = 0.2  # of the type's size; a wider one ends a word
DIGITS_GAP = 0.12  # likewise beside a digit, for columns of figures may stand close
TOUCH = 0.08  # of the size; a narrower one ends none, whatever order the file draws in
WIDE = 1.2  # of the size; a wider gap parts what a line says
LEAST_SIZE = 2.5  # points; smaller type is hidden
LEVEL = 0.45  # of the size; two words on one line differ less in height
_NUMERIC = frozenset("0123456789.,-%()")
_BIN = 3  # points
_LEAST_COLUMN = 60  # points of height


class Word(NamedTuple):
    """A run of characters without a gap; positions in points from the left and the top of the page.

    spaced: the file has a space before it
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    spaced: bool = False

    @property
    def size(self) -> float:
        """Height of its type."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2


class Line(NamedTuple):
    """Words of one line of one column of a page, and what it says; left and right are the column's."""

    cells: tuple[Cell, ...]
    text: str
    top: float
    bottom: float
    left: float
    right: float

    @property
    def page(self) -> int:
        """Its page, from 1."""
        return self.cells[0].place.page

    @property
    def size(self) -> float:
        """Height of its type."""
        return self.bottom - self.top


def page_words(chars: Iterable[dict[str, Any]], width: float, height: float) -> list[Word]:
    """Words of a page's characters; turned, hidden and doubled characters left out."""
    out: list[Word] = []
    seen: set[tuple[str, int, int]] = set()
    text = ""
    left = right = top = bottom = 0.0
    spaced = blank = False
    for char in chars:
        sign, x0, x1, y0, y1 = char["text"], char["x0"], char["x1"], char["top"], char["bottom"]
        size = y1 - y0
        before, blank = blank, not sign.strip("\0 \t\n\r\x0b\x0c\u00a0\u200b\ufeff")
        if blank or size < LEAST_SIZE or not _straight(char["matrix"]) or not _inside(char, width, height):
            if blank and text:
                out.append(Word(text, left, right, top, bottom, spaced))
                text = ""
            blank = blank or before
            continue
        if _again(seen, sign, x0, y0):
            continue
        level = abs(y1 + y0 - top - bottom) < 2 * LEVEL * min(size, bottom - top)
        most = DIGITS_GAP if sign in _NUMERIC or text[-1:] in _NUMERIC else GAP
        if text and level and -GAP * size <= x0 - right <= most * size:
            text += sign
            right, top, bottom = max(right, x1), min(top, y0), max(bottom, y1)
            continue
        if text:
            out.append(Word(text, left, right, top, bottom, spaced))
        text, left, right, top, bottom, spaced = sign, x0, x1, y0, y1, before
    if text:
        out.append(Word(text, left, right, top, bottom, spaced))
    return out


def _straight(matrix: Sequence[float]) -> bool:
    return abs(matrix[1]) < 1e-3 and abs(matrix[2]) < 0.5 * abs(matrix[0]) and matrix[0] > 0


def _inside(char: dict[str, Any], width: float, height: float) -> bool:
    middle = (char["x0"] + char["x1"]) / 2
    return bool(0 <= middle <= width and 0 <= char["top"] <= height)


def _again(seen: set[tuple[str, int, int]], sign: str, x: float, y: float) -> bool:
    """True where the same sign stands at the same place: bold made by drawing twice."""
    column, row = round(x), round(y)
    if any((sign, column + i, row + j) in seen for i in (-1, 0, 1) for j in (-1, 0, 1)):
        return True
    seen.add((sign, column, row))
    return False


def page_lines(words: Sequence[Word], page: int) -> list[Line]:
    """The lines of a page in reading order, words of each from left to right."""
    out: list[Line] = []
    for column in _columns(list(words)):
        left, right = min(w.left for w in column), max(w.right for w in column)
        for row in rows_of(column):
            whole = _glued(row)
            place = Place(page, len(out) + 1)
            cells = tuple(Cell(w.text, place, round(w.left, 2), round(w.right, 2)) for w in whole)
            top, bottom = min(w.top for w in row), max(w.bottom for w in row)
            out.append(Line(cells, _said(whole), top, bottom, left, right))
    return out


def _said(row: Sequence[Word]) -> str:
    """A line as text: a space where the file has one, between Latin words, and for a wide gap."""
    out = row[0].text
    for before, word in pairwise(row):
        gap = (word.left - before.right) / min(before.size, word.size)
        latin = before.text[-1].isascii() and word.text[0].isascii()
        out += (" " if (word.spaced and gap > TOUCH) or latin or gap > WIDE else "") + word.text
    return out


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words at one height as rows from top to bottom, each from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.middle):
        last = rows[-1] if rows else None
        if last and word.middle - last[0].middle <= LEVEL * min(word.size, max(w.size for w in last)):
            last.append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.left) for row in rows]


def _glued(row: Sequence[Word]) -> list[Word]:
    """Words that touch as one: a file may draw a line in any order."""
    out: list[Word] = []
    for word in row:
        if out and abs(word.left - out[-1].right) <= TOUCH * min(word.size, out[-1].size):
            last = out[-1]
            out[-1] = last._replace(text=last.text + word.text, right=word.right)
        else:
            out.append(word)
    return out


# ── columns of text ─────────────────────────────────────────────────────────────────────────────────


def _columns(words: list[Word]) -> list[list[Word]]:
    """Parts of a page to be read one after the other: what is above, a side bar, the main column, below."""
    if not words:
        return []
    cut = _gutter(words)
    if cut is None:
        return [words]
    x, top, bottom = cut
    above = [w for w in words if w.middle < top]
    below = [w for w in words if w.middle >= bottom]
    inside = [w for w in words if top <= w.middle < bottom]
    sides = [[w for w in inside if w.left < x], [w for w in inside if w.left >= x]]
    if _width(sides[0]) > 1.3 * _width(
        sides[1]
    ):  # the side bar first, so that the text runs on to the next page
        sides.reverse()
    return [*([above] if above else []), *sides, *_columns(below)]


def _width(words: Sequence[Word]) -> float:
    return max(w.right for w in words) - min(w.left for w in words)


def _gutter(words: Sequence[Word]) -> tuple[float, float, float] | None:
    """Where a page falls into two columns of text: x, from which height, to which; None where it does not."""
    low, high = min(w.left for w in words), max(w.right for w in words)
    rows = _masks(words)
    heights = range(min(rows), max(rows) + 2)
    found: list[tuple[int, float, int, int]] = []
    for x in range(int((low + 0.15 * (high - low)) // _BIN), int((high - 0.15 * (high - low)) // _BIN)):
        bits = 7 << (x - 1)  # three bins are free
        start = heights[0]
        for y in heights:
            if y == heights[-1] or rows.get(y, 0) & bits:
                if (y - start) * _BIN >= _LEAST_COLUMN:
                    found.append((y - start, (x + 0.5) * _BIN, start, y))
                start = y + 1
    seen: set[tuple[int, int]] = set()
    for _, x_at, start, end in sorted(found, reverse=True):
        if (start, end) in seen or len(seen) >= 6:
            continue
        seen.add((start, end))
        first, last = _trimmed(rows, start, end, heights)
        inside = [w for w in words if first * _BIN <= w.middle < last * _BIN]
        if _is_gutter(inside, x_at):
            return x_at, first * _BIN, last * _BIN
    return None


def _masks(words: Sequence[Word]) -> dict[int, int]:
    """What is covered at each height, a bit a bin; a table row's figures cover what lies between them."""
    rows: dict[int, int] = {}

    def cover(left: float, right: float, top: float, bottom: float) -> None:
        first, last = max(0, int(left // _BIN)), int(right // _BIN)
        mask = ((1 << (last - first + 1)) - 1) << first
        for y in range(int(top // _BIN), int(bottom // _BIN) + 1):
            rows[y] = rows.get(y, 0) | mask

    for word in words:
        cover(word.left, word.right, word.top, word.bottom)
    for row in rows_of(words):
        figures = [w for w in row if is_number(w.text) or is_code(w.text)]
        if len(figures) > 3 and _apart(row):
            cover(figures[0].left, figures[-1].right, row[0].top, row[0].bottom)
    return rows


def _apart(row: Sequence[Word]) -> bool:
    """True where at least three gaps of a row are wider than those of a sentence."""
    gaps = [b.left - a.right for a, b in pairwise(row)]
    return sum(1 for gap in gaps if gap > 0.6 * row[0].size) >= 3


def _trimmed(rows: dict[int, int], start: int, end: int, heights: range) -> tuple[int, int]:
    """A run of free height without the rows that stand close to what crosses it: a table's first or last."""
    most = 100 // _BIN
    first, last = start, end
    if start > heights[0]:
        first = _widest(rows, range(start, min(start + most, end)), start)
    if end < heights[-1]:
        last = _widest(rows, range(end - 1, max(end - most, first), -1), end)
    return first, last


def _widest(rows: dict[int, int], heights: range, default: int) -> int:
    """Where the widest blank among the heights ends, the first of equals; `default` where there is none."""
    best, at, run = 1, default, 0
    for y in heights:
        run = 0 if rows.get(y) else run + 1
        if run > best:
            best, at = run, y
    return at


def _is_gutter(words: Sequence[Word], x: float) -> bool:
    """True where what stands on both sides of x are two texts, not the columns of a table."""
    sides = [[w for w in words if w.left < x], [w for w in words if w.left >= x]]
    if not all(sides):
        return False
    lines = [rows_of(side) for side in sides]
    if min(map(len, lines)) < 3:
        return False
    prose = [_full_lines(side) for side in lines]
    if max(prose) < 4:
        return False
    levels = [[row[0].middle for row in side] for side in lines]
    few, many = sorted(levels, key=len)
    level = sum(1 for y in few if any(abs(y - other) < 1.2 for other in many))
    numbers = [sum(1 for row in side if sum(1 for w in row if is_number(w.text)) >= 3) for side in lines]
    if min(numbers) >= 2 and level > 0.5 * len(few):
        return False
    if level > 0.8 * len(few) and any(2 * n >= len(side) for n, side in zip(numbers, lines, strict=True)):
        return False
    if all(2 * full >= len(side) for full, side in zip(prose, lines, strict=True)):
        return True
    height = max(w.bottom for w in words) - min(w.top for w in words)
    return level < 0.6 * len(few) or (len(few) >= 8 and height > 250)


def _full_lines(rows: Sequence[Sequence[Word]]) -> int:
    """Lines that fill their column."""
    width = max(r[-1].right for r in rows) - min(r[0].left for r in rows)
    return sum(1 for row in rows if sum(w.right - w.left for w in row) >= 0.75 * width)
