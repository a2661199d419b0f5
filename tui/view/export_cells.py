"""What every exporter reads: the fields of a view in order, and their values as Python objects."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.arrow import pa
from tui.columns import Kind, State
from tui.errors import KanpanError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.columns import Column

STATE_SUFFIX = "_state"
WORDS = tuple(state.word for state in State)
MISSING = State.MISSING.word

Value = float | str | None  # dates are ISO text


class Field(NamedTuple):
    """One column of the output.

    header: as it is written; kind: TEXT for a state field
    data: the values, a ChunkedArray of the whole view
    states: for a state field the codes beside the values in `data`, None where there is no such column
    """

    header: str
    kind: Kind
    data: Any
    is_state: bool = False
    states: Any = None

    def slice(self, start: int, rows: int) -> Field:
        """The field for some rows; nothing is copied."""
        states = None if self.states is None else self.states.slice(start, rows)
        return Field(self.header, self.kind, self.data.slice(start, rows), self.is_state, states)

    def values(self) -> list[Value]:
        """The values: finite floats, texts, ISO dates; None where there is none."""
        if self.is_state:
            return list(self._words())
        found = self.data.to_pylist()
        if self.kind is Kind.DATE:
            return [None if v is None else v.isoformat()[:10] for v in found]
        if self.kind.numeric:
            return [_finite(v) for v in found]
        return [None if v is None else str(v) for v in found]

    def _words(self) -> Iterator[str]:
        numbers = self.data.to_pylist()
        codes = [None] * len(numbers) if self.states is None else self.states.to_pylist()
        for number, code in zip(numbers, codes, strict=True):
            yield _word(code, empty=_finite(number) is None)


def _finite(value: Any) -> float | None:
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _word(code: int | None, *, empty: bool) -> str:
    if code is None or code >= len(WORDS):
        code = State.VALUE
    return MISSING if empty and code == State.VALUE else WORDS[code]


def fields_of(table: Any, columns: Sequence[Column], *, states: bool) -> list[Field]:
    """The fields of an export in order; with `states` a `<name>_state` for every numeric column at the end.

    Raises KanpanError where there are no columns, UnknownNameError where the table lacks one.
    """
    if not columns:
        raise KanpanError("nothing to export: no columns are chosen")
    have = set(table.column_names)
    for column in columns:
        if column.name not in have:
            raise UnknownNameError("column", column.name, have)
    fields = [Field(c.name, c.kind, _column(table, c.name)) for c in columns]
    if states:
        fields += [_state_field(table, c, have) for c in columns if c.kind.numeric]
    return fields


def _state_field(table: Any, column: Column, have: set[str]) -> Field:
    name = column.name + STATE_SUFFIX
    codes = _column(table, name) if name in have else None
    return Field(name, Kind.TEXT, _column(table, column.name), is_state=True, states=codes)


def _column(table: Any, name: str) -> Any:
    column = table.column(name)
    return column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])


def tag_list(value: Value) -> list[str]:
    """Tags joined by ';' as a list; empty where there are none."""
    return [tag for tag in str(value).split(";") if tag] if value else []


def chunks(fields: Sequence[Field], rows: int, size: int) -> Iterator[list[Field]]:
    """The fields cut into runs of at most `size` rows."""
    for start in range(0, rows, size):
        yield [field.slice(start, size) for field in fields]
