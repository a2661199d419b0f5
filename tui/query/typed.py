"""The checked query: every name is a column or a value, every type fits; what the engine runs.

`text` is what the user typed for it (of a saved query, what stands there), for explanations; nodes that mean
the same are equal whatever their text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.columns import Kind
    from tui.query.nodes import How, When


# ── figures: one float64 a row, NaN where there is none ─────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Const:
    """A figure of the query, in the unit of what it is compared with. A date is days since 1970-01-01."""

    value: float
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Col:
    """A numeric or date column (a date as days since 1970-01-01), perhaps of another vintage."""

    name: str
    kind: Kind
    label: str
    when: When | None = None
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Neg:
    """The negative."""

    of: Num
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arith:
    """op is one of + - * /; a division by zero, and anything not finite, is `nm`."""

    op: str
    left: Num
    right: Num
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RowFunc:
    """abs, round (args: figure, Const of decimals), log (natural; of ≤ 0 nm), min, max along the row."""

    name: str
    args: tuple[Num, ...]
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Cross:
    """rank, pct_rank, median, mean, hmean, zscore, count, min, max over the whole universe or by a column.

    of: the figure, None only for count of names; by: a text or tags column's id, None over all
    tags: `by` is a tags column, so the figure has one answer per tag
    when: the whole cross-section is taken in another vintage's universe; then nothing inside has one
    """

    name: str
    of: Num | None
    by: str | None = None
    tags: bool = False
    when: When | None = None
    text: str = field(default="", compare=False, repr=False)


Num = Const | Col | Neg | Arith | RowFunc | Cross


# ── texts and tags ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TextCol:
    """A text column, perhaps of another vintage."""

    name: str
    label: str
    when: When | None = None
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TagsCol:
    """A column of several ids a row, perhaps of another vintage."""

    name: str
    label: str
    when: When | None = None
    text: str = field(default="", compare=False, repr=False)


# ── tests: true, false or unknown a row ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Cmp:
    """left op right, op one of = != < <= > >=; unknown where a side has no value.

    by_tags: a side holds a Cross by tags: the test is true where it is true for any tag of the row, else
    unknown where it is unknown for any, or the row has no tag
    """

    op: str
    left: Num
    right: Num
    by_tags: str | None = None
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """The text is one of these; unknown where there is no text. `=` of one value is OneOf."""

    of: TextCol
    values: frozenset[str]
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Same:
    """Two text columns say the same; unknown where one says nothing."""

    left: TextCol
    right: TextCol
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fits:
    """The whole folded text fits the folded pattern of * and ?; unknown where there is no text."""

    of: TextCol
    pattern: str
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Holds:
    """Tags hold any or all of these; false on no tags, never unknown."""

    of: TagsCol
    how: How
    values: frozenset[str]
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class InState:
    """The cell is in a state: loss, missing, uncovered or nm; never unknown."""

    of: Num | TextCol | TagsCol
    state: str
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Flagged:
    """contradicted, imprecise or mixed: any column of the figure is; never unknown."""

    of: Num
    flag: str
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NotTest:
    """The opposite; unknown stays unknown."""

    of: Test
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one; a chain, `between` and `and` become this."""

    of: tuple[Test, ...]
    text: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one."""

    of: tuple[Test, ...]
    text: str = field(default="", compare=False, repr=False)


Test = Cmp | OneOf | Same | Fits | Holds | InState | Flagged | NotTest | AllOf | AnyOf
