"""What changed and one name's history by pandas, as tables of the same columns and cells as ours.

Written as one would who knows pandas well; it serves books whose files all have prices and estimates.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

RANK = {"买入": 0, "增持": 1, "中性": 2}
ROUNDING = 0.01 * (1 + 1e-9)  # one in the last place that the files print
ISSUE = 0.011  # CNY by which pre_close is off the close before where shares were issued


class Notes:
    """Words by row, in the order they are noted."""

    def __init__(self, rows: int) -> None:
        self.said: list[list[str]] = [[] for _ in range(rows)]

    def note(self, where: Any, words: str) -> None:
        """The same words on every row that is True."""
        for row in np.flatnonzero(where):
            self.said[row].append(words)

    def column(self) -> list[str]:
        """A text a row."""
        return ["; ".join(words) for words in self.said]


def changes(root: str, start: str, end: str) -> Any:
    """The table that `kanpan changes` writes."""
    (then, years_then), (now, years_now) = _side(root, start), _side(root, end)
    both = now.merge(then, on="code", how="outer", suffixes=("_to", "_from"), indicator=True)
    kinds = {"both": "kept", "left_only": "added", "right_only": "dropped"}
    both["change"] = both._merge.map(kinds).astype(str)
    factor = _factor(both.pre_close_to, both.price_market_from)
    both["price_from"] = both.price_from * factor
    both["price_change_pct"] = (both.price_to / both.price_from - 1) * 100
    both["rating_change"] = _ratings(both)
    notes = Notes(len(both))
    other = both.rating_source_from.notna() & both.rating_source_to.notna()
    notes.note(other & (both.rating_source_from != both.rating_source_to), "rating source")
    notes.note((both.change == "kept") & (both.group_from != both.group_to), "group")
    years = sorted({*years_then, *years_now})
    for year in years:
        _revise(both, year, factor, notes)
    fy1 = min(year for year in years_now if (both[f"basis_{year}_to"] == "E").any())
    _multiples(both, fy1)
    both["notes"] = notes.column()
    both["name"] = both.name_to.fillna(both.name_from)
    both["group"] = both.group_to.fillna(both.group_from)
    parts = (("eps", "_from"), ("eps", "_to"), ("revision", ""))
    by_year = [f"{what}_{year}{tail}" for year in years for what, tail in parts]
    fixed = (
        "code name group change price_from price_to price_change_pct rating_from rating_to rating_change "
        "pe_from pe_to pe_change_log pe_from_price pe_from_eps"
    )
    return both[[*fixed.split(), *by_year, "notes"]]


def _side(root: str, day: str) -> tuple[Any, list[int]]:
    def table(name: str, columns: str) -> Any:
        year, only = f"{root}/{name}/{day[:4]}.parquet", [("as_of", "==", date.fromisoformat(day))]
        return pd.read_parquet(year, columns=columns.split(), filters=only)

    names = table("coverage", "code name group rating rating_source price price_date")
    prices = table("market", "code price pre_close")
    eps = table("estimates", "code year basis eps source")
    names = names.merge(prices, on="code", how="left", suffixes=("", "_market"))
    newer = names.price_market.notna() & (pd.to_datetime(names.price_date) <= pd.Timestamp(day))
    names["price"] = names.price_market.where(newer, names.price)
    return names.merge(_wide(eps, "code"), on="code", how="left"), sorted(set(eps.year))


def _wide(eps: Any, by: str) -> Any:
    wide: Any = eps.pivot(index=by, columns="year", values=["eps", "basis", "source"])  # noqa: PD010 - no sums
    wide.columns = [f"{what}_{year}" for what, year in wide.columns]
    return wide.reset_index()


def _factor(pre_close: Any, before: Any) -> Any:
    return (pre_close / before).where((pre_close - before).abs() > ISSUE, 1.0).fillna(1.0)


def _ratings(both: Any) -> Any:
    then, now = both.rating_from.map(RANK), both.rating_to.map(RANK)
    cases = [then.isna() & now.isna(), then.isna(), now.isna(), then == now, now > then]
    moved = np.select(cases, ["", "new", "withdrawn", "unchanged", "down"], "up")
    return np.where((moved == "") & (both.change == "kept"), "unchanged", moved)


def _revise(both: Any, year: int, factor: Any, notes: Notes) -> None:
    for side in ("from", "to"):
        both[f"eps_{year}_{side}"] = pd.to_numeric(both[f"eps_{year}_{side}"])
    both[f"eps_{year}_from"] = both[f"eps_{year}_from"] * factor
    a, b = both[f"eps_{year}_from"], both[f"eps_{year}_to"]
    both[f"revision_{year}"] = (b - a) / a.where(a > 0)
    _note_moves(a, b, year, notes)
    known = a.notna() & b.notna()
    became = (both[f"basis_{year}_from"] == "E") & (both[f"basis_{year}_to"] == "A")
    notes.note(known & became, f"actual {year}")
    notes.note(known & (both[f"source_{year}_from"] != both[f"source_{year}_to"]), f"source {year}")


def _note_moves(then: Any, now: Any, year: int, notes: Notes) -> None:
    differ = (now - then).abs() > 1e-11
    notes.note(differ & (then <= 0) & (now > 0), f"loss to profit {year}")
    notes.note(differ & (then > 0) & (now <= 0), f"profit to loss {year}")
    notes.note(differ & (now < then) & (then <= 0), f"deeper loss {year}")
    notes.note(differ & (then < now) & (now <= 0), f"smaller loss {year}")
    notes.note(differ & ((now - then).abs() <= ROUNDING), f"within rounding {year}")


def _multiples(both: Any, fy1: int) -> None:
    for side in ("from", "to"):
        forward, price = both[f"eps_{fy1}_{side}"], both[f"price_{side}"]
        both[f"pe_{side}"] = (price / forward.where(forward > 0)).where(price > 0)
    good = both.pe_from.notna() & both.pe_to.notna()
    eps = both[f"eps_{fy1}_from"].where(good), both[f"eps_{fy1}_to"].where(good)
    both["pe_from_price"] = np.log(both.price_to.where(good)) - np.log(both.price_from.where(good))
    both["pe_from_eps"] = np.log(eps[0]) - np.log(eps[1])
    both["pe_change_log"] = both.pe_from_price + both.pe_from_eps


def history(root: str, code: str) -> Any:
    """The table that `kanpan history CODE` writes."""

    def table(name: str, columns: str) -> Any:
        files: Any = sorted(map(str, Path(root, name).glob("*.parquet")))
        return pd.read_parquet(files, columns=columns.split(), filters=[("code", "==", code)])

    names = table("coverage", "as_of code group rating price price_date")
    prices = table("market", "as_of code price pre_close")
    eps = table("estimates", "as_of code year basis eps source")
    years = sorted(set(eps.year))
    held = names.merge(prices, on="as_of", how="left", suffixes=("", "_market"))
    held = held.merge(_wide(eps, "as_of"), on="as_of").sort_values("as_of").reset_index(drop=True)
    held["price"] = held.price_market.fillna(held.price)
    _first_year(held, years)
    held["pe"] = held.price / held.eps_fy1.where(held.eps_fy1 > 0)
    held["n"] = held.pe.expanding().count()
    held["pe_percentile"] = held.pe.expanding().rank(pct=True) - 0.5 / held.n  # the mid-rank
    rank = held.rating.map(RANK)
    cases = [rank == rank.shift(), rank > rank.shift()]
    held["rating_change"] = np.select(cases, ["unchanged", "down"], "up")
    held.loc[0, "rating_change"] = ""
    factor = _factor(held.pre_close, held.price_market.shift())
    notes = Notes(len(held))
    for row in np.flatnonzero(factor != 1):
        notes.said[row].append(f"share issue, factor {factor[row]:.4g}")
    notes.note((held.group != held.group.shift()) & (held.index > 0), "group")
    for year in years:
        now = held[f"eps_{year}"] = pd.to_numeric(held[f"eps_{year}"])
        _note_moves(now.shift() * factor, now, year, notes)
        basis, source = held[f"basis_{year}"], held[f"source_{year}"]
        notes.note((basis == "A") & (basis.shift() == "E"), f"actual {year}")
        other = (source != source.shift()) & source.notna() & source.shift().notna()
        notes.note(other, f"source {year}")
    held["notes"] = notes.column()
    fixed = "as_of price fy1 eps_fy1 pe pe_percentile n rating rating_change source group"
    return held[[*fixed.split(), *(f"eps_{year}" for year in years), "notes"]]


def _first_year(held: Any, years: list[int]) -> None:
    rows = np.arange(len(held))
    first = (held[[f"basis_{year}" for year in years]].to_numpy() == "E").argmax(axis=1)
    held["fy1"] = [f"{years[at]}E" for at in first]
    held["eps_fy1"] = held[[f"eps_{year}" for year in years]].to_numpy(dtype=float)[rows, first]
    held["source"] = held[[f"source_{year}" for year in years]].to_numpy()[rows, first]
