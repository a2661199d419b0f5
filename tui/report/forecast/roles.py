"""Header rows of a grid to what each of its columns holds: guesses, which the cells then judge."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tui.report.blocks import Cell
from tui.report.forecast.groups import regrouped
from tui.report.forecast.labels import Label, label, two_digit_years
from tui.report.forecast.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Role(NamedTuple):
    """What a column holds: a role or metric of the vocabulary ('' for unknown), its year, unit and currency.

    partial: of twelve months or a quarter; header: its words as printed
    """

    kind: str
    year: int = 0
    basis: str = ""
    unit: float | None = None
    currency: str = ""
    partial: bool = False
    header: str = ""


MOST_MOVED = 8  # columns by which a header row may have slipped

Guess = tuple[Role, ...]


def stacked(rows: Sequence[Sequence[Cell]], width: int) -> list[list[Label]]:
    """Per column the labels of its header cells, top to bottom."""
    columns: list[list[Label]] = [[] for _ in range(width)]
    for row in rows:
        years = two_digit_years([cell.text for cell in row])
        labels = [
            Label(year=years[at]) if at in years else label(cell.text) for at, cell in enumerate(row[:width])
        ]
        for at, said in enumerate(labels):
            columns[at].append(said)
    _spread_years(columns)
    return columns


def _spread_years(columns: list[list[Label]]) -> None:
    """A year that heads several metrics below it (2025A: EPS PE) is given to each of them."""
    depth = max((len(stack) for stack in columns), default=0)
    for level in range(depth - 1):
        last: Label | None = None
        for stack in columns:
            here = stack[level] if level < len(stack) else Label()
            below = next((s for s in stack[level + 1 :] if s.metric), None)
            if here.year and not here.metric:
                last = here
            elif here.says or here.word or below is None or below.year:
                last = None
            elif last is not None:
                stack[level] = last


def guesses(rows: Sequence[Sequence[Cell]], width: int) -> list[Guess]:
    """What the columns may hold, the likeliest first; none with EPS or PE of a year in two columns."""
    out = _guesses(rows, width)
    if out and not _astray(rows, width):
        return out
    for moved in (*regrouped(rows, width), *_moved_rows(rows, width)):
        out += [g for g in _guesses(moved, width) if g not in out]
    return out


def _astray(rows: Sequence[Sequence[Cell]], width: int) -> bool:
    """True where a metric stands over none of its first years: a row may have lost its first cells."""
    columns = stacked(rows, width)
    direct = [_of_stack(stack, "") for stack in columns]
    late = any(
        named and named[0] != run[0]
        for run in runs(direct, at_metric=True)
        if (named := [i for i in run if direct[i].kind])
    )
    lone = any(r.kind in {"eps", "pe"} and not r.year and not r.partial for r in direct)
    return late or lone


def _moved_rows(rows: Sequence[Sequence[Cell]], width: int) -> Iterator[list[Sequence[Cell]]]:
    """The header with its row of years moved to the right as far as empty cells allow."""
    for at, row in enumerate(rows):
        if at == 0 or sum(bool(label(c.text).year) for c in row) < 2:
            continue
        cells = [*row, *[Cell("")] * (width - len(row))]
        spare = 0
        while spare < width and not cells[width - 1 - spare].text.strip():
            spare += 1
        for by in range(1, min(spare, MOST_MOVED) + 1):
            yield [*rows[:at], [*[Cell("")] * by, *cells[: width - by]], *rows[at + 1 :]]


def _guesses(rows: Sequence[Sequence[Cell]], width: int) -> list[Guess]:
    columns = stacked(rows, width)
    heads = [
        " ".join(dict.fromkeys(c.text.strip() for c in cells if c.text.strip()))
        for cells in _turned(rows, width)
    ]
    direct = [_of_stack(stack, head) for stack, head in zip(columns, heads, strict=True)]
    direct = _without_second_price(direct, columns)
    ways = (_carried(direct), _filled(direct, columns), _ordered(direct, columns), direct)
    return [g for g in dict.fromkeys(map(tuple, ways)) if not twice(g)]


def _carried(direct: Sequence[Role]) -> list[Role]:
    """The header at its word: a metric goes on over the years to its right until another word comes."""
    out = list(direct)
    for at in range(1, len(out)):
        if out[at].year and not out[at].kind and out[at - 1].year:
            out[at] = _given(out[at], out[at - 1])
    return out


def twice(guess: Sequence[Role]) -> bool:
    """True where two columns hold the same metric of the same year."""
    keys = [(r.kind, r.year) for r in guess if r.year and r.kind in {"eps", "pe"}]
    return len(keys) != len(set(keys))


def _turned(rows: Sequence[Sequence[Cell]], width: int) -> list[list[Cell]]:
    return [[row[at] for row in rows if at < len(row)] for at in range(width)]


def _of_stack(stack: Sequence[Label], head: str) -> Role:
    """The lowest label decides; under a year the lowest metric, and a date alone heads the price."""
    year, basis = next(((s.year, s.basis) for s in reversed(stack) if s.year), (0, ""))
    unit = next((s.unit for s in reversed(stack) if s.unit is not None), None)
    currency = next((s.currency for s in reversed(stack) if s.currency), "")
    partial = any(s.partial for s in stack)
    metric = next((s.metric for s in reversed(stack) if s.metric), "")
    role = next((s.role for s in reversed(stack) if s.role), "")
    if any(s.role == "prior" for s in stack):
        kind = "prior"
    elif year:
        kind = metric
    else:
        kind = next((s.metric or s.role for s in reversed(stack) if s.metric or s.role), "")
        if not kind and any(s.day for s in stack):
            kind = "price"
    if year and not metric and role and role != "prior":
        lowest = next(s for s in reversed(stack) if s.role or s.year)
        kind, year, basis = (role, 0, "") if lowest.role else ("", year, basis)
    return Role(kind, year, basis, unit, currency, partial, head)


def _without_second_price(roles: list[Role], columns: Sequence[Sequence[Label]]) -> list[Role]:
    """A date alone heads the price only where no other column is headed so."""
    said = [any(s.role == "price" for s in stack) for stack in columns]
    if not any(said):
        return roles
    return [
        r._replace(kind="") if r.kind == "price" and not own else r
        for r, own in zip(roles, said, strict=True)
    ]


def runs(roles: Sequence[Role], *, at_metric: bool) -> list[list[int]]:
    """The columns of years cut where a year comes again or another column stands between; else also where
    the metric changes.
    """
    out: list[list[int]] = []
    step = _direction([r.year for r in roles if r.year])
    for at, role in enumerate(roles):
        if not role.year or role.kind == "prior":
            continue
        run = out[-1] if out else []
        goes_on = bool(run) and run[-1] == at - 1 and (role.year - roles[run[-1]].year) * step > 0
        if goes_on and at_metric and role.kind:
            metrics = {roles[i].kind for i in run if roles[i].kind}
            goes_on = not metrics or metrics == {role.kind}
        if goes_on:
            run.append(at)
        else:
            out.append([at])
    return out


def _direction(years: Sequence[int]) -> int:
    """1 where the years of a header rise from left to right, -1 where they fall."""
    steps = [b - a for a, b in pairwise(years)]
    return -1 if steps.count(-1) > steps.count(1) else 1


def _filled(direct: Sequence[Role], columns: Sequence[Sequence[Label]]) -> list[Role]:
    """A metric named once over its run of years goes to all of them."""
    out = list(direct)
    for run in runs(direct, at_metric=True):
        metrics = list(dict.fromkeys(direct[i].kind for i in run if direct[i].kind))
        if len(metrics) == 1:
            first = next(direct[i] for i in run if direct[i].kind)
            for i in run:
                out[i] = _given(out[i], first)
    return out if all(r.kind or not r.year for r in out) else _left_of(out, columns)


def _left_of(roles: list[Role], columns: Sequence[Sequence[Label]]) -> list[Role]:
    """A run without a metric takes the one that heads the column just before it, where that has no year."""
    for run in runs(roles, at_metric=True):
        before = run[0] - 1
        if any(roles[i].kind for i in run) or before < 0:
            continue
        if is_metric(roles[before].kind) and not roles[before].year and len(columns[before]) > 1:
            head = roles[before]
            roles[before] = Role("", header=head.header)
            for i in run:
                roles[i] = _given(roles[i], head)
    return roles


def _ordered(direct: Sequence[Role], columns: Sequence[Sequence[Label]]) -> list[Role]:
    """The metrics in the order they are named go to the runs of years in theirs, where the counts agree.

    For headers whose spans do not fit their years.
    """
    cut = runs(direct, at_metric=False)
    named: list[Role] = []
    for stack, role in zip(columns, direct, strict=True):
        for said in stack:
            if said.metric and (not named or named[-1].kind != said.metric) and not said.partial:
                named.append(Role(said.metric, unit=said.unit, currency=said.currency, header=role.header))
    yearly = [n for n in named if n.kind in {"eps", "pe"}] if len(named) > len(cut) else named
    if len(yearly) != len(cut) or not cut:
        return list(direct)
    out = list(direct)
    for run, head in zip(cut, yearly, strict=True):
        for i in run:
            out[i] = _given(out[i]._replace(kind=""), head)
    inside = {i for run in cut for i in run}
    names = {n.kind for n in yearly}
    return [
        Role("", header=r.header) if i not in inside and r.kind in names and not r.year else r
        for i, r in enumerate(out)
    ]


def _given(role: Role, head: Role) -> Role:
    if role.kind:
        return role
    unit = head.unit if role.unit is None else role.unit
    return role._replace(kind=head.kind, unit=unit, currency=role.currency or head.currency)


def is_metric(kind: str) -> bool:
    """True for what is given by year: EPS, PE, net profit."""
    return kind in vocabulary().by_year
