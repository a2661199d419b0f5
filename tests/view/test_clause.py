"""Clauses that a key writes: for every cell of two books, the rows like it and those unlike it."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import pytest

import tui
from tests.universe.worlds import FULLBOOK
from tui.columns import Kind, State
from tui.view.clause import cell_clause, joined, lists_asked, names_query, whole_query
from tui.view.keep_list import keep_list_at_hand
from tui.view.resolve import resolve
from tui.view.view import View


@functools.cache
def book(path: Path | None) -> tui.Universe:
    return tui.load(path)


def rows(universe: tui.Universe, where: str) -> set[str]:
    return set(tui.arrange(universe, View(where=where, columns=("code",))).column("code").to_pylist())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", [None, FULLBOOK], ids=["sample", "fullbook"])
def test_every_cell_keeps_its_own_row_and_drops_it(path: Path | None, lang: str) -> None:
    universe = book(path)
    codes = universe.table.column("code").to_pylist()
    for name in universe.columns:
        for row in range(0, universe.rows, 3):
            kept = rows(universe, cell_clause(universe, name, row, lang, keep=True))
            dropped = rows(universe, cell_clause(universe, name, row, lang, keep=False))
            assert codes[row] in kept, (name, codes[row])
            assert codes[row] not in dropped
            assert not kept & dropped


@pytest.mark.parametrize(
    ("name", "code", "keep", "text"),
    [
        ("group", "300308.SZ", True, "group = optical-modules"),
        ("rating", "300308.SZ", False, "rating != 买入"),
        ("pe_2026E", "300308.SZ", True, "pe26 = 41.5"),
        ("price", "300308.SZ", False, "price != 1116"),
        ("price_change_pct", "600941.SH", True, None),
        ("themes", "300627.SZ", True, None),
        ("as_of", "300308.SZ", True, "as_of = 2026-07-03"),
        ("name", "300308.SZ", True, "name = 中际旭创"),
        ("code", "300308.SZ", False, "code != 300308.SZ"),
    ],
)
def test_clauses_in_english(name: str, code: str, keep: bool, text: str | None) -> None:
    universe = book(None)
    clause = cell_clause(universe, name, universe.row_of[code], "en", keep=keep)
    assert clause == text or (text is None and code in rows(universe, clause))


def test_a_cell_without_a_value_is_asked_for_by_its_state() -> None:
    universe = book(FULLBOOK)
    for code, name, state in (("600104.SH", "pe_2026E", "loss"), ("600109.SH", "pe_2026E", "uncovered")):
        row = universe.row_of[code]
        assert cell_clause(universe, name, row, "en", keep=True) == f"pe26 is {state}"
        assert cell_clause(universe, name, row, "en", keep=False) == f"pe26 is not {state}"
    assert any(universe.columns[n].kind == Kind.TAGS for n in universe.columns)
    assert State.LOSS.word == "loss"


@pytest.mark.parametrize(
    ("where", "lang", "text"),
    [
        ("", "en", "pe26 < 5"),
        ("price > 3", "en", "price > 3 and pe26 < 5"),
        ("price > 3", "zh", "price > 3 且 pe26 < 5"),
        ("price > 3 or peg < 1", "en", "price > 3 or peg < 1, pe26 < 5"),
        ("price > 3 or peg < 1, pb > 1", "en", "price > 3 or peg < 1, pb > 1, pe26 < 5"),
        ("pb > 1, price > 3 or peg < 1", "zh", "pb > 1, price > 3 or peg < 1，pe26 < 5"),
        ("(price > 3 or peg < 1) and pb > 1", "en", "(price > 3 or peg < 1) and pb > 1, pe26 < 5"),
        ("not price > 3", "en", "not price > 3 and pe26 < 5"),
    ],
)
def test_a_clause_more_narrows_whatever_stood_before(where: str, lang: str, text: str) -> None:
    universe = book(None)
    both = joined(universe, where, "pe26 < 5", lang)
    assert both == text
    clause = "pe26 < 30"
    wanted = rows(universe, clause) & (rows(universe, where) if where else rows(universe, clause))
    assert rows(universe, joined(universe, where, clause, lang)) == wanted


@pytest.mark.parametrize(
    ("view", "text"),
    [
        (View(), ""),
        (View(where="pe26 < 50"), "pe26 < 50"),
        (View(groups=("光模块",)), "group = optical-modules"),
        (View(groups=("光模块", "operators")), "group in (optical-modules, operators)"),
        (View(themes=("leo-satellite",)), "themes has leo-satellite"),
        (View(themes=("leo-satellite", "gnss")), "themes has any (leo-satellite, gnss)"),
        (
            View(where="pe26 < 50 or peg < 1", groups=("operators",), themes=("gnss",)),
            "pe26 < 50 or peg < 1, group = operators and themes has gnss",
        ),
    ],
)
def test_all_that_a_view_asks_is_one_query(view: View, text: str) -> None:
    universe = book(None)
    resolved = resolve(universe, view)
    assert whole_query(universe, resolved, "en") == text
    same = {"columns": ("code",)}
    before = tui.arrange(universe, View(view.where, view.groups, view.themes, **same)).column("code")  # type: ignore[arg-type]
    after = tui.arrange(universe, View(where=text, **same)).column("code")  # type: ignore[arg-type]
    assert before.to_pylist() == after.to_pylist()


LISTS = ("mine", "持仓")


@pytest.mark.parametrize(
    ("where", "lang", "held", "asks"),
    [
        ("", "en", (), "@mine"),
        ("@mine", "en", ("mine",), "@mine"),
        ("@持仓", "zh", ("持仓",), "@mine"),
        ("@mine and @持仓", "en", ("mine", "持仓"), "@mine"),
        ("pe26 < 45", "en", (), "pe26 < 45 and @mine"),
        ("市盈率26 < 45", "zh", (), "市盈率26 < 45 且 @mine"),
        ("pe26 < 45 and @持仓", "en", ("持仓",), "pe26 < 45 and @mine"),
        ("pe26 < 45 or peg < 1", "en", (), "pe26 < 45 or peg < 1, @mine"),
        ("pe26 < 45 or peg < 1, @持仓", "en", ("持仓",), "(pe26 < 45 or peg < 1) and @mine"),
        ("peg < 1 and (pe26 < 45 or @持仓) and @持仓", "en", ("持仓",),
         "peg < 1 and (pe26 < 45 or @持仓) and @mine"),
        ("not @mine", "en", (), "not @mine and @mine"),
        ("@mine or peg < 1", "en", (), "@mine or peg < 1, @mine"),
        ("@cheap-in-group", "en", (), "@cheap-in-group and @mine"),
        ("pe26 <", "en", (), "@mine"),
    ],
)  # fmt: skip
def test_a_list_takes_the_place_of_another(where: str, lang: str, held: tuple[str, ...], asks: str) -> None:
    universe = replace(book(None))
    for name, codes in (("mine", ("600941.SH", "300308.SZ")), ("持仓", ("300308.SZ", "300502.SZ"))):
        keep_list_at_hand(universe, name, codes, Path("config.toml"))
    found, queries = lists_asked(universe, where, LISTS, lang)
    assert found == frozenset(held)
    assert list(queries) == list(LISTS)
    assert queries["mine"] == asks
    assert rows(universe, queries["mine"]) <= {"600941.SH", "300308.SZ"}
    assert lists_asked(universe, queries["mine"], LISTS, lang)[0] >= {"mine"}


@pytest.mark.parametrize(
    ("codes", "lang", "text"),
    [
        ((), "en", ""),
        (("600941.SH",), "en", "code = 600941.SH"),
        (("600941.SH", "300308.SZ"), "en", "code in (600941.SH, 300308.SZ)"),
        (("600941.SH", "00700.HK", "BRK-B.US"), "zh", "代码 in (600941.SH, 00700.HK, BRK-B.US)"),
    ],
)
def test_names_as_a_query(codes: tuple[str, ...], lang: str, text: str) -> None:
    universe = book(None)
    assert names_query(universe, codes, lang) == text
    assert rows(universe, text) == (set(codes) & set(universe.row_of) if codes else set(universe.row_of))
