"""What a book says of itself: groups, values that mean nothing, and what its names are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.book.codes import CodeError, canonical
from tui.book.numbers import NumberError, parse
from tui.columns import from_vendor
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui.book.toml import Toml


class Group(NamedTuple):
    """A group of the coverage list: its id in files, and its labels."""

    id: str
    zh: str
    en: str


class NameInfo(NamedTuple):
    """What else a name is called, and what looks like it and is not it."""

    aliases: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()


def groups(top: Toml) -> tuple[Group, ...]:
    """The groups of book.toml in its order."""
    out: dict[str, Group] = {}
    for table in top.tables("groups"):
        name = table.text("id")
        if not name or name in out:
            table.problems.append(
                Problem(top.file, 0, f"group {name!r}", "expected an id, each once; left out")
            )
            continue
        out[name] = Group(name, table.text("zh") or name, table.text("en") or name)
    return tuple(out.values())


def missing(table: Toml, declared: Mapping[str, frozenset[float]]) -> dict[str, frozenset[float]]:
    """Per column the values that mean nothing: book.toml's [missing] and what the user declared."""
    out: dict[str, frozenset[float]] = {}
    for key, value in table.data.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
            table.problems.append(
                Problem(table.file, 0, f"missing.{clean(key)}", "expected a list of numbers")
            )
            continue
        out[clean(key)] = frozenset(float(v) for v in values)
    for name, numbers in declared.items():
        out[name] = out.get(name, frozenset()) | numbers
    return out


def names(top: Toml) -> dict[str, NameInfo]:
    """What names.toml says of each name, by canonical code."""
    out: dict[str, NameInfo] = {}
    for key in top.data:
        try:
            code = canonical(key)
        except CodeError as error:
            top.problems.append(Problem(top.file, 0, f"[{clean(key)}]", f"{error}; left out"))
            continue
        table = top.table(key)
        out[code] = NameInfo(*(table.texts(part) for part in ("aliases", "english", "lookalikes")))
    return out


def declared(na: Iterable[str]) -> dict[str, frozenset[float]]:
    """'pe_ttm=0' → {'pe_ttm': {0}}; a vendor's column name counts for the column it becomes."""
    out: dict[str, frozenset[float]] = {}
    for word in na:
        name, _, text = word.partition("=")
        try:
            number = parse(text)
        except NumberError:
            number = None
        if not name.strip() or number is None:
            raise BookError(f"--na {clean(word)!r}: expected COLUMN=NUMBER, as in pe_ttm=0")
        vendor = from_vendor(name)
        key = vendor[0] if vendor else name.strip()
        out[key] = out.get(key, frozenset()) | {number}
    return out
