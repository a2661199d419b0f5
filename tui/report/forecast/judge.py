"""Do the cells bear out what the header says of its columns?

Price over EPS should be near the printed PE in most rows; codes should look like codes, ratings be ratings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.report.forecast import codes, figures, ratings
from tui.report.forecast.words_in_row import is_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.forecast.roles import Role

NEAR = 0.12  # of the printed PE: rounding of a small EPS, a price of another day
TIGHT = 0.015  # where one row alone must prove how it is to be read
SHARP = 0.003  # what is left beside rounding where all three are of one day
LEAST = 3  # pairs of one year that can speak against its columns
_LOOKED_AT = 60  # rows
_MOST_JUDGED = 300  # rows that tell what a column holds


class Verdict(NamedTuple):
    """fit: share of cells that are what their column holds; worst: the column that fits least, and its share
    agree of checked: pairs of EPS and PE that price bears out; sharp: those it bears out but for rounding
    """

    fit: float
    worst: float
    worst_at: int
    agree: int
    checked: int
    sharp: int = 0

    @property
    def borne_out(self) -> float:
        """Share of agreeing pairs; -1 where there were none to look at."""
        return self.agree / self.checked if self.checked else -1.0


def fits(role: Role, text: str) -> bool | None:
    """True where a cell is what its column holds, False where it is not, None where it says nothing."""
    text = text.strip()
    if not text:
        return None
    if role.kind == "code":
        return codes.has_code(text) or codes.ticker(text) is not None
    if role.kind == "rating":
        return ratings.read(text, letters=True) is not None
    if role.kind == "action":
        return not figures.is_number(text)
    if role.kind in {"name", "industry", "analyst", "currency"}:
        return codes.has_letters(text) and not figures.is_number(text)
    if is_figure(role) and role.kind != "prior":
        return figures.reading(text) is not None
    return None


def judged(guess: Sequence[Role], rows: Sequence[Sequence[str]]) -> Verdict:
    """The verdict on a guess by rows of cells, each as long as the guess (a missing cell is '')."""
    rows = rows[:_LOOKED_AT]
    good = told = 0
    worst, worst_at = 1.0, -1
    for at, role in enumerate(guess):
        said = [fits(role, row[at]) for row in rows if at < len(row)]
        yes, no = said.count(True), said.count(False)
        good, told = good + yes, told + yes + no
        if yes + no and yes / (yes + no) < worst:
            worst, worst_at = yes / (yes + no), at
    agree, checked, sharp = borne(guess, rows)
    return Verdict(good / told if told else 0.0, worst, worst_at, agree, checked, sharp)


def borne(guess: Sequence[Role], rows: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """(agreeing, checked, sharply agreeing) pairs of EPS and PE of all rows."""
    agree = checked = sharp = 0
    for row in rows[:_LOOKED_AT]:
        a, c = agreement(guess, row)
        agree, checked = agree + a, checked + c
        sharp += agreement(guess, row, SHARP)[0] if a else 0
    return agree, checked, sharp


def agreement(guess: Sequence[Role], row: Sequence[str], slack: float = NEAR) -> tuple[int, int]:
    """(agreeing, checked): the years of a row whose printed PE is near price / EPS; slack: of the PE."""
    if len({row[i].strip() for i, r in enumerate(guess) if r.kind == "currency" and row[i].strip()}) > 1:
        return 0, 0  # the price is in one currency, the EPS in another
    price = _value(row, next((i for i, r in enumerate(guess) if r.kind == "price"), None))
    eps = {r.year: i for i, r in enumerate(guess) if r.kind == "eps" and r.year}
    if price is None:
        price = _implied(guess, row, eps)
    if price is None or price <= 0:
        return 0, 0
    agree = checked = 0
    for at, role in enumerate(guess):
        if role.kind != "pe" or not role.year or role.year not in eps:
            continue
        e, pe = _value(row, eps[role.year]), _value(row, at)
        if e is None or pe is None or e == 0:
            continue
        checked += 1
        agree += near(price, e, pe, (_decimals(row[eps[role.year]]), _decimals(row[at])), slack)
    return agree, checked


def unborne(guess: Sequence[Role], rows: Sequence[Sequence[str]]) -> list[str]:
    """A word where the figures of a year bear each other out in hardly any row: a sign of shifted columns."""
    out = []
    none = guess[0]._replace(kind="", year=0) if guess else None
    for year in sorted({r.year for r in guess if r.kind == "pe" and r.year}):
        alone = [r if not r.year or r.year == year else none for r in guess]
        agree, checked, _ = borne([r for r in alone if r is not None], rows)
        if checked >= LEAST and agree * 4 <= checked:
            out.append(f"PE of {year} is price / EPS in {agree} of {checked} rows; its columns may be others")
    return out


def _implied(guess: Sequence[Role], row: Sequence[str], eps: dict[int, int]) -> float | None:
    """The price that EPS times PE gives, the middle one of several years; None for fewer than two."""
    found = []
    for at, role in enumerate(guess):
        if role.kind == "pe" and role.year in eps:
            e, pe = _value(row, eps[role.year]), _value(row, at)
            if e is not None and pe is not None and e * pe > 0:
                found.append(e * pe)
    return sorted(found)[len(found) // 2] if len(found) >= 2 else None


def misfits(guess: Sequence[Role], rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns most of whose cells are not what the guess says."""
    out = []
    rows = rows[:_MOST_JUDGED]
    for at, role in enumerate(guess):
        said = [fits(role, row[at]) for row in rows] if role.kind else []
        if said.count(False) > said.count(True):
            out.append(at)
    return out


def near(price: float, eps: float, pe: float, places: tuple[int, int], slack: float = NEAR) -> bool:
    """True where price / EPS is near the printed PE, what rounding leaves open allowed for.

    places: decimals of EPS and PE; slack: share of the PE that is allowed besides
    """
    half = 0.5 * 10.0 ** -places[0]
    if (eps > 0) != (pe > 0) or abs(eps) <= half:
        return abs(eps) <= half
    low, high = price / (abs(eps) + half), price / (abs(eps) - half)
    spare = slack * abs(pe) + 0.5 * 10.0 ** -places[1]
    return low - spare <= abs(pe) <= high + spare


def _value(row: Sequence[str], at: int | None) -> float | None:
    if at is None or at >= len(row):
        return None
    found = figures.reading(row[at])
    return found.value if found else None


def _decimals(text: str) -> int:
    found = figures.reading(text)
    return found.decimals if found else 0
