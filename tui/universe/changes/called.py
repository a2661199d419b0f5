"""Which name, group or theme a user's word means in any vintage of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.arrow import strings
from tui.book.codes import CodeError, canonical
from tui.errors import BookError, UnknownNameError
from tui.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from tui.book.layout import Book
    from tui.universe.themes import Theme

NAMING = ("coverage", "market", "estimates")


def code_called(book: Book, word: str, end: date | None = None) -> str:
    """The canonical code of a name given by short name or by code in any notation.

    The newest vintages are asked first, so that one is mostly enough. Raises UnknownNameError with the
    nearest, CodeError where several names could be meant, BookError where there is no vintage.
    """
    wanted = _key(word)
    newest: dict[str, str] = {}
    for codes, names in _vintages(book, end):
        found = [code for code, name in zip(codes, names, strict=True) if name and _key(name) == wanted]
        if len(set(found)) > 1:
            raise CodeError(f"{word} could be {' or '.join(dict.fromkeys(found))}; write the code")
        code = found[0] if found else _code(word, codes)
        if code:
            return code
        for one, name in zip(codes, names, strict=True):
            newest.setdefault(name or one, one)
    if not newest:
        raise none_there(book, end)
    try:
        canonical(word)
    except CodeError:
        if any(c.isdigit() for c in word):
            raise
        raise UnknownNameError("name", word, newest) from None
    raise UnknownNameError("code", word, newest.values())


def none_there(book: Book, end: date | None) -> BookError:
    """The error of a book without a vintage up to a date."""
    first = min((days[0] for table in NAMING if (days := book.dates(table))), default=None)
    if first is None:
        return BookError(f"{clean(str(book.root))}: the book holds no table of a date yet")
    return BookError(f"the book holds no name on or before {end}; its first date is {first}")


def group_called(book: Book, word: str, end: date | None = None) -> str:
    """The id of a group given by id or by either label; raises UnknownNameError with the nearest."""
    known: dict[str, tuple[str, ...]] = {g.id: (g.id, g.zh, g.en) for g in book.groups}
    for table in NAMING[:2]:
        for day in _newest_first(book, table, end):
            held = book.read(table, day).table
            if "group" in held.column_names:
                known |= {
                    g: (g,) for g in dict.fromkeys(strings(held.column("group"))) if g and g not in known
                }
            if found := _labelled(known.items(), word):
                return found
    if found := _labelled(known.items(), word):
        return found
    raise UnknownNameError("group", word, [name for names in known.values() for name in names if name])


def theme_called(themes: Sequence[Theme], word: str) -> str:
    """The id of a theme given by id or by either label; raises UnknownNameError with the nearest."""
    known = [(theme.id, (theme.id, theme.zh, theme.en)) for theme in themes]
    if found := _labelled(known, word):
        return found
    raise UnknownNameError("theme", word, [name for _, names in known for name in dict.fromkeys(names)])


def _vintages(book: Book, end: date | None) -> Iterator[tuple[list[str], list[str | None]]]:
    """Codes and short names: the newest file of each table, then the earlier ones."""
    days = {table: _newest_first(book, table, end) for table in NAMING}
    newest = [(table, held[0]) for table, held in days.items() if held]
    earlier = [(table, day) for table, held in days.items() for day in held[1:]]
    for table, day in (*newest, *earlier):
        held = book.read(table, day).table
        codes = [code for code in strings(held.column("code")) if code]
        named = "name" in held.column_names and len(codes) == held.num_rows
        yield codes, strings(held.column("name")) if named else [None] * len(codes)


def _newest_first(book: Book, table: str, end: date | None) -> list[date]:
    return [day for day in reversed(book.dates(table)) if end is None or day <= end]


def _code(word: str, codes: list[str]) -> str | None:
    known = set(codes)
    try:
        code = canonical(word, known)
    except CodeError:
        return None
    return code if code in known else None


def _labelled(known: Iterable[tuple[str, Iterable[str]]], word: str) -> str | None:
    wanted = _key(word)
    return next((key for key, names in known if wanted in {_key(name) for name in names if name}), None)


def _key(word: str) -> str:
    return fold(word).replace(" ", "")
