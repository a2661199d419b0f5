"""Every printed PE against price and EPS: the cells that contradict themselves, and losses that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.columns import State
from tui.report.diagnostics import Diagnostic, Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.columns import Year
    from tui.report.model import Figure, Named

FEWEST = 2  # torn rows that are no slip of one
_SLACK = 1e-9
_SPARE = 0.01  # share by which the prices that the years give may differ


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
    torn = [name for name in names if _torn(name, places)]
    if len(torn) >= FEWEST and 3 * len(torn) >= len(names):
        out += [_whole(name, file) for name in torn]
    return out


def _torn(name: Named, places: dict[str, int]) -> bool:
    """True where EPS times PE of the years gives no one price, nor the printed one: it may be shifted."""
    if name.price is None or not name.price.value:
        return False
    low, high, off, pairs = 0.0, float("inf"), 0, 0
    for metric, year in name.figures:
        pe, eps = name.figures["pe", year] if metric == "pe" else None, name.figures.get(("eps", year))
        if not pe or not eps or not pe.value or not eps.value or pe.value <= 0 or eps.value <= 0:
            continue
        pairs += 1
        off += bool(_against(name.price, eps, pe, places, same=True))
        half, half_pe = 0.5 * 10.0 ** -places["eps"], 0.5 * 10.0 ** -places["pe"]
        low = max(low, (eps.value - half) * (pe.value - half_pe) * (1 - _SPARE))
        high = min(high, (eps.value + half) * (pe.value + half_pe) * (1 + _SPARE))
    most = off == pairs if pairs < 3 else 2 * off >= pairs
    return pairs >= 2 and most and low > high


def _whole(name: Named, file: str) -> Diagnostic:
    read, said = f"row of {name.code} {name.name}", "EPS times PE gives another price for each year"
    done = "kept, and marked"
    return Diagnostic(Level.DOUBTFUL, file, name.place, read, said, done, name.text, name.code)


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
