"""What an `import` typed in the session asks for, where the session does it itself."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.book.dates import iso_date
from tui.book.locate import expanded
from tui.report.listfile import is_watchlist

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

PROGRAM, COMMAND = "kanpan", "import"
BOOK = {"-b", "--book", "--into"}
FLAGS = ("--dry-run", "--strict")
TEXTS = {"--as": "table", "--group": "group", "--list": "name"}
TABLES = ("coverage", "estimates", "market", "news")


@dataclass(frozen=True, slots=True)
class Wish:
    """A file to import: the book where one is named, the date where one is given.

    table: the kind that a plain table is of; group, name: where the names of a watchlist go
    """

    path: Path
    into: Path | None = None
    as_of: date | None = None
    dry_run: bool = False
    strict: bool = False
    table: str = ""
    group: str = ""
    name: str = ""

    @property
    def listed(self) -> bool:
        """True for the file of a watchlist."""
        return not self.table and (bool(self.group or self.name) or is_watchlist(str(self.path)))


def is_import(text: str) -> bool:
    """True for a line whose command is `import`."""
    return _words(text)[:1] == [COMMAND]


def wish_of(text: str) -> Wish | None:
    """The file that a line asks to import; None for another command, and for what the command must do."""
    words = _words(text)
    if words[:1] != [COMMAND]:
        return None
    waiting = _split(words[1:])
    files: list[str] = []
    into: str | None = None
    day: date | None = None
    flags: set[str] = set()
    given: dict[str, str] = {}
    for word in waiting:
        if word in BOOK:
            into = next(waiting, "")
        elif word == "--as-of":
            day = iso_date(next(waiting, ""))
            if day is None:
                return None
        elif word in TEXTS:
            given[TEXTS[word]] = next(waiting, "")
        elif word in FLAGS:
            flags.add(word)
        elif word.startswith("-"):
            return None
        else:
            files.append(word)
    if len(files) != 1 or into == "" or not _whole(given):
        return None
    return Wish(
        expanded(files[0]),
        expanded(into) if into else None,
        day,
        dry_run=FLAGS[0] in flags,
        strict=FLAGS[1] in flags,
        table=given.get("table", ""),
        group=given.get("group", ""),
        name=given.get("name", ""),
    )


def _whole(given: Mapping[str, str]) -> bool:
    """True where each word that takes a value has one that it may have."""
    table = given.get("table")
    if table is not None and (table not in TABLES or "group" in given or "name" in given):
        return False
    return all(given.values())


def _words(text: str) -> list[str]:
    try:
        words = shlex.split(text)
    except ValueError:
        return []
    return words[1:] if words[:1] == [PROGRAM] else words


def _split(words: list[str]) -> Iterator[str]:
    """The words, `--into=BOOK` as two of them."""
    for word in words:
        name, joined, value = word.partition("=")
        if joined and name in {*BOOK, *TEXTS, "--as-of"}:
            yield name
            yield value
        else:
            yield word
