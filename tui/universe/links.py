"""News links: which names and themes a story speaks of, and the words that say so.

A link is a record: news_id, target_kind (name|theme), target, route (direct|theme), theme, term,
field (title|summary), start, end, score. Offsets are code points into the stored text, which folds to the
term there. Direct: an alias of the name stands in the text. Theme: a term of a theme stands there, and its
members follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.arrow import float_array, offset_array, pa, strings
from tui.universe.doubts import decided
from tui.universe.records import FIELDS, Records, Vocabulary, records

__all__ = ["FIELDS", "SCHEMA", "SCHEMA_NAMES", "WHY_SCHEMA", "explained", "link"]

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui.universe.linker import Linker
    from tui.universe.reasons import Suppressed

SCHEMA = pa.schema(
    [
        *(
            (name, pa.string())
            for name in ("news_id", "target_kind", "target", "route", "theme", "term", "field")
        ),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("score", pa.float64()),
    ]
)
SCHEMA_NAMES = tuple(SCHEMA.names)
WHY_SCHEMA = pa.schema([*SCHEMA, ("suppressed", pa.string()), ("by", pa.string())])
FEW = 1_000  # stories; so few do not make it worth while to number all there is to speak of
SLICE = 20_000  # stories at a time: what is made of them is small beside their text


def link(
    stories: Any, linker: Linker, members: Mapping[str, Mapping[str, float]], *, every: bool = False
) -> Any:
    """The links of a table of stories (news_id, title, summary) as a table of `SCHEMA`.

    members: for each theme the codes that follow it, with their weights. One row for each story, target,
    route and theme: its best-scoring, then earliest mention; or `every` mention. Order: stories as they
    come, then score, kind, target.
    """
    tables = [SCHEMA.empty_table()]
    known, few = None, stories.num_rows <= FEW
    for ids, texts in _slices(stories):
        mentions = decided(linker.find(texts), linker, len(FIELDS), texts=texts)
        if known is None or known.size != len(linker.meanings):
            known = Vocabulary(linker.meanings, members, set(mentions.meaning.tolist()) if few else None)
        tables.append(_table(records(mentions, known, every=every), ids))
    return pa.concat_tables(tables)


def explained(
    stories: Any, linker: Linker, members: Mapping[str, Mapping[str, float]], *, every: bool = False
) -> Any:
    """The links and, after each story's, what looked like one: why it is none, and by what (`WHY_SCHEMA`)."""
    rows: list[dict[str, Any]] = []
    for ids, texts in _slices(stories):
        told: list[Suppressed] = []
        mentions = decided(linker.find(texts, told=told), linker, len(FIELDS), told=told, texts=texts)
        known = Vocabulary(linker.meanings, members)
        found = _table(records(mentions, known, every=every), ids).to_pylist()
        rows += [{**row, "suppressed": "", "by": ""} for row in found]
        rows += [_suppressed(each, ids) for each in sorted(told, key=_place)]
    order: dict[str, int] = {}
    for i, news_id in enumerate(strings(stories.column("news_id"))):
        order.setdefault(news_id or "", i)
    rows.sort(key=lambda row: order[row["news_id"]])
    return pa.Table.from_pylist(rows, schema=WHY_SCHEMA)


def _slices(stories: Any) -> Iterator[tuple[list[str], list[str]]]:
    """News ids, and title and summary of each in turn."""
    for begin in range(0, stories.num_rows, SLICE):
        part = stories.slice(begin, SLICE)
        texts = [""] * (part.num_rows * len(FIELDS))
        for i, field in enumerate(FIELDS):
            texts[i :: len(FIELDS)] = [text or "" for text in part.column(field).to_pylist()]
        yield [one or "" for one in strings(part.column("news_id"))], texts


def _place(each: Suppressed) -> tuple[int, int, int, str, str]:
    return each.row, each.start, each.end, each.entry.code, each.entry.theme


def _suppressed(each: Suppressed, ids: Sequence[str]) -> dict[str, Any]:
    entry = each.entry
    return {
        "news_id": ids[each.row // len(FIELDS)],
        "target_kind": "name" if entry.code else "theme",
        "target": entry.code or entry.theme,
        "route": "direct" if entry.code else "theme",
        "theme": entry.theme,
        "term": entry.text,
        "field": FIELDS[each.row % len(FIELDS)],
        "start": each.start,
        "end": each.end,
        "score": None,
        "suppressed": str(each.reason),
        "by": each.by,
    }


def _table(found: Records, ids: Sequence[str]) -> Any:
    columns = [
        _taken(ids, found.story),
        _taken(("name", "theme"), found.kind),
        _taken(found.targets, found.target),
        _taken(("direct", "theme"), found.route),
        _taken(("", *found.themes), found.theme + 1),
        _taken(found.terms, found.term),
        _taken(FIELDS, found.field),
        offset_array(found.start),
        offset_array(found.end),
        float_array(found.score),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _taken(texts: Sequence[str], at: Any) -> Any:
    """A text column: for each place one of some texts."""
    from tui.arrow import SMALL

    if len(at) <= SMALL:
        return pa.array([texts[i] for i in at.tolist()], type=pa.string())
    return pa.array(list(texts), type=pa.string()).take(pa.array(at))
