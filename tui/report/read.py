"""A report file to a Document: its kind told by its content, its cost capped before it is read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from tui.errors import BookError
from tui.report.blocks import Document
from tui.text import clean

if TYPE_CHECKING:
    from tui.report.blocks import Block

MOST_TEXT = 16 << 20  # bytes of a text or a web page
MOST_BINARY = 100 << 20  # bytes of a PDF, a spreadsheet or a Word file
EXPECTED = "a report as text, Markdown, HTML, PDF, docx or xlsx was expected"
_PDF = b"%PDF-"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
_OTHERS = {  # what begins like this is named
    b"PAR1": "a Parquet table",
    b"{\\rtf": "an RTF file; save it as docx or PDF",
    b"\x1f\x8b": "a packed file; unpack it first",
    b"Rar!": "a packed file; unpack it first",
    b"7z\xbc\xaf": "a packed file; unpack it first",
    b"BZh": "a packed file; unpack it first",
    b"\xfd7zXZ": "a packed file; unpack it first",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
}
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<?xml", b"<div", b"<meta")


def read_document(path: str | os.PathLike[str]) -> Document:
    """The blocks of a report file in reading order.

    Raises BookError, one line that names the file and what was expected, for what is no document: missing,
    no regular file, empty, binary, too large, broken, locked by a password, expanding beyond the caps.
    """
    file = clean(os.fspath(path))
    size = _size(path, file)
    try:
        with Path(path).open("rb") as stream:
            head = stream.read(_HEAD)
            binary = head.startswith((_ZIP, _OLE)) or _PDF in head[:1024]
            _cap(size, MOST_BINARY if binary else MOST_TEXT, file)
            data = head + stream.read(MOST_BINARY + 1 - len(head))
    except OSError as error:
        raise BookError(f"{file}: cannot be read: {error.strerror}") from None
    if not data:
        raise BookError(f"{file}: empty; {EXPECTED}")
    document = _parsed(data, file)
    if not document.blocks:
        raise BookError(f"{file}: holds no text; {EXPECTED}")
    return document


def _size(path: str | os.PathLike[str], file: str) -> int:
    """Bytes of a regular file; `file` is how messages name it."""
    try:
        info = os.stat(path)  # noqa: PTH116 - told apart from a Path's errors below
    except (OSError, ValueError) as error:
        why = "no such file" if isinstance(error, FileNotFoundError) else "cannot be opened"
        raise BookError(f"{file}: {why}; {EXPECTED}") from None
    if stat.S_ISDIR(info.st_mode):
        raise BookError(f"{file}: a folder; {EXPECTED}")
    if not stat.S_ISREG(info.st_mode):
        raise BookError(f"{file}: no regular file; {EXPECTED}")
    return info.st_size


def _cap(size: int, most: int, file: str) -> None:
    if size > most:
        raise BookError(f"{file}: {size >> 20} MB, over the {most >> 20} MB that are read; {EXPECTED}")


def _parsed(data: bytes, file: str) -> Document:
    if _PDF in data[:1024]:
        from tui.report.readers.pdf import pdf_document

        return pdf_document(data, file)
    if data.startswith(_ZIP):
        return Document(file, _zipped(data, file))
    if data.startswith(_OLE):
        from tui.report.readers.sheet import ole_blocks

        return Document(file, ole_blocks(data, file))
    for begin, what in _OTHERS.items():
        if data.startswith(begin):
            raise BookError(f"{file}: {what}; {EXPECTED}")
    return Document(file, _textual(data, file))


def _zipped(data: bytes, file: str) -> tuple[Block, ...]:
    from tui.report.readers.packed import members

    names = members(data, file)
    if "word/document.xml" in names:
        from tui.report.readers.docx import docx_blocks

        return docx_blocks(data, file)
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        from tui.report.readers.sheet import sheet_blocks

        return sheet_blocks(data, file)
    raise BookError(f"{file}: a packed file that is neither docx nor xlsx; {EXPECTED}")


def _textual(data: bytes, file: str) -> tuple[Block, ...]:
    from tui.book.decode import decode

    _refuse_binary(data, file)
    try:
        text = decode(data, file)
    except BookError as error:
        raise BookError(f"{error}; {EXPECTED}") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not text.strip():
        raise BookError(f"{file}: only white space; {EXPECTED}")
    suffix = Path(file).suffix.lower()
    if suffix in {".csv", ".tsv"}:
        from tui.report.readers.sheet import delimited_blocks

        return delimited_blocks(text, file, "\t" if suffix == ".tsv" else ",")
    begin = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begin.startswith(_MARKUP) or suffix in {".html", ".htm", ".xhtml"}:
        from tui.report.readers.html import html_blocks

        return html_blocks(text, file)
    from tui.report.readers.text import blocks_of

    return blocks_of(text, file)


def _refuse_binary(data: bytes, file: str) -> None:
    """No text has a NUL, but UTF-16 after its BOM has; control bytes beyond white space are rare in it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    sample = data[: 1 << 20]
    allowed = bytes(range(32)).translate(None, b"\t\n\v\f\r\x1b")
    controls = len(sample) - len(sample.translate(None, allowed))
    if sample.count(b"\0") > len(sample) // 1000 or controls > max(16, len(sample) // 100):
        raise BookError(f"{file}: a binary file; {EXPECTED}")
