"""HTML as tags and texts, in time linear in its length whatever stands there.

A hostile text makes html.parser of some Python releases take quadratic time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(
    r"<(?P<end>/?+)(?P<name>[A-Za-z][A-Za-z0-9:_-]{0,40})(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)>"
)
_DECLARED = re.compile(r"<[!?][^<>]*+>")
_ATTRIBUTE = r"(?<![\w-]){}\s{{0,3}}=\s{{0,3}}[\"']?\s{{0,3}}(\d{{1,6}})"
_ROWSPAN = re.compile(_ATTRIBUTE.format("rowspan"), re.IGNORECASE)
_COLSPAN = re.compile(_ATTRIBUTE.format("colspan"), re.IGNORECASE)
_SILENT = frozenset({"script", "style", "noscript", "template", "svg"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag; rest: its attributes as written."""

    name: str
    end: bool
    rest: str
    line: int

    def number(self, attribute: str) -> int:
        """What `rowspan` or `colspan` says, 1 where there is none."""
        found = (_ROWSPAN if attribute == "rowspan" else _COLSPAN).search(self.rest)
        return int(found[1]) if found else 1


def tokens(source: str, first_line: int = 1) -> Iterator[Tag | tuple[str, int]]:
    """Tags, and texts with their line, in order; comments, declarations, scripts and styles are left out."""
    ends = [match.start() for match in re.finditer("\n", source)]
    low = source.lower() if "<" in source else ""
    lost: set[str] = set()  # closings that are known not to come any more
    at = text_from = 0

    def line_of(position: int) -> int:
        return first_line + bisect_right(ends, position - 1)

    while (start := source.find("<", at)) >= 0:
        end = _comment_end(source, start, lost)
        tag = None if end else _TAG.match(source, start)
        if tag:
            end = tag.end()
        if not end:
            at = start + 1
            continue
        if text_from < start:
            yield source[text_from:start], line_of(text_from)
        if tag:
            name = tag["name"].lower()
            yield Tag(name, bool(tag["end"]), tag["rest"], line_of(start))
            if name in _SILENT and not tag["end"] and not tag["rest"].endswith("/"):
                end = _silent_end(low, end, name, lost)
        at = text_from = end
    if text_from < len(source):
        yield source[text_from:], line_of(text_from)


def _comment_end(source: str, start: int, lost: set[str]) -> int:
    """Where a comment or declaration that begins there ends, 0 where none does."""
    if source.startswith("<!--", start):
        end = source.find("-->", start + 4) if "-->" not in lost else -1
        if end >= 0:
            return end + 3
        lost.add("-->")
    found = _DECLARED.match(source, start)
    return found.end() if found else 0


def _silent_end(low: str, start: int, name: str, lost: set[str]) -> int:
    """Where the content of a script or style ends; right at its beginning where it is never closed."""
    if name in lost:
        return start
    end = low.find(f"</{name}", start)
    if end < 0:
        lost.add(name)
        return start
    return end
