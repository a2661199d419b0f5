"""From a board to the news screen: every story that is wanted, a line each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tui.app.frames.listing import ListFrame, listing
from tui.app.grid.model import GridColumn
from tui.app.present.story import name_words
from tui.app.present.watchlist import title_of
from tui.app.words.say import say
from tui.text import cell_width, clean
from tui.view.format import format_date, narrow
from tui.view.resolve import theme_labels
from tui.view.sentence import SEPARATOR
from tui.view.told import Told, Wanted, links_of, narrowed, told_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from tui.app.board import Board
    from tui.universe.universe import Universe

EPOCH = date(1970, 1, 1).toordinal()
SAMPLE = 200  # stories looked at to size the columns
TITLE, TARGETS = 90, 26  # cells at the most


def news_frame(board: Board, wanted: Wanted) -> ListFrame:
    """The frame of the stories that are wanted."""
    from tui.universe.themes import descendants

    universe, lang = board.universe, board.lang
    told = told_of(universe)
    rows = narrowed(told, wanted, descendants(universe.themes, wanted.theme) if wanted.theme else ())
    stories = _Stories(universe, lang, told, rows, _this_year(told, rows, universe.as_of))
    title, spare = title_of(board)
    held = universe.stories.column("news_id")
    return ListFrame(
        lang=lang,
        title=title,
        spare=spare,
        sentence=_sentence(board, wanted, len(rows), told),
        problems=len(board.problems),
        rows=listing(_columns(stories), [held[int(row)].as_py() for row in rows], stories.cell, "title"),
        hint=say("stories_none" if told.total else "news_empty", lang),
    )


def _sentence(board: Board, wanted: Wanted, count: int, told: Told) -> str:
    """Which stories are on show, and how many of how many."""
    universe, lang = board.universe, board.lang
    parts = []
    if wanted.name:
        parts.append(name_words(universe, wanted.name))
    if wanted.theme:
        parts.append(clean(theme_labels(universe, lang).get(wanted.theme, wanted.theme)))
    if wanted.route:
        parts.append(say(f"route_{wanted.route}", lang))
    whole = len(set(told.heads.tolist()))
    told_of_all = say("stories_of", lang, count, whole)
    return SEPARATOR.join((*(parts or [say("stories_all", lang)]), told_of_all, *_file(universe, lang)))


def _file(universe: Universe, lang: str) -> list[str]:
    """Which file the stories stand in, and how many older ones there are: a date shows its own."""
    book = universe.history.book if universe.history else None
    days = book.dates("news") if book else ()
    day = universe.dates.get("news") or (book.latest("news", universe.as_of) if book else None)
    if day is None:
        return []
    older = sum(1 for one in days if one < day)
    return [say("news_files", lang, day, older) if older else say("news_file", lang, day)]


def _this_year(told: Told, rows: NDArray[np.int64], as_of: date) -> bool:
    """True where every story is of the year of the universe's date: then the year need not be told."""
    years = told.days[rows]
    return not len(years) or date.fromordinal(int(years.min()) + EPOCH).year == as_of.year


@dataclass(frozen=True, slots=True, eq=False)
class _Stories:
    """Reads the cells of the stories on show."""

    universe: Universe
    lang: str
    told: Told
    rows: NDArray[np.int64]
    short: bool

    def cell(self, row: int, column: str) -> tuple[str, str]:
        """Text and tone."""
        return self._readers[column](int(self.rows[row]))

    @property
    def _readers(self) -> dict[str, Callable[[int], tuple[str, str]]]:
        return {
            "day": self._day,
            "title": self._title,
            "times": self._times,
            "route": self._route,
            "names": lambda story: self._targets(story, "name"),
            "themes": lambda story: self._targets(story, "theme"),
        }

    def _day(self, story: int) -> tuple[str, str]:
        return format_date(date.fromordinal(int(self.told.days[story]) + EPOCH), wide=not self.short), "dim"

    def _title(self, story: int) -> tuple[str, str]:
        return narrow(clean(self.universe.stories.column("title")[story].as_py() or "")), ""

    def _times(self, story: int) -> tuple[str, str]:
        times = int(self.told.times[story])
        return (f"x{times}", "dim") if times > 1 else ("", "")

    def _route(self, story: int) -> tuple[str, str]:
        links = links_of(self.universe, story)
        if not links:
            return "--", "dim"
        return (
            (say("direct", self.lang), "accent")
            if links[0].route == "direct"
            else (say("theme", self.lang), "")
        )

    def _targets(self, story: int, kind: str) -> tuple[str, str]:
        links = sorted(links_of(self.universe, story), key=lambda link: link.route != "direct")
        found = dict.fromkeys(link.target for link in links if link.target_kind == kind)
        comma = "、" if self.lang == "zh" else ", "
        return comma.join(narrow(self._label(target, kind)) for target in found), ""

    def _label(self, target: str, kind: str) -> str:
        if kind == "theme":
            return clean(theme_labels(self.universe, self.lang).get(target, target))
        row = self.universe.row_of.get(target)
        name = self.universe.table.column("name")[row].as_py() if row is not None else None
        return clean(name or target)


def _columns(stories: _Stories) -> list[GridColumn]:
    lang = stories.lang
    sample = range(min(len(stories.rows), SAMPLE))
    out = []
    for key, word, most in (
        ("day", "day", 10),
        ("title", "title", TITLE),
        ("times", "same", 6),
        ("route", "route", 8),
        ("names", "names", TARGETS),
        ("themes", "screen_themes", TARGETS),
    ):
        longest = max((cell_width(stories.cell(row, key)[0]) for row in sample), default=0)
        if key == "times" and not longest:
            continue
        out.append(GridColumn(key, say(word, lang), max(cell_width(say(word, lang)), min(longest, most))))
    return out
