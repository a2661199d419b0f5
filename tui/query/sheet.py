"""The whole columns that one run of a query reads: figures, texts, tags, other vintages; each made once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np

from tui.columns import State
from tui.query.arith import columns, evaluate, leaves, mapped
from tui.query.clock import SECONDS, Clock, TooSlowError
from tui.query.cross import RANKING, Groups, answers
from tui.query.like import fitting
from tui.query.pairs import Pairs, aligned, coded, pairs_of
from tui.query.typed import Col, Cross, TextCol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tui.query.data import Bools, Data, Floats, Past
    from tui.query.nodes import When
    from tui.query.typed import Num, TagsCol

    Codes = NDArray[np.signedinteger[Any]]
    States = NDArray[np.uint8]

__all__ = ["SECONDS", "Clock", "Pairs", "Planes", "Sheet", "TooSlowError"]


MOST_KEPT = 16  # cross-sections; of a million rows each takes 8 MB


@runtime_checkable
class Planes(Protocol):
    """Data that keeps what was worked out from it; whoever does not need not.

    made: cross-sections by their checked node: float64[rows] each, for as long as the data stands
    """

    made: dict[Any, Any]

    def holding(self, column: str, tag: str) -> Bools:
        """Where a tags column holds a tag, all false for one that no row has: bool[rows], kept."""


class Sheet:
    """The columns of one universe as a query asks for them; what is asked for again is at hand."""

    __slots__ = ("_made", "clock", "data", "planes")

    def __init__(self, data: Data, clock: Clock) -> None:
        self.data, self.clock = data, clock
        self.planes = data if isinstance(data, Planes) else None
        self._made: dict[Any, Any] = {}

    def figure(self, num: Num) -> Floats:
        """A whole figure: float64[rows], NaN where there is no value."""
        out = evaluate(num, self.leaf)
        return out if isinstance(out, np.ndarray) and out.ndim else np.full(self.data.rows, out)

    def leaf(self, num: Col | Cross) -> Floats:
        """A whole column or cross-section (not one by tags): float64[rows], NaN where there is no value."""
        if isinstance(num, Col) and num.when is None:
            return self.data.numbers(num.name)
        if num not in self._made:
            self.clock.check()
            self._made[num] = self._old_column(num) if isinstance(num, Col) else self._kept(num)
        made: Floats = self._made[num]
        return made

    def _kept(self, cross: Cross) -> Floats:
        """A cross-section, which the data may have kept from another run."""
        kept = {} if self.planes is None else self.planes.made
        if cross not in kept:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[cross] = self._cross(cross)
        made: Floats = kept[cross]
        return made

    def states(self, num: Num) -> States:
        """The states of a figure: the worst of its inputs, nm where these give no figure: uint8[rows]."""
        if isinstance(num, Col) and num.when is None:
            return self.data.states(num.name)
        key = ("states", num)
        if key not in self._made:
            self.clock.check()
            self._made[key] = self._states(num)
        made: States = self._made[key]
        return made

    def _states(self, num: Num) -> States:
        match num:
            case Col(name=name, when=when) if when is not None:
                past = self.past(when, name)
                if past is None or past.column is None:
                    return np.full(self.data.rows, State.MISSING, dtype=np.uint8)
                return aligned(past.data.states(past.column), past.rows, State.MISSING)
            case Cross():
                return self._cross_states(num)
        worst = np.zeros(self.data.rows, dtype=np.uint8)
        for leaf in leaves(num):
            worst = np.maximum(worst, self.states(leaf))
        return _or_nm(worst, self.figure(num))

    # ── other vintages ──────────────────────────────────────────────────────────────────────────────

    def past(self, when: When, column: str | None) -> Past | None:
        """What the data says of another vintage, asked once."""
        key = ("past", when, column)
        if key not in self._made:
            self._made[key] = self.data.past(when, column)
        made: Past | None = self._made[key]
        return made

    def _old_column(self, col: Col) -> Floats:
        assert col.when is not None
        past = self.past(col.when, col.name)
        if past is None or past.column is None:
            return np.full(self.data.rows, np.nan)
        return aligned(past.data.numbers(past.column), past.rows, np.nan)

    def _then(self, cross: Cross) -> tuple[Sheet, Cross, NDArray[np.int64]] | None:
        """The other universe, the cross-section as it is asked for there, and our rows in it.

        The first column decides whose vintage it is; None where there is none, or a column is not in it.
        """
        when = cross.when
        assert when is not None
        names = [] if cross.of is None else list(dict.fromkeys(col.name for col in columns(cross.of)))
        first = self.past(when, names[0] if names else cross.by)
        called = {name: past.column for name in names if (past := self.past(when, name))}
        if first is None or any(called.get(name) is None for name in names):
            return None
        by = cross.by
        if by is not None and (grouped := self.past(when, by)) is not None:
            by = grouped.column
            if by is None:
                return None

        def rename(leaf: Col | Cross) -> Num:
            if isinstance(leaf, Col):
                return replace(leaf, name=called[leaf.name] or leaf.name)
            return leaf if leaf.of is None else replace(leaf, of=mapped(leaf.of, rename))

        of = None if cross.of is None else mapped(cross.of, rename)
        key = ("sheet", id(first.data))
        sheet = self._made.setdefault(key, Sheet(first.data, self.clock))
        return sheet, replace(cross, of=of, by=by, when=None), first.rows

    # ── texts and tags ──────────────────────────────────────────────────────────────────────────────

    def texts(self, col: TextCol) -> tuple[Codes, Sequence[str]]:
        """A text column as codes (−1 where there is none) and the distinct texts."""
        if col.when is None:
            return self.data.texts(col.name)
        past = self.past(col.when, col.name)
        if past is None or past.column is None:
            return np.full(self.data.rows, -1), ()
        codes, texts = past.data.texts(past.column)
        return aligned(codes, past.rows, -1), texts

    def tags(self, col: TagsCol) -> tuple[Codes, Sequence[tuple[str, ...]]]:
        """A tags column as codes (−1 where there are none) and the distinct combinations."""
        if col.when is None:
            return self.data.tags(col.name)
        past = self.past(col.when, col.name)
        if past is None or past.column is None:
            return np.full(self.data.rows, -1), ()
        codes, tags = past.data.tags(past.column)
        return aligned(codes, past.rows, -1), tags

    def textless(self, col: TextCol | TagsCol) -> Bools:
        """Where there is no text, or an empty one, or no tags: bool[rows]."""
        codes, things = self.texts(col) if isinstance(col, TextCol) else self.tags(col)
        none: Bools = np.array([*(not thing for thing in things), True])[codes]
        return none

    def fitting(self, col: TextCol, pattern: str) -> Bools:
        """Which of the distinct texts fit a pattern, worked out once."""
        key = ("fits", col, pattern)
        if key not in self._made:
            self._made[key] = fitting(pattern, self.texts(col)[1], self.clock.check)
        made: Bools = self._made[key]
        return made

    def pairs(self, column: str) -> Pairs:
        """Each row with each tag of a tags column."""
        key = ("pairs", column)
        if key not in self._made:
            self._made[key] = pairs_of(*self.data.tags(column))
        made: Pairs = self._made[key]
        return made

    def groups(self, by: str | None) -> Groups:
        """The groups of the rows by a text column; an empty text is none."""
        if by is None:
            return Groups(None, 1)
        codes, texts = self.data.texts(by)
        if nameless := coded(texts, frozenset({""})):
            codes = np.where(codes == nameless[0], -1, codes)
        return Groups(codes, len(texts))

    # ── cross-sections ──────────────────────────────────────────────────────────────────────────────

    def _cross(self, cross: Cross) -> Floats:
        if cross.tags:
            raise ValueError(f"a cross-section by tags has no one answer a row: {cross.name} by {cross.by}")
        if cross.when is not None:
            then = self._then(cross)
            if then is None:
                return np.full(self.data.rows, np.nan)
            sheet, asked, rows = then
            return aligned(sheet.leaf(asked), rows, np.nan)
        values = None if cross.of is None else self.figure(cross.of)
        return answers(cross.name, values, self.groups(cross.by), self.data.rows)

    def _cross_states(self, cross: Cross) -> States:
        """The cell's own where the answer is its own, the worst of a group without any value, else nm."""
        rows = self.data.rows
        if cross.when is not None:
            then = self._then(cross)
            if then is None:
                return np.full(rows, State.MISSING, dtype=np.uint8)
            sheet, asked, there = then
            return aligned(sheet.states(asked), there, State.MISSING)
        groups = self.groups(cross.by)
        out = np.zeros(rows, dtype=np.uint8)
        if cross.of is not None and cross.name in RANKING:
            out = self.states(cross.of)
        elif cross.of is not None and cross.name != "count":
            out = _group_states(self.states(cross.of), groups)
        if groups.codes is not None:
            out = np.where(groups.codes < 0, np.maximum(out, np.uint8(State.MISSING)), out)
        return _or_nm(out, self.leaf(cross))

    def on_pairs(self, num: Col | Cross, pairs: Pairs) -> Floats:
        """A column or cross-section over (row, tag) pairs: float64[pairs]."""
        if not (isinstance(num, Cross) and num.tags):
            return self.leaf(num)[pairs.rows]
        key = ("pairs", num)
        if key not in self._made:
            self.clock.check()
            self._made[key] = self._tag_answers(num, pairs)
        made: Floats = self._made[key]
        return made

    def _tag_answers(self, cross: Cross, pairs: Pairs) -> Floats:
        assert cross.by is not None
        if cross.when is None:
            values = None if cross.of is None else self.figure(cross.of)[pairs.rows]
            return answers(cross.name, values, Groups(pairs.tags, len(pairs.names)), len(pairs.rows))
        then = self._then(cross)
        if then is None:
            return np.full(len(pairs.rows), np.nan)
        sheet, asked, rows = then
        assert asked.by is not None
        old = sheet.pairs(asked.by)
        place = old.find(rows[pairs.rows], pairs.names, pairs.tags)
        return aligned(sheet.on_pairs(asked, old), place, np.nan)


def _group_states(states: States, groups: Groups) -> States:
    """The worst state of the cells of each group that has no value at all, VALUE for the others."""
    codes = np.zeros(len(states), dtype=np.int64) if groups.codes is None else groups.codes
    worst = np.zeros(groups.size + 1, dtype=np.uint8)
    for state in (State.NM, State.LOSS, State.MISSING, State.UNCOVERED, State.VALUE):
        worst[codes[states == state]] = state  # the later the stronger; one value makes a group good
    worst[-1] = State.VALUE
    return worst[codes]


def _or_nm(states: States, figures: Floats) -> States:
    """`nm` where all inputs have values and there is no figure, VALUE where there is one."""
    out = np.where((states == State.VALUE) & np.isnan(figures), np.uint8(State.NM), states)
    return out.astype(np.uint8)
