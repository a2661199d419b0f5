"""What a docx or xlsx holds and would expand to, looked at before anything unpacks it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from tui.errors import BookError
from tui.text import clean

MOST_BYTES = 96 << 20  # of all parts but pictures, unpacked
MOST_PICTURES = 512 << 20  # declared; they are never unpacked
MOST_CELLS = 2_000_000  # a sheet is held as one rectangle
MOST_PARTS = 10_000
_CHUNK = 1 << 20
_CELL = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def members(data: bytes, file: str) -> frozenset[str]:
    """Names of the parts. Raises BookError for a broken file, one with a password, or one beyond the caps.

    Every part of XML is unpacked to its true end, since a header may lie; at most `MOST_BYTES` in total.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_PARTS:
                raise BookError(f"{file}: {len(infos):,} parts; refused")
            told = [info for info in infos if not _picture(info.filename)]
            _cap(sum(info.file_size for info in told), file, MOST_BYTES)
            _cap(sum(info.file_size for info in infos), file, MOST_PICTURES)
            size = 0
            for info in told:
                if info.flag_bits & 1:
                    raise BookError(f"{file}: locked by a password; save it without one")
                if info.compress_type not in _METHODS:
                    raise BookError(f"{file}: packed in a way that office files are not")
                info.file_size = MOST_BYTES + 1  # so that reading goes on to the true end
                size = _expanded(archive, info, size, file)
            return frozenset(info.filename for info in infos)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError) as error:
        raise BookError(f"{file}: broken office file: {clean(str(error))[:120]}") from None


def _picture(name: str) -> bool:
    return "/media/" in name or "/fonts/" in name or "/embeddings/" in name


def _expanded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, size: int, file: str) -> int:
    """`size` and the bytes this part unpacks to; the corners of a sheet's cells are minded on the way."""
    sheet = "worksheets/" in info.filename
    rows = columns = 0
    tail = b""
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            _cap(size, file, MOST_BYTES)
            if not sheet:
                continue
            for letters, digits in set(_CELL.findall(tail + chunk)):
                columns, rows = max(columns, _column(letters)), max(rows, int(digits))
            tail = chunk[-64:]
            if rows * columns > MOST_CELLS:
                raise BookError(f"{file}: a sheet of {rows:,} × {columns:,} cells; too large for a report")
    return size


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _cap(size: int, file: str, most: int) -> None:
    if size > most:
        raise BookError(f"{file}: expands to over {most >> 20} MB; refused")
