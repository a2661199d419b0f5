"""Which day a report is filed under, where its dates, its file's name and the user do not agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.report.booked import put
from tests.report.worlds import DAY, named, report, weekly
from tui.report.dating import day_in_table, settled
from tui.report.diagnostics import Level
from tui.report.importer import run
from tui.report.model import PartDay, Prose
from tui.report.read import read_document

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "通信行业周报\n\n示例证券研究所\n\n{day}\n\n"
    "代码\t简称\t{price}\tEPS 2025A\tEPS 2026E\tPE 2025A\tPE 2026E\t评级\n"
    "600941.SH\t中国移动\t87.48\t6.33\t6.13\t13.8\t14.3\t未评级\n"
    "300308.SZ\t中际旭创\t1,116.00\t9.72\t26.87\t114.8\t41.5\t买入\n\n"
    "1 一周市场表现\n\n2026年6月29日-7月3日这一周，申万通信指数下跌9.17%，上证综指(0.41%)。\n"
)
OFF = date(2025, 7, 3)
WEEK = (date(2026, 6, 29), DAY)

# the report's own day, its week, the header's day; the day it is filed under, and what is said
DATES = [
    ("all agree", DAY, WEEK, PartDay(2026, 7, 3), DAY, ""),
    ("only one", OFF, (), None, OFF, ""),
    ("the report's against the week", OFF, WEEK, None, DAY,
     "report day 2025-07-03: does not fit the week 2026-06-29 to 2026-07-03; taken for 2026-07-03"),
    ("the report's against the price's", OFF, (), PartDay(2026, 7, 3), DAY,
     "report day 2025-07-03: does not fit the price day 2026-07-03; taken for 2026-07-03"),
    ("the price's against two", DAY, WEEK, PartDay(2025, 7, 3), DAY,
     "price day 2025-07-03: does not fit the week 2026-06-29 to 2026-07-03; taken for 2026-07-03"),
    ("a header without its year", OFF, WEEK, PartDay(0, 7, 2), date(2026, 7, 2),
     "report day 2025-07-03: does not fit the week 2026-06-29 to 2026-07-03; taken for 2026-07-02"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("own", "week", "head", "day", "said"), [d[1:] for d in DATES], ids=[d[0] for d in DATES]
)
def test_the_date_that_most_support_wins(
    own: date, week: tuple[date, ...], head: PartDay | None, day: date, said: str
) -> None:
    prose = Prose(report_day=own, period=week, days=(own, *week))
    price = date(head.year or own.year, head.month, head.day) if head else None
    one = report(named("600941.SH"), prose=prose, as_of=price or own, price_date=price)
    one = replace(one, forecast=replace(one.forecast, price_day=head))
    held, told = settled(one)
    assert held.as_of == day
    assert [str(one).partition("doubtful: ")[2] for one in told] == ([said] if said else [])


def test_a_report_with_a_slip_in_its_year_is_read_anew(tmp_path: Path) -> None:
    """The years of its moves and stories hang on its own day."""
    path = tmp_path / "weekly.txt"
    path.write_text(TEXT.format(day="2025年7月3日", price="股价"), encoding="utf-8")
    outcome = run(path, tmp_path / "B")
    assert outcome.as_of == DAY
    (doubt,) = [one for one in outcome.told if one.level is Level.DOUBTFUL]
    assert (doubt.place.line, doubt.read) == (5, "report day 2025-07-03")
    moves = (tmp_path / "B/sectors/2026-07-03.csv").read_text(encoding="utf-8").splitlines()
    assert moves[1:] == [
        "2026-07-03,2026-06-29,2026-07-03,market,上证综指,0.41",
        "2026-07-03,2026-06-29,2026-07-03,sector,申万通信,-9.17",
    ]
    assert "report_date = 2026-07-03" in (tmp_path / "B/brief/2026-07-03.toml").read_text(encoding="utf-8")


def test_the_files_name_where_nothing_else_says(tmp_path: Path) -> None:
    path = tmp_path / "weekly-2026-07-03.txt"
    path.write_text(TEXT.format(day="", price="股价").split("1 一周")[0], encoding="utf-8")
    outcome = run(path, tmp_path / "B")
    assert outcome.as_of == DAY
    assert any(one.done == "taken for 2026-07-03, by the file's name" for one in outcome.told)


def test_another_day_than_the_reports_is_noted(tmp_path: Path) -> None:
    made = put(weekly(), tmp_path / "B", as_of=date(2026, 7, 5))
    (note,) = [one for one in made.told if "own date" in one.read]
    assert (note.level, note.read) == (Level.NOTE, "the report's own date is 2026-07-03")
    made = put(weekly(), tmp_path / "C", as_of=DAY)
    assert not [one for one in made.told if "own date" in one.read]


def test_a_tables_own_date_column(tmp_path: Path) -> None:
    path = tmp_path / "weekly.csv"
    head = "代码,简称,股价,报告日期,EPS2025A,EPS2026E,PE2025A,PE2026E\n"
    path.write_text(head + "600941.SH,中国移动,87.48,2026-07-03,6.33,6.13,13.8,14.3\n", encoding="utf-8")
    found = day_in_table(read_document(path))
    assert found is not None
    assert str(found[1]).endswith("weekly.csv:1: note: column '报告日期': taken for 2026-07-03")
    assert run(path, tmp_path / "B").as_of == DAY


CALENDARS = {
    "a calendar": "日期,事件\n2026-12-01,大会\n",
    "days that differ": "代码,日期\n600941,2026-07-03\n600050,2026-07-04\n",
    "no dates": "代码,日期\n600941,x\n",
}


@pytest.mark.parametrize("text", CALENDARS.values(), ids=list(CALENDARS))
def test_what_is_no_date_of_a_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "weekly.csv"
    path.write_text(text, encoding="utf-8")
    assert day_in_table(read_document(path)) is None
