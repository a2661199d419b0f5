"""The `:` line: tab completes commands, up and down bring earlier lines, enter gives the text."""

from __future__ import annotations

import unicodedata

import pytest
from textual.widgets import Input

from tests.app.modal import NASTY, Modal, answers_after, compare, open_modal, text_after, try_windows
from tests.app.session import Session, play
from tui.app.dialogs.command import CommandLine, first_word, fitting
from tui.commands import COMMANDS, IN_CHINESE

HISTORY = ("themes -f md", " ", "export --where 'pe26 < 45'")


def line(lang: str = "en") -> CommandLine:
    return CommandLine(HISTORY, lang)


@pytest.mark.parametrize(
    ("name", "keys", "size", "lang"),
    [
        ("80x24-en", "", (80, 24), "en"),
        ("80x24-zh", "c tab", (80, 24), "zh"),
        ("120x40-zh", "", (120, 40), "zh"),
        ("unknown-en", "e x p r o t", (80, 24), "en"),
        ("option-en", "up", (80, 24), "en"),
    ],
)
def test_the_line_is_exact(name: str, keys: str, size: tuple[int, int], lang: str) -> None:
    compare(f"command-{name}", text_after(lambda: line(lang), keys, size))


def test_every_command_is_told_in_both_languages() -> None:
    for name, told in COMMANDS.items():
        assert told
        assert any(unicodedata.name(c).startswith("CJK") for c in IN_CHINESE[name])
    assert list(IN_CHINESE) == list(COMMANDS)


COMPLETED = (
    ("e", ["tab"], "export "),
    ("E", ["tab"], "export "),
    ("c", ["tab"], "changes "),
    ("c", ["tab", "tab"], "check "),
    ("c", ["tab"] * 7, "changes "),
    ("c", ["shift+tab"], "completion "),
    ("c", ["tab", "shift+tab"], "completion "),
    ("", ["tab"], "import "),
    ("kanpan th", ["tab"], "themes "),
    (":vi", ["tab"], "views "),
    ("：vi", ["tab"], "views "),
    ("zz", ["tab"], "zz"),
    ("export --wh", ["tab"], "export --wh"),
    ("export -o e", ["tab"], "export -o e"),
    ("co", ["tab", "backspace", "backspace", "tab"], "columns "),
)


def test_tab_completes_the_first_word() -> None:
    async def act(modal: Modal) -> None:
        for typed, keys, value in COMPLETED:
            await modal.reopen()
            await modal.type(typed)
            await modal.press(*keys)
            assert modal.value == value, (typed, keys)
            assert modal.focus == "command-line"

    open_modal(line, act)


def test_history_goes_back_and_what_was_typed_is_kept() -> None:
    async def act(modal: Modal) -> None:
        seen = []
        await modal.type("new")
        for key in ("up", "up", "up", "down", "down", "down"):
            await modal.press(key)
            seen.append(modal.value)
        assert seen == [HISTORY[2], HISTORY[0], HISTORY[0], HISTORY[2], "new", "new"]
        await modal.press("up", "x", "enter")
        assert modal.answer == f"{HISTORY[2]}x"

    open_modal(line, act)


ANSWERS: tuple[tuple[str, list[str], str | None], ...] = (
    ("themes", ["enter"], "themes"),
    (" : kanpan themes ", ["enter"], "kanpan themes"),
    ("：check", ["enter"], "check"),
    ("  ", ["enter"], None),
    (":", ["enter"], None),
    ("themes", ["escape"], None),
    ("", ["up", "enter"], HISTORY[2]),
    ("th", ["tab", "enter"], "themes"),
    ("q", ["enter"], "q"),
)


def test_enter_gives_the_text_and_escape_nothing() -> None:
    got = answers_after(line, [(typed, keys) for typed, keys, _ in ANSWERS])
    assert got == [answer for _, _, answer in ANSWERS]


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("", "", list(COMMANDS)),
        ("  : ", "", list(COMMANDS)),
        ("kanpan", "kanpan", []),
        ("kanpan ", "", list(COMMANDS)),
        ("kanpan ex", "ex", ["export"]),
        ("export", "export", ["export"]),
        ("export -o x", "export", ["export"]),
        ("expor -o x", "expor", []),
        ("why", "why", ["why"]),
    ],
)
def test_what_the_first_word_may_become(text: str, word: str, found: list[str]) -> None:
    assert first_word(text) == word
    assert fitting(text) == found


def test_any_window_and_hostile_history() -> None:
    sizes = ((1, 1), (4, 3), (20, 6), (30, 10), (250, 70))
    line = NASTY.replace("\n", " ")
    assert try_windows(lambda: CommandLine([line], "zh"), "up tab down c tab", sizes, "enter") == "changes"


def test_what_is_typed_before_the_line_is_there_stands_in_it_in_order() -> None:
    async def act(session: Session) -> str:
        for key in (":", "e", "x", "p", "tab", "-", "f", "space", "m", "d"):
            session.send(key)
        await session.settle()
        return session.app.screen.query_one(Input).value

    assert play(act) == "export -f md"
