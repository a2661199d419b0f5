"""Compares a forecast as it was read with the truth: right, wrong or absent, and whether that was said."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from tests.report.sheets import folded
from tui.report.diagnostics import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.report.sheets import Truth, Wanted
    from tui.report.diagnostics import Diagnostic
    from tui.report.model import Figure, Forecast, Named

NAMED_AS = {"net": "net_profit", "target": "target_price", "roe": "roe_pct"}


class Outcome(NamedTuple):
    """Cells by what became of them; each fault as 'code column: read, expected'."""

    right: int
    wrong_told: tuple[str, ...]
    wrong_silent: tuple[str, ...]
    refused: tuple[str, ...]
    missing_silent: tuple[str, ...]

    @property
    def total(self) -> int:
        """All cells that were looked at."""
        return self.right + sum(map(len, self[1:]))


def compare(forecast: Forecast, truth: Truth, *, decimals: bool = True) -> Outcome:
    """What became of every cell of the truth, and of every cell that the truth does not have.

    A wrong or absent cell is told where a doubtful or refused diagnostic names its code, or its code and
    year or column, or its column alone. decimals: how many were printed has to be right too.
    """
    right, faults = 0, []
    seen: dict[str, Named] = {}
    for named in forecast.names:
        if named.code not in truth or named.code in seen:
            faults.append(
                (named.code, "row", f"{named.code} row: {named.text!r} is no name of its own", "wrong")
            )
        seen.setdefault(named.code, named)
    for code, cells in truth.items():
        if code not in seen:
            faults += [
                (code, at, f"{code} {at}: absent", "absent")
                for at, want in cells.items()
                if want.hard and held(want)
            ]
            continue
        for at, fault, kind in _row_faults(seen[code], cells, decimals=decimals):
            right += not fault
            if fault:
                faults.append((code, at, f"{code} {at}: {fault}", kind))
        faults += [
            (code, at, f"{code} {at}: read, and not there", "wrong") for at in _invented(seen[code], cells)
        ]
    return _sorted_out(right, faults, forecast, truth)


def held(want: Wanted) -> bool:
    """True where there is something to be found."""
    return bool(want.texts - {""}) or want.value is not None


def _sorted_out(
    right: int, faults: Sequence[tuple[str, str, str, str]], forecast: Forecast, truth: Truth
) -> Outcome:
    bins: dict[tuple[str, bool], list[str]] = {}
    for code, at, text, kind in faults:
        known = truth.get(code, {}).get("name")
        name = next(iter(known.texts), "") if known else ""
        told = any(speaks_of(one, code, name, at) for one in forecast.told)
        bins.setdefault((kind, told), []).append(text)
    order = (("wrong", True), ("wrong", False), ("absent", True), ("absent", False))
    return Outcome(right, *(tuple(bins.get(key, ())) for key in order))


def speaks_of(one: Diagnostic, code: str, name: str, at: str) -> bool:
    """True where the diagnostic marks or refuses that cell, its year of that name, its row or its column."""
    if one.level < Level.DOUBTFUL:
        return False
    if one.column and one.column != at and not _same_year(one.column, at):
        return False
    if one.code:
        return one.code == code
    text = folded(one.read + one.text)
    digits = code.partition(".")[0].lower().lstrip("0" if code.endswith(".HK") else "")
    if digits in text or (name and name in text):
        return True
    return bool(one.column) and one.column == at


def _same_year(column: str, at: str) -> bool:
    years = [re.search(r"20\d\d", text) for text in (column, at)]
    return all(years) and years[0][0] == years[1][0]  # type: ignore[index]


def _row_faults(
    named: Named, cells: Mapping[str, Wanted], *, decimals: bool
) -> Iterator[tuple[str, str, str]]:
    """Per cell of the truth: the column, what is wrong ('' for nothing) and whether it is wrong or absent."""
    for at, want in cells.items():
        if want.texts:
            found = folded({"name": named.name, "rating": named.rating, "action": named.action,
                            "industry": named.industry, "group": named.group}[at])  # fmt: skip
            if found not in want.texts and (found or want.hard):
                yield (
                    at,
                    f"{found!r}, expected {'/'.join(sorted(want.texts))!r}",
                    "wrong" if found else "absent",
                )
            elif found or want.hard:
                yield at, "", ""
        else:
            figure = figure_of(named, at)
            if want.hard or figure is not None:
                yield at, *_figure_fault(figure, want, decimals=decimals and want.hard)


def figure_of(named: Named, at: str) -> Figure | None:
    """The figure of a row that a column of the truth is about."""
    if at == "price":
        return named.price
    metric, _, year = at.rpartition("_20")
    metric = metric or at
    for (have, when), figure in named.figures.items():
        if have == NAMED_AS.get(metric, metric) and str(when) == f"20{year}":
            return figure
    return named.others.get(NAMED_AS.get(at, at))


def _figure_fault(figure: Figure | None, want: Wanted, *, decimals: bool) -> tuple[str, str]:
    if figure is None:
        return ("", "") if want.value is None else (f"absent, expected {want.value}", "absent")
    if want.value is None:
        if figure.value is not None:
            return f"{figure.value}, expected none", "wrong"
        return (
            ("", "")
            if figure.state in want.states
            else (f"{figure.state.word}, expected {want.states}", "wrong")
        )
    if figure.value is None:
        return f"{figure.state.word} {figure.text!r}, expected {want.value}", "absent"
    if not math.isclose(figure.value, want.value, rel_tol=1e-9):
        return f"{figure.value}, expected {want.value}", "wrong"
    if decimals and figure.decimals != want.decimals:
        return f"{figure.decimals} decimals, expected {want.decimals}", "wrong"
    return "", ""


def _invented(named: Named, cells: Mapping[str, Wanted]) -> Iterator[str]:
    """Columns of EPS and PE that the row has a figure for and the truth does not know."""
    for (metric, year), figure in named.figures.items():
        if metric in {"eps", "pe"} and figure.value is not None and f"{metric}_{year}" not in cells:
            yield f"{metric}_{year}"
