"""Recordings: lines that are written as steps happen, read back, and refused with a caret."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.drivers.headless_driver import HeadlessDriver

from tests.app.session import Session, universe_of
from tui.app.app import Kanpan
from tui.app.grid.grid import Grid
from tui.app.session.life import Opened
from tui.app.session.playing import Player, played
from tui.app.session.recording import Recorder
from tui.app.session.steps import KINDS, Head, Step, read_recording
from tui.errors import KanpanError
from tui.text import cell_width

HEAD = Head("1.0", "my-book", date(2026, 7, 3), ("pe_ttm=0",), "zh", (160, 45))
SIZE = (160, 45)


def mouse(kind: type[events.MouseEvent], x: int, y: int, button: int = 1, **held: bool) -> events.MouseEvent:
    shift, ctrl = held.get("shift", False), held.get("ctrl", False)
    return kind(None, x, y, 0, 0, button, shift=shift, meta=False, ctrl=ctrl)


def wheel(way: str, **held: bool) -> events.MouseEvent:
    return mouse(getattr(events, f"MouseScroll{way.title()}"), 3, 4, 0, **held)


def recorded(folder: Path, *messages: Any, sizes: dict[int, tuple[int, int]] | None = None) -> list[str]:
    path = folder / "r.jsonl"
    recorder = Recorder(path, HEAD)
    for at, message in enumerate(messages):
        recorder.note(message, (sizes or {}).get(at, SIZE))
        held = path.read_text(encoding="utf-8")
        assert held.endswith("\n")  # nothing is lost by a crash after this
    recorder.close()
    return path.read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize(
    ("messages", "lines"),
    [
        ([events.Key("j", "j")], ['{"press": "j"}']),
        ([events.Key("left_square_bracket", "[")], ['{"press": "["}']),
        ([events.Key("enter", "\r")], ['{"press": "enter"}']),
        ([events.Key("ctrl+d", "\x04")], ['{"press": "ctrl+d"}']),
        ([events.Key("space", " ")], ['{"press": " "}']),
        ([events.Key("市", "市")], ['{"press": "市"}']),
        ([events.Paste("a\nb\x1b")], ['{"paste": "a\\nb\\u001b"}']),
        ([events.Paste("")], []),
        ([mouse(events.MouseDown, 3, 4), mouse(events.MouseUp, 3, 4)], ['{"click": [3, 4]}']),
        ([mouse(events.MouseDown, 3, 4), mouse(events.MouseUp, 3, 9)], ['{"drag": [3, 4, 3, 9]}']),
        ([mouse(events.MouseDown, 3, 4, 3), mouse(events.MouseUp, 3, 4, 3)], []),
        ([mouse(events.MouseMove, 3, 4)], []),
        ([wheel("down")], ['{"wheel": ["down", 3, 4]}']),
        ([wheel("down", shift=True)], ['{"wheel": ["right", 3, 4]}']),
        ([wheel("left")], ['{"wheel": ["left", 3, 4]}']),
        ([events.AppFocus()], []),
    ],
)
def test_a_line_for_each_step(messages: list[Any], lines: list[str], tmp_path: Path) -> None:
    assert recorded(tmp_path, *messages) == lines


def test_another_size_comes_before_the_step_that_meets_it(tmp_path: Path) -> None:
    keys = [events.Key(key, key) for key in "abc"]
    lines = recorded(tmp_path, *keys, sizes={1: (80, 24), 2: (80, 24)})
    assert lines == ['{"press": "a"}', '{"size": [80, 24]}', '{"press": "b"}', '{"press": "c"}']


def test_what_was_recorded_is_read(tmp_path: Path) -> None:
    recorded(tmp_path, events.Key("j", "j"), wheel("up"))
    held = read_recording(tmp_path / "r.jsonl")
    assert held.head == HEAD
    assert held.steps == (Step("press", "j"), Step("wheel", ["up", 3, 4]))


def test_no_recording_is_overwritten(tmp_path: Path) -> None:
    recorded(tmp_path, events.Key("j", "j"))
    with pytest.raises(KanpanError, match="is there already"):
        Recorder(tmp_path / "r.jsonl", HEAD)
    with pytest.raises(OSError, match="No such file"):
        Recorder(tmp_path / "none" / "r.jsonl", HEAD)


def test_a_full_disk_ends_the_recording_only(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "r.jsonl", HEAD)

    def write(_: bytes) -> int:
        raise OSError(28, "No space left on device")

    assert recorder._file is not None
    recorder._file.close()
    recorder._file = cast("IO[bytes]", SimpleNamespace(write=write, close=lambda: None))
    for _ in range(3):
        recorder.note(events.Key("j", "j"), SIZE)
    assert recorder.failure is not None
    assert recorder.failure.strerror == "No space left on device"


# ── files from elsewhere ────────────────────────────────────────────────────────────────────────────

GOOD = HEAD.line()


@pytest.mark.parametrize(
    ("text", "line", "under", "word"),
    [
        ("", 1, "", "expecting value"),
        ("hello\n", 1, "hello", "expecting value"),
        ("[1]\n", 1, "[1]", "expected a line"),
        ("{}\n", 1, "{}", "not a recording"),
        ('{"kanpan": "1", "recording": 2}\n', 1, "{", "not a recording"),
        (GOOD.replace('"zh"', '"fr"') + "\n", 1, '"lang"', "zh or en"),
        (GOOD.replace("[160, 45]", "[0, 45]") + "\n", 1, '"size"', "columns and lines"),
        (GOOD.replace("2026-07-03", "soon") + "\n", 1, '"as_of"', "a date"),
        (GOOD.replace('["pe_ttm=0"]', "3") + "\n", 1, '"na"', "a list"),
        (GOOD.replace('"my-book"', "7") + "\n", 1, '"book"', "a path"),
        (f'{GOOD}\n{{"press": "j"}}\n{{"prss": "j"}}\n', 3, '"prss"', "no such step"),
        (f'{GOOD}\n{{"press": 3}}\n', 2, '"press"', "expected a text"),
        (f'{GOOD}\n{{"press": ""}}\n', 2, '"press"', "expected a text"),
        (f'{GOOD}\n{{"click": [1]}}\n', 2, '"click"', "expected a cell"),
        (f'{GOOD}\n{{"click": [1, -1]}}\n', 2, '"click"', "expected a cell"),
        (f'{GOOD}\n{{"click": [1, true]}}\n', 2, '"click"', "expected a cell"),
        (f'{GOOD}\n{{"size": [99999, 3]}}\n', 2, '"size"', "columns and lines"),
        (f'{GOOD}\n{{"wheel": ["round", 1, 1]}}\n', 2, '"wheel"', "a way and a cell"),
        (f'{GOOD}\n{{"press": "j", "type": "x"}}\n', 2, "{", "one step"),
        (f'{GOOD}\n{{"press": "市" "j"}}\n', 2, '"j"', "delimiter"),
        (f"{GOOD}\n{'[' * 100_000}\n", 2, "[", "expected a line"),
        (f'{GOOD}\n{{"press": "j\x1b[31m"}}\n', 2, "␛", "control character"),
    ],
)
def test_a_foreign_file_is_refused_with_a_caret(
    text: str, line: int, under: str, word: str, tmp_path: Path
) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KanpanError) as caught:
        read_recording(path)
    message, shown, caret = str(caught.value).split("\n")
    assert message.startswith(f"{path}:{line}: ")
    assert word in message.lower()
    assert "\x1b" not in shown
    assert cell_width(shown[: shown.index(under or "", 2)]) == caret.index("^")


def test_an_unfinished_last_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(f'{GOOD}\n{{"press": "j"}}\n\n{{"press": ', encoding="utf-8")
    assert read_recording(path).steps == (Step("press", "j"),)
    path.write_text(f'{GOOD}\r\n{{"press": "j"}}\r\n{{"press": "k"}}', encoding="utf-8-sig")
    assert read_recording(path).steps == (Step("press", "j"), Step("press", "k"))
    path.write_text(GOOD, encoding="utf-8")
    assert read_recording(path).steps == ()


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KanpanError, match="not UTF-8 at byte 0"):
        read_recording(path)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.jsonl"
        path.write_bytes(GOOD.encode() + b"\n" + data)
        try:
            held = read_recording(path)
        except KanpanError:
            return
    assert all(step.kind in KINDS for step in held.steps)


TEXTS = st.text(min_size=1, max_size=20)
CELL = st.integers(0, 300)


@given(
    st.lists(
        st.one_of(
            st.builds(Step, st.sampled_from(["press", "type", "paste"]), TEXTS),
            st.builds(Step, st.just("click"), st.lists(CELL, min_size=2, max_size=2)),
            st.builds(Step, st.just("drag"), st.lists(CELL, min_size=4, max_size=4)),
        ),
        max_size=8,
    )
)
def test_every_step_comes_back(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.jsonl"
        lines = [GOOD, *(step.line() for step in steps)]
        path.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8"))
        assert read_recording(path).steps == tuple(steps)


# ── a session that is recorded ──────────────────────────────────────────────────────────────────────


def test_a_burst_of_keys_is_recorded_as_it_was_done(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "r.jsonl", HEAD)
    app = Kanpan(Opened(universe_of, lang="en"))  # its book is not read yet when the keys come
    app.driver_class = HeadlessDriver
    recorder.follow(app)

    async def go() -> tuple[str, list[str]]:
        driver_class = app.driver_class
        async with app.run_test(size=(160, 45)) as pilot:
            app._driver = driver = driver_class(app, debug=False, mouse=False, size=(160, 45))
            for key in ["/", *"zgdx", "enter", "l", "l", "l", "]", "f", *"pe26 < 45", "enter"]:
                name = {"/": "slash", "]": "right_square_bracket", " ": "space", "<": "less_than_sign"}
                driver.process_message(events.Key(name.get(key, key), key if len(key) == 1 else None))
            session = Session(app, pilot)
            await session.until(lambda: (tmp_path / "r.jsonl").read_bytes().count(b"enter") == 2, "the keys")
            await session.settle()
            assert app.board is not None
            return session.code, [str(key) for key in app.board.view.sort]

    done = asyncio.run(go())
    recorder.close()
    steps = read_recording(tmp_path / "r.jsonl").steps
    assert "".join(step.value for step in steps[:5]) == "/zgdx"
    assert steps[-1].value == "enter"
    assert done[1] == ["-price"]

    async def again(player: Player) -> tuple[str, list[str]]:
        for step in steps:
            await player.do(step)
        assert player.session.board is not None
        return code_of(player), [str(key) for key in player.session.board.view.sort]

    assert played(Kanpan(Opened(universe_of, lang="en"), universe_of()), (160, 45), again) == done


def code_of(player: Player) -> str:
    grid = player.session.screen.query_one("#grid", Grid)
    return grid.source.key(grid.cursor_row)
