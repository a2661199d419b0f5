"""The stories of a vintage with the dates they count from, and their links to names and themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import pa, strings, text_array
from tui.universe.clusters import clusters
from tui.universe.fold import together
from tui.universe.links import FEW, FIELDS, SCHEMA, explained, link
from tui.universe.themes import descendants

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.layout import Book, NameInfo, Vintage
    from tui.errors import Problem
    from tui.universe.linker import Linker
    from tui.universe.themes import Theme
    from tui.universe.universe import Universe

STORY_COLUMNS = ("news_id", "published", "date", "title", "summary", "source", "url")
_TEXTS = ("title", "summary", "source", "url")


def linked(
    book: Book, held: Vintage | None, codes: Any, names: Any, themes: Sequence[Theme], day: date
) -> tuple[Any, Any, tuple[Problem, ...]]:
    """The stories of the latest news file, their links to names and to themes as of `day`, and problems."""
    stories = _stories(held)
    if stories.num_rows == 0:
        return _clustered(stories), SCHEMA.empty_table(), ()
    few = stories.num_rows <= FEW  # only what stands in them is then looked for
    texts = (text or "" for field in FIELDS for text in strings(stories.column(field)))
    within = together(texts) if few else None
    linker, problems = linker_of(strings(codes), strings(names), book.names, themes, within=within)
    links = link(stories, linker, members_of(themes, set(strings(codes)), day))
    return _clustered(stories), links, problems


def linker_of(
    codes: Sequence[str | None],
    names: Sequence[str | None],
    infos: Mapping[str, NameInfo],
    themes: Sequence[Theme],
    *,
    within: str | None = None,
) -> tuple[Linker, tuple[Problem, ...]]:
    """A linker for some names and themes, and what is doubtful about what news calls them."""
    from tui.universe.linker import Linker
    from tui.universe.speakers import speakers

    known, problems = speakers(codes, names, infos, within=within)
    return Linker(known, themes, within=within), problems


def members_of(
    themes: Sequence[Theme], present: Collection[str | None], day: date
) -> dict[str, dict[str, float]]:
    """For each theme its present members at a day and those of the themes under it, with weights."""
    own = {t.id: {m.code: m.weight for m in t.members if m.at(day) and m.code in present} for t in themes}
    out: dict[str, dict[str, float]] = {}
    for theme in themes:
        out[theme.id] = dict(own[theme.id])
        for below in descendants(themes, theme.id)[1:]:
            for code, weight in own[below].items():
                out[theme.id][code] = max(weight, out[theme.id].get(code, 0.0))
    return out


def link_file(universe: Universe, stories: Any, *, every: bool, explain: bool) -> Any:
    """The links of any stories (id, title, summary) to a universe's names and themes.

    A table of `links.SCHEMA`; with `explain` of `links.WHY_SCHEMA`.
    """
    table = universe.table
    told = pa.table({"news_id": stories.column("id"), **{c: stories.column(c) for c in ("title", "summary")}})
    codes, names = (strings(table.column(column)) for column in ("code", "name"))
    infos = universe.history.book.names if universe.history else {}
    linker, _ = linker_of(codes, names, infos, universe.themes)
    members = members_of(universe.themes, set(codes), universe.as_of)
    return (explained if explain else link)(told, linker, members, every=every)


def _clustered(stories: Any) -> Any:
    return stories.append_column("cluster", text_array(clusters(stories)))


def count(links: Any, stories: Any, codes: Any) -> NDArray[np.int64]:
    """Per name how many stories are linked to it, near-identical ones counted once."""
    out = np.zeros(len(codes), dtype=np.int64)
    if links.num_rows == 0:
        return out
    first = dict(zip(*(stories.column(c).to_pylist() for c in ("news_id", "cluster")), strict=True))
    columns = (links.column(c).to_pylist() for c in ("target_kind", "target", "news_id"))
    pairs = {
        (target, first.get(story, story))
        for kind, target, story in zip(*columns, strict=True)
        if kind == "name"
    }
    at = {code: row for row, code in enumerate(strings(codes))}
    for target, _ in pairs:
        out[at[target]] += 1
    return out


def _stories(held: Vintage | None) -> Any:
    if held is None:
        empty = [
            pa.array([], type=pa.date32() if c in {"published", "date"} else pa.string())
            for c in STORY_COLUMNS
        ]
        return pa.Table.from_arrays(empty, names=list(STORY_COLUMNS))
    table = held.table
    published = (
        table.column("published").to_pylist()
        if "published" in table.column_names
        else [None] * table.num_rows
    )
    columns = {
        "news_id": table.column("id"),
        "published": pa.array(published, type=pa.date32()),
        "date": pa.array([p or held.date for p in published], type=pa.date32()),
    }
    for name in _TEXTS:
        held_text = table.column(name) if name in table.column_names else text_array([None] * table.num_rows)
        columns[name] = held_text
    return pa.table(columns)
