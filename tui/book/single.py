"""One table file as a book: split into coverage, market and estimates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import combined, distinct, encode, pa, take, text_array
from tui.book.codes import CodeError, canonical
from tui.book.convert import ABSENT, DECIMALS, PADDED, absent, as_dates, as_text
from tui.book.dates import date_inside
from tui.book.files import raw_file
from tui.book.headers import match, yearly
from tui.book.layout import Vintage
from tui.book.raw import Raw, capped
from tui.book.schema import AS_OF, TABLES, Field, TableSpec, Type
from tui.book.typed import typed
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tui.columns import Year

_COVERAGE, _MARKET, _ESTIMATES = TABLES["coverage"], TABLES["market"], TABLES["estimates"]
_COVERS = frozenset({"group", "rating", "rating_source"})  # a table with one of these is a coverage list
_ONLY_MARKET = frozenset(f.name for f in _MARKET.fields if f.extra)
_MOST_DATES = 1_000  # of a file that holds a history
_CODE_WORDS = ("code", "symbol", "ticker", "代码")
_STATE = "_state"


@dataclass(frozen=True, slots=True)
class Single:
    """The vintages of one file, by table and date, and what was wrong in it."""

    held: Mapping[tuple[str, date], Vintage]
    problems: tuple[Problem, ...]


def read_single(path: Path, missing: Mapping[str, frozenset[float]]) -> Single:
    """The tables that one file holds.

    Its date is that of its own date column, else of its name, else of its last change. A file that
    repeats codes under several dates becomes one vintage a date.
    Raises BookError where it cannot be read or no column holds codes.
    """
    raw, problems = _named(raw_file(path))
    days, told = _days(raw)
    problems = [*raw.problems, *problems, *told]
    raw = raw.having([(n, c) for n, c in zip(raw.names, raw.columns, strict=True) if n != AS_OF])
    fallback = date_inside(path.stem) or date.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ012  a local day
    held: dict[tuple[str, date], Vintage] = {}
    for day, part in _by_day(raw, days, fallback):
        table, found = typed(part, _spec(raw.names), as_of=None, missing=missing)
        problems += found
        held |= {(name, day): Vintage(t, day, path) for name, t in _split(table).items()}
    return Single(held, capped(list(dict.fromkeys(problems))))


def _named(raw: Raw) -> tuple[Raw, list[Problem]]:
    """The columns under the names of their fields; the states of an export are left out."""
    states = {n for n in raw.names if n.endswith(_STATE) and n.removesuffix(_STATE) in raw.names}
    names: dict[str, str] = {}
    for header in match(raw.names, [_COVERAGE, _MARKET]):
        if header.given in states:
            continue
        wide = yearly(header.given)
        name = _wide(*wide) if wide else header.name
        # a vendor's column keeps its header where a factor goes with it; typing applies it
        name = header.given if header.scale != 1.0 else name
        names[header.given] = header.given if name in names.values() else name
    if "code" not in names.values():
        names[_code_column(raw)] = "code"
    problems = []
    if states:
        what = f"columns {', '.join(sorted(states))}"
        problems.append(Problem(raw.file, 1, what, "states are derived anew, never read"))
    return raw.renamed(names), problems


def _wide(field: str, year: Year) -> str:
    return f"{field}_{year}"


def _code_column(raw: Raw) -> str:
    """The column whose header speaks of codes, or whose cells all carry an exchange."""
    for name, column in zip(raw.names, raw.columns, strict=True):
        texts = [t for t in as_text(column.slice(0, 50)).to_pylist() if t and t.strip()]
        said = any(word in name.casefold() for word in _CODE_WORDS)
        if texts and all(_is_code(t, bare=said) for t in texts):
            return name
    have = ", ".join(clean(name)[:40] for name in raw.names[:20])
    raise BookError(f"{raw.file}: no column holds security codes; found: {have}")


def _is_code(text: str, *, bare: bool) -> bool:
    try:
        canonical(text)
    except CodeError:
        return False
    return bare or not text.strip().isdigit()


def _days(raw: Raw) -> tuple[NDArray[np.datetime64] | None, list[Problem]]:
    name = next((n for n in (AS_OF, "price_date") if n in raw.names), None)
    if name is None:
        return None, []
    array, bad = as_dates(raw.column(name))
    days = combined(array).to_numpy(zero_copy_only=False).astype("datetime64[D]")
    return days, raw.told(bad, name, "not a date; left empty") if name == AS_OF else []


def _by_day(raw: Raw, days: NDArray[np.datetime64] | None, fallback: date) -> list[tuple[date, Raw]]:
    """The rows of each vintage; all rows in one of the newest day where no code stands under two days."""
    if days is None or np.isnat(days).all():
        return [(fallback, raw)]
    dates = distinct(days[~np.isnat(days)])
    newest = dates[-1].astype(date)
    if len(dates) == 1:
        return [(newest, raw)]
    codes, texts = encode(as_text(raw.column("code")))
    if len(texts) < int((codes >= 0).sum()) and len(dates) <= _MOST_DATES:
        return [(day.astype(date), raw.only(days == day)) for day in dates]
    if "price_date" in raw.names:
        return [(newest, raw)]
    own = pa.array(days, type=pa.date32())
    return [(newest, raw.having([*zip(raw.names, raw.columns, strict=True), ("price_date", own)]))]


def _spec(names: Sequence[str]) -> TableSpec:
    """Every column that coverage, market or a year's estimates may have, none of them demanded."""
    fields = {
        f.name: Field(f.name, f.type, f.required, extra=True) for s in (_COVERAGE, _MARKET) for f in s.fields
    }
    for name in names:
        if wide := yearly(name):
            fields[name] = Field(name, Type.TEXT if wide[0] == "source" else Type.NUMBER, extra=True)
    return TableSpec("a table", tuple(fields.values()), ("code",), per_name=True)


