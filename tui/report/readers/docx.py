"""A Word file to blocks: paragraphs and tables in the order of the body, merged cells expanded."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from tui.errors import BookError, KanpanError
from tui.report.blocks import Block, Cell, Kind, Place
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SPAN = 100  # columns that one cell may say it spans
MOST_CELLS = 500_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading|title|标题|题目", re.IGNORECASE)
_INNER = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo")}


def docx_blocks(data: bytes, file: str) -> tuple[Block, ...]:
    """Blocks of a docx's bytes, `Place.line` counting paragraphs and rows of tables.

    The file's parts must have been looked at by `packed.members` before. Raises KanpanError where the extra
    is missing, BookError for a file that cannot be read.
    """
    try:
        import docx
    except ImportError:
        raise KanpanError(
            f"{file}: reading docx needs an extra; install it with: python -m pip install 'kanpan[docx]'"
        ) from None
    try:
        document = docx.Document(io.BytesIO(data))
        names = {style.style_id: style.name or "" for style in document.styles}
        reader = _Reader(names, file)
        return tuple(reader.blocks(document.element.body))
    except BookError:
        raise
    except Exception as error:  # noqa: BLE001 - the reader raises anything for a broken file
        what = clean(str(error) or type(error).__name__)[:120]
        raise BookError(f"{file}: cannot be read as a Word file: {what}") from None


class _Reader:
    """Walks a body and counts its lines."""

    def __init__(self, styles: dict[str, str], file: str) -> None:
        self.styles, self.file = styles, file
        self.line = self.cells = 0

    def blocks(self, body: Any) -> Iterator[Block]:
        """Blocks of a body, or of what wraps a part of one."""
        for element in body:
            if element.tag == f"{_W}p":
                self.line += 1
                text = _text(element)
                if text.strip():
                    yield Block(self._kind(element), text, Place(0, self.line))
                for box in element.iter(f"{_W}txbxContent"):
                    if not _fallback(box):
                        yield from self.blocks(box)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element)
            elif element.tag in _INNER:
                yield from self.blocks(element)

    def _kind(self, paragraph: Any) -> Kind:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = "" if style is None else style.get(f"{_W}val", "")
        return Kind.HEADING if _HEADING.search(self.styles.get(name, name)) else Kind.PARAGRAPH

    def _table(self, table: Any) -> Iterator[Block]:
        """One table; those inside its cells follow it."""
        rows: list[list[Cell]] = []
        inner: list[Any] = []
        for element in _inside(table, "tr"):
            self.line += 1
            rows.append(self._row(element, rows[-1] if rows else [], inner))
        width = max(map(len, rows), default=0)
        if any(cell.text.strip() for row in rows for cell in row):
            full = tuple(
                tuple(row) + (Cell("", row[0].place if row else Place()),) * (width - len(row))
                for row in rows
            )
            yield Block(Kind.TABLE, "", full[0][0].place, full)
        for one in inner:
            yield from self._table(one)

    def _row(self, row: Any, above: list[Cell], inner: list[Any]) -> list[Cell]:
        place = Place(0, self.line)
        out = [Cell("", place)] * min(_number(row.find(f"{_W}trPr/{_W}gridBefore")), MOST_SPAN)
        for cell in _inside(row, "tc"):
            span = min(max(1, _number(cell.find(f"{_W}tcPr/{_W}gridSpan"))), MOST_SPAN)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            text = "\n".join(_text(p) for p in _inside(cell, "p")).strip("\n")
            down = merge is not None and merge.get(f"{_W}val", "continue") == "continue" and not text.strip()
            if down and len(out) < len(above):
                text = above[len(out)].text
            out.append(Cell(text, place, filled=down))
            out += [Cell(text, place, filled=True)] * (span - 1)
            inner += list(cell.iterchildren(f"{_W}tbl"))
        self.cells += len(out)
        if self.cells > MOST_CELLS:
            raise BookError(f"{self.file}: over {MOST_CELLS:,} cells in tables; too large for a report")
        return out


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """The children of a tag, those within the wrappers of a revision or a control too."""
    for child in element:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in _INNER:
            yield from _inside(child, tag)


def _number(element: Any) -> int:
    text = "" if element is None else element.get(f"{_W}val", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _fallback(box: Any) -> bool:
    """Word writes a text box twice; the second is for old readers."""
    return any(parent.tag.endswith("}Fallback") for parent in box.iterancestors())


def _text(paragraph: Any) -> str:
    """A paragraph's own words, as changed; deleted ones and those of boxes inside it left out."""
    out: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag == f"{_W}t":
            out.append(element.text or "")
        elif tag == f"{_W}tab" and element.getparent().tag == f"{_W}r":
            out.append("\t")
        elif tag in {f"{_W}br", f"{_W}cr"}:
            out.append("\n")
        elif tag == f"{_W}noBreakHyphen":
            out.append("-")
        elif tag not in {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}instrText", f"{_W}pPr"}:
            stack += reversed(element)
    return "".join(out).replace("\0", "")
