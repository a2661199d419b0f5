"""Names side by side: the best and the worst of a row, which names, and the dialog in any window."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.modal import NASTY, Modal, answers_after, open_modal, text_after, try_windows
from tests.app.session import COVERED, FULLBOOK, universe_of
from tui.app.board import Board, first_board
from tui.app.dialogs.compare import CompareDialog, key_words
from tui.app.frames.listing import listing
from tui.app.grid.model import GridColumn
from tui.app.present.compare import (
    BEST,
    FIGURE,
    MOST,
    WORST,
    CompareFrame,
    better,
    compare_frame,
    peers,
    ranked,
)
from tui.text import cell_width
from tui.view.view import By

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGNED = ("600941.SH", "300308.SZ", "600118.SH", "300627.SZ")
NAN = math.nan


def board(lang: str = "en", book: str = "") -> Board:
    return first_board(universe_of(book), lang)


def frame(codes: Sequence[str] = SIGNED, lang: str = "en") -> CompareFrame:
    return compare_frame(board(lang), codes, "title")


# ── the best and the worst ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("values", "way", "marks"),
    [
        ([1.0, 2.0, 3.0], -1, "^ v"),
        ([1.0, 2.0, 3.0], 1, "v ^"),
        ([1.0, 2.0, 3.0], 0, "   "),
        ([1.0, 1.0, 3.0], -1, "^^v"),
        ([2.0, 2.0, 2.0], 1, "   "),
        ([NAN, 2.0, 3.0], -1, " ^v"),
        ([NAN, 2.0, NAN], -1, "   "),
        ([NAN, NAN], 1, "  "),
        ([-0.4, 0.0, 0.3], -1, "^ v"),
        ([0.0, 0.0, 0.0, 3.0], 1, "   ^"),
        ([0.0, 0.0, 0.0, 3.0, 4.0, 5.0], 1, "vvv  ^"),
        ([5.0], 1, " "),
        ([], 1, ""),
    ],
)
def test_ranked(values: list[float], way: int, marks: str) -> None:
    assert ranked(values, way) == tuple(mark.strip() for mark in marks)


@given(st.lists(st.one_of(st.just(NAN), st.integers(-5, 5).map(float)), max_size=8), st.sampled_from([-1, 1]))
def test_the_best_is_never_worse_than_any(values: list[float], way: int) -> None:
    marks = ranked(values, way)
    assert len(marks) == len(values)
    told = [v for v in values if not math.isnan(v)]
    best = [v for v, mark in zip(values, marks, strict=True) if mark == BEST]
    worst = [v for v, mark in zip(values, marks, strict=True) if mark == WORST]
    assert bool(best or worst) == (len(set(told)) > 1)
    assert max(len(best), len(worst)) <= max(2, len(told) // 2)
    assert all((b - v) * way >= 0 for b in best for v in told)
    assert all((v - w) * way >= 0 for w in worst for v in told)
    assert ranked([-v for v in values], -way) == marks


@pytest.mark.parametrize(
    ("names", "way"),
    [
        ("pe_2025A pe_2026E pe_2028E peg pe_to_group pe_ttm pb ps_ttm", -1),
        ("eps_growth_2026E eps_cagr dividend_yield_pct revision_2026E", 1),
        ("price eps_2026E price_change_pct change_pct market_cap shares news checks", 0),
    ],
)
def test_which_way_is_better(names: str, way: int) -> None:
    columns = universe_of().columns
    assert {better(columns[name]) for name in names.split()} == {way}


def _marks(found: CompareFrame, column: str) -> str:
    row = found.narrow.places[column]
    return "".join((found.narrow.read(row, code)[0] + " ")[0] for code in found.codes)


@pytest.mark.parametrize(
    ("column", "marks"),
    [
        ("pe_2026E", "^ v "),  # 300627.SZ contradicts its price: it has no place
        ("pe_2028E", "^ v "),
        ("eps_cagr", "v^  "),
        ("pe_to_group", " ^v "),  # and what comes of its PE has none either
        ("peg", " ^v "),
        ("price", "    "),
        ("eps_2026E", "    "),
    ],
)
def test_marks_of_the_sample(column: str, marks: str) -> None:
    assert _marks(frame(), column) == marks


def test_what_is_doubtful_or_a_loss_is_never_the_best() -> None:
    found = frame(("300627.SZ", "600941.SH", "300308.SZ"))
    text, tone = found.narrow.read(found.narrow.places["pe_2027E"], "300627.SZ")
    assert text.strip() == "21.1!"
    assert tone == "doubt"
    assert "What contradicts the price has no place." in found.about(found.narrow.places["pe_2027E"])
    assert found.about(found.narrow.places["pe_2028E"]).endswith("Lower is better.")
    other = universe_of(str(FULLBOOK))
    states = other.states("pe_2026E")
    every = [str(code) for code in other.table.column("code").to_pylist()]
    whole = compare_frame(first_board(other, "en"), every, "")
    lost = [code for code, state in zip(every, states.tolist(), strict=True) if state]
    assert lost
    row = whole.narrow.places["pe_2026E"]
    assert all(whole.narrow.read(row, code)[0][0] == " " for code in lost)
    assert BEST in _marks(whole, "pe_2026E")


# ── what stands in it ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_of_the_view_come_first(lang: str) -> None:
    shown = board(lang)
    view = replace(shown.view, columns=("code", "pe_2027E", "name", "themes", "price"))
    found = compare_frame(replace(shown, view=view), SIGNED, "")
    assert list(found.narrow.keys[:4]) == ["code", "pe_2027E", "themes", "price"]
    assert "pe_2026E" in found.narrow.keys[4:]
    assert "name" not in found.narrow.keys
    assert [section.start for section in found.narrow.sections] == [0, 4]
    assert [column.key for column in found.narrow.columns] == [FIGURE, *SIGNED]
    assert found.narrow.read(2, FIGURE)[0] == ("主题" if lang == "zh" else "themes")
    assert found.whole(0, "600118.SH") == "600118.SH"


def test_a_row_that_no_name_has_is_left_out_but_for_those_on_show() -> None:
    universe = universe_of(str(FULLBOOK))
    shown = first_board(universe, "en")
    bare = [
        row
        for row, state in enumerate(universe.states("pe_ttm").tolist())
        if state and not universe.column("my_score")[row].as_py()
    ]
    code = universe.table.column("code")[bare[0]].as_py()
    view = replace(shown.view, columns=("code", "pe_ttm"))
    found = compare_frame(replace(shown, view=view), [code], "")
    assert "pe_ttm" in found.narrow.keys
    assert "my_score" not in found.narrow.keys


def test_many_names_and_unknown_ones() -> None:
    assert frame(("999999.SZ", *SIGNED)).codes == SIGNED
    assert len(frame(COVERED * 20).codes) <= max(MOST, len(COVERED))
    empty = frame(())
    assert empty.codes == ()
    assert [column.key for column in empty.narrow.columns] == [FIGURE]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [77, 117, 197])
def test_numbers_stand_under_each_other_and_are_never_cut(lang: str, width: int) -> None:
    found = frame(COVERED, lang)
    rows = found.fitted(width)
    assert rows is found.narrow or rows.breadth <= width
    columns = universe_of().columns
    for at, column in enumerate(rows.columns[1:], start=1):
        for row, key in enumerate(rows.keys):
            text = rows.cell(row, at)[0]
            if columns[key].kind.numeric:
                assert "#" not in text
                assert found.whole(row, column.key) in text
            assert cell_width(text) <= column.width
        numbers = {
            cell_width(rows.cell(row, at)[0])
            for row, key in enumerate(rows.keys)
            if columns[key].kind.numeric
        }
        assert len(numbers) == 1


# ── which names ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("300502.SZ", ["300502.SZ", "300308.SZ", "300394.SZ", "300570.SZ", "002281.SZ"]),
        ("600050.SH", ["600050.SH", "600941.SH", "601728.SH"]),
        ("999999.SZ", []),
    ],
)
def test_peers_are_of_the_group(code: str, found: list[str]) -> None:
    assert list(peers(board(), code)) == found


def test_peers_on_show_come_first() -> None:
    shown = board()
    cheap = shown.with_view(replace(shown.view, where="pe26 > 60", by=By.NONE))
    assert peers(cheap, "300502.SZ")[:3] == ("300502.SZ", "300394.SZ", "300570.SZ")
    by_theme = shown.with_view(replace(shown.view, by=By.THEME))
    assert set(peers(by_theme, "300502.SZ")) == set(peers(shown, "300502.SZ"))


def test_without_a_group_the_names_below() -> None:
    shown = first_board(universe_of(str(FULLBOOK)), "en")
    table = shown.universe.table
    lone = [
        code for code, g in zip(table["code"].to_pylist(), table["group"].to_pylist(), strict=True) if not g
    ]
    assert lone
    found = peers(shown, lone[0])
    assert found[0] == lone[0]
    assert len(set(found)) == len(found) <= 6


# ── the dialog ──────────────────────────────────────────────────────────────────────────────────────


def dialog(lang: str = "en") -> CompareDialog:
    return CompareDialog(frame(lang=lang), lang, lambda _: None)


ANSWERS: tuple[tuple[str, object], ...] = (
    ("enter", ("go", "600941.SH")),
    ("l enter", ("go", "300308.SZ")),
    ("j j right right enter", ("go", "600118.SH")),
    ("h enter", "still open"),
    ("h space", "still open"),
    ("l space", ("drop", "300308.SZ")),
    ("f", ("keep", "600941.SH")),
    ("c", ("clear", "600941.SH")),
    ("x", "still open"),
    ("y", "still open"),
    ("escape", None),
    ("q", None),
)


def test_keys() -> None:
    got = answers_after(dialog, [("", keys.split()) for keys, _ in ANSWERS])
    assert got == [answer for _, answer in ANSWERS]


def test_it_stays_open_for_what_can_be_done_there() -> None:
    done: list[str] = []

    async def act(modal: Modal) -> object:
        await modal.press("x", "y", "x")
        return modal.answer

    assert open_modal(lambda: CompareDialog(frame(), "en", done.append), act) == "still open"
    assert done == ["export", "copy", "export"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
def test_figures_names_marks_and_keys_are_seen(size: tuple[int, int], lang: str) -> None:
    text = text_after(lambda: dialog(lang), "j j j j j j j", size)
    for word in ("中国移动", "中际旭创", "中国卫星", "华测导航", "esc"):
        assert word in text
    assert re.search(r"\^ +14\.3 ", text)
    assert ("越低越好" if lang == "zh" else "Lower is better") in text
    assert ("c 清除标记" if lang == "zh" else "c clears marks") in text


def test_a_window_too_narrow_for_any_cell() -> None:
    assert try_windows(dialog, "l j", [(width, 6) for width in range(1, 12)], "escape") is None


def _nasty() -> CompareDialog:
    codes = tuple(f"{NASTY}{number}" for number in range(40))
    heads = [
        GridColumn(FIGURE, "x", 8, frozen=True),
        *(GridColumn(code, "名", 11, right=True) for code in codes),
    ]
    rows = listing(heads, [f"k{number}" for number in range(200)], lambda row, _: (f"{row}", ""))
    return CompareDialog(
        CompareFrame("[b]", codes, rows, rows, lambda *_: "[/b]", lambda _: "[@click=app.quit]x[/]"),
        "zh",
        print,
    )


def test_any_window_and_hostile_text() -> None:
    sizes = ((1, 1), (20, 5), (50, 12), (250, 70))
    answer = try_windows(_nasty, "j l G pagedown l l l home", sizes, "enter")
    assert answer[0] == "go"
    assert answer[1].startswith(NASTY)


@pytest.mark.parametrize(
    ("room", "words"),
    [
        (100, "a b  c d  e f"),
        (13, "a b  c d  e f"),
        (12, "a b  e f"),
        (8, "a b  e f"),
        (7, "e f"),
        (0, "e f"),
    ],
)
def test_keys_give_way_but_for_the_way_out(room: int, words: str) -> None:
    assert key_words("a b  c d  e f", room) == words
