"""What a table says, in a few figures, so that two processes can tell whether they came to the same."""

from __future__ import annotations

import zlib
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def digest(columns: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """Each column's rows, how many are figures, their sum, and a check sum of the texts; NaN and None count
    as no cell.
    """
    told: dict[str, list[Any]] = {}
    for name, cells in columns.items():
        figures = [cell for cell in cells if isinstance(cell, int | float) and cell == cell]  # noqa: PLR0124
        texts = [_text(cell) for cell in cells if isinstance(cell, str | date)]
        words = zlib.crc32("|".join(sorted(texts)).encode())
        told[name] = [len(cells), len(figures), round(sum(figures), 6), words]
    return told


def _text(cell: str | date) -> str:
    return cell if isinstance(cell, str) else f"{cell:%Y-%m-%d}"
