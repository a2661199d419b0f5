"""The universe's table while it is being filled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tui import columns as registry
from tui.arrow import code_array, float_array, pa
from tui.columns import Column, Kind
from tui.universe.universe import CHECK_PREFIX, STATE_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.columns import Year
    from tui.universe.valuation import Cells


@dataclass
class Draft:
    """Columns by name, in the order they are put in."""

    rows: int
    columns: dict[str, Any] = field(default_factory=dict)
    foreign: dict[str, Column] = field(default_factory=dict)

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

    def as_given(self, name: str, array: Any) -> None:
        """A column of a file as it stands there; one the registry does not know keeps its own name."""
        self.columns[name] = array
        if registry.by_name(name) is None:
            self.foreign[name] = registry.unregistered(name, _kind(array.type))

    def known(self, years: Sequence[Year]) -> dict[str, Column]:
        """The user's columns: the defaults' order first, then as they were put in."""
        order = [n for n in registry.default_names(years) if n in self.columns]
        inner = {n for n in self.columns if n.startswith(CHECK_PREFIX)}
        inner |= {n + STATE_SUFFIX for n in self.columns if n + STATE_SUFFIX in self.columns}
        order += [n for n in self.columns if n not in inner and n not in set(order)]
        return {n: registry.by_name(n) or self.foreign[n] for n in order}


def _kind(kind: Any) -> Kind:
    if pa.types.is_floating(kind) or pa.types.is_integer(kind):
        return Kind.MONEY
    return Kind.DATE if pa.types.is_date(kind) else Kind.TEXT
