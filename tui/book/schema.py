"""The tables of a book: which columns each has, of which type, and what tells two rows apart."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tui.columns import FIXED, LATE, Column

if TYPE_CHECKING:
    from collections.abc import Mapping

AS_OF = "as_of"  # every file's first column: the date the file is of
DERIVED = frozenset(
    {"eps_cagr", "peg", "pe_to_group", "price_change_pct", "themes", "news", "checks"}
    | {c.name for c in LATE}
)


class Type(StrEnum):
    """What the cells of a field are."""

    TEXT = "text"
    NUMBER = "number"  # float64
    YEAR = "year"  # int32
    DATE = "date"  # date32


class Field(NamedTuple):
    """One column of a table.

    required: a row without it is skipped
    extra: the column stands only where the file has it; any other is null where the file lacks it
    """

    name: str
    type: Type = Type.TEXT
    required: bool = False
    extra: bool = False


class TableSpec(NamedTuple):
    """One table: its name, its fields in the order they are written, and its key for duplicates.

    per_name: a row is one security, so columns may go by vendors' names and unknown ones are shown
    """

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    per_name: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The fields' names in order."""
        return tuple(f.name for f in self.fields)

    def get(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((f for f in self.fields if f.name == name), None)


def _texts(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name) for name in names)


def _numbers(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, Type.NUMBER) for name in names)


def _dates(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, Type.DATE) for name in names)


_CODE = Field("code", required=True)

_COVERAGE = TableSpec(
    "coverage",
    (
        _CODE,
        *_texts("name", "group", "rating", "rating_source"),
        *_numbers("price"),
        *_texts("currency"),
        *_dates("price_date"),
    ),
    ("code",),
    per_name=True,
)
_ESTIMATES = TableSpec(
    "estimates",
    (
        _CODE,
        Field("year", Type.YEAR, required=True),
        *_texts("basis"),
        *_numbers("eps", "pe_printed"),
        *_texts("source"),
        Field("currency", extra=True),
    ),
    ("code", "year"),
)


def _is_market(column: Column) -> bool:
    return column.name not in DERIVED and column.name != AS_OF and _COVERAGE.get(column.name) is None


def _market_field(column: Column) -> Field:
    return Field(column.name, Type.NUMBER if column.kind.numeric else Type.TEXT, extra=True)


_MARKET = TableSpec(
    "market",
    (_CODE, *_texts("name"), *_numbers("price"), *(_market_field(c) for c in FIXED if _is_market(c))),
    ("code",),
    per_name=True,
)
_NEWS = TableSpec(
    "news",
    (
        Field("id", required=True),
        *_dates("published"),
        Field("title", required=True),
        *_texts("summary", "source", "url"),
    ),
    ("id",),
)
_SECTORS = TableSpec(
    "sectors",
    (
        *_dates("period_start", "period_end"),
        *_texts("level"),
        Field("index", required=True),
        *_numbers("change_pct"),
    ),
    ("level", "index"),
)

TABLES: Mapping[str, TableSpec] = MappingProxyType(
    {spec.name: spec for spec in (_COVERAGE, _ESTIMATES, _MARKET, _NEWS, _SECTORS)}
)
