"""The stories of a vintage and what they are linked to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from tests.universe.worlds import FakeBook, table
from tui.arrow import text_array
from tui.book.layout import NameInfo, Vintage
from tui.universe import news
from tui.universe.themes import Member, Theme

if TYPE_CHECKING:
    from tui.book.layout import Book

DAY = date(2026, 7, 3)
CODES = text_array(["600941.SH", "00700.HK", "GOOGLE.US"])
NAMES = text_array(["中国移动", None, "谷歌"])

Row = dict[str, Any]


def linked(
    rows: list[Row], *, themes: tuple[Theme, ...] = (), names: dict[str, NameInfo] | None = None
) -> tuple[Any, Any]:
    book = cast("Book", FakeBook({}, names=names or {}))
    return news.linked(book, Vintage(table(rows), DAY, Path("news.csv")), CODES, NAMES, themes, DAY)[:2]


def targets(links: Any) -> list[tuple[str, str]]:
    return [(r["news_id"], r["target"]) for r in links.to_pylist()]


def test_a_name_is_found_by_its_name_and_its_code() -> None:
    rows: list[Row] = [
        {"id": "a", "title": "中国移动上调开支", "summary": None},
        {"id": "b", "title": "关注600941", "summary": None},
        {"id": "c", "title": "buy 00700.HK now", "summary": None},
        {
            "id": "d",
            "title": "00700 alone says nothing",
            "summary": "nor does GOOGLE, which is no six digits",
        },
    ]
    _, links = linked(rows)
    assert targets(links) == [("a", "600941.SH"), ("b", "600941.SH"), ("c", "00700.HK")]


def test_aliases_and_look_alikes_of_the_book() -> None:
    rows: list[Row] = [{"id": "a", "title": "中移动与中国移动互联网", "summary": None}]
    info = NameInfo(aliases=("中移动",), lookalikes=("中国移动互联网",))
    _, links = linked(rows, names={"600941.SH": info})
    assert [(r["term"], r["start"]) for r in links.to_pylist()] == [("中移动", 0)]


def test_only_members_of_the_day_and_of_the_universe_follow_a_theme() -> None:
    members = (
        Member("600941.SH", "", "", "", until=date(2026, 7, 2)),
        Member("00700.HK", "", "", "", since=DAY),
        Member("999999.SH", "", "", ""),
    )
    theme = Theme("t", "t", "t", "", "", ("算力",), members)
    _, links = linked([{"id": "a", "title": "算力紧缺", "summary": None}], themes=(theme,))
    assert targets(links) == [("a", "00700.HK"), ("a", "t")]


def test_the_members_of_a_theme_are_also_those_of_the_themes_under_it() -> None:
    def theme(name: str, parent: str, *members: Member) -> Theme:
        return Theme(name, name, name, "", "", (), members, parent)

    themes = (
        theme("a", "", Member("1", "", "", "", weight=0.5)),
        theme("b", "a", Member("1", "", "", "", weight=0.8), Member("2", "", "", "")),
        theme("c", "b", Member("3", "", "", ""), Member("4", "", "", "", until=date(2026, 1, 1))),
    )
    found = news.members_of(themes, {"1", "2", "3", "4"}, DAY)
    assert found == {
        "a": {"1": 0.8, "2": 1.0, "3": 1.0},
        "b": {"1": 0.8, "2": 1.0, "3": 1.0},
        "c": {"3": 1.0},
    }


def test_a_story_counts_as_of_its_date_or_the_file_s() -> None:
    rows: list[Row] = [
        {"id": "a", "title": "x", "summary": None, "published": date(2026, 7, 1)},
        {"id": "b", "title": "y", "summary": None, "published": None},
    ]
    stories, _ = linked(rows)
    assert tuple(stories.column_names) == (*news.STORY_COLUMNS, "cluster")
    assert stories.column("date").to_pylist() == [date(2026, 7, 1), DAY]
    assert stories.column("published").to_pylist() == [date(2026, 7, 1), None]


def test_columns_that_a_file_lacks_are_empty() -> None:
    stories, _ = linked([{"id": "a", "title": "x"}])
    assert stories.column("url").to_pylist() == [None]
    assert stories.column("published").to_pylist() == [None]


def test_no_news_at_all() -> None:
    book = cast("Book", FakeBook({}))
    stories, links, _ = news.linked(book, None, CODES, NAMES, (), DAY)
    assert (stories.num_rows, links.num_rows) == (0, 0)
    assert tuple(stories.column_names) == (*news.STORY_COLUMNS, "cluster")
    assert news.count(links, stories, CODES).tolist() == [0, 0, 0]


def test_the_count_is_of_distinct_stories() -> None:
    theme = Theme("t", "t", "t", "", "", ("算力",), (Member("600941.SH", "", "", ""),))
    rows: list[Row] = [
        {"id": "a", "title": "中国移动谈算力", "summary": "中国移动"},
        {"id": "b", "title": "算力", "summary": None},
        {"id": "c", "title": "无关", "summary": None},
        {"id": "d", "title": "中国移动谈算力！", "summary": "又一家"},
    ]
    stories, links = linked(rows, themes=(theme,))
    assert news.count(links, stories, CODES).tolist() == [2, 0, 0]
