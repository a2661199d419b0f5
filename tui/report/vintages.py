"""Rows that come in, merged with the vintage of their date that the book has, as the bytes of one file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tui.book.files import read_file
from tui.book.schema import TABLES
from tui.book.write import table_bytes
from tui.errors import BookError
from tui.report.diagnostics import Diagnostic, Level
from tui.report.frame import Col, Frame, frame_from, frame_of, rows_in, shown, to_arrow
from tui.report.merge import Clash, merge
from tui.report.retold import Told
from tui.report.stage import Change, read_or_none
from tui.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from tui.book.files import Read
    from tui.book.layout import Book
    from tui.report.frame import Value
    from tui.report.tables import Incoming, Origin

# Columns that say one thing together: none of them is filled where one of them clashes.
BUNDLES: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "coverage": (("rating", "rating_source", "rating_action"), ("price", "currency", "price_date")),
        "estimates": (("basis", "eps", "pe_printed", "source", "currency"),),
        "sectors": (("period_start", "period_end", "change_pct"),),
        "news": (("published", "summary", "source", "url"),),
    }
)
_NAMED = {"pe_printed": "pe"}  # as a wide table calls it
_SHOWN = {"eps": "EPS", "pe_printed": "PE"}  # in words for people
_WHOSE = frozenset({"source", "rating_source"})
_BESIDE = _WHOSE | {"currency", "price_date", "basis"}  # what comes with a figure and is none itself


@dataclass(frozen=True, slots=True)
class Brought:
    """What comes of one table: its change, None where there is none, and what is said.

    clashes: cells that the book has differently; added, filled: rows and cells; merged: the book had some
    """

    table: str
    change: Change | None
    told: tuple[Diagnostic, ...]
    clashes: int
    added: int = 0
    filled: int = 0
    merged: bool = False


def brought(part: Incoming, book: Book, day: date, file: str) -> Brought:
    """One table's rows into the book's vintage of that date; see `joined`."""
    frame = frame_from(part.rows, TABLES[part.table])
    return joined(part.table, frame, part.origins.__getitem__, book, day, file, what="report")


def joined(
    table: str,
    theirs: Frame,
    origin: Callable[[int], Origin],
    book: Book,
    day: date,
    file: str,
    what: str = "file",
) -> Brought:
    """A table that comes in, joined to the book's vintage of that date.

    origin: where each of its rows stands; file: as messages name what comes in; what: its kind in words
    Raises BookError where the vintage would have to be changed and has anything that cannot be read, which
    a rewriting would lose.
    """
    spec = TABLES[table]
    path, before, read = _own(book, table, day)
    name = path.relative_to(book.root).as_posix()
    if read is None:
        data = table_bytes(to_arrow(theirs), day, path.suffix)
        return Brought(table, Change(name, None, data), (), 0, rows_in(theirs))
    mine = frame_of(read.table)
    if table == "news":
        theirs = _called_on(mine, theirs)
    merged = merge(mine, theirs, spec.key, BUNDLES.get(table, ()))
    told = _told_of(
        merged.clashes,
        mine,
        theirs,
        table,
        lambda clash: _clash(clash, mine, theirs, origin(clash.theirs), table, name, file, what),
    )
    count = sum(one.level is Level.DOUBTFUL for one in told)
    if not merged.changed:
        return Brought(table, None, told, count, merged=True)
    _refuse_loss(path, read.problems)
    data = table_bytes(to_arrow(merged.frame), day, path.suffix)
    change = Change(name, before, data)
    filled = sum(column not in _BESIDE for column in merged.filled)
    new = _new_things(mine, merged.frame, table)
    return Brought(table, change, told, count, new, filled, merged=True)


def _new_things(mine: Frame, frame: Frame, table: str) -> int:
    """How many names or stories are new; of estimates only the years of names that were there."""
    rows = range(rows_in(mine), rows_in(frame))
    if table != "estimates":
        return len(rows)
    held = set(mine["code"].values)
    return sum(frame["code"].values[row] in held for row in rows)


def _told_of(
    clashes: Sequence[Clash], mine: Frame, theirs: Frame, table: str, named: Callable[[Clash], Diagnostic]
) -> tuple[Diagnostic, ...]:
    """A line for each cell; none for a source beside a figure that says whose it is, one for all others."""
    values = {
        (c.mine, c.theirs, "rating_source" if c.column == "rating" else "source")
        for c in clashes
        if c.column not in _WHOSE
    }
    if table == "news":  # one line a story
        titles = {one.mine: one for one in clashes if one.column == "title"}
        return tuple(map(named, ({one.mine: one for one in clashes} | titles).values()))
    told = []
    whose: dict[tuple[str, Value, Value], list[Clash]] = {}
    for one in clashes:
        if one.column not in _WHOSE:
            told.append(named(one))
        elif (one.mine, one.theirs, one.column) not in values:
            pair = mine[one.column].values[one.mine], theirs[one.column].values[one.theirs]
            whose.setdefault((one.column, *pair), []).append(one)
    for (column, _, _), same in whose.items():
        first = named(same[0])
        more = replace(first, read=f"{column.replace('_', ' ')} of {len(same)} cells", code="", column=column)
        told.append(first if len(same) == 1 else more)
    return tuple(told)


def _own(book: Book, table: str, day: date) -> tuple[Path, bytes | None, Read | None]:
    """The file to write a vintage into, its bytes where there is one, and the vintage where the book has it.

    A vintage that stands in the file of a year gets a file of its own, which goes before that one.
    """
    path = book.files.get((table, day), book.root / table / f"{day}.csv")
    if path in book.yearly:
        return path.with_name(f"{day}{path.suffix}"), None, book.read_anew(table, day)
    before = read_or_none(path)
    return path, before, None if before is None else read_file(path, TABLES[table], as_of=day)


def own_table(book: Book, table: str, day: date) -> tuple[Path, bytes | None, Any]:
    """A vintage to be changed: its file, the file's bytes and the table, each None where there is none yet.

    Raises BookError where it holds anything that cannot be read.
    """
    path, before, read = _own(book, table, day)
    if read is None:
        return path, None, None
    _refuse_loss(path, read.problems)
    return path, before, read.table


def _refuse_loss(path: Path, problems: Sequence[object]) -> None:
    if problems:
        more = f" (and {len(problems) - 1:,} more)" if len(problems) > 1 else ""
        raise BookError(
            f"{problems[0]}{more}: mend it first; {clean(path.name)} would be written anew without it"
        )


def _called_on(mine: Frame, theirs: Frame) -> Frame:
    """Stories that are there under the ids they have there, by title or text; new ones with further ids."""
    there = list(zip(_texts(mine, "id"), _stories(mine), strict=True))
    held: dict[str, str] = {}
    for title, word in zip(_texts(mine, "title"), _texts(mine, "id"), strict=True):
        held.setdefault(fold(title), word)
    last = max(
        (int(word[1:]) for word in held.values() if word[:1] == "n" and word[1:].isdecimal()), default=0
    )
    ids = []
    for title, one in zip(_texts(theirs, "title"), _stories(theirs), strict=True):
        if fold(title) not in held:
            word = next((word for word, other in there if one.tells(other)), "")
            last += not word
            held[fold(title)] = word or f"n{last}"
        ids.append(held[fold(title)])
    return {**theirs, "id": Col(theirs["id"].type, tuple(ids))}


def _stories(frame: Frame) -> list[Told]:
    return [Told(*pair) for pair in zip(_texts(frame, "title"), _texts(frame, "summary"), strict=True)]


def _texts(frame: Frame, name: str) -> list[str]:
    column = frame.get(name)
    return [str(value or "") for value in column.values] if column else [""] * rows_in(frame)


def _clash(
    clash: Clash, mine: Frame, theirs: Frame, origin: Origin, table: str, name: str, file: str, what: str
) -> Diagnostic:
    """Both values, and whose each is; that only the source differs, or words of a story, is but a note."""
    column = _NAMED.get(clash.column, clash.column) if origin.suffix else clash.column
    old, new = mine[clash.column], theirs[clash.column]
    places = new.places[clash.theirs] if new.places else new.decimals
    texts = shown(old.values[clash.mine]), shown(new.values[clash.theirs], places)
    own = ", ".join(filter(None, (_of(mine, clash.mine, clash.column), name)))
    other = _of(theirs, clash.theirs, clash.column)
    return Diagnostic(
        Level.NOTE if table == "news" or clash.column in _WHOSE else Level.DOUBTFUL,
        file,
        origin.cells.get(clash.column, origin.place),
        f"{origin.label} {_SHOWN.get(clash.column, column)}{origin.suffix.replace('_', ' ')}",
        f"the book has {_short(texts[0])} ({own}), the {what} {_short(texts[1])}{other and f' ({other})'}",
        "the book's is kept",
        origin.text,
        origin.code,
        f"{column}{origin.suffix}",
    )


def _of(frame: Frame, row: int, column: str) -> str:
    """Whose figures the row has, where it says so: 'consensus'."""
    source = "rating_source" if column == "rating" else "source"
    held = frame.get(source)
    if column == source or held is None or ("year" not in frame and column != "rating"):
        return ""
    return str(held.values[row] or "")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
