"""A PDF to blocks, page by page: words, lines, running headers told apart, then tables and paragraphs."""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from tui.errors import BookError, KanpanError
from tui.report.blocks import Block, Document, Kind
from tui.report.readers.pdf_tables import is_table_line, line_blocks
from tui.report.readers.pdf_words import Line, page_lines, page_words
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


MOST_PAGES = 500
MOST_CHARS = 60_000  # of a page
MOST_STREAM = 64 << 20  # bytes that one stream may unpack to
MOST_STREAMS = 512 << 20
REPEATS = 3  # pages on which a line stands at one place before it is a running one
EDGE = 0.14  # of the page's height, in which running lines stand
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[\s\-–—]*第?\s*(\d{1,4})\s*页?(?:\s*[/／共of|]+\s*\d{1,4}\s*页?)?[\s\-–—]*")
_STREAM = re.compile(rb"stream\r?\n")


def pdf_document(data: bytes, file: str) -> Document:
    """Blocks of a PDF's bytes.

    Raises KanpanError where the extra is missing, BookError for a file that is broken, locked, holds no text
    or more pages than are read.
    """
    _refuse_bomb(data, file)
    pages: list[list[Line]] = []
    heights: list[float] = []
    strange = signs = 0
    for number, (chars, width, height) in enumerate(_pages(data, file), 1):
        words = page_words(chars, width, height)
        signs += sum(len(word.text) for word in words)
        strange += sum(word.text.count("(cid:") * 6 for word in words)
        pages.append(page_lines(words, number))
        heights.append(height)
    if not pages:
        raise BookError(f"{file}: a broken PDF: no pages in it")
    if not signs:
        raise BookError(f"{file}: has only pictures, no text (a scan?); a PDF with text was expected")
    if strange > signs // 4:
        raise BookError(f"{file}: its fonts do not say which characters they show; save it as text or docx")
    running = _running(pages, heights)
    numbers = _page_numbers(pages, heights)
    kept: list[Line] = []
    dropped: list[Line] = []
    for page in pages:
        gone = _running_of(page, running, heights) | numbers.get(page[0].page if page else 0, set())
        kept += [line for i, line in enumerate(page) if i not in gone]
        dropped += [page[i] for i in sorted(gone)]
    return Document(file, (*_joined(line_blocks(kept)), *_once(dropped)), (), len(pages))


def _pages(data: bytes, file: str) -> Iterator[tuple[list[dict[str, Any]], float, float]]:
    """Characters, width and height of each page; one is in memory at a time."""
    try:
        import pdfplumber
    except ImportError:
        raise KanpanError(
            f"{file}: reading PDF needs an extra; install it with: python -m pip install 'kanpan[pdf]'"
        ) from None
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            _cap(len(pdf.pages), MOST_PAGES, "pages", file)
            for page in pdf.pages:
                chars = page.chars
                _cap(len(chars), MOST_CHARS, f"characters on page {page.page_number}", file)
                yield chars, float(page.width), float(page.height)
                page.close()
    except (KanpanError, GeneratorExit, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - the reader raises anything for a broken file
        names = {type(e).__name__ for e in (error, *error.args) if isinstance(e, BaseException)}
        if "PDFPasswordIncorrect" in names or "PDFPasswordIncorrect" in repr(error):
            raise BookError(f"{file}: locked by a password; save it without one") from None
        what = clean(str(error) or type(error).__name__)[:120]
        raise BookError(f"{file}: a broken PDF: {what}") from None


def _cap(count: int, most: int, what: str, file: str) -> None:
    if count > most:
        raise BookError(f"{file}: {count:,} {what}; at most {most:,} are read")


def _refuse_bomb(data: bytes, file: str) -> None:
    """Refuse a file whose packed streams unpack beyond the caps."""
    total = 0
    for found in _STREAM.finditer(data):
        at = found.end()
        if data[at : at + 1] not in {b"\x78", b"\x48", b"\x58", b"\x68"}:
            continue
        unpack = zlib.decompressobj()
        size = 0
        try:
            rest = data[at : at + (1 << 16)]
            while rest and not unpack.eof and size <= MOST_STREAM:
                size += len(unpack.decompress(rest, 1 << 20))
                rest = unpack.unconsumed_tail
                if not rest:
                    at += 1 << 16
                    rest = data[at : at + (1 << 16)]
        except zlib.error:
            pass
        total += size
        if size > MOST_STREAM or total > MOST_STREAMS:
            raise BookError(f"{file}: its streams expand to over {min(size, MOST_STREAM) >> 20} MB; refused")


# ── running headers and footers ─────────────────────────────────────────────────────────────────────


def _key(line: Line) -> tuple[str, int]:
    """What a running line is known by: its words, page numbers aside, and its height on the page."""
    return _DIGITS.sub("#", line.text), round(line.top / 4)


def _edge(line: Line, height: float) -> bool:
    return line.bottom < EDGE * height or line.top > (1 - EDGE) * height


def _running(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[tuple[str, int]]:
    """Lines that stand at one place of the upper or lower edge on at least three pages, or on both of two."""
    seen: dict[tuple[str, int], set[int]] = {}
    for number, page in enumerate(pages):
        for line in page:
            if _edge(line, heights[number]):
                text, y = _key(line)
                for near in (y - 1, y, y + 1):
                    seen.setdefault((text, near), set()).add(number)
    least = REPEATS if len(pages) != 2 else 2
    return {key for key, numbers in seen.items() if len(numbers) >= least}


def _page_numbers(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> dict[int, set[int]]:
    """Page → its first or last line, where that is the page's number, counted from any page on."""
    found: list[tuple[int, int, int]] = []
    for page in pages:
        for i in {0, len(page) - 1} if page else ():
            line = page[i]
            number = _PAGE_NUMBER.fullmatch(line.text)
            if number and _edge(line, heights[line.page - 1]):
                found.append((int(number[1]) - line.page, line.page, i))
    often = Counter(offset for offset, _, _ in found)
    out: dict[int, set[int]] = {}
    for offset, page_number, i in found:
        if offset == 0 or often[offset] > 1:
            out.setdefault(page_number, set()).add(i)
    return out


def _running_of(page: Sequence[Line], running: set[tuple[str, int]], heights: Sequence[float]) -> set[int]:
    """Which lines of a page are running ones; the repeated header of a table is none."""
    gone = {i for i, line in enumerate(page) if _edge(line, heights[line.page - 1]) and _key(line) in running}
    head: set[int] = set()
    for i in sorted(gone, reverse=True):
        line, after = page[i], page[i + 1] if i + 1 < len(page) else None
        close = after is not None and -line.size < after.top - line.bottom < 2.5 * line.size
        over = i + 1 in head or (after is not None and i + 1 not in gone and is_table_line(after))
        if is_table_line(line) or (close and over):
            head.add(i)
            gone.discard(i)
    return gone


def _once(lines: Sequence[Line]) -> list[Block]:
    """Each running line where it first stands: nothing is dropped in silence."""
    texts: dict[str, Block] = {}
    for line in lines:
        texts.setdefault(_key(line)[0], Block(Kind.PARAGRAPH, line.text, line.cells[0].place))
    return [block for text, block in texts.items() if text.strip("#-–—/ 第页共")]


def _joined(blocks: list[Block]) -> tuple[Block, ...]:
    try:
        from tui.report.readers.join import joined
    except ImportError:
        return tuple(blocks)
    return joined(blocks)
