"""The universe's table while it is being filled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tui import columns as registry
from tui.arrow import code_array, float_array, pa
from tui.columns import Column, Kind
from tui.universe.universe import STATE_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tui.columns import Year
    from tui.universe.valuation import Cells

_GIVEN = "given_"


@dataclass
class Draft:
    """Columns by name, in the order they are put in."""

    rows: int
    columns: dict[str, Any] = field(default_factory=dict)
    foreign: dict[str, Column] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, array: Any) -> None:
        """A text or date column, as an Arrow array."""
        self.columns[name] = array

    def number(self, name: str, cells: Cells) -> None:
        """A numeric column with the states of its cells."""
        self.columns[name] = float_array(cells.values)
        if cells.states.any():
            self.columns[name + STATE_SUFFIX] = code_array(cells.states)

    def count(self, name: str, values: Any) -> None:
        """A column of counts; every cell is a value."""
        self.columns[name] = float_array(values.astype(np.float64))

    def as_given(self, name: str, array: Any, table: str, day: date) -> None:
        """A column of a table's file as it stands there; one the registry does not know keeps its name."""
        self.columns[name] = array
        self.days[name], self.tables[name] = day, table
        if registry.by_name(name) is None:
            self.foreign[name] = registry.unregistered(name, _kind(array.type))

    def known(self, years: Sequence[Year]) -> dict[str, Column]:
        """The user's columns: the defaults' order first, then as they were put in."""
        self._make_room()
        columns = {n: registry.by_name(n) or self.foreign.get(n) for n in self.columns}  # None for inner ones
        order = dict.fromkeys((*(n for n in registry.default_names(years) if n in columns), *columns))
        return {n: self._of_its_table(column) for n in order if (column := columns[n])}

    def _of_its_table(self, column: Column) -> Column:
        """A column that a file gives has that file's table for its own."""
        table = self.tables.get(column.name.removeprefix(_GIVEN))
        return column._replace(tables=(table,)) if table and column.tables != (table,) else column

    def _make_room(self) -> None:
        """A file's own `pb_state` beside `pb` becomes `given_pb_state`: the name stands for our states."""
        taken = {
            n
            for n in self.foreign
            if n.endswith(STATE_SUFFIX) and n.removesuffix(STATE_SUFFIX) in self.columns
        }
        for name in taken:
            self.foreign[_GIVEN + name] = self.foreign.pop(name)._replace(name=_GIVEN + name)
        self.columns = {_GIVEN + n if n in taken else n: array for n, array in self.columns.items()}


def _kind(kind: Any) -> Kind:
    if pa.types.is_floating(kind) or pa.types.is_integer(kind):
        return Kind.NUMBER
    return Kind.DATE if pa.types.is_date(kind) else Kind.TEXT
