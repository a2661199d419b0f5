"""Which files of a book's folder hold which dates."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from tui.book.dates import iso_date
from tui.book.files import TABLE_SUFFIXES
from tui.errors import Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from tui.book.yearly import Yearly

BRIEF = "brief"


@dataclass(frozen=True, slots=True)
class Files(Mapping[tuple[str, "date"], "Path"]):
    """The file of each table and date: one of its own, else the file of its year.

    dated: the names of the files of one date; yearly: the files of a year
    days: the dates of each table, ascending
    """

    root: Path
    dated: Mapping[tuple[str, date], str]
    yearly: Mapping[Path, Yearly]
    days: Mapping[str, tuple[date, ...]]
    _of_year: Mapping[tuple[str, int], Yearly]

    def __getitem__(self, key: tuple[str, date]) -> Path:
        if key in self.dated:
            return self.root / key[0] / self.dated[key]
        found = self._of_year.get((key[0], key[1].year))
        if found is None or not found.has(key[1]):
            raise KeyError(key)
        return found.path

    def __iter__(self) -> Iterator[tuple[str, date]]:
        return ((table, day) for table, days in self.days.items() for day in days)

    def __len__(self) -> int:
        return sum(map(len, self.days.values()))


def listed(root: Path, tables: Sequence[str], problems: list[Problem]) -> Files:
    """The files of a book's tables; of a year's file only its note is read."""
    dated: dict[tuple[str, date], str] = {}
    yearly: dict[Path, Yearly] = {}
    of_year: dict[tuple[str, int], Yearly] = {}
    days: dict[str, tuple[date, ...]] = {}
    for table in tables:
        own, years = _vintages(root / table, (".toml",) if table == BRIEF else TABLE_SUFFIXES, problems)
        dated |= {(table, day): name for day, name in own.items()}
        met = set(own)
        if years:
            from tui.book.yearly import yearly_files

            for found in yearly_files(years, own, problems):
                yearly[found.path] = of_year[table, int(found.path.stem)] = found
                met.update(found.days)
        if met:
            days[table] = tuple(sorted(met))
    return Files(
        root,
        MappingProxyType(dated),
        MappingProxyType(yearly),
        MappingProxyType(days),
        MappingProxyType(of_year),
    )


def dates_by_table(keys: Iterable[tuple[str, date]]) -> Mapping[str, tuple[date, ...]]:
    """The dates of each table, ascending."""
    days: dict[str, list[date]] = {}
    for table, day in keys:
        days.setdefault(table, []).append(day)
    return MappingProxyType({table: tuple(sorted(found)) for table, found in days.items()})


def _vintages(
    folder: Path, suffixes: Sequence[str], problems: list[Problem]
) -> tuple[dict[date, str], list[Path]]:
    """The names of a table's files of a date, and its files of a year; others are Problems."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        problems.append(Problem(clean(str(folder)), 0, "not read", error.strerror or "cannot be listed"))
        return {}, []
    found: dict[date, str] = {}
    years: list[Path] = []
    for entry in entries:
        name = entry.name
        if name.startswith((".", "__")):
            continue
        stem, point, suffix = name.rpartition(".")
        usual = point + suffix in suffixes and entry.is_file()
        day = iso_date(stem) if usual else None
        if usual and suffix == "parquet" and len(stem) == len("2025") and stem.isdecimal():
            years.append(folder / name)
        elif day is None:
            why = f"expected files like 2026-07-03{' or '.join(suffixes)}; left out"
            problems.append(Problem(clean(str(folder / name)), 0, "no file of a date", why))
        elif day in found:
            kept, other = sorted((found[day], name), key=lambda n: not n.endswith(".parquet"))
            found[day] = kept
            file = clean(str(folder / other))
            problems.append(Problem(file, 0, "a second file of this date", f"{kept} is used"))
        else:
            found[day] = name
    return found, years
