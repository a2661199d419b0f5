"""`t` tags a name with a theme: asks which and why, writes the user's own file, and shows it at once."""

from __future__ import annotations

import os
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

import tui
from tests.app.newsroom import write
from tests.app.session import Session, play
from tui.app.dialogs.dialog import Ask
from tui.app.dialogs.picking import Choice, PickDialog, fits
from tui.app.dialogs.tag import written_in
from tui.app.screens.watchlist import Watchlist
from tui.settings import config_folder
from tui.universe.themes import Member

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def themes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's own themes, not there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = config_folder() / "themes"
    assert tmp_path in folder.parents
    return folder


@pytest.fixture
def load(tmp_path: Path, themes: Path) -> Callable[[], tui.Universe]:
    """Loads a book that can be written to, with the user's themes."""
    book = write(tmp_path / "book")
    return lambda: tui.load(book, theme_folders=(themes,))


def session_over(load: Callable[[], tui.Universe], act: Any, **words: Any) -> Any:
    return play(act, universe=load(), opened={"load": load}, **words)


def shipped() -> dict[str, bytes]:
    from tui.book.locate import themes_root

    folder = Path(str(themes_root()))
    return {file.name: file.read_bytes() for file in folder.glob("*.toml")}


@pytest.mark.parametrize(
    ("lang", "told", "back"),
    [("zh", "已加入", "删去文件里600003.SH那一段"), ("en", "tagged", "deletetheentryof600003.SHthere")],
)
def test_a_tag_is_written_with_its_reason_and_shown_at_once(
    load: Callable[[], tui.Universe], themes: Path, lang: str, told: str, back: str
) -> None:
    before = shipped()

    async def act(session: Session) -> None:
        await session.to_name("600003.SH")
        await session.press("t")
        assert isinstance(session.app.screen, PickDialog)
        await session.type("leo-s")
        await session.press("enter")
        assert isinstance(session.app.screen, Ask)
        await session.type("[red]造星 why")
        await session.press("enter")
        await session.until(lambda: told in session.text(), "the toast")
        toast = "".join("".join(note.message.split()) for note in session.app._notifications)
        assert "leo-satellite.toml" in toast
        assert back in toast
        assert isinstance(session.app.screen, Watchlist)
        assert session.code == "600003.SH"
        board = session.app.board
        assert board is not None
        row = board.universe.row_of["600003.SH"]
        assert "leo-satellite" in board.universe.table.column("themes")[row].as_py().split(";")
        await session.press("t")
        await session.type("leo-s")
        assert "[red]造星 why" in session.text()  # it belongs to it already, and why
        await session.press("escape")

    session_over(load, act, lang=lang, size=(120, 40))
    written = tomllib.loads((themes / "leo-satellite.toml").read_text("utf-8"))
    assert written["extends"] == "leo-satellite"
    assert written["members"][0]["code"] == "600003.SH"
    assert written["members"][0]["reason_zh"] == "[red]造星 why"  # of ideographs, so Chinese
    assert shipped() == before


@pytest.mark.parametrize("keys", [("escape",), ("enter", "escape"), ("enter", "enter", "escape")])
def test_escape_and_an_empty_reason_write_nothing(
    load: Callable[[], tui.Universe], themes: Path, keys: tuple[str, ...]
) -> None:
    async def act(session: Session) -> None:
        await session.press("t", *keys)
        assert isinstance(session.app.screen, Watchlist)
        assert session.focus == "grid"

    session_over(load, act)
    assert not themes.exists()


@pytest.mark.parametrize(
    ("lang", "needed", "keys"),
    [("zh", "要写一个理由", "enter 保存  esc 关闭"), ("en", "A reason is needed", "enter saves  esc leaves")],
)
def test_an_empty_reason_is_asked_for_again(
    load: Callable[[], tui.Universe], themes: Path, lang: str, needed: str, keys: str
) -> None:
    async def act(session: Session) -> None:
        await session.press("t")
        await session.type("leo-s")
        await session.press("enter")
        assert keys in session.text()
        assert needed not in session.text()
        for typed in ("", " "):
            await session.type(typed)
            await session.press("enter")
            assert isinstance(session.app.screen, Ask)
            assert needed in session.text()
        await session.type("w")
        assert needed not in session.text()
        await session.press("escape")
        assert isinstance(session.app.screen, Watchlist)

    session_over(load, act, lang=lang, size=(80, 24))
    assert not themes.exists()


