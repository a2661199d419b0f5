"""The sample book: the report's week and the market before it, against the facts they were built from."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import tui
from tests.universe.worlds import SHARED, rows_of
from tui.columns import State, Year
from tui.view.news import stories, story_table, theme_table

if TYPE_CHECKING:
    from tui.universe.universe import Universe

APRIL, JULY = date(2026, 4, 15), date(2026, 7, 3)
HEADER = (
    "code,name,group,rating,price,as_of,eps_2025A,eps_2026E,eps_2027E,eps_2028E,pe_2025A,pe_2026E,pe_2027E,"
    "pe_2028E,eps_cagr,peg,pe_to_group,price_change_pct,themes,news,checks"
)
GROUPS = ["operators"] * 3 + ["optical-modules"] * 5 + ["equipment"] * 3 + ["commercial-space"] * 2
YEARS = (Year(2025, "A"), Year(2026, "E"), Year(2027, "E"), Year(2028, "E"))
facts = pytest.mark.skipif(
    not (SHARED / "facts").is_dir(), reason="the week's facts are not beside the checkout"
)


@pytest.fixture(scope="module")
def july() -> Universe:
    return tui.load()


@pytest.fixture(scope="module")
def april() -> Universe:
    return tui.load(as_of=APRIL)


def exported(universe: Universe, **view: Any) -> list[dict[str, str]]:
    data = tui.export(universe, tui.View(**view))
    assert data is not None
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_the_default_export(july: Universe) -> None:
    data = tui.export(july)
    assert data is not None
    text = data.decode()
    assert text.startswith(HEADER)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["group"] for row in rows] == GROUPS
    assert "\r" not in text


@facts
def test_names_stand_in_their_groups_as_the_coverage_lists_them(july: Universe) -> None:
    listed = rows_of(SHARED / "facts" / "coverage.csv")
    order = list(dict.fromkeys(GROUPS))
    assert [r["code"] for r in exported(july)] == [
        r["code"] for r in sorted(listed, key=lambda r: order.index(r["group"]))
    ]


@facts
def test_every_printed_figure_is_the_report_s(july: Universe) -> None:
    for row in rows_of(SHARED / "facts" / "coverage.csv"):
        at = july.row_of[row["code"]]
        for name in ("name", "group", "rating"):
            assert july.table.column(name)[at].as_py() == row[name]
        for name in row:
            if name == "price" or name.startswith(("eps_", "pe_")):
                assert july.values(name)[at] == float(row[name]), (row["code"], name)


@facts
def test_whose_estimate_each_is(july: Universe) -> None:
    listed = rows_of(SHARED / "facts" / "estimate_sources.csv")
    house = {(r["code"], cell) for r in listed if r["source"] == "house" for cell in r["cells"].split()}
    assert len(house) == 11
    for code, at in july.row_of.items():
        for year in YEARS:
            whose = july.table.column(f"source_{year}")[at].as_py()
            assert whose == ("house" if (code, str(year)) in house else "consensus"), (code, year)


def test_the_optical_modules_by_pe(july: Universe) -> None:
    rows = exported(
        july, groups=("optical-modules",), sort=tui.parse_sort("pe_2026E"), columns=("code", "pe_2026E")
    )
    assert [(r["code"], r["pe_2026E"]) for r in rows] == [
        ("300502.SZ", "39.9"), ("300308.SZ", "41.5"), ("300394.SZ", "69.3"), ("300570.SZ", "90.4"),
        ("002281.SZ", "112.2"),
    ]  # fmt: skip


def test_the_checks(july: Universe) -> None:
    found = july.checks.to_pylist()
    assert tuple(july.checks.column_names) == (
        "code", "name", "year", "metric", "status", "printed", "low", "high", "cause",
    )  # fmt: skip
    assert [tuple(r[n] for n in ("code", "year", "metric", "status", "printed", "cause")) for r in found] == [
        ("600118.SH", "2025A", "pe", "imprecise", 2867.1, ""),
        ("600118.SH", "2026E", "pe", "imprecise", 1172.6, ""),
        ("300627.SZ", "2026E", "pe", "contradicts", 27.7, "year-shift"),
        ("300627.SZ", "2027E", "pe", "contradicts", 21.1, "year-shift"),
    ]
    widths = [round(100 * (r["high"] - r["low"]) / r["printed"]) for r in found]
    assert widths[:2] == [34, 15]
    counts = dict(zip(july.row_of, july.values("checks"), strict=True))
    assert {c: n for c, n in counts.items() if n} == {"600118.SH": 2, "300627.SZ": 2}


CHANGES = {
    "600941.SH": -6.65, "601728.SH": -6.86, "600050.SH": -10.94, "300308.SZ": 43.08, "300394.SZ": -24.36,
    "300502.SZ": 5.84, "300570.SZ": 82.36, "002281.SZ": 103.68, "600118.SH": 0.02, "300627.SZ": -15.93,
    "000063.SZ": 3.32, "000938.SZ": 10.19, "603236.SH": -32.50,
}  # fmt: skip


def test_price_changes(july: Universe) -> None:
    found = dict(zip(july.row_of, july.values("price_change_pct").round(2).tolist(), strict=True))
    assert found == CHANGES
    assert july.unadjusted.all()  # nothing says what happened to the shares between the two dates
    assert not july.pe_unadjusted.any()


@facts
def test_price_changes_are_of_the_two_facts_files(july: Universe) -> None:
    before = {r["code"]: float(r["price"]) for r in rows_of(SHARED / "facts" / "market-2026-04-15.csv")}
    now = {r["code"]: float(r["price"]) for r in rows_of(SHARED / "facts" / "coverage.csv")}
    for code, at in july.row_of.items():
        wanted = 100 * (now[code] / before[code] - 1)
        assert july.values("price_change_pct")[at] == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        ("600941.SH", "eps_cagr", (6.62 / 6.33) ** (1 / 3) - 1),
        ("600941.SH", "peg", 14.3 / (100 * ((6.62 / 6.33) ** (1 / 3) - 1))),
        ("600941.SH", "pe_to_group", 14.3 / 15.3 - 1),
        ("300308.SZ", "eps_cagr", (74.99 / 9.72) ** (1 / 3) - 1),
        ("300394.SZ", "pe_to_group", 0.0),
        ("300627.SZ", "pe_to_group", 27.7 / ((1172.6 + 27.7) / 2) - 1),
        ("601728.SH", "eps_cagr", 0.0),
        ("300308.SZ", "eps_growth_2026E", 26.87 / 9.72 - 1),
    ],
)
def test_derived_figures(july: Universe, code: str, name: str, value: float) -> None:
    assert july.values(name)[july.row_of[code]] == pytest.approx(value, rel=1e-12, abs=1e-12)


def test_the_one_cell_without_a_value(july: Universe) -> None:
    """China Telecom's EPS does not grow: its PEG is not meaningful. All else of the sample is a value."""
    empty = [
        (code, column.name, State(int(july.states(column.name)[at])).word)
        for column in july.columns.values()
        if column.kind.numeric and not july.is_late(column.name)
        for code, at in july.row_of.items()
        if july.states(column.name)[at] != State.VALUE
    ]
    assert empty == [("601728.SH", "peg", "nm")]


