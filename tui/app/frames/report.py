"""What the screens of a report show, as plain values: moves of indices, the brief, one doubtful thing."""

from __future__ import annotations

from dataclasses import dataclass

from tui.app.frames.frame import Bars, Text


@dataclass(frozen=True, slots=True)
class MoveLine:
    """An index's move.

    level: 'market', 'sector', 'sub-sector' or what the file says; word: of the level, in words
    text: the figure with its sign; change: per cent, None where there is none
    """

    level: str
    word: str
    index: str
    text: str
    change: float | None


@dataclass(frozen=True, slots=True)
class MoverLine:
    """A name's price change: the figure with its sign, its tone, and its two dates as (from, to).

    mark: in words, what is to be known of the figure; '' for nothing
    """

    code: str
    name: str
    text: str
    tone: str
    days: tuple[str, str]
    mark: str


@dataclass(frozen=True, slots=True, eq=False)
class MarketFrame(Bars):
    """The market screen.

    moves: by period, each a heading ('' where there is but one period) and its lines
    hint: what stands in place of moves; best, worst: names; movers_hint: what stands in their place
    pictures: what the report has only as a picture, '' for nothing
    """

    heading: str
    moves: tuple[tuple[str, tuple[MoveLine, ...]], ...]
    hint: str
    best: tuple[MoverLine, ...]
    worst: tuple[MoverLine, ...]
    movers_hint: str
    pictures: str


@dataclass(frozen=True, slots=True)
class FocusName:
    """A name of a recommended group: labelled figures with their tones; here: it is a name of the book."""

    code: str
    name: str
    figures: tuple[tuple[str, str, str], ...]
    here: bool


@dataclass(frozen=True, slots=True)
class FocusLines:
    """A recommended group: label, why, and its names."""

    label: str
    reason: str
    names: tuple[FocusName, ...]


@dataclass(frozen=True, slots=True, eq=False)
class BriefFrame(Bars):
    """The brief: its text, and the recommended groups in the report's order; hint: what an empty one says."""

    heading: str
    about: Text
    focus: tuple[FocusLines, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class CheckFrame:
    """One doubtful thing in full; code: of the name it is about, '' for none."""

    title: str
    text: Text
    code: str
