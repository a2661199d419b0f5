"""Every printed PE against price and EPS: the cells that contradict themselves, and losses that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.columns import State
from tui.report.diagnostics import Diagnostic, Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.columns import Year
    from tui.report.model import Figure, Named

_SLACK = 1e-9


def contradictions(names: Sequence[Named], file: str) -> list[Diagnostic]:
    """A DOUBTFUL diagnostic for every cell whose PE does not meet price / EPS, rounding allowed for."""
    places = {
        "price": max((n.price.decimals for n in names if n.price), default=0),
        "eps": _most(names, "eps"),
        "pe": _most(names, "pe"),
    }
    out = []
    for name in names:
        for metric, year in name.figures:
            if metric != "pe" or (eps := name.figures.get(("eps", year))) is None:
                continue
            pe = name.figures["pe", year]
            if said := _against(name.price, eps, pe, places, same=_one_currency(name)):
                out.append(_told(name, file, year, pe, said))
    return out


def _one_currency(name: Named) -> bool:
    return not name.eps_currency or name.eps_currency == name.currency


def _most(names: Sequence[Named], metric: str) -> int:
    return max((f.decimals for n in names for (kind, _), f in n.figures.items() if kind == metric), default=0)


def _against(price: Figure | None, eps: Figure, pe: Figure, places: dict[str, int], *, same: bool) -> str:
    """What contradicts, '' where nothing does."""
    if pe.state is State.LOSS and eps.value is not None and eps.value > 0:
        return f"EPS {eps.text} is no loss"
    if eps.value is None or pe.value is None or price is None or price.value is None or not same:
        return ""
    if eps.value <= 0:
        return f"EPS {eps.text} is a loss" if pe.value > 0 else ""
    if pe.value <= 0:
        return f"EPS {eps.text} is no loss"
    half = 0.5 * 10.0 ** -places["eps"]
    half_price, half_pe = 0.5 * 10.0 ** -places["price"], 0.5 * 10.0 ** -places["pe"]
    low = (price.value - half_price) / (eps.value + half)
    high = (price.value + half_price) / (eps.value - half) if eps.value > half else float("inf")
    slack = _SLACK * max(abs(pe.value), 1.0)
    if low <= pe.value + half_pe + slack and pe.value - half_pe - slack <= high:
        return ""
    return f"{price.text} / {eps.text} = {price.value / eps.value:.1f}"


def _told(name: Named, file: str, year: Year, pe: Figure, said: str) -> Diagnostic:
    read = f"PE {year} {pe.text} of {name.code} {name.name}"
    done = "kept, and marked"
    return Diagnostic(Level.DOUBTFUL, file, name.place, read, said, done, name.text, name.code, f"pe_{year}")
