"""Names in rows without white space: told apart from a group's word by the rest of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tui.report.forecast.codes import find
from tui.report.forecast.notation import plain
from tui.report.forecast.runon_rows import SHORT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.report.forecast.runon_rows import Row

MIN_END = 3  # characters of a name behind a group's word
_SAID = re.compile(
    r"(?<![(（])(?P<name>[*A-Za-z\u3400-\u9fff][*A-Za-z\u3400-\u9fff-]{1,11})"
    r"[(\[](?P<code>\d{4,6}(?:\.?[A-Za-z]{2})?)[)\],;]"
)
_LETTER = re.compile(r"[*A-Za-z\u3400-\u9fff-]")


class _Said(NamedTuple):
    """What stands before a code in brackets; whole: nothing but the name, a sign stands before it."""

    words: str
    whole: bool


@dataclass(slots=True)
class Glossary:
    """Names that a report's text gives codes to, read when they are first asked for."""

    texts: Iterable[str] = ()
    _by_code: dict[str, list[_Said]] | None = field(default=None, init=False)

    def named(self, row: Row, *, grouped: bool) -> Row:
        """The row with its name alone, or '' where what else stands before it cannot be told apart.

        grouped: a column of industries stands before the names
        """
        if not row.name:
            return row
        if not row.code:
            return self._coded(row, grouped=grouped or row.led)
        if not row.led and not grouped:
            return row
        found = find(row.code)
        if found and found.code and (name := self._of(row.name, found.code)):
            return row._replace(name=name)
        short = "HK" not in row.code.upper() and _bytes(row.name) <= SHORT
        return row if (short and not grouped) or not row.led else row._replace(name="")

    def _said(self) -> dict[str, list[_Said]]:
        if self._by_code is None:
            self._by_code = _read(self.texts)
        return self._by_code

    def _of(self, words: str, code: str) -> str:
        """The end of the words that is this code's name, '' where the text does not say."""
        for said in self._said().get(code, ()):
            common = _common_end(words, said.words)
            if said.whole and common == len(said.words):
                return said.words
            if MIN_END <= common < len(words) and common < len(said.words):
                return words[-common:]
        return ""

    def _coded(self, row: Row, *, grouped: bool) -> Row:
        """A row without a code: the one code whose name the words are, or end with."""
        found: dict[str, str] = {}
        for code, names in self._said().items():
            for said in names:
                common = _common_end(row.name, said.words)
                whole = said.whole and common == len(said.words) >= MIN_END
                short = not code.endswith("HK") and SHORT - 1 <= _bytes(row.name[-common:]) <= SHORT
                if common == len(row.name) or (grouped and common and (whole or short)):
                    found[code] = row.name[-common:]
        if len(found) != 1:
            return row
        code, name = found.popitem()
        return row._replace(code=code, name=name)


def _read(texts: Iterable[str]) -> dict[str, list[_Said]]:
    out: dict[str, list[_Said]] = {}
    for text in texts:
        if "(" not in text and "（" not in text:
            continue
        word = plain(text).replace(" ", "")
        for match in _SAID.finditer(word):
            found = find(match["code"])
            if not found or not found.code or found.odd:
                continue
            before = word[match.start() - 1 : match.start()]
            said = _Said(match["name"], not _LETTER.match(before or " ") and not before.isdigit())
            known = out.setdefault(found.code, [])
            if said not in known and len(known) < 8:
                known.append(said)
    return out


def _common_end(one: str, other: str) -> int:
    """How many last characters two texts share."""
    count = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        count += 1
    return count


def _bytes(name: str) -> int:
    return sum(1 if c.isascii() else 2 for c in name)
