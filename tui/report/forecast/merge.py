"""Parts of a forecast table, or the table printed twice, to one row a name; disagreements are told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.columns import State
from tui.report.diagnostics import Diagnostic, Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from tui.report.model import Figure, Named


def merged(rows: Sequence[Named], file: str) -> tuple[tuple[Named, ...], list[Diagnostic]]:
    """Every name once, in the order they are met; of two cells that disagree the fuller table's is kept."""
    by_code: dict[str, Named] = {}
    told: list[Diagnostic] = []
    for row in rows:
        first = by_code.get(row.code)
        by_code[row.code] = row if first is None else _both(first, row, file, told)
    return tuple(by_code.values()), told


def _both(first: Named, second: Named, file: str, told: list[Diagnostic]) -> Named:
    if len(second.figures) > len(first.figures):
        first, second = second, first
    figures = _figures(
        first.figures, second.figures, lambda key: f"{key[0]}_{key[1]}", first, second, file, told
    )
    others = _figures(first.others, second.others, str, first, second, file, told)
    price = _figures({"price": first.price}, {"price": second.price}, str, first, second, file, told)["price"]
    rating = first.rating or second.rating
    if first.rating and second.rating and first.rating != second.rating:
        told.append(_disagree(file, first, second, "rating", first.rating, second.rating))
    return replace(
        first,
        name=first.name or second.name,
        rating=rating,
        action=first.action or second.action,
        group=first.group or second.group,
        industry=first.industry or second.industry,
        price=price,
        figures=figures,
        others=others,
    )


def _figures(
    first: Mapping[Any, Figure | None], second: Mapping[Any, Figure | None], column: Any,
    one: Named, other: Named, file: str, told: list[Diagnostic],
) -> dict[Any, Any]:  # fmt: skip
    out = dict(first)
    for key, figure in second.items():
        mine = out.get(key)
        if mine is None or (mine.state is State.MISSING and figure is not None):
            out[key] = figure
        elif figure is not None and figure.value is not None and not _same(mine, figure):
            told.append(_disagree(file, one, other, column(key), mine.text, figure.text))
    return out


def _same(one: Figure, other: Figure) -> bool:
    if one.value is None or other.value is None:
        return True
    places = min(one.decimals, other.decimals)
    half = 0.5 * 10.0**-places
    return abs(one.value - other.value) <= half * 1.0001 * max(1.0, abs(one.value) / 1e15)


def _disagree(file: str, one: Named, other: Named, column: str, mine: str, its: str) -> Diagnostic:
    elsewhere = f"another table of this report (line {one.place.line}) has {mine}"
    return Diagnostic(
        Level.DOUBTFUL, file, other.place, f"{column} {its} of {other.code} {other.name}", elsewhere,
        f"{mine} kept", other.text, one.code, column,
    )  # fmt: skip
