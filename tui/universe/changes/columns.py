"""The columns of a universe that say what changed, with the states of their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tui.arrow import code_array, float_array, pa, text_array
from tui.columns import State
from tui.universe.changes.model import DROPPED
from tui.universe.join import align
from tui.universe.late import Made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tui.columns import Column
    from tui.universe.changes.model import Changes
    from tui.universe.late import Late

    Floats = NDArray[np.float64]
    States = NDArray[np.uint8]

PERCENTILE = "pe_percentile"
_LOGS = ("pe_change", "pe_from_price", "pe_from_eps")


def made(late: Late, name: str) -> dict[str, Made]:
    """The column asked for, and every other that comes of the same figures."""
    if name == PERCENTILE:
        return {PERCENTILE: _percentile(late)}
    changes = late.changes()
    if changes is None:
        return {n: _nothing(late, column) for n, column in late.columns.items() if n != PERCENTILE}
    return dict(_columns(late, _Rows(late, changes)))


class _Rows:
    """The changes at the universe's names; a name they do not have, or that is dropped, has none."""

    def __init__(self, late: Late, changes: Changes) -> None:
        self.late, self.changes = late, changes
        at = align(changes.codes, late.codes)
        gone = np.array([*(how == DROPPED for how in changes.change), True])
        self.at = np.where(gone[at], -1, at)

    def floats(self, values: Floats) -> Floats:
        """Figures of the changes, NaN where the name has none."""
        out: Floats = np.append(values, np.nan)[self.at]
        return out

    def texts(self, values: tuple[str, ...]) -> list[str | None]:
        """Texts of the changes, None where there is none."""
        held = (*values, "")
        return [held[i] or None for i in self.at.tolist()]


def _columns(late: Late, rows: _Rows) -> Iterator[tuple[str, Made]]:
    c, covered = rows.changes, late.covered
    compared = np.zeros(len(covered), dtype=bool)
    for year in c.years:
        here = np.isfinite(rows.floats(c.eps_from[year])) & np.isfinite(rows.floats(c.eps_to[year]))
        compared |= here & (c.basis_to[year] == "E")
    for name, column in late.columns.items():
        if column.year is not None:
            number = column.year.year
            nothing = np.full(c.rows, np.nan)
            figures = (h.get(number, nothing) for h in (c.revision, c.eps_from, c.eps_to))
            revision, *eps = map(rows.floats, figures)
            yield name, _made(revision, _states(late, _all(*eps)))
    net = rows.floats((c.ups - c.downs).astype(np.float64))
    yield "revisions", _made(np.where(compared, net, np.nan), _states(late, compared))
    yield "rating_change", Made(text_array(rows.texts(c.rating_change)), None)
    states = _pe_states(late, rows)
    for name, log in zip(_LOGS, (c.pe_change_log, c.pe_from_price, c.pe_from_eps), strict=True):
        yield name, _made(rows.floats(log), states)


def _pe_states(late: Late, rows: _Rows) -> States:
    """Of the four figures behind a change of PE: missing where one is, loss where an EPS is not above 0."""
    c = rows.changes
    year = c.fy1.year if c.fy1 else 0
    nothing = np.full(c.rows, np.nan)
    eps = [rows.floats(held.get(year, nothing)) for held in (c.eps_from, c.eps_to)]
    there = _all(*eps, rows.floats(c.price_from), rows.floats(c.price_to))
    with np.errstate(invalid="ignore"):
        lost = (eps[0] <= 0) | (eps[1] <= 0)
    states = _states(late, there)
    return np.where((states == State.VALUE) & lost, State.LOSS, states).astype(np.uint8)


def _all(*figures: Floats) -> NDArray[np.bool_]:
    """Where every one of them is given."""
    out: NDArray[np.bool_] = np.logical_and.reduce([np.isfinite(each) for each in figures])
    return out


def _states(late: Late, there: NDArray[np.bool_]) -> States:
    given = np.where(there, State.VALUE, State.MISSING)
    return np.where(late.covered, given, State.UNCOVERED).astype(np.uint8)


def _percentile(late: Late) -> Made:
    from tui.universe.changes.timeline import percentiles

    values = percentiles(late.book, late.codes, late.day)
    return _made(values, _states(late, np.isfinite(values)))


def _nothing(late: Late, column: Column) -> Made:
    rows = len(late.codes)
    if not column.kind.numeric:
        return Made(pa.nulls(rows, pa.string()), None)
    return _made(np.full(rows, np.nan), _states(late, np.zeros(rows, dtype=bool)))


def _made(values: Floats, states: States) -> Made:
    """Values with their states; nm where all that it needs is there and yet no figure comes out."""
    unsaid = (states == State.VALUE) & ~np.isfinite(values)
    states = np.where(unsaid, State.NM, states).astype(np.uint8)
    return Made(float_array(np.where(states == State.VALUE, values, np.nan)), code_array(states))
