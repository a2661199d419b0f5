"""A raw table and its spec to a typed Arrow table, with a Problem for all that does not fit.

A bad cell becomes null and its row stays; a row without its key, or with the key of a row before it,
is skipped. Number fields carry in their metadata `decimals`, the most that the file prints, `padded`
where every cell prints that many, and `absent` marks a column that the file does not have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.arrow import SMALL, combined, encode, offset_array, pa, take, text_array
from tui.book import cells, plain
from tui.book.codes import CodeError, canonical
from tui.book.convert import MISSING_NONE, Typed, absent, as_dates, as_text, convert
from tui.book.headers import foreign, match
from tui.book.numbers import shown
from tui.book.raw import MOST_PROBLEMS, Raw, capped
from tui.book.schema import AS_OF, TableSpec, Type
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

_YEAR = re.compile(r"(?:FY)?((?:19|20)\d\d)(?:\.0)?([AE])?", re.IGNORECASE | re.ASCII)
_BASIS = {"A": "A", "ACTUAL": "A", "E": "E", "ESTIMATE": "E"}
_CANONICAL = r"^[0-9]{6}\.(SH|SZ|BJ)$"


def typed(
    raw: Raw, spec: TableSpec, *, as_of: date | None, missing: Mapping[str, frozenset[float]] = MISSING_NONE
) -> tuple[Any, tuple[Problem, ...]]:
    """The typed columns in the file's order, then those it lacks as nulls; `as_of` itself is left out.

    missing: per column the values that mean nothing. Raises BookError where a required column is absent.
    """
    headers = match(raw.names, [spec])
    _require(raw, spec, {h.name for h in headers})
    drop, problems = foreign(headers, spec, raw.file)
    headers = [h for h in headers if h.given not in drop]
    named = raw.renamed({h.given: h.name for h in headers})
    named = named.having([(n, combined(c)) for n, c in zip(named.names, named.columns, strict=True)])
    named, key_problems = keyed(named, spec)
    columns = []
    for header in headers:
        if header.name == AS_OF:
            problems += _disagreeing(named, as_of)
        elif header.name == "year" and spec.get("year"):
            columns.append(Typed("year", _years(named)))
        elif header.name == "basis" and spec.get("basis"):
            columns.append(_basis(named))
        elif header.name == "code":
            columns.append(Typed("code", named.column("code")))
        else:
            columns.append(convert(named, header, spec.get(header.name), missing))
    have = {c.name for c in columns}
    for field in spec.fields:
        if field.name == "basis" and "basis" not in have:
            columns.append(_basis(named))
        elif field.name not in have and not field.extra:
            columns.append(absent(field, named.num_rows))
    table = pa.Table.from_arrays([c.array for c in columns], schema=pa.schema([c.field for c in columns]))
    table, twice = _without_duplicates(table, named, spec)
    told = [problem for column in columns for problem in column.problems]
    return table, capped([*raw.problems, *problems, *key_problems, *told, *twice])


def empty_table(spec: TableSpec) -> Any:
    """The table without a row, with every column that is not an extra."""
    columns = [absent(field, 0) for field in spec.fields if not field.extra]
    return pa.Table.from_arrays([c.array for c in columns], schema=pa.schema([c.field for c in columns]))


def _require(raw: Raw, spec: TableSpec, given: set[str]) -> None:
    for field in spec.fields:
        if field.required and field.name not in given:
            have = ", ".join(clean(name)[:40] for name in raw.names[:20])
            raise BookError(f"{raw.file}: no column {field.name!r}, which {spec.name} needs; found: {have}")


def keyed(raw: Raw, spec: TableSpec) -> tuple[Raw, list[Problem]]:
    """The rows that have all that is required, their codes canonical; a Problem for every other row."""
    keep = np.ones(raw.num_rows, dtype=bool)
    problems = []
    columns = dict(zip(raw.names, raw.columns, strict=True))
    for field in spec.fields:
        if not field.required:
            continue
        if field.type is Type.YEAR and plain.year_numbers(columns[field.name]) is not None:
            continue
        column = as_text(columns[field.name])
        if field.name == "code":
            columns["code"], bad, why = codes_of(column)
        elif field.type is Type.YEAR:
            found = cells.parsed(column, parse_year).values
            bad = [row for row, value in enumerate(found) if value is None]
            why = "expected a year such as 2026 or 2026E; row skipped"
        else:
            columns[field.name] = cells.cleaned(column)
            bad = _null_rows(columns[field.name])
            why = f"a row needs its {field.name}; skipped"
        problems += raw.told([row for row in bad if keep[row]], field.name, why)
        keep[np.asarray(bad, dtype=np.int64)] = False
    return raw.having(list(columns.items())).only(keep), problems


def codes_of(column: Any) -> tuple[Any, Sequence[int], str]:
    """Canonical codes of a text column, the rows that hold none, and why they are skipped."""
    why = "expected a security code such as 600941.SH, sh600941 or 600941; row skipped"
    if plain.code_numbers(column) is not None:
        return combined(column), (), why
    if len(column) > SMALL:
        import pyarrow.compute as pc

        if column.null_count == 0 and pc.all(pc.match_substring_regex(column, _CANONICAL)).as_py():
            return column, (), why
    found = cells.parsed(column, _code)
    bad = found.bad if None not in found.values else [i for i, v in enumerate(found.values) if v is None]
    return text_array(found.values), bad, why


def _code(text: str) -> str | None:
    try:
        return canonical(text)
    except CodeError:
        return None


def _null_rows(column: Any) -> list[int]:
    if column.null_count == 0:
        return []
    return [row for row, value in enumerate(column.to_pylist()) if value is None]


def parse_year(text: str) -> tuple[int, str | None] | None:
    """(2026, 'E') of 2026E, (2026, None) of 2026; None for what is no year."""
    found = _YEAR.fullmatch(text.strip())
    return (int(found[1]), (found[2] or "").upper() or None) if found else None


def _years(raw: Raw) -> Any:
    years = plain.year_numbers(raw.column("year"))
    if years is not None:
        return offset_array(years)
    found = cells.parsed(as_text(raw.column("year")), parse_year).values
    return pa.array([year for year, _ in found], type=pa.int32())


def _basis(raw: Raw) -> Typed:
    """A or E: the column's word, else the year's suffix, else E with a Problem."""
    whole = plain.year_numbers(raw.column("year")) is not None
    if whole and "basis" in raw.names and plain.is_letters(raw.column("basis"), b"AE"):
        return Typed("basis", combined(raw.column("basis")))
    suffixes = [basis for _, basis in cells.parsed(as_text(raw.column("year")), parse_year).values]
    if "basis" not in raw.names:
        told = (Problem(raw.file, 1, "years without A or E", "taken as estimates (E)"),)
        return Typed(
            "basis", text_array([s or "E" for s in suffixes]), None, told if None in suffixes else ()
        )
    words = cells.cleaned(as_text(raw.column("basis"))).to_pylist()
    said = [_BASIS.get((word or "").upper()) for word in words]
    pairs = list(zip(words, said, suffixes, strict=True))
    bad = [
        i for i, (word, basis, s) in enumerate(pairs) if (word and not basis) or (basis and s and s != basis)
    ]
    unsaid = [i for i, (word, _, s) in enumerate(pairs) if not word and not s]
    problems = raw.told(bad, "basis", "expected A or E, the same as the year says")
    problems += raw.told(unsaid, "basis", "expected A or E; taken as E")
    return Typed("basis", text_array([b or s or "E" for _, b, s in pairs]), None, tuple(problems))


def _disagreeing(raw: Raw, as_of: date | None) -> list[Problem]:
    """One Problem for all rows whose own date is not the file's."""
    days, bad = as_dates(raw.column(AS_OF))
    rows = list(bad)
    if as_of is not None and days.null_count < len(days):
        other = days.to_numpy(zero_copy_only=False).astype("datetime64[D]")
        rows += np.flatnonzero(~np.isnat(other) & (other != np.datetime64(as_of, "D"))).tolist()
    if not rows:
        return []
    first = min(rows)
    what = f"{AS_OF} {shown(str(raw.column(AS_OF)[first].as_py()))}"
    more = f" (and {len(rows) - 1:,} more rows)" if len(rows) > 1 else ""
    return [Problem(raw.file, raw.line(first), what, f"the file is of {as_of}, and is taken as such{more}")]


