"""The session on a real terminal: first screen, leaving by key and by signal, hostile data, refusals."""

from __future__ import annotations

import base64
import os
import pty
import re
import shlex
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import FULLBOOK, PYTHON, ROOT, environment, foreign, kanpan, refused
from tests.cli.terminal import ALTERNATE, Terminal, nowhere
from tests.cli.test_endings import WATCH

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

NAMES = [
    "中国移动",
    "中国电信",
    "中国联通",
    "中际旭创",
    "天孚通信",
    "新易盛",
    "太辰光",
    "光迅科技",
    "中兴通讯",
    "紫光股份",
    "移远通信",
    "中国卫星",
    "华测导航",
]


def test_the_first_screen_shows_all_names_and_q_gives_the_terminal_back(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    (tmp_path / "loaded").mkdir()
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    with Terminal(env={"PYTHONPATH": path, "KANPAN_LOADED": str(tmp_path / "loaded")}) as terminal:
        terminal.shows(*NAMES, "all names · 13 of 13", "optical modules 5")
        assert terminal.modes()[ALTERNATE]
        terminal.press("q")
        assert terminal.ended() == 0
        terminal.assert_given_back()
        assert "Traceback" not in terminal.text
        loaded = (tmp_path / "loaded" / str(terminal.process.pid)).read_text().split()
        assert "textual" in loaded
        assert "pandas" not in loaded


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        (["--lang", "zh"], {}),
        ([], {"LANG": "zh_CN.UTF-8"}),
        ([str(FULLBOOK), "--lang", "zh"], {}),
        (["-b", str(FULLBOOK)], {"LC_ALL": "zh_CN.UTF-8"}),
    ],
)
def test_language_and_book_are_chosen(words: list[str], variables: dict[str, str]) -> None:
    with Terminal(*words, env=variables) as terminal:
        terminal.shows("全部 · 18/18 只" if str(FULLBOOK) in words else "全部 · 13/13 只", "查找")
        terminal.press("q")
        assert terminal.ended() == 0


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)],
)
def test_a_signal_gives_the_terminal_back(number: int, status: int) -> None:
    with Terminal() as terminal:
        terminal.shows(*NAMES)
        terminal.process.send_signal(number)
        assert terminal.ended() == status
        terminal.assert_given_back()
        assert "Traceback" not in terminal.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_it_starts_gives_the_terminal_back(number: int) -> None:
    with Terminal() as terminal:
        terminal.until(lambda: b"\x1b[?1049h" in terminal.raw, "the other screen")
        terminal.process.send_signal(number)
        assert terminal.ended() == 128 + number
        terminal.assert_given_back()
        assert b"Traceback" not in terminal.raw


def test_what_is_asked_for_while_it_starts_is_done() -> None:
    with Terminal() as terminal:
        terminal.until(lambda: b"\x1b[?1049h" in terminal.raw, "the other screen")
        terminal.press("L")
        terminal.shows("全部 · 13/13 只")
        terminal.press("q")
        assert terminal.ended() == 0


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.3, 0.6, 1.5])
@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("fpe26 < 20\r", "pe26 < 20 · 3 of 13"),
        ("/zgyd\r", "中国移动 600941.SH"),
        ("231]", "sorted by code"),
    ],
    ids=["query", "find", "screens"],
)
def test_what_is_typed_in_one_breath_is_done_in_order_however_early(
    keys: str, said: str, seconds: float
) -> None:
    with Terminal("--lang", "en") as terminal:
        begun = time.monotonic()
        terminal.until(lambda: time.monotonic() - begun >= seconds, "the moment")
        terminal.press(keys)
        terminal.shows(said, "/ find", "1 Watchlist")
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_recorded_session_leaves_nothing_behind(tmp_path: Path) -> None:
    env = nowhere()
    with Terminal("--record", str(tmp_path / "r.jsonl"), env=env) as terminal:
        terminal.shows("all names · 13 of 13")
        terminal.press("L]")
        terminal.shows("全部")
        terminal.press("q")
        assert terminal.ended() == 0
    with Terminal(env=env) as terminal:
        terminal.shows("all names · 13 of 13")
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_session_goes_on_beside_the_watchlist_without_showing_that_first() -> None:
    env = nowhere()
    with Terminal("--lang", "en", env=env) as terminal:
        terminal.shows("all names · 13 of 13")
        terminal.press("7")
        terminal.shows("7 Brief")
        terminal.press("q")
        assert terminal.ended() == 0
    with Terminal("--lang", "en", env=env) as terminal:
        terminal.shows("7 Brief")
        assert b"1 Watchlist" not in terminal.raw
        terminal.press("q")
        assert terminal.ended() == 0


