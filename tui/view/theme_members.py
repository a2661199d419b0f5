"""One theme's members with the reasons that made them so, and the problems of themes, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import pa
from tui.universe.themes import descendants
from tui.view.resolve import resolve
from tui.view.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.errors import Problem
    from tui.universe.themes import Theme
    from tui.universe.universe import Universe

_MEMBER = pa.schema(
    [
        *((name, pa.string()) for name in ("code", "name", "reason_zh", "reason_en")),
        *((name, pa.date32()) for name in ("since", "until")),
        ("weight", pa.float64()),
        ("source", pa.string()),
        *((name, pa.float64()) for name in ("pe", "stories")),
        ("theme", pa.string()),
    ]
)
_PROBLEM = pa.schema(
    [("file", pa.string()), ("line", pa.float64()), ("what", pa.string()), ("why", pa.string())]
)


def theme_of(universe: Universe, word: str) -> Theme:
    """The theme that an id or a label means; raises UnknownNameError, which names the nearest."""
    (wanted,) = resolve(universe, View(themes=(word,))).themes
    return next(theme for theme in universe.themes if theme.id == wanted)


def member_table(universe: Universe, theme: Theme) -> Any:
    """A row for each member in the universe at its date, in the theme's order; then those of themes under it.

    code, name, reason_zh, reason_en, since and until (date32), weight (0 to 1), source, pe (forward, a
    multiple), stories (count of those linked to the name by any route, near-identical ones once), theme (the
    id of the one that says so)
    """
    held = {one.id: one for one in universe.themes}
    below = descendants(universe.themes, theme.id)
    rows = [row for one in below for row in _rows(universe, held[one])]
    return pa.Table.from_pylist(rows, schema=_MEMBER)


def away(universe: Universe, theme: Theme) -> int:
    """How many members of a theme, and of those under it, are not in the universe at its date."""
    held = {one.id: one for one in universe.themes}
    below = [held[one] for one in descendants(universe.themes, theme.id)]
    every = {member.code for one in below for member in one.members}
    here = {code for one in below for code in one.codes(universe.as_of) if code in universe.row_of}
    return len(every - here)


def _rows(universe: Universe, theme: Theme) -> Iterator[dict[str, Any]]:
    names = universe.table.column("name")
    for code in dict.fromkeys(theme.codes(universe.as_of)):
        if (row := universe.row_of.get(code)) is None:
            continue
        member = next(m for m in theme.members if m.code == code and m.at(universe.as_of))
        kept = ("code", "reason_zh", "reason_en", "since", "until", "weight", "source")
        yield {
            **{key: getattr(member, key) for key in kept},
            "name": names[row].as_py() or member.name,
            "pe": _value(universe, universe.forward_pe, row),
            "stories": _value(universe, "news", row),
            "theme": theme.id,
        }


def _value(universe: Universe, column: str | None, row: int) -> float | None:
    if column is None or column not in universe.columns:
        return None
    value = float(universe.values(column)[row])
    return None if np.isnan(value) else value


def problem_table(problems: Iterable[Problem]) -> Any:
    """A row a problem: file, line (null where none fits), what, why."""
    rows = [{"file": p.file, "line": p.line or None, "what": p.what, "why": p.why} for p in problems]
    return pa.Table.from_pylist(rows, schema=_PROBLEM)
