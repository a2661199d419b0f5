"""Cells that a row leaves empty where other rows print something: a sign that the row was cut or moved."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.columns import State
from tui.report.diagnostics import Diagnostic, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.report.model import Forecast, Named

MOST = 2 / 3  # share of rows that print something in a column whose gaps are told
FEWEST = 3  # rows


def with_gaps(forecast: Forecast, file: str) -> Forecast:
    """The forecast with a doubtful word for every row that has such empty cells; a dash is no gap."""
    names = forecast.names
    if len(names) < FEWEST:
        return forecast
    printed = Counter(cell for name in names for cell in _printed(name))
    usual = [cell for cell, count in printed.items() if count >= MOST * len(names)]
    told = [d for name in names if (d := _told(name, usual, file))]
    return replace(forecast, told=(*forecast.told, *told)) if told else forecast


def _printed(name: Named) -> Iterator[str]:
    """The cells of a row that hold anything at all."""
    if name.rating or name.action:
        yield "rating"
    if name.price is not None and name.price.text:
        yield "price"
    for (metric, year), figure in name.figures.items():
        if metric in {"eps", "pe"} and (figure.text or figure.state is not State.MISSING):
            yield f"{metric}_{year}"


def _told(name: Named, usual: Sequence[str], file: str) -> Diagnostic | None:
    have = set(_printed(name))
    absent = [cell for cell in usual if cell not in have]
    if not absent or absent == ["rating"]:  # a dash for a rating is one
        return None
    shown = ", ".join(absent[:8]) + (" …" if len(absent) > 8 else "")
    read = f"row of {name.code} {name.name}: no {shown}"
    column = absent[0] if len(absent) == 1 else ""
    why = "most rows of the table print one"
    return Diagnostic(Level.DOUBTFUL, file, name.place, read, why, "left empty", name.text, name.code, column)
