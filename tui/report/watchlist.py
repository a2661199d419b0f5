"""A watchlist into a book: its names into a group of the coverage, or into a saved query."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from tui.book.files import read_bytes
from tui.errors import BookError, nearest
from tui.report.blocks import Place
from tui.report.booktoml import edited
from tui.report.diagnostics import Diagnostic, Level
from tui.report.importer import Outcome, book_to_write, done
from tui.report.into import SETTINGS, Plan, base_name
from tui.report.listfile import Listing, Listings, is_watchlist, read_listings
from tui.report.stage import Change, read_or_none
from tui.text import clean

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from tui.book.about import Group
    from tui.book.layout import Book
    from tui.report.frame import Frame, Row

__all__ = ["is_watchlist", "plan_list", "run"]

MOST_NAMES = 360  # codes that a query's length allows
_OURS = re.compile(r"code in \([0-9A-Z.,-]*\)")
_NO_WORD = re.compile(r"[^\w.-]+")


def run(
    path: str | os.PathLike[str],
    root: Path,
    *,
    group: str | None = None,
    name: str | None = None,
    as_of: date | None = None,
    dry_run: bool = False,
    strict: bool = False,
    taken: Mapping[str, str] = {},
) -> Outcome:
    """Imports a watchlist; see `plan_list`. Raises BookError, one line, where it cannot be done."""
    from tui.report.known import known_of

    book = book_to_write(root)
    file = str(path)
    found = read_listings(read_bytes(path), file, known_of(book).code)
    made = plan_list(found, file, book, group=group, name=name, as_of=as_of, taken=taken)
    return done(made, root, dry_run=dry_run, strict=strict)


def plan_list(
    found: Listings,
    file: str,
    book: Book,
    *,
    group: str | None = None,
    name: str | None = None,
    as_of: date | None = None,
    taken: Mapping[str, str] = {},
) -> Plan:
    """What the lists of a file bring to a book, nothing of it done.

    group: their names are put into that group of the newest coverage; without it, or with a name as well,
    each list becomes a saved query. name: of a file with several lists the one to take; of any other what
    its query is called, the file's own name where it is None.
    taken: names of further queries and views, and whose each is: 'ships with Kanpan'
    Raises BookError where there is no such list, or a query or view of its name which is no list.
    """
    day = as_of or book.newest() or date.today()  # noqa: DTZ011  a local day
    lists, asked = _chosen(found, file, name)
    told = list(found.told)
    changes: list[Change] = []
    lines = []
    new: list[Group] = []
    if group:
        codes = tuple(dict.fromkeys(code for one in lists for code in one.codes))
        target, new = _group(group, book)
        changed, said, day = _grouped(codes, target, book, as_of, file)
        changes += changed
        told += said
        lines.append(f"{_names_in(len(codes))} in group {target}")
    queries = {} if group and not name else {one.name: _query(one, file) for one in lists}
    told += _replaced(queries, book, file, taken)
    for one in lists:
        if one.name in queries:
            other = f", for the list {asked[one.name]!r}" if asked[one.name] != one.name else ""
            lines.append(f"@{one.name}: {_names_in(len(one.codes))}{other}")
    lines += _unknown(lists, book, priced=bool(group))
    lines += [f"{count} left out" for count in [len(found.told)] if count]
    return Plan(day, (*_settings(book, new, queries), *changes), tuple(told), tuple(lines))


def _names_in(count: int) -> str:
    return f"{count:,} {'name' if count == 1 else 'names'}"


def _unknown(lists: Sequence[Listing], book: Book, *, priced: bool) -> list[str]:
    """A line on names that the book's coverage does not have; priced: they come into it without a price."""
    day = book.latest("coverage")
    held = set(book.read("coverage", day).table.column("code").to_pylist()) if day else set()
    every = dict.fromkeys(code for one in lists for code in one.codes)
    new = [code for code in every if code not in held]
    if not new:
        return []
    said = f"{len(new):,} of {_names_in(len(every))} {'is' if len(new) == 1 else 'are'} not in the book"
    if not priced:
        return [said]
    names = _names(book)
    lacking = "price and name" if any(code not in names for code in new) else "price"
    return [f"{said}: added, {lacking} not known"]


def _chosen(found: Listings, file: str, name: str | None) -> tuple[tuple[Listing, ...], Mapping[str, str]]:
    """The lists to take, each with the name of its query; and by that name what was asked for."""
    lists = found.lists
    if len(lists) > 1 and name:
        hits = [one for one in lists if one.name == name]
        if not hits:
            near = nearest(name, [one.name for one in lists]) or [one.name for one in lists][:3]
            raise BookError(f"{clean(file)}: no list {clean(name)!r}; nearest: {', '.join(near)}")
        lists = (hits[0],)
    stem = PurePath(base_name(file)).stem
    called = [name or one.name or stem for one in lists]
    taken: dict[str, Listing] = {}
    asked: dict[str, str] = {}
    for given, one in zip(called, lists, strict=True):
        word = query_name(given)
        unique, count = word, 1
        while unique in taken:
            count += 1
            unique = f"{word}-{count}"
        taken[unique] = replace(one, name=unique)
        asked[unique] = clean(given)
    return tuple(taken.values()), asked


