"""Rows that come in, merged with the vintage of their date that the book has, as the bytes of one file."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tui.book.files import read_file
from tui.book.schema import TABLES
from tui.book.write import table_bytes
from tui.errors import BookError
from tui.report.diagnostics import Diagnostic, Level
from tui.report.frame import Col, Frame, frame_from, frame_of, rows_in, shown, to_arrow
from tui.report.merge import Clash, merge
from tui.report.stage import Change, read_or_none
from tui.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from tui.book.layout import Book
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


@dataclass(frozen=True, slots=True)
class Brought:
    """What comes of one table: its change, None where there is none, what is said, how many cells clash."""

    table: str
    change: Change | None
    told: tuple[Diagnostic, ...]
    clashes: int
    added: int = 0
    filled: int = 0


def brought(part: Incoming, book: Book, day: date, file: str) -> Brought:
    """One table's rows into the book's vintage of that date; see `joined`."""
    frame = frame_from(part.rows, TABLES[part.table])
    return joined(part.table, frame, part.origins.__getitem__, book, day, file)


def joined(
    table: str, theirs: Frame, origin: Callable[[int], Origin], book: Book, day: date, file: str
) -> Brought:
    """A table that comes in, joined to the book's vintage of that date.

    origin: where each of its rows stands; file: as messages name what comes in
    Raises BookError where the vintage would have to be changed and has anything that cannot be read, which
    a rewriting would lose.
    """
    spec = TABLES[table]
    path = path_of(book, table, day)
    name = path.relative_to(book.root).as_posix()
    before = read_or_none(path)
    if before is None:
        data = table_bytes(to_arrow(theirs), day, path.suffix)
        return Brought(table, Change(name, None, data), (), 0, rows_in(theirs))
    read = read_file(path, spec, as_of=day)
    mine = frame_of(read.table)
    if table == "news":
        theirs = _called_on(mine, theirs)
    merged = merge(mine, theirs, spec.key, BUNDLES.get(table, ()))
    level = Level.NOTE if table == "news" else Level.DOUBTFUL
    told = tuple(
        _clash(clash, mine, theirs, origin(clash.theirs), name, file, level) for clash in merged.clashes
    )
    if not merged.changed:
        return Brought(table, None, told, len(told))
    _refuse_loss(path, read.problems)
    data = table_bytes(to_arrow(merged.frame), day, path.suffix)
    return Brought(table, Change(name, before, data), told, len(told), merged.added, merged.filled)


def path_of(book: Book, table: str, day: date) -> Path:
    """The file of a table's vintage, whether there is one or not."""
    return book.files.get((table, day), book.root / table / f"{day}.csv")


def own_table(book: Book, table: str, day: date) -> tuple[Path, bytes | None, Any]:
    """A vintage to be changed: its file, its bytes and its table, both None where there is none yet.

    Raises BookError where it holds anything that cannot be read.
    """
    path = path_of(book, table, day)
    before = read_or_none(path)
    if before is None:
        return path, None, None
    read = read_file(path, TABLES[table], as_of=day)
    _refuse_loss(path, read.problems)
    return path, before, read.table


def _refuse_loss(path: Path, problems: Sequence[object]) -> None:
    if problems:
        more = f" (and {len(problems) - 1:,} more)" if len(problems) > 1 else ""
        raise BookError(
            f"{problems[0]}{more}: mend it first; {clean(path.name)} would be written anew without it"
        )


def _called_on(mine: Frame, theirs: Frame) -> Frame:
    """Stories that are there under the ids they have there, by title; new ones with ids that go on."""
    held: dict[str, str] = {}
    for title, word in zip(_texts(mine, "title"), _texts(mine, "id"), strict=True):
        held.setdefault(fold(title), word)
    last = max(
        (int(word[1:]) for word in held.values() if word[:1] == "n" and word[1:].isdecimal()), default=0
    )
    ids = []
    for title in _texts(theirs, "title"):
        if fold(title) not in held:
            last += 1
            held[fold(title)] = f"n{last}"
        ids.append(held[fold(title)])
    return {**theirs, "id": Col(theirs["id"].type, tuple(ids))}


def _texts(frame: Frame, name: str) -> list[str]:
    column = frame.get(name)
    return [str(value or "") for value in column.values] if column else [""] * rows_in(frame)


def _clash(
    clash: Clash, mine: Frame, theirs: Frame, origin: Origin, name: str, file: str, level: Level
) -> Diagnostic:
    """Both values, and whose each is."""
    column = _NAMED.get(clash.column, clash.column) if origin.suffix else clash.column
    old, new = mine[clash.column], theirs[clash.column]
    places = new.places[clash.theirs] if new.places else new.decimals
    texts = shown(old.values[clash.mine]), shown(new.values[clash.theirs], places)
    return Diagnostic(
        level,
        file,
        origin.cells.get(clash.column, origin.place),
        f"{origin.label} {column}{origin.suffix} {_short(texts[1])}{_of(theirs, clash.theirs, clash.column)}",
        f"{_short(texts[0])}{_of(mine, clash.mine, clash.column)} as in {name}",
        "the book's is kept",
        origin.text,
        origin.code,
        f"{column}{origin.suffix}",
    )


def _of(frame: Frame, row: int, column: str) -> str:
    """' (consensus)' where the row says whose figures it has."""
    source = "rating_source" if column == "rating" else "source"
    held = frame.get(source)
    if column == source or held is None or ("year" not in frame and column != "rating"):
        return ""
    value = held.values[row]
    return f" ({value})" if value else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
