"""A table that some program exported, as rows of texts under one header: titles, footers and padding gone."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.book.codes import CodeError, canonical
from tui.book.decode import decode
from tui.book.files import read_bytes
from tui.errors import BookError
from tui.report.blocks import Place
from tui.report.diagnostics import Diagnostic, Level
from tui.report.vendor_names import is_code_header
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

EXPECTED = "a table as CSV, TSV, xlsx, xls, HTML or Parquet was expected"
MOST_BYTES = 64 << 20  # of a text; a larger one is no export of a day
MOST_LINE = 2 << 20
_AHEAD = 40  # rows looked through for the header
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml", b"<head", b"<body")
_FORMULA = re.compile(r'(^|[\t,;])="([^"\t,;\n]*)"', re.MULTILINE)  # ="600519": a code kept from Excel
_FOOTER = re.compile(r"\s*(#|数据来源|资料来源|来源[:：]|注[:：]|source[:：])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Grid:
    """names: the header, each name once, cleaned; rows: each with its line and as many cells as names.

    told: rows that were left out, each in a word; line: of the header
    """

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    told: tuple[Diagnostic, ...]
    line: int = 1


def read_grid(path: Path) -> Grid:
    """The table of a CSV, TSV, xlsx, xls or HTML file, or of text that only calls itself .xls.

    Raises BookError, one line, for a file without a table or without a column of codes.
    """
    file = clean(str(path))
    data = read_bytes(path)
    if not data.strip():
        raise BookError(f"{file}: empty; {EXPECTED}")
    if b"%PDF-" in data[:1024]:
        raise BookError(f"{file}: a PDF; {EXPECTED}; a report in PDF is read without --as")
    begin = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(_BINARY) or begin.startswith(_MARKUP):
        return _grid(_sheet(path, file), file)
    if data.startswith(b"PAR1"):
        return _grid(_parquet(path), file)
    return _grid(_text(data, file), file)


def _parquet(path: Path) -> list[tuple[int, list[str]]]:
    from tui.book.convert import as_text
    from tui.book.files import raw_file

    raw = raw_file(path)
    columns = [[text or "" for text in as_text(column).to_pylist()] for column in raw.columns]
    rows = [list(row) for row in zip(*columns, strict=True)]
    return list(enumerate([list(raw.names), *rows]))


def _sheet(path: Path, file: str) -> list[tuple[int, list[str]]]:
    """The rows of the first table of a spreadsheet or page that has codes, else of the first."""
    from tui.report.read import read_document

    tables = [block.rows for block in read_document(path).blocks if block.rows]
    if not tables:
        raise BookError(f"{file}: no table in it")
    found = [[(row[0].place.line, [cell.text for cell in row]) for row in table if row] for table in tables]
    return next((rows for rows in found if _header(rows) is not None), found[0])


def _text(data: bytes, file: str) -> list[tuple[int, list[str]]]:
    if len(data) > MOST_BYTES:
        raise BookError(f"{file}: {len(data) >> 20} MB; at most {MOST_BYTES >> 20} MB are read")
    text = decode(data, file)
    if "\0" in text:
        raise BookError(f"{file}: a binary file; a table was expected")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if max(map(len, lines)) > MOST_LINE:
        raise BookError(f"{file}: a line of over {MOST_LINE:,} characters; a table was expected")
    head = next((line for line in lines[:_AHEAD] if any(map(is_code_header, _split(line)))), lines[0])
    delimiter = max("\t;,", key=head.count)
    reader = csv.reader(io.StringIO(_FORMULA.sub(r"\1\2", text)), delimiter=delimiter)
    rows, line = [], 0
    try:
        for cells in reader:
            rows.append((line + 1, cells))
            line = reader.line_num
    except csv.Error as error:
        raise BookError(f"{file}:{line + 1}: cannot be read as a table: {clean(str(error))[:80]}") from None
    return rows


def _split(line: str) -> list[str]:
    return re.split(r"[\t;,]", line)


def _grid(lines: Sequence[tuple[int, list[str]]], file: str) -> Grid:
    filled = [(line, [_stripped(cell) for cell in cells]) for line, cells in lines]
    filled = [(line, cells) for line, cells in filled if any(cells)]
    at = _header(filled)
    if at is None:
        first = " ".join(filled[0][1])[:120] if filled else ""
        raise BookError(
            f"{file}: no column of security codes; expected one called 代码 or code"
            f"{f'; found: {first}' if first else ''}"
        )
    header = filled[at][1]
    while header and not header[-1]:
        header.pop()
    width = len(header)
    rows, told = [], []
    for line, cells in filled[at + 1 :]:
        if cells[:width] == header or (len(cells) < width and cells == header[: len(cells)]):
            continue  # the header again, as on a further page
        given = [cell for cell in cells if cell]
        if len(given) == 1 and _FOOTER.match(given[0]):
            told.append(Diagnostic(Level.NOTE, file, Place(0, line), given[0][:80], "", "left out"))
        elif len(cells) < width or any(cells[width:]):
            said = f"a row of {len(cells)} cells"
            text = " | ".join(cells)[:400]
            told.append(
                Diagnostic(
                    Level.REFUSED, file, Place(0, line), said, f"the header has {width}", "left out", text
                )
            )
        else:
            rows.append((line, tuple(cells[:width])))
    return Grid(_unique(header), tuple(rows), tuple(told), filled[at][0])


def _header(rows: Sequence[tuple[int, Sequence[str]]]) -> int | None:
    """The row that names a column of codes; else the row above the first that begins with codes."""
    ahead = rows[:_AHEAD]
    for at, (_, cells) in enumerate(ahead):
        if sum(map(bool, map(str.strip, cells))) > 1 and any(map(is_code_header, cells)):
            return at
    for at, (_, cells) in enumerate(ahead[1:], 1):
        if any(_is_code(cell) for cell in cells):
            return at - 1
    return None


def _is_code(text: str) -> bool:
    """True for a code that carries its exchange."""
    word = text.strip()
    try:
        return not word.isdecimal() and bool(canonical(word))
    except CodeError:
        return False


def _stripped(cell: str) -> str:
    word = clean(cell).replace("\u3000", " ").strip()
    return word[1:].strip('"') if word.startswith('="') else word


def _unique(header: Sequence[str]) -> tuple[str, ...]:
    """Each name once; a second x becomes x_2, an empty one goes by its place."""
    out: list[str] = []
    for place, cell in enumerate(header, 1):
        base = cell or f"column_{place}"
        name, count = base, 1
        while name in out:
            count += 1
            name = f"{base}_{count}"
        out.append(name)
    return tuple(out)