def test_growth_across_two_sources_is_marked(july: Universe) -> None:
    marked = {(c, name) for name, flags in july.mixed.items() for c, at in july.row_of.items() if flags[at]}
    assert marked == {("300394.SZ", "eps_growth_2028E"), ("300502.SZ", "eps_growth_2028E")}


def test_the_satellite_story_reaches_china_spacesat(july: Universe) -> None:
    rows = story_table(july, name="600118.SH").to_pylist()
    assert "n2" in [r["news_id"] for r in rows]
    story = next(s for s in stories(july, target="600118.SH") if s.news_id == "n2")
    for link in story.links:
        assert (link.route, link.target) == ("theme", "600118.SH")
        stored = {"title": story.title, "summary": story.summary}[link.field]
        assert stored[link.start : link.end] == link.term
    assert story.links[0].field == "title"
    assert story.published == date(2026, 6, 30)
    assert next(s for s in stories(july) if s.news_id == "n1").published is None
    assert next(s for s in stories(july) if s.news_id == "n1").date == JULY


def test_no_story_names_a_company(july: Universe) -> None:
    assert {r["route"] for r in july.links.to_pylist()} == {"theme"}


def test_news_counts_are_distinct_stories(july: Universe) -> None:
    for code, at in july.row_of.items():
        assert july.values("news")[at] == len(stories(july, target=code))


