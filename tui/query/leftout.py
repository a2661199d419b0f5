"""What a query left out: the rows for which it is unknown, by column without a value, and by clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tui.arrow import distinct
from tui.query.arith import at, evaluate
from tui.query.cross import RANKING
from tui.query.engine import Program
from tui.query.masks import unknown_pairs
from tui.query.typed import (
    AllOf,
    AnyOf,
    Arith,
    Cmp,
    Col,
    Cross,
    Fits,
    Neg,
    NotTest,
    OneOf,
    RowFunc,
    Same,
    TextCol,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tui.query.data import Bools, Floats
    from tui.query.engine import Truth
    from tui.query.sheet import Sheet
    from tui.query.typed import Num, TagsCol, Test

    Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """What one of the clauses that must all hold says of the whole universe; the three make up all rows."""

    text: str
    passed: int
    failed: int
    unknown: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """count: rows for which the whole query is unknown.

    columns: how many of them each figure without a value is to blame for, biggest first; several may be
    clauses: counts of each clause of the query's `and`; empty where nothing was left out
    """

    count: int
    columns: tuple[tuple[str, int], ...] = ()
    clauses: tuple[ClauseCount, ...] = ()


def left_out(program: Program, truth: Truth | None = None) -> LeftOut:
    """What was left out for lack of a value; `truth` is the program's, where it is at hand.

    Costs nothing where nothing can be unknown. Raises TooSlowError.
    """
    if truth is None:
        if program.certain:
            return LeftOut(0)
        truth = program.truth()
    if truth.unknown is None or not truth.unknown.any():
        return LeftOut(0)
    rows = np.flatnonzero(truth.unknown)
    blame = _Blame(program.sheet)
    blame.test(program.test, rows)
    return LeftOut(len(rows), blame.columns(), clause_counts(program))


def clause_counts(program: Program) -> tuple[ClauseCount, ...]:
    """Of each clause that must hold, how many rows of the whole universe pass, fail and are unknown."""
    test = program.test
    return tuple(
        _counted(clause, program.sheet) for clause in (test.of if isinstance(test, AllOf) else (test,))
    )


def _counted(test: Test, sheet: Sheet) -> ClauseCount:
    truth = Program(test, sheet).truth()
    passed = int(np.count_nonzero(truth.true))
    unknown = 0 if truth.unknown is None else int(np.count_nonzero(truth.unknown))
    return ClauseCount(test.text, passed, len(truth.true) - passed - unknown, unknown)


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Where figures are looked at: some rows, or some (row, tag) pairs of them."""

    rows: Rows
    leaf: Callable[[Col | Cross], Floats]

    def none(self, num: Num) -> Bools:
        """Where a figure has no value."""
        out: Bools = np.isnan(evaluate(num, self.leaf))
        return out if out.ndim else np.full(len(self.rows), out)


@dataclass(frozen=True, slots=True, eq=False)
class _Blame:
    """Goes down from an unknown query to the figures without a value, and notes their rows by label."""

    sheet: Sheet
    found: dict[str, list[Rows]] = field(default_factory=dict)

    def columns(self) -> tuple[tuple[str, int], ...]:
        """Each label with its rows, each row once; biggest first."""
        counts = [
            (label, len(distinct(np.concatenate(parts)) if len(parts) > 1 else parts[0]))
            for label, parts in self.found.items()
        ]
        return tuple(sorted(counts, key=lambda c: -c[1]))

    def _note(self, label: str, rows: Rows) -> None:
        """Rows come ascending; those of pairs may come several times."""
        if len(rows):
            again = np.zeros(len(rows), dtype=bool)
            again[1:] = rows[1:] == rows[:-1]
            self.found.setdefault(label, []).append(rows[~again])

    def test(self, test: Test, rows: Rows) -> None:
        """Blame for rows, ascending, for which `test` is unknown."""
        self.sheet.clock.check()
        match test:
            case Cmp():
                self._compared(test, rows)
            case OneOf(of) | Fits(of):
                self._text(of, rows)
            case Same(left, right):
                self._text(left, rows)
                self._text(right, rows)
            case NotTest(of):
                self.test(of, rows)
            case AllOf(of) | AnyOf(of):
                for part in of:
                    unknown = Program(part, self.sheet).truth().unknown
                    if unknown is not None and len(inside := rows[unknown[rows]]):
                        self.test(part, inside)

    def _text(self, col: TextCol, rows: Rows) -> None:
        self._note(_label(col), rows[self.sheet.textless(col)[rows]])

    def _compared(self, test: Cmp, rows: Rows) -> None:
        if test.by_tags is None:
            cells = _Cells(rows, lambda of: self.sheet.leaf(of)[rows])
        else:
            cells = self._pairs(test, rows)
        everywhere = np.ones(len(cells.rows), dtype=bool)
        for side in (test.left, test.right):
            self._figure(side, cells, everywhere)

    def _pairs(self, test: Cmp, rows: Rows) -> _Cells:
        """The unknown pairs of the rows; rows without a tag are noted."""
        pairs, unknown = unknown_pairs(test, self.sheet)
        bare = np.zeros(self.sheet.data.rows, dtype=bool)
        bare[rows] = True
        wanted = np.flatnonzero(unknown & bare[pairs.rows])
        bare[pairs.rows] = False
        self._note(test.by_tags or "", np.flatnonzero(bare))
        return _Cells(pairs.rows[wanted], lambda of: self.sheet.on_pairs(of, pairs)[wanted])

    def _figure(self, num: Num, cells: _Cells, where: Bools) -> None:
        """Blame for the cells `where` the figure counts; those in which it has a value stay out."""
        match num:
            case Col():
                self._note(_label(num), cells.rows[cells.none(num) & where])
            case Cross():
                self._cross(num, cells, where)
            case Neg() | Arith() | RowFunc():
                parts = _parts(num)
                for part in parts:
                    self._figure(part, cells, where)
                own = cells.none(num) & where
                for part in parts:
                    own &= ~cells.none(part)
                self._note(num.text, cells.rows[own])

    def _cross(self, num: Cross, cells: _Cells, where: Bools) -> None:
        """The cell's own figure where that is ranked and missing, else its group if it has none, else all."""
        without = cells.none(num) & where
        if num.of is not None and num.name in RANKING:
            inner = num.of if num.when is None else at(num.of, num.when)
            there = _Cells(cells.rows, lambda of: self.sheet.leaf(of)[cells.rows])
            missing = there.none(inner) & without
            self._figure(inner, there, missing)
            without &= ~missing
        if num.by is not None and not num.tags:
            by = TextCol(num.by, num.by, num.when)
            homeless = self.sheet.textless(by)[cells.rows] & without
            self._note(_label(by), cells.rows[homeless])
            without &= ~homeless
        self._note(num.text, cells.rows[without])


def _parts(num: Neg | Arith | RowFunc) -> tuple[Num, ...]:
    match num:
        case Neg(of):
            return (of,)
        case Arith(left=left, right=right):
            return (left, right)
        case RowFunc(args=args):
            return args


def _label(col: Col | TextCol | TagsCol) -> str:
    return col.label if col.when is None else f"{col.label} @ {col.when}"
