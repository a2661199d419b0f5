"""One raw column of any Arrow type to the type its field wants."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import combined, float_array, floats, pa, text_array
from tui.book import cells
from tui.book.schema import Type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tui.book.headers import Header
    from tui.book.raw import Raw
    from tui.book.schema import Field
    from tui.errors import Problem

DECIMALS, PADDED, ABSENT = b"decimals", b"padded", b"absent"
ARROW_TYPES = {
    Type.TEXT: pa.string(),
    Type.NUMBER: pa.float64(),
    Type.YEAR: pa.int32(),
    Type.DATE: pa.date32(),
}
MISSING_NONE: Mapping[str, frozenset[float]] = {}


class Typed(NamedTuple):
    """One typed column: its name, Arrow array, what its field's metadata says, and what was wrong."""

    name: str
    array: Any
    notes: Mapping[bytes, bytes] | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def field(self) -> Any:
        """The Arrow field."""
        return pa.field(self.name, self.array.type, metadata=dict(self.notes) if self.notes else None)


def absent(field: Field, rows: int) -> Typed:
    """The column of a field that the file lacks: nulls, and marked so."""
    return Typed(field.name, pa.nulls(rows, ARROW_TYPES[field.type]), {ABSENT: b"1"})


def convert(raw: Raw, header: Header, field: Field | None, missing: Mapping[str, frozenset[float]]) -> Typed:
    """The column typed by its field, or by what it holds where the table has no such field."""
    name, column = header.name, raw.column(header.name)
    wanted = field.type if field else None
    if wanted is Type.NUMBER or (wanted is None and is_number(column)):
        return _number(raw, header, column, missing)
    if wanted is Type.DATE or (wanted is None and pa.types.is_temporal(column.type)):
        array, bad = as_dates(column)
        return Typed(name, array, None, tuple(raw.told(bad, name, "not a date; left empty")))
    if wanted is None and is_text(column) and not raw.has_types:
        array, read = cells.guessed(column)
        return _from_read(header, read, missing) if read else Typed(name, array)
    return Typed(name, cells.cleaned(as_text(column)))


def _number(raw: Raw, header: Header, column: Any, missing: Mapping[str, frozenset[float]]) -> Typed:
    if is_number(column):
        return _native(header, column, raw.notes.get(header.name, {}), missing)
    read = cells.numbers_of(as_text(column))
    told = raw.told(read.bad, header.name, "not a number; left empty")
    return _from_read(header, read, missing, tuple(told))


def _from_read(
    header: Header,
    read: cells.Numbers,
    missing: Mapping[str, frozenset[float]],
    problems: tuple[Problem, ...] = (),
) -> Typed:
    notes = {DECIMALS: b"%d" % read.decimals}
    if read.padded:
        notes[PADDED] = b"1"
    return _finish(header, read.values, notes, missing, problems)


def _native(
    header: Header, column: Any, kept: Mapping[bytes, bytes], missing: Mapping[str, frozenset[float]]
) -> Typed:
    """Binary numbers: the file's own word on decimals, else the fewest that print every value."""
    values = floats(column)
    notes = {}
    if _is_places(kept.get(DECIMALS)):
        notes = {key: kept[key] for key in (DECIMALS, PADDED) if key in kept}
    elif (places := cells.derived_decimals(values)) is not None:
        notes = {DECIMALS: b"%d" % places}
    return _finish(header, values, notes, missing)


def _finish(
    header: Header,
    values: NDArray[np.float64],
    notes: dict[bytes, bytes],
    missing: Mapping[str, frozenset[float]],
    problems: tuple[Problem, ...] = (),
) -> Typed:
    meaningless = missing.get(header.name)
    if meaningless:
        values = np.where(np.isin(values, list(meaningless)), np.nan, values)
    if header.scale != 1.0:
        places = max(0, int(notes.get(DECIMALS, b"15")) - round(math.log10(header.scale)))
        with np.errstate(over="ignore"):
            values = np.round(values * header.scale, places)
        notes = {DECIMALS: b"%d" % places}
    return Typed(header.name, float_array(values), notes, problems)


def _is_places(word: bytes | None) -> bool:
    return word is not None and word.isdigit() and int(word) <= 15


def is_text(column: Any) -> bool:
    """True for a column of strings."""
    return bool(pa.types.is_string(column.type))


def is_number(column: Any) -> bool:
    """True for a column of binary numbers."""
    kind = column.type
    return bool(pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind))


def as_text(column: Any) -> Any:
    """Any column as text: whole numbers without a point, dates as ISO."""
    column = combined(column)
    if is_text(column):
        return column
    return text_array([_word(value) for value in column.to_pylist()])


def _word(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def as_dates(column: Any) -> tuple[Any, Sequence[int]]:
    """A date32 column, and the rows that hold no date."""
    column = combined(column)
    if pa.types.is_date32(column.type):
        return column, ()
    return cells.dates_of(as_text(column))
