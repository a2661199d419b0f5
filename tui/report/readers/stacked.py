"""Tables with one cell a line, as some extraction leaves them: the code or the name begins a row."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tui.report.blocks import Block, Cell, Kind
from tui.report.readers.furniture import is_furniture
from tui.report.readers.runs import Found
from tui.report.readers.shapes import (
    CAPTION,
    ITEM,
    SOURCE,
    begins_with_code,
    is_code,
    is_column,
    is_figure,
    is_name,
    is_rating,
    is_sentence,
    is_year,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.report.readers.stream import Line

LONGEST = 30  # characters of a cell
LEAST = 3  # figures of a row
MOST_HEAD = 60  # header words
MOST_CELLS = 60  # of a row
_MEANS = frozenset({"均值", "平均", "平均值", "中位数", "中值", "行业平均", "合计", "Average", "Mean"})
_NAMED = re.compile(r"[^\d\s(（][^(（]{1,24}[(（] ?(?:\d{4,6}|[A-Z]{1,5}) ?\. ?[A-Z]{1,2} ?[)）]")


class _At(NamedTuple):
    """A line that may be a cell, and its index among all lines."""

    text: str
    line: Line
    at: int


def stacked_tables(lines: Sequence[Line], free: Sequence[bool]) -> list[Found]:
    """Every run of lines, one cell each, in which rows recur."""
    return [_with_strays(table, lines) for run in _runs(lines, free) for table in _tables(run)]


def _with_strays(table: Found, lines: Sequence[Line]) -> Found:
    """The table with the lines of a page's header or footer that stand among its own."""
    own = {cell.place for block in table.blocks for row in block.rows for cell in row}
    among = lines[table.start : table.end]
    return table._replace(strays=tuple(line for line in among if not line.blank and line.place not in own))


def _runs(lines: Sequence[Line], free: Sequence[bool]) -> Iterator[list[_At]]:
    """Lines that look like cells and follow each other, blank ones left out."""
    run: list[_At] = []
    for index, line in enumerate(lines):
        if line.blank and free[index]:
            continue
        text = plain(line.text.strip())
        if free[index] and _is_page_s(lines, index, text):
            continue
        if free[index] and _is_cell(text):
            run.append(_At(text, line, index))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_page_s(lines: Sequence[Line], index: int, text: str) -> bool:
    """A page's header or footer; a bare number only where one of those is next to it, or the page's end."""
    if not is_furniture(text):
        return False
    if not is_figure(text) and not is_year(text):
        return True
    near = _next(lines, index, -1), _next(lines, index, 1)
    if any(
        line is not None and not is_figure(line.text.strip()) and is_furniture(line.text) for line in near
    ):
        return True
    place = lines[index].place
    return any(line is not None and line.place.page != place.page for line in near) and text.isdigit()


def _next(lines: Sequence[Line], index: int, step: int) -> Line | None:
    """The nearest line in that direction that is not blank, of the next four."""
    for at in range(index + step, index + 5 * step, step):
        if 0 <= at < len(lines) and not lines[at].blank:
            return lines[at]
    return None


def _is_cell(text: str) -> bool:
    return (
        len(text) <= LONGEST
        and not is_sentence(text)
        and not (CAPTION.match(text) or SOURCE.match(text))
        and (not ITEM.match(text) or is_figure(text) or is_year(text))
    )


def _tables(run: Sequence[_At]) -> Iterator[Found]:
    """The table of a run, if it has one."""
    starts = _starts(run)
    if not starts:
        return
    head_from = _head_from(run, starts[0])
    head = list(run[head_from : starts[0]])
    rows, end = _rows(run, starts, _words_of(head))
    labels: list[list[_At]] = []
    if head and is_name(head[-1].text) and any(len(row) == 1 for row in rows):
        labels = [[head.pop()]]
    every = [part for part in ([head] if head else []) + labels + rows if part]
    block = Block(
        Kind.TABLE,
        place=every[0][0].line.place,
        rows=tuple(tuple(Cell(at.text, at.line.place) for at in row) for row in every),
        sure=False,
    )
    yield Found(every[0][0].at, run[end - 1].at + 1, (block,))


def _starts(run: Sequence[_At]) -> list[int]:
    """Where rows begin: at each code, or at the name before it; else at each name before figures."""
    codes = [i for i, at in enumerate(run) if is_code(at.text) or _code_and_name(at.text)]
    if len(codes) >= 1:
        before = _names_before(run, codes)
        starts = [i - 1 for i in codes] if before else codes
        parts = zip(starts, [*starts[1:], len(run)], strict=True)
        rich = sum(_figures(run[a:b]) >= LEAST for a, b in parts)
        return starts if 2 * rich > len(starts) else []
    names = [
        i for i, at in enumerate(run) if is_name(at.text) and _figures(run[i + 1 : i + 1 + LEAST]) == LEAST
    ]
    gaps = Counter(b - a for a, b in pairwise(names))
    return names if len(names) >= 3 and gaps.most_common(1)[0][1] * 2 >= len(names) - 1 else []


