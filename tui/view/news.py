"""Tables of stories and of themes, as commands write them and panes show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import pa
from tui.book.codes import CodeError, canonical
from tui.errors import UnknownNameError
from tui.text import fold
from tui.universe.themes import descendants
from tui.view.aggregate import Aggregate, aggregate
from tui.view.resolve import resolve
from tui.view.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.universe.themes import Theme
    from tui.universe.universe import Universe


class Link(NamedTuple):
    """One link of a story; offsets are code points into the stored field."""

    news_id: str
    target_kind: str
    target: str
    route: str
    theme: str
    term: str
    field: str
    start: int
    end: int
    score: float


class Story(NamedTuple):
    """A story with its links; `published` None where it counts as of the file's date, `date`."""

    news_id: str
    published: date | None
    date: date
    title: str
    summary: str
    source: str
    url: str
    links: tuple[Link, ...]

    @property
    def best(self) -> Link | None:
        """The link that scores best; the earliest of the table where several do."""
        return max(self.links, key=lambda link: link.score, default=None)


def stories(universe: Universe, *, target: str | None = None) -> list[Story]:
    """The stories, best score first, then newest; with a target only those linked to it, by those links."""
    links: dict[str, list[Link]] = {}
    for row in universe.links.to_pylist():
        link = Link(**row)
        links.setdefault(link.news_id, []).append(link)
    out = []
    for row in universe.stories.to_pylist():
        texts = {k: row[k] or "" for k in ("news_id", "title", "summary", "source", "url")}
        mine = tuple(links.get(row["news_id"], ()))
        out.append(Story(published=row["published"], date=row["date"], links=mine, **texts))
    return _ranked(out) if target is None else linked_to(out, target)


def linked_to(told: Iterable[Story], *targets: str) -> list[Story]:
    """Of some stories those linked to one of the names or themes, with those links alone, ranked by them."""
    own = ((story, tuple(k for k in story.links if k.target in targets)) for story in told)
    return _ranked(story._replace(links=links) for story, links in own if links)


def _ranked(told: Iterable[Story]) -> list[Story]:
    return sorted(told, key=lambda s: (-(s.best.score if s.best else 0.0), -s.date.toordinal()))


def name_code(universe: Universe, word: str) -> str:
    """The canonical code of a name given by code in any notation or by short name."""
    by_name: dict[str, list[str]] = {}
    for code, name in zip(*(universe.table.column(c).to_pylist() for c in ("code", "name")), strict=True):
        if name:
            by_name.setdefault(fold(name), []).append(code)
    if codes := by_name.get(fold(word)):
        if len(codes) > 1:
            raise CodeError(f"{word} could be {' or '.join(codes)}; write the code")
        return codes[0]
    try:
        code = canonical(word, universe.row_of)
    except CodeError as error:
        if any(c.isdigit() for c in word):
            raise
        raise UnknownNameError("name", word, by_name) from error
    if code not in universe.row_of:
        raise UnknownNameError("code", word, list(universe.row_of))
    return code


def story_table(
    universe: Universe,
    *,
    name: str | None = None,
    theme: str | None = None,
    since: date | None = None,
    unlinked: bool = False,
) -> Any:
    """One row a story with its best link; `names` and `themes` list all that the story is linked to.

    theme: by id or label, with all that stand under it
    since: only stories of that date and later; unlinked: only those that are linked to nothing
    """
    target = name_code(universe, name) if name else None
    below: tuple[str, ...] = ()
    if theme:
        below = descendants(universe.themes, resolve(universe, View(themes=(theme,))).themes[0])
    told = chosen = stories(universe)
    for wanted in (below, (target,) if target else ()):  # the name comes last: its links are the ones shown
        if wanted:
            kept = {story.news_id for story in chosen}
            chosen = [story for story in linked_to(told, *wanted) if story.news_id in kept]
    everything = {story.news_id: story for story in told}
    first = clusters(universe)
    rows = [
        _story_row(story, everything[story.news_id]) | {"cluster": first.get(story.news_id, story.news_id)}
        for story in chosen
        if (since is None or story.date >= since) and not (unlinked and story.links)
    ]
    return pa.Table.from_pylist(rows, schema=_story_schema())


