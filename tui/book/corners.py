"""The parts of a packed spreadsheet, unpacked to their true ends with an eye on what they would take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui.errors import BookError

if TYPE_CHECKING:
    from collections.abc import Callable

_CHUNK = 1 << 20
_CELL = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")


def unpacked(
    part: Any, before: int, cap: Callable[[int], None], most_cells: int, refusal: Callable[[str], str], *,
    sheet: bool,
) -> int:  # fmt: skip
    """Bytes that one open part unpacks to; the corners of a sheet's cells are minded on the way.

    before: bytes of the parts before it; cap: raises where so many are too many
    Raises BookError where a sheet's rectangle holds more than `most_cells`; refusal: the words for its size
    """
    size = rows = columns = 0
    tail = b""
    while chunk := part.read(_CHUNK):
        size += len(chunk)
        cap(before + size)
        if not sheet:
            continue
        for letters, digits in set(_CELL.findall(tail + chunk)):
            columns, rows = max(columns, _column(letters)), max(rows, int(digits))
        tail = chunk[-64:]
        if rows * columns > most_cells:
            raise BookError(refusal(f"{rows:,} × {columns:,}"))
    return size


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
