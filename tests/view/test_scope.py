"""What words mean in a universe: columns by every spelling, values by id and label, saved queries."""

from __future__ import annotations

import pytest

import tui
from tests.universe.worlds import FULLBOOK
from tui.errors import UnknownNameError
from tui.view.resolve import column
from tui.view.scope import scope_of


@pytest.fixture(scope="module")
def sample() -> tui.Universe:
    return tui.load()


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("price", "price"),
        ("Price", "price"),
        ("股价", "price"),
        ("pe26", "pe_2026E"),
        ("PE26", "pe_2026E"),
        ("pe_2026E", "pe_2026E"),
        ("pe_2026e", "pe_2026E"),
        ("pe2026", "pe_2026E"),
        ("pe26E", "pe_2026E"),
        ("市盈率26", "pe_2026E"),
        ("市盈率２６", "pe_2026E"),
        ("PE 2026E", "pe_2026E"),
        ("PE26E", "pe_2026E"),
        ("eps25", "eps_2025A"),
        ("每股收益25", "eps_2025A"),
        ("pe.fy0", "pe_2025A"),
        ("pe.fy1", "pe_2026E"),
        ("市盈率.fy3", "pe_2028E"),
        ("增速27", "eps_growth_2027E"),
        ("EPS复合增速", "eps_cagr"),
        ("EPS 复合增速", "eps_cagr"),
        ("复合增速", "eps_cagr"),
        ("theme", "themes"),
        ("主题", "themes"),
        ("评级", "rating"),
        ("总市值", "market_cap"),
        ("收盘价", "price"),
        ("source26", "source_2026E"),
    ],
)
def test_a_column_by_each_of_its_spellings(sample: tui.Universe, word: str, name: str) -> None:
    found = scope_of(sample).field(word)
    assert found is not None
    assert (found.name, found.label) == (name, word)
    assert column(sample, word).name == name


@pytest.mark.parametrize("word", ["", "pe62", "pe.fy4", "pe.fy-1", "pe", "price26", "买入"])
def test_what_is_no_column(sample: tui.Universe, word: str) -> None:
    assert scope_of(sample).field(word) is None


@pytest.mark.parametrize(
    ("word", "near"), [("pe_2062E", "pe_2026E"), ("ratng", "rating"), ("股票价", "股价"), ("pe62", "pe26")]
)
def test_an_unknown_column_names_the_nearest(sample: tui.Universe, word: str, near: str) -> None:
    with pytest.raises(UnknownNameError, match="unknown column") as caught:
        column(sample, word)
    assert near in caught.value.near
    assert len(caught.value.near) <= 3


@pytest.mark.parametrize(
    ("name", "word", "value"),
    [
        ("group", "optical-modules", "optical-modules"),
        ("group", "光模块", "optical-modules"),
        ("group", "Optical Modules", "optical-modules"),
        ("rating", "买入", "买入"),
        ("rating", "buy", "买入"),
        ("rating", "Sell", "卖出"),  # which no name has today
        ("rating", "not rated", "未评级"),
        ("themes", "AI算力", "ai-compute"),
        ("themes", "ai 算力", "ai-compute"),
        ("themes", "AI compute", "ai-compute"),
        ("source_2028E", "house", "house"),
        ("source_2028E", "本所", "house"),
        ("industry", "通信设备", "通信设备"),
        ("name", "中国移动", "中国移动"),
        ("code", "600941.SH", "600941.SH"),
        ("code", "sh600941", "600941.SH"),
        ("code", "600941", "600941.SH"),
        ("group", "买入", None),
        ("rating", "光模块", None),
        ("code", "nothing", None),
    ],
)
def test_a_value_by_id_and_by_either_label(
    sample: tui.Universe, name: str, word: str, value: str | None
) -> None:
    scope = scope_of(sample)
    field = scope.field(name)
    assert field is not None
    assert scope.value(field, word) == value


def test_words_of_any_column_are_known_and_others_are_not(sample: tui.Universe) -> None:
    scope = scope_of(sample)
    assert all(map(scope.known, ["pe26", "市盈率26", "买入", "光模块", "AI算力", "中国移动", "通信设备"]))
    assert not any(map(scope.known, ["", "买入且", "nothing", "62"]))


def test_the_source_of_a_figure(sample: tui.Universe) -> None:
    scope = scope_of(sample)
    for word, source in (("eps28", "source_2028E"), ("pe25", "source_2025A"), ("rating", "rating_source")):
        field = scope.field(word)
        assert field is not None
        found = scope.source_of(field)
        assert found is not None
        assert found.name == source
    price = scope.field("price")
    assert price is not None
    assert scope.source_of(price) is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_offer_is_one_word_that_means_what_it_says(sample: tui.Universe, lang: str) -> None:
    scope = scope_of(sample)
    offered = scope.offered_fields(lang)
    assert {field.name for field, _ in offered} == set(sample.columns)
    for field, name in offered:
        found = scope.field(name.text)
        assert found is not None, name.text
        assert found.name == field.name
        assert " " not in name.text
    for word in ("group", "themes", "rating", "industry"):
        column_field = scope.field(word)
        assert column_field is not None
        for value in scope.offered_values(column_field, lang):
            assert scope.value(column_field, value.text) is not None, value.text


def test_a_book_with_every_state_has_no_word_of_two_meanings() -> None:
    universe = tui.load(FULLBOOK)
    scope = scope_of(universe)
    for column_ in universe.columns.values():
        found = scope.field(column_.name)
        assert found is not None
        assert found.name == column_.name
