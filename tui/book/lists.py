"""A user's own lists of names: what one is, the codes that it may hold, and the query that asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

LISTS = "lists"
LONGEST = 48  # code points of a wrong code that a problem repeats
MOST_ASKED = 330  # codes that a query may name: its text is held to 4,000 characters
NOBODY = "code is missing"  # asks for no name: every name has a code


class NameList(NamedTuple):
    """A list: canonical codes, each once, in the order of the file; labels, and where it stands."""

    name: str
    codes: tuple[str, ...]
    zh: str = ""
    en: str = ""
    file: str = ""
    line: int = 0

    def label(self, lang: str) -> str:
        """Its label in 'zh' or 'en', its name where it has none."""
        return (self.zh if lang == "zh" else self.en) or self.name


def codes_of(values: Iterable[Any]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The canonical codes of what a file lists, each once; and what is none, with what is wrong with it."""
    from tui.book.codes import CodeError, canonical

    found: dict[str, None] = {}
    bad: list[tuple[str, str]] = []
    for value in values:
        shown = clean(value if isinstance(value, str) else repr(value))[:LONGEST]
        if not isinstance(value, str):
            bad.append((shown, "expected a code as text, in quotes"))
            continue
        try:
            found[canonical(value)] = None
        except CodeError:
            bad.append((shown, "no security code; expected one like 600941.SH"))
    return tuple(found), tuple(bad)


def list_query(codes: Iterable[str]) -> str:
    """The query that asks for some names: 'code in (600941.SH, 300308.SZ)'."""
    found = tuple(codes)
    if not found:
        return NOBODY
    return f"code = {found[0]}" if len(found) == 1 else f"code in ({', '.join(found)})"
