"""The stories of a universe as a screen lists them: newest first, narrowed, near-identical ones once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import combined, encode, strings
from tui.view.news import Link

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from tui.universe.universe import Universe

ROUTES = ("direct", "theme", "none")  # that stories can be narrowed to; 'none': linked to nothing


class Wanted(NamedTuple):
    """Which stories are wanted: of a name's code, of a theme's id, by one of `ROUTES`; '' for any."""

    name: str = ""
    theme: str = ""
    route: str = ""


class Told(NamedTuple):
    """Every story by its row in `Universe.stories`.

    at: the row of each news_id; days: since 1970-01-01; scores: of the best link, 0 without one
    newest: all rows, newest first, then the best score
    heads: the row of the first story of its cluster; times: how many stories its cluster has
    order, starts: the rows of `Universe.links` of story i are order[starts[i]:starts[i + 1]]
    links: columns of `Universe.links` as codes and texts
    """

    at: Mapping[str, int]
    days: NDArray[np.int64]
    scores: NDArray[np.float64]
    newest: NDArray[np.int64]
    heads: NDArray[np.int64]
    times: NDArray[np.int64]
    of_story: NDArray[np.int64]
    order: NDArray[np.int64]
    starts: NDArray[np.int64]
    links: Mapping[str, tuple[NDArray[np.int32], list[str]]]

    @property
    def total(self) -> int:
        """How many stories."""
        return len(self.days)


def told_of(universe: Universe) -> Told:
    """The stories of a universe; worked out once."""
    if "told" not in universe.kept:
        universe.kept["told"] = _told(universe)
    told: Told = universe.kept["told"]
    return told


def _told(universe: Universe) -> Told:
    stories, links = universe.stories, universe.links
    ids = strings(stories.column("news_id"))
    at = {text or "": row for row, text in enumerate(ids)}
    codes, texts = encode(links.column("news_id"))
    rows = np.array([at[text] for text in texts], dtype=np.int64)
    of_story = rows[codes] if len(rows) else np.zeros(0, dtype=np.int64)
    scores = np.zeros(len(ids))
    np.maximum.at(scores, of_story, combined(links.column("score")).to_numpy(zero_copy_only=False))
    days = (
        combined(stories.column("date"))
        .to_numpy(zero_copy_only=False)
        .astype("datetime64[D]")
        .astype(np.int64)
    )
    order = np.argsort(of_story, kind="stable")
    heads = _heads(stories, at)
    return Told(
        at=at,
        days=days,
        scores=scores,
        newest=np.lexsort((np.arange(len(ids)), -scores, -days)),
        heads=heads,
        times=np.bincount(heads, minlength=len(ids))[heads] if len(ids) else heads,
        of_story=of_story,
        order=order,
        starts=np.searchsorted(of_story[order], np.arange(len(ids) + 1)),
        links={name: encode(links.column(name)) for name in ("target_kind", "target", "route", "theme")},
    )


def _heads(stories: Any, at: Mapping[str, int]) -> NDArray[np.int64]:
    if "cluster" not in stories.column_names:
        return np.arange(stories.num_rows, dtype=np.int64)
    firsts = strings(stories.column("cluster"))
    return np.array([at.get(first or "", row) for row, first in enumerate(firsts)], dtype=np.int64)


def narrowed(told: Told, wanted: Wanted, themes: Collection[str] = ()) -> NDArray[np.int64]:
    """The rows of the stories that are wanted, newest first, of each cluster one.

    themes: the ids that `wanted.theme` stands for, itself among them; () for itself alone
    A name and a route are asked of the same link; a theme of any.
    """
    kept = np.ones(told.total, dtype=bool)
    if wanted.route == "none":
        kept = np.diff(told.starts) == 0
    route = "" if wanted.route == "none" else wanted.route
    if wanted.name or route:
        named = _is(told, "target_kind", "name" if wanted.name else "") & _is(told, "target", wanted.name)
        kept &= _stories(told, named & _is(told, "route", route))
    if wanted.theme:
        through = np.zeros(len(told.of_story), dtype=bool)
        for one in themes or (wanted.theme,):
            through |= _is(told, "theme", one)
        kept &= _stories(told, through)
    return _once(told, told.newest[kept[told.newest]])


def _is(told: Told, column: str, text: str) -> NDArray[np.bool_]:
    """Which links have that text in a column; '' for all of them."""
    if not text:
        return np.ones(len(told.of_story), dtype=bool)
    codes, texts = told.links[column]
    found: NDArray[np.bool_] = codes == (texts.index(text) if text in texts else -2)
    return found


def _stories(told: Told, links: NDArray[np.bool_]) -> NDArray[np.bool_]:
    out = np.zeros(told.total, dtype=bool)
    out[told.of_story[links]] = True
    return out


def _once(told: Told, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of each cluster its first story, or the first of these rows where that one is not among them."""
    heads = told.heads[rows]
    there = np.zeros(told.total, dtype=bool)
    there[rows] = True
    kept = rows == heads
    seen: set[int] = set()
    for place in np.flatnonzero(~there[heads]).tolist():
        head = int(heads[place])
        kept[place] = head not in seen
        seen.add(head)
    found: NDArray[np.int64] = rows[kept]
    return found


def links_of(universe: Universe, row: int) -> tuple[Link, ...]:
    """The links of a story, the best first, as the table has them."""
    told = told_of(universe)
    places = told.order[told.starts[row] : told.starts[row + 1]].tolist()
    names = Link._fields
    columns = [universe.links.column(name) for name in names]
    found = [Link(*(column[place].as_py() for column in columns)) for place in places]
    return tuple(sorted(found, key=lambda link: -link.score))