MINE = """id = "lab"
zh = "试验"
en = "testing"
[[members]]
code = "600003.SH"
name = "甲"
reason_zh = "旧[b]理由"
reason_en = "old [b]reason"
source = "a report"
weight = 0.5
"""


@pytest.mark.parametrize(
    ("lang", "before", "typed", "kept"),
    [("zh", "旧[b]理由", "新", ("旧[b]理由新", "old [b]reason")),
     ("en", "old [b]reason", " x", ("旧[b]理由", "old [b]reason x"))],
)  # fmt: skip
def test_a_member_is_shown_its_reason_and_keeps_what_is_not_changed(
    tmp_path: Path, themes: Path, lang: str, before: str, typed: str, kept: tuple[str, str]
) -> None:
    book = write(tmp_path / "book")
    first = tmp_path / "first"
    first.mkdir()
    (first / "lab.toml").write_text(MINE, encoding="utf-8")

    def load() -> tui.Universe:
        return tui.load(book, theme_folders=(first, themes))

    def held() -> Member:
        (lab,) = [theme for theme in load().themes if theme.id == "lab"]
        (member,) = lab.members
        return member

    was = held()

    async def act(session: Session) -> None:
        await session.to_name("600003.SH")
        await session.press("t")
        await session.type("lab")
        await session.press("enter")
        assert session.app.screen.query_one(Input).value == before
        assert ("已经是成员" if lang == "zh" else "a member already") in session.text()
        await session.type(typed)
        await session.press("enter")
        await session.until(lambda: session.app._notifications, "the toast")

    session_over(load, act, lang=lang, size=(120, 40))
    assert (themes / "lab.toml").exists()
    assert held() == was._replace(name=held().name, reason_zh=kept[0], reason_en=kept[1])
    assert held().at(date(2020, 1, 1))  # a member of always stays one


@pytest.mark.parametrize(
    ("zh", "en", "lang", "saved"),
    [("甲", "", "zh", "zh"), ("甲", "a", "zh", "zh"), ("", "a", "zh", "en"), ("", "", "zh", "zh"),
     ("甲", "", "en", "en"), ("", "a", "en", "en")],
)  # fmt: skip
def test_the_language_that_a_reason_is_saved_in(zh: str, en: str, lang: str, saved: str) -> None:
    assert written_in(Member("600003.SH", "", zh, en), lang) == saved
    assert written_in(None, lang) == lang


def test_the_arrows_choose_among_the_themes_in_the_order_of_their_tree(
    load: Callable[[], tui.Universe], themes: Path
) -> None:
    async def act(session: Session) -> None:
        await session.press("t")
        await session.type("cable")
        assert "线缆" in session.text()
        await session.press("backspace", "backspace", "backspace", "backspace", "backspace")
        await session.type("缆")
        await session.press("down", "down", "enter")
        await session.type("why")
        await session.press("enter")
        await session.until(lambda: list(themes.glob("*.toml")), "the file")

    session_over(load, act)
    assert [file.stem for file in themes.glob("*.toml")] == ["neon"]


@pytest.mark.skipif(os.name == "nt", reason="folders without write permission are told otherwise there")
def test_what_cannot_be_written_is_told(load: Callable[[], tui.Universe], themes: Path) -> None:
    themes.parent.mkdir(parents=True)
    themes.write_text("a file stands where the folder should", "utf-8")

    async def act(session: Session) -> None:
        await session.press("t")
        await session.type("leo-s")
        await session.press("enter")
        await session.type("why")
        await session.press("enter")
        await session.until(lambda: "failed" in session.text(), "the fault")
        assert session.focus == "grid"

    session_over(lambda: tui.load(), act, lang="en")  # noqa: PLW0108 - not the fixture's themes
    assert themes.is_file()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AI", True),
        ("ai算", True),
        ("ａｉ", True),
        ("ai-c", True),
        ("compute", True),
        ("sl", True),
        ("xyz", False),
    ],
)
def test_what_finds_a_theme(text: str, found: bool) -> None:
    assert fits(Choice("ai-compute", "AI算力", "", ("AI算力", "AI compute")), text) is found
