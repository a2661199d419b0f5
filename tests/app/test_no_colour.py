"""NO_COLOR: not one colour reaches the terminal, and what colour said is still seen."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("no pty here", allow_module_level=True)

from tests.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

SGR = re.compile(rb"\x1b\[([0-9;:]*)m")


def colours(raw: bytes) -> set[bytes]:
    """Every sequence that sets a colour: 30 to 38, 40 to 48, 90 to 107; 39 and 49 take colours away."""
    out = set()
    for found in SGR.findall(raw):
        parts = re.split(rb"[;:]", found)
        if any(part.isdigit() and (int(part) in COLOURS) for part in parts):
            out.add(found)
    return out


COLOURS = {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}


def test_colours_are_found() -> None:
    assert colours(b"\x1b[1;38;2;1;2;3mx\x1b[0m\x1b[41m\x1b[97m") == {b"1;38;2;1;2;3", b"41", b"97"}
    assert not colours(b"\x1b[1;7m\x1b[0;39;49m\x1b[4m\x1b[m")


def marked(terminal: Terminal, *, reverse: bool = False, bold: bool = False) -> list[str]:
    """The runs of text on the screen that stand in reverse, or bold."""
    out = []
    for y in range(terminal.screen.lines):
        cells = [terminal.screen.buffer[y][x] for x in range(terminal.screen.columns)]
        out += list(_runs([c.data if (c.reverse and reverse) or (c.bold and bold) else "\0" for c in cells]))
    return out


def _runs(chars: list[str]) -> Iterator[str]:
    yield from (run for run in "".join(chars).split("\0") if run)


@pytest.mark.long
def test_no_screen_and_no_dialog_has_a_colour_and_all_is_seen() -> None:
    with Terminal("--lang", "en", env={"NO_COLOR": "1"}) as terminal:
        terminal.shows("600941.SH", "q quit", "13 of 13")
        reverse = marked(terminal, reverse=True)
        assert any(text.startswith("600941.SH") for text in reverse)  # the cursor's cell
        assert any(text.strip() == "1 Watchlist" for text in reverse)  # the screen one is on
        assert any("27.7!" in text for text in marked(terminal, bold=True))  # a doubt
        assert any(not text.strip() for text in reverse) or "=" in terminal.text  # the bars of EPS and PE
        for key, word in (
            ("2", "why"),
            ("3", "stories"),
            ("4", "movers"),
            ("5", "Changes"),
            ("6", "7 Brief"),
        ):
            terminal.press(key)
            terminal.shows(f" {key} ")
            terminal.until(lambda: marked(terminal, reverse=True), word)
        terminal.press("1")
        terminal.shows("13 of 13")
        for key, word, leave in (("?", "Help - Watchlist", "q"), ("P", "kanpan-night", "\x1b")):
            terminal.press(key)
            terminal.shows(word)
            if key == "P":
                terminal.until(lambda: any("kanpan-night" in t for t in marked(terminal, reverse=True)), word)
            terminal.press(leave)
            terminal.until(lambda: word not in terminal.text, f"the end of {key}")  # noqa: B023 - now
        terminal.press("q")
        assert terminal.ended() == 0
        terminal.assert_given_back()
    assert not colours(terminal.raw)
