"""The why panel: the tree follows the cursor, enter gives the code, and it reads without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.modal import NASTY, Modal, answers_after, compare, open_modal, text_after, try_windows
from tui.app.dialogs.why import WhyDialog, WhyEntry, broken
from tui.app.widgets.scroller import Scroller
from tui.columns import Kind
from tui.errors import KanpanError
from tui.query.why import Clause, Side, Verdict
from tui.text import cell_width
from tui.view.explain import why_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.app.widgets.scroller import Line

QUERY = "pe26 < 45 and eps_cagr > 30% and (pe_ttm > 20 or group in (optical-modules, equipment))"
NAMES = {"300308.SZ": "中际旭创", "300502.SZ": "新易盛", "603236.SH": "移远通信", "000938.SZ": "紫光股份"}
PRICED = {"300308.SZ": 48.2, "300502.SZ": 45.6, "603236.SH": 61.0, "000938.SZ": 30.0}


def clause_of(code: str) -> Clause:
    """A made-up explanation: everything passes but perhaps the PE."""
    pe = PRICED[code]
    low = Clause(
        "pe26 < 45", "test", Verdict.TRUE if pe < 45 else Verdict.FALSE,
        Side("pe26", pe, Kind.MULTIPLE), "<", Side("45", 45.0, Kind.MULTIPLE), 45 - pe, (45 - pe) / 45,
    )  # fmt: skip
    growth = Clause(
        "eps_cagr > 30%", "test", Verdict.TRUE, Side("eps_cagr", 0.41, Kind.RATIO), ">",
        Side("30%", 0.3, Kind.RATIO), 0.11, 0.11 / 0.3,
    )  # fmt: skip
    gap = Clause(
        "pe_ttm > 20", "test", Verdict.UNKNOWN, Side("pe_ttm", None, Kind.MULTIPLE, "missing"), ">",
        Side("20", 20.0, Kind.MULTIPLE),
    )  # fmt: skip
    group = Clause(
        "group in (optical-modules, equipment)", "test", Verdict.TRUE,
        Side("group", "optical-modules", Kind.TEXT), "in", Side("", ("optical-modules",), Kind.TEXT),
    )  # fmt: skip
    either = Clause(
        "(pe_ttm > 20 or group in (optical-modules, equipment))", "or", Verdict.TRUE, children=(gap, group)
    )
    return Clause(QUERY, "and", low.verdict, children=(low, growth, either))


def dialog(lang: str, *, near: bool = True, query: str = QUERY) -> WhyDialog:
    def explain(code: str) -> Sequence[Line]:
        return why_lines(clause_of(code), lang, labels={"optical-modules": "光模块"})

    def entry(code: str) -> WhyEntry:
        pe = PRICED[code]
        told = f"pe26 < 45  {'还差' if lang == 'zh' else 'fails by'} {pe - 45:.1f}"
        return WhyEntry(code, NAMES[code], told)

    own = WhyEntry("300308.SZ", NAMES["300308.SZ"], lines=tuple(explain("300308.SZ")))
    return WhyDialog(
        query, own, [entry(c) for c in ("300502.SZ", "603236.SH")] if near else [], lang, explain
    )


@pytest.mark.parametrize(
    ("size", "lang", "keys"),
    [
        *(((80, 24), lang, keys) for lang in ("zh", "en") for keys in ("", "j")),
        ((120, 40), "zh", "j"),
        ((200, 50), "en", ""),
    ],
)
def test_the_panel_is_exact(size: tuple[int, int], lang: str, keys: str) -> None:
    text = text_after(lambda: dialog(lang), keys, size)
    compare(f"why-{size[0]}x{size[1]}-{lang}{'-near' if keys else ''}", text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_says_so_where_there_is_no_query(lang: str) -> None:
    text = text_after(lambda: dialog(lang, query="  "))
    compare(f"why-none-{lang}", text)
    assert "中际旭创" not in text
    assert answers_after(lambda: dialog(lang, query=""), [("", ["j", "enter", "escape"])]) == [None]


def test_verdicts_and_outcomes_are_words() -> None:
    text = text_after(lambda: dialog("en"), size=(200, 50))
    tree = [line.partition("\u2595")[2].split() for line in text.splitlines()]
    assert [words[0] for words in tree if len(words) > 2][1:] == [*("no", "no", "yes", "yes", "?", "yes")]
    assert "fails by 3.2 (7%)" in text
    assert "unknown: pe_ttm is missing" in text


ANSWERS = (
    (["enter"], "300308.SZ"),
    (["j", "enter"], "300502.SZ"),
    (["down", "down", "enter"], "603236.SH"),
    (["j", "j", "k", "enter"], "300502.SZ"),
    (["end", "enter"], "603236.SH"),
    (["escape"], None),
    (["q"], None),
    (["j", "escape"], None),
)


def test_enter_gives_the_code_and_escape_nothing() -> None:
    got = answers_after(lambda: dialog("en"), [("", keys) for keys, _ in ANSWERS])
    assert got == [code for _, code in ANSWERS]


def test_lines_are_asked_for_once_and_only_when_looked_at() -> None:
    asked = []

    def explain(code: str) -> Sequence[Line]:
        asked.append(code)
        return why_lines(clause_of(code), "en")

    def made() -> WhyDialog:
        near = [WhyEntry(code, NAMES[code], "x") for code in ("300502.SZ", "603236.SH")]
        return WhyDialog(QUERY, WhyEntry("300308.SZ", "中际旭创"), near, "en", explain)

    async def act(modal: Modal) -> None:
        assert asked == ["300308.SZ"]
        await modal.press("j", "k", "j")
        assert asked == ["300308.SZ", "300502.SZ"]
        await modal.pilot.resize_terminal(150, 40)
        await modal.settle()
        assert asked == ["300308.SZ", "300502.SZ"]
        assert modal.app.screen.has_class("-wide")
        await modal.press("enter")
        assert modal.answer == "300502.SZ"

    open_modal(made, act)


def test_an_explanation_that_fails_is_told_in_its_place() -> None:
    def explain(code: str) -> Sequence[Line]:
        raise KanpanError(f"no column\n\x1b[2J{code}")

    text = text_after(lambda: WhyDialog("x", WhyEntry("600941.SH", "中国移动"), (), "en", explain))
    assert "␛[2J600941.SH" in text
    assert "No name fails exactly one clause." in text


def test_without_a_name_under_the_cursor_the_near_misses_stand_alone() -> None:
    def made() -> WhyDialog:
        near = [WhyEntry("300502.SZ", "新易盛", "x", tuple(why_lines(clause_of("300502.SZ"), "en")))]
        return WhyDialog(QUERY, None, near, "en")

    assert "fails by 0.6" in text_after(made)
    assert answers_after(made, [("", ["enter"])]) == ["300502.SZ"]
    assert answers_after(lambda: WhyDialog(QUERY, None, (), "en"), [("", ["enter", "escape"])]) == [None]


@pytest.mark.long
def test_any_window_and_hostile_text() -> None:
    lines: tuple[Line, ...] = tuple(why_lines(clause_of("300308.SZ"), "zh", NASTY))

    def made() -> WhyDialog:
        near = [WhyEntry(NASTY, NASTY, NASTY, lines), WhyEntry("", "", "")]
        return WhyDialog(NASTY, WhyEntry(NASTY, NASTY, "", lines), near, "zh")

    keys = "j j k l l h ctrl+d ctrl+u tab end home pagedown"
    sizes = ((1, 1), (2, 2), (12, 4), (30, 8), (40, 5), (111, 3), (300, 80))
    assert try_windows(made, keys, sizes, "G escape") is None


def test_the_tree_scrolls_while_the_cursor_is_in_the_list() -> None:
    lines = tuple(((f"no  line {i} {'x' * 200} end", "false"),) for i in range(80))

    async def act(modal: Modal) -> None:
        tree = modal.app.screen.query_one(Scroller)
        assert "line 0 " in modal.text()
        await modal.press(*["l"] * 30)
        assert "end" in modal.text()
        await modal.press(*["h"] * 30, "ctrl+d")
        assert "line 0 " not in modal.text()
        await modal.press("ctrl+u")
        assert "line 0 " in modal.text()
        await modal.press("tab", "G")
        assert "line 79 " in modal.text()
        await modal.press("home", "j")
        assert tree.scroll_y == 1
        await modal.press("escape")
        assert modal.answer is None

    open_modal(lambda: WhyDialog("x", WhyEntry("600941.SH", "中国移动", "", lines), (), "en"), act)


def test_where_a_line_does_not_fit_all_break_after_the_clause() -> None:
    lines = why_lines(clause_of("300308.SZ"), "en", "300308.SZ")
    widest = max(sum(cell_width(text) for text, _ in line) for line in lines)
    assert broken(lines, widest) == tuple(lines)
    got = ["".join(text for text, _ in line) for line in broken(lines, widest - 1)]
    assert got == [
        "300308.SZ  out",
        "no   pe26 < 45 and eps_cagr > 30% and (pe_ttm > 20 or group in (op...",
        "       all of 3",
        "no     pe26 < 45",
        "         48.2 < 45.0  fails by 3.2 (7%)",
        "yes    eps_cagr > 30%",
        "         41.0% > 30.0%  passes by 11.0% (37%)",
        "yes    (pe_ttm > 20 or group in (optical-modules, equipment))",
        "         any of 2",
        "?        pe_ttm > 20",
        "           -- > 20.0  unknown: pe_ttm is missing",
        "yes      group in (optical-modules, equipment)",
        "           optical-modules",
    ]
    assert [role for line in broken(lines, 20) for _, role in line].count("false") == [
        role for line in lines for _, role in line
    ].count("false")
