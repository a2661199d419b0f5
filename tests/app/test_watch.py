"""Following the book: read again once its files changed and are whole, with view and cursor kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

import tui
from tests.app.changesroom import write, write_week
from tests.app.session import Session, play
from tui.app.session.watch import Look, Watch, look

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest


def followed(folder: Path, act: Callable[[Session], Awaitable[None]], **opened: object) -> None:
    """Run a session that loads the book itself, as a real one does, and looks only when told to."""

    async def go(session: Session) -> None:
        await session.until(lambda: session.app.board is not None, "the book")
        assert session.app._clock is not None
        session.app._clock.pause()
        await session.settle()
        await look_now(session)
        await act(session)

    words = {"load": lambda: tui.load(folder), "book": str(folder), **opened}
    play(go, opened=words, universe=tui.load(folder), loaded=False, lang="en")


async def look_now(session: Session, times: int = 1) -> None:
    for _ in range(times):
        session.app.look_at_book()
        await session.until(lambda: not session.app._looking, "a look")
        await session.settle()


def test_a_new_week_is_shown_once_it_is_whole(tmp_path: Path) -> None:
    folder = write(tmp_path, 3)

    async def act(session: Session) -> None:
        await session.press("g", "g", "g")
        await session.to_name("600003.SH")
        await session.to_column("price")
        await session.press("]")
        write_week(folder, 3)
        await look_now(session)
        assert "as of 2026-06-26" in session.lines()[0]  # one look is not enough
        await look_now(session)
        assert "as of 2026-07-03" in session.lines()[0]
        assert (session.code, session.grid.column_key, session.marks) == (
            "600003.SH",
            "price",
            {"price": "v"},
        )
        assert "2026-07-03.csv and others (2) changed, read again" in session.status
        assert not session.app._notifications
        await session.press("j")
        assert "changed" not in session.status
        await look_now(session, 3)
        assert "changed" not in session.status

    followed(folder, act)


def test_a_file_that_is_still_growing_is_waited_for(tmp_path: Path) -> None:
    folder = write(tmp_path, 2)
    path = folder / "coverage" / "2026-06-26.csv"

    async def act(session: Session) -> None:
        for size in range(5):
            path.write_text("as_of,code,name\n2026-06-26,60000"[: 20 + 3 * size], encoding="utf-8")
            os.utime(path, ns=(size, size))
            await look_now(session)
            assert "as of 2026-06-19" in session.lines()[0]
            assert not session.app._notifications
        write_week(folder, 2)
        await look_now(session, 2)
        assert "as of 2026-06-26" in session.lines()[0]
        assert "problem" not in session.status

    followed(folder, act)


def test_a_book_that_is_gone_leaves_the_old_one_on_show(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    folder = write(tmp_path / "book", 2)

    async def act(session: Session) -> None:
        aside = folder.with_name("aside")
        folder.rename(aside)
        await look_now(session, 2)
        assert "the book cannot be read now, the old one stays" in session.status
        assert len(session.codes) == 4
        assert not session.app._notifications
        aside.rename(folder)
        await look_now(session, 2)
        assert len(session.codes) == 4
        await session.press("j")
        assert "cannot be read" not in session.status

    followed(folder, act)


def test_nothing_is_read_while_a_dialog_or_the_query_is_open(tmp_path: Path) -> None:
    folder = write(tmp_path, 2)

    async def act(session: Session) -> None:
        for way_in in ("?", "f"):
            await session.press(way_in)
            write_week(folder, 2 if way_in == "?" else 3)
            before = session.app.board
            await look_now(session, 3)
            assert session.app.board is before
            await session.press("escape")
            await look_now(session, 2)
            assert session.app.board is not before

    followed(folder, act)


def test_an_older_date_stays_on_show_when_a_new_one_comes(tmp_path: Path) -> None:
    folder = write(tmp_path, 3)

    async def act(session: Session) -> None:
        await session.press("<")
        await session.until(lambda: "as of 2026-06-19" in session.lines()[0], "the date")
        write_week(folder, 3)
        await look_now(session, 2)
        assert "as of 2026-06-19, not the newest" in session.lines()[0]
        await session.press(">", ">")
        await session.until(lambda: "as of 2026-07-03  " in session.lines()[0], "the new date")

    followed(folder, act)


def test_what_the_session_reads_itself_is_not_read_again(tmp_path: Path) -> None:
    folder = write(tmp_path, 2)

    async def act(session: Session) -> None:
        write_week(folder, 2)
        await session.press("r")
        await session.until(lambda: "as of 2026-06-26" in session.lines()[0], "the reload")
        board = session.app.board
        await look_now(session, 3)
        assert session.app.board is board

    followed(folder, act)


def test_a_large_single_file_is_only_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.app.session.watch.LARGE", 10)
    path = tmp_path / "table.csv"
    path.write_text("code,name,price\n600001.SH,青石,1.00\n", encoding="utf-8")

    async def act(session: Session) -> None:
        board = session.app.board
        path.write_text("code,name,price\n600001.SH,青石,2.00\n600002.SH,白石,3.00\n", encoding="utf-8")
        await look_now(session, 2)
        assert session.app.board is board
        assert "table.csv changed, press r to read it again" in session.status
        await session.press("r")
        await session.until(lambda: len(session.codes) == 2, "the reload")

    followed(path, act)


def test_the_sample_is_not_watched() -> None:
    async def act(session: Session) -> None:
        await session.until(lambda: session.app.board is not None, "the book")
        assert session.app._clock is None

    play(act, loaded=False)


# ── looks ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_look_sees_tables_in_parts_and_no_hidden_files(tmp_path: Path) -> None:
    folder = write(tmp_path, 1)
    part = folder / "estimates" / "year=2026" / "part-0.parquet"
    part.parent.mkdir()
    part.write_bytes(b"x")
    for name in ("coverage/.tmp-x", ".lock", "notes.txt", "elsewhere/2026-06-12.csv"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    names = {path.replace("\\", "/") for path in look(folder).stamps}
    assert names == {
        "book.toml",
        "coverage/2026-06-12.csv",
        "estimates/2026-06-12.csv",
        "estimates/year=2026/part-0.parquet",
    }
    assert look(Path(tmp_path / "nothing")).stamps == {}


LOOKS = st.dictionaries(st.sampled_from("abc"), st.tuples(st.integers(0, 2), st.integers(0, 2)))


@settings(max_examples=80, deadline=None)
@given(st.lists(LOOKS, min_size=1, max_size=12))
def test_a_change_is_told_once_and_only_after_two_looks_that_agree(
    looks: list[dict[str, tuple[int, int]]],
) -> None:
    watch = Watch(Look(looks[0]))
    seen = before = looks[0]
    for now in looks[1:]:
        watch, files = watch.after(Look(now))
        if now == before and now != seen:
            assert files
            assert {path for path in {**seen, **now} if seen.get(path) != now.get(path)} == set(files)
            seen = now
        else:
            assert not files
        before = now
        assert watch.seen == Look(seen)
