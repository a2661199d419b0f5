"""What the query bar shows, as plain values; the app works it out, the bar only draws it."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Offer:
    """A completion: what is put in the place of what is being typed, and what it is."""

    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class FaultLine:
    """An error: its half-open span in code points of the text, and the message in words."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class QueryState:
    """The answer to one text and cursor.

    text, cursor: what was asked about; faults: () for a valid query; count: '8 of 13 · 2 left out: no pe_ttm'
    offers: completions, best first; span: the code points that an offer takes the place of
    """

    text: str
    cursor: int
    faults: tuple[FaultLine, ...] = ()
    count: str = ""
    offers: tuple[Offer, ...] = ()
    span: Span = (0, 0)
