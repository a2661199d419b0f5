"""A universe as the query engine reads it: numpy views, kept by the universe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import combined
from tui.columns import Kind, State
from tui.query.data import Past
from tui.universe.integrity import Status
from tui.universe.join import align
from tui.universe.themes import descendants
from tui.universe.universe import CHECK_PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tui.columns import Column, Year
    from tui.query.nodes import When
    from tui.universe.universe import Universe

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Codes = NDArray[np.signedinteger]

_STATUS = {"contradicted": Status.CONTRADICTS, "imprecise": Status.IMPRECISE}


def data_of(universe: Universe) -> UniverseData:
    """The data of a universe, made once."""
    if "data" not in universe.kept:
        universe.kept["data"] = UniverseData(universe)
    data: UniverseData = universe.kept["data"]
    return data


class UniverseData:
    """tui.query.data.Data over a universe."""

    def __init__(self, universe: Universe) -> None:
        self.universe = universe
        self.made: dict[Any, Any] = {}
        self._complete: dict[str, bool] = {}
        self._codes: dict[str, tuple[Codes, Sequence[str]]] = {}
        self._planes: dict[tuple[str, str], Bools] = {}

    @property
    def rows(self) -> int:
        """How many names."""
        return self.universe.rows

    def numbers(self, column: str) -> Floats:
        """A numeric column, or a date column as days since 1970-01-01; NaN where a cell has no value."""
        if self.universe.columns[column].kind != Kind.DATE:
            return self.universe.values(column)
        return self.universe.days(column)

    def complete(self, column: str) -> bool:
        """True where every cell of a numeric or date column has a value."""
        if column not in self._complete:
            self._complete[column] = not np.isnan(self.numbers(column)).any()
        return self._complete[column]

    def states(self, column: str) -> NDArray[np.uint8]:
        """The states of a numeric or date column's cells, as codes of tui.columns.State."""
        if self.universe.columns[column].kind != Kind.DATE:
            return self.universe.states(column)
        return np.where(np.isnan(self.numbers(column)), State.MISSING, State.VALUE).astype(np.uint8)

    def texts(self, column: str) -> tuple[Codes, Sequence[str]]:
        """A text column as codes (−1 where there is none), in as few bytes as hold them, and the texts."""
        if column not in self._codes:
            codes, texts = self.universe.encoded(column)
            self._codes[column] = _narrow(codes, len(texts)), texts
        return self._codes[column]

    def tags(self, column: str) -> tuple[Codes, Sequence[tuple[str, ...]]]:
        """A tags column as codes and the distinct combinations; the themes are the only one there is."""
        return self.texts(column)[0], self.universe.theme_codes[1]

    def holding(self, column: str, tag: str) -> Bools:
        """Where a tags column holds a tag, or one under it in the tree, kept: a bit a name and theme."""
        if (column, tag) not in self._planes:
            codes, combinations = self.tags(column)
            wanted = {tag, *descendants(self.universe.themes, tag)}
            hits = np.array([*(not wanted.isdisjoint(tags) for tags in combinations), False])  # −1: the last
            self._planes[column, tag] = hits[codes]
        return self._planes[column, tag]

    def losses(self, column: str) -> Bools:
        """Where `column is loss`: cells in that state, and EPS that are not positive."""
        states = self.states(column)
        lost: Bools = states == State.LOSS
        if self.universe.columns[column].family == "eps":
            with np.errstate(invalid="ignore"):
                lost = lost | ((states == State.VALUE) & (self.numbers(column) <= 0))
        return lost

    def flagged(self, column: str, flag: str) -> Bools:
        """Where a column is 'contradicted', 'imprecise' or 'mixed', or derived from what is."""
        universe = self.universe
        out = np.zeros(universe.rows, dtype=bool)
        if parents := universe.parents.get(column):
            for parent in parents:
                out |= self.flagged(parent, flag)
            return out
        if flag == "mixed":
            return universe.mixed.get(column, out)
        for year in _years_behind(universe, universe.columns[column]):
            name = f"{CHECK_PREFIX}{year}"
            if name in universe.table.column_names:
                out |= combined(universe.table.column(name)).to_numpy() == _STATUS[flag]
        return out

    def past(self, when: When, column: str | None) -> Past | None:
        """The universe of another vintage of the column's own table; None where there is none that early."""
        universe = self.universe
        if universe.history is None:
            return None
        own = universe.columns[column] if column else None
        tables = own.tables if own else ("coverage",)
        if not any(table in universe.dates for table in tables):
            tables = ("market",)
        day = when.day or universe.history.back(tables, universe.as_of, when.back)
        codes = combined(universe.table.column("code"))
        then = universe.history.universe(day, codes) if day else None
        if then is None:
            return None
        rows = align(then.table.column("code"), codes)
        return Past(data_of(then), rows, _called(own, then) if own else None)


def _narrow(codes: Codes, size: int) -> Codes:
    return codes.astype(np.min_scalar_type(-max(size, 1)))


def _called(column: Column, then: Universe) -> str | None:
    """A column's name at another date: the estimate of a year may be its actual there, or the reverse."""
    if column.name in then.columns or column.year is None:
        return column.name if column.name in then.columns else None
    same = (
        c.name
        for c in then.columns.values()
        if c.family == column.family and c.year is not None and c.year.year == column.year.year
    )
    return next(same, None)


def _years_behind(universe: Universe, column: Column) -> list[Year]:
    """The years whose EPS–PE pairs a column is, or is derived from."""
    years = universe.years
    ahead = [y for y in years if y.basis == "E"]
    ends = [y for y in years if y.basis == "A"][-1:] + ahead[-1:]
    if column.year is not None:
        before = [y for y in years if y.year == column.year.year - 1]
        return [column.year, *(before if column.family == "eps_growth" else [])]
    behind = {"eps_cagr": ends, "peg": [*ahead[:1], *ends], "pe_to_group": ahead[:1]}
    return behind.get(column.name, [])
