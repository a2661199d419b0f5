"""Run-on rows to the cells of their columns: only where two decimals leave one way of reading them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.report.forecast import runon_proof
from tui.report.forecast.choice import Choice, refused
from tui.report.forecast.glued import borne_out, laid, pieces, ways_of
from tui.report.forecast.judge import judged
from tui.report.forecast.runon_heads import guesses, is_checked, is_whole, starts_of
from tui.report.forecast.words_in_row import is_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.forecast.choice import Odd
    from tui.report.forecast.roles import Guess, Role
    from tui.report.forecast.runon_rows import Row

LOOKED_AT = 24  # rows that choose the columns
PROVED = 3  # rows that must be borne out for one in which nothing can be checked
MOST_TOLD = 12  # codes that one message lists
TWO_WAYS = "its columns could be read in two ways"
_TRIPLE = frozenset({"price", "eps", "pe"})

Laid = tuple[str, ...]


class _Way(NamedTuple):
    """A guess and the rows that it reads; borne: how many of them price, EPS and PE bear out."""

    guess: Guess
    rows: tuple[Laid | None, ...]
    borne: int


def chosen(header: str, rows: Sequence[Row]) -> Choice | None:
    """What the columns are, and the cells of every row that is certain; None where no row is."""
    parts = [_parts(row) for row in rows]
    sample = range(min(len(rows), LOOKED_AT))
    best: list[tuple[int, Guess]] = []
    for start in starts_of(header):
        for guess in guesses(header[start:]) if is_whole(header, start) else ():
            count = sum(_fits(guess, rows[i], parts[i]) for i in sample)
            if count and (not best or count >= best[0][0]):
                best = [b for b in best if b[0] == count] + [(count, guess)]
        if best and best[0][0] * 2 >= len(sample) * _years(best[0][1]):
            break
    ways = [way for way in (_read(guess, rows, parts) for _, guess in best) if any(way.rows)]
    if not ways:
        return None
    if any(_meaning(way) != _meaning(ways[0]) for way in ways[1:]):
        return refused(ways[0].guess, len(rows), TWO_WAYS)
    return _choice(ways[0], rows)


def _choice(way: _Way, source: Sequence[Row]) -> Choice:
    """The choice, without the columns whose border nothing proves."""
    read = [(row, one) for row, one in zip(way.rows, source, strict=True) if row is not None]
    loose = runon_proof.loose(way.guess, [row for row, _ in read], [one for _, one in read])
    if loose is None:
        return refused(way.guess, len(source), "")
    kept = [i for i in range(len(way.guess)) if i not in loose]
    guess = tuple(way.guess[i] for i in kept)
    rows = tuple(None if row is None else tuple(row[i] for i in kept) for row in way.rows)
    odd: list[Odd] = []
    if loose:
        names = ", ".join(way.guess[i].header or way.guess[i].kind for i in sorted(loose))
        odd.append((False, f"columns {names} run together and nothing proves their border: left out"))
    nameless = [row.code for row, read in zip(source, rows, strict=True) if read and not row.name]
    if nameless:
        codes = ", ".join(nameless[:MOST_TOLD])
        odd.append((False, f"names of {codes}: a group's word may stand before them: left empty"))
    return Choice(guess, rows, judged(guess, [row for row in rows if row is not None]), tuple(odd))


def _meaning(way: _Way) -> list[frozenset[tuple[str, int, str]] | None]:
    """What a way makes of the rows: which figure is what."""
    return [
        None
        if row is None
        else frozenset((r.kind, r.year, c) for r, c in zip(way.guess, row, strict=True) if is_figure(r))
        for row in way.rows
    ]


def _parts(row: Row) -> list[str] | None:
    """The pieces of a row's figures, None where they are not all of two decimals."""
    out: list[str] = []
    for run in row.figures:
        found = pieces(run)
        if found is None:
            return None
        out += found
    return out


def _fits(guess: Guess, row: Row, parts: list[str] | None) -> int:
    """How many years bear a row out that has as many figures as the guess has columns; 0 where none does."""
    ways = _ways(guess, row, parts)
    if is_checked(guess):
        cells = _borne(guess, ways)
        return borne_out(guess, cells) if cells is not None else 0
    return int(len(ways) == 1 and _is_plain(guess))


