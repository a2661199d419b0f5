"""The words of a status line in as few lines as hold them: the longest part gives way, the count never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.widgets.wrap import breaks
from tui.text import cell_width, crop

if TYPE_CHECKING:
    from collections.abc import Sequence

SEPARATOR = " · "
LEAST = 12  # cells of a part that gives way
CUT = "..."
STEP = 4  # cells that a part loses at once, or an eighth of it


def told_lines(sentence: str, tail: str, width: int, most: int) -> list[tuple[str, str]]:
    """At most `most` lines as (what is on show, what else is told); only the last one tells anything else.

    Each line with its tail takes at most `width` cells, with a gap between the two.
    """
    width, most = max(1, width), max(1, most)
    tail = crop(tail, width)
    whole = [crop(part, width * most, CUT) for part in sentence.split(SEPARATOR)]
    parts = [*whole]
    lines = _packed(parts, tail, width)
    while len(lines) > most:
        longest = max(range(len(parts)), key=lambda at: cell_width(parts[at]))
        cells = cell_width(parts[longest])
        if cells <= LEAST:
            break
        parts[longest] = crop(parts[longest], max(LEAST, cells - max(STEP, cells // 8)), CUT)
        lines = _packed(parts, tail, width)
    for at, part in enumerate(whole):  # what was cut on a line that had room stands whole again
        longer = _packed([*parts[:at], part, *parts[at + 1 :]], tail, width)
        if parts[at] != part and len(longer) <= most:
            parts[at], lines = part, longer
    if len(lines) > most:  # no room for all parts even so: what else is told comes first
        room = max(0, width - cell_width(tail) - 2) if tail else width
        last = crop(SEPARATOR.join(lines[most - 1 : len(lines) - bool(tail)]), room, CUT)
        lines = [*lines[: most - 1], last]
    return [*((line, "") for line in lines[:-1]), (lines[-1], tail)]


def _packed(parts: Sequence[str], tail: str, width: int) -> list[str]:
    """The parts in lines; the last line leaves room for the tail, and may be empty for it."""
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}{SEPARATOR}{part}" if lines[-1] else part
        if cell_width(longer) <= width:
            lines[-1] = longer
            continue
        broken = [part[start:end] for start, end in breaks(part, width)]
        lines = [*lines, *broken] if lines[-1] else [*lines[:-1], *broken]
    if tail and lines[-1] and cell_width(lines[-1]) + 2 + cell_width(tail) > width:
        lines.append("")
    return lines
