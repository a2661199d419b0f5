"""The lines of the columns dialog: a column, the heading over them, the ready sets and the keys."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content

from tui.app.keys import key_line
from tui.app.widgets.bars import content
from tui.app.words.say import say
from tui.text import cell_width, crop, pad

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.app.frames.columns import ColumnLine, Columns
    from tui.app.frames.frame import Part, Text

PLACE, WIDTH, DECIMALS, MARKS = 4, 6, 9, 13  # cells
LABEL_MOST, LABEL_LEAST = 22, 12
SET_BY_USER = "="
GAP = "  "


def label_cells(lines: Iterable[ColumnLine], width: int) -> int:
    """Cells of the labels in a list of `width` cells."""
    longest = max((cell_width(line.label) for line in lines), default=0)
    room = width - PLACE - WIDTH - DECIMALS - MARKS - LABEL_LEAST
    return max(LABEL_LEAST, min(longest, LABEL_MOST, room))


def heading(label: int, lang: str) -> str:
    """The line over the list, its words where the columns of the list stand."""
    column, width, decimals, name = (
        say(f"columns_{word}", lang) for word in ("column", "width", "decimals", "id")
    )
    figures = pad(width, WIDTH, right=True) + pad(decimals, DECIMALS, right=True)
    return f"{' ' * PLACE}{pad(column, label)}{figures}{GAP}{' ' * MARKS}{name}"


def rows(
    lines: Sequence[ColumnLine], columns: Columns, cells: Mapping[str, int], label: int, width: int, lang: str
) -> list[Content]:
    """A line a column; `cells` are those that the columns take on show."""
    places = {name: place for place, name in enumerate(columns.names, start=1)}
    return [
        content(_fitted(_row(line, columns, cells, places.get(line.id), label, lang), width))
        for line in lines
    ]


def _row(
    line: ColumnLine, columns: Columns, cells: Mapping[str, int], place: int | None, label: int, lang: str
) -> Text:
    """Place, label, width, decimals, marks and id; what the user set is told by a sign."""
    look = columns.look
    muted = "" if place else "$text-muted"
    own = line.id in look.widths
    wide = f"{SET_BY_USER if own else ''}{look.widths[line.id] if own else cells.get(line.id, '')}"
    places = look.decimals.get(line.id)
    sign = SET_BY_USER if places is not None else ""
    rounded = f"{sign}{line.decimals if places is None else places}" if line.numeric else ""
    marks = [say("columns_frozen", lang)] if place and place <= columns.frozen else []
    marks += [say("columns_scale", lang)] if line.id in look.scales else []
    head = f"{f'{place}' if place else '':>{PLACE - 1}} {pad(line.label, label)}"
    figures = f"{wide if place else '':>{WIDTH}}{rounded:>{DECIMALS}}{GAP}"
    return ((head, muted), (figures, muted), (pad(" ".join(marks), MARKS), ""), (line.id, muted))


def told(line: ColumnLine, columns: Columns, note: str, lang: str) -> Text:
    """What the column holds; before that what could not be done, or what its tint says."""
    if note:
        return ((note, "bold $text-warning"),)
    if line.id in columns.look.scales:
        return ((say("columns_scaled", lang), ""),)
    return ((line.told, ""), (f"\n{line.formula}" if line.formula else "", "$text-muted"))


def sets_line(sets: Iterable[tuple[str, str]], width: int, lang: str) -> Content:
    """The ready sets by key and name."""
    groups: list[Sequence[Part]] = [((say("columns_presets", lang), "$text-muted"),)]
    groups += [((f"{key} ", "bold $text-accent"), (name, "")) for key, name in sets]
    return packed(groups, width)


def keys_line(width: int, lang: str) -> Content:
    """The keys, those of one word together: 'J K move'."""
    groups: list[Sequence[Part]] = []
    for word, pairs in groupby(key_line(lang, ("columns",)), key=lambda pair: pair[1]):
        keys = " ".join(key for key, _ in pairs)
        groups.append(((keys, "bold $text-accent"), (f" {word}", "")))
    return packed(groups, width)


def packed(parts: Sequence[Sequence[Part]], width: int) -> Content:
    """Groups of words side by side, a line's end between two of them only."""
    lines: list[list[Part]] = [[]]
    used = 0
    for group in parts:
        cells = sum(cell_width(text) for text, _ in group)
        if lines[-1] and used + len(GAP) + cells > width:
            lines.append([])
            used = 0
        gap = [(GAP, "")] if lines[-1] else []
        lines[-1] += [*gap, *group]
        used += len(GAP) * len(gap) + cells
    return Content("\n").join(content(_fitted(tuple(line), width)) for line in lines)


def _fitted(text: Text, width: int) -> Text:
    """The parts that find room, the last of them cut."""
    out: list[Part] = []
    for part, style in text:
        shown = crop(part, max(0, width))
        out.append((shown, style))
        width -= cell_width(shown)
    return tuple(out)
