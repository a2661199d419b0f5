"""The second process that makes the first frame: when it is begun, and what is shown until it answers."""

from __future__ import annotations

import asyncio
import os
import pickle
import threading
import time
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from tests.app.session import FULLBOOK, Session, universe_of
from tests.cli.runs import environment
from tests.cli.terminal import Terminal
from tui.app import boot as boot_module
from tui.app.app import Kanpan
from tui.app.boot import FRAMES, Boot, first_for, may_be_kept
from tui.app.session.life import PATIENT, Opened
from tui.cli import _boot
from tui.seen import state_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tui.universe.universe import Universe


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of its own."""
    with mock.patch.dict("os.environ", environment(tmp_path), clear=True):
        yield tmp_path


def begun() -> bool:
    """Whether the second process is begun before anything is known of the book."""
    with (
        mock.patch.object(boot_module.Boot, "start") as start,
        mock.patch("tui.cli.session.has_terminal", return_value=True),
        mock.patch("sys.argv", ["kanpan"]),
    ):
        assert isinstance(_boot(), Boot)
    return start.called


def test_it_is_begun_at_once_where_no_frame_can_have_been_kept() -> None:
    assert not may_be_kept()
    assert begun()
    (state_folder() / FRAMES).mkdir(parents=True)
    assert begun()


def test_it_waits_where_one_may_have_been_kept() -> None:
    (state_folder() / FRAMES).mkdir(parents=True)
    (state_folder() / FRAMES / "book.bin").write_bytes(b"")
    assert may_be_kept()
    assert not begun()


class Late(Boot):
    """A second process that answers when it is told to."""

    def __init__(self, universe: Universe) -> None:
        super().__init__()
        self._pipe, self.end = os.pipe()
        self.made = first_for(universe, "zh", {})

    def send(self) -> None:
        os.write(self.end, pickle.dumps(self.made))
        os.close(self.end)


@pytest.mark.parametrize("wait", [0.0, PATIENT * 3], ids=["in time", "late"])
def test_nothing_is_painted_before_the_frame_unless_it_is_late(
    wait: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.app.session.life.PATIENT", PATIENT if wait else 60.0)
    universe, may_read = universe_of(str(FULLBOOK)), threading.Event()

    def load() -> Universe:
        assert may_read.wait(30)
        return universe

    async def go() -> None:
        late = Late(universe)
        app = Kanpan(Opened(load=load, lang="zh"), boot=late)
        async with app.run_test(size=(160, 45)) as pilot:
            session = Session(app, pilot)
            try:
                held = app._batch_count
                await pilot.pause(wait)
                assert (held, app._batch_count) == (1, 0 if wait else 1)
                assert app.frame is None
                late.send()
                await session.until(lambda: app.frame is not None and not app._batch_count, "the frame")
                assert app.board is None
                assert late.made.frame.grid.cell(0, 0)[0] in session.text()
            finally:
                may_read.set()
            await session.until(lambda: app.board is not None, "the book")

    asyncio.run(go())


def test_the_frame_of_a_first_start_is_kept_though_the_session_is_killed(home: Path) -> None:
    env = {"XDG_STATE_HOME": str(home / "state")}

    def frames() -> list[Path]:
        return [*home.rglob(f"{FRAMES}/*.bin")]

    with Terminal(str(FULLBOOK), env=env) as terminal:
        terminal.shows("all names · 18 of 18")
    end = time.monotonic() + 20
    while not frames():
        assert time.monotonic() < end, "no frame is kept"
        time.sleep(0.02)
    held = frames()[0].read_bytes()
    with Terminal(str(FULLBOOK), env=env) as terminal:
        terminal.shows("all names · 18 of 18")
        assert frames()[0].read_bytes() == held