def test_resizes_at_the_start_do_not_go_round_for_ever() -> None:
    env = nowhere()
    with Terminal("--lang", "en", env=env) as terminal:
        terminal.shows("all names · 13 of 13")
        terminal.press("q")
        assert terminal.ended() == 0
    for start in (0.12, 0.15, 0.18, 0.21):
        with Terminal("--lang", "en", env=env) as terminal:
            begun = time.monotonic()
            for turn, columns in enumerate((80, 100, 120)):
                at = start + 0.02 * turn
                terminal.until(lambda at=at, begun=begun: time.monotonic() - begun >= at, "the moment")  # type: ignore[misc]
                terminal.resize((columns, 25))
            terminal.shows("all names · 13 of 13")
            terminal.press("q")
            assert terminal.ended() == 0


def test_ctrl_c_neither_kills_nor_breaks_it() -> None:
    with Terminal() as terminal:
        terminal.shows(*NAMES)
        terminal.press(b"\x03")
        terminal.press("j")
        terminal.shows("中国电信 601728.SH")
        terminal.press("q")
        assert terminal.ended() == 0
        terminal.assert_given_back()
        assert b"Traceback" not in terminal.raw


def test_escape_and_the_key_after_it_in_one_breath() -> None:
    with Terminal("--lang", "en") as terminal:
        terminal.shows("all names · 13 of 13")
        terminal.press("c")
        terminal.shows("Columns")
        terminal.press("\x1b2")  # as a terminal in tmux sends both
        terminal.shows("2 Themes", "members")
        terminal.press("\x1bq")
        assert terminal.ended() == 0


def test_any_size_and_back() -> None:
    with Terminal() as terminal:
        terminal.shows(*NAMES)
        for size in ((20, 5), (4, 2), (60, 12), (160, 45)):
            seen = len(terminal.raw)
            terminal.resize(size)
            terminal.until(lambda seen=seen: len(terminal.raw) > seen, f"a frame at {size}")  # type: ignore[misc]
            terminal.press("j")
        terminal.shows(*NAMES, "operators 3")
        terminal.press("q")
        assert terminal.ended() == 0
        terminal.assert_given_back()
        assert b"Traceback" not in terminal.raw


