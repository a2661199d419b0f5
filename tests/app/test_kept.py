"""The first frame kept for the next session: shown where nothing changed, nothing where anything did."""

from __future__ import annotations

import asyncio
import os
import pickle
import shutil
import threading
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest import mock
from zlib import crc32

import pytest

import tui
from tests.app.session import FULLBOOK, Session, play, universe_of
from tests.cli.runs import environment
from tui.app.app import Kanpan
from tui.app.board import first_board
from tui.app.boot import Request, first_for
from tui.app.session.kept import files_of, keep, keep_for_next, kept, origin, path_of
from tui.app.session.life import Opened
from tui.errors import KanpanError
from tui.remembered import book_path, recall
from tui.settings import config_folder, settings_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tui.app.frames.frame import First
    from tui.universe.universe import Universe

HELD = {"format": 1, "view": {"now": {"where": "pe26 < 50"}}, "cursor": ["300308.SZ", "pe_2026E"]}


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of its own."""
    with mock.patch.dict("os.environ", environment(tmp_path), clear=True):
        yield tmp_path


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    """A request for a book that may be changed."""
    shutil.copytree(FULLBOOK, tmp_path / "book")
    return Request(tmp_path / "book", None, (), tmp_path / "config", "zh", HELD)


def made(request: Request) -> First:
    return first_for(request.load(), request.lang, request.held)


def cells(first: First | None) -> object:
    assert first is not None
    grid = first.frame.grid
    return [[grid.cell(row, i) for i in range(len(grid.columns))] for row in range(grid.rows)]


def test_the_same_frame_comes_back(request_: Request) -> None:
    first = made(request_)
    assert kept(request_) is None
    keep(request_, files_of(request_.place), first)
    found = kept(request_)
    assert cells(found) == cells(first)
    assert found is not None
    assert (found.name, found.frame.title, found.frame.entries) == (
        first.name,
        first.frame.title,
        first.frame.entries,
    )


def another_file(request: Request) -> None:
    (request.place / "estimates" / "2099-01-01.csv").write_text("code,year,basis,eps\n")


def a_longer_file(request: Request) -> None:
    with next((request.place / "coverage").glob("*.csv")).open("a") as file:
        file.write("\n")


def a_newer_file(request: Request) -> None:
    path = next((request.place / "coverage").glob("*.csv"))
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))


def no_file(request: Request) -> None:
    next((request.place / "news").glob("*.csv")).unlink()


def a_theme(request: Request) -> None:
    (request.config / "themes").mkdir(parents=True)
    (request.config / "themes" / "mine.toml").write_text('id = "mine"\n')


def settings(request: Request) -> None:
    request.config.mkdir(parents=True)
    settings_in(request.config).write_text('[queries]\nx = "pe26 < 5"\n')


FILES = (another_file, a_longer_file, a_newer_file, no_file, a_theme, settings)


@pytest.mark.parametrize("change", FILES)
def test_nothing_comes_back_once_a_file_is_another(
    change: Callable[[Request], None], request_: Request
) -> None:
    keep(request_, files_of(request_.place), made(request_))
    assert kept(request_) is not None
    change(request_)
    assert kept(request_) is None


ASKED: dict[str, dict[str, Any]] = {
    "another language": {"lang": "en"},
    "a date": {"as_of": date(2026, 7, 3)},
    "what means missing": {"na": ("pe_ttm=0",)},
    "another view remembered": {"held": {**HELD, "view": {}}},
    "nothing remembered": {"held": {}},
}


@pytest.mark.parametrize("what", ASKED)
def test_nothing_comes_back_for_another_request(what: str, request_: Request) -> None:
    keep(request_, files_of(request_.place), made(request_))
    assert kept(request_._replace(**ASKED[what])) is None


@pytest.mark.parametrize("what", ["version", "day"])
def test_nothing_comes_back_with_another_program_or_on_another_day(what: str, request_: Request) -> None:
    keep(request_, files_of(request_.place), made(request_))
    name, value = {"version": ("tui.__version__", "99"), "day": ("time.strftime", lambda _: "2030-01-01")}[
        what
    ]
    with mock.patch(name, value):
        assert kept(request_) is None


def summed(body: bytes) -> bytes:
    """A body that is not damaged, whatever it is."""
    return crc32(body).to_bytes(4, "big") + body


class Hostile:
    """Writes a file when it is unpickled by a reader that calls what it is told."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"touch '{self.path}'",)