def query_name(text: str) -> str:
    """A name for a saved query: letters, digits, _ and -, no digit in front."""
    word = _NO_WORD.sub("-", clean(text).strip()).strip("-.") or "list"
    return word if not (word[0].isdigit() or word[0] == "_") else f"list-{word}"


def _query(one: Listing, file: str) -> str:
    if len(one.codes) > MOST_NAMES:
        raise BookError(
            f"{clean(file)}: {len(one.codes):,} names; a query holds at most {MOST_NAMES}; "
            "put them into a group with --group"
        )
    return f"code in ({','.join(one.codes)})"


def _replaced(
    queries: Mapping[str, str], book: Book, file: str, taken: Mapping[str, str]
) -> list[Diagnostic]:
    """A word for each list that is written anew; BookError for a query or view that is something else."""
    told = []
    for name, text in queries.items():
        whose = taken.get(name) or ("is a view of the book" if name in book.saved.views else "")
        if whose:
            raise BookError(f"{clean(file)}: @{name} {whose}; choose another name with --list NAME")
        old = book.saved.queries.get(name)
        if old is None or old.text == text:
            continue
        if not _OURS.fullmatch(old.text.replace(" ", "").replace("codein", "code in ")):
            raise BookError(
                f"{old.file}:{old.line}: @{name} is another query; choose a name with --list NAME"
            )
        said = f"@{name} held {old.text.count('.')} names"
        told.append(Diagnostic(Level.NOTE, file, Place(), said, "", "replaced by the file's"))
    return told


def _group(label: str, book: Book) -> tuple[str, list[Group]]:
    from tui.report.grouping import Maker

    maker = Maker(book.groups)
    return maker.id_of(clean(label).strip()), maker.new


def _settings(book: Book, new: Sequence[Group], queries: Mapping[str, str]) -> list[Change]:
    from tui.book.locate import new_files

    changes = []
    if not book.files and not (book.root / SETTINGS).exists():
        changes = [Change(name, None, data) for name, data in new_files().items() if name != SETTINGS]
    before = read_or_none(book.root / SETTINGS)
    base = new_files()[SETTINGS] if before is None else before
    after = edited(base, clean(str(book.root / SETTINGS)), groups=new, queries=queries)
    after = base if after is None and before is None else after
    return changes if after is None else [*changes, Change(SETTINGS, before, after)]


def _grouped(
    codes: Sequence[str], group: str, book: Book, as_of: date | None, file: str
) -> tuple[list[Change], list[Diagnostic], date]:
    """The newest coverage with the names in the group; a new one where there is none."""
    from tui.book.schema import TABLES
    from tui.book.write import table_bytes
    from tui.report.frame import frame_from, frame_of, to_arrow
    from tui.report.vintages import own_table

    spec = TABLES["coverage"]
    day = book.latest("coverage", as_of) or as_of or book.newest() or date.today()  # noqa: DTZ011
    path, before, table = own_table(book, "coverage", day)
    mine: Frame = frame_of(table) if table is not None else frame_from([], spec)
    names = _names(book)
    rows: list[Row] = [{"code": code, "name": names.get(code, ""), "group": group} for code in codes]
    frame, told = _put(mine, frame_from(rows, spec), group, file)
    if frame == mine:
        return [], [], day
    change = Change(
        path.relative_to(book.root).as_posix(), before, table_bytes(to_arrow(frame), day, path.suffix)
    )
    return [change], told, day


def _put(mine: Frame, theirs: Frame, group: str, file: str) -> tuple[Frame, list[Diagnostic]]:
    """The frame with the group of every name in `theirs`, which is the user's word and stands."""
    from tui.report.frame import Col
    from tui.report.merge import merge

    merged = merge(mine, theirs, ("code",)).frame
    wanted = set(theirs["code"].values)
    told, values = [], list(merged["group"].values)
    for row, (code, old) in enumerate(zip(merged["code"].values, values, strict=True)):
        if code in wanted and old != group:
            values[row] = group
            said = f"{code} was in group {old}"
            told.append(Diagnostic(Level.NOTE, file, Place(), said, "", f"now in {group}", code=str(code)))
    return {**merged, "group": Col(merged["group"].type, tuple(values))}, told


def _names(book: Book) -> dict[str, str]:
    """Short names by code, of the newest tables that have them."""
    out: dict[str, str] = {}
    for table in ("coverage", "market"):
        day = book.latest(table)
        if day is not None:
            held = book.read(table, day).table
            pairs = zip(held.column("code").to_pylist(), held.column("name").to_pylist(), strict=True)
            out = {**{code: name for code, name in pairs if name}, **out}
    return out
