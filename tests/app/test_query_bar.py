"""What the query bar shows, at every size: golden files, carets under the fault, words, hostile text.

KANPAN_UPDATE=1 writes the golden files anew.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.app.query_stage import Stage, answer, play
from tui.app.frames.query import FaultLine, Offer, QueryState
from tui.app.widgets.query_bar import OfferList, carets, kept_whole, nearest, wrapped
from tui.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Callable

SNAPSHOTS = Path(__file__).parent / "snapshots"

# ── pictures ────────────────────────────────────────────────────────────────────────────────────────

LONG = "pe26 < 45 and theme has ai-compute and bad > 3 and eps_cagr > 30% and peg < 1.5 and pe27 < 40"
CJK = "评级 = 买入 且 错错 > 3 且 市盈率26 < 45"
HOSTILE = "[@click=app.quit]x[/] [bold red]\x1b[2J\x1b]52;c;aGk=\x07 \u202eevil\u200b"


def hostile(text: str, cursor: int) -> QueryState:
    """Markup, ANSI, bidi and length in everything that is shown."""
    offers = (Offer(HOSTILE, HOSTILE * 40), Offer("[/]", "]["), Offer("x" * 10_000, "\n\r\t"))
    return QueryState(text, cursor, (FaultLine(0, 10_000, HOSTILE * 40),), "", offers, (0, cursor))


SHOTS: dict[str, tuple[tuple[int, int], str, str, tuple[str, ...], Callable[[str, int], QueryState]]] = {
    "empty-zh": ((80, 24), "zh", "", (), answer),
    "offers-tab-zh": ((80, 24), "zh", "评级 = 买入 且 市", ("tab",), answer),
    "offers-far-en": ((80, 24), "en", "n", ("tab",) * 10, answer),
    "count-zh": ((120, 40), "zh", "pe26 < 5", (), answer),
    "fault-cjk-zh": ((80, 24), "zh", CJK, (), answer),
    "fault-end-en": ((80, 24), "en", "pe26 <", (), answer),
    "fault-scrolled-en": ((80, 24), "en", LONG, (), answer),
    "fault-40x12-en": ((40, 12), "en", "pe26 < 4 and bad > 3", (), answer),
    "offers-40x12-zh": ((40, 12), "zh", "市", ("tab", "tab"), answer),
    "count-20x5-en": ((20, 5), "en", "pe26 < 5", (), answer),
    "fault-20x5-zh": ((20, 5), "zh", "n > 错错", (), answer),
    "hostile-en": ((80, 24), "en", "", (), hostile),
}


@pytest.mark.parametrize("name", SHOTS)
def test_the_bar_is_exact(name: str) -> None:
    size, lang, text, keys, answers = SHOTS[name]

    async def act(stage: Stage) -> str:
        await stage.press(*keys)
        assert [cell_width(line) for line in stage.lines()] == [size[0]] * size[1]
        return stage.text()

    shown = play(act, text, size=size, lang=lang, answers=answers)
    path = SNAPSHOTS / f"query_bar_{name}.txt"
    if os.environ.get("KANPAN_UPDATE"):
        path.write_text(shown, encoding="utf-8", newline="\n")
    assert path.exists(), f"{path.name} is missing; write it with KANPAN_UPDATE=1"
    assert shown == path.read_text(encoding="utf-8")


def test_every_golden_file_is_used() -> None:
    assert {p.stem.removeprefix("query_bar_") for p in SNAPSHOTS.glob("query_bar_*.txt")} == set(SHOTS)


# ── words and carets ────────────────────────────────────────────────────────────────────────────────


def carets_under(stage: Stage) -> str:
    """What stands on the screen in the line above the carets, in the very cells of the carets."""
    region = stage.app.bar.region
    line, marks = stage.lines()[region.y : region.y + 2]
    first, out, at = marks.index("^"), "", 0
    for char in line:
        if first <= at < first + marks.count("^"):
            out += char
        at += cell_width(char)
    return out


@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_carets_stand_exactly_under_the_fault(width: int, lang: str) -> None:
    async def act(stage: Stage) -> list[str]:
        seen = []
        for before in ("", "评级 = 买入 且 ", "１" * 40, "１" * 40 + "i", "pe26 < 5 and " * 8):
            await stage.fresh(f"{before}错错")
            seen.append(carets_under(stage))
        return seen

    assert play(act, size=(width, 24), lang=lang) == ["错错"] * 5


def test_the_carets_follow_when_the_line_scrolls() -> None:
    async def act(stage: Stage) -> list[str]:
        seen = []
        for keys in (("home",), ("ctrl+right",) * 8, ("end",)):
            await stage.press(*keys)
            seen.append(carets_under(stage) if "^" in stage.under()[0] else stage.under()[0].strip())
        return seen

    text = "peg < 1 and pe27 < 5 and bad > 3 and pe26 < 7 and eps26 > 3 and eps27 > 4"
    assert play(act, text, size=(40, 24)) == ["bad", "bad", "<"]
    assert play(act, text, size=(30, 24)) == [">", "bad", "<"]


def test_the_fault_at_the_cursor_is_the_one_that_is_told() -> None:
    async def act(stage: Stage) -> list[list[str]]:
        seen = [stage.under()]
        await stage.press("end")
        seen.append(stage.under())
        return seen

    first, last = play(act, "错错 < 3 and bad", lang="zh")[:1][0], play(act, "bad and 错错")[1]
    assert first[1].strip() == "2/2 no column is called bad; nearest: pe26, pe27"
    assert last[1].strip() == "2/2 没有这一列：错错"
    faults = (FaultLine(0, 2, ""), FaultLine(7, 9, ""))
    assert [nearest(faults, cursor) for cursor in (0, 2, 5, 7, 9, 12)] == [0, 0, 0, 1, 1, 0]


def test_the_page_above_does_not_move_between_keys() -> None:
    async def act(stage: Stage) -> set[int]:
        seen = set()
        for char in "pe<bad n":
            await stage.type(char)
            seen.add(stage.app.bar.region.y)
        await stage.press("tab", "escape", "up", "ctrl+u")
        return {*seen, stage.app.bar.region.y}

    assert play(act) == {20}
    assert play(act, size=(20, 5)) == {2}


def test_a_long_message_takes_another_line_and_keeps_it() -> None:
    def answers(text: str, cursor: int) -> QueryState:
        message = " ".join(f"word{i}" for i in range(30))
        return QueryState(text, cursor, (FaultLine(0, 1, message),) if text == "x" else (), "13 of 13")

    async def act(stage: Stage) -> list[tuple[int, list[str]]]:
        seen = [(stage.app.bar.region.height, stage.under())]
        await stage.type("y")
        return [*seen, (stage.app.bar.region.height, stage.under())]

    first, second = play(act, "x", answers=answers)
    assert first[0] == second[0] == 4
    assert first[1][1].split()[0] == "word0"
    assert first[1][2].split()[0] == "word11"
    assert first[1][2].endswith("~")
    assert second[1] == ["        13 of 13", "", ""]


def test_what_a_state_says_stays_until_the_next_but_no_caret_stands_wrong() -> None:
    async def act(stage: Stage) -> list[list[str]]:
        stage.app.silent = True
        await stage.type("x")
        seen = [stage.under()]
        await stage.press("home", "y")
        return [*seen, stage.under()]

    after, before = play(act, "bad >")
    assert after == ["        ^^^", "        no column is called bad; nearest: pe26, pe27"]
    assert before == ["", "        no column is called bad; nearest: pe26, pe27"]


def test_the_language_can_change() -> None:
    async def act(stage: Stage) -> str:
        stage.app.bar.lang = "zh"
        await stage.settle()
        return stage.text()

    shown = play(act, "bad")
    assert " 筛选  bad\n       ^^^\n" in shown


def test_it_fits_the_screen_anew_when_the_size_changes() -> None:
    async def act(stage: Stage) -> list[tuple[int, int]]:
        seen = []
        for width, height in ((80, 24), (80, 19), (40, 12), (20, 5), (120, 40)):
            await stage.pilot.resize_terminal(width, height)
            await stage.settle()
            offers = stage.app.query_one(OfferList)
            seen.append((stage.app.bar.region.height, offers.region.height if offers.display else 0))
            assert stage.app.bar.region.width == width
        return seen

    assert play(act, "bad n") == [(3, 8), (3, 3), (4, 3), (2, 0), (3, 8)]


@pytest.mark.parametrize("size", [(80, 24), (20, 5), (4, 4)])
def test_hostile_text_is_shown_as_text(size: tuple[int, int]) -> None:
    async def act(stage: Stage) -> str:
        await stage.paste(HOSTILE * 40)
        await stage.press("tab", "tab", "tab", "up", "home")
        shown = stage.text()
        await stage.press("tab", "enter", "ctrl+u")
        assert stage.app.is_running
        return shown

    shown = play(act, size=size, answers=hostile, history=(HOSTILE,))
    assert shown.replace("\n", "").isprintable()
    assert "\u202e" not in shown


def test_ten_thousand_characters_are_typed_into_without_delay() -> None:
    async def act(stage: Stage) -> tuple[int, str]:
        await stage.paste("市" * 10_000)
        await stage.type("bad")
        await stage.press("home", "end")
        return stage.cursor, carets_under(stage)

    assert play(act) == (10_003, "bad")


@pytest.mark.parametrize(
    ("start", "length", "room", "line"),
    [
        *((0, 3, 10, "^^^"), (4, 0, 10, "    ^"), (8, 5, 10, "        ^^"), (-2, 4, 10, "^^")),
        *((-3, 3, 10, "<"), (10, 2, 10, "         >"), (-5, 99, 10, "^" * 10), (9, 1, 10, "         ^")),
    ],
)
def test_carets_show_what_is_on_the_line(start: int, length: int, room: int, line: str) -> None:
    assert carets(start, length, room) == line


@pytest.mark.parametrize(
    ("text", "width", "most", "rows"),
    [
        ("one two three", 20, 2, ["one two three"]),
        ("one two three", 8, 2, ["one two", "three"]),
        ("one two three four", 8, 2, ["one two", "three f~"]),
        ("没有这一列市盈率", 7, 2, ["没有这", "一列市~"]),
        ("unbreakable", 4, 3, ["unbr", "eaka", "ble"]),
        ("", 4, 2, [""]),
        ("abc", 0, 2, [""]),
        ("市", 1, 2, ["~"]),
    ],
)
def test_words_are_wrapped_by_cells(text: str, width: int, most: int, rows: list[str]) -> None:
    assert wrapped(text, width, most) == rows


@pytest.mark.parametrize(
    ("text", "x", "edges", "whole"),
    [
        ("市盈率", 0, {2, 4}, "市盈率"),
        ("市盈率", 0, {3}, "市 盈率"),
        ("a市盈", 31, {32, 33}, "a 市盈"),
        ("abc", 0, {1, 2}, "abc"),
        ("", 5, {5}, ""),
    ],
)
def test_no_edge_of_what_lies_below_halves_a_wide_character(
    text: str, x: int, edges: set[int], whole: str
) -> None:
    assert kept_whole(text, x, edges) == whole
