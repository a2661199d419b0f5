"""Years over groups of metrics (2025A: EPS PE, 2026E: EPS PE) whose cells do not stand over their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.blocks import Cell
from tui.report.forecast.labels import Label, label, two_digit_years

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Header = list[Sequence[Cell]]


def regrouped(rows: Sequence[Sequence[Cell]], width: int) -> Iterator[Header]:
    """The header with each year over all metrics of its group, where the metrics below recur as often as
    there are years.
    """
    for at in range(len(rows) - 1):
        years = _years(rows[at])
        metrics = [i for i, c in enumerate(rows[at + 1][:width]) if _is_metric(label(c.text))]
        if len(years) < 2 or len(metrics) % len(years):
            continue
        size = len(metrics) // len(years)
        kinds = [label(rows[at + 1][i].text).metric for i in metrics]
        if size < 2 or len(set(kinds[:size])) < size or kinds != kinds[:size] * len(years):
            continue
        row = list(rows[at]) + [Cell("")] * (width - len(rows[at]))
        row = [c._replace(text="") if i in metrics or _says_year(c) else c for i, c in enumerate(row)]
        for nth, i in enumerate(metrics):
            row[i] = years[nth // size]
        yield [*rows[:at], row, *rows[at + 1 :]]


def _years(row: Sequence[Cell]) -> list[Cell]:
    """The cells of years of a row, one for each, where they all differ and stand without a metric."""
    bare = two_digit_years([c.text for c in row])
    found: list[Cell] = []
    for i, cell in enumerate(row):
        if (i in bare or _says_year(cell)) and not (found and found[-1].text == cell.text):
            found.append(cell)
    return found if len({c.text for c in found}) == len(found) else []


def _says_year(cell: Cell) -> bool:
    said = label(cell.text)
    return bool(said.year) and not said.metric and not said.role


def _is_metric(said: Label) -> bool:
    return bool(said.metric) and not said.year and not said.partial
