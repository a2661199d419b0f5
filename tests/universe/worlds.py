"""Shared by the tests: tables of cases, a book in memory, and universes made from a few columns."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import pa
from tui.book.layout import Group, NameInfo, Vintage
from tui.columns import Kind, State, by_name, unregistered
from tui.universe.checks import Evidence
from tui.universe.estimates import nobody
from tui.universe.integrity import Places
from tui.universe.universe import STATE_SUFFIX, Universe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tui.universe.themes import Theme

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "data" / "cases"
FULLBOOK = ROOT / "tests" / "data" / "fullbook"
EXPECTED = ROOT / "tests" / "data" / "fullbook_expected"
SHARED = ROOT.parent / "shared"

_NUMBERS = {"price", "pre_close", "eps", "pe_printed"}
_DATES = {"price_date", "published"}


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cases(name: str) -> list[Any]:
    """The rows of a table of cases as pytest parameters, named by their first column."""
    import pytest

    rows = rows_of(CASES / name)
    return [pytest.param(row, id=next(iter(row.values()))) for row in rows]


def number(text: str) -> float:
    """A figure of a case; an empty cell is NaN."""
    return float(text) if text else float("nan")


def floats(*values: float | None) -> NDArray[np.float64]:
    """An array of figures, NaN where None is given."""
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def state(word: str) -> State:
    """The state that a word stands for."""
    return State[word.upper()]


def day(text: str) -> date:
    """A date; 'dd' alone is a day of July 2026."""
    return date(2026, 7, int(text)) if len(text) == 2 else date.fromisoformat(text)


def table(rows: Sequence[Mapping[str, Any]], names: Sequence[str] | None = None) -> Any:
    """Rows as an Arrow table with the types that a book gives."""
    names = list(names or dict.fromkeys(key for row in rows for key in row))
    arrays = []
    for name in names:
        values = [row.get(name) for row in rows]
        kind = pa.float64() if name in _NUMBERS else pa.date32() if name in _DATES else pa.string()
        arrays.append(pa.array(values, pa.int64() if name == "year" else kind))
    return pa.Table.from_arrays(arrays, names=names)


@dataclass
class FakeBook:
    """A book that holds the tables it is given: {'market': {date: rows}}."""

    held: Mapping[str, Mapping[date, Sequence[Mapping[str, Any]]]]
    names: Mapping[str, NameInfo] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    title: str = "test"
    root: Path = Path("test")
    read_only: bool = True
    problems: tuple[Any, ...] = ()

    def dates(self, name: str) -> tuple[date, ...]:
        return tuple(sorted(self.held.get(name, {})))

    def latest(self, name: str, as_of: date | None = None) -> date | None:
        return max((d for d in self.dates(name) if as_of is None or d <= as_of), default=None)

    def before(self, name: str, when: date) -> date | None:
        return max((d for d in self.dates(name) if d < when), default=None)

    def read(self, name: str, when: date) -> Vintage:
        return Vintage(table(self.held[name][when]), when, Path(f"{name}/{when}.csv"))

    def part(self, name: str, when: date, columns: Sequence[str]) -> Any:  # noqa: ARG002 - as a book takes it
        return self.read(name, when).table

    def brief(self, as_of: date | None = None) -> None:  # noqa: ARG002 - as a book takes it
        return None


def universe(
    columns: Mapping[str, Sequence[Any]],
    *,
    states: Mapping[str, Sequence[State]] | None = None,
    groups: tuple[Group, ...] = (),
    themes: tuple[Theme, ...] = (),
    brief: Any = None,
    aliases: Mapping[str, tuple[str, ...]] | None = None,
) -> Universe:
    """A universe of the columns given; None in a numeric column is missing unless `states` says more."""
    arrays: dict[str, Any] = {}
    known = {}
    for name, values in columns.items():
        column = by_name(name) or unregistered(name, Kind.TEXT)
        known[name] = column
        kind = (
            pa.float64() if column.kind.numeric else pa.date32() if column.kind == Kind.DATE else pa.string()
        )
        arrays[name] = pa.array(values, kind)
        if states and name in states:
            arrays[name + STATE_SUFFIX] = pa.array([int(s) for s in states[name]], pa.uint8())
    rows = len(next(iter(columns.values())))
    years = tuple(sorted(c.year for c in known.values() if c.year))
    nothing = np.zeros(rows, dtype=bool)
    empty = pa.table({"target_kind": pa.array([], pa.string())})
    return Universe(
        as_of=date(2026, 7, 3),
        title="test",
        table=pa.table(arrays),
        columns=known,
        defaults=tuple(known),
        years=years,
        groups=groups,
        themes=themes,
        brief=brief,
        evidence=Evidence(empty, empty, nobody(rows), {}, np.full(rows, np.nan), Places(2, 2, 1)),
        stories=empty,
        links=empty,
        mixed={},
        unadjusted=nothing,
        pe_unadjusted=nothing,
        dates={},
        column_dates={},
        aliases=aliases or {},
        problems=(),
    )
