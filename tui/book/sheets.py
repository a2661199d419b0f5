"""Spreadsheets to columns of text: the first sheet with data, what it would expand to checked first."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date, datetime
from typing import Any

from tui.arrow import pa, text_array
from tui.book.corners import unpacked
from tui.book.delimited import MOST_COLUMNS, parse_delimited, unique_names
from tui.book.raw import Raw, capped
from tui.errors import BookError, Problem
from tui.text import clean

MOST_BYTES = 512 << 20  # of all parts of an xlsx, unpacked
MOST_RATIO = 400  # unpacked over packed; sheets of figures reach about 30
MOST_CELLS = 60_000_000  # the reader holds a sheet as one rectangle
_SMALL_BYTES = 16 << 20  # any ratio is harmless below this
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


def parse_sheet(data: bytes, file: str) -> Raw:
    """The first sheet with data as text columns; numbers as their shortest text, dates as ISO.

    A file that is really text is read as a delimited one. Raises BookError for one that cannot be
    read or would expand beyond the caps.
    """
    if not data.startswith((_OLE, _ZIP)):
        return _text_file(data, file)
    if data.startswith(_ZIP):
        _check_zip(data, file)
    rows = _rows(data, file)
    while rows and not any(rows[0][1]):
        rows.pop(0)
    if not rows:
        raise BookError(f"{file}: no sheet with data")
    header = rows[0][1]
    width = max(i for i, cell in enumerate(header) if cell) + 1
    if width > MOST_COLUMNS:
        raise BookError(f"{file}: {width:,} columns; at most {MOST_COLUMNS:,} are read")
    names, problems = unique_names(header[:width], file)
    good = []
    for line, cells in rows[1:]:
        if any(cells[width:]):
            problems.append(Problem(file, line, "cells right of the header's last column", "left out"))
        if any(cells[:width]):
            good.append((line, cells))
    columns = tuple(text_array([cells[i] for _, cells in good]) for i in range(width))
    lines = [line for line, _ in good]
    if not columns:
        columns = (pa.array([], pa.string()),)
    return Raw(file, names, columns, lambda: lines, capped(problems))


def _text_file(data: bytes, file: str) -> Raw:
    """Much software writes tab-separated text and calls it .xls."""
    if data[:1024].lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise BookError(f"{file}: a web page, not a spreadsheet; open it and save it as CSV or xlsx")
    return parse_delimited(data, file)


def _rows(data: bytes, file: str) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that holds anything, each with its 1-based number."""
    import python_calamine

    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            cells = sheet.to_python(skip_empty_area=True)
            if any(any(cell not in ("", None) for cell in row) for row in cells):
                first = (sheet.start or (0, 0))[0] + 1
                return [(first + i, [_text(cell) for cell in row]) for i, row in enumerate(cells)]
    except BaseException as error:
        # the reader's own panics are no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise BookError(f"{file}: cannot be read as a spreadsheet: {clean(str(error))[:120]}") from None
    return []


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _check_zip(data: bytes, file: str) -> None:
    """Refuse what declares, or on reading turns out, to expand beyond the caps."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            declared = sum(info.file_size for info in infos)
            _cap(declared, len(data), file)
            actual = 0
            for info in infos:
                if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                    raise BookError(f"{file}: packed in a way that spreadsheets are not")
                info.file_size = MOST_BYTES + 1  # so that reading goes on to the true end
                with archive.open(info) as part:
                    actual += unpacked(
                        part, actual, lambda size: _cap(size, len(data), file), MOST_CELLS,
                        lambda shape: f"{file}: a sheet of {shape} cells; too large to read",
                        sheet="worksheets/" in info.filename,
                    )  # fmt: skip
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError) as error:
        raise BookError(f"{file}: broken spreadsheet: {clean(str(error))[:120]}") from None


def _cap(size: int, packed: int, file: str) -> None:
    if size > MOST_BYTES or (size > _SMALL_BYTES and size > MOST_RATIO * packed):
        raise BookError(f"{file}: expands from {packed:,} to over {size:,} bytes; refused")
