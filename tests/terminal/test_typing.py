"""Every key on every screen, in both languages, at many sizes, over hostile data; endings of all kinds."""

from __future__ import annotations

import random
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.terminal import Terminal
from tests.terminal import hostile
from tests.terminal.bytes_out import foreign
from tests.terminal.typing import ESCAPE, SIZES, Typist, all_keys, hammer, own, pairs, sent
from tui.app.keys import KEYS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

SEED = 20260703
BOOKS = {
    "hostile": hostile.hostile,
    "wide": hostile.wide,
    "one": hostile.one_row,
    "empty": hostile.empty,
}
LANGS = ("zh", "en")


def share(book: str, lang: str) -> list[tuple[str, str]]:
    """What is typed over a book in a language: the languages take turns by key and by screen."""
    screens, keys = ([*dict.fromkeys(pair[side] for pair in pairs())] for side in (0, 1))
    turn = LANGS.index(lang)
    todo = [pair for pair in pairs() if (screens.index(pair[0]) + keys.index(pair[1])) % 2 == turn]
    random.Random(SEED).shuffle(todo)
    return todo[list(BOOKS).index(book) :: len(BOOKS)]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("book", BOOKS)
def test_every_key_on_every_screen(book: str, lang: str, tmp_path: Path) -> None:
    place = BOOKS[book](tmp_path / "book")
    hammer([place, "--lang", lang], tmp_path / "home", share(book, lang), SEED + len(book))


def test_each_pair_is_typed_and_each_key_and_screen_in_both_languages() -> None:
    typed = {lang: [pair for book in BOOKS for pair in share(book, lang)] for lang in LANGS}
    assert sorted(pair for todo in typed.values() for pair in todo) == sorted(pairs())
    for todo in typed.values():
        for side in (0, 1):
            assert {pair[side] for pair in todo} == {pair[side] for pair in pairs()}


def test_every_key_of_the_table_has_bytes() -> None:
    names = {key for entry in KEYS for key in entry.keys.split(",")}
    assert {"q", "ctrl+q"} == names - set(all_keys())
    for key in names:
        assert sent(key)
        assert len(sent(key)) == 1 or sent(key).startswith("\x1b"), f"no bytes are known for {key!r}"


# ── what may reach the terminal ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("escape", hostile.ESCAPES[:7])
def test_what_the_data_holds_would_be_found(escape: str) -> None:
    assert foreign(b"\x1b[1;1H" + escape.encode() + b"\x1b[0m")


@pytest.mark.parametrize(
    "text", ["", "中国移动", "\x1b[1;31mx\x1b[0m", "\x1b]22;pointer\x07", "\x1b[?2026$p", "␛]0;x␇"]
)
def test_what_is_the_sessions_own_passes(text: str) -> None:
    assert not foreign(text.encode())


# ── endings ─────────────────────────────────────────────────────────────────────────────────────────

OVER = {
    "watchlist": "", "themes": "2", "news": "3", "market": "4", "changes": "5", "checks": "6", "brief": "7",
    "find": "/中", "query": "fpe26", "why": "w", "help": "?", "palette": "\x10", "command": ":",
    "views": "v", "export": "x",
}  # fmt: skip


@pytest.mark.parametrize(("what", "keys"), OVER.items())
def test_a_signal_gives_the_terminal_back_whatever_is_open(what: str, keys: str, tmp_path: Path) -> None:
    number = (signal.SIGTERM, signal.SIGHUP)[len(what) % 2]
    with Typist(home=tmp_path / "home", size=SIZES[len(keys + what) % 5]) as terminal:
        terminal.until(lambda: terminal.painted, "a frame")
        for key in keys:
            terminal.send(key)
        terminal.process.send_signal(number)
        assert terminal.ended() == 128 + number
        terminal.assert_given_back()
        assert b"Traceback" not in terminal.raw


CRASH = """
import sys
from tui.app.app import Kanpan
def broken(self):
    held = "\\x1b]0;HOSTILE\\x07\\u202e"
    raise RuntimeError(held)
Kanpan.action_reload = broken
sys.argv = ["kanpan", "--lang", "en"]
from tui.cli import main
main()
"""


@pytest.mark.parametrize("size", [(20, 5), (160, 45)])
def test_a_crash_gives_the_terminal_back_and_tells_of_itself(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.cli.terminal.PYTHON", [sys.executable, "-c", CRASH])
    with Terminal(size=size) as terminal:
        terminal.until(lambda: terminal.painted, "a frame")
        for key in (ESCAPE, ESCAPE, "r"):  # a first session has something over its watchlist
            terminal.until(lambda: not terminal._take(0.2), "a rest")
            terminal.press(key)
        assert terminal.ended() == 1
        terminal.assert_given_back()
        after = terminal.raw[terminal.raw.rfind(b"\x1b[?1049l") :]
        assert b"RuntimeError" in after.replace(b"\r\n", b"")
        assert b"\x1b]0" not in terminal.raw
        assert "\u202e".encode() not in terminal.raw


def test_a_paste_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    with Typist(home=tmp_path / "home") as terminal:
        terminal.until(lambda: terminal.painted, "a frame")
        for opening in ("/", "f", ":", "x", "V", "\x10"):
            terminal.send(opening)
            terminal.send(f"\x1b[200~a{''.join(hostile.ESCAPES[:7])}b\x1b[201~")
            terminal.send(ESCAPE)
            terminal.send(ESCAPE)
        assert terminal.leave() == 0
        assert not foreign(own(terminal.raw))
