"""Things with a name in a universe: formulas computed, views opened, what is wrong told with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import tui
from tests.universe.worlds import FULLBOOK
from tui.book.saved import Definition, Saved, SavedView
from tui.columns import Kind
from tui.errors import UnknownNameError
from tui.view.saved import named_view
from tui.view.shipped import saved_table, shipped
from tui.view.view import By, SortKey

FAST = ["300308.SZ", "300502.SZ", "300570.SZ", "002281.SZ", "600118.SH"]


def cells(universe: tui.Universe, name: str) -> dict[str, Any]:
    return dict(
        zip(universe.table.column("code").to_pylist(), universe.table.column(name).to_pylist(), strict=True)
    )


def test_a_formula_is_a_column_like_any_other() -> None:
    universe = tui.load(columns={"peg2": "pe27 / (100 * eps_cagr)", "twice": "peg2 * 2"})
    assert universe.problems == ()
    assert universe.columns["peg2"].kind == Kind.MULTIPLE
    assert cells(universe, "peg2")["300308.SZ"] == pytest.approx(21.5 / (100 * 0.9759640073981743))
    assert cells(universe, "twice")["300308.SZ"] == pytest.approx(2 * cells(universe, "peg2")["300308.SZ"])
    out = tui.export(
        universe, tui.View(where="peg2 < 0.3", columns=("code", "peg2"), sort=(SortKey("peg2"),))
    )
    assert out is not None
    assert out.decode().splitlines()[0] == "code,peg2"
    assert out.decode().splitlines()[1].startswith("300308.SZ,0.22")
    assert universe.defaults[-2:] == ("peg2", "twice")


def test_a_formula_takes_the_worst_state_of_its_inputs() -> None:
    universe = tui.load(FULLBOOK, columns={"ratio": "pe27 / pe26", "doubled": "eps26 * 2"})
    codes = universe.table.column("code").to_pylist()
    states = dict(zip(codes, universe.states("ratio").tolist(), strict=True))
    assert states["600104.SH"] == 2  # PE 2026E is a loss
    assert states["600109.SH"] == 4  # uncovered
    assert states["600101.SH"] == 0
    kept = tui.arrange(universe, tui.View(where="doubled is contradicted", columns=("code",)))
    assert "600111.SH" in kept.column("code").to_pylist()


def test_a_formula_of_another_date() -> None:
    universe = tui.load(FULLBOOK, columns={"raised": "eps26 / eps26 @ previous - 1", "twice": "eps26 * 2"})
    assert cells(universe, "raised")["600101.SH"] == pytest.approx(0.2)
    view = tui.View(where="twice > twice @ previous", columns=("code",))
    assert tui.arrange(universe, view).column("code").to_pylist() == ["600101.SH"]


@pytest.mark.parametrize(
    ("columns", "problems"),
    [
        ({"a": "pe62 + 1"}, {"columns.a": "unknown column 'pe62'"}),
        ({"a": "b", "b": "a"}, {"columns.a": "asks for itself: a -> b -> a", "columns.b": "asks for itself"}),
        ({"a": "a + 1"}, {"columns.a": "asks for itself: a -> a"}),
        ({"a": "b + 1", "b": "nothing"}, {"columns.a": "unknown column 'b'", "columns.b": "unknown column"}),
        ({"price": "pe26"}, {"columns.price": "a column of this name"}),
        ({"a": "pe26 < 3"}, {"columns.a": "a condition stands where a figure"}),
        ({"a": "rating"}, {"columns.a": "rating"}),
        ({"a": "median(pe26 by theme)"}, {"columns.a": "theme"}),
        ({"a": "pe26 +"}, {"columns.a": "ends here"}),
    ],
)
def test_a_bad_formula_is_a_problem_and_the_rest_loads(
    columns: dict[str, str], problems: dict[str, str]
) -> None:
    universe = tui.load(columns={"good": "pe26 * 2", **columns})
    assert "good" in universe.columns
    found = {p.what: p.why for p in universe.problems}
    assert set(found) == set(problems)
    for what, why in problems.items():
        assert why in found[what]


def test_queries_are_used_by_name_and_by_label() -> None:
    saved = Saved({"cheap": Definition("cheap", "pe26 < 30", "便宜", "cheap ones")})
    universe = tui.load(queries={"fast": "eps_cagr > 50%"}, saved=saved)
    for where in ("@cheap and @fast", "@便宜 且 @fast"):
        shown = tui.arrange(universe, tui.View(where=where, columns=("code",)))
        assert shown.column("code").to_pylist() == []
    shown = tui.arrange(universe, tui.View(where="not @cheap and @fast", columns=("code",)))
    assert shown.column("code").to_pylist() == FAST


@pytest.mark.parametrize(
    ("text", "line", "what", "why"),
    [
        ('[queries]\nx = "pe62 < 3"', 2, "queries.x", "unknown column 'pe62'; nearest: pe26"),
        ('[queries]\nx = "@y"\ny = "@x"', 2, "queries.x", "@x"),
        ('[queries]\nx = "@nothing"', 2, "queries.x", "nothing"),
        ('[views.v]\nwhere = "pe62 < 3"', 1, "views.v", "unknown column 'pe62'"),
        ('[views.v]\ncolumns = ["prise"]', 1, "views.v", "unknown column 'prise'"),
        ('[views.v]\ngroups = ["nothing"]', 1, "views.v", "unknown group 'nothing'"),
        ('[columns]\n\nc = "d"\nd = "c"', 3, "columns.c", "asks for itself: c -> d -> c"),
    ],
)
def test_what_a_book_s_own_names_is_told_with_file_and_line(
    tmp_path: Path, text: str, line: int, what: str, why: str
) -> None:
    coverage = tmp_path / "coverage"
    coverage.mkdir()
    (coverage / "2026-07-03.csv").write_text("code,name,group,price\n600941.SH,中国移动,a,10\n", "utf-8")
    estimates = tmp_path / "estimates"
    estimates.mkdir()
    (estimates / "2026-07-03.csv").write_text("code,year,basis,eps,pe_printed\n600941.SH,2026,E,1,10\n")
    (tmp_path / "book.toml").write_text(text, "utf-8")
    problems = [p for p in tui.load(tmp_path).problems if p.what == what]
    assert [(Path(p.file).name, p.line) for p in problems] == [("book.toml", line)]
    assert why in problems[0].why


@pytest.mark.parametrize("name", list(shipped().views))
def test_every_view_that_ships_works_on_the_sample_and_on_the_full_book(name: str) -> None:
    for book in (None, FULLBOOK):
        universe = tui.load(book)
        view = named_view(universe, name)
        rows = tui.arrange(universe, view)
        assert rows.column_names[:2] == ["code", "name"]
        assert view.by == By.NONE
        for label in (shipped().views[name].zh, shipped().views[name].en):
            assert named_view(universe, label) == view


def test_the_views_that_ship_find_what_they_say() -> None:
    def codes(book: Path | None, name: str) -> list[str]:
        universe = tui.load(book)
        found: list[str] = tui.arrange(universe, named_view(universe, name)).column("code").to_pylist()
        return found

    assert codes(None, "reasonable-growth") == ["300308.SZ", "300502.SZ", "000938.SZ"]
    assert codes(None, "doubtful") == ["600118.SH", "300627.SZ"]
    assert codes(None, "loss-makers") == []
    assert codes(FULLBOOK, "loss-makers") == ["600104.SH"]
    assert codes(None, "cheap-in-group")[0] == "300627.SZ"
    assert set(codes(None, "unrated")) == {
        "600941.SH", "601728.SH", "600050.SH", "300627.SZ", "000063.SZ", "000938.SZ", "603236.SH",
        "600118.SH", "300570.SZ", "002281.SZ",
    }  # fmt: skip


def test_an_unknown_view_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="unknown view 'resonable'; nearest: reasonable-growth"):
        named_view(tui.load(), "resonable")


def test_everything_with_a_name_is_listed_with_where_it_stands() -> None:
    saved = Saved(
        {"q": Definition("q", "pe26 < 3", file="config.toml", line=4)},
        {"v": SavedView("v", where="@q", file="config.toml", line=7)},
    )
    rows = saved_table(tui.load(saved=saved, columns={"c": "pe26"})).to_pylist()
    listed = {(row["kind"], row["name"]): row["from"] for row in rows}
    assert listed["query", "q"] == "config.toml:4"
    assert listed["view", "v"] == "config.toml:7"
    assert listed["column", "c"] == "kanpan"
    assert listed["view", "doubtful"] == "kanpan"
