"""Reading one file of any supported format, with caps on what it may expand to."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.arrow import combined, pa, text_array
from tui.book.delimited import parse_delimited
from tui.book.raw import Raw
from tui.book.typed import typed
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from tui.book.schema import TableSpec

MOST_BYTES = 4 << 30  # of a file, and of a Parquet file's columns once decoded
MOST_ROWS = 50_000_000
TABLE_SUFFIXES = (".csv", ".tsv", ".parquet")  # of a book's own files
SUFFIXES = (*TABLE_SUFFIXES, ".xlsx", ".xls")
_BATCH = 65_536  # rows
_MOST_CODED = 256  # columns
_NOTHING: Mapping[str, frozenset[float]] = {}


class Read(NamedTuple):
    """One file's typed table, and what was skipped or doubtful in it."""

    table: Any
    problems: tuple[Problem, ...]


def read_file(
    path: str | os.PathLike[str],
    spec: TableSpec,
    *,
    as_of: date | None,
    missing: Mapping[str, frozenset[float]] = _NOTHING,
) -> Read:
    """A CSV, TSV, Parquet or spreadsheet file as the table of `spec`.

    as_of: the date the file is of; missing: per column the values that mean nothing.
    Raises BookError, one line, where the file cannot be read at all.
    """
    table, problems = typed(raw_file(path), spec, as_of=as_of, missing=missing)
    return Read(table, problems)


def raw_file(path: str | os.PathLike[str]) -> Raw:
    """The untyped table of a file, its format by suffix; raises BookError."""
    file = clean(os.fspath(path))
    suffix = os.path.splitext(file)[1].lower()  # noqa: PTH122  a path may be any os.PathLike
    if suffix == ".parquet":
        _check_regular(path, file)
        return _parquet(path, file)
    if suffix not in SUFFIXES:
        raise BookError(f"{file}: {suffix or 'no suffix'} is no table; expected one of {', '.join(SUFFIXES)}")
    data = read_bytes(path)
    if not data:
        raise BookError(f"{file}: empty; a table with a header line was expected")
    if suffix in {".xlsx", ".xls"}:
        from tui.book.sheets import parse_sheet

        return parse_sheet(data, file)
    return parse_delimited(data, file, "\t" if suffix == ".tsv" else None)


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """A regular file's bytes; raises BookError with the system's reason."""
    file = clean(os.fspath(path))
    _check_regular(path, file)
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  a path may be any os.PathLike
            return stream.read()
    except OSError as error:
        raise BookError(f"{file}: {error.strerror or error}") from None


def _check_regular(path: str | os.PathLike[str], file: str) -> None:
    try:
        info = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError) as error:
        raise BookError(f"{file}: {getattr(error, 'strerror', None) or error}") from None
    if not stat.S_ISREG(info.st_mode):
        raise BookError(f"{file}: not a regular file")
    if info.st_size > MOST_BYTES:
        raise BookError(f"{file}: {info.st_size:,} bytes; at most {MOST_BYTES:,} are read")


def _parquet(path: str | os.PathLike[str] | Path, file: str) -> Raw:
    table, schema = parquet_rows(path, file)
    return raw_of_table(table, schema, file)


def parquet_rows(
    path: str | os.PathLike[str] | Path,
    file: str,
    groups: Sequence[int] | None = None,
    columns: Sequence[str] | None = None,
) -> tuple[Any, Any]:
    """A Parquet file's rows, and its schema as it keeps it; only some row groups and columns where given.

    Raises BookError where it is broken or expands to too much.
    """
    with parquet_file(path, file) as source:
        return rows_from(source, file, groups, columns)


@contextmanager
def parquet_file(path: str | os.PathLike[str] | Path, file: str, *, coded: bool = False) -> Iterator[Any]:
    """A Parquet file opened; BookError for whatever is broken in it while it is read.

    coded: texts of its first columns come as codes into words, chunks each with words of their own
    """
    from pyarrow import parquet

    try:
        texts = range(_MOST_CODED) if coded else None
        with parquet.ParquetFile(os.fspath(path), read_dictionary=texts) as source:
            yield source
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = clean(str(error).splitlines()[0][:120]) if str(error) else type(error).__name__
        raise BookError(f"{file}: cannot be read as Parquet: {reason}") from None


def rows_from(
    source: Any,
    file: str,
    groups: Sequence[int] | None = None,
    columns: Sequence[str] | None = None,
    *,
    at_once: bool = True,
) -> tuple[Any, Any]:
    """As `parquet_rows`, of a file that is open; at_once: its columns on several cores."""
    schema = source.schema_arrow
    here = None if columns is None else [name for name in schema.names if name in columns]
    picked = {} if groups is None else {"row_groups": list(groups)}
    batches, size, rows = [], 0, 0
    for batch in source.iter_batches(batch_size=_BATCH, columns=here, use_threads=at_once, **picked):
        size += batch.nbytes
        rows += batch.num_rows
        if size > MOST_BYTES or rows > MOST_ROWS:
            raise BookError(f"{file}: more than {MOST_ROWS:,} rows or {MOST_BYTES:,} bytes once read")
        batches.append(batch)
    if here is not None:
        schema = pa.schema([schema.field(name) for name in here])
    return pa.Table.from_batches(batches, schema=batches[0].schema if batches else schema), schema


def raw_of_table(table: Any, schema: Any, file: str) -> Raw:
    """Columns of plain types with what the schema's fields say of them; others are Problems."""
    names: list[str] = []
    columns, notes, problems = [], {}, []
    for field, column in zip(schema, table.columns, strict=True):
        name = clean(field.name).strip()
        if not name or name in names:
            problems.append(Problem(file, 0, f"column {name!r}", "a second one of this name; left out"))
            continue
        plain = _plain(combined(column))
        if plain is None:
            problems.append(Problem(file, 0, f"column {name}", f"holds {field.type}; left out"))
            continue
        names.append(name)
        columns.append(plain)
        notes[name] = dict(field.metadata or {})
    rows = table.num_rows
    if not names:
        raise BookError(f"{file}: no column that can be read")
    return Raw(
        file,
        tuple(names),
        tuple(columns),
        lambda: range(1, rows + 1),
        tuple(problems),
        None,
        notes,
        has_types=True,
    )


def _plain(column: Any) -> Any | None:
    """A column as text, number or date32; None where it is none of these."""
    kind, types = column.type, pa.types
    if types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    try:
        if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
            return _valid_text(column)
        if types.is_date32(kind) or types.is_integer(kind) or types.is_float64(kind):
            return column
        if types.is_timestamp(kind) or types.is_date64(kind):
            return column.cast(pa.date32(), safe=False)
        if types.is_floating(kind) or types.is_decimal(kind):
            return column.cast(pa.float64())
        if types.is_boolean(kind) or types.is_null(kind):
            return column.cast(pa.string())
    except pa.ArrowException:
        return None
    return None


def _valid_text(column: Any) -> Any:
    try:
        column = column if pa.types.is_string(column.type) else column.cast(pa.string())
        column.validate(full=True)
    except pa.ArrowInvalid:
        cells = column.cast(pa.large_binary()).to_pylist()
        return text_array([None if c is None else c.decode("utf-8", "replace") for c in cells])
    return column
