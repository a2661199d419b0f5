"""Rows whose cells are parted by tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.readers.runs import Found, gather
from tui.report.readers.shapes import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.readers.stream import Line


def tab_tables(lines: Sequence[Line], free: Sequence[bool]) -> list[Found]:
    """Every run of two or more lines with tabs."""
    return gather(lines, free, _cells, _starts)


def _cells(text: str) -> tuple[str, ...] | None:
    if "\t" not in text:
        return None
    return tuple(plain(cell.strip(" \u3000\xa0")) for cell in text.split("\t"))


def _starts(cells: Sequence[str], _index: int) -> bool:
    """More than an indented text: something stands before a tab."""
    return any(cells[:-1])
