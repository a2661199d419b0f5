"""Sessions on a terminal, one after the other: the book is followed, dates are stepped, marks kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("no pty here", allow_module_level=True)

from tests.app.changesroom import write, write_week
from tests.cli.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long


def test_what_is_new_is_followed_marked_and_remembered(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    folder = write(tmp_path / "book", 2)
    settings = tmp_path / "config" / "kanpan" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[alerts]\ncheap = "pe26 < 11"\n', encoding="utf-8")
    env = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    words = (str(folder), "--lang", "en")
    with Terminal(*words, env=env) as first:
        first.shows("as of 2026-06-19  ", "alerts: 1, 1 new, press A")
        write_week(folder, 2)
        first.shows("as of 2026-06-26  ")
        first.press("<")
        first.shows("as of 2026-06-19, not the newest")
        first.press("q")
        assert first.ended() == 0
        first.assert_given_back()
    write_week(folder, 3)
    with Terminal(*words, "--as-of", "2026-06-26", env=env) as second:
        second.shows("as of 2026-06-26, not the newest")
        second.press(">")
        second.shows("as of 2026-07-03  ", "4 changed", "+600001.SH", "+600005.SH")
        second.press("5")
        second.shows("Estimate revisions", "report 2026-06-26 -> 2026-07-03", "overweight -> buy up")
        second.press("q")
        assert second.ended() == 0
    assert "Traceback" not in second.text
    with Terminal(*words, env=env) as third:
        third.shows("as of 2026-07-03  ", "alerts: 1")
        assert "changed" not in third.text
        assert "+600001.SH" not in third.text
        third.press("q")
        assert third.ended() == 0


def test_a_killed_session_loses_nothing_and_the_next_goes_on(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    folder = write(tmp_path / "book", 2)
    env = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    words = (str(folder), "--lang", "en")
    with Terminal(*words, env=env) as first:
        first.shows("as of 2026-06-19  ", "600001.SH", "q quit")
        first.press("g")
        first.shows("by theme")
        first.press("G")
        first.until(lambda: '"cursor": ["600004.SH"' in remembered_of(tmp_path), "the cursor in the file")
        first.process.kill()
        first.process.wait()
    with Terminal(*words, env=env) as second:
        second.shows("by theme", "玄石股份 600004.SH")  # in the pane below the grid
        rest(second)
        second.press("5")
        second.shows("Estimate revisions")
        second.process.terminate()
        assert second.ended() == 128 + 15
        second.assert_given_back()
    assert '"screen": "changes"' in remembered_of(tmp_path)
    with Terminal(*words, env=env) as third:
        third.shows("Estimate revisions")
        rest(third)
        third.press("1")
        third.shows("all names · by theme")
        rest(third)  # a key that comes while one screen takes the place of the other is neither's
        third.press("u")
        third.shows("group a 2 ", "1 Watchlist")
        third.press("q")
        assert third.ended() == 0
    with Terminal(*words, "--fresh", env=env) as fourth:
        fourth.shows("1 Watchlist", "group a 2 ")
        assert "by theme" not in fourth.text
        fourth.press("q")
        assert fourth.ended() == 0


def rest(terminal: Terminal) -> None:
    """Wait until the session draws nothing for a moment."""
    terminal.until(lambda: not terminal._take(0.3), "a rest")


def remembered_of(folder: Path) -> str:
    """What is written of the one book."""
    found = list((folder / "state" / "kanpan" / "books").glob("*.json"))
    return found[0].read_text(encoding="utf-8") if found else ""