def _story_row(story: Story, whole: Story) -> dict[str, Any]:
    best = story.best
    return {
        "news_id": story.news_id,
        "published": story.published,
        "title": story.title,
        "summary": story.summary,
        "source": story.source,
        "url": story.url,
        "as_of": story.date,
        "names": _targets(whole, "name"),
        "themes": _targets(whole, "theme"),
        "route": best.route if best else None,
        "theme": best.theme if best else None,
        "term": best.term if best else None,
        "field": best.field if best else None,
        "start": best.start if best else None,
        "end": best.end if best else None,
        "score": best.score if best else None,
    }


def _story_schema() -> Any:
    days, numbers = {"published", "as_of"}, {"start", "end", "score"}
    names = ("news_id", "published", "title", "summary", "source", "url", "as_of", "names", "themes")
    names = (*names, "route", "theme", "term", "field", "start", "end", "score", "cluster")  # type: ignore[assignment]
    kinds = [pa.date32() if n in days else pa.float64() if n in numbers else pa.string() for n in names]
    return pa.schema(list(zip(names, kinds, strict=True)))


def clusters(universe: Universe) -> dict[str, str]:
    """For each story the id of the first of its cluster of near-identical ones."""
    if "cluster" not in universe.stories.column_names:
        return {}
    ids, first = (universe.stories.column(c).to_pylist() for c in ("news_id", "cluster"))
    return dict(zip(ids, first, strict=True))


def _targets(story: Story, kind: str) -> str:
    return ";".join(dict.fromkeys(link.target for link in story.links if link.target_kind == kind))


class ThemeFigures(NamedTuple):
    """A theme's members in the universe, median and harmonic mean of their forward PE (NaN without one).

    Members and stories of the themes under it are its own too.
    codes: canonical, each once
    stories: how many are linked to it, near-identical ones counted once
    """

    theme: Theme
    codes: tuple[str, ...]
    median: float
    stories: int
    hmean: float


def theme_figures(universe: Universe) -> list[ThemeFigures]:
    """The figures of every theme, in the themes' order."""
    told: dict[str, set[str]] = {}
    first = clusters(universe)
    for kind, target, news_id in zip(
        *(universe.links.column(c).to_pylist() for c in ("target_kind", "target", "news_id")), strict=True
    ):
        if kind == "theme":
            told.setdefault(target, set()).add(first.get(news_id, news_id))
    out = []
    for theme in universe.themes:
        ids = descendants(universe.themes, theme.id)
        codes = branch_codes(universe, ids)
        pe = _forward(universe, [universe.row_of[c] for c in codes])
        median, hmean = (pe.median, pe.hmean) if pe else (float("nan"), float("nan"))
        news = set[str]().union(*(told.get(one, ()) for one in ids))
        out.append(ThemeFigures(theme, codes, median, len(news), hmean))
    return out


def branch_codes(universe: Universe, ids: Sequence[str]) -> tuple[str, ...]:
    """The names of the universe that belong to some themes at its date, each once."""
    held = {theme.id: theme for theme in universe.themes}
    members = (code for one in ids for code in held[one].codes(universe.as_of))
    return tuple(code for code in dict.fromkeys(members) if code in universe.row_of)


def median_forward(universe: Universe, rows: Sequence[int] | NDArray[np.int64]) -> float:
    """The median of the positive forward PEs of some rows; NaN where there is none."""
    pe = _forward(universe, rows)
    return pe.median if pe else float("nan")


def _forward(universe: Universe, rows: Sequence[int] | NDArray[np.int64]) -> Aggregate | None:
    """The figures of the forward PE over some rows; None where nobody estimates anything."""
    if universe.forward_pe is None:
        return None
    return aggregate(universe, universe.columns[universe.forward_pe], np.asarray(rows, dtype=np.int64))


def theme_table(universe: Universe) -> Any:
    """One row a theme: pe_median and pe_hmean are multiples, members and stories counts, codes a list (;)."""
    rows = [
        {
            "id": f.theme.id,
            "zh": f.theme.zh,
            "en": f.theme.en,
            "parent": f.theme.parent,
            "members": float(len(f.codes)),
            "pe_median": None if np.isnan(f.median) else f.median,
            "pe_hmean": None if np.isnan(f.hmean) else f.hmean,
            "stories": float(f.stories),
            "codes": ";".join(f.codes),
        }
        for f in theme_figures(universe)
    ]
    numbers = {"members", "pe_median", "pe_hmean", "stories"}
    names = ("id", "zh", "en", "parent", "members", "pe_median", "pe_hmean", "stories", "codes")
    schema = pa.schema([(n, pa.float64() if n in numbers else pa.string()) for n in names])
    return pa.Table.from_pylist(rows, schema=schema)
