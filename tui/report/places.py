"""What stands at a place of a document: the source text for whoever asks where a thing said came from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.report.blocks import NOWHERE, Kind, Place
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tui.report.blocks import Document
    from tui.report.diagnostics import Diagnostic

LONGEST = 400  # characters of a source text


def text_at(document: Document) -> Callable[[Place], str]:
    """A function from a place to the row or paragraph that stands there, cleaned and cut; '' for none.

    A row is its cells joined by ' | '; a place inside a paragraph of several lines gives the paragraph.
    """
    found: dict[Place, str] = {}
    for block in document.blocks:
        if block.kind is not Kind.TABLE:
            found.setdefault(block.place, block.text)
            continue
        for row in block.rows:
            text = " | ".join(" ".join(c.text.split()) for c in row if c.text.strip() and not c.filled)
            for cell in row:
                found.setdefault(cell.place, text)
    places = sorted(place for place in found if place != NOWHERE)

    def look_up(place: Place) -> str:
        at = bisect_right(places, place) - 1
        if place == NOWHERE or at < 0 or places[at].page != place.page:
            return ""
        return clean(" ".join(found[places[at]].split()))[:LONGEST]

    return look_up


def with_texts(told: Iterable[Diagnostic], look_up: Callable[[Place], str]) -> tuple[Diagnostic, ...]:
    """What was said, each with its source text where it has none of its own."""
    return tuple(one if one.text else replace(one, text=look_up(one.place)) for one in told)


def of_lines(lines: Mapping[int, str]) -> Callable[[Place], str]:
    """As `text_at`, of a file whose lines are known by number; of a line that is not there ''."""
    return lambda place: clean(" ".join(lines.get(place.line, "").split()))[:LONGEST]
