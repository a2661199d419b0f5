"""What is typed into the query bar: keys in order, pastes, offers by tab and click, history, leaving."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.app.query_stage import HISTORY, OFFERS, Stage, answer, play
from tui.app.frames.query import Offer, QueryState
from tui.app.widgets.query_bar import OfferList
from tui.app.widgets.query_line import QueryLine, one_line

# ── what is typed is told ───────────────────────────────────────────────────────────────────────────


def test_every_change_of_text_or_cursor_is_told_once() -> None:
    async def act(stage: Stage) -> list[tuple[str, int]]:
        for key in ("p", "e", "left", "home", "home", "end", "backspace"):
            await stage.press(key)
        return stage.app.typed

    wanted = [("", 0), ("p", 1), ("pe", 2), ("pe", 1), ("pe", 0), ("pe", 2), ("p", 1)]
    assert play(act) == wanted


def test_an_old_query_is_told_at_the_start_with_the_cursor_at_its_end() -> None:
    async def act(stage: Stage) -> tuple[list[tuple[str, int]], object]:
        return stage.app.typed, stage.app.focused

    typed, focused = play(act, "pe26 < 5")
    assert typed == [("pe26 < 5", 8)]
    assert isinstance(focused, QueryLine)


def test_full_width_signs_and_keys_of_the_grid_are_typed_as_they_are() -> None:
    text = "市盈率２６＜４５，？／：【】《》（） jkqfxgNL/?[]{}<>:"

    async def act(stage: Stage) -> str:
        await stage.type(text)
        return stage.value

    assert play(act) == text


def test_the_fields_own_keys_hold() -> None:
    async def act(stage: Stage) -> list[tuple[str, int]]:
        seen = []
        for key in ("ctrl+w", "ctrl+a", "ctrl+e", "home", "right", "ctrl+k", "end", "ctrl+u"):
            await stage.press(key)
            seen.append((stage.value, stage.cursor))
        return seen

    assert play(act, "ab cd ef") == [
        *(("ab cd ", 6), ("ab cd ", 0), ("ab cd ", 6), ("ab cd ", 0)),
        *(("ab cd ", 1), ("a", 1), ("a", 1), ("", 0)),
    ]


def test_keys_act_in_the_order_they_are_typed_ahead_in() -> None:
    async def act(stage: Stage) -> tuple[str, int]:
        for key in ("p", "e", "backspace", "e", "left", "x", "home", "y", "end", "z"):
            stage.send(key)
        await stage.settle()
        return stage.value, stage.cursor

    assert play(act) == ("ypxez", 5)


@pytest.mark.parametrize("selected", [False, True])
def test_ctrl_c_copies_what_is_selected_and_never_ends_the_session(selected: bool) -> None:
    async def act(stage: Stage) -> tuple[bool, str, int]:
        await stage.press(*(("shift+home",) if selected else ()), "ctrl+c", "ctrl+c")
        return stage.app.is_running, stage.app.clipboard, len(stage.app._notifications)

    assert play(act, "pe26") == (True, "pe26" if selected else "", 0)


def test_a_paste_becomes_one_clean_line() -> None:
    pastes = {
        "pe26 < 5\nand peg < 1\r\n": "pe26 < 5 and peg < 1",
        "\n\n a\n \nb": " a b",
        "a\x1b[31mb\x07\tc": "a␛[31mb␇ c",
        "\u202eab\u200b": "␦ab␦",
        "\n": "",
    }

    async def act(stage: Stage) -> None:
        for pasted, text in pastes.items():
            await stage.paste(pasted)
            assert stage.value == text == one_line(pasted)
            await stage.press("ctrl+u")
            stage.app._clipboard = pasted
            await stage.press("ctrl+v")
            assert stage.value == text
            await stage.press("ctrl+u")

    play(act)


def test_a_paste_takes_the_place_of_what_is_selected() -> None:
    async def act(stage: Stage) -> tuple[str, int]:
        await stage.press("shift+left", "shift+left")
        await stage.paste("x\ny")
        return stage.value, stage.cursor

    assert play(act, "pe26") == ("pex y", 5)


# ── offers ──────────────────────────────────────────────────────────────────────────────────────────


def test_tab_goes_round_the_offers_and_shift_tab_back() -> None:
    async def act(stage: Stage) -> list[str]:
        seen = []
        for key in ("tab", "tab", "tab", "tab", "shift+tab", "shift+tab"):
            await stage.press(key)
            seen.append(stage.value)
            assert stage.cursor == len(stage.value)
        return seen

    assert play(act, "1 < pe") == [f"1 < {name}" for name in ("pe26", "pe27", "peg", "pe26", "peg", "pe27")]


@dataclass(frozen=True)
class Try:
    """Keys over a text, and what they make of it."""

    text: str
    keys: tuple[str, ...]
    value: str
    cursor: int


TRIES = {
    "shift+tab begins with the last": Try("1 < pe", ("shift+tab",), "1 < peg", 7),
    "what stands behind stays": Try("pe < 5", (*["left"] * 4, "tab", "tab"), "pe27 < 5", 4),
    "inside the brackets of a function": Try("me", ("tab", "p"), "median(p", 8),
    "typing ends a round; nothing is offered for pe26": Try(
        "pe", ("tab", "x", "backspace", "tab"), "pe26", 4
    ),
    "moving ends a round": Try("pe", ("tab", "left", "right", "tab"), "pe26", 4),
    "tab typed ahead comes before what follows": Try("pe", ("tab", " ", "<"), "pe26 <", 6),
    "tab waits for the offers of what was typed": Try("", ("p", "e", "tab", "tab", "<"), "pe<", 3),
    "no offers, no change": Try("zzz", ("tab", "shift+tab"), "zzz", 3),
    "down and up have nothing to do with offers": Try("pe", ("down",), "pe", 2),
}


def test_tab_puts_offers_and_typing_goes_on() -> None:
    async def act(stage: Stage) -> None:
        for name, one in TRIES.items():
            await stage.fresh(one.text)
            await stage.press(*one.keys)
            assert (stage.value, stage.cursor) == (one.value, one.cursor), name
            assert stage.line.has_focus

    play(act)


def test_after_a_single_offer_the_next_ones_come() -> None:
    offers = {"a": (Offer("an ", ""),), "an ": (Offer("x", ""), Offer("y", ""))}

    def answers(text: str, cursor: int) -> QueryState:
        start = cursor if text == "an " else 0
        return QueryState(text, cursor, offers=offers.get(text, ()), span=(start, cursor))

    async def act(stage: Stage) -> list[str]:
        seen = []
        for _ in range(3):
            await stage.press("tab")
            seen.append(stage.value)
        return seen

    assert play(act, "a", answers=answers) == ["an ", "an x", "an y"]


def test_the_list_shows_the_round_while_it_lasts() -> None:
    async def act(stage: Stage) -> None:
        await stage.press("tab", "tab")
        assert ">pe27  市盈率 2027E" in stage.text()
        assert " peg   PEG" in stage.text()
        await stage.press("x")
        assert not stage.app.query_one(OfferList).display

    play(act, "pe")


def test_tab_waits_for_the_offers_of_what_was_typed() -> None:
    async def act(stage: Stage) -> list[str]:
        stage.app.silent = True
        await stage.type("e")
        await stage.press("tab", "tab")
        seen = [stage.value]
        stage.app.query_state = answer("p", 1)  # late, and about another text
        await stage.settle()
        seen.append(stage.value)
        stage.app.silent = False
        stage.app.query_state = answer("pe", 2)
        await stage.settle()
        return [*seen, stage.value]

    assert play(act, "p") == ["pe", "pe", "pe27"]


def test_a_tab_that_waits_is_forgotten_where_more_is_typed() -> None:
    async def act(stage: Stage) -> str:
        stage.app.silent = True
        await stage.press("e", "tab", "g")
        stage.app.query_state = answer("peg", 3)
        await stage.settle()
        return stage.value

    assert play(act, "p") == "peg"


def test_a_state_about_another_text_or_cursor_gives_no_offers() -> None:
    async def act(stage: Stage) -> bool:
        for text, cursor in (("pe", 1), ("p", 1), ("n", 1)):
            stage.app.query_state = QueryState(text, cursor, offers=OFFERS["n"], span=(0, 1))
            await stage.settle()
        return stage.app.query_one(OfferList).display

    assert play(act, "zz") is False


@pytest.mark.parametrize("row", [0, 2])
def test_a_click_takes_an_offer_and_the_line_keeps_the_focus(row: int) -> None:
    async def act(stage: Stage) -> tuple[str, int, bool]:
        await stage.pilot.click(OfferList, offset=(2, row))
        await stage.settle()
        await stage.press("!")
        return stage.value, stage.cursor, stage.line.has_focus

    name = OFFERS["pe"][row].text
    assert play(act, "1 < pe") == (f"1 < {name}!", 5 + len(name), True)


def test_a_click_in_a_list_that_has_scrolled_takes_what_is_seen() -> None:
    async def act(stage: Stage) -> str:
        await stage.press(*["tab"] * 10)
        await stage.pilot.click(OfferList, offset=(2, 0))
        await stage.settle()
        return stage.value

    assert play(act, "n") == "name3"


# ── history ─────────────────────────────────────────────────────────────────────────────────────────


def test_up_and_down_go_through_the_history_and_back_to_what_was_typed() -> None:
    async def act(stage: Stage) -> list[str]:
        seen = []
        for key in ("down", "up", "up", "up", "up", "down", "down", "down", "down"):
            await stage.press(key)
            seen.append(stage.value)
            assert stage.cursor == len(stage.value)
        return seen

    first, second, third = HISTORY
    assert play(act, "mine") == ["mine", third, second, first, first, second, third, "mine", "mine"]


def test_what_stands_there_already_is_passed_by() -> None:
    async def act(stage: Stage) -> list[str]:
        seen = []
        for key in ("up", "up", "down", "down"):
            await stage.press(key)
            seen.append(stage.value)
        return seen

    assert play(act, "b", history=("a", "b", "b")) == ["a", "a", "b", "b"]


def test_an_old_query_that_is_changed_is_what_is_typed_now() -> None:
    async def act(stage: Stage) -> list[str]:
        await stage.press("up", "up", "x", "up")
        seen = [stage.value]
        await stage.press("down")
        return [*seen, stage.value]

    assert play(act, "mine") == [HISTORY[2], f"{HISTORY[1]}x"]


def test_without_a_history_up_and_down_do_nothing() -> None:
    async def act(stage: Stage) -> str:
        await stage.press("up", "down", "up")
        return stage.value

    assert play(act, "mine", history=()) == "mine"


# ── leaving ─────────────────────────────────────────────────────────────────────────────────────────


def test_enter_keeps_a_sound_query_and_escape_leaves_any() -> None:
    tries: tuple[tuple[str, str, list[tuple[str, bool]]], ...] = (
        ("pe26 < 5", "enter", [("pe26 < 5", True)]),
        ("", "enter", [("", True)]),
        ("pe26 < 5", "escape", [("pe26 < 5", False)]),
        ("bad", "escape", [("bad", False)]),
        ("bad", "enter", []),
    )

    async def act(stage: Stage) -> None:
        for text, key, left in tries:
            await stage.fresh(text)
            before = stage.text()
            await stage.press(key)
            assert stage.text() == before
            assert stage.app.left == left, (text, key)
            stage.app.left.clear()

    play(act)


def test_enter_before_the_answer_leaves_it_to_the_app() -> None:
    async def act(stage: Stage) -> list[tuple[str, bool]]:
        stage.app.silent = True
        await stage.press("x", "enter")
        return stage.app.left

    assert play(act, "bad") == [("badx", True)]
