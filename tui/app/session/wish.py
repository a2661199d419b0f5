"""What an `import` typed in the session asks for, where the session does it itself."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.book.dates import iso_date
from tui.book.locate import expanded
from tui.report.listfile import is_watchlist

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

PROGRAM, COMMAND = "kanpan", "import"
BOOK = {"-b", "--book", "--into"}
FLAGS = ("--dry-run", "--strict")


@dataclass(frozen=True, slots=True)
class Wish:
    """A report to import: its file, the book where one is named, the date where one is given."""

    path: Path
    into: Path | None = None
    as_of: date | None = None
    dry_run: bool = False
    strict: bool = False


def is_import(text: str) -> bool:
    """True for a line whose command is `import`."""
    return _words(text)[:1] == [COMMAND]


def wish_of(text: str) -> Wish | None:
    """The report that a line asks to import; None for another command, and for what the command must do."""
    words = _words(text)
    if words[:1] != [COMMAND]:
        return None
    waiting = _split(words[1:])
    files: list[str] = []
    into: str | None = None
    day: date | None = None
    flags: set[str] = set()
    for word in waiting:
        if word in BOOK:
            into = next(waiting, "")
        elif word == "--as-of":
            day = iso_date(next(waiting, ""))
            if day is None:
                return None
        elif word in FLAGS:
            flags.add(word)
        elif word.startswith("-"):
            return None
        else:
            files.append(word)
    if len(files) != 1 or into == "" or is_watchlist(files[0]):
        return None
    return Wish(
        expanded(files[0]),
        expanded(into) if into else None,
        day,
        *(flag in flags for flag in FLAGS),
    )


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
        if joined and name in {*BOOK, "--as-of"}:
            yield name
            yield value
        else:
            yield word
