"""A file's table before its types: named columns, and the line of the file that each row stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.arrow import pa, take
from tui.book.numbers import shown
from tui.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

MOST_PROBLEMS = 1_000  # of one file; the rest is counted in one more


NOTHING: Mapping[str, Mapping[bytes, bytes]] = {}


class Raw(NamedTuple):
    """Columns of one length as the file gives them, text mostly; Parquet brings its own types.

    file: as messages name it; line_of: gives the 1-based line of every row, asked only when a problem
    needs it; rows: which of the file's rows are left, None for all of them
    notes: what a column's Arrow field says of it (its decimals), where the file keeps that
    has_types: the file itself says what is text
    """

    file: str
    names: tuple[str, ...]
    columns: tuple[Any, ...]
    line_of: Callable[[], Sequence[int]]
    problems: tuple[Problem, ...] = ()
    rows: NDArray[np.int64] | None = None
    notes: Mapping[str, Mapping[bytes, bytes]] = NOTHING
    has_types: bool = False

    @property
    def num_rows(self) -> int:
        """Rows that are left."""
        return len(self.columns[0]) if self.columns else 0

    def line(self, row: int) -> int:
        """The file's line of a row that is left; 0 where it is not known."""
        at = row if self.rows is None else int(self.rows[row])
        lines = self.line_of()
        return int(lines[at]) if at < len(lines) else 0

    def only(self, keep: NDArray[np.bool_]) -> Raw:
        """The rows where `keep` is true."""
        if keep.all():
            return self
        picked = np.flatnonzero(keep)
        table = take(pa.table(list(self.columns), names=[str(i) for i in range(len(self.columns))]), picked)
        rows = picked if self.rows is None else self.rows[picked]
        return self._replace(columns=tuple(table.columns), rows=rows)

    def column(self, name: str) -> Any:
        """The column of that name."""
        return self.columns[self.names.index(name)]

    def told(self, rows: Sequence[int], column: str, why: str) -> list[Problem]:
        """A Problem for the cell of `column` in each of the rows, many of them counted in one."""
        cells = self.column(column)
        problems = [
            Problem(self.file, self.line(row), f"{column} {shown(str(cells[row].as_py() or ''))}", why)
            for row in rows[:MOST_PROBLEMS]
        ]
        if len(rows) > MOST_PROBLEMS:
            rest = len(rows) - MOST_PROBLEMS
            problems.append(Problem(self.file, 0, f"{column}: {rest:,} more cells", why))
        return problems

    def having(self, columns: Sequence[tuple[str, Any]]) -> Raw:
        """The same rows with other columns."""
        return self._replace(names=tuple(n for n, _ in columns), columns=tuple(c for _, c in columns))

    def renamed(self, names: Mapping[str, str]) -> Raw:
        """The columns that stand in `names`, in that order, under the names given there."""
        chosen = self.having([(new, self.column(old)) for old, new in names.items()])
        return chosen._replace(notes={names[k]: v for k, v in self.notes.items() if k in names})


def capped(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """At most `MOST_PROBLEMS` of single lines, those of the whole file, and one that counts the rest."""
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    rest = problems[MOST_PROBLEMS:]
    whole = [problem for problem in rest if problem.line == 0]
    count = len(rest) - len(whole)
    if count:
        whole.append(Problem(problems[0].file, 0, f"{count:,} more problems", "not listed"))
    return (*problems[:MOST_PROBLEMS], *whole)
