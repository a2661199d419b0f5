"""What a story speaks of: leftmost-longest, look-alikes, boundaries, and the links that follow."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.universe.worlds import cases, table
from tui.text import clean, fold_for_matching
from tui.universe.links import FIELDS, SCHEMA_NAMES, SCORES, Linker, Speaker, link
from tui.universe.themes import Theme


def codes(code: str) -> tuple[str, ...]:
    digits, _, exchange = code.partition(".")
    return (code, digits, exchange + digits, exchange.lower() + digits)


def theme(name: str, *terms: str) -> Theme:
    return Theme(name, name, name, "", "", terms, ())


SPEAKERS = (
    Speaker(
        "600941.SH",
        (*codes("600941.SH"), "中国移动", "中移动", "中国移动通信集团", "China Mobile"),
        ("中国移动互联网", "其中移动", "China Mobile Games"),
    ),
    Speaker("600118.SH", ("中国卫星",), ("中国卫星网络", "中国卫星网络集团", "中国卫星互联网")),
    Speaker("000063.SZ", ("中兴通讯", "ZTE"), ()),
    Speaker("000938.SZ", ("紫光股份", "H3C"), ("紫光国微",)),
)
THEMES = (
    theme("leo", "低轨卫星", "LEO", "satellite internet", "中国卫星互联网"),
    theme("ai", "算力"),
    theme("nav", "力星座导航"),
    theme("space", "算力搬到卫星上"),
    theme("fiveg", "5G-A"),
    theme("both1", "共同的"),
    theme("both2", "共同的"),
    theme("h3", "h3c"),
)
LINKER = Linker(SPEAKERS, THEMES)
MEMBERS = {"leo": ["600118.SH", "000063.SZ"], "ai": ["000063.SZ", "000938.SZ"]}
Row = dict[str, str]


def told(text: str) -> str:
    return ";".join(
        f"{target} {m.start}-{m.end}"
        for m in LINKER.mentions("title", text)
        for target in (*m.names, *m.themes)
    )


@pytest.mark.parametrize("row", cases("mentions.csv"))
def test_mentions(row: Row) -> None:
    assert told(clean(row["text"])) == row["found"]


def story(number: str, title: str, summary: str = "") -> Row:
    return {"news_id": number, "title": title, "summary": summary}


def links_of(*stories: Row) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = link(
        table(stories, ("news_id", "title", "summary")), LINKER, MEMBERS
    ).to_pylist()
    return found


def short(links: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(r["news_id"], r["target"], r["route"], r["theme"], r["field"], r["score"]) for r in links]


def test_a_theme_brings_its_members() -> None:
    assert short(links_of(story("n", "低轨卫星发射"))) == [
        ("n", "000063.SZ", "theme", "leo", "title", 0.6),
        ("n", "600118.SH", "theme", "leo", "title", 0.6),
        ("n", "leo", "theme", "leo", "title", 0.6),
    ]


def test_a_direct_link_comes_before_a_theme_s() -> None:
    found = links_of(story("n", "低轨卫星发射", "由中国卫星研制"))
    assert short(found)[0] == ("n", "600118.SH", "direct", "", "summary", 0.8)
    assert ("n", "600118.SH", "theme", "leo", "title", 0.6) in short(found)


def test_the_best_place_is_kept_and_the_earliest_of_equals() -> None:
    found = links_of(story("n", "ZTE 与 ZTE", "中兴通讯"))
    assert [(r["term"], r["field"], r["start"], r["end"]) for r in found] == [("ZTE", "title", 0, 3)]


def test_two_themes_of_one_name_are_two_links() -> None:
    found = links_of(story("n", "算力与低轨卫星"))
    mine = [(r["theme"], r["term"]) for r in found if r["target"] == "000063.SZ"]
    assert mine == [("ai", "算力"), ("leo", "低轨卫星")]


def test_stories_keep_their_order_and_scores_fall_inside_one() -> None:
    found = links_of(story("b", "低轨卫星", "ZTE"), story("a", "ZTE", "算力"), story("c", "无关"))
    assert list(dict.fromkeys(r["news_id"] for r in found)) == ["b", "a"]
    for one in ("a", "b"):
        scores = [r["score"] for r in found if r["news_id"] == one]
        assert scores == sorted(scores, reverse=True)


def test_scores_rank_direct_before_theme_and_title_before_summary() -> None:
    order = [("direct", "title"), ("direct", "summary"), ("theme", "title"), ("theme", "summary")]
    assert sorted(SCORES, key=lambda k: -SCORES[k]) == order


def test_the_record() -> None:
    found = link(table([story("n", "中国移动")], ("news_id", "title", "summary")), LINKER, MEMBERS)
    assert tuple(found.column_names) == SCHEMA_NAMES
    assert found.to_pylist()[0] == {
        "news_id": "n", "target_kind": "name", "target": "600941.SH", "route": "direct", "theme": "",
        "term": "中国移动", "field": "title", "start": 0, "end": 4, "score": 1.0,
    }  # fmt: skip


def test_nothing_to_find_and_nothing_to_read() -> None:
    empty = table([], ("news_id", "title", "summary"))
    assert link(empty, LINKER, MEMBERS).num_rows == 0
    assert tuple(link(empty, LINKER, MEMBERS).column_names) == SCHEMA_NAMES
    assert Linker((), ()).mentions("title", "中国移动") == []
    blank = Linker([Speaker("A", ("", "  ", "␦"))], [theme("t", " ")])
    assert blank.mentions("title", "中 国 移 动") == []


def test_missing_texts_are_no_error() -> None:
    rows = [
        {"news_id": "n", "title": None, "summary": "ZTE"},
        {"news_id": None, "title": "ZTE", "summary": None},
    ]
    found = link(table(rows, ("news_id", "title", "summary")), LINKER, MEMBERS).to_pylist()
    assert [(r["news_id"], r["target"]) for r in found] == [("n", "000063.SZ"), ("", "000063.SZ")]


def test_a_theme_without_members_is_still_spoken_of() -> None:
    found = links_of(story("n", "5G-A 商用"))
    assert [(r["target_kind"], r["target"]) for r in found] == [("theme", "fiveg")]


def test_the_same_inputs_give_the_same_links_whatever_their_order() -> None:
    texts = [story(str(i), c.values[0]["text"], "算力 ZTE") for i, c in enumerate(cases("mentions.csv"))]
    stories = table(texts, ("news_id", "title", "summary"))
    other = Linker(tuple(reversed(SPEAKERS)), tuple(reversed(THEMES)))
    assert link(stories, LINKER, MEMBERS).equals(link(stories, other, MEMBERS))
    assert link(stories, LINKER, MEMBERS).equals(link(stories, LINKER, MEMBERS))


PIECES = ["中国移动", "中 国 移 动", "ＺＴＥ", "ZTE", "zte", "China Mobile", "China mobile",
          "600941", "6009411", "中国卫星网络", "中国卫星", "低轨卫星", "算力",
          "LEO", " ", "　", "，", "a", "é", "␦", "其", "㈱", "ﬁ"]  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_mentions_are_in_order_apart_and_fold_to_what_was_sought(text: str) -> None:
    sought = {fold_for_matching(t).text.casefold() for s in SPEAKERS for t in s.aliases}
    sought |= {fold_for_matching(t).text.casefold() for one in THEMES for t in one.terms}
    reached = 0
    for mention in LINKER.mentions("title", text):
        assert reached <= mention.start < mention.end <= len(text)
        reached = mention.end
        assert fold_for_matching(text[mention.start : mention.end]).text.casefold() in sought


@settings(max_examples=100)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_links_without_an_error_and_the_term_is_what_stands_there(title: str, summary: str) -> None:
    texts = {"title": clean(title), "summary": clean(summary)}
    for record in links_of(story("n", texts["title"] + "ZTE", texts["summary"] + " 算力")):
        assert record["field"] in FIELDS
        stored = (texts["title"] + "ZTE") if record["field"] == "title" else (texts["summary"] + " 算力")
        assert stored[record["start"] : record["end"]] == record["term"]
