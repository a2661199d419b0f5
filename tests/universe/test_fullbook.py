"""The book with every state and every trouble, against figures worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import tui
from tests.universe.worlds import EXPECTED, FULLBOOK, rows_of
from tui.columns import State, Year
from tui.universe.integrity import Status
from tui.universe.themes import load_themes

if TYPE_CHECKING:
    from tui.universe.universe import Universe

FRIDAY, MONDAY, NEXT = date(2026, 7, 3), date(2026, 7, 6), date(2026, 7, 10)
TEXTS = {"code", "group", "themes", "as_of", "unadjusted", "pe_unadjusted"}
WORDS = {s.word for s in State} - {"value"}


def at(day: date) -> Universe:
    themes, _ = load_themes([FULLBOOK / "themes"])
    return tui.load(FULLBOOK, as_of=day, themes=themes)


@pytest.fixture(scope="module", params=[FRIDAY, MONDAY, NEXT], ids=str)
def on(request: pytest.FixtureRequest) -> Universe:
    return at(request.param)


@pytest.fixture(scope="module")
def friday() -> Universe:
    return at(FRIDAY)


def test_every_figure(on: Universe) -> None:
    for row in rows_of(EXPECTED / f"{on.as_of}.csv"):
        at_row = on.row_of[row["code"]]
        for name in row.keys() - TEXTS:
            cell = (row["code"], name)
            state = State(int(on.states(name)[at_row]))
            value = on.values(name)[at_row]
            if row[name] in WORDS:
                assert (cell, state.word) == (cell, row[name])
                assert np.isnan(value), cell
            else:
                assert (cell, state) == (cell, State.VALUE)
                assert value == pytest.approx(float(row[name]), rel=1e-9, abs=1e-9), cell


def test_every_text(on: Universe) -> None:
    for row in rows_of(EXPECTED / f"{on.as_of}.csv"):
        at_row = on.row_of[row["code"]]
        for name in row.keys() & {"group", "themes", "as_of"}:
            value = on.table.column(name)[at_row].as_py()
            assert (row["code"], str(value or "")) == (row["code"], row[name])
        for name in row.keys() & {"unadjusted", "pe_unadjusted"}:
            flag = {"unadjusted": on.unadjusted, "pe_unadjusted": on.pe_unadjusted}[name][at_row]
            assert (row["code"], name, flag) == (row["code"], name, row[name] == "yes")


def test_the_names_are_those_of_the_file_in_its_order(on: Universe) -> None:
    assert on.table.column("code").to_pylist() == [r["code"] for r in rows_of(EXPECTED / f"{FRIDAY}.csv")]


def test_every_check(friday: Universe) -> None:
    for row in rows_of(EXPECTED / f"checks-{FRIDAY}.csv"):
        status = friday.table.column(f"check_{row['year']}")[friday.row_of[row["code"]]].as_py()
        assert (row["code"], row["year"], Status(status).word) == (row["code"], row["year"], row["status"])


def test_the_table_of_doubtful_cells(friday: Universe) -> None:
    expected = [
        (r["code"], r["year"], r["status"], r["cause"])
        for r in rows_of(EXPECTED / f"checks-{FRIDAY}.csv")
        if r["status"] in {"contradicts", "imprecise"}
    ]
    found = [(r["code"], r["year"], r["status"], r["cause"]) for r in friday.checks.to_pylist()]
    assert found == expected
    assert friday.values("checks").sum() == len(expected)


def test_the_check_keeps_to_the_report_s_price_whatever_the_market_says(friday: Universe) -> None:
    for day in (MONDAY, NEXT):
        assert at(day).checks.equals(friday.checks)


def test_links(friday: Universe) -> None:
    names = ("news_id", "target_kind", "target", "route", "theme", "term", "field", "start", "end")
    expected = {tuple(row[n] for n in names) for row in rows_of(EXPECTED / f"links-{FRIDAY}.csv")}
    found = [tuple(str(row[n]) for n in names) for row in friday.links.to_pylist()]
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_mixed_sources(friday: Universe) -> None:
    for name, flags in friday.mixed.items():
        codes = [c for c, row in friday.row_of.items() if flags[row]]
        assert codes == (["600101.SH"] if name == "eps_growth_2027E" else [])
    assert set(friday.mixed) == {"eps_growth_2027E"}


def test_problems(friday: Universe) -> None:
    _, themes = load_themes([FULLBOOK / "themes"])
    told = [*friday.problems, *themes]
    left = rows_of(EXPECTED / "problems.csv")
    for row in left:
        mine = [p for p in told if p.file.endswith(row["file"]) and p.line == int(row["line"])]
        about = [p for p in mine if row["about"] in f"{p.file} {p.what} {p.why}"]
        if row["about"] == "600198.SH":  # told of the names, not of the line
            about = [p for p in told if p.what == "600198.SH"]
        assert about, (row, [str(p) for p in mine])
    assert len(told) == len(left), [str(p) for p in told]


def test_no_figure_is_infinite(on: Universe) -> None:
    for column in on.columns.values():
        if column.kind.numeric:
            values, states = on.values(column.name), on.states(column.name)
            np.testing.assert_array_equal(np.isfinite(values), states == State.VALUE)


def test_years_and_dates(on: Universe) -> None:
    assert on.years == (Year(2025, "A"), Year(2026, "E"), Year(2027, "E"))
    market = {FRIDAY: date(2026, 6, 26), MONDAY: MONDAY, NEXT: NEXT}[on.as_of]
    assert on.dates["market"] == market
    assert on.dates["estimates"] == FRIDAY


def test_declared_missing_and_a_column_that_nobody_knows() -> None:
    monday = at(MONDAY)
    assert np.isnan(monday.values("pe_ttm")[monday.row_of["600104.SH"]])
    assert monday.states("pe_ttm")[monday.row_of["600104.SH"]] == State.MISSING
    assert monday.values("my_score")[monday.row_of["600103.SH"]] == 0.25
    assert "my_score" in monday.defaults


def test_hostile_text_is_shown_as_it_stands_without_its_control_signs(friday: Universe) -> None:
    names = friday.table.column("name").to_pylist()
    assert all(name.isprintable() for name in names)
    assert "乙三[@click=app.bell]光[/]" in names
    assert "=1+1甲三" in names
    for column in ("title", "summary", "url"):
        assert all((text or "").isprintable() for text in friday.stories.column(column).to_pylist())


def test_the_vintage_before() -> None:
    june = at(date(2026, 6, 26))
    row = june.row_of["600101.SH"]
    assert june.table.column("rating")[row].as_py() == "增持"
    assert june.values("eps_2026E")[row] == 1.25
    assert "600190.SH" in june.row_of
    assert np.isnan(june.values("price_change_pct")).all()


@pytest.mark.parametrize("day", [date(2026, 7, 4), date(2026, 7, 5)])
def test_between_two_dates_the_earlier_stands(day: date, friday: Universe) -> None:
    between: Any = at(day)
    assert between.to_arrow().equals(friday.to_arrow())


def test_before_the_first_date_there_is_no_universe() -> None:
    with pytest.raises(
        tui.KanpanError, match="no name on or before 2026-06-25; its first date is 2026-06-26"
    ):
        at(date(2026, 6, 25))
