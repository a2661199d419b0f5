"""A table of a book as plain columns, small enough to be merged cell by cell, and back to Arrow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tui.arrow import pa
from tui.book.convert import ABSENT, ARROW_TYPES, DECIMALS, PADDED
from tui.book.schema import Field, TableSpec, Type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Value: TypeAlias = str | float | date | None  # a year is an int, and so a float to the type checker


class Num(NamedTuple):
    """A figure on its way into a column; decimals: as printed."""

    value: float
    decimals: int


Cell: TypeAlias = str | int | Num | date | None
Row: TypeAlias = "Mapping[str, Cell]"


@dataclass(frozen=True, slots=True)
class Col:
    """One column; None is an empty cell.

    decimals: the most that it prints; padded: every figure prints that many
    places: what each cell prints, of a column on its way in; () where that is not known
    """

    type: Type
    values: tuple[Value, ...]
    decimals: int = 0
    padded: bool = False
    places: tuple[int, ...] = ()


Frame: TypeAlias = "dict[str, Col]"


def frame_of(table: Any) -> Frame:
    """The columns of a vintage as it was read; those its file does not have are left out."""
    out: Frame = {}
    for field, column in zip(table.schema, table.columns, strict=True):
        notes = field.metadata or {}
        if ABSENT not in notes:
            places = int(notes.get(DECIMALS, b"0"))
            out[field.name] = Col(_type(field.type), tuple(column.to_pylist()), places, PADDED in notes)
    return out


def frame_from(rows: Sequence[Row], spec: TableSpec) -> Frame:
    """Rows as columns: every field that is no extra in the order of the spec, then what else stands there."""
    names = [f.name for f in spec.fields if not f.extra]
    names += [name for name in dict.fromkeys(n for row in rows for n in row) if name not in names]
    return {name: _column([row.get(name) for row in rows], spec.get(name)) for name in names}


def _column(cells: Sequence[Cell], field: Field | None) -> Col:
    figures = [cell for cell in cells if isinstance(cell, Num)]
    kind = field.type if field else _guessed(cells)
    if kind is not Type.NUMBER:
        return Col(kind, tuple(_plain(c, text=kind is Type.TEXT) for c in cells))
    places = {figure.decimals for figure in figures}
    values = tuple(_plain(c, text=False) for c in cells)
    each = tuple(c.decimals if isinstance(c, Num) else 0 for c in cells)
    return Col(kind, values, max(places, default=0), len(places) == 1, each)


def _guessed(cells: Sequence[Cell]) -> Type:
    kinds = {type(cell) for cell in cells if cell is not None}
    return Type.NUMBER if kinds == {Num} else Type.DATE if kinds == {date} else Type.TEXT


def _plain(cell: Cell, *, text: bool) -> Value:
    if isinstance(cell, Num):
        if text:
            return f"{cell.value:.{cell.decimals}f}"
        return cell.value if math.isfinite(cell.value) else None
    if isinstance(cell, str):
        return cell or None
    return str(cell) if text and cell is not None else cell


def to_arrow(frame: Frame) -> Any:
    """The Arrow table of a frame, with what its number columns print in their fields."""
    fields, arrays = [], []
    for name, column in frame.items():
        notes = None
        if column.type is Type.NUMBER:
            notes = {DECIMALS: b"%d" % column.decimals, **({PADDED: b"1"} if column.padded else {})}
        fields.append(pa.field(name, ARROW_TYPES[column.type], metadata=notes))
        arrays.append(pa.array(column.values, type=ARROW_TYPES[column.type]))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def rows_in(frame: Frame) -> int:
    """How many rows a frame has."""
    return len(next(iter(frame.values())).values) if frame else 0


def as_text(column: Col) -> Col:
    """The column as texts."""
    texts = (None if value is None else shown(value, column.decimals) for value in column.values)
    return Col(Type.TEXT, tuple(texts))


def shown(value: Value, places: int = 0) -> str:
    """A cell as text, '' for an empty one; a figure with so many decimals, or more where it needs them."""
    if not isinstance(value, float):
        return "" if value is None else str(value)
    text = f"{value:.{places}f}"
    if float(text) == value:
        return text
    return str(int(value)) if value.is_integer() else repr(value)


def _type(kind: Any) -> Type:
    if pa.types.is_floating(kind):
        return Type.NUMBER
    if pa.types.is_integer(kind):
        return Type.YEAR
    return Type.DATE if pa.types.is_date(kind) else Type.TEXT
