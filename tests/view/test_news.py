"""Tables of stories and themes, and how a user names a name."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import tui
from tests.universe.worlds import FULLBOOK, universe
from tui.arrow import pa
from tui.book.codes import CodeError
from tui.columns import State
from tui.errors import Problem, UnknownNameError
from tui.universe.themes import Member, Theme, load_themes
from tui.view.news import (
    clusters,
    median_forward,
    name_code,
    stories,
    story_table,
    theme_figures,
    theme_table,
)
from tui.view.theme_members import away, member_table, problem_table, theme_of

if TYPE_CHECKING:
    from tui.universe.universe import Universe

COLUMNS = ["news_id", "published", "title", "summary", "source", "url", "as_of", "names", "themes", "route",
           "theme", "term", "field", "start", "end", "score", "cluster"]  # fmt: skip


@pytest.fixture(scope="module")
def full() -> Universe:
    themes, _ = load_themes([FULLBOOK / "themes"])
    return tui.load(FULLBOOK, as_of=date(2026, 7, 3), themes=themes)


@pytest.fixture(scope="module")
def sample() -> Universe:
    return tui.load()


@pytest.mark.parametrize(
    ("word", "code"),
    [("600941.SH", "600941.SH"), ("sh600941", "600941.SH"), ("600941", "600941.SH"),
     ("中国移动", "600941.SH"), (" 中国移动 ", "600941.SH"), ("６００９４１", "600941.SH"),
     ("1.600941", "600941.SH"), ('="002281"', "002281.SZ")],
)  # fmt: skip
def test_a_name_by_code_or_short_name(sample: Universe, word: str, code: str) -> None:
    assert name_code(sample, word) == code


@pytest.mark.parametrize(
    ("word", "told"),
    [("600942", "600942 is no code of this universe"), ("中国移", "unknown name '中国移'; nearest: 中国移动"),
     ("600941.SZ", "unknown code '600941.SZ'"), ("6009411", "'6009411' is no security code")],
)  # fmt: skip
def test_no_such_name(sample: Universe, word: str, told: str) -> None:
    with pytest.raises((UnknownNameError, CodeError)) as caught:
        name_code(sample, word)
    assert str(caught.value).startswith(told)


def test_a_name_that_is_not_given_is_not_found_by_nothing() -> None:
    held = universe({"code": ["600941.SH", "600942.SH"], "name": [None, "a"]})
    with pytest.raises((UnknownNameError, CodeError)):
        name_code(held, "")


def test_two_names_alike_are_not_guessed_between() -> None:
    held = universe({"code": ["600941.SH", "600942.SH"], "name": ["甲", "甲"]})
    with pytest.raises(CodeError, match=r"甲 could be 600941\.SH or 600942\.SH; write the code"):
        name_code(held, "甲")


def test_stories_stand_best_first_then_newest(full: Universe) -> None:
    found = stories(full)
    assert [s.news_id for s in found] == ["f6", "f1", "f3", "f2", "f5", "f4"]
    assert [s.best.score if s.best else None for s in found] == [1.0, 1.0, 0.8, None, None, None]


def test_a_story_without_a_date_counts_as_of_its_file(full: Universe) -> None:
    days = {s.news_id: (s.published, s.date) for s in stories(full)}
    assert days["f2"] == (None, date(2026, 7, 3))
    assert days["f1"] == (date(2026, 7, 1), date(2026, 7, 1))


def test_stories_of_one_target(full: Universe) -> None:
    assert [s.news_id for s in stories(full, target="600116.SH")] == ["f3"]
    assert [(k.route, k.term) for k in stories(full, target="600116.SH")[0].links] == [
        ("direct", "丁一终端"), ("theme", "试验光样机"),
    ]  # fmt: skip
    assert [s.news_id for s in stories(full, target="lab")] == ["f3"]
    assert stories(full, target="600115.SH") == []


def test_the_table_of_all_stories(full: Universe) -> None:
    found = story_table(full)
    assert found.column_names == COLUMNS
    rows = {r["news_id"]: r for r in found.to_pylist()}
    assert len(rows) == 6
    assert (rows["f3"]["names"], rows["f3"]["themes"]) == ("600116.SH;600104.SH", "lab")
    assert (rows["f3"]["route"], rows["f3"]["term"], rows["f3"]["field"]) == ("direct", "丁一终端", "summary")
    assert rows["f2"]["names"] == ""
    assert rows["f2"]["score"] is None
    assert rows["f6"]["term"] == "甲二通信"  # as it is declared; the title spaces it


def test_stories_of_a_name_and_of_a_theme(full: Universe) -> None:
    assert [r["news_id"] for r in story_table(full, name="甲一通信").to_pylist()] == ["f1"]
    assert [r["news_id"] for r in story_table(full, theme="试验").to_pylist()] == ["f3"]
    assert [r["news_id"] for r in story_table(full, name="600104", theme="lab").to_pylist()] == ["f3"]
    assert story_table(full, name="600101.SH", theme="lab").num_rows == 0
    assert story_table(full, name="600101.SH", theme="lab").column_names == COLUMNS
    with pytest.raises(UnknownNameError, match="unknown theme 'nope'"):
        story_table(full, theme="nope")


def test_themes(full: Universe) -> None:
    rows = {r["id"]: r for r in theme_table(full).to_pylist()}
    assert rows["lab"] == {
        "id": "lab", "zh": "试验", "en": "lab", "parent": "", "members": 2.0, "pe_median": 12.5,
        "pe_hmean": 12.5, "stories": 1.0, "codes": "600104.SH;600116.SH",
    }  # fmt: skip
    monday = {r["id"]: r for r in theme_table(tui.load(FULLBOOK, as_of=date(2026, 7, 6))).to_pylist()}
    assert monday["lab"]["pe_hmean"] == pytest.approx(2 / (1 / 13.75 + 1 / 20))
    assert (rows["gnss"]["members"], rows["gnss"]["pe_median"], rows["gnss"]["stories"]) == (1, None, 0)


def test_a_member_joins_on_its_day() -> None:
    themes, _ = load_themes([FULLBOOK / "themes"])
    monday = tui.load(FULLBOOK, as_of=date(2026, 7, 6), themes=themes)
    lab = next(f for f in theme_figures(monday) if f.theme.id == "lab")
    assert lab.codes == ("600104.SH", "600106.SH", "600116.SH")
    assert lab.median == (13.75 + 20) / 2


def test_median_of_positive_values_only() -> None:
    states = [State.VALUE, State.LOSS, State.VALUE, State.VALUE]
    held = universe({"code": list("abcd"), "pe_2026E": [10.0, None, -5.0, 30.0]}, states={"pe_2026E": states})
    assert median_forward(held, [0, 1, 2, 3]) == 20
    assert math.isnan(median_forward(held, [1, 2]))
    assert math.isnan(median_forward(held, []))
    assert math.isnan(median_forward(universe({"code": ["a"]}), [0]))


def test_stories_since_a_day_and_those_without_links(full: Universe) -> None:
    def ids(**wanted: object) -> list[str]:
        rows = story_table(full, **wanted).to_pylist()  # type: ignore[arg-type]
        return [row["news_id"] for row in rows]

    assert ids(since=date(2026, 7, 3)) == [s.news_id for s in stories(full) if s.date >= date(2026, 7, 3)]
    assert ids(since=date(2030, 1, 1)) == []
    assert ids(unlinked=True) == ["f2", "f5", "f4"]
    assert ids(unlinked=True, theme="lab") == []


def test_near_identical_stories_share_a_cluster_and_count_once() -> None:
    held = universe({"code": ["600941.SH"]})
    told = pa.table({"news_id": ["a", "b", "c"], "cluster": ["a", "a", "c"]})
    assert clusters(replace(held, stories=told)) == {"a": "a", "b": "a", "c": "c"}
    assert clusters(replace(held, stories=told.select(["news_id"]))) == {}
    theme = Theme("t", "题", "t", "", "", (), ())
    links = pa.table(
        {"target_kind": ["theme"] * 3, "target": ["t"] * 3, "news_id": ["a", "b", "c"]},
    )
    (figures,) = theme_figures(replace(held, stories=told, links=links, themes=(theme,)))
    assert figures.stories == 2
    assert math.isnan(figures.hmean)


def test_a_parent_has_what_stands_under_it() -> None:
    def theme(name: str, parent: str, *codes: str) -> Theme:
        members = tuple(Member(code, "", f"因{name}", "", source=name) for code in codes)
        return Theme(name, name, name, "", "", (), members, parent)

    themes = (theme("top", "", "a"), theme("low", "top", "b", "a", "z"), theme("other", "", "c"))
    links = pa.table(
        {"target_kind": ["theme"] * 2, "target": ["low", "other"], "news_id": ["x", "y"]},
    )
    names: dict[str, list[Any]] = {
        "code": list("abc"),
        "name": ["甲", None, "丙"],
        "pe_2026E": [10.0, 30.0, 50.0],
    }
    held = replace(universe(names), themes=themes, links=links)
    figures = {f.theme.id: f for f in theme_figures(held)}
    assert (figures["top"].codes, figures["top"].median, figures["top"].stories) == (("a", "b"), 20, 1)
    assert figures["top"].hmean == pytest.approx(15)
    assert (figures["low"].codes, figures["other"].codes) == (("b", "a"), ("c",))
    rows = member_table(held, theme_of(held, "TOP")).to_pylist()
    assert [(r["theme"], r["code"], r["reason_zh"], r["pe"]) for r in rows] == [
        ("top", "a", "因top", 10), ("low", "b", "因low", 30), ("low", "a", "因low", 10),
    ]  # fmt: skip
    assert (away(held, themes[0]), away(held, themes[2])) == (1, 0)


def test_problems_as_a_table() -> None:
    rows = problem_table([Problem("f", 3, "w", "y"), Problem("", 0, "a", "b")]).to_pylist()
    assert rows == [
        {"file": "f", "line": 3, "what": "w", "why": "y"},
        {"file": "", "line": None, "what": "a", "why": "b"},
    ]  # fmt: skip
