"""The tree of a query as it is written, before any name in it is looked up.

Nodes are equal where they mean the same text; the span (code points of the text as typed) does not count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class When:
    """What `@` asks for: a date, or `back` dates of the column's own table before the one shown."""

    day: date | None = None
    back: int = 0  # 1 is `previous`

    def __str__(self) -> str:
        """As it is written after `@`."""
        return self.day.isoformat() if self.day else "previous" if self.back == 1 else f"-{self.back}"


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as typed; unit is '', '%', or one of words.UNITS in its canonical spelling."""

    value: float
    unit: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Word:
    """A name of something: a column or a value; `column` where back quotes say that it is a column."""

    text: str
    column: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text in quotes."""

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    day: date
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its canonical name; `by` is the word after `by`, None without one."""

    name: str
    args: tuple[Node, ...]
    by: Word | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class At:
    """Something as of another vintage."""

    of: Node
    when: When
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Minus:
    """The negative of something."""

    of: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two figures and one of + - * /."""

    op: str
    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """terms[0] ops[0] terms[1] …; one operator of = != < <= > >=, or a chain of < and <=."""

    ops: tuple[str, ...]
    terms: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Between:
    """low <= of <= high."""

    of: Node
    low: Node
    high: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class In:
    """One of several values."""

    of: Node
    items: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


class How(StrEnum):
    """How many of the tags must be there; `has x` is ALL of one."""

    ANY = "any"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Has:
    """Tags that contain one, any or all of several; `how` of one item is ALL."""

    of: Node
    how: How
    items: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Is:
    """A cell's state or flag, by its canonical word (words.STATES)."""

    of: Node
    state: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Like:
    """A whole text that fits a pattern with * and ?."""

    of: Node
    pattern: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Saved:
    """@name: a saved query as a clause."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; what is unknown stays unknown. `x is not loss`, `x not in (…)` are Not."""

    of: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more; nested ands written without brackets are one node, and so is a comma."""

    of: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more."""

    of: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Node = (
    Number | Word | Quoted | Day | Call | At | Minus | Arithmetic
    | Compare | Between | In | Has | Is | Like | Saved | Not | And | Or
)  # fmt: skip
