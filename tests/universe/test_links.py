"""What a story speaks of: leftmost-longest, look-alikes, boundaries, and the links that follow."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.universe.worlds import cases, table
from tui.text import clean
from tui.universe.fold import fold, together
from tui.universe.linker import Linker
from tui.universe.links import FIELDS, SCHEMA_NAMES, WHY_SCHEMA, explained, link
from tui.universe.records import SCORES
from tui.universe.speakers import Alias, Speaker
from tui.universe.themes import Theme


def codes(code: str) -> tuple[str, ...]:
    digits, _, exchange = code.partition(".")
    return (code, digits, exchange + digits, exchange.lower() + digits)


def speaker(code: str, aliases: tuple[str, ...], lookalikes: tuple[str, ...] = ()) -> Speaker:
    return Speaker(code, tuple(Alias(text, "alias") for text in aliases), lookalikes)


def theme(name: str, *terms: str) -> Theme:
    return Theme(name, name, name, "", "", terms, ())


SPEAKERS = (
    speaker(
        "600941.SH",
        (*codes("600941.SH"), "中国移动", "中移动", "中国移动通信集团", "China Mobile"),
        ("中国移动互联网", "其中移动", "China Mobile Games"),
    ),
    speaker("600118.SH", ("中国卫星",), ("中国卫星网络", "中国卫星网络集团", "中国卫星互联网")),
    speaker("000063.SZ", ("中兴通讯", "ZTE"), ()),
    speaker("000938.SZ", ("紫光股份", "H3C"), ("紫光国微",)),
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
MEMBERS = {"leo": {"600118.SH": 1.0, "000063.SZ": 1.0}, "ai": {"000063.SZ": 1.0, "000938.SZ": 1.0}}
Row = dict[str, str]


def mentions(text: str, linker: Linker = LINKER) -> list[tuple[int, int, list[str]]]:
    """Start, end, codes and themes of each mention."""
    found = linker.find([text])
    return [
        (start, end, [*(e.code for e in meaning.names), *(e.theme for e in meaning.themes)])
        for start, end, which in zip(
            found.start.tolist(), found.end.tolist(), found.meaning.tolist(), strict=True
        )
        for meaning in [linker.meanings[which]]
    ]


def told(text: str) -> str:
    return ";".join(f"{target} {a}-{b}" for a, b, targets in mentions(text) for target in targets)


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
    found = links_of(story("n", "低轨卫星发射", "中国卫星公告"))
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
    assert mentions("中国移动", Linker((), ())) == []
    blank = Linker([speaker("A", ("", "  ", "␦"))], [theme("t", " ")])
    assert mentions("中 国 移 动", blank) == []


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
    sought = {fold(t.text).text.casefold() for s in SPEAKERS for t in s.aliases}
    sought |= {fold(t).text.casefold() for one in THEMES for t in one.terms}
    reached = 0
    for start, end, _ in mentions(text):
        assert reached <= start < end <= len(text)
        reached = end
        assert fold(text[start:end]).text.casefold() in sought


@settings(max_examples=100)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_links_without_an_error_and_what_stands_there_folds_to_the_term(
    title: str, summary: str
) -> None:
    texts = {"title": clean(title), "summary": clean(summary)}
    for record in links_of(story("n", texts["title"] + "ZTE", texts["summary"] + " 算力")):
        assert record["field"] in FIELDS
        stored = (texts["title"] + "ZTE") if record["field"] == "title" else (texts["summary"] + " 算力")
        there = fold(stored[record["start"] : record["end"]]).text
        assert there.casefold() == record["term"].casefold()


# ── scores ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "summary", "score"),
    [
        ("低轨卫星", "", 0.6),
        ("低轨卫星与低轨卫星", "低轨卫星", 0.6),
        ("低轨卫星", "LEO", 0.65),
        ("低轨卫星", "LEO satellite internet", 0.7),
        ("", "低轨卫星 LEO", 0.45),
    ],
)
def test_further_distinct_terms_of_a_theme_raise_its_score(title: str, summary: str, score: float) -> None:
    found = {r["target"]: r["score"] for r in links_of(story("n", title, summary))}
    assert found["leo"] == found["600118.SH"] == score


def test_many_terms_never_come_before_a_direct_link_or_a_better_place() -> None:
    terms = tuple(f"词语{c}" for c in "甲乙丙丁戊己庚辛")
    linker = Linker((speaker("A.SH", ("公司甲",)),), (theme("t", *terms),))
    rows = [
        story("a", "".join(terms)),
        story("b", "", "".join(terms)),
        story("c", "", "公司甲"),
        story("d", terms[0]),
    ]
    links = link(table(rows, ("news_id", "title", "summary")), linker, {}).to_pylist()
    score = {r["news_id"]: r["score"] for r in links}
    assert score["c"] > score["a"] > score["d"] > score["b"]


def test_a_member_s_weight_is_its_share_of_the_theme_s_score() -> None:
    rows = table([story("n", "低轨卫星")], ("news_id", "title", "summary"))
    found = {r["target"]: r["score"] for r in link(rows, LINKER, {"leo": {"600118.SH": 0.5}}).to_pylist()}
    assert found == {"leo": 0.6, "600118.SH": 0.3}


def test_every_mention_where_it_is_wanted() -> None:
    rows = table([story("n", "ZTE 与 ZTE", "低轨卫星 低轨卫星")], ("news_id", "title", "summary"))
    found = link(rows, LINKER, {"leo": {"600118.SH": 1.0}}, every=True).to_pylist()
    assert [(r["target"], r["field"], r["start"]) for r in found] == [
        ("000063.SZ", "title", 0), ("000063.SZ", "title", 6),
        ("600118.SH", "summary", 0), ("600118.SH", "summary", 5),
        ("leo", "summary", 0), ("leo", "summary", 5),
    ]  # fmt: skip


# ── names in doubt, and what is suppressed ──────────────────────────────────────────────────────────

DOUBTFUL = Linker(
    (
        Speaker(
            "300024.SZ", (Alias("机器人", "name", weak=True), Alias("新松", "alias"), Alias("300024", "code"))
        ),
        Speaker("601099.SH", (Alias("太平洋", "name"), Alias("太平洋证券", "full"))),
        Speaker("900001.SH", (Alias("太平洋", "name"), Alias("大洋集团", "full"))),
    ),
    (Theme("t", "t", "t", "", "", ("算力",), (), excluded=("算力士",)),),
)


def why(title: str, summary: str = "", linker: Linker = DOUBTFUL) -> str:
    """What is linked, and what is suppressed by what."""
    rows = explained(table([story("n", title, summary)], ("news_id", "title", "summary")), linker, {})
    assert rows.schema == WHY_SCHEMA
    return "; ".join(
        " ".join(filter(None, (r["target"], r["suppressed"], r["by"] and f"({r['by']})")))
        for r in rows.to_pylist()
    )


@pytest.mark.parametrize("row", cases("suppressed.csv"))
def test_what_is_suppressed_and_by_what(row: Row) -> None:
    linker = {"doubtful": DOUBTFUL, "plain": LINKER}[row["world"]]
    assert why(clean(row["title"]), clean(row["summary"]), linker) == row["found"]


@pytest.mark.parametrize("row", cases("mentions.csv"))
def test_a_linker_for_a_few_texts_finds_in_them_what_the_whole_one_does(row: Row) -> None:
    text = clean(row["text"])
    assert mentions(text, Linker(SPEAKERS, THEMES, within=together([text]))) == mentions(text)


def test_bulk_and_one_by_one_say_the_same() -> None:
    texts = [c.values[0]["text"] for c in cases("mentions.csv")]
    stories = [story(str(i), clean(text), "算力 ZTE") for i, text in enumerate(texts * 150)]
    many = link(table(stories, ("news_id", "title", "summary")), LINKER, MEMBERS)
    few = link(table(stories[: len(texts)], ("news_id", "title", "summary")), LINKER, MEMBERS)
    assert many.num_rows == 150 * few.num_rows
    assert many.slice(0, few.num_rows).equals(few)
    last = many.slice(149 * few.num_rows).drop_columns(["news_id"])
    assert last.equals(few.drop_columns(["news_id"]))
