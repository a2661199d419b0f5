"""Exports of a view: csv, tsv, json, ndjson, md, parquet and xlsx. The same view gives the same bytes."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO

from tui.arrow import SMALL
from tui.errors import KanpanError
from tui.view import export_delimited
from tui.view.export_cells import fields_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from tui.columns import Column
    from tui.view.export_cells import Field

BOM = b"\xef\xbb\xbf"


class Format(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    NDJSON = "ndjson"
    MD = "md"
    PARQUET = "parquet"
    XLSX = "xlsx"

    @property
    def binary(self) -> bool:
        """True where a terminal cannot show it."""
        return self in {Format.PARQUET, Format.XLSX}


_SUFFIXES = {
    **{f".{form}": form for form in Format},
    ".jsonl": Format.NDJSON,
    ".markdown": Format.MD,
}


def format_of(path: str | None, explicit: str | None) -> Format:
    """The format of an export: the explicit one, else by the path's suffix; '-' or None is stdout, as CSV.

    Raises KanpanError naming the formats.
    """
    known = ", ".join(Format)
    if explicit is not None:
        wanted = explicit.strip().lower()
        if wanted in set(Format):
            return Format(wanted)
        raise KanpanError(f"unknown format {explicit!r}; expected one of {known}")
    if path is None or path == "-":
        return Format.CSV
    suffix = PurePath(path).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    what = f"no format has the suffix {suffix!r}" if suffix else f"{path!r} has no suffix"
    raise KanpanError(f"{what}; expected one of {known}, by suffix or -f")


def write(
    table: Any,
    columns: Sequence[Column],
    fmt: Format,
    out: BinaryIO,
    *,
    states: bool = False,
    excel: bool = False,
) -> None:
    """Write the columns of a view in the table's order of rows.

    table: an Arrow table of at least `columns`; float64, string, date32; `<name>_state` uint8 codes where
    a column has states
    states: append `<name>_state` (value, loss, missing, uncovered, nm) for every numeric column
    excel: begin CSV and TSV with the byte order mark
    Raises KanpanError where the view cannot be written so; OSError of `out` goes to the caller.
    """
    # closing ends the threads of a large export when the reader has gone
    with closing(_parts(table, columns, fmt, states=states, excel=excel)) as parts:
        out.writelines(parts)


def render(
    table: Any, columns: Sequence[Column], fmt: Format, *, states: bool = False, excel: bool = False
) -> bytes:
    """The bytes that `write` would write."""
    out = BytesIO()
    write(table, columns, fmt, out, states=states, excel=excel)
    return out.getvalue()


def _parts(
    table: Any, columns: Sequence[Column], fmt: Format, *, states: bool, excel: bool
) -> Generator[bytes, None, None]:
    fields = fields_of(table, columns, states=states)
    rows: int = table.num_rows
    if fmt in {Format.CSV, Format.TSV}:
        if excel:
            yield BOM
        yield from _delimited(fields, rows, fmt)
    elif fmt.binary:
        from tui.view import export_binary

        make = export_binary.parquet if fmt is Format.PARQUET else export_binary.xlsx
        yield from make(fields, rows)
    else:
        from tui.view import export_text

        text = {
            Format.JSON: export_text.json,
            Format.NDJSON: export_text.ndjson,
            Format.MD: export_text.markdown,
        }
        yield from text[fmt](fields, rows)


def _delimited(fields: Sequence[Field], rows: int, fmt: Format) -> Iterator[bytes]:
    dialect = export_delimited.CSV if fmt is Format.CSV else export_delimited.TSV
    yield export_delimited.header(fields, dialect)
    if rows <= SMALL:
        yield export_delimited.body(fields, dialect)
        return
    from tui.view import export_large

    yield from export_large.bodies(fields, rows, dialect)
