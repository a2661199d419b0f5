"""Queries, views and columns as they are written down: their form, their lines, what is badly formed."""

from __future__ import annotations

import pickle
import tomllib

import pytest

from tui.book.saved import NOTHING_SAVED, Definition, Saved, SavedView, read_saved

GOOD = """\
lang = "zh"

[queries]
cheap = "pe.fy1 < 20"   # a comment
"deep-value" = "pb < 1"

[queries.solid]
zh = "稳健"
en = "solid"
where = "eps_cagr > 10%"

[columns]
peg2 = "pe27 / (100 * eps_cagr)"

[columns.spread]
formula = "pe26 - pe27"
decimals = 1

[views.mine]
where = "@cheap"
sort = ["pe.fy1", "-price"]
columns = "code, pe.fy1，price"
by = "none"
limit = 10
groups = ["operators"]
"""


def read(text: str) -> Saved:
    return read_saved(tomllib.loads(text), "config.toml", text)


def test_everything_with_its_line() -> None:
    saved = read(GOOD)
    assert saved.problems == ()
    assert saved.queries == {
        "cheap": Definition("cheap", "pe.fy1 < 20", file="config.toml", line=4),
        "deep-value": Definition("deep-value", "pb < 1", file="config.toml", line=5),
        "solid": Definition("solid", "eps_cagr > 10%", "稳健", "solid", "config.toml", 7),
    }
    assert saved.columns == {
        "peg2": Definition("peg2", "pe27 / (100 * eps_cagr)", file="config.toml", line=13),
        "spread": Definition("spread", "pe26 - pe27", file="config.toml", line=15, decimals=1),
    }
    assert saved.views == {
        "mine": SavedView(
            "mine", "@cheap", "pe.fy1,-price", ("code", "pe.fy1", "price"), "none", 10, ("operators",),
            file="config.toml", line=19,
        )
    }  # fmt: skip
    assert [saved.queries["solid"].label(lang) for lang in ("zh", "en")] == ["稳健", "solid"]
    assert saved.queries["cheap"].label("zh") == "cheap"


@pytest.mark.parametrize(
    ("text", "line", "what", "why"),
    [
        ("queries = 3", 0, "queries", "expected a table"),
        ("[queries]\nx = 3", 2, "queries.x", "expected a text"),
        ("[queries]\n\nx = ''", 3, "queries.x", "expected a text"),
        ("[queries]\n'1x' = 'pe26 < 3'", 2, "queries.1x", "expected a name"),
        ("[queries]\n'a b' = 'pe26 < 3'", 2, "queries.a b", "expected a name"),
        ("[queries.x]\nwher = 'pe26 < 3'", 1, "queries.x", "expected a text"),
        ("[queries.x]\nwhere = 'pe26 < 3'\nzhh = 'a'", 1, "queries.x", "nearest: zh"),
        ("[columns]\nx = ['a']", 2, "columns.x", "formula"),
        ("[views]\nx = 'pe26 < 3'", 2, "views.x", "expected a table"),
        ("[views.x]\nlimit = -1", 1, "views.x", "expected 0 or more"),
        ("[views.x]\nlimit = true", 1, "views.x", "expected 0 or more"),
        ("[views.x]\nby = 'sector'", 1, "views.x", "group, theme, rating or none"),
        ("[views.x]\nsrot = 'pe26'", 1, "views.x", "nearest: sort"),
    ],
)
def test_what_is_badly_formed_is_told_with_its_line(text: str, line: int, what: str, why: str) -> None:
    problems = read(text).problems
    assert (problems[0].file, problems[0].line, problems[0].what) == ("config.toml", line, what)
    assert why in problems[0].why


def test_one_bad_entry_never_sinks_the_rest() -> None:
    saved = read("[queries]\nbad = 3\ngood = 'pe26 < 3'\n[views.x]\nby = 'z'\n[views.y]\nwhere = '@good'\n")
    assert list(saved.queries) == ["good"]
    assert list(saved.views) == ["y"]
    assert len(saved.problems) == 2


def test_hostile_text_is_cleaned() -> None:
    saved = read('[queries]\nx = "pe26 < 3 \\u001b]0;boo"\n[queries.y]\nwhere="a"\nzh="\\u202e甲"\n')
    assert "\x1b" not in saved.queries["x"].text
    assert "\u202e" not in saved.queries["y"].zh


def test_the_book_s_stand_over_the_user_s_and_nothing_is_nothing() -> None:
    mine, theirs = read("[queries]\na = 'x'\nb = 'y'"), read("[queries]\na = 'z'")
    both = theirs.over(mine)
    assert {name: d.text for name, d in both.queries.items()} == {"a": "z", "b": "y"}
    assert not NOTHING_SAVED
    assert both
    assert read("lang = 'zh'") is NOTHING_SAVED
    assert pickle.loads(pickle.dumps(both)) == both
