"""Out of the session: export, the copied command, reload, language, and leaving."""

from __future__ import annotations

import shlex
import threading
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

import tui
from tests.app.session import COVERED, FULLBOOK, Session, optical, play, universe_of
from tests.cli.runs import inside
from tui.app.app import Kanpan

if TYPE_CHECKING:
    from pathlib import Path


# ── going out: export and command ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "keys", [(), ("g",), ("g", "g", "l", "l", "l", "]", "l", "{"), ("filter", "l", "l", "l", "[")]
)
@pytest.mark.parametrize("book", ["", str(FULLBOOK)])
def test_export_writes_what_the_copied_command_writes(
    keys: tuple[str, ...], book: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copied: list[str] = []
    monkeypatch.setattr(Kanpan, "copy_to_clipboard", lambda _, text: copied.append(text))

    async def act(session: Session) -> None:
        for key in keys:
            await (session.press("shift+tab", "home", "j", "j", "enter", "escape") if key == "filter" else
                   session.press(key))  # fmt: skip
        await session.press("x")
        line = session.app.screen.query_one(Input)
        assert line.value.startswith("kanpan-2026-07-")
        assert line.value.endswith(".csv")
        line.value = "out.csv"
        await session.press("enter")
        await session.until(lambda: "out.csv" in session.text(), "the word that it is written")
        await session.press("y")
        assert len(copied) == 1

    play(act, book=book)
    words = shlex.split(copied[0])
    assert words[:2] == ["kanpan", "export"]
    assert "--by" in words
    done = inside(*words[1:])
    assert done.status == 0
    assert done.out == (tmp_path / "out.csv").read_bytes()
    assert len(done.lines) > 5


def test_an_export_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(session: Session) -> None:
        for name, said in (("out.doc", "no format has the suffix"), ("no/such/out.csv", "no/such")):
            await session.press("x")
            session.app.screen.query_one(Input).value = name
            await session.press("enter")
            await session.until(lambda said=said: said in session.text(), said)  # type: ignore[misc]
        await session.press("x", "escape")
        assert session.focus == "grid"

    play(act, lang="en")
    assert list(tmp_path.iterdir()) == []


def test_the_copied_command_is_shown() -> None:
    async def act(session: Session) -> None:
        await session.press("y")
        await session.until(lambda: "kanpan export --by group" in session.text(), "the command")

    play(act)


def test_reload_keeps_cursor_and_view() -> None:
    loads = []

    def load() -> Any:
        loads.append(1)
        return tui.load()

    async def act(session: Session) -> None:
        await optical(session)
        await session.to_column("pe_2026E")
        await session.press("]")
        await session.to_name("300394.SZ")
        before = session.lines()
        await session.press("r")
        await session.until(lambda: "已重新读入" in session.text(), "the reload")
        session.app.clear_notifications()
        await session.until(lambda: "已重新读入" not in session.text(), "the toast to go")
        await session.settle()
        assert loads == [1]
        assert session.code == "300394.SZ"
        assert session.grid.column_key == "pe_2026E"
        assert session.lines() == before

    play(act, opened={"load": load})


@pytest.mark.parametrize("keys", ["g", "gr", "rg", "rgr"])
def test_what_is_asked_for_before_the_book_is_read_is_done_and_kept(keys: str) -> None:
    gate = threading.Event()

    def load() -> Any:
        assert gate.wait(30)
        return universe_of()

    async def act(session: Session) -> list[str]:
        for key in keys:
            session.send(key)
            await session.pilot.pause()
        gate.set()
        await session.until(lambda: session.codes, "the names")
        await session.settle()
        return session.sections[:2]

    assert play(act, opened={"load": load}, loaded=False) == ["5G-A 5", "AI算力 9"]


def test_a_reload_that_fails_is_told_and_the_screen_stands() -> None:
    def load() -> Any:
        raise tui.KanpanError("no [b]book[/b] \x1b]52;c;eA==\x07 here")

    async def act(session: Session) -> None:
        await session.press("r")
        await session.until(lambda: "no [b]book[/b]" in session.text(), "the message")
        assert "\x1b" not in session.text()
        assert session.codes == COVERED

    play(act, opened={"load": load})


def test_language_switches_live_and_keeps_the_rest() -> None:
    async def act(session: Session) -> None:
        await session.to_name("300627.SZ")
        await session.to_column("price")
        await session.press("L")
        english = session.text()
        assert "all names · 13 of 13" in session.status
        assert not any(w in english for w in ("股价", "评级", "排序", "新闻", "分组", "中位", "查找"))
        assert (session.code, session.grid.column_key) == ("300627.SZ", "price")
        await session.press("L")
        assert "全部 · 13/13 只" in session.status
        assert not any(w in session.text() for w in ("price", "rating", "median", "find", "consistent"))

    play(act, size=(200, 50))


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
def test_q_leaves_with_status_0(key: str) -> None:
    seen: list[Kanpan] = []

    async def act(session: Session) -> None:
        seen.append(session.app)
        assert session.app._driver is not None
        await session.pilot.press(key)
        for _ in range(100):
            if not session.app.is_running or session.app._exit:
                return
            await session.pilot.pause(0.01)
        pytest.fail("it runs on")

    play(act)
    assert (seen[0].return_code or 0) == 0
