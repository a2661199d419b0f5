"""Sets of columns for one question each, in one table; of each the columns that a book has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.columns import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.universe.universe import Universe

NAMED = ("code", "name")  # every set begins with these
EVERY, FORWARD = ".*", ".fy1"  # after a family: each year of the book, the first estimate year


@dataclass(frozen=True, slots=True)
class Preset:
    """A set of columns: its id, its names, its columns in order, and those whose cells are tinted.

    columns: ids, or a family with '.*' for each year or '.fy1' for the first estimate year; () for what
    the session shows at first
    """

    id: str
    zh: str
    en: str
    columns: tuple[str, ...]
    scales: tuple[str, ...] = ()

    def label(self, lang: str) -> str:
        """Its name in 'zh' or 'en'."""
        return self.zh if lang == "zh" else self.en


PRESETS: tuple[Preset, ...] = (
    Preset(
        "valuation", "估值", "valuation",
        ("rating", "price", "pe.*", "peg", "pe_to_group", "pe_percentile", "pe_ttm", "pe", "pb", "ps_ttm",
         "dividend_yield_pct", "market_cap"),
        scales=("pe.*", "pe_ttm"),
    ),
    Preset(
        "growth", "增长", "growth",
        ("rating", "eps.*", "eps_growth.*", "eps_cagr", "peg", "pe.fy1", "source.fy1"),
    ),
    Preset(
        "revisions", "修正", "revisions",
        ("rating", "rating_change", "revisions", "revision.*", "pe_change", "pe_from_price", "pe_from_eps",
         "price_change_pct"),
    ),
    Preset(
        "market", "行情", "market",
        ("price", "as_of", "pre_close", "change_pct", "price_change_pct", "turnover_rate_pct", "pe_ttm",
         "pb", "ps_ttm", "dividend_yield_pct", "market_cap", "float_market_cap", "shares", "industry",
         "area"),
    ),
    Preset(
        "themes", "主题", "themes",
        ("group", "themes", "news", "checks", "price", "price_change_pct", "pe.fy1", "eps_cagr", "peg"),
    ),
    Preset("default", "默认", "default", ()),
)  # fmt: skip


def preset_columns(universe: Universe, preset: Preset) -> tuple[str, ...]:
    """The columns of a set that a universe has values of; () for the defaults, and where there are none."""
    found = tuple(_resolved(universe, preset.columns))
    return (*(n for n in NAMED if n in universe.columns), *found) if found else ()


def preset_scales(universe: Universe, preset: Preset) -> frozenset[str]:
    """The columns of a set that are tinted, of those that a universe has."""
    return frozenset(_resolved(universe, preset.scales))


def offered(universe: Universe) -> tuple[Preset, ...]:
    """The sets that say something of a universe; the defaults always do."""
    return tuple(p for p in PRESETS if not p.columns or preset_columns(universe, p))


def _resolved(universe: Universe, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if name.endswith(EVERY):
            family = name.removesuffix(EVERY)
            wanted = [f"{family}_{year}" for year in sorted(universe.years)]
        elif name.endswith(FORWARD):
            wanted = [f"{name.removesuffix(FORWARD)}_{universe.fy1}"]
        else:
            wanted = [name]
        yield from (one for one in wanted if one in universe.columns and _filled(universe, one))


def _filled(universe: Universe, name: str) -> bool:
    """True where any cell has a value; a column that is made late is not made to be looked at."""
    if universe.is_late(name):
        return bool(universe.years)
    if universe.columns[name].kind.numeric:
        return bool((universe.states(name) == State.VALUE).any())
    held = universe.column(name)
    return bool(held.null_count < len(held))
