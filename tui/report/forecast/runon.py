"""Tables inside text that lost its white space: a header, then rows that two decimals take apart.

A row that cannot be taken apart for certain is refused, never left out without a word.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tui.report.blocks import Cell
from tui.report.forecast.choice import Choice, refused
from tui.report.forecast.notation import plain
from tui.report.forecast.runon_heads import HEADER as HEADER  # noqa: PLC0414  readers of blocks keep as much
from tui.report.forecast.runon_heads import has_groups, heads, told
from tui.report.forecast.runon_names import Glossary
from tui.report.forecast.runon_rows import Row, rows_of
from tui.report.forecast.runon_split import chosen
from tui.report.forecast.segments import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.report.blocks import Block
    from tui.report.forecast import segments

FEWEST = 3  # rows without codes that are refused; one with a code, or that can be read, is enough
MOST_TABLES = 40  # of a block that are taken apart; those behind them are refused
FARTHEST = 8000  # characters of a table before a header that stands behind it
_MINUS = re.compile(r"-\d")
_METRICS = re.compile(r"EPS|P/?E(?![a-z])|市盈率|每股收益", re.IGNORECASE)
BEHIND = "its header stands behind it"
TOO_MANY = "too many tables without white space stand in this part"


class Found(NamedTuple):
    """A run-on table: its rows as a segment, and what its columns are."""

    segment: Segment
    choice: Choice


def tables(block: Block, names: Glossary | None = None) -> Iterator[Found]:
    """The run-on tables in a paragraph's text; names: those that the rest of the document says."""
    if block.text.count(".") < 2 or len(block.text) < 60:
        return
    text = compact(block.text)
    names = names or Glossary((text,))
    zones = heads(text)
    done = count = 0
    for at, (start, end) in enumerate(zones):
        stop = zones[at + 1][0] if at + 1 < len(zones) else len(text)
        rows, last = rows_of(text, end, stop)
        if not rows or end < done:
            continue
        header = told(text[max(done, start) : end])
        done, count = last, count + 1
        if count > MOST_TABLES:
            choice: Choice | None = refused((), len(rows), TOO_MANY)
        else:
            grouped = has_groups(header)
            rows = [names.named(row, grouped=grouped) for row in rows]
            choice = chosen(header, rows)
        if choice is None and (len(rows) >= FEWEST or any(row.code for row in rows)):
            choice = refused((), len(rows), "")
        if choice is not None:
            yield _found(header, rows, choice, block)
    if not count:
        yield from _headed_behind(text, block)


def compact(text: str) -> str:
    """The text plain and without any space; a wide dash stays apart from the minus where both stand."""
    if "\uff0d" in text and _MINUS.search(text):
        text = text.replace("\uff0d", "—")
    return plain(text).replace(" ", "")


def _found(header: str, rows: Sequence[Row], choice: Choice, block: Block) -> Found:
    cells: list[tuple[segments.Row, str]] = [((Cell(row.text, block.place),), "") for row in rows]
    return Found(Segment([(Cell(header, block.place),)], cells), choice)


def _headed_behind(text: str, block: Block) -> Iterator[Found]:
    """Rows with codes whose header stands behind them: they are refused."""
    done = 0
    for metric in islice(_METRICS.finditer(text), MOST_TABLES):
        if metric.start() < done:
            continue
        begin = max(done, metric.start() - FARTHEST)
        begin = max(begin, *(text.rfind(sign, begin, metric.start()) + 1 for sign in "。；"))
        done = metric.end() + HEADER
        if len({word.upper() for word in _METRICS.findall(text, metric.start(), done)}) < 2:
            continue
        rows, _ = rows_of(text, begin, metric.start())
        coded = [row for row in rows if row.code and row.points >= FEWEST]
        if len(coded) >= FEWEST:
            yield _found("", coded, refused((), len(coded), BEHIND), block)
