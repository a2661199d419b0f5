"""Parquet and xlsx: typed columns, and the same bytes on every run."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tui.arrow import SMALL, combined, float_array, floats, pa
from tui.columns import Kind
from tui.errors import KanpanError
from tui.text import cell_width
from tui.view.export_cells import Field, Value, chunks, tag_list
from tui.view.format import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROWS = 65_536  # of one run

# what a sheet of the xlsx format holds
SHEET_ROWS, SHEET_COLUMNS, CELL_CHARS = 1_048_576, 16_384, 32_767
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # the format has no zones; fixed, so that bytes repeat
SAMPLE = 1000  # rows that decide how wide a column is
WIDEST, NARROWEST = 60, 6


def parquet(fields: Sequence[Field], rows: int) -> Iterator[bytes]:
    """One Parquet file: float64, string, date32, tags as list<string>; no pandas metadata."""
    from pyarrow import parquet as pq

    out = pa.BufferOutputStream()
    schema = pa.schema([(field.header, _arrow_type(field)) for field in fields])
    with pq.ParquetWriter(out, schema) as writer:
        for run in chunks(fields, rows, ROWS):
            writer.write_table(pa.Table.from_arrays([_array(field) for field in run], schema=schema))
    yield out.getvalue()


def _arrow_type(field: Field) -> Any:
    if field.kind is Kind.TAGS:
        return pa.list_(pa.string())
    if field.kind is Kind.DATE:
        return pa.date32()
    return pa.float64() if field.kind.numeric else pa.string()


def _array(field: Field) -> Any:
    kind = _arrow_type(field)
    if field.kind is Kind.TAGS:
        return pa.array([tag_list(v) for v in field.values()], kind)
    if field.kind.numeric and not field.is_state:
        return float_array(floats(field.data))
    data = combined(field.data)
    return data if not field.is_state and data.type == kind else pa.array(field.values(), kind)


# ── xlsx ────────────────────────────────────────────────────────────────────────────────────────────


def xlsx(fields: Sequence[Field], rows: int) -> Iterator[bytes]:
    """One workbook of one sheet: numbers as numbers, texts as texts whatever they begin with, dates as dates.

    Raises KanpanError where the view does not fit a sheet.
    """
    from xlsxwriter import Workbook

    _check_room(fields, rows)
    out = BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # a large sheet goes through temporary files row by row, a small one stays in memory
    memory = {"constant_memory": True} if rows > SMALL else {"in_memory": True}
    book = Workbook(out, {**safe, **memory})
    book.set_properties({"created": CREATED})
    sheet = book.add_worksheet("kanpan")
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    _lay_out_sheet(sheet, fields)
    for j, field in enumerate(fields):
        sheet.write_string(0, j, field.header, bold)
    at = 1
    for run in chunks(fields, rows, ROWS):
        for row in zip(*(field.values() for field in run), strict=True):
            for j, (field, value) in enumerate(zip(fields, row, strict=True)):
                _write(sheet, at, j, _cell(value, field.kind), day)
            at += 1
    book.close()
    yield out.getvalue()


def _check_room(fields: Sequence[Field], rows: int) -> None:
    if rows >= SHEET_ROWS:
        raise KanpanError(f"{rows} rows do not fit an xlsx sheet of {SHEET_ROWS}; use csv or parquet")
    if len(fields) > SHEET_COLUMNS:
        raise KanpanError(f"{len(fields)} columns do not fit an xlsx sheet of {SHEET_COLUMNS}")


def _lay_out_sheet(sheet: Any, fields: Sequence[Field]) -> None:
    sheet.freeze_panes(1, 0)
    for j, field in enumerate(fields):
        texts = [field.header, *(_shown(v) for v in field.slice(0, SAMPLE).values())]
        sheet.set_column(j, j, min(WIDEST, max(NARROWEST, *map(cell_width, texts))) + 2)


def _shown(value: Value) -> str:
    if value is None:
        return ""
    # a sheet rounds what does not fit, so a long number asks for no wide column
    return value if isinstance(value, str) else plain(value)[:12]


def _cell(value: Value, kind: Kind) -> Value | date:
    """What the sheet gets: a date where it can hold one; it knows none before 1900."""
    if kind is Kind.DATE and isinstance(value, str):
        day = date.fromisoformat(value)
        return day if day.year > 1900 else value
    return value


def _write(sheet: Any, row: int, column: int, value: Value | date, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        if len(value) > CELL_CHARS:
            raise KanpanError(
                f"row {row} holds a text of {len(value)} characters; an xlsx cell takes {CELL_CHARS}"
            )
        sheet.write_string(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_number(row, column, value)
