"""A user's own lists as they are written down: codes in any notation, labels, lines, what is badly formed."""

from __future__ import annotations

import pickle
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.book.lists import MOST_ASKED, NOBODY, NameList, codes_of, list_query
from tui.book.saved import Definition, Saved, SavedView, read_saved
from tui.query.parse import parse
from tui.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
lang = "zh"

[lists]
holdings = ["600941.SH", "sz300308", "600941", '="000063"']  # mine
empty = []
"持仓" = ["00700.HK"]

[lists.watch]
zh = "观察"
en = "watching"
codes = ["600050.SS"]
"""


def read(text: str) -> Saved:
    return read_saved(tomllib.loads(text), "config.toml", text)


def test_every_list_with_its_codes_labels_and_line() -> None:
    saved = read(GOOD)
    assert saved.problems == ()
    file = "config.toml"
    assert saved.lists == {
        "holdings": NameList("holdings", ("600941.SH", "300308.SZ", "000063.SZ"), file=file, line=4),
        "empty": NameList("empty", (), file=file, line=5),
        "持仓": NameList("持仓", ("00700.HK",), file=file, line=6),
        "watch": NameList("watch", ("600050.SH",), "观察", "watching", file, 8),
    }
    assert [saved.lists["watch"].label(lang) for lang in ("zh", "en")] == ["观察", "watching"]
    assert saved.lists["empty"].label("zh") == "empty"
    assert pickle.loads(pickle.dumps(saved)) == saved
    assert saved


def test_a_list_is_a_query_too() -> None:
    queries = read(GOOD).queries
    assert {name: query.text for name, query in queries.items()} == {
        "holdings": "code in (600941.SH, 300308.SZ, 000063.SZ)",
        "empty": NOBODY,
        "持仓": "code = 00700.HK",
        "watch": "code = 600050.SH",
    }
    assert queries["watch"] == Definition("watch", "code = 600050.SH", "观察", "watching", "config.toml", 8)


@pytest.mark.parametrize(
    ("text", "line", "what", "why", "codes"),
    [
        ("lists = 3", 0, "lists", "expected a table", None),
        ("[lists]\nx = '600941.SH'", 2, "lists.x", "expected [", None),
        ("[lists]\n\nx = 3", 3, "lists.x", "expected [", None),
        ("[lists.x]\ncodes = '600941.SH'", 1, "lists.x", "expected [", None),
        ("[lists]\n'1x' = []", 2, "lists.1x", "expected a name", None),
        ("[lists]\n'a b' = []", 2, "lists.a b", "expected a name", None),
        ("[lists]\nx = ['600941.SH', 'zzz']", 2, "lists.x", "zzz: no security code", ("600941.SH",)),
        ("[lists]\nx = [600941, '600941']", 2, "lists.x", "600941: expected a code as text", ("600941.SH",)),
        ("[lists]\nx = [['600941']]", 2, "lists.x", "expected a code as text", ()),
        ("[lists.x]\ncode = ['600941.SH']", 1, "lists.x", "nearest: codes", ()),
        ("[lists]\nx.zh = '观'\nx.cods = ['600941']", 2, "lists.x", "nearest: codes", ()),
        ("[queries]\nx = 'peg < 1'\n[lists]\nx = ['600941']", 4, "lists.x", "a query of this name", None),
        ("[lists]\nx = ['\\u001b[31m\\u202e']".replace("'", '"'), 2, "lists.x", "no security code", ()),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    text: str, line: int, what: str, why: str, codes: tuple[str, ...] | None
) -> None:
    saved = read(text)
    assert [(p.file, p.line, p.what) for p in saved.problems] == [("config.toml", line, what)]
    assert why in saved.problems[0].why
    assert saved.problems[0].why.isprintable()
    found = saved.lists.get(what.removeprefix("lists."))
    assert (found and found.codes) == codes


def test_one_bad_list_leaves_the_others() -> None:
    saved = read("[lists]\na = 3\nb = ['600941']\n[queries]\nq = 'peg < 1'\n")
    assert list(saved.lists) == ["b"]
    assert list(saved.queries) == ["q", "b"]
    assert len(saved.problems) == 1


def test_a_list_of_thousands_is_read_whole_and_asks_nothing_too_long() -> None:
    codes = [f"{number:06d}.SZ" for number in range(1, 3001)]
    saved = read(f"[lists]\nbig = {codes!r}\nfits = {codes[:MOST_ASKED]!r}\n")
    assert saved.problems == ()
    assert saved.lists["big"].codes == tuple(codes)
    assert list(saved.queries) == ["fits"]
    parse(saved.queries["fits"].text)  # within the limits of a query


def test_the_nearer_of_two_wins_whichever_kind_it_is() -> None:
    user = read("[lists]\na = ['600941']\n[queries]\nb = 'peg < 1'\n")
    book = read("[lists]\nb = ['600050']\nc = ['600050']\n[queries]\na = 'peg < 2'\n")
    both = user.over(book)
    assert both.queries["a"].text == "code = 600941.SH"
    assert both.queries["b"].text == "peg < 1"
    assert sorted(both.lists) == ["a", "c"]
    assert not Saved()
    assert Saved(lists={"a": NameList("a", ())})
    assert both.over(Saved(views={"v": SavedView("v")})).lists == both.lists


@given(st.lists(st.one_of(st.text(), st.integers(), st.none(), st.from_regex(r"[036]\d{5}", fullmatch=True))))
def test_any_value_is_a_code_or_is_told(values: list[object]) -> None:
    found, bad = codes_of(values)
    assert len(set(found)) == len(found)
    assert codes_of(found) == (found, ())
    assert len(found) + len(bad) <= len(values)
    assert bool(found or bad) == bool(values)
    assert all(shown.isprintable() and why for shown, why in bad)
    parse(list_query(found[:MOST_ASKED]))


def test_settings_know_lists(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(GOOD + "\n[lists.bad]\ncodes = 3\n", encoding="utf-8")
    saved = load_settings(path).saved
    assert list(saved.lists) == ["holdings", "empty", "持仓", "watch"]
    assert [(p.file, p.line, p.what) for p in saved.problems] == [(str(path), 13, "lists.bad")]
