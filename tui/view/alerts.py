"""Alerts: conditions with names, asked of a universe; which names meet each, and which of those are new.

What was seen before is a mapping of alert names to `Seen`; where it is kept is the caller's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tui.errors import KanpanError, Problem
from tui.query.errors import QueryError
from tui.view.screening import checked, program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from tui.book.saved import Alerts, Definition
    from tui.universe.universe import Universe

KINDS = {"alert": "text", "code": "text", "name": "text", "group": "text", "new": "text"}


class Seen(NamedTuple):
    """The names that met an alert when the user last looked, and the query it had then."""

    query: str
    codes: frozenset[str]


class Fired(NamedTuple):
    """One alert asked of a universe.

    rows: of the names that meet it, in the universe's order; codes: theirs; new: those of them not seen
    problem: why it cannot be asked, None where it can
    """

    alert: Definition
    rows: NDArray[np.int64]
    codes: tuple[str, ...]
    new: tuple[str, ...]
    problem: Problem | None = None


def fired(universe: Universe, alerts: Alerts, seen: Mapping[str, Seen] | None = None) -> tuple[Fired, ...]:
    """Every alert, in the order they are written; one that no name meets has no rows.

    seen: what was, by alert; a name that met it under another query than today's is new
    """
    known = universe.table.column("code")
    return tuple(
        _asked(universe, alert, known, (seen or {}).get(alert.name)) for alert in alerts.queries.values()
    )


def problems(found: Iterable[Fired], alerts: Alerts) -> tuple[Problem, ...]:
    """What is wrong with alerts: badly written, or asking for what the universe does not have."""
    return (*alerts.problems, *(one.problem for one in found if one.problem))


def looked_at(found: Iterable[Fired], seen: Mapping[str, Seen] | None = None) -> dict[str, Seen]:
    """What is seen once the user has looked; a name that meets an alert no more is new when it does again.

    seen: what was before, which stands for alerts that could not be asked
    """
    out = {}
    for one in found:
        name, before = one.alert.name, (seen or {}).get(one.alert.name)
        if one.problem is None:
            out[name] = Seen(one.alert.text, frozenset(one.codes))
        elif before is not None:
            out[name] = before
    return out


def alert_table(universe: Universe, found: Iterable[Fired], *, every: bool = False) -> Any:
    """A row for each alert and name that meets it, as KINDS: the new ones, or all with `every`."""
    from tui.arrow import pa, text_array

    names, groups = (universe.table.column(column) for column in ("name", "group"))
    rows = []
    for one in found:
        new = set(one.new)
        for row, code in zip(one.rows.tolist(), one.codes, strict=True):
            if every or code in new:
                told = "true" if code in new else "false"
                rows.append((one.alert.name, code, names[row].as_py(), groups[row].as_py(), told))
    columns = zip(*rows, strict=True) if rows else [() for _ in KINDS]
    return pa.table(dict(zip(KINDS, (text_array(list(cells)) for cells in columns), strict=True)))


def _asked(universe: Universe, alert: Definition, known: Any, seen: Seen | None) -> Fired:
    nothing = np.zeros(0, dtype=np.int64)
    try:
        rows = np.flatnonzero(program(universe, checked(universe, alert.text)).truth().true)
    except KanpanError as error:
        why = error.line if isinstance(error, QueryError) else str(error)
        return Fired(alert, nothing, (), (), Problem(alert.file, alert.line, f"alerts.{alert.name}", why))
    codes = tuple(known[row].as_py() for row in rows.tolist())
    before = seen.codes if seen and seen.query == alert.text else frozenset()
    return Fired(alert, rows, codes, tuple(code for code in codes if code not in before))
