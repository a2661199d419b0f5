"""How many rows a vintage has, without reading its cells."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from tui.book.files import read_bytes
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tui.book.layout import Book

UNENDED = "its last line has no end: perhaps half-written"


class Count(NamedTuple):
    """rows: of a vintage, None where that cannot be told; size: bytes of its own file, None in a year's."""

    rows: int | None
    size: int | None
    problem: Problem | None = None


def count(book: Book, table: str, day: date) -> Count:
    """The rows and bytes of one vintage: by a Parquet file's metadata, by the lines of a text."""
    path, held = book.files[table, day], book.held(table, day)
    if held is not None and path == book.root:
        return Count(held.table.num_rows, None)
    if path in book.yearly:
        return Count(book.yearly[path].piece(day).rows, None)
    try:
        size = path.stat().st_size
        if path.suffix == ".toml":
            return Count(None, size)
        if path.suffix == ".parquet":
            from tui.book.yearly import metadata_of

            return Count(metadata_of(path).num_rows, size)
        data = read_bytes(path)
        data = _bytes(path)
        if unended(data):
            return Count(_lines(data), size, Problem(clean(str(path)), 0, "ends within a line", UNENDED))
        return Count(_lines(data), size)
    except (BookError, OSError) as error:
        file = clean(str(path))
        return Count(None, None, Problem(file, 0, "not read", str(error).removeprefix(f"{file}: ")))


def unended(data: bytes) -> bool:
    """True for a text whose last line has no end, as a writer leaves it that was stopped."""
    return bool(data) and not data.endswith((b"\n", b"\r"))


def _bytes(path: Path) -> bytes:
    data = read_bytes(path)
    if not data:
        raise BookError("empty; a table with a header line was expected")
    return data


def ends_within(path: Path) -> bool:
    """True for a text file whose last line has no end."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - 1))
            return unended(file.read())
    except OSError:
        return False  # reading it tells


def _lines(data: bytes) -> int:
    """Rows after the header; line breaks inside quotes are no line's end, empty lines no row."""
    if b'"' in data or b"\n\n" in data or b"\r" in data:
        text = io.StringIO(data.decode("utf-8", "replace"), newline="")
        try:
            return max(0, sum(1 for row in csv.reader(text) if any(row)) - 1)
        except csv.Error as error:
            raise BookError(str(error)) from None
    return max(0, data.count(b"\n") + unended(data) - 1)
