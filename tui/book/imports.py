"""What was said when a report was imported, kept beside the tables: imports/DATE.csv, a row a thing said."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from tui.errors import BookError
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

FOLDER = "imports"
ROW = "row"  # the level of a name's own row, kept for its source text
_MOST = 200_000  # rows read of one file


class ImportRow(NamedTuple):
    """One thing said of a report, or the source text of one name.

    as_of: ISO; level: note, doubtful, refused, or `row`; file: the report's base name
    page, line: 1-based, 0 where there is none; code, column: what it is about, '' where nothing fits
    read: what stands there; expected, done: what would have done and what became of it; text: source text
    """

    as_of: str
    level: str
    file: str
    page: int = 0
    line: int = 0
    code: str = ""
    column: str = ""
    read: str = ""
    expected: str = ""
    done: str = ""
    text: str = ""


COLUMNS = ImportRow._fields
_NUMBERS = frozenset({"page", "line"})


def imports_name(day: date) -> str:
    """The path of a date's file inside its book."""
    return f"{FOLDER}/{day}.csv"


def read_imports(book_root: Path, day: date) -> tuple[ImportRow, ...]:
    """The rows kept for a date, cleaned; none where there is no file or it cannot be read."""
    from tui.book.decode import decode
    from tui.book.files import read_bytes

    path = book_root / imports_name(day)
    if not path.is_file():
        return ()
    try:
        text = decode(read_bytes(path), str(path))
        found = csv.DictReader(io.StringIO(text, newline=""))
        return tuple(_row(one) for one, _ in zip(found, range(_MOST), strict=False))
    except (BookError, csv.Error):
        return ()


def imports_bytes(rows: Iterable[ImportRow]) -> bytes:
    """What the file of such rows holds."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([clean(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def _row(given: dict[str | None, str | list[str] | None]) -> ImportRow:
    cells = {name: given.get(name) for name in COLUMNS}
    texts = {name: clean(cell) if isinstance(cell, str) else "" for name, cell in cells.items()}
    numbers = {name: int(texts[name][:9]) if texts[name][:9].isdecimal() else 0 for name in _NUMBERS}
    return ImportRow(**{**texts, **numbers})  # type: ignore[arg-type]  # page and line are the numbers
