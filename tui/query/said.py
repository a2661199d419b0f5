"""What the engine says of every row, kept while one query is explained: truths, sides and margins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tui.columns import Kind, State
from tui.query.arith import evaluate, leaves
from tui.query.clock import SECONDS, Clock
from tui.query.cross import RANKING
from tui.query.engine import Program
from tui.query.kinds import Loose, cross, joined, joined_all, product, quotient, told
from tui.query.sheet import Sheet
from tui.query.typed import Arith, Cmp, Col, Const, Cross, Neg, RowFunc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tui.query.data import Bools, Data, Floats
    from tui.query.kinds import Unit
    from tui.query.pairs import Pairs
    from tui.query.typed import Num, TagsCol, Test, TextCol

    Rows = NDArray[np.int64]

_TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_HOLDS: dict[str, Any] = {
    "=": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater,
    ">=": np.greater_equal,
}  # fmt: skip
_MADE = {"+": joined, "-": joined, "*": product, "/": quotient}


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """A comparison at some rows, one entry a row: what stands left and right, and by how much it passes.

    left, right, margin, share: NaN where there is none; margin and share as in tui.query.why.Clause
    tags: of a test by tags the one that decides, as codes into `names` (−1 where a row has none); else None
    """

    left: Floats
    right: Floats
    margin: Floats
    share: Floats
    tags: Rows | None = None
    names: tuple[str, ...] = ()

    def tag(self, at: int) -> str:
        """The tag that decides at an entry, '' where there is none."""
        code = -1 if self.tags is None else int(self.tags[at])
        return "" if code < 0 else self.names[code]


class Said:
    """One universe as it is asked about a query; what is asked again is at hand."""

    __slots__ = ("_data", "_truths", "sheet")

    def __init__(self, data: Data) -> None:
        self._data = data
        self.sheet = Sheet(data, Clock(SECONDS))
        self._truths: dict[Test, tuple[Bools, Bools]] = {}

    @property
    def rows(self) -> int:
        """How many rows."""
        return self._data.rows

    def truth(self, test: Test) -> tuple[Bools, Bools]:
        """Where the test is true, and where it is false; unknown elsewhere."""
        if test not in self._truths:
            truth = Program(test, self.sheet).truth()
            possible = truth.true if truth.unknown is None else truth.true | truth.unknown
            self._truths[test] = truth.true, ~possible
        return self._truths[test]

    def text(self, col: TextCol, row: int) -> str | None:
        """The text at a row; None without one, and an empty text is none."""
        codes, texts = self.sheet.texts(col)
        code = int(codes[row])
        return (texts[code] or None) if code >= 0 else None

    def tags(self, col: TagsCol, row: int) -> tuple[str, ...]:
        """The tags at a row."""
        codes, combinations = self.sheet.tags(col)
        code = int(codes[row])
        return tuple(combinations[code]) if code >= 0 else ()

    def figure(self, num: Num, row: int) -> tuple[float | None, str]:
        """The value at a row, or None and the state that says why there is none."""
        if by_tags(num):
            return None, self._tagless(num, row)
        value = float(self.sheet.figure(num)[row])
        return (None, self.state(num, row)) if np.isnan(value) else (value, "")

    def state(self, num: Num, row: int) -> str:
        """The state of a figure that has no value at a row."""
        return State(int(self.sheet.states(num)[row])).word

    def _tagless(self, num: Num, row: int) -> str:
        """The state of a figure by tags that has no value: the worst of its inputs, else nm."""
        worst = State.NM if self.tagged(num, row) else State.MISSING
        for leaf in leaves(num):
            if by_tags(leaf):
                assert isinstance(leaf, Cross)
                inner = leaf.of if leaf.name in RANKING and leaf.when is None else None
            else:
                inner = leaf
            if inner is not None:
                worst = max(worst, State(int(self.sheet.states(inner)[row])))
        return worst.word

    def tagged(self, num: Num, row: int) -> bool:
        """True where a row has a tag that a figure goes by."""
        columns = [leaf.by for leaf in leaves(num) if isinstance(leaf, Cross) and leaf.tags and leaf.by]
        return all(bool((self.sheet.pairs(column).rows == row).any()) for column in columns)

    def sides(self, test: Cmp, rows: Rows) -> Sides:
        """Both sides of a comparison, turned, and its margin at some rows.

        By tags: the tag by which it is true and has most to spare; where it is not true one by which it is
        unknown, else the one that comes nearest.
        """
        test = turned(test)
        if test.by_tags is None:
            left, right = (self.sheet.figure(side)[rows] for side in (test.left, test.right))
            return Sides(left, right, *_apart(test, left, right))
        return self._by_tags(test, rows, self.sheet.pairs(test.by_tags))

    def _by_tags(self, test: Cmp, rows: Rows, pairs: Pairs) -> Sides:
        place = np.full(self.rows, -1)
        place[rows] = np.arange(len(rows))
        mine = np.flatnonzero(place[pairs.rows] >= 0)
        left, right = (self._on_pairs(side, pairs)[mine] for side in (test.left, test.right))
        margin, share = _apart(test, left, right)
        at = place[pairs.rows[mine]]
        unknown = np.isnan(left) | np.isnan(right)
        grade = np.where(_HOLDS[test.op](left, right) & ~unknown, 0, np.where(unknown, 1, 2))
        # NaN sorts last, and lexsort is stable: the first of a row's tags where all are equal
        order = np.lexsort((-margin, -share, grade, at))
        first = np.ones(len(order), dtype=bool)
        first[1:] = at[order[1:]] != at[order[:-1]]
        best = np.full(len(rows), -1)
        best[at[order[first]]] = order[first]
        tags = np.append(pairs.tags[mine], -1)[best]
        left, right, margin, share = (np.append(x, np.nan)[best] for x in (left, right, margin, share))
        return Sides(left, right, margin, share, tags, pairs.names)

    def _on_pairs(self, num: Num, pairs: Pairs) -> Floats:
        """One side of a comparison over every (row, tag) pair."""
        out = evaluate(num, lambda leaf: self.sheet.on_pairs(leaf, pairs))
        return np.broadcast_to(out, pairs.rows.shape)


def _apart(test: Cmp, left: Floats, right: Floats) -> tuple[Floats, Floats]:
    """The margin and the share of a turned comparison, NaN where there is none."""
    with np.errstate(all="ignore"):
        apart = left - right
        match test.op:
            case "=":
                apart = -np.abs(apart)
            case "!=":
                apart = np.abs(apart)
            case "<" | "<=":
                apart = -apart
        margin = np.where(np.isfinite(apart), apart + 0.0, np.nan)
        dated = kind(test.right, test.left) is Kind.DATE
        share = np.full(margin.shape, np.nan) if dated else margin / np.abs(right)
        return margin, np.where(np.isfinite(share), share, np.nan)


def turned(test: Cmp) -> Cmp:
    """The comparison with a figure of the query alone on its right: that is the threshold."""
    if constant(test.left) and not constant(test.right):
        return replace(test, op=_TURNED[test.op], left=test.right, right=test.left)
    return test


def constant(num: Num) -> bool:
    """True where no column is in a figure."""
    return next(leaves(num), None) is None


def by_tags(num: Num) -> bool:
    """True where a figure has one answer a tag."""
    return any(isinstance(leaf, Cross) and leaf.tags for leaf in leaves(num))


def unit(num: Num) -> Unit:
    """What a figure measures."""
    match num:
        case Const():
            return Loose.PLAIN
        case Col(_, measured):
            return measured
        case Neg(of):
            return unit(of)
        case Arith(op, left, right):
            return _MADE[op](unit(left), unit(right))
        case RowFunc(name, args):
            units = [unit(arg) for arg in args]
            return Kind.NUMBER if name == "log" else joined_all(units) if name in {"min", "max"} else units[0]
        case Cross(name, of):
            return Kind.COUNT if of is None else cross(name, unit(of))


def kind(num: Num, other: Num) -> Kind:
    """The kind of one side of a comparison: a figure of the query alone has the other side's."""
    return told(unit(other if constant(num) else num))
