"""A report's label for a group → the id of a group of the book."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tui.book.about import Group
from tui.report.prose.words import vocabulary
from tui.text import clean, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_ID = 40  # characters of an id made from a label


def group_of(label: str, groups: Sequence[Group]) -> tuple[str, bool]:
    """The id for a label, and True where no group of the book bears it yet; never empty.

    In this order: a group of the book by id or label, a synonym that ships, the one synonym that stands
    in the label, else a new id made from the label's own letters and digits.
    """
    key = _key(label)
    for group in groups:
        if key and key in {_key(group.id), _key(group.zh), _key(group.en)}:
            return group.id, False
    shipped = _words().get(key) or _contained(label)
    name = _in_book(shipped, groups) if shipped else new_id(label)
    return name, all(group.id != name for group in groups)


@lru_cache(maxsize=1)
def shipped_groups() -> tuple[Group, ...]:
    """The groups whose synonyms ship, with their labels."""
    return tuple(Group(row["id"], row["zh"], row["en"]) for row in vocabulary("groups")["groups"])


def new_id(label: str) -> str:
    """An id of one word from a label: 'AI 服务器/液冷' → 'ai服务器液冷', 'AI servers' → 'ai-servers'."""
    out = ""
    gap = False
    for char in fold(clean(label)):
        if not char.isalnum():
            gap = True
            continue
        # between two Latin words a gap would be missed, beside an ideograph it would not
        out += "-" + char if gap and out and out[-1].isascii() and char.isascii() else char
        gap = False
    out = out[:LONGEST_ID].rstrip("-")
    if not out:
        return "group"
    return f"group-{out}" if out.replace("-", "").isdecimal() else out


def shipped_word(label: str) -> str:
    """The longest synonym that stands in a label, where those in it are of one group; '' otherwise."""
    if not _contained(label) and _key(label) not in _words():
        return ""
    text = clean(label)
    found = [
        row
        for group in vocabulary("groups")["groups"]
        for row in (group["zh"], *group["words"])
        if row in text
    ]
    return max(found, key=len, default="")


def _key(text: str) -> str:
    return "".join(char for char in fold(clean(text)) if char.isalnum())


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """Folded synonym → id of the shipped group."""
    return {
        _key(word): row["id"]
        for row in vocabulary("groups")["groups"]
        for word in (row["id"], row["zh"], row["en"], *row["words"])
    }


@lru_cache(maxsize=1)
def _known() -> tuple[tuple[str, str], ...]:
    """Synonyms and look-alikes (with no id), longest first."""
    pairs = [*_words().items(), *((_key(word), "") for word in vocabulary("groups")["lookalikes"])]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


def _contained(label: str) -> str:
    """The shipped group of which alone a synonym stands in the label, '' where there is none or several."""
    text = f" {' '.join(fold(clean(label)).split())} "
    found = set()
    for word, name in _known():
        # a Latin word counts only as a whole word, so it is looked for with its spaces
        wanted = f" {word} " if word.isascii() else word
        if wanted in text:
            text = text.replace(wanted, " | ")
            found.add(name)
    return found.pop() if len(found) == 1 else ""


def _in_book(shipped: str, groups: Sequence[Group]) -> str:
    """The book's own group for a shipped one, where the book calls it by a synonym; else the shipped id."""
    if any(group.id == shipped for group in groups):
        return shipped
    known = _words()
    for group in groups:
        if shipped in {known.get(_key(group.id)), known.get(_key(group.zh)), known.get(_key(group.en))}:
            return group.id
    return shipped
