"""An RSS, RDF or Atom feed to columns of text, a row a story.

Elements go by their usual prefixes (`content:encoded`, `dc:date`). A feed with a document type is refused, so
no entity can be declared; markup inside of texts becomes plain text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from tui.arrow import text_array
from tui.book.decode import decode
from tui.book.raw import Raw, capped
from tui.errors import BookError, Problem
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_TEXT = 2 << 20  # characters of one element
_DEEPEST = 200  # elements inside of elements
_CHANNEL = 3  # the depth of the feed's own title at most
_BLOCK = 1 << 20  # bytes handed to the parser at once
_ROOTS = frozenset({"rss", "rdf:rdf", "feed", "channel"})
_ITEMS = frozenset({"item", "entry"})
# For each column the elements that hold it; the first that says something is taken.
_HELD: Mapping[str, tuple[str, ...]] = {
    "id": ("guid", "id", "rdf:about", "link"),
    "published": ("pubdate", "published", "dc:date", "dcterms:issued", "date", "updated", "dcterms:modified"),
    "title": ("title", "dc:title"),
    "summary": ("description", "summary", "dc:description"),
    "content": ("content:encoded", "content"),
    "source": ("source", "dc:publisher", "dc:source"),
    "url": ("link",),
}
_WANTED = frozenset(name for names in _HELD.values() for name in names)
_MARKED_UP = frozenset({"title", "description", "summary", "content:encoded", "content"})
_PREFIX = re.compile(r"(?:atom|rss|a10):", re.ASCII)
_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CONTROLS = bytes(0x20 if code < 0x20 and code not in {0x09, 0x0A, 0x0D} else code for code in range(256))
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_AMPERSAND = re.compile(r"&(?:#(x[0-9a-fA-F]{1,6}|[0-9]{1,7});|([A-Za-z][A-Za-z0-9]{1,40});)?")
_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[\s/][^<>]*)?>|<[!?][^<>]*>", re.ASCII)
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "img", "li", "main", "nav", "ol", "p",
    "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_HIDDEN = frozenset({"script", "style"})


def parse_feed(data: bytes, file: str) -> Raw:
    """The stories of a feed: id, published, title, summary, content, source and url, all text.

    Of a feed that breaks off the stories before the break are kept, and the break is a Problem. Raises
    BookError, with the line, for what is no feed, declares a document type or breaks before any story.
    """
    data, skipped = _utf8(data, file)
    reader = _Reader(file, skipped)
    try:
        for start in range(0, len(data), _BLOCK):
            reader.parser.Parse(data[start : start + _BLOCK], False)
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        line, why = error.lineno + skipped, expat.ErrorString(error.code)
        if not reader.items:
            raise BookError(f"{file}:{line}: no feed that can be read: {why}") from None
        reader.problems.append(
            Problem(file, line, why, "the feed breaks off here; the stories before are kept")
        )
    return reader.raw()


class _Reader:
    """What the parser's events leave behind."""

    def __init__(self, file: str, skipped: int) -> None:
        self.file, self.skipped = file, skipped
        self.items: list[dict[str, str]] = []
        self.lines: list[int] = []
        self.problems: list[Problem] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._chars
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self._medium = ""  # whose feed it is
        self._stack: list[str] = []
        self._item: dict[str, str] | None = None
        self._item_depth = 0
        self._field = ""
        self._field_depth = 0
        self._parts: list[str] = []
        self._size = 0
        self._html = False

    def raw(self) -> Raw:
        """The stories as columns."""
        columns: dict[str, list[str | None]] = {
            column: [next((item[name] for name in names if item.get(name)), None) for item in self.items]
            for column, names in _HELD.items()
        }
        medium = self._medium or None
        columns["source"] = [source or medium for source in columns["source"]]
        arrays = tuple(text_array(cells) for cells in columns.values())
        return Raw(self.file, tuple(columns), arrays, lambda: self.lines, capped(self.problems))

    @property
    def _line(self) -> int:
        return self.parser.CurrentLineNumber + self.skipped

    def _doctype(self, name: str, *_: object) -> None:
        page = name.lower() == "html"
        what = "a web page, not a feed" if page else "declares a document type, which no feed needs; refused"
        raise BookError(f"{self.file}:{self._line}: {what}")

    def _start(self, name: str, given: dict[str, str]) -> None:
        tag = _PREFIX.sub("", name.lower(), count=1)
        if not self._stack and tag not in _ROOTS:
            page = "a web page" if tag == "html" else f"<{clean(name)[:40]}>"
            raise BookError(f"{self.file}:{self._line}: {page}; expected a feed: <rss>, <rdf:RDF> or <feed>")
        self._stack.append(tag)
        depth = len(self._stack)
        if depth > _DEEPEST:
            raise BookError(f"{self.file}:{self._line}: over {_DEEPEST} elements inside of each other")
        if self._field:
            self._inside(tag, depth)
        elif self._item is None and tag in _ITEMS:
            self._item, self._item_depth = {}, depth
            self.lines.append(self._line)
            if about := given.get("rdf:about"):
                self._item["rdf:about"] = about.strip()
        elif self._is_wanted(tag, depth):
            self._begin(tag, depth, given)

    def _is_wanted(self, tag: str, depth: int) -> bool:
        if self._item is None:
            return tag == "title" and not self._medium and depth <= _CHANNEL
        return tag in _WANTED and depth == self._item_depth + 1

    def _begin(self, tag: str, depth: int, given: Mapping[str, str]) -> None:
        if tag == "link" and self._item is not None and given.get("rel", "alternate") == "alternate":
            self._item.setdefault("link", given.get("href", "").strip())
        atom = "entry" in self._stack or self._stack[0] == "feed"
        self._html = tag in _MARKED_UP and (given.get("type", "text") in {"html", "text/html"} or not atom)
        self._field, self._field_depth = tag, depth
        self._parts, self._size = [], 0

    def _inside(self, tag: str, depth: int) -> None:
        """An element inside of a text: XHTML, or the parts of Atom's <source>."""
        if self._field == "source":
            if tag == "title" and depth == self._field_depth + 1:
                self._parts = []
        elif tag in _BLOCKS:
            self._parts.append(" ")

    def _chars(self, text: str) -> None:
        if not self._field:
            return
        if self._field == "source" and self._stack[self._field_depth :] not in ([], ["title"]):
            return
        room = LONGEST_TEXT - self._size
        if len(text) > room:
            if room:
                told = f"over {LONGEST_TEXT >> 20} Mi characters; cut"
                self.problems.append(Problem(self.file, self._line, f"<{self._field}>", told))
            text = text[:room]
        self._size += len(text)
        self._parts.append(text)

    def _end(self, _name: str) -> None:
        depth = len(self._stack)
        self._stack.pop()
        if self._field and depth == self._field_depth:
            text = "".join(self._parts)
            text = plain_text(text) if self._html else " ".join(text.split())
            if self._item is None:
                self._medium = text
            elif text and not self._item.get(self._field):
                self._item[self._field] = text
            self._field, self._parts = "", []
        elif self._item is not None and depth == self._item_depth:
            self.items.append(self._item)
            self._item = None


