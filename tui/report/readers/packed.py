"""What a docx or xlsx holds and would expand to, looked at before anything unpacks it."""

from __future__ import annotations

import io
import zipfile
import zlib

from tui.book.corners import unpacked
from tui.errors import BookError
from tui.text import clean

MOST_BYTES = 96 << 20  # of all parts but pictures, unpacked
MOST_PICTURES = 512 << 20  # declared; they are never unpacked
MOST_CELLS = 2_000_000  # a sheet is held as one rectangle
MOST_PARTS = 10_000
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
                with archive.open(info) as part:
                    size += unpacked(
                        part, size, lambda so_far: _cap(so_far, file, MOST_BYTES), MOST_CELLS,
                        lambda shape: f"{file}: a sheet of {shape} cells; too large for a report",
                        sheet="worksheets/" in info.filename,
                    )  # fmt: skip
            return frozenset(info.filename for info in infos)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError) as error:
        raise BookError(f"{file}: broken office file: {clean(str(error))[:120]}") from None


def _picture(name: str) -> bool:
    return "/media/" in name or "/fonts/" in name or "/embeddings/" in name


def _cap(size: int, file: str, most: int) -> None:
    if size > most:
        raise BookError(f"{file}: expands to over {most >> 20} MB; refused")
