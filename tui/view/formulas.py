"""Columns that a formula makes: computed in the order they need each other, then joined to the universe."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from tui.arrow import code_array, float_array
from tui.columns import Column, Kind, State
from tui.errors import KanpanError, Problem
from tui.query.check import read_formula
from tui.query.engine import figures
from tui.query.errors import QueryError
from tui.query.scope import Field
from tui.query.typed import Arith, Col, Cross, Neg, Num, RowFunc
from tui.universe.universe import STATE_SUFFIX
from tui.view.data import UniverseData
from tui.view.scope import UniverseScope, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from tui.book.saved import Definition
    from tui.universe.universe import Universe


def with_formulas(universe: Universe, definitions: Mapping[str, Definition]) -> Universe:
    """The universe with a column for each formula; one that cannot be computed is a Problem."""
    if not definitions:
        return universe
    work = _Work(universe, definitions)
    for name in definitions:
        work.attempt(name)
    columns = {**universe.columns, **{name: made.column for name, made in work.made.items()}}
    table = universe.table
    for name, made in work.made.items():
        table = table.append_column(name, float_array(made.values))
        if made.states.any():
            table = table.append_column(name + STATE_SUFFIX, code_array(made.states))
    history = universe.history
    if history is not None:
        history = history.finished(partial(with_formulas, definitions=definitions))
    return replace(
        universe,
        table=table,
        columns=columns,
        defaults=(*universe.defaults, *work.made),
        parents={**universe.parents, **{name: made.parents for name, made in work.made.items()}},
        problems=(*universe.problems, *work.problems()),
        history=history,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    column: Column
    parents: tuple[str, ...]
    values: NDArray[np.float64]
    states: NDArray[np.uint8]


@dataclass
class _Work:
    """The formulas of a universe while they are being computed; `failed` says what is wrong with which."""

    universe: Universe
    definitions: Mapping[str, Definition]
    made: dict[str, _Made] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scope, self.data = _Scope(self), _Data(self)
        self.names = {
            key_of(word): d.name for d in self.definitions.values() for word in (d.en, d.zh, d.name) if word
        }

    def problems(self) -> list[Problem]:
        """One for each formula that failed."""
        listed = [(self.definitions[name], why) for name, why in self.failed.items()]
        return [Problem(d.file, d.line, f"columns.{d.name}", f"{why}; left out") for d, why in listed]

    def attempt(self, name: str) -> None:
        """Compute a column, and first those it asks for, unless that was tried already."""
        if name in self.made or name in self.failed:
            return
        if name in self.path:
            circle = self.path[self.path.index(name) :]
            for one in circle:
                self.failed[one] = f"asks for itself: {' -> '.join((*circle, name))}"
            return
        if name in self.universe.columns:
            self.failed[name] = "there is a column of this name already"
            return
        self.path.append(name)
        try:
            self._make(name)
        except QueryError as error:
            self.failed.setdefault(name, error.line)
        except KanpanError as error:
            self.failed.setdefault(name, str(error))
        finally:
            self.path.pop()

    def _make(self, name: str) -> None:
        one = self.definitions[name]
        formula, kind = read_formula(one.text, self.scope)
        found = figures(formula, self.data)
        parents = tuple(dict.fromkeys(_columns_in(formula)))
        tables = tuple(dict.fromkeys(t for p in parents for t in self.column(p).tables))
        self.made[name] = _Made(_column(one, kind, tables), parents, found.values, found.states)

    def column(self, name: str) -> Column:
        """A column of the universe, or one made here."""
        return self.universe.columns.get(name) or self.made[name].column


class _Scope(UniverseScope):
    """The universe's names, and those of the formulas, each computed when it is first asked for."""

    def __init__(self, work: _Work) -> None:
        super().__init__(work.universe)
        self.work = work

    def field(self, word: str) -> Field | None:
        """A column of the universe, else one that a formula makes."""
        if found := super().field(word):
            return found
        name = self.work.names.get(key_of(word))
        if name is not None:
            self.work.attempt(name)
        made = self.work.made.get(name or "")
        return Field(made.column.name, made.column.kind, word) if made else None


class _Data(UniverseData):
    """The universe's columns, and those computed so far."""

    def __init__(self, work: _Work) -> None:
        super().__init__(work.universe)
        self.work = work

    def numbers(self, column: str) -> NDArray[np.float64]:
        made = self.work.made.get(column)
        return made.values if made else super().numbers(column)

    def states(self, column: str) -> NDArray[np.uint8]:
        made = self.work.made.get(column)
        return made.states if made else super().states(column)

    def losses(self, column: str) -> NDArray[np.bool_]:
        made = self.work.made.get(column)
        return made.states == State.LOSS if made else super().losses(column)


def _column(one: Definition, kind: Kind, tables: tuple[str, ...]) -> Column:
    return Column(
        one.name, kind, "", one.label("zh"), one.label("en"), f"公式：{one.text}", f"formula: {one.text}",
        formula=one.text, decimals=one.decimals, tables=tables or ("estimates",),
        signed=kind == Kind.RATIO,
    )  # fmt: skip


def _columns_in(formula: Num) -> Iterator[str]:
    """The columns that a figure is computed from."""
    match formula:
        case Col(name):
            yield name
        case Neg(of):
            yield from _columns_in(of)
        case Arith(_, left, right):
            yield from _columns_in(left)
            yield from _columns_in(right)
        case RowFunc(_, args):
            for arg in args:
                yield from _columns_in(arg)
        case Cross(_, of) if of is not None:
            yield from _columns_in(of)
        case _:
            pass
