"""A book: the folder that holds the user's data, one file per table and date; or one single file."""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.book import about
from tui.book.about import Group, NameInfo
from tui.book.brief import Brief, read_brief
from tui.book.files import SUFFIXES, read_file
from tui.book.listing import BRIEF, dates_by_table, listed
from tui.book.saved import NOTHING_SAVED, Saved, read_saved
from tui.book.schema import TABLES
from tui.book.shipped import is_sample
from tui.book.toml import read_toml
from tui.book.typed import empty_table
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from tui.book.files import Read
    from tui.book.yearly import Yearly

__all__ = ["BRIEF", "Book", "Brief", "Group", "NameInfo", "Vintage", "open_book"]

MOST_HELD = 3_000_000  # rows kept of vintages that were read; the oldest reading goes first


class Vintage(NamedTuple):
    """What one table holds for one date.

    table: the Arrow table, its columns those of the table's spec and any further ones of the file
    """

    table: Any
    date: date
    path: Path
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A book opened: what there is, read when asked for and then kept.

    groups: in the book's order; missing: per column the values that mean nothing
    vintages: the dates of each table, and of 'brief', ascending; files: the file of each table and date
    yearly: those of the files that hold more dates of one year than one
    theme_files: the book's own themes; read_only: nothing can be saved here
    saved: the queries, views and columns that book.toml gives names to
    """

    root: Path
    title: str
    publisher: str
    groups: tuple[Group, ...]
    missing: Mapping[str, frozenset[float]]
    names: Mapping[str, NameInfo]
    theme_files: tuple[Path, ...]
    vintages: Mapping[str, tuple[date, ...]]
    files: Mapping[tuple[str, date], Path]
    problems: tuple[Problem, ...]
    read_only: bool
    saved: Saved = NOTHING_SAVED
    yearly: Mapping[Path, Yearly] = field(default_factory=dict)
    _held: dict[tuple[str, date], Vintage] = field(default_factory=dict, repr=False, compare=False)

    @property
    def theme_folders(self) -> tuple[Path, ...]:
        """The folder of the book's own themes, where there is one."""
        return tuple(dict.fromkeys(path.parent for path in self.theme_files))

    def dates(self, table: str) -> tuple[date, ...]:
        """The dates of a table, ascending; none for a table that the book does not have."""
        return self.vintages.get(table, ())

    def newest(self) -> date | None:
        """The newest date of any table, None for an empty book."""
        return max((days[-1] for name, days in self.vintages.items() if days and name != BRIEF), default=None)

    def latest(self, table: str, as_of: date | None = None) -> date | None:
        """The latest date of a table that is not after `as_of`; the newest of all where that is None."""
        days = self.dates(table)
        count = len(days) if as_of is None else bisect_right(days, as_of)
        return days[count - 1] if count else None

    def before(self, table: str, day: date) -> date | None:
        """The date of a table just before `day`."""
        days = self.dates(table)
        count = bisect_left(days, day)
        return days[count - 1] if count else None

    def read(self, table: str, day: date) -> Vintage:
        """A table's vintage of exactly that date.

        A file that cannot be read gives a table without rows and the Problem. Raises BookError where the
        book has no such table and date.
        """
        if (table, day) in self._held:
            return self._held[table, day]
        if (table, day) not in self.files or table not in TABLES:
            have = ", ".join(map(str, self.dates(table))) or "none"
            raise BookError(f"{self.root}: no {table} of {day}; dates there are: {have}")
        path, spec = self.files[table, day], TABLES[table]
        try:
            found = self.read_anew(table, day, self.missing)
            vintage = Vintage(found.table, day, path, found.problems)
        except BookError as error:
            name = clean(str(path))
            told = Problem(name, 0, "not read", str(error).removeprefix(f"{name}: "))
            vintage = Vintage(empty_table(spec), day, path, (told,))
        self._hold(vintage, table)
        return vintage

    def read_anew(
        self, table: str, day: date, missing: Mapping[str, frozenset[float]] = MappingProxyType({})
    ) -> Read:
        """A vintage as its file has it now, and not kept; missing: per column the values that mean nothing.

        Raises BookError where the file cannot be read.
        """
        path = self.files[table, day]
        if path not in self.yearly:
            return read_file(path, TABLES[table], as_of=day, missing=missing)
        from tui.book.yearly_read import read_piece

        return read_piece(self.yearly[path], day, TABLES[table], missing)

    def ahead(self, table: str, days: Iterable[date]) -> None:
        """Reads vintages that are about to be asked for; those of one yearly file are read together."""
        by_file: dict[Path, list[date]] = {}
        for day in {*days}:
            path = self.files.get((table, day))
            if path is not None and path in self.yearly and (table, day) not in self._held:
                by_file.setdefault(path, []).append(day)
        for path, here in by_file.items():
            from tui.book.yearly_read import read_pieces

            try:
                for day, found in read_pieces(self.yearly[path], here, TABLES[table], self.missing):
                    self._hold(Vintage(found.table, day, path, found.problems), table)
            except BookError:  # `read` tells it of each date
                continue

    def part(self, table: str, day: date, columns: Sequence[str]) -> Any:
        """Some columns of a vintage, and those that every row needs: of Parquet nothing else is read.

        What cannot be read gives a table without rows; `read` tells the Problem.
        """
        path = self.files.get((table, day))
        if (table, day) in self._held or path is None or path.suffix != ".parquet":
            return self.read(table, day).table
        from tui.book.some_columns import read_columns
        from tui.book.yearly_read import read_piece

        spec, yearly = TABLES[table], self.yearly.get(path)
        try:
            if yearly is not None:
                return read_piece(yearly, day, spec, self.missing, columns).table
            return read_columns(path, spec, columns, day, self.missing).table
        except BookError:
            return empty_table(spec)

    def names_history(self, table: str, codes: Sequence[str], columns: Sequence[str]) -> Any:
        """The rows of some names over all dates of a table; see `tui.book.over_time.names_history`."""
        from tui.book.over_time import names_history

        return names_history(self, table, codes, columns)

    def held(self, table: str, day: date) -> Vintage | None:
        """A vintage that was read and is still kept."""
        return self._held.get((table, day))

    def _hold(self, vintage: Vintage, table: str) -> None:
        """Keeps a vintage that was read, and lets the longest kept go where they are too many."""
        self._held[table, vintage.date] = vintage
        held = list(self._held.items())  # a copy: several threads may read
        rows = sum(each.table.num_rows for _, each in held)
        for key, oldest in held[:-1]:
            if rows <= MOST_HELD:
                return
            rows -= oldest.table.num_rows
            self._held.pop(key, None)

    def brief(self, as_of: date | None = None) -> Brief | None:
        """The latest brief not after `as_of`, None where there is none."""
        day = self.latest(BRIEF, as_of)
        if day is None:
            return None
        return read_brief(self.files[BRIEF, day], day)


