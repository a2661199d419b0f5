"""Errors and problems: what was wrong, where, and what was expected.

An error ends a command; a `Problem` is told and the rest goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_LISTED = 12  # names that an error tells where none is near


class KanpanError(Exception):
    """A failure that one line explains to the user; the command ends with exit status 2."""


class BookError(KanpanError):
    """A book, or a file of one, that cannot be read or written at all."""


class UnknownNameError(KanpanError):
    """A word that should name a column, group, theme, table or code, and does not."""

    def __init__(self, kind: str, word: str, known: Iterable[str], listed: Iterable[str] = ()) -> None:
        """`kind` is what was expected ('column'), `word` what was given, `known` what would have done.

        listed: what is told where none is near
        """
        near = nearest(word, known)
        there = [] if near else list(dict.fromkeys(listed))
        more = len(there) - MOST_LISTED
        hint = f"; nearest: {', '.join(near)}" if near else ""
        if there:
            hint = f"; there are: {', '.join(there[:MOST_LISTED])}{f' and {more} more' if more > 0 else ''}"
        super().__init__(f"unknown {kind} {word!r}{hint}")
        self.kind, self.word, self.near = kind, word, near


class Problem(NamedTuple):
    """One thing skipped or doubtful in outside data.

    file: path as the user would name it, '' where no file is concerned
    line: 1-based line of that file, 0 where none fits
    what: what stands there; why: what was expected, or what was done about it
    """

    file: str
    line: int
    what: str
    why: str

    def __str__(self) -> str:
        """One line in a compiler's manner: file:line: what: why."""
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        return f"{where}{self.what}: {self.why}"


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Up to `most` known names that begin with `word` or are close to it, best first, case ignored."""
    import difflib

    wanted = word.casefold()
    by_fold: dict[str, str] = {}
    for name in known:
        by_fold.setdefault(name.casefold(), name)
    begun = sorted((name for name in by_fold if wanted and name.startswith(wanted)), key=len)
    close = difflib.get_close_matches(wanted, list(by_fold), n=most, cutoff=0.5)
    return [by_fold[name] for name in dict.fromkeys((*begun, *close))][:most]
