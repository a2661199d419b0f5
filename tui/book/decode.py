"""Bytes of a text file to text: BOM, then strict UTF-8, then strict GB18030, else an error. No guessing."""

from __future__ import annotations

import codecs

from tui.errors import BookError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, file: str = "") -> str:
    """The text of a file's bytes, without its BOM.

    Raises BookError with the offset of the first byte that cannot be read; `file` names it there.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding)
            except UnicodeDecodeError as error:
                at = error.start + len(bom)
                raise BookError(
                    _where(file) + f"byte {at} is not {encoding}, which the BOM promises"
                ) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise BookError(
            _where(file)
            + f"byte {first} (0x{data[first]:02x}) is not UTF-8 and byte {error.start} "
            + f"(0x{data[error.start]:02x}) is not GB18030; save the file as UTF-8"
        ) from None


def utf8(data: bytes, file: str = "") -> bytes:
    """The same text as valid UTF-8 bytes without a BOM; raises as `decode` does."""
    if not data.startswith(tuple(bom for bom, _ in _BOMS)):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return data
    return decode(data, file).encode("utf-8", "replace")


def _where(file: str) -> str:
    return f"{file}: " if file else ""
