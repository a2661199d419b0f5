"""Finding a name as one types: by code, short name, alias or pinyin initials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text import fold, pinyin_match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.universe.universe import Universe


def matches(universe: Universe, text: str, rows: Sequence[int]) -> list[int]:
    """The places in `rows` whose name fits the text, in order; rows are rows of the universe."""
    wanted = fold(text).replace(" ", "")
    if not wanted:
        return []
    codes, names = universe.table.column("code"), universe.table.column("name")
    out = []
    for place, row in enumerate(rows):
        code, name = codes[row].as_py(), names[row].as_py() or ""
        if _fits(wanted, code, name, universe.aliases.get(code, ())):
            out.append(place)
    return out


def _fits(wanted: str, code: str, name: str, aliases: Sequence[str]) -> bool:
    digits, point, exchange = code.casefold().partition(".")
    if any(
        wanted in text for text in (digits + point + exchange, exchange + digits, exchange + point + digits)
    ):
        return True
    if any(wanted in fold(text).replace(" ", "") for text in (name, *aliases)):
        return True
    return pinyin_match(wanted, name)
