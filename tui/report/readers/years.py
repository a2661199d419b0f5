"""Years in the header of a table: which words name one, and the columns that only a year shows."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.report.blocks import Cell

_YEAR = re.compile(r"(?:FY|fy|CY)?['’]?(20[0-4]\d|\d{2})\s*年?\s*[(（]?([AaEeFf]?)[)）]?")


class Span(NamedTuple):
    """From where to where across the line."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        """Half way."""
        return (self.left + self.right) / 2

    def shared(self, other: Span | Cell) -> float:
        """How much of the narrower of the two both cover: 0 … 1."""
        both = min(self.right, other.right) - max(self.left, other.left)
        least = min(self.right - self.left, other.right - other.left)
        if least <= 0:
            return 1.0 if self.left <= other.left <= self.right else 0.0
        return max(0.0, both / least)


def year_of(text: str) -> int | None:
    """The year a header word names: 2026E, 26E, FY26, 2026年; None for any other word."""
    found = _YEAR.fullmatch(text.strip())
    if not found:
        return None
    year, mark = found.groups()
    if len(year) == 2:
        return 2000 + int(year) if mark or text.strip()[:1] in "FfC'’" else None
    return int(year)


def is_year_line(line: Sequence[Cell]) -> bool:
    """True for a line of a header that names at least two years, and no more figures than years."""
    years = sum(1 for cell in line if year_of(cell.text) is not None)
    others = sum(1 for cell in line if cell.text.strip().replace(",", "").replace(".", "").isdigit())
    bare = sum(1 for cell in line if cell.text.strip().isdigit() and year_of(cell.text) is not None)
    return years >= 2 and others - bare < years


def with_empty(block: Sequence[Sequence[Cell]], columns: Sequence[Span]) -> list[Span] | None:
    """The columns, and one for each year of the header under which no row of figures has anything.

    None where such a year stands beside a column that no year stands over, or another word over none.
    """
    at = next((i for i, line in enumerate(block) if is_year_line(line)), None)
    if at is None:
        return list(columns)
    years = [cell for cell in block[at] if year_of(cell.text) is not None]
    extra = [Span(cell.left, cell.right) for cell in years if not any(map(cell_over(cell), columns))]
    out = sorted([*columns, *extra])
    over = [any(map(cell_over(span), years)) for span in out]
    for i, span in enumerate(out):
        if span in extra and not all(over[max(0, i - 1) : i + 2]):
            near = [k for k in (i - 1, i + 1) if 0 <= k < len(out) and not over[k]]
            if any(abs(out[k].middle - span.middle) < 0.75 * _usual(years) for k in near):
                return None
    stray = [c for line in block[: at + 1] for c in line if not any(map(cell_over(c), out))]
    left, right = years[0].left, years[-1].right
    return out if all(cell.right > left and cell.left < right for cell in stray) else None


def cell_over(one: Span | Cell) -> Callable[[Span | Cell], bool]:
    """Whether another one shares any of its width."""
    return lambda other: min(one.right, other.right) > max(one.left, other.left)


def _usual(cells: Sequence[Cell]) -> float:
    """The usual distance from one cell's beginning to the next."""
    return median(b.left - a.left for a, b in pairwise(cells)) if len(cells) > 1 else 0.0