def _without_duplicates(table: Any, raw: Raw, spec: TableSpec) -> tuple[Any, list[Problem]]:
    """The first row of every key, and a Problem for each other that names the first's line."""
    keys = _key(table, spec)
    order = np.argsort(keys, kind="stable")  # np.unique would import numpy.ma
    ranked = keys[order]
    new = np.ones(len(keys), dtype=bool)
    new[1:] = ranked[1:] != ranked[:-1]
    if new.all():
        return table, []
    owner = np.empty_like(order)
    owner[order] = order[np.flatnonzero(new)][np.cumsum(new) - 1]
    own = owner == np.arange(len(keys))
    again = np.flatnonzero(~own)
    problems = []
    for row in again[:MOST_PROBLEMS].tolist():
        what = " ".join(shown(str(table.column(name)[row].as_py())) for name in spec.key)
        key_names, line = " and ".join(spec.key), raw.line(int(owner[row]))
        why = f"a second row of this {key_names}, the first is on line {line}; skipped"
        problems.append(Problem(raw.file, raw.line(row), what, why))
    if len(again) > MOST_PROBLEMS:
        rest = len(again) - MOST_PROBLEMS
        problems.append(Problem(raw.file, 0, f"{rest:,} more second rows", "skipped"))
    return take(table, np.flatnonzero(own)), problems


def _key(table: Any, spec: TableSpec) -> NDArray[np.int64]:
    """One integer a row, equal where the keys are."""
    key = np.zeros(table.num_rows, dtype=np.int64)
    for name in spec.key:
        column = combined(table.column(name))
        if pa.types.is_integer(column.type):
            part = column.to_numpy(zero_copy_only=False).astype(np.int64)
            span = 4096  # years
        else:
            part, span = _numbered(column)
        key = key * span + part
    return key


def _numbered(column: Any) -> tuple[NDArray[np.int64], int]:
    """A number for each text, equal where they are, and how many there can be."""
    numbers = plain.code_numbers(column)
    if numbers is not None:
        return numbers, 1 << 50
    codes, texts = encode(column)
    return codes.astype(np.int64) + 1, len(texts) + 1
