"""`t` tags a name with a theme: asks which and why, writes the user's own file, and shows it at once."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tui
from tests.app.newsroom import write
from tests.app.session import Session, play
from tui.app.dialogs import Ask
from tui.app.picking import Choice, PickDialog, fits
from tui.app.watchlist import Watchlist
from tui.settings import config_folder

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
    ("lang", "key", "told"), [("zh", "reason_zh", "已加入"), ("en", "reason_en", "tagged")]
)
def test_a_tag_is_written_with_its_reason_and_shown_at_once(
    load: Callable[[], tui.Universe], themes: Path, lang: str, key: str, told: str
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
        assert "leo-satellite.toml" in session.text().replace("\n", "")
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
    assert written["members"][0][key] == "[red]造星 why"
    assert shipped() == before


@pytest.mark.parametrize("keys", [("escape",), ("enter", "escape"), ("enter", "enter")])
def test_escape_and_an_empty_reason_write_nothing(
    load: Callable[[], tui.Universe], themes: Path, keys: tuple[str, ...]
) -> None:
    async def act(session: Session) -> None:
        await session.press("t", *keys)
        assert isinstance(session.app.screen, Watchlist)
        assert session.focus == "grid"

    session_over(load, act)
    assert not themes.exists()


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
