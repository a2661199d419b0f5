"""The stories of a vintage with the dates they count from, and their links to names and themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import pa, strings, text_array
from tui.universe.links import Linker, Speaker, link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from tui.book.layout import Book, Vintage
    from tui.universe.themes import Theme

STORY_COLUMNS = ("news_id", "published", "date", "title", "summary", "source", "url")
MAINLAND = {"SH", "SZ", "BJ"}  # whose six digits news prints alone
_TEXTS = ("title", "summary", "source", "url")


def linked(
    book: Book, held: Vintage | None, codes: Any, names: Any, themes: Sequence[Theme], day: date
) -> tuple[Any, Any]:
    """The stories of the latest news file, and their links to the universe's names and themes at `day`."""
    stories = _stories(held)
    if stories.num_rows == 0:
        return stories, link(stories, Linker((), ()), {})
    known = strings(codes)
    present = set(known)
    members = {t.id: [c for c in dict.fromkeys(t.codes(day)) if c in present] for t in themes}
    return stories, link(stories, Linker(_speakers(book, known, strings(names)), themes), members)


def count(links: Any, codes: Any) -> NDArray[np.int64]:
    """Per name how many stories are linked to it."""
    out = np.zeros(len(codes), dtype=np.int64)
    if links.num_rows == 0:
        return out
    pairs = {
        (target, story)
        for kind, target, story in zip(
            *(links.column(c).to_pylist() for c in ("target_kind", "target", "news_id")), strict=True
        )
        if kind == "name"
    }
    at = {code: row for row, code in enumerate(strings(codes))}
    for target, _ in pairs:
        out[at[target]] += 1
    return out


def _speakers(book: Book, codes: Sequence[str | None], names: Sequence[str | None]) -> list[Speaker]:
    out = []
    for code, name in zip(codes, names, strict=True):
        if code is None:
            continue
        digits, _, exchange = code.partition(".")
        aliases = [
            code,
            *([digits, f"{exchange}{digits}", f"{exchange.lower()}{digits}"] if exchange in MAINLAND else []),
        ]
        aliases += [name] if name else []
        info = book.names.get(code)
        more = (*info.aliases, *info.english) if info else ()
        out.append(Speaker(code, (*aliases, *more), info.lookalikes if info else ()))
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