def test_a_file_that_is_not_ours_does_nothing(request_: Request, tmp_path: Path) -> None:
    line = origin(request_, files_of(request_.place))
    good = summed(pickle.dumps(made(request_), protocol=5))
    told = made(request_)
    assert told.name is not None
    dear = told._replace(name=told.name._replace(name="\x1b]0;EVIL\x07"))
    pickles: list[object] = [Hostile(tmp_path / "struck"), "abc", (), dear]
    bodies = [b"", b"\x80", b"not a pickle", good[:-100], good[:-9] + b"!" + good[-8:]]
    bodies += [summed(pickle.dumps(one)) for one in pickles]
    for name in ("tui.cli.main", "tui.book.write.write_atomic", "builtins.eval"):
        module, _, attribute = name.rpartition(".")
        bodies.append(summed(f"c{module}\n{attribute}\n(tR.".encode()))
    broken = b"\x80\x05ctui.nothing\nX\n.", b"\x80\x05Nr\xff\xff\xff\x7f.", b"\x80\x05\x8e" + b"\xff" * 8
    bodies += map(summed, broken)
    path_of(request_.place).parent.mkdir(parents=True)
    for body in bodies:
        for head in (line, b"x" * len(line), line[:-1], b""):
            path_of(request_.place).write_bytes(head + body)
            assert kept(request_) is None
    assert not (tmp_path / "struck").exists()
    path_of(request_.place).write_bytes(line + good)
    assert kept(request_) is not None
    path_of(request_.place).unlink()
    os.mkfifo(path_of(request_.place))  # reading it would wait for ever
    assert kept(request_) is None


# ── sessions ────────────────────────────────────────────────────────────────────────────────────────


def test_a_frame_that_is_there_is_on_show_before_the_book_is_read() -> None:
    universe, may_read = universe_of(str(FULLBOOK)), threading.Event()

    def load() -> Universe:
        assert may_read.wait(30)
        return universe

    async def go() -> None:
        first = first_for(universe, "zh", {})
        app = Kanpan(Opened(load=load, lang="zh"), first=first)
        async with app.run_test(size=(160, 45)) as pilot:
            session = Session(app, pilot)
            try:
                await pilot.pause()
                rows = session.text().splitlines()[2:20]
                assert app.board is None
                assert first.frame.grid.cell(0, 0)[0] in "".join(rows)
            finally:
                may_read.set()
            await session.until(lambda: app.board is not None, "the book")
            await session.settle()
            assert session.text().splitlines()[2:20] == rows

    asyncio.run(go())


def test_a_session_leaves_the_frame_that_the_next_one_begins_with(request_: Request) -> None:
    place = request_.place
    load = partial(tui.load, place)

    async def act(session: Session) -> None:
        await session.until(lambda: session.app.board is not None, "the book")
        await session.settle()
        await session.press("j", "j", "]")
        await session.leave()
        session.app.leave_frame()

    play(act, loaded=False, opened={"load": load, "remembers": True, "place": place})
    held, _ = recall(book_path(place))
    request = request_._replace(config=config_folder(), held=held)
    assert held["cursor"]
    assert cells(kept(request)) == cells(made(request))


def test_no_frame_is_left_where_it_cannot_be_written(request_: Request) -> None:
    first = made(request_)
    path_of(request_.place).parent.parent.mkdir(parents=True)
    path_of(request_.place).parent.write_text("a file where the folder would be")
    with pytest.raises((OSError, KanpanError)):
        keep(request_, files_of(request_.place), first)
    keep_for_next(
        Opened(load=request_.load, place=request_.place),
        first_board(universe_of(str(FULLBOOK)), "zh"),
        files_of(request_.place),
    )
    assert kept(request_) is None
