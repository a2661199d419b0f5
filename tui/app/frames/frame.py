"""What the screen shows, as plain values: widgets need nothing else, so the first of them can be made
elsewhere while the terminal starts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.app.grid.model import GridColumn, GridSection, GridSource

Part = tuple[str, str]  # a text, and its style in the app's theme: '', '$text-muted', 'bold'
Text = tuple[Part, ...]


class Entry(NamedTuple):
    """A line of the side bar.

    kind: 'all', 'group', 'list', 'theme', or 'title' for a heading; chosen: the view keeps only its names
    asks: of a list, the query that holds the view to its names
    """

    kind: str
    id: str
    label: str
    number: str
    figure: str
    chosen: bool = False
    asks: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """What the lines above and below a screen tell.

    spare: places in `title` that give way where there is no room, the first to go first
    sentence: what is on show, in words; problems: how many; told: what else is to be known, in words
    """

    lang: str
    title: Text
    spare: tuple[int, ...]
    sentence: str
    problems: int
    told: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True, eq=False)
class Frame(Bars):
    """All that does not depend on the cursor; hint: what an empty grid says."""

    entries: tuple[Entry | None, ...]
    grid: GridSource
    hint: str


class Bar(NamedTuple):
    """A figure and its length against the longest of its row, from 0 to 1; negative for a loss."""

    text: str
    share: float
    dim: bool


class YearLine(NamedTuple):
    """One fiscal year of a name: EPS and PE, whose estimates, and what the check says, in words."""

    year: str
    eps: Bar
    pe: Bar
    source: str
    check: Part


class LinkLine(NamedTuple):
    """One step of the way from a story to a name: what it leads to ('name' or 'theme'), and the words.

    deep: 1 for a name that stands under the theme before it
    """

    kind: str
    target: str
    deep: int
    text: Text


class StoryFrame(NamedTuple):
    """A story as lists and the story's own pane show it.

    times: how many near-identical stories it stands for; reason: route, theme and words of its best link
    spans: (field, start, end) of every linked word; links: the ways to themes and names
    """

    id: str
    day: str
    title: str
    summary: str
    source: str
    url: str
    times: int
    reason: Text
    spans: tuple[tuple[str, int, int], ...]
    links: tuple[LinkLine, ...]


class NameFrame(NamedTuple):
    """One name: who it is, its own figures, its years, the doubts of the check, its stories.

    told: how many stories it has; those listed may be fewer
    """

    code: str
    name: str
    identity: Text
    figures: tuple[tuple[str, str], ...]
    years: tuple[YearLine, ...]
    doubts: Text
    stories: tuple[StoryFrame, ...]
    told: int


class PlainSource(NamedTuple):
    """A grid's first rows, every cell formatted; further rows are blank until the real source comes."""

    columns: Sequence[GridColumn]
    rows: int
    sections: Sequence[GridSection]
    cells: tuple[tuple[Part, ...], ...]
    keys: tuple[str, ...]
    places: Mapping[str, int]

    def cell(self, row: int, column: int) -> Part:
        """Text and tone of a cell."""
        return self.cells[row][column] if row < len(self.cells) else ("", "")

    def key(self, row: int) -> str:
        """The code of a row."""
        return self.keys[row] if row < len(self.keys) else ""

    def find(self, key: str) -> int | None:
        """The first row of a code."""
        return self.places.get(key)


class First(NamedTuple):
    """The first frame of a session, and the name its cursor stands on."""

    frame: Frame
    name: NameFrame | None


def frozen(source: GridSource, most: int = 200) -> PlainSource:
    """The first rows of any source as plain values."""
    shown = range(min(source.rows, most))
    keys = tuple(source.key(row) for row in shown)
    return PlainSource(
        columns=tuple(source.columns),
        rows=source.rows,
        sections=tuple(s._replace(note=s.words if s.start < most else "") for s in source.sections),
        cells=tuple(tuple(source.cell(row, i) for i in range(len(source.columns))) for row in shown),
        keys=keys,
        places={key: row for row, key in reversed(list(enumerate(keys)))},
    )
