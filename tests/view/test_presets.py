"""Ready sets of columns: in one table, of each what a book has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tui
from tui.columns import by_name, family
from tui.text import is_cjk
from tui.view.presets import EVERY, FORWARD, PRESETS, Preset, offered, preset_columns, preset_scales

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = tui.load()
YEARS = ("2025A", "2026E", "2027E", "2028E")


def one(name: str) -> Preset:
    return next(preset for preset in PRESETS if preset.id == name)


def test_the_table_names_only_registered_columns_and_both_languages() -> None:
    assert [preset.id for preset in PRESETS] == [
        "valuation", "growth", "revisions", "market", "themes", "default",
    ]  # fmt: skip
    for preset in PRESETS:
        assert all(map(is_cjk, preset.label("zh")))
        assert preset.label("en") == preset.id
        for name in (*preset.columns, *preset.scales):
            base = name.removesuffix(EVERY).removesuffix(FORWARD)
            assert family(base) if base != name else by_name(name), name


def test_a_family_stands_for_its_years() -> None:
    assert preset_columns(SAMPLE, one("growth")) == (
        *("code", "name", "rating"),
        *(f"eps_{year}" for year in YEARS),
        *(f"eps_growth_{year}" for year in YEARS[1:]),
        *("eps_cagr", "peg", "pe_2026E", "source_2026E"),
    )
    assert preset_scales(SAMPLE, one("valuation")) == {*(f"pe_{year}" for year in YEARS), "pe_ttm"}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_only_columns_that_the_book_has_each_once(preset: Preset) -> None:
    names = preset_columns(SAMPLE, preset)
    assert set(names) <= set(SAMPLE.columns)
    assert len(set(names)) == len(names)
    assert preset_scales(SAMPLE, preset) <= set(names)
    assert names[:2] == (("code", "name") if preset.columns else ())


def test_a_set_that_the_book_has_nothing_of_is_not_offered(tmp_path: Path) -> None:
    table = tmp_path / "few.csv"
    table.write_text("code,name,price,pb\n600941.SH,中国移动,3,1.5\n", encoding="utf-8")
    universe = tui.load(table)
    assert "eps_cagr" in universe.columns
    assert [preset.id for preset in offered(universe)] == ["valuation", "market", "themes", "default"]
    assert preset_columns(universe, one("valuation")) == ("code", "name", "price", "pb")
    nothing = Preset("none", "无", "none", ("turnover_rate_pct", "eps.*", "pe.fy1"))
    assert preset_columns(universe, nothing) == ()
    assert preset_scales(universe, Preset("none", "无", "none", (), ("pe.*",))) == frozenset()
    assert [preset.id for preset in offered(SAMPLE)] == [preset.id for preset in PRESETS]
