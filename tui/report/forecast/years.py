"""Whether a year that the header prints bare is an actual or an estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tui.report.forecast.roles import Guess


def settled(guess: Guess, said: Mapping[int, str], day: date | None) -> tuple[Guess, str]:
    """The guess with a basis for every year, and what had to be assumed ('' for nothing).

    said: what the report's other headers say of a year. A bare year before the first estimate, or beside
    one, is an actual; where no year says anything, years before that of the report are.
    """
    told = dict(said)
    for role in guess:
        if role.year and role.basis:
            told.setdefault(role.year, role.basis)
    bare = sorted({r.year for r in guess if r.year and not r.basis} - set(told))
    assumed: dict[int, str] = {}
    for year in bare:
        assumed[year] = _assumed(year, told, day)
    out = tuple(
        r._replace(basis=r.basis or told.get(r.year) or assumed[r.year]) if r.year else r for r in guess
    )
    if not assumed:
        return out, ""
    return out, "years without A or E: " + ", ".join(f"{y} read as {y}{b}" for y, b in assumed.items())


def _assumed(year: int, told: Mapping[int, str], day: date | None) -> str:
    estimates = [y for y, basis in told.items() if basis == "E"]
    actuals = [y for y, basis in told.items() if basis == "A"]
    if estimates and year > min(estimates):
        return "E"
    if actuals and year < max(actuals):
        return "A"
    if estimates:
        return "A"
    if actuals:
        return "E"
    return "A" if day is not None and year < day.year else "E"


def said_by(guesses: Sequence[Guess]) -> dict[int, str]:
    """What headers say of years: {2025: 'A', 2026: 'E'}; a year of which they disagree is left out."""
    found: dict[int, set[str]] = {}
    for guess in guesses:
        for role in guess:
            if role.year and role.basis:
                found.setdefault(role.year, set()).add(role.basis)
    return {year: bases.pop() for year, bases in found.items() if len(bases) == 1}