def open_book(path: str | os.PathLike[str], *, na: Iterable[str] = ()) -> Book:
    """A folder, or a single .csv, .tsv, .parquet, .xlsx or .xls file, as a book.

    na: further values that mean nothing, as 'pe_ttm=0'.
    Raises BookError, one clear line, where there is no book.
    """
    root = Path(path)
    shown = clean(str(path))
    declared = about.declared(na)
    try:
        if root.is_dir():
            return _open_folder(root, declared)
        if not root.exists():
            raise BookError(f"{shown}: no such file or folder")
    except (OSError, ValueError) as error:
        raise BookError(f"{shown}: {getattr(error, 'strerror', None) or error}") from None
    if root.suffix.lower() not in SUFFIXES:
        raise BookError(f"{shown}: neither a book's folder nor a table ({', '.join(SUFFIXES)})")
    from tui.book.single import read_single

    single = read_single(root, declared)
    return Book(
        root=root,
        title=clean(root.stem),
        publisher="",
        groups=(),
        missing=MappingProxyType(declared),
        names=MappingProxyType({}),
        theme_files=(),
        vintages=dates_by_table(single.held),
        files=MappingProxyType(dict.fromkeys(single.held, root)),
        problems=single.problems,
        read_only=True,
        _held=dict(single.held),
    )


def _open_folder(root: Path, declared: Mapping[str, frozenset[float]]) -> Book:
    problems: list[Problem] = []
    files = listed(root, (*TABLES, BRIEF), problems)
    settings = root / "book.toml"
    if not files and not settings.exists():
        raise BookError(f"{clean(str(root))}: no book here; `kanpan init {clean(str(root))}` makes one")
    top = read_toml(settings, problems)
    themes = root / "themes"
    return Book(
        root=root,
        title=top.text("title") or clean(root.resolve().name),
        publisher=top.text("publisher"),
        groups=about.groups(top),
        missing=MappingProxyType(about.missing(top.table("missing"), declared)),
        names=MappingProxyType(about.names(read_toml(root / "names.toml", problems))),
        theme_files=tuple(sorted(themes.glob("*.toml"))) if themes.is_dir() else (),
        vintages=files.days,
        files=files,
        problems=tuple(problems),
        read_only=is_sample(root) or not os.access(root, os.W_OK),
        saved=read_saved(top.data, top.file, top.source),
        yearly=files.yearly,
    )