def test_themes(july: Universe) -> None:
    rows = {r["id"]: r for r in theme_table(july).to_pylist()}
    assert len(rows) == 12
    assert list(rows) == sorted(rows)
    leo = rows["leo-satellite"]
    assert leo["codes"] == "600118.SH;000063.SZ"
    assert (leo["members"], leo["pe_median"], leo["stories"]) == (2, (1172.6 + 25.7) / 2, 2)
    assert rows["operators"]["pe_median"] == 15.3
    for row in rows.values():
        assert row["members"] == (len(row["codes"].split(";")) if row["codes"] else 0)


def test_a_theme_by_id_and_by_either_label(july: Universe) -> None:
    found = [
        [r["code"] for r in exported(july, themes=(word,))]
        for word in ("leo-satellite", "低轨卫星", "LEO satellites")
    ]
    assert found == [["000063.SZ", "600118.SH"]] * 3


def test_a_group_by_id_and_by_either_label(july: Universe) -> None:
    found = [
        [r["code"] for r in exported(july, groups=(word,))]
        for word in ("commercial-space", "商业航天", "commercial space", "Commercial Space")
    ]
    assert found == [["600118.SH", "300627.SZ"]] * 4


def test_sorted_by_group_and_then_falling_pe(july: Universe) -> None:
    rows = exported(july, sort=tui.parse_sort("group,-pe_2026E"), by=tui.By.NONE)
    assert [row["group"] for row in rows] == GROUPS
    for group in set(GROUPS):
        pes = [float(r["pe_2026E"]) for r in rows if r["group"] == group]
        assert pes == sorted(pes, reverse=True)


def test_a_limit(july: Universe) -> None:
    assert [r["code"] for r in exported(july, limit=3)] == ["600941.SH", "601728.SH", "600050.SH"]


# ── 2026-04-15: a market without coverage ───────────────────────────────────────────────────────────


def test_the_columns_are_the_same_before_the_report(april: Universe) -> None:
    data = tui.export(april)
    assert data is not None
    assert data.decode().startswith(HEADER)
    assert april.years == YEARS
    assert april.as_of == APRIL


def test_names_stand_without_group_and_uncovered(april: Universe) -> None:
    assert april.rows == 13
    assert april.table.column("group").null_count == 13
    assert april.table.column("rating").null_count == 13
    for year in YEARS:
        for name in (f"eps_{year}", f"pe_{year}"):
            assert set(april.states(name).tolist()) == {State.UNCOVERED}
    for name in ("eps_cagr", "peg", "pe_to_group"):
        assert set(april.states(name).tolist()) == {State.UNCOVERED}
    assert april.checks.num_rows == 0
    assert april.stories.num_rows == 0
    assert april.values("news").sum() == 0


def test_there_is_no_price_before_the_first(april: Universe) -> None:
    assert set(april.states("price_change_pct").tolist()) == {State.MISSING}
    assert not april.unadjusted.any()


@facts
def test_the_market_s_figures(april: Universe) -> None:
    for row in rows_of(SHARED / "facts" / "market-2026-04-15.csv"):
        at = april.row_of[row["code"]]
        assert april.table.column("name")[at].as_py() == row["name"]
        assert april.table.column("as_of")[at].as_py() == APRIL
        for name in ("price", "change_pct", "pe_ttm", "pb", "ps_ttm", "dividend_yield_pct"):
            assert april.values(name)[at] == float(row[name])
        assert april.values("market_cap")[at] == pytest.approx(float(row["market_cap_100m"]) * 1e8, rel=1e-12)
        assert april.values("shares")[at] == pytest.approx(float(row["shares_100m"]) * 1e8, rel=1e-12)


def test_nothing_is_wrong_with_the_sample(july: Universe, april: Universe) -> None:
    assert july.problems == ()
    assert april.problems == ()
    assert july.read_only


def test_the_same_bytes_on_every_run() -> None:
    assert tui.export(tui.load()) == tui.export(tui.load())


def test_frames(july: Universe) -> None:
    frame = july.to_pandas()
    made = [name for name in july.columns if not july.is_late(name)]
    assert frame.shape == (13, len(made))
    assert frame["pe_2026E"].dtype == np.float64
    assert july.to_arrow().column_names == made