def plain_text(markup: str) -> str:
    """HTML as text: tags dropped, a space where a block begins or ends, entities resolved, spaces joined."""
    if "<" in markup:
        markup = _without_tags(markup)
    if "&" in markup:
        from html import unescape

        markup = unescape(markup)
    return " ".join(markup.split())


def _without_tags(markup: str) -> str:
    parts = []
    at = 0
    hidden = ""  # the element whose text is not for reading
    while found := _TAG.search(markup, at):
        if not hidden:
            parts.append(markup[at : found.start()])
        at = found.end()
        if found[0] == "<!--":
            end = markup.find("-->", at)
            at = len(markup) if end < 0 else end + 3
        elif (tag := (found[2] or "").lower()) in _HIDDEN:
            hidden = "" if found[1] else tag
        elif tag in _BLOCKS and not hidden:
            parts.append(" ")
    if not hidden:
        parts.append(markup[at:])
    return "".join(parts)


def _utf8(data: bytes, file: str) -> tuple[bytes, int]:
    """The document as UTF-8 that can be parsed, and how many lines were dropped before it.

    The encodings are tried as for any file, but one that the document itself declares comes before GB18030.
    """
    text = _text(data, file)
    body = text.lstrip()
    skipped = text.count("\n", 0, len(text) - len(body))
    return _repaired(body).encode("utf-8", "replace").translate(_CONTROLS), skipped


def _text(data: bytes, file: str) -> str:
    declared = _DECLARED.search(data[:400])
    if declared:
        for encoding in ("utf-8", declared[1].decode("ascii")):
            if encoding.lower() in {"gb2312", "gbk", "gb18030"} or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
                break
            try:
                return data.decode(encoding).removeprefix("\ufeff")
            except (LookupError, ValueError):  # no such encoding, or the bytes are not in it
                continue
    return decode(data, file)


def _repaired(text: str) -> str:
    """Entities that XML does not know, and bare ampersands, made such that it does; CDATA is left alone."""
    if "&" not in text:
        return text
    head, *rest = text.split("<![CDATA[")
    parts = [_AMPERSAND.sub(_known, head)]
    for part in rest:
        inner, end, after = part.partition("]]>")
        parts += ["<![CDATA[", inner, end, _AMPERSAND.sub(_known, after)]
    return "".join(parts)


def _known(found: re.Match[str]) -> str:
    number, name = found[1], found[2]
    if number:
        code = int(number[1:], 16) if number.startswith("x") else int(number)
        legal = (
            code in {9, 10, 13}
            or 0x20 <= code < 0xD800
            or 0xE000 <= code < 0xFFFE
            or 0x10000 <= code < 0x110000
        )
        return found[0] if legal else " "
    if name in _XML:
        return found[0]
    if name:
        from html.entities import html5

        if char := html5.get(f"{name};"):
            return "".join(f"&#{ord(one)};" for one in char)
        return f"&amp;{name};"
    return "&amp;"
