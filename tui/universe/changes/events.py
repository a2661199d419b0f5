"""What happened to one name from one date to the next: share issues, sources, actuals, losses, themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tui.universe.changes.basis import looks_issued
from tui.universe.changes.marks import Marks
from tui.universe.changes.model import Note
from tui.universe.changes.revise import revised_from, units
from tui.universe.changes.revision import differing, losses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tui.universe.changes.panel import Panel

    Bools = NDArray[np.bool_]


def notes_of(
    held: Panel, groups: Sequence[str], sources: Mapping[int, Sequence[str]], themes: Sequence[Sequence[str]]
) -> list[tuple[Note, ...]]:
    """For each date of a panel of one name what happened since the date before, nothing on the first.

    groups, themes: the name's on each date; sources: whose figures each fiscal year's are
    Beside the kinds of `Note`: issue (a: the factor), added and dropped (from the coverage list), joined
    and left (a: the theme).
    """
    marks = Marks(len(held.days))
    _listing(held, marks)
    _prices(held, marks)
    _words(marks, "group", 0, groups)
    for year in held.years:
        _estimates(held, year, marks)
        _words(marks, "source", year, sources[year])
    for row in range(1, len(themes)):
        was, now = themes[row - 1], themes[row]
        for kind, ones in (
            ("joined", [t for t in now if t not in was]),
            ("left", [t for t in was if t not in now]),
        ):
            for one in ones:
                marks.note(row, Note(kind, 0, one))
    return list(marks.notes())


def _listing(held: Panel, marks: Marks) -> None:
    files = held.coverage.latest(held.days)
    on = held.coverage.held(files)[:, 0]
    both = _since(files[:-1] >= 0)  # a coverage list on the date before, and so on this one
    marks.put(both & on & ~_before(on, nothing=False), "added")
    marks.put(~on & _before(on, nothing=False), "dropped")


def _prices(held: Panel, marks: Marks) -> None:
    factor, price = held.factor[:, 0], held.price[:, 0]
    issued = _since(looks_issued(price[:-1], price[1:]))
    for row in np.flatnonzero(_since(factor[1:] != factor[:-1])).tolist():
        marks.note(row, Note("issue", 0, f"{factor[row] / factor[row - 1]:.4g}"))
    for row in np.flatnonzero(~held.known[:, 0]).tolist():
        marks.note(row, Note("unadjusted"))
        if issued[row]:
            marks.note(row, Note("verify"))


def _words(marks: Marks, kind: str, year: int, words: Sequence[str]) -> None:
    for row in range(1, len(words)):
        was, now = words[row - 1], words[row]
        if was != now and was and now:
            marks.note(row, Note(kind, year, was, now))


def _estimates(held: Panel, year: int, marks: Marks) -> None:
    then, now, unit = revised_from(held, year)[:, 0], held.eps[year][:, 0], units(held)
    differ, rounding = differing(then, now, unit)
    marks.put(rounding, "rounding", year)
    for kind, where in losses(then, now, differ):
        marks.put(where, kind, year)
    actual = held.actual[year][:, 0]
    became = actual & ~_before(actual, nothing=True) & np.isfinite(then) & np.isfinite(now)
    marks.put(became, "actual", year)


def _since(flags: Bools) -> Bools:
    """Flags of every date but the first as flags of all."""
    return np.append(np.zeros(1, dtype=bool), flags)


def _before(flags: Bools, *, nothing: bool) -> Bools:
    """What stood on the date before; `nothing` for the first."""
    out: Any = np.append(np.array([nothing]), flags[:-1])
    return np.asarray(out, dtype=bool)