def test_the_copied_command_goes_to_the_clipboard_and_gives_the_view() -> None:
    with Terminal(str(FULLBOOK)) as terminal:
        terminal.shows("18 of 18")
        terminal.press("lll]")
        terminal.shows("sorted by price descending")
        terminal.press("y")
        terminal.until(lambda: b"\x1b]52;c;" in terminal.raw, "the clipboard")
        terminal.shows("copied")
        terminal.press("q")
        assert terminal.ended() == 0
    found = re.search(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", terminal.raw)
    assert found
    words = shlex.split(base64.b64decode(found[1]).decode())
    assert words[:3] == ["kanpan", "export", str(FULLBOOK)]
    done = kanpan(*words[1:])
    prices = [float(price) for price in done.column("price") if price]
    assert (done.status, len(done.rows)) == (0, 18)
    assert prices[:3] == sorted(prices[:3], reverse=True)


HOSTILE = (
    "code,name,group,price,note\n"
    "600001.SH,甲\x1b]52;c;eA==\x07乙,\x1b[2Jg,1.5,\x1b]0;title\x07\n"
    "600002.SH,[@click=app.bell]丙[/],g,2.5,\x9b31mred\n"
    "600003.SH,\u202e丁\x07,g,3.5,\x90q\x9c\n"
)


def test_no_escape_of_the_data_reaches_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "bad\x1b]52;c;eA==\x07.csv").write_text(HOSTILE, "utf-8")
    with Terminal("./bad\x1b]52;c;eA==\x07.csv", cwd=tmp_path) as terminal:
        terminal.shows("600001.SH", "600002.SH", "600003.SH", "[@click=app.bell]")
        terminal.press("jjkl]")
        terminal.shows("sorted by name descending")
        terminal.press("?")
        terminal.shows("esc closes")
        terminal.press("q")
        terminal.until(lambda: "esc closes" not in terminal.text, "the help to close")
        terminal.press("r")
        terminal.shows("reloaded")
        terminal.press("q")
        assert terminal.ended() == 0
    raw = re.sub(rb"\x1b\]22;[a-z-]*\x07", b"", terminal.raw)  # the mouse pointer's shape, Textual's own
    for bad in (
        b"\x1b]52",
        b"\x1b]0;title",
        b"\x1b[2Jg",
        b"\x07",
        "\u202e".encode(),
        b"\xc2\x9b",
        b"\xc2\x90",
    ):
        at = raw.find(bad)
        assert at < 0, raw[max(0, at - 60) : at + 60]


# ── where it refuses ────────────────────────────────────────────────────────────────────────────────


def test_without_a_terminal_it_refuses_in_one_line() -> None:
    line = refused()
    assert "no terminal to draw on; `kanpan export`" in line
    assert refused(FULLBOOK) == line
    assert refused("--lang", "zh") == line


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_where_one_stream_is_no_terminal_it_refuses(missing: int) -> None:
    master, slave = pty.openpty()
    streams: list[int] = [slave, slave, slave]
    streams[missing] = subprocess.DEVNULL if missing == 0 else subprocess.PIPE
    done = subprocess.run(
        PYTHON, stdin=streams[0], stdout=streams[1], stderr=streams[2], cwd=foreign(), env=environment(),
        timeout=60, check=False,
    )  # fmt: skip
    os.close(slave)
    told = done.stderr or os.read(master, 1 << 12)
    os.close(master)
    assert done.returncode == 2
    assert told.strip().startswith(b"kanpan: no terminal to draw on")
    assert told.count(b"\n") == 1
    assert b"\x1b" not in told


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_draw_is_refused(term: str) -> None:
    with Terminal(env={"TERM": term}) as terminal:
        assert terminal.ended() == 2
        assert terminal.raw.count(b"\n") == 1
        assert b"cannot draw a session" in terminal.raw
        assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("words", [["nosuch"], ["./nosuch"], ["--bogus"], ["exprt"], ["--lang", "de"]])
def test_what_cannot_be_opened_is_told_before_the_screen_is_taken(words: list[str]) -> None:
    with Terminal(*words) as terminal:
        assert terminal.ended() == 2
        assert terminal.raw.startswith(b"kanpan: ")
        assert terminal.raw.count(b"\n") == 1
        assert b"\x1b" not in terminal.raw


def test_a_book_that_breaks_on_reading_ends_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    with Terminal("broken.xlsx", cwd=tmp_path) as terminal:
        assert terminal.ended() == 2
        terminal.assert_given_back()
        assert b"Traceback" not in terminal.raw
        assert terminal.raw.rstrip().splitlines()[-1].count(b"broken.xlsx") == 1


def test_headless_commands_work_where_nothing_can_be_drawn() -> None:
    assert kanpan("export", TERM="dumb").status == 0
