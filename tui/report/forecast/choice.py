"""A choice of what a table's columns hold, and the few questions that are asked of a guess."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tui.report.forecast.judge import Verdict
from tui.report.forecast.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.forecast.roles import Guess, Role

ENOUGH = 3  # pairs of EPS and PE, so that a header may be corrected by them
SURE = 0.9  # share of pairs that must agree for that
POOR = 0.5  # a column fewer of whose cells fit is not what its header says

_TAKEN = frozenset({"net_profit", "revenue", "pb", "ps", "peg", "roe_pct", "bps", "dps"})  # by year

Odd = tuple[bool, str]  # whether it is doubtful, and what is said of it


class Choice(NamedTuple):
    """The roles of the columns, the rows' texts in them, and what was odd.

    rows: one cell a column, None for a row that does not fit; verdict: of the cells on the roles
    moved: the rows that were laid out anew
    """

    guess: Guess
    rows: tuple[tuple[str, ...] | None, ...]
    verdict: Verdict
    odd: tuple[Odd, ...] = ()
    moved: tuple[int, ...] = ()


def is_forecast(guess: Sequence[Role]) -> bool:
    """True where EPS or PE of a year is among the columns, or a name's price and rating are."""
    kinds = {r.kind for r in guess}
    return any(r.kind in {"eps", "pe"} and r.year for r in guess) or {"price", "rating"} <= kinds


def halved(guess: Sequence[Role]) -> list[str]:
    """A word where EPS or PE stands with a year and without, a year stands over a column that nothing names,
    or two columns are of one metric and year: the years may belong to other columns.
    """
    keys = Counter((r.kind, r.year) for r in guess if r.year and r.kind and not r.partial)
    out = [
        f"{count} columns hold {kind.replace('_', ' ')} of {year}; they may be others"
        for (kind, year), count in keys.items()
        if count > 1 and kind in _TAKEN
    ]
    if any(r.year and not r.kind and not label(r.header).word.strip("0123456789'") for r in guess):
        out.append("a year stands over a column that nothing names; its columns may be others")
    return out + [
        f"{kind.upper()} stands with years and without one; its columns may be others"
        for kind in ("eps", "pe")
        if {bool(r.year) for r in guess if r.kind == kind and not r.partial} == {True, False}
    ]


def unnamed(guess: Guess) -> bool:
    """True where a year stands in the header and nothing says of what."""
    return any(r.year and not r.kind for r in guess)


def meanings(guess: Guess) -> tuple[tuple[str, int], ...]:
    """Kind and year of every column: what tells two guesses apart."""
    return tuple((r.kind, r.year) for r in guess)


def places(guess: Guess) -> dict[tuple[str, int], int]:
    """Where EPS, PE and price stand."""
    return {(r.kind, r.year): i for i, r in enumerate(guess) if r.kind in {"eps", "pe", "price"}}


def trust(verdict: Verdict) -> float:
    """Between 0 and 1; one half where there is nothing to check."""
    return round(verdict.borne_out, 2) if verdict.checked else 0.5


def sharpness(verdict: Verdict) -> float:
    """Share of the pairs that are borne out but for rounding, between 0 and 1."""
    return round(verdict.sharp / verdict.checked, 2) if verdict.checked else 0.0


def yearless(guess: Sequence[Role]) -> int:
    """How many columns hold EPS or PE of no year, though not of twelve months or the like."""
    return sum(r.kind in {"eps", "pe"} and not r.year and not r.partial for r in guess)


def refused(guess: Guess, rows: int, why: str) -> Choice:
    """A choice under which no row is taken."""
    return Choice(guess, (None,) * rows, Verdict(0.0, 1.0, -1, 0, 0), ((True, why),) if why else ())
