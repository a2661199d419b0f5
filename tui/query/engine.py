"""A checked query over columns → which rows are true, and which unknown; a formula → figures and states.

Only what is asked for is worked out: rows that pass need no mask of what may pass. Both run over blocks of
rows, so that what is in between stays in the cache; cross-sections are whole columns, made first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tui.query.arith import SAFE
from tui.query.clock import SECONDS, Clock, TooSlowError
from tui.query.masks import MAYBE, SURE, mask, parts, together
from tui.query.sheet import Sheet
from tui.query.typed import AllOf, AnyOf, Cmp, Col, Const, Fits, Neg, NotTest, OneOf, RowFunc, Same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tui.query.data import Bools, Data, Floats
    from tui.query.masks import Mask, Part
    from tui.query.typed import Num, Test, TextCol

__all__ = ["BLOCK", "Figures", "Program", "TooSlowError", "Truth", "figures", "prepare"]

FIRST = 8_192  # rows of the first block: from few rows a top page learns what it need not look at
BLOCK = 65_536  # rows of the others; a column's block is half a MiB


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """bool[rows] each: the rows that are true, and the unknown ones (None where nothing is unknown)."""

    true: Bools
    unknown: Bools | None


class Program:
    """A query made ready over one universe."""

    __slots__ = ("_maybe", "_sure", "sheet", "test")

    def __init__(self, test: Test, sheet: Sheet) -> None:
        self.test, self.sheet = test, sheet
        self._sure = parts(test, sheet, SURE)
        self._maybe: Mask | None = None

    @property
    def rows(self) -> int:
        """How many rows the universe has."""
        return self.sheet.data.rows

    @property
    def certain(self) -> bool:
        """True where no row can be unknown, whatever the figures."""
        return _certain(self.test, self.sheet)

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Start and stop of each block of rows; raises TooSlowError when the run's time is over."""
        self.sheet.clock.start()
        start, size = 0, FIRST
        while start < self.rows:
            self.sheet.clock.check()
            yield start, min(start + size, self.rows)
            start, size = start + size, min(2 * size, BLOCK)

    def passing(self, part: Part, bar: Mask | None = None) -> Bools:
        """Which of some rows are true, and under the bar; costs less than their truth."""
        return together(self._sure if bar is None else [bar, *self._sure], part)

    def possible(self, part: Part) -> Bools:
        """Which of some rows are true or unknown."""
        if self._maybe is None:
            self._maybe = mask(self.test, self.sheet, MAYBE)
        return self._maybe(part)

    def some(self, part: Part) -> Truth:
        """The truth of some rows."""
        true = self.passing(part)
        return Truth(true, None if self.certain else self.possible(part) & ~true)

    def truth(self) -> Truth:
        """The truth of every row. Raises TooSlowError."""
        true = np.empty(self.rows, dtype=bool)
        unknown = None if self.certain else np.empty(self.rows, dtype=bool)
        for a, b in self.blocks():
            part = slice(a, b)
            true[part] = self.passing(part)
            if unknown is not None:
                np.greater(self.possible(part), true[part], out=unknown[part])
        return Truth(true, unknown if unknown is not None and unknown.any() else None)


def prepare(test: Test, data: Data, seconds: float = SECONDS) -> Program:
    """Make a query ready to run; cross-sections and wildcards are worked out here.

    Raises TooSlowError where that takes more than `seconds`, which each run of the program has anew.
    """
    return Program(test, Sheet(data, Clock(seconds)))


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """values: float64[rows], NaN where there is none; states: uint8[rows], codes of tui.columns.State."""

    values: Floats
    states: NDArray[np.uint8]


def figures(num: Num, data: Data, seconds: float = SECONDS) -> Figures:
    """What a formula gives for each row. Raises TooSlowError after `seconds`.

    A row's state is the worst of its inputs'; nm where these have values and give no finite figure.
    """
    sheet = Sheet(data, Clock(seconds))
    values, states = sheet.figure(num), sheet.states(num)
    return Figures(np.where(states == 0, values, np.nan), states)


def _certain(test: Test, sheet: Sheet) -> bool:
    match test:
        case Cmp(left=left, right=right, by_tags=None):
            return _always(left, sheet) and _always(right, sheet)
        case Cmp():
            return False
        case OneOf(of) | Fits(of):
            return _everywhere(of, sheet)
        case Same(left, right):
            return _everywhere(left, sheet) and _everywhere(right, sheet)
        case NotTest(of):
            return _certain(of, sheet)
        case AllOf(of) | AnyOf(of):
            return all(_certain(t, sheet) for t in of)
    return True


def _always(num: Num, sheet: Sheet) -> bool:
    """True where a figure surely has a value in each row."""
    match num:
        case Const():
            return True
        case Col(name=name, when=None):
            return sheet.data.complete(name)
        case Neg(of):
            return _always(of, sheet)
        case RowFunc(name, args):
            return name in SAFE and all(_always(arg, sheet) for arg in args)
    return False


def _everywhere(col: TextCol, sheet: Sheet) -> bool:
    codes, texts = sheet.texts(col)
    return "" not in texts and not bool((codes < 0).any())
