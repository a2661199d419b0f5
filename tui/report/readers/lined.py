"""Tables that only the look of their lines tells: words parted by white space, or rows without any."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.report.blocks import Block, Cell, Kind
from tui.report.readers.aligned import aligned
from tui.report.readers.furniture import is_furniture, sorted_out
from tui.report.readers.runs import BETWEEN, Found
from tui.report.readers.shapes import (
    begins_with_code,
    ends_table,
    is_column,
    is_figure,
    is_glued,
    is_head,
    is_page_number,
    is_sentence,
    plain,
    raw_head,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.report.readers.stream import Line

_BLANKS = 3  # blank lines that may stand within a header
_HEADS = 40  # lines a header may have, one word each


class _Way(NamedTuple):
    """How one kind of table is told and made."""

    is_row: Callable[[str], bool]
    is_head: Callable[[str], bool]
    enough: Callable[[Sequence[str]], bool]
    block: Callable[[Sequence[Line]], Block]


def glued_tables(lines: Sequence[Line], free: Sequence[bool]) -> list[Found]:
    """Rows that begin with a code and have no white space: each is one cell."""
    return _tables(lines, free, _Way(is_glued, raw_head, lambda rows: len(rows) >= 2, _one_cell_each))


def spaced_tables(lines: Sequence[Line], free: Sequence[bool]) -> list[Found]:
    """Rows of words parted by spaces, told by their codes and figures."""
    return _tables(lines, free, _Way(_is_row, is_head, _is_table, aligned))


def _is_row(text: str) -> bool:
    """A code and two figures, or a name and figures as most of the rest."""
    words = text.split()
    if len(words) < 3 or (is_sentence(text) and not begins_with_code(words[0])):
        return False
    figures = sum(map(is_figure, words))
    if any(map(begins_with_code, words[:3])):
        return figures >= 2 and 2 * figures >= len(words) - 4
    return 3 <= figures < len(words) and 2 * figures >= len(words)


def _is_table(rows: Sequence[str]) -> bool:
    """Two rows, or one with a code and three figures."""
    if len(rows) >= 2:
        return True
    words = rows[0].split()
    return any(map(begins_with_code, words[:3])) and sum(map(is_figure, words)) >= 3


def _tables(lines: Sequence[Line], free: Sequence[bool], way: _Way) -> list[Found]:
    """Every table of one kind among the free lines."""
    found: list[Found] = []
    index, last = 0, 0
    while index < len(lines):
        line = lines[index]
        if not free[index] or line.blank or not way.is_row(line.text):
            index += 1
            continue
        start = _top(lines, free, index, last, way)
        end, kept, strays, rows = _down(lines, free, index, way, lines[start:index])
        if way.enough(rows):
            head = [line for line in lines[start:index] if not line.blank]
            found.append(Found(start, end, (way.block([*head, *kept]),), tuple(strays)))
            last = end
        index = end
    return found


def _top(lines: Sequence[Line], free: Sequence[bool], row: int, least: int, way: _Way) -> int:
    """The first line of the header over a row; a group's label may stand between header and row."""
    top, blanks, labels = row, 0, 0
    for index in range(row - 1, max(least, row - 4 * _HEADS) - 1, -1):
        line = lines[index]
        if line.blank:
            blanks += 1
            if blanks > _BLANKS:
                break
            continue
        if not free[index]:
            break
        if way.is_head(line.text):
            top, blanks = index, 0
        elif top == row and not labels and _is_label(line.text):
            labels += 1
        else:
            break
    return top


def _is_label(text: str) -> bool:
    """One short word, such as a group's, or a few Latin ones without a digit, such as an analyst's name."""
    text = text.strip()
    short = len(text.split()) == 1 and len(text) <= 16
    latin = text.isascii() and len(text) <= 40 and len(text.split()) <= 4 and not any(map(str.isdigit, text))
    return (short or latin) and not ends_table(text) and not is_page_number(text) and not is_sentence(text)


def _down(
    lines: Sequence[Line], free: Sequence[bool], start: int, way: _Way, head: Sequence[Line]
) -> tuple[int, list[Line], list[Line], list[str]]:
    """Where the table ends, its lines from the first row on, what stands among them, and the rows' texts."""
    heads = {"".join(line.text.split()) for line in head if not line.blank}
    kept: list[Line] = []
    strays: list[Line] = []
    rows: list[str] = []
    between: list[Line] = []
    others = 0
    end = index = start
    while index < len(lines) and free[index]:
        line = lines[index]
        index += 1
        if line.blank:
            continue
        if way.is_row(line.text):
            if rows and _differs(rows[-1], line.text):
                break
            labels, gone = sorted_out(between, heads)
            strays += gone
            kept += [*labels, line]
            rows.append(line.text)
            between, others, end = [], 0, index
        elif "".join(line.text.split()) in heads:
            between.append(line)
        elif others == BETWEEN or _stops(line.text, way):
            break
        else:
            others += 1
            between.append(line)
    return end, kept, strays, rows


def _stops(text: str, way: _Way) -> bool:
    """A line that no table goes on after: a caption, a sentence, another table's header."""
    if is_furniture(text):
        return False
    return ends_table(text) or (way.is_head(text) and sum(map(is_column, text.split())) >= 2)


def _differs(row: str, other: str) -> bool:
    """Two rows that can not be of one table: only one of them has a code, and they are not as long."""
    coded = [any(map(begins_with_code, text.split()[:3])) for text in (row, other)]
    lengths = [len(text.split()) for text in (row, other)]
    return coded[0] != coded[1] and abs(lengths[0] - lengths[1]) > 3


def _one_cell_each(lines: Sequence[Line]) -> Block:
    rows = tuple((Cell(plain(line.text.strip()), line.place),) for line in lines)
    return Block(Kind.TABLE, place=lines[0].place, rows=rows, sure=False)
