"""View: everything that decides what is shown, as one immutable value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple


class By(StrEnum):
    """What the rows of a view stand under."""

    GROUP = "group"
    THEME = "theme"
    RATING = "rating"
    NONE = "none"

    def following(self) -> By:
        """The next one, for a key that goes round."""
        order = list(By)
        return order[(order.index(self) + 1) % len(order)]


class SortKey(NamedTuple):
    """One sort key; cells without a value come last in both directions."""

    column: str
    descending: bool = False

    def __str__(self) -> str:
        """As `--sort` takes it."""
        return f"-{self.column}" if self.descending else self.column


@dataclass(frozen=True, slots=True)
class View:
    """where: a query, '' for all names; groups, themes: ids to keep beside it, () for all; sort: keys, the
    first decides; columns: ids, () for the defaults; by: what rows stand under; limit: rows at the most.
    """

    where: str = ""
    groups: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    sort: tuple[SortKey, ...] = ()
    columns: tuple[str, ...] = ()
    by: By = By.GROUP
    limit: int | None = None

    def sorted_by(self, column: str, *, descending: bool) -> View:
        """Sorted by one column alone."""
        return replace(self, sort=(SortKey(column, descending),))

    def then_by(self, column: str, *, descending: bool) -> View:
        """With a further sort key; a column that is a key already keeps its rank and takes the direction."""
        key = SortKey(column, descending)
        if any(k.column == column for k in self.sort):
            return replace(self, sort=tuple(key if k.column == column else k for k in self.sort))
        return replace(self, sort=(*self.sort, key))

    def turned(self, column: str) -> View:
        """Sorted by a column, ascending at first, then the other way at each turn."""
        ascending = self.sort[:1] == (SortKey(column, descending=False),)
        return self.sorted_by(column, descending=ascending)

    def asking(self, where: str) -> View:
        """With another query; what it is to hold beside groups and themes stands in the text alone."""
        return replace(self, where=where.strip(), groups=(), themes=())

    def keeping(self, kind: str, key: str) -> View:
        """Only the names of a 'group' or a 'theme' that the query lets pass; of 'all', every name."""
        groups = (key,) if kind == "group" else ()
        where = "" if kind == "all" else self.where
        return replace(self, where=where, groups=groups, themes=(key,) if kind == "theme" else ())


def parse_sort(text: str) -> tuple[SortKey, ...]:
    """Sort keys as `--sort` takes them: 'group,-pe_2026E'."""
    words = [word.strip() for word in text.replace("，", ",").split(",")]
    return tuple(SortKey(w.lstrip("-").strip(), w.startswith("-")) for w in words if w.lstrip("-").strip())
