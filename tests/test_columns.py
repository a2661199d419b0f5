"""The registry of columns: complete in both languages, every name once, and what words mean."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.universe.worlds import cases
from tui.columns import (
    FAMILIES,
    FIXED,
    LEADING,
    TRAILING,
    Column,
    Kind,
    State,
    Year,
    by_name,
    default_names,
    fixed,
    from_vendor,
    unregistered,
    yearly,
)

ALL = (*FIXED, *FAMILIES)
YEARS = (Year(2025, "A"), Year(2026, "E"), Year(2027, "E"), Year(2028, "E"))
CJK = re.compile(r"[\u4e00-\u9fff]")
each = pytest.mark.parametrize("column", ALL, ids=lambda c: c.name)


def a_book() -> dict[str, Column]:
    columns = {c.name: c for c in FIXED}
    columns |= {c.name: c for f in FAMILIES for c in (yearly(f.name, y) for y in YEARS)}
    return columns


@each
def test_every_column_speaks_both_languages(column: Column) -> None:
    assert re.fullmatch(r"[a-z][a-z_]*", column.name)
    for lang in ("zh", "en"):
        assert column.label(lang).strip()
        assert column.head(lang).strip()
        assert column.help(lang).strip()
    assert CJK.search(column.help("zh"))
    assert not CJK.search(column.label("en") + column.head("en") + column.help("en") + column.formula)


@each
def test_kind_and_name_agree(column: Column) -> None:
    assert (column.kind == Kind.PERCENT) == column.name.endswith("_pct")
    assert bool(column.unit) == column.kind.numeric
    if column.kind.numeric:
        assert 0 <= column.decimals <= 4
        assert column.scale > 0
    else:
        assert column.formula == ""
        assert not column.signed


@each
def test_factors_of_other_makers_are_positive(column: Column) -> None:
    assert all(factor > 0 for factor in column.vendor.values())


def test_no_name_twice() -> None:
    assert len({c.name for c in FIXED}) == len(FIXED)
    assert len({c.name for c in FAMILIES}) == len(FAMILIES)


def test_no_word_means_two_columns_of_a_book() -> None:
    meant: dict[str, str] = {}
    for column in a_book().values():
        words = {
            w.casefold() for w in (column.name, column.zh, column.en, column.head("zh"), column.head("en"))
        }
        for word in words:
            assert meant.setdefault(word, column.name) == column.name, word


def test_no_header_of_a_file_means_two_columns() -> None:
    meant: dict[str, str] = {}
    for column in FIXED:
        for header in {h.casefold() for h in (column.name, column.zh, *column.vendor)}:
            assert meant.setdefault(header, column.name) == column.name, header


@pytest.mark.parametrize("row", cases("vendor.csv"))
def test_headers_of_other_makers(row: dict[str, str]) -> None:
    found = from_vendor(row["header"])
    assert found == ((row["column"], float(row["factor"])) if row["column"] else None)


@pytest.mark.parametrize(
    ("name", "family", "year"),
    [
        ("eps_2026E", "eps", Year(2026, "E")),
        ("pe_2025A", "pe", Year(2025, "A")),
        ("source_2031E", "source", Year(2031, "E")),
        ("eps_growth_2027E", "eps_growth", Year(2027, "E")),
    ],
)
def test_a_yearly_column(name: str, family: str, year: Year) -> None:
    column = by_name(name)
    assert column is not None
    assert (column.name, column.family, column.year) == (name, family, year)
    assert column.kind == next(f.kind for f in FAMILIES if f.name == family)
    assert str(year) in column.zh
    assert str(year) in column.en
    assert column.head("zh").endswith(year.short)
    assert column.head("en").endswith(year.short)


@pytest.mark.parametrize(
    "name",
    ["eps_2026", "eps_26E", "eps_2026B", "eps_1899A", "price_2026E", "EPS_2026E", "eps_2026E ", "", "x"],
)
def test_no_such_column(name: str) -> None:
    assert by_name(name) is None


def test_fixed_has_no_years() -> None:
    assert fixed("price") is not None
    assert fixed("eps_2026E") is None


def test_the_static_pe_and_a_year_s_pe_are_two() -> None:
    static, forward = by_name("pe"), by_name("pe_2026E")
    assert static is not None
    assert forward is not None
    assert static.year is None
    assert static.zh != forward.zh


def test_the_default_columns_are_those_of_the_contract() -> None:
    assert ",".join(default_names(reversed(YEARS), ("my_score",))) == (
        "code,name,group,rating,price,as_of,eps_2025A,eps_2026E,eps_2027E,eps_2028E,pe_2025A,pe_2026E,pe_2027E,"
        "pe_2028E,eps_cagr,peg,pe_to_group,price_change_pct,themes,news,checks,my_score"
    )
    assert all(by_name(name) for name in (*LEADING, *TRAILING))


def test_other_years_need_no_code() -> None:
    assert default_names([Year(2029, "E"), Year(2026, "A")])[6:10] == (
        "eps_2026A",
        "eps_2029E",
        "pe_2026A",
        "pe_2029E",
    )


def test_a_file_s_own_column_keeps_its_name() -> None:
    column = unregistered("My score", Kind.MONEY)
    assert {column.name, column.zh, column.en, column.head("zh"), column.head("en")} == {"My score"}


def test_states_are_told_by_word() -> None:
    assert [s.word for s in State] == ["value", "nm", "loss", "missing", "uncovered"]


@given(st.integers(1900, 2099), st.sampled_from("AE"), st.sampled_from([f.name for f in FAMILIES]))
def test_a_name_leads_back_to_its_year(number: int, basis: str, family: str) -> None:
    column = yearly(family, Year(number, basis))
    assert by_name(column.name) == column


def test_years_stand_in_order() -> None:
    assert sorted([Year(2026, "E"), Year(2025, "E"), Year(2025, "A")]) == [
        Year(2025, "A"), Year(2025, "E"), Year(2026, "E"),
    ]  # fmt: skip
    assert (str(Year(2026, "E")), Year(2005, "A").short) == ("2026E", "05A")
