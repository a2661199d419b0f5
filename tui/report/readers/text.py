"""Plain text and Markdown to blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.errors import BookError
from tui.report.readers.csvs import comma_tables
from tui.report.readers.embedded import html_tables
from tui.report.readers.lined import glued_tables, spaced_tables
from tui.report.readers.pipes import pipe_tables
from tui.report.readers.prose import prose_blocks
from tui.report.readers.stacked import stacked_tables
from tui.report.readers.stream import lines_of
from tui.report.readers.tabs import tab_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.report.blocks import Block
    from tui.report.readers.runs import Found
    from tui.report.readers.stream import Line

_DETECTORS = (html_tables, pipe_tables, tab_tables, comma_tables, glued_tables, spaced_tables, stacked_tables)


def blocks_of(text: str, file: str) -> tuple[Block, ...]:
    """The blocks of a text in their order; no line that shows anything is left out.

    file: as messages name it. Sentences that are cut stay so: see `join.joined`. Raises BookError for a text
    of more lines than any report has.
    """
    try:
        lines = lines_of(text)
    except ValueError as error:
        raise BookError(f"{file}: {error}; a report was expected") from None
    free = [True] * len(lines)
    found: list[Found] = []
    for detect in _DETECTORS:
        for table in detect(lines, free):
            found.append(table)
            free[table.start : table.end] = [False] * (table.end - table.start)
    found.sort(key=lambda table: table.start)
    return tuple(_in_order(lines, found))


def _in_order(lines: Sequence[Line], found: Sequence[Found]) -> Iterator[Block]:
    """Prose and tables as they stand below each other."""
    at = 0
    for table in found:
        yield from prose_blocks(lines[at : table.start])
        yield from table.blocks
        yield from prose_blocks(table.strays)
        at = table.end
    yield from prose_blocks(lines[at:])
