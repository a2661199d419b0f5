"""The palette: what it finds and in which order, and what choosing does."""

from __future__ import annotations

import time

import pytest
from textual.widgets import Input

from tests.app.modal import NASTY, try_windows
from tests.app.session import FULLBOOK, MARKET, Session, play, universe_of
from tui.app.board import first_board
from tui.app.dialogs.palette import Palette, Search, offer, offered, rank, readings
from tui.app.keys import KEYS, SCREENS
from tui.app.session.everything import actions, columns, names_of
from tui.text import clean

OFFERS = (
    offer("action", "sort.descending", "按这一列降序", "]", ("sort by this column, descending",)),
    offer("action", "view.undo", "撤销上一步视图", "u", ("undo the last change of view",)),
    offer("column", "pe_2026E", "市盈率 2026E", "pe_2026E", ("PE 2026E", "pe26")),
    offer("column", "peg", "PEG", "peg"),
    offer("name", "600941.SH", "中国移动", "600941.SH", ("China Mobile",)),
    offer("name", "601728.SH", "中国电信", "601728.SH", ("China Telecom",)),
    offer("theme", "ai-compute", "AI算力", "9"),
    offer("command", "export", "把视图写成 CSV", ":export", ("write a view as CSV",)),
)

FOUND: tuple[tuple[str, list[str]], ...] = (
    ("zgyd", ["600941.SH"]),
    ("ZGYD", ["600941.SH"]),
    ("中国", ["600941.SH", "601728.SH"]),
    ("600941", ["600941.SH"]),
    ("６００９４１", ["600941.SH"]),
    ("mobile", ["600941.SH"]),
    ("pe26", ["pe_2026E"]),
    ("pe2026", ["pe_2026E"]),
    ("pe", ["peg", "pe_2026E"]),
    ("peg", ["peg"]),
    ("sort desc", ["sort.descending"]),
    ("desc sort", ["sort.descending"]),
    ("jx", ["sort.descending"]),
    ("ai", ["ai-compute"]),
    ("suanli", []),
    (":exp", ["export"]),
    ("view", ["view.undo", "export"]),
    ("]", ["sort.descending"]),
    ("[red]", []),
)


@pytest.mark.parametrize(("text", "ids"), FOUND)
def test_what_is_found(text: str, ids: list[str]) -> None:
    assert sorted(one.id for one in Search(OFFERS).found(text)) == sorted(ids)


def test_the_best_comes_first_then_the_kinds_in_their_order() -> None:
    assert next(one.id for one in Search(OFFERS).found("pe")) in {"peg", "pe_2026E"}
    assert rank(OFFERS[3], "peg") < rank(OFFERS[3], "pe") < rank(OFFERS[3], "eg")
    assert next(one.kind for one in Search(OFFERS).found("u")) == "action"
    assert rank(OFFERS[4], "zg") < rank(OFFERS[4], "yd")  # 中国移动


def test_a_text_that_goes_on_and_one_that_is_taken_back_find_the_same_as_anew() -> None:
    search = Search(OFFERS)
    for text in ("z", "zg", "zgy", "zg", "z", "", "pe", "中", "中国移", "u"):
        assert list(search.found(text)) == list(Search(OFFERS).found(text)), text


def test_readings_of_a_name_by_pinyin_initials() -> None:
    assert "zgyd" in readings("中国移动")
    assert {"xy", "hy"} & set(readings("行业").split("\n")) == {"xy", "hy"}
    assert readings("PEG") == ""
    assert len(readings("行" * 30).split("\n")) <= 16


def test_every_action_with_its_key_in_both_languages() -> None:
    for _, place in SCREENS:
        for lang in ("zh", "en"):
            found = {one.id: one for one in actions(place, KEYS, lang)}
            assert {key.id for key in offered(place)} == set(found)
            for key in offered(place):
                assert found[key.id].tail == key.shown
                assert found[key.id].label == (key.zh if lang == "zh" else key.en)


def test_thousands_of_names_are_found_at_the_speed_of_keys() -> None:
    universe = universe_of(str(MARKET)) if MARKET.exists() else universe_of(str(FULLBOOK))
    board = first_board(universe, "zh")
    search = Search((*columns(board), *names_of(universe)))
    search.warm()
    slowest = 0.0
    for text in ("z", "zg", "zgy", "zgyd", "6", "60", "中", "银行", "pe", "zzzz"):
        begun = time.perf_counter()
        search.found(text)
        slowest = max(slowest, time.perf_counter() - begun)
    assert slowest < 0.2  # 0.01 on a machine at rest


# ── in the session ──────────────────────────────────────────────────────────────────────────────────


async def choose(session: Session, text: str) -> None:
    """Open the palette, type, choose the first, and let it be done."""
    await session.press("ctrl+p")
    await session.type(text)
    await session.press("enter")
    for _ in range(3):
        await session.pilot.pause()
        await session.settle_place()


def test_choosing_does_it() -> None:
    async def act(session: Session) -> None:
        await choose(session, "zgwx")
        assert session.code == "600118.SH"
        await choose(session, "pe27")
        assert session.grid.column_key == "pe_2027E"
        await choose(session, "descending")
        assert session.marks == {"pe_2027E": "v"}
        await choose(session, "optical modules")
        assert len(session.codes) == 5
        await choose(session, "undo")
        assert len(session.codes) == 13
        hidden = "source_2026E"
        assert hidden not in session.columns
        await choose(session, hidden)
        assert session.grid.column_key == hidden
        await session.press("u")
        assert hidden not in session.columns
        await choose(session, "loss-makers")
        assert session.app.board is not None
        assert "loss" in session.app.board.view.where
        await choose(session, "themes:")
        assert session.app.place == "themes"
        await choose(session, "600941")
        assert (session.app.place, session.code) == ("watchlist", "600941.SH")
        await choose(session, "write a view as")
        assert session.app.screen.query_one(Input).value == "export "
        await session.press("escape")

    play(act, lang="en")


def test_what_is_typed_before_it_is_there_is_found_too() -> None:
    async def act(session: Session) -> str:
        for key in ("ctrl+p", "z", "g", "w", "x"):
            session.send(key)
        await session.settle()
        return session.app.screen.query_one(Input).value

    assert play(act) == "zgwx"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_at_first_it_lists_the_actions_with_their_keys(lang: str) -> None:
    async def act(session: Session) -> None:
        await session.press("ctrl+p")
        lines = [line for line in session.lines() if "]  " in line]
        assert any(("降序" if lang == "zh" else "descending") in line for line in lines)
        await session.type("中国")
        assert "600941.SH" in session.text()
        await session.type("@@")
        assert ("没有这样的东西" if lang == "zh" else "Nothing is called that") in session.text()

    play(act, size=(80, 24), lang=lang)


@pytest.mark.long
def test_hostile_names_stay_text_in_any_window() -> None:
    nasty = clean(NASTY)

    def made() -> Palette:
        offers = [offer(kind, nasty, nasty, nasty, (nasty,), nasty) for kind in ("action", "view", "group")]
        return Palette(offers, [offer("name", f"{i}", nasty, nasty) for i in range(300)], "zh")

    sizes = ((1, 1), (3, 3), (14, 5), (30, 9), (80, 24), (250, 70))
    assert try_windows(made, "down a pagedown up", sizes, "enter").partition(":")[0] in {"action", "name"}
