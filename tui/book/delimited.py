"""CSV and TSV text to columns of text, with the line of every row at hand when a problem asks for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tui.arrow import pa
from tui.book.decode import utf8
from tui.book.numbers import shown
from tui.book.raw import Raw, capped
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_LINE = 2 << 20  # bytes
MOST_COLUMNS = 4096
_THREADS_FROM = 1 << 20  # bytes; a smaller file is read before a thread has started
_DELIMITERS = "\t;,"


def parse_delimited(data: bytes, file: str, delimiter: str | None = None) -> Raw:
    """The table of a delimited text's bytes; every cell is text, '' where empty.

    delimiter: None finds tab, semicolon or comma in the header. Rows with another count of cells than
    the header are skipped and become Problems. Raises BookError for what is no table at all.
    """
    data = utf8(data, file)
    _refuse_long_lines(data, file)
    header, delimiter, start = _header(data, file, delimiter)
    names, problems = _unique(header, file)

    @cache
    def index() -> tuple[Sequence[int], Sequence[Problem]]:
        return _scan(data, delimiter, len(names), file)

    table, ragged = _read(memoryview(data)[start:], len(names), delimiter, file)
    columns = tuple(table.column(i) for i in range(len(names)))
    if ragged:
        problems += index()[1] or [Problem(file, 0, f"{ragged} rows", "cells missing or too many; skipped")]

    def line_of() -> Sequence[int]:
        lines = index()[0]
        return lines if len(lines) == table.num_rows else ()

    raw = Raw(file, names, columns, line_of, capped(problems))
    if _never_closed(data, table):
        row = raw.num_rows - 1
        told = Problem(
            file, raw.line(row), "a quotation mark", "never closed; the cell runs to the file's end"
        )
        return Raw(file, names, columns, line_of, (*raw.problems, told))
    return raw


def _header(data: bytes, file: str, delimiter: str | None) -> tuple[list[str], str, int]:
    """The header's cells, the delimiter, and the offset at which the rows begin."""
    start = 0
    while start < len(data):
        stop = _record_end(data, start)
        text = data[start:stop].decode("utf-8").strip("\r\n")
        if text.strip():
            delimiter = delimiter or max(_DELIMITERS, key=text.count)
            cells = _cells(text, delimiter, file)
            if len(cells) > MOST_COLUMNS:
                raise BookError(f"{file}: {len(cells):,} columns; at most {MOST_COLUMNS:,} are read")
            return cells, delimiter, stop
        start = stop
    raise BookError(f"{file}: empty; a table with a header line was expected")


def _record_end(data: bytes, start: int) -> int:
    """The offset after the line end that ends the record at `start`, quotation marks minded."""
    at = start
    while True:
        ends = [p for p in (data.find(b"\n", at), data.find(b"\r", at)) if p >= 0]
        if not ends:
            return len(data)
        at = min(ends) + 1
        if data[at - 1 : at + 1] == b"\r\n":
            at += 1
        if data.count(b'"', start, at) % 2 == 0:
            return at
        if at - start > LONGEST_LINE:
            return at


def _cells(text: str, delimiter: str, file: str) -> list[str]:
    if '"' not in text:
        return text.split(delimiter)
    import csv
    import io

    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error as error:
        raise BookError(f"{file}:1: header cannot be read: {error}") from None


def _unique(header: Sequence[str], file: str) -> tuple[tuple[str, ...], list[Problem]]:
    """Header names cleaned, each once; an empty one gets its place, a second x becomes x_2."""
    names: list[str] = []
    problems = []
    taken: set[str] = set()
    for place, cell in enumerate(header, start=1):
        base = clean(cell).strip().lstrip("\ufeff") or f"column_{place}"
        name, count = base, 1
        while name in taken:
            count += 1
            name = f"{base}_{count}"
        if count > 1:
            problems.append(Problem(file, 1, f"a second column {shown(base)}", f"kept as {name!r}"))
        taken.add(name)
        names.append(name)
    return tuple(names), problems


unique_names = _unique


def _read(body: memoryview, width: int, delimiter: str, file: str) -> tuple[Any, int]:
    """The rows as an Arrow table of text, and how many were skipped as ragged."""
    from pyarrow import csv as arrow_csv

    names = [str(i) for i in range(width)]
    skipped = 0

    def skip(_row: Any) -> str:
        nonlocal skipped
        skipped += 1
        return "skip"

    if not bytes(body[:4096]).strip() and not bytes(body).strip():
        return pa.table([pa.array([], pa.string())] * width, names=names), 0
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(body)),
            read_options=arrow_csv.ReadOptions(
                column_names=names,
                use_threads=len(body) >= _THREADS_FROM,
                block_size=min(len(body) + 1, 2 * LONGEST_LINE),
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                invalid_row_handler=skip,
                ignore_empty_lines=True,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid as error:
        reason = clean(str(error).splitlines()[0][:120])
        raise BookError(f"{file}: no readable table: a quoted cell may never end ({reason})") from None
    return table, skipped


def _scan(data: bytes, delimiter: str, width: int, file: str) -> tuple[list[int], list[Problem]]:
    """The first line of every good row after the header, and the ragged rows as Problems."""
    import csv
    import io

    lines: list[int] = []
    problems: list[Problem] = []
    before = csv.field_size_limit(max(len(data), 1))
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=delimiter)
        start, header_seen = 1, False
        for cells in reader:
            if not header_seen:
                header_seen = any(cell.strip() for cell in cells)
            elif len(cells) == width:
                lines.append(start)
            elif cells:
                told = f"a row of {len(cells)} cells"
                problems.append(Problem(file, start, told, f"the header has {width}; skipped"))
            start = reader.line_num + 1
    except csv.Error:
        return [], []
    finally:
        csv.field_size_limit(before)
    return lines, problems


def _never_closed(data: bytes, table: Any) -> bool:
    """True where the last cell holds line ends and the file does not end with its quotation mark."""
    if not table.num_rows:
        return False
    last = table.column(table.num_columns - 1)[table.num_rows - 1].as_py()
    return ("\n" in last or "\r" in last) and not data.rstrip(b"\r\n").endswith(b'"')


def _refuse_long_lines(data: bytes, file: str) -> None:
    at = 0
    while len(data) - at > LONGEST_LINE:
        end = max(data.rfind(b"\n", at, at + LONGEST_LINE), data.rfind(b"\r", at, at + LONGEST_LINE))
        if end < 0:
            line = data.count(b"\n", 0, at) + 1
            raise BookError(f"{file}:{line}: a line over {LONGEST_LINE >> 20} MiB")
        at = end + 1
