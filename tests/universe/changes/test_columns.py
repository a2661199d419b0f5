"""The columns of what changed in a universe: values, states, queries, and that nobody waits for them."""

from __future__ import annotations

import subprocess
import sys
from math import log as ln
from typing import TYPE_CHECKING, Any

import pytest

import tui
from tests.universe.changes.vintages import BOOK, DAYS
from tui.columns import LATE, State
from tui.universe.build import build
from tui.view.resolve import resolve
from tui.view.view import By

if TYPE_CHECKING:
    from datetime import date

NAMES = ("600001.SH", "600002.SH", "300004.SZ", "300005.SZ", "300006.SZ", "600007.SH")


def at(day: date, since: date | None = None) -> Any:
    return tui.load(BOOK, as_of=day, since=since)


def cells(universe: Any, name: str) -> dict[str, Any]:
    """Per name a value, or the word of its state."""
    column = universe.columns[name]
    held = universe.column(name).to_pylist()
    if not column.kind.numeric:
        return dict(zip(NAMES, held, strict=True))
    states = [State(int(state)) for state in universe.states(name)]
    return {
        code: pytest.approx(value) if state is State.VALUE else state.word
        for code, value, state in zip(NAMES, held, states, strict=True)
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("revisions", (2, 0, 0, "uncovered", 0, 1)),
        ("rating_change", ("unchanged", "unchanged", "unchanged", "new", "unchanged", "unchanged")),
        ("revision_2026A", (0.1 / 2.2, 0, 0.02, "uncovered", -0.2, 0)),
        ("revision_2027E", (0.09 / 2.51, 0, 0, "uncovered", "nm", 0.1)),
        ("revision_2029E", ("missing", "missing", "missing", "uncovered", "missing", "missing")),
        ("pe_change", (ln(1.1) - ln(2.6 / 2.51), 0, ln(1.05), "uncovered", "loss", ln(1.05) - ln(1.1))),
    ],
)
def test_values_and_states(name: str, expected: tuple[Any, ...]) -> None:
    found = cells(at(DAYS[3]), name)
    for code, wanted in zip(NAMES, expected, strict=True):
        if isinstance(wanted, str):
            assert found[code] == wanted, code
        else:
            assert found[code].expected == pytest.approx(wanted, abs=1e-12), code


def test_the_parts_of_a_pe_change_add_up() -> None:
    universe = at(DAYS[3])
    whole, price, eps = (universe.values(n) for n in ("pe_change", "pe_from_price", "pe_from_eps"))
    assert (abs(price + eps - whole)[universe.states("pe_change") == State.VALUE] <= 1e-12).all()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("revisions > 0", ("600001.SH", "600007.SH")),
        ("revision27 > 3%", ("600001.SH", "600007.SH")),
        ("revision.fy1 is nm", ("300006.SZ",)),
        ("rating_change = new", ("300005.SZ",)),
        ("评级变动 = 新评", ("300005.SZ",)),
        ("rating_change in (up, down)", ()),
        ("pe_change is loss", ("300006.SZ",)),
        ("pe_percentile <= 100% and revisions > 1", ("600001.SH",)),
        ("rating_change @ previous = withdrawn", ("300006.SZ",)),
    ],
)
def test_queries_ask_for_them(query: str, codes: tuple[str, ...]) -> None:
    universe = at(DAYS[3])
    rows = tui.arrange(universe, tui.View(where=query, by=By.NONE))
    assert tuple(rows.column("code").to_pylist()) == codes


def test_views_and_exports_name_them() -> None:
    view = tui.View(columns=("code", "revisions", "rating_change"), sort=tui.View().sorted_by(
        "revisions", descending=True).sort, by=By.NONE, limit=2)  # fmt: skip
    written = tui.export(at(DAYS[3]), view, fmt="csv", states=True)
    assert written == (
        b"code,revisions,rating_change,revisions_state\n"
        b"600001.SH,2,unchanged,value\n600007.SH,1,unchanged,value\n"
    )


def test_a_formula_may_use_them() -> None:
    universe = tui.load(BOOK, columns={"twice": "2 * revisions"})
    assert universe.values("twice")[0] == 2 * universe.values("revisions")[0] == 4


def test_since_is_what_they_and_the_price_change_look_back_to() -> None:
    universe = at(DAYS[3], since=DAYS[0])
    assert cells(universe, "rating_change")["600007.SH"] == "down"
    assert universe.values("price_change_pct")[0] == pytest.approx(100 * (24.2 / 20 - 1))
    assert cells(at(DAYS[3]), "rating_change")["600007.SH"] == "unchanged"


def test_without_a_date_before_they_are_missing() -> None:
    universe = at(DAYS[0])
    assert {universe.column("rating_change")[i].as_py() for i in range(universe.rows)} == {None}
    assert set(universe.states("revisions").tolist()) == {State.MISSING}


def test_they_are_listed_but_not_shown_by_default_nor_computed() -> None:
    universe = at(DAYS[3])
    names = {c.name for c in LATE} | {f"revision_{year}" for year in universe.years}
    assert names <= set(universe.columns)
    assert not names & {*universe.defaults, *universe.table.column_names, *universe.to_arrow().column_names}
    resolve(universe, tui.View(where="rating_change = up and 评级 = 买入"))
    tui.export(universe)
    assert universe.late is not None
    assert not universe.late._held


def test_an_export_that_names_none_does_not_import_what_makes_them() -> None:
    code = (
        "import sys, tui, io; tui.export(tui.load(), tui.View(where='pe26 < 50'), io.BytesIO(), fmt='csv');"
        "print([m for m in sys.modules if m.startswith('tui.universe.changes')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_names_of_now_that_were_not_there_then_are_no_trouble() -> None:
    opened = tui.load(BOOK, as_of=DAYS[3]).history
    assert opened is not None
    universe = build(opened.book, DAYS[1], also=tui.load(BOOK, as_of=DAYS[0]).table.column("code"))
    assert len(universe.column("revisions")) == universe.rows