def _code_and_name(text: str) -> bool:
    """A code with a name beside it in one cell."""
    if _NAMED.fullmatch(text):
        return True
    words = text.split()
    return len(words) == 2 and begins_with_code(text) and is_code(words[0])


def _names_before(run: Sequence[_At], codes: Sequence[int]) -> bool:
    """Names stand before their codes: before each one, and after it no name but a figure or the like."""
    if codes[0] == 0 or any(b - a < 2 for a, b in pairwise(codes)):
        return False
    before = sum(is_name(run[i - 1].text) for i in codes)
    after = sum(i + 1 < len(run) and is_name(run[i + 1].text) for i in codes)
    if before == len(codes) and after < len(codes):
        return True
    # Both sides have words: with a rating or an industry at one end, the first row decides.
    return (
        before == len(codes)
        and not is_column(run[codes[0] - 1].text)
        and len(codes) > 1
        and _is_label_free(run, codes)
    )


def _is_label_free(run: Sequence[_At], codes: Sequence[int]) -> bool:
    """Before the first code stands a word that no other row has: a name, and not a rating."""
    words = [run[i - 1].text for i in codes]
    ends = [run[i - 2].text for i in codes[1:]]
    return len(set(words)) == len(words) and not any(map(is_figure, ends))


def _figures(part: Sequence[_At]) -> int:
    return sum(is_figure(at.text) for at in part)


def _head_from(run: Sequence[_At], start: int) -> int:
    """Where the header's words begin: at the first column label above the rows."""
    least = max(0, start - MOST_HEAD)
    labels = [i for i in range(least, start) if is_column(run[i].text) and not is_figure(run[i].text)]
    return labels[0] if labels else start


def _words_of(head: Sequence[_At]) -> list[str]:
    """The header's texts, without a label behind them."""
    last = max((i for i, at in enumerate(head) if is_column(at.text) or is_year(at.text)), default=-1)
    return [at.text for at in head[: last + 1]]


def _again(run: Sequence[_At], first: int, last: int, head: Sequence[str]) -> int:
    """Where the header is printed again behind a row; `last` where it is not."""
    for at in range(first + 1, last - len(head) + 1) if len(head) > 1 else ():
        if run[at].text == head[0] and [one.text for one in run[at : at + len(head)]] == head:
            return at
    return last


def _rows(run: Sequence[_At], starts: Sequence[int], head: Sequence[str]) -> tuple[list[list[_At]], int]:
    """Each row's cells, a label or a header behind a row as a row of its own, and where the last one ends."""
    ends = [*starts[1:], len(run)]
    lengths = Counter(b - a for a, b in zip(starts, ends, strict=True))
    if len(starts) > 1:
        lengths = Counter(b - a for a, b in zip(starts[:-1], ends[:-1], strict=True))
    usual = min(lengths.most_common(1)[0][0], MOST_CELLS)
    kinds = _last_kinds(run, starts, usual)
    rows: list[list[_At]] = []
    end = starts[0]
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        final = number == len(starts) - 1
        again = _again(run, first, last, head)
        if again < last and not final:
            cut = _before_mean(run, first, _row_end(run, first, again, usual, kinds, final=False))
            rows += [
                list(run[first:cut]),
                *([at] for at in run[cut:again]),
                list(run[again : again + len(head)]),
            ]
            rows += [[at] for at in run[again + len(head) : last]]
            continue
        cut = _before_mean(run, first, _row_end(run, first, last, usual, kinds, final=final))
        rows.append(list(run[first:cut]))
        end = cut
        if not final:
            rows += [[at] for at in run[cut:last]]
            end = last
    return rows, end


def _before_mean(run: Sequence[_At], first: int, cut: int) -> int:
    """The end of a row, cut where the row of a mean begins."""
    return next((i for i in range(first + 2, cut) if run[i].text in _MEANS), cut)


def _last_kinds(run: Sequence[_At], starts: Sequence[int], usual: int) -> bool:
    """True where rows of the usual length end in a word (a rating), False where in a figure."""
    ends = [run[a + usual - 1].text for a, b in pairwise(starts) if b - a == usual]
    return bool(ends) and not any(map(is_figure, ends))


def _is_value(text: str) -> bool:
    return is_figure(text) or is_rating(text)


def _row_end(run: Sequence[_At], first: int, last: int, usual: int, words: bool, *, final: bool) -> int:
    """Where a row ends: words behind it are a label, and behind the last row another text."""
    if last - first <= usual:
        if not final:
            return last
        end = last
        while end > first + 1 and not words and not _is_value(run[end - 1].text):
            end -= 1
        return end
    cut = first + usual
    while final and cut < last and _is_value(run[cut].text):
        cut += 1
    if final or (last - cut == 1 and is_name(run[cut].text)):
        return cut
    return last
