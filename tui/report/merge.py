"""A table that comes in to one that is there: rows are added, empty cells filled, nothing is overwritten."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.book.schema import Type
from tui.report.frame import Col, Frame, Value, as_text, rows_in
from tui.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that the two tables give differently: its row in each, its column."""

    mine: int
    theirs: int
    column: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it.

    frame: the table; clashes: cells that stayed as they were; added: rows; filled: the column of each cell
    """

    frame: Frame
    clashes: tuple[Clash, ...]
    added: int
    filled: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """True where the table is not as it was."""
        return bool(self.added or self.filled)


def merge(mine: Frame, theirs: Frame, key: Sequence[str], bundles: Sequence[Sequence[str]] = ()) -> Merged:
    """`mine` with what `theirs` adds to it.

    key: what tells two rows apart; bundles: columns that belong together: where one of them clashes, none
    of them is filled, so that no figure comes to stand under another's source.
    """
    mine, theirs = _same_types(mine, theirs)
    rows = {_key(mine, key, row): row for row in reversed(range(rows_in(mine)))}
    fills: dict[tuple[str, int], int] = {}
    clashes: list[Clash] = []
    new: list[int] = []
    together = {name: tuple(bundle) for bundle in bundles for name in bundle}
    parts = dict.fromkeys(together.get(name, (name,)) for name in theirs if name not in key)
    for row in range(rows_in(theirs)):
        held = rows.get(_key(theirs, key, row))
        if held is None:
            new.append(row)
            continue
        for part in parts:
            found, fill = _compared(mine, theirs, part, held, row)
            clashes += found
            fills |= fill
    frame = {name: _joined(name, mine, theirs, fills, new) for name in _names(mine, theirs, fills, new)}
    return Merged(frame, tuple(clashes), len(new), tuple(name for name, _ in fills))


def _compared(
    mine: Frame, theirs: Frame, part: Sequence[str], held: int, row: int
) -> tuple[list[Clash], dict[tuple[str, int], int]]:
    """The clashes of one bundle in one row, or, where there are none, what fills its empty cells."""
    clashes: list[Clash] = []
    fills: dict[tuple[str, int], int] = {}
    for name in part:
        value = theirs[name].values[row] if name in theirs else None
        if value is None:
            continue
        own = mine[name].values[held] if name in mine else None
        if own is None:
            fills[name, held] = row
        elif not same(own, value):
            clashes.append(Clash(held, row, name))
    return (clashes, {}) if clashes else ([], fills)


def same(one: Value, other: Value) -> bool:
    """True where two cells say the same: figures to the last bits of a float, texts folded."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or fold(one) == fold(other)
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12)
    return one == other


def _key(frame: Frame, key: Sequence[str], row: int) -> tuple[Value, ...]:
    return tuple(frame[name].values[row] if name in frame else None for name in key)


def _names(mine: Frame, theirs: Frame, fills: dict[tuple[str, int], int], new: Sequence[int]) -> list[str]:
    """The columns of the result: a further one only where it brings something."""
    filled = {name for name, _ in fills}
    more = [
        name
        for name, column in theirs.items()
        if name not in mine and (name in filled or any(column.values[row] is not None for row in new))
    ]
    return [*mine, *more]


def _joined(
    name: str, mine: Frame, theirs: Frame, fills: dict[tuple[str, int], int], new: Sequence[int]
) -> Col:
    """One column of the result; it prints what the cells print that are in it."""
    own, other = mine.get(name), theirs.get(name)
    length = rows_in(mine)
    values: list[Value] = list(own.values) if own else [None] * length
    came = [(length + at, row) for at, row in enumerate(new)]
    values += [None] * len(came)
    came += [(held, row) for (column, held), row in fills.items() if column == name]
    if other is None:
        assert own is not None
        return replace(own, values=tuple(values))
    for at, row in came:
        values[at] = other.values[row]
    places = {other.places[row] if other.places else other.decimals
              for _, row in came if other.values[row] is not None}  # fmt: skip
    if own and any(value is not None for value in own.values):
        padded = own.padded and places <= {own.decimals}
        return replace(own, values=tuple(values), decimals=max(own.decimals, *places, 0), padded=padded)
    return Col(other.type, tuple(values), max(places, default=0), len(places) == 1)


def _same_types(mine: Frame, theirs: Frame) -> tuple[Frame, Frame]:
    """Both with the columns they share of one type; of two types both become text."""
    mine, theirs = dict(mine), dict(theirs)
    for name in mine.keys() & theirs.keys():
        one, other = mine[name], theirs[name]
        if one.type is other.type:
            continue
        if all(value is None for value in other.values):
            theirs[name] = Col(one.type, other.values)
        elif all(value is None for value in one.values):
            mine[name] = Col(other.type, one.values)
        else:
            mine[name], theirs[name] = (c if c.type is Type.TEXT else as_text(c) for c in (one, other))
    return mine, theirs
