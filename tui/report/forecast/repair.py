"""Headers that do not fit their cells: the guesses one likely fault away, judged by price, EPS and PE."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from tui.report.forecast.choice import ENOUGH, POOR, SURE, is_forecast, meanings, places
from tui.report.forecast.judge import borne, judged
from tui.report.forecast.roles import Guess, Role, runs, twice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_KEYS = frozenset({"code", "name", "rating", "currency"})
WIDEST = 40  # columns; a wider header is not mended
MOST_TRIED = 6  # guesses whose neighbours are looked at
_LOOKED_AT = 12  # rows that every guess is judged by


def repaired(tried: Sequence[Guess], rows: Sequence[Sequence[str]]) -> Guess | None:
    """A guess near the header's that the cells bear out almost everywhere; None for none, or for two."""
    rows = rows[:_LOOKED_AT]
    tried = [guess for guess in dict.fromkeys(tried) if len(guess) <= WIDEST][:MOST_TRIED]
    good: dict[tuple[tuple[str, int], ...], tuple[tuple[float, ...], Guess]] = {}
    for guess in tried:
        for other in _near(guess):
            if twice(other) or not is_forecast(other) or meanings(other) in good:
                continue
            if any(r.kind == "price" for r in guess) > any(r.kind == "price" for r in other):
                continue  # without a price less can be checked
            agree, checked, _ = borne(other, rows)
            if checked < ENOUGH or agree < SURE * checked:
                continue  # the cells need not be looked at
            verdict = judged(other, rows)
            if verdict.checked >= ENOUGH and verdict.borne_out >= SURE and verdict.worst >= POOR:
                priced = any(r.kind == "price" for r in other)
                changed = sum(a[:2] != b[:2] for a, b in zip(guess, other, strict=True))
                rank = (
                    verdict.borne_out,
                    verdict.checked,
                    float(priced),
                    round(verdict.fit, 2),
                    -float(changed),
                )
                good[meanings(other)] = (rank, other)
    if not good:
        return None
    ranked = sorted(good.values(), key=lambda pair: pair[0], reverse=True)
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0] and places(ranked[0][1]) != places(ranked[1][1]):
        return None
    return ranked[0][1]


def _near(guess: Guess) -> Iterable[Guess]:
    """The guesses one likely fault away: a column too many or too few, another price, runs without a name.

    EPS and PE swapped are none of them: price over either gives the other, so the cells cannot tell.
    """
    none = Role("")
    for at in range(1, len(guess)):
        for until in range(at, len(guess)):
            if not guess[until].year:
                yield (*guess[:at], none, *guess[at:until], *guess[until + 1 :])
            if not guess[at].year:
                yield (*guess[:at], *guess[at + 1 : until + 1], none, *guess[until + 1 :])
    priced = [i for i, r in enumerate(guess) if r.kind == "price"]
    for at, role in enumerate(guess):
        if role.kind in {"target_price", ""} and not role.year and len(priced) == 1:
            changed = list(guess)
            changed[at], changed[priced[0]] = (
                role._replace(kind="price"),
                guess[priced[0]]._replace(kind=role.kind),
            )
            yield tuple(changed)
    yield from _named_runs(guess)
    for at, role in enumerate(guess):
        if not role.year and role.kind not in _KEYS:
            yield tuple(_only_price(r, i == at) for i, r in enumerate(guess))


def _only_price(role: Role, here: bool) -> Role:
    """The role where it is a key or of a year; the price where `here`; else none."""
    if here:
        return role._replace(kind="price")
    return role if role.year or role.kind in _KEYS else role._replace(kind="")


def _named_runs(guess: Guess) -> Iterable[Guess]:
    """Runs of years that nothing names, taken for EPS and PE in either order."""
    open_runs = [run for run in runs(guess, at_metric=True) if not any(guess[i].kind for i in run)]
    have = {r.kind for r in guess if r.year}
    wanted = [kind for kind in ("eps", "pe") if kind not in have]
    if not open_runs or not wanted:
        return
    for chosen in permutations(range(len(open_runs)), min(len(wanted), len(open_runs))):
        out = list(guess)
        for kind, which in zip(wanted, chosen, strict=False):
            for i in open_runs[which]:
                out[i] = out[i]._replace(kind=kind)
        yield tuple(out)


def differing(header: Guess, cells: Guess) -> str:
    changed = [
        f"column {i + 1} {_said(b)}"
        for i, (a, b) in enumerate(zip(header, cells, strict=True))
        if a[:2] != b[:2]
    ]
    return ", ".join(changed[:8]) or "the header has it"


def _said(role: Role) -> str:
    return f"{role.kind or 'nothing'}{f' {role.year}' if role.year else ''}"
