"""What the changes screen shows, as plain values: a line a group, rows a name, one name's history."""

from __future__ import annotations

from dataclasses import dataclass

from tui.app.frames.listing import ListFrame


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group: how many names, estimates raised and cut, and the median price change.

    text: that median in words; change: per cent, None where there is none
    """

    label: str
    names: int
    ups: int
    downs: int
    text: str
    change: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ChangesFrame(ListFrame):
    """The changes screen.

    against: per table what is compared with what, with whole dates and with short ones
    groups: the waterfall's lines; revised: any estimate was raised or cut
    """

    against: tuple[tuple[str, str], ...]
    groups: tuple[GroupLine, ...]
    revised: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """One picture: its label and its lines, each with a label and a value per date (NaN where none)."""

    label: str
    decimals: int
    lines: tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class HistoryFrame:
    """A name over the dates: pictures, and a table: heads, and per date, the newest first, its cells.

    days: the dates as ISO texts, ascending; numbers: per date, days since 1970-01-01
    right: per column of the table, whether it is a number; hint: what stands in place of it all
    """

    code: str
    title: str
    days: tuple[str, ...]
    numbers: tuple[int, ...]
    plots: tuple[Plot, ...]
    heads: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    hint: str = ""