def _years(guess: Guess) -> int:
    """How many years of EPS or PE a guess has, whichever are more."""
    kinds = [r.kind for r in guess if r.year]
    return max(kinds.count("eps"), kinds.count("pe"), 1)


def _ways(guess: Guess, row: Row, parts: list[str] | None) -> list[list[str]]:
    """Every way of laying a row into the columns; per cents stand where the header lets them."""
    if parts is None:
        return []
    wanted = sum(map(is_figure, guess))
    sure = sum(p[0] not in "-—" for p in parts)
    if sure > wanted or (sure < wanted and sure == len(parts)):
        return []
    by_kind = {"code": row.code, "name": row.name, "rating": row.rating}
    ways = [laid(guess, way, by_kind) for way in ways_of(parts, wanted)]
    return [way for way in ways if all(map(_may_hold, guess, way))]


def _may_hold(role: Role, cell: str) -> bool:
    """False for a per cent in a column of prices, EPS or PE."""
    return "%" not in cell or role.kind not in {*_TRIPLE, "target_price", "market_cap", "pb", "ps", "peg"}


def _is_plain(guess: Guess) -> bool:
    """True where all figures are of one metric, year by year: nothing can be mistaken for another column."""
    figures = [r for r in guess if is_figure(r)]
    return len({r.kind for r in figures}) == 1 and all(r.year for r in figures)


def _read(guess: Guess, rows: Sequence[Row], parts: Sequence[list[str] | None]) -> _Way:
    """The rows that are certain under a guess.

    Where a row of the table is not of two decimals, or zeros may have been dropped, another row may only look
    so: then every figure must be checked.
    """
    ways = [_ways(guess, row, part) for row, part in zip(rows, parts, strict=True)]
    even = runon_proof.keeps_zeros(parts) and all(_is_whole(guess, found) for found in ways)
    checked = is_checked(guess)
    if not even and not (checked and _all_checked(guess)):
        return _Way(guess, (None,) * len(rows), 0)
    sure = [_borne(guess, found) for found in ways]
    borne = sum(cells is not None for cells in sure)
    proved = even and (borne >= PROVED or not checked)
    out: list[Laid | None] = []
    for row, found, good in zip(rows, ways, sure, strict=True):
        cells = good
        if cells is not None and not even and borne_out(guess, cells) < _years(guess):
            cells = None
        if row.run_in and not (even and _price_first(guess)):
            cells = None
        elif cells is None and proved and len(found) == 1 and not row.run_in:
            cells = found[0] if _is_free(guess, found[0]) else None
        out.append(None if cells is None else tuple(cells))
    return _Way(guess, tuple(out), borne)


def _is_whole(guess: Guess, ways: Sequence[list[str]]) -> bool:
    """True where a row can be read in a way in which nothing is contradicted."""
    return any(borne_out(guess, way) > 0 or _is_free(guess, way) for way in ways)


def _borne(guess: Guess, ways: Sequence[list[str]]) -> list[str] | None:
    """The one way that price, EPS and PE bear out, where they contradict every other."""
    said = [(borne_out(guess, way), way) for way in ways]
    possible = [(count, way) for count, way in said if count >= 0]
    return possible[0][1] if len(possible) == 1 and possible[0][0] > 0 else None


def _is_free(guess: Guess, cells: list[str]) -> bool:
    """True where nothing in a row can be checked, or EPS and PE agree at a price in another currency."""
    if borne_out(guess, cells) == 0:
        return True
    without = ["" if role.kind == "price" else cell for role, cell in zip(guess, cells, strict=True)]
    return borne_out(guess, without) > 1


def _price_first(guess: Guess) -> bool:
    return next((r.kind for r in guess if is_figure(r)), "") == "price"


def _all_checked(guess: Guess) -> bool:
    """True where every figure is a price, an EPS or a PE that another bears out."""
    eps = {r.year for r in guess if r.kind == "eps"}
    pe = {r.year for r in guess if r.kind == "pe"}
    figures = [r for r in guess if is_figure(r)]
    return eps == pe and all(r.kind in _TRIPLE for r in figures)
