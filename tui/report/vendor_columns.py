"""Which column of an export is which field of the book, in the book's unit; others are kept and told."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tui.book.headers import yearly
from tui.book.numbers import MISSING_WORDS, NumberError, parse
from tui.book.schema import AS_OF, TABLES, Type
from tui.columns import from_vendor
from tui.errors import BookError
from tui.report.blocks import Place
from tui.report.diagnostics import Diagnostic, Level
from tui.report.forecast.labels import label
from tui.report.vendor_names import has_unit, is_code_header, named, plain_number, short_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.report.vendor_grid import Grid
    from tui.report.vendor_names import Named

LARGE = frozenset({"market_cap", "float_market_cap", "shares"})
LEAST = 1e7  # CNY or shares: a column of these that stays below it is in another unit
# Per cents that stay below this are fractions, as spreadsheets keep what they show with a per cent sign.
FRACTIONS: Mapping[str, float] = MappingProxyType(
    {"change_pct": 0.31, "turnover_rate_pct": 0.05, "dividend_yield_pct": 0.1}
)
_FEW = 5  # figures from which such a thing can be told
_SHOWN = 30  # columns named in one note
_FIELDS = {"eps": "eps", "pe": "pe_printed"}
_DASHES = frozenset({"-", "--", "---", "—", "——", "–"})
_LOSS = frozenset({"亏损", "亏", "loss"})


def wide(header: str) -> tuple[str, str] | None:
    """The field and year of a column that holds one year: 'EPS2026E', '2026EPS' → ('eps', '2026E')."""
    if found := yearly(header):
        return found[0], str(found[1])
    said = label(header)
    if (
        said.metric not in _FIELDS
        or not said.year
        or said.partial
        or said.role
        or said.unit not in {None, 1.0}
    ):
        return None
    return _FIELDS[said.metric], f"{said.year}{said.basis}"


def columns_of(
    grid: Grid, table: str, file: str
) -> tuple[dict[str, list[str]], list[Diagnostic], tuple[str, ...]]:
    """The columns under the names of their fields, what is to be said of them, and which fields were known.

    Empty columns, and a second one that repeats the first, are left out. Raises BookError where none holds
    codes.
    """
    out: dict[str, list[str]] = {}
    told: list[Diagnostic] = []
    known: list[str] = []
    other: list[str] = []
    seen: list[tuple[list[str], str]] = []
    losses = 0
    for at, name in enumerate(grid.names):
        cells = [row[at] for _, row in grid.rows]
        if not any(cells) or (cells, _base(name)) in seen:
            continue
        seen.append((cells, name))
        what = _named(name, table, out)
        doubt = _doubt(what, cells) if what.field else what.other
        if doubt:
            level = Level.DOUBTFUL if what.field else Level.NOTE
            said = f"column {name!r}"
            done = f"kept as {_own(name, table)!r}"
            told.append(Diagnostic(level, file, Place(0, grid.line), said, doubt, done))
        elif what.field:
            known.append(what.field)
        elif table == "estimates" and (year := wide(name)):
            known.append(f"{year[0].removesuffix('_printed')}_{year[1]}")
        else:
            other.append(name)
        field = "" if doubt else what.field
        if _is_pe(name, what):
            losses += sum(cell.casefold() in _LOSS for cell in cells)
            cells = ["" if cell.casefold() in _LOSS else cell for cell in cells]
        out[field or (_own(name, table) if doubt else name)] = _cells(
            field, cells, what.power if field else 0, table
        )
    if not grid.rows:
        raise BookError(f"{file}: no row with a security code")
    if "code" not in out:
        raise BookError(f"{file}: no column of security codes; found: {', '.join(grid.names[:20])}")
    place = Place(0, grid.line)
    if losses:
        said = f"{losses} {'PE is' if losses == 1 else 'PEs are'} given as a loss"
        told.append(Diagnostic(Level.NOTE, file, place, said, "", "no value"))
    told += _others(other, file, place, table if table == "estimates" and "year" not in out else "")
    return out, told, tuple(known)


def _others(names: Sequence[str], file: str, place: Place, wide_of: str) -> list[Diagnostic]:
    """A word on columns that are no field: kept, but of a table of years, which has no room, left out."""
    covered = [
        name for name in names if wide_of and named(name, "coverage").field in TABLES["coverage"].names
    ]
    rest = [name for name in names if name not in covered]
    done = "left out" if wide_of else "kept as they are"
    coverage = "import FILE --as coverage for them"
    said = (
        (covered, "of the coverage, not of estimates", f"left out; {coverage}"),
        (rest, "not known", done),
    )
    return [
        Diagnostic(Level.NOTE, file, place, f"columns {_listed(found)}", why, what)
        for found, why, what in said
        if found
    ]


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:_SHOWN])}{' …' if len(names) > _SHOWN else ''}"


def _is_pe(name: str, what: Named) -> bool:
    """True for a column of a PE of any kind."""
    found = wide(name)
    return (
        what.field.startswith("pe") or " PE" in what.other or (found is not None and found[0] == "pe_printed")
    )


def _own(name: str, table: str) -> str:
    """A name under which no reader takes the column for a field."""
    known = from_vendor(name) or name.casefold() in TABLES[table].names
    return f"{name}_as_given" if known else name


def _base(name: str) -> str:
    """The header of a column whose name had to be told from another's: '代码_2' → '代码'."""
    base, _, number = name.rpartition("_")
    return base if number.isdecimal() else name


def _named(name: str, table: str, taken: Mapping[str, object]) -> Named:
    """What a header names; of two for one field the first has it, and a field of another table is none."""
    what = named(name, table)
    if is_code_header(name):
        what = what._replace(field="code", other="")
    if what.field == "price_date" and table != "coverage":
        what = what._replace(field=AS_OF)
    if what.field in taken or what.field not in {AS_OF, *TABLES[table].names}:
        return what._replace(field="", power=0)
    return what


def _cells(field: str, cells: list[str], power: int, table: str) -> list[str]:
    """A column's texts, units of figures applied, names as the book writes them."""
    if field == "name":
        return [short_name(cell) for cell in cells]
    spec = TABLES[table].get(field) if field else None
    if spec.type is not Type.NUMBER if spec is not None else not _all_figures(cells):
        return ["" if cell in _DASHES else cell for cell in cells]
    return [plain_number(cell, power) for cell in cells]


def _all_figures(cells: Sequence[str]) -> bool:
    """True where some cell carries a unit and all are figures or words for none."""
    return any(map(has_unit, cells)) and all(
        has_unit(cell) or cell.casefold() in MISSING_WORDS or _figure(cell) is not None for cell in cells
    )


def _figure(cell: str) -> float | None:
    try:
        return parse(plain_number(cell))
    except NumberError:
        return None


def _doubt(what: Named, cells: Sequence[str]) -> str:
    """Why a column cannot be in the unit of its field, '' where it may be."""
    if what.field not in LARGE and what.field not in FRACTIONS:
        return ""
    values = [abs(value) for cell in cells if (value := _figure(cell)) is not None and value]
    if not values:
        return ""
    most = max(values)
    if what.field in LARGE:
        told = what.unit or any(map(has_unit, cells)) or most >= LEAST
        return "" if told else f"figures up to {most:,.6g} without a unit, which {what.field} cannot be"
    percent = what.unit or any("%" in cell or "％" in cell for cell in cells)
    if percent or len(values) < _FEW or most >= FRACTIONS[what.field]:
        return ""
    return f"none over {most:.3g}: fractions, where per cent are expected"