def _split(table: Any) -> dict[str, Any]:
    names = table.column_names
    years = {name: wide for name in names if (wide := yearly(name))}
    covers = bool(years) or not _COVERS.isdisjoint(names)
    trades = not covers or not _ONLY_MARKET.isdisjoint(names)
    known = {f.name for f in (*_COVERAGE.fields, *_MARKET.fields)} | set(years)
    extras = [name for name in names if name not in known]
    out = {}
    if covers:
        wanted = [n for n in names if _COVERAGE.get(n)] + ([] if trades else extras)
        out["coverage"] = _complete(table.select(wanted), _COVERAGE)
    if trades:
        dated = [n for n in names if n == "price_date"]
        wanted = [n for n in names if _MARKET.get(n) or n in extras or n in dated]
        out["market"] = _complete(table.select(wanted), _MARKET)
    if years:
        out["estimates"] = _complete(_long(table, years), _ESTIMATES)
    return out


def _complete(table: Any, spec: TableSpec) -> Any:
    for field in spec.fields:
        if field.name not in table.column_names and not field.extra:
            column = absent(field, table.num_rows)
            table = table.append_column(column.field, column.array)
    return table


def _long(table: Any, years: Mapping[str, tuple[str, Year]]) -> Any:
    """Wide columns as rows of estimates, name by name and year by year; empty cells make no row."""
    order = sorted({year for _, year in years.values()})
    rows, count = table.num_rows, len(order)
    given = np.zeros((rows, count), dtype=bool)
    columns: dict[str, list[Any]] = {field: [None] * count for field in ("eps", "pe_printed", "source")}
    for name, (field, year) in years.items():
        column = combined(table.column(name))
        at = order.index(year)
        columns[field][at] = column
        if field != "source":
            given[:, at] |= ~np.asarray(column.is_null().to_numpy(zero_copy_only=False), dtype=bool)
    picked = np.flatnonzero(given.ravel())
    of_name = np.repeat(np.arange(rows), count)[picked]
    of_year = np.tile(np.arange(count), rows)[picked].tolist()
    fields = [pa.field("code", pa.string()), pa.field("year", pa.int32()), pa.field("basis", pa.string())]
    arrays = [
        take(table.select(["code"]), of_name).column(0),
        pa.array([order[i].year for i in of_year], type=pa.int32()),
        text_array([order[i].basis for i in of_year]),
    ]
    for field, parts in columns.items():
        kind = pa.string() if field == "source" else pa.float64()
        notes = _merged(table, [name for name, (its, _) in years.items() if its == field])
        fields.append(pa.field(field, kind, metadata=notes))
        column = pa.table({field: _interleaved(parts, kind, rows)})
        arrays.append(take(column, picked).column(0))
    return pa.Table.from_arrays([combined(a) for a in arrays], schema=pa.schema(fields))


def _interleaved(parts: Sequence[Any], kind: Any, rows: int) -> Any:
    """Columns of one length laid row by row: a1 b1 a2 b2 …; None stands for a column of nulls."""
    lists = [part.to_pylist() if part is not None else [None] * rows for part in parts]
    return pa.array([value for row in zip(*lists, strict=True) for value in row], type=kind)


def _merged(table: Any, names: Sequence[str]) -> dict[bytes, bytes] | None:
    """What the wide columns say of their decimals, said of the long one."""
    notes = [table.schema.field(name).metadata or {} for name in names]
    places = {int(n[DECIMALS]) for n in notes if DECIMALS in n}
    if not notes or not places:
        return {ABSENT: b"1"} if not notes else None
    padded = len(places) == 1 and all(PADDED in n for n in notes)
    return {DECIMALS: b"%d" % max(places), **({PADDED: b"1"} if padded else {})}
