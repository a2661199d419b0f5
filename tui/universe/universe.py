"""The universe: the names as of a date with every column joined."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import combined, encode, floats
from tui.book.saved import NOTHING_SAVED
from tui.columns import State, Year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from tui.book.layout import Brief, Group
    from tui.book.saved import Saved
    from tui.columns import Column
    from tui.errors import Problem
    from tui.universe.checks import Evidence
    from tui.universe.history import History
    from tui.universe.late import Late
    from tui.universe.themes import Theme

STATE_SUFFIX = "_state"
CHECK_PREFIX = "check_"


@dataclass(frozen=True, eq=False)
class Universe:
    """The names as of a date, a row each.

    table: every column of `columns` but those made late; beside a numeric column with states stands
        `<column>_state` (uint8 of State), beside `pe_<year>` stands `check_<year>` (integrity.Status)
    defaults: the columns shown when a view names none
    unadjusted: per name, price_change_pct rests on prices of perhaps different share bases
    pe_unadjusted: per name, the PE moved with a price whose share basis is not known
    evidence: what the check looked at; stories, links: the news and why it is linked
    dates: the date of the file each table came from; column_dates: of the columns that files give
    aliases: per code, what else the name is called; history: the book's other dates
    saved: the queries, views and columns that the book and the user gave names to
    parents: per column made by a formula, the columns it was made from
    late: makes the columns that the table does not have, when they are first named
    """

    as_of: date
    title: str
    table: Any
    columns: Mapping[str, Column]
    defaults: tuple[str, ...]
    years: tuple[Year, ...]
    groups: tuple[Group, ...]
    themes: tuple[Theme, ...]
    brief: Brief | None
    evidence: Evidence
    stories: Any
    links: Any
    mixed: Mapping[str, NDArray[np.bool_]]
    unadjusted: NDArray[np.bool_]
    pe_unadjusted: NDArray[np.bool_]
    dates: Mapping[str, date]
    column_dates: Mapping[str, date]
    aliases: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]
    read_only: bool = False
    history: History | None = None
    saved: Saved = NOTHING_SAVED
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    late: Late | None = None

    @property
    def rows(self) -> int:
        """How many names."""
        count: int = self.table.num_rows
        return count

    @cached_property
    def fy1(self) -> Year | None:
        """The first estimate year, which relative years count from."""
        return next((y for y in self.years if y.basis == "E"), None)

    @property
    def forward_pe(self) -> str | None:
        """The column of the first estimate year's PE, None where nobody estimates anything."""
        return f"pe_{self.fy1}" if self.fy1 else None

    def is_late(self, name: str) -> bool:
        """Whether a column is made only when something names it."""
        return self.late is not None and name in self.late.columns

    def column(self, name: str) -> Any:
        """A column of `columns`, or a companion of one, as Arrow."""
        base = name.removesuffix(STATE_SUFFIX)
        if self.late is None or base not in self.late.columns:
            return self.table.column(name)
        made = self.late.column(base)
        return made.array if base == name else made.states

    def select(self, names: Sequence[str]) -> Any:
        """The columns named as an Arrow table, and after them the states of those that have any."""
        held = set(self.table.column_names)
        beside = [n + STATE_SUFFIX for n in names if self._has_states(n, held)]
        wanted = [*names, *beside]
        if held.issuperset(wanted):
            return self.table.select(wanted)
        from tui.arrow import pa

        return pa.table({name: self.column(name) for name in wanted})

    def _has_states(self, name: str, held: set[str]) -> bool:
        return name + STATE_SUFFIX in held or (self.is_late(name) and self.columns[name].kind.numeric)

    def values(self, name: str) -> NDArray[np.float64]:
        """A numeric column as float64, NaN where a cell has no value."""
        if name not in self._values:
            self._values[name] = floats(self.column(name))
        return self._values[name]

    def days(self, name: str) -> NDArray[np.float64]:
        """A date column as days since 1970-01-01, NaN where there is none."""
        if name not in self._values:
            days = combined(self.column(name)).to_numpy(zero_copy_only=False)
            numbers = days.astype("datetime64[D]").astype(np.int64).astype(np.float64)
            self._values[name] = np.where(np.isnat(days), np.nan, numbers)
        return self._values[name]

    def states(self, name: str) -> NDArray[np.uint8]:
        """A numeric column's states, as codes of State."""
        if name not in self._states:
            companion = name + STATE_SUFFIX
            if companion in self.table.column_names or self.is_late(name):
                self._states[name] = combined(self.column(companion)).to_numpy()
            else:
                missing = np.isnan(self.values(name))
                self._states[name] = np.where(missing, State.MISSING, State.VALUE).astype(np.uint8)
        return self._states[name]

    def encoded(self, name: str) -> tuple[NDArray[np.int32], list[str]]:
        """A text column as codes (−1 where null) and the distinct texts."""
        if name not in self._encoded:
            self._encoded[name] = encode(self.column(name))
        return self._encoded[name]

    @cached_property
    def checks(self) -> Any:
        """One row a doubtful cell, as `tui.universe.checks.COLUMNS`."""
        return self.evidence.doubtful()

    @cached_property
    def theme_codes(self) -> tuple[NDArray[np.int32], list[tuple[str, ...]]]:
        """Per name a code into the distinct combinations of themes, and those combinations."""
        codes, texts = self.encoded("themes")
        return codes, [tuple(text.split(";")) if text else () for text in texts]

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row of each canonical code."""
        return {code: row for row, code in enumerate(self.table.column("code").to_pylist())}

    @cached_property
    def _values(self) -> dict[str, NDArray[np.float64]]:
        return {}

    @cached_property
    def _states(self) -> dict[str, NDArray[np.uint8]]:
        return {}

    @cached_property
    def _encoded(self) -> dict[str, tuple[NDArray[np.int32], list[str]]]:
        return {}

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """What others computed from it and want to find again: a checked query, an order of rows."""
        return {}

    def to_arrow(self) -> Any:
        """The columns as an Arrow table, without those made late: numbers float64, null without a value."""
        return self.table.select([name for name in self.columns if not self.is_late(name)])

    def to_pandas(self) -> pd.DataFrame:
        """The user's columns as a pandas frame; loads pandas."""
        from tui.arrow import to_pandas

        return to_pandas(self.to_arrow())
