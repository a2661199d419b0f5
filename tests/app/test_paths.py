"""Paths in a command line: completed, with quotes where they hold spaces."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.modal import Modal, open_modal
from tui.app.dialogs.command import CommandLine
from tui.app.dialogs.paths import completed, open_quote, with_quotes, words

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    "my file.txt",
    "plain.txt",
    "周报 二.pdf",
    "it's.csv",
    ".hidden",
    "deep dir/in side.csv",
    "dir/a.csv",
    "dir/b.csv",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


COMPLETED: tuple[tuple[str, list[str]], ...] = (
    ("import pl", ["import plain.txt "]),
    ("import my", ["import 'my file.txt' "]),
    ("import 'my", ["import 'my file.txt' "]),
    ('import "my fi', ["import 'my file.txt' "]),
    ("import my fi", ["import 'my file.txt' "]),
    ("import my\\ f", ["import 'my file.txt' "]),
    ("import 周", ["import '周报 二.pdf' "]),
    ("import it", ["""import 'it'"'"'s.csv' """]),
    ("import PLAIN", ["import plain.txt "]),
    ("import dir", ["import dir/"]),
    ("import dir/", ["import dir/a.csv ", "import dir/b.csv "]),
    ("import de", ["import 'deep dir/"]),
    ("import 'deep dir/", ["import 'deep dir/in side.csv' "]),
    ("import ./pl", ["import ./plain.txt "]),
    ("export --output=pl", ["export --output=plain.txt "]),
    ("export -o pl", ["export -o plain.txt "]),
    ("export -o", []),
    ("import .h", ["import .hidden "]),
    ("import nothing", []),
    ("import nowhere/x", []),
    ("import \0", []),
    ("impo", []),
)


@pytest.mark.parametrize(("line", "lines"), COMPLETED)
def test_a_path_at_the_end_is_completed(folder: Path, line: str, lines: list[str]) -> None:
    assert completed(line, folder) == lines


def test_after_a_space_every_file_is_offered(folder: Path) -> None:
    found = completed("import ", folder)
    assert "import plain.txt " in found
    assert len(found) == 6  # a hidden one is not


QUOTED = (
    ("import my file.txt", "import 'my file.txt'"),
    ("import my file.txt --strict", "import 'my file.txt' --strict"),
    ("import --strict 周报 二.pdf", "import --strict '周报 二.pdf'"),
    ("import 'my file.txt'", ""),
    ("import my\\ file.txt", ""),
    ("import plain.txt dir", ""),
    ("import my other.txt", ""),
    ("export --where pe26 < 45", ""),
    ("import deep dir/in side.csv", "import 'deep dir/in side.csv'"),
    ("my file.txt", ""),
)


@pytest.mark.parametrize(("line", "better"), QUOTED)
def test_words_that_name_a_file_only_together_want_quotes(folder: Path, line: str, better: str) -> None:
    assert with_quotes(line, folder) == better


@given(st.text(alphabet="ab '\"\\ 中=", max_size=20))
def test_words_are_those_of_a_shell(line: str) -> None:
    found = words(line)
    assert all(0 <= word.start < word.end <= len(line) for word in found)
    try:
        expected = shlex.split(line)
    except ValueError:
        return
    assert [word.text for word in found] == expected
    assert open_quote(line) == ""


# ── in the line ─────────────────────────────────────────────────────────────────────────────────────


def test_tab_goes_through_the_paths_and_marks_the_chosen(folder: Path) -> None:
    async def act(modal: Modal) -> None:
        await modal.type("import dir/")
        await modal.press("tab")
        assert modal.value == "import dir/a.csv "
        assert "> dir/a.csv" in modal.text()
        assert "  dir/b.csv" in modal.text()
        await modal.press("tab")
        assert modal.value == "import dir/b.csv "
        await modal.press("tab", "shift+tab")
        assert modal.value == "import dir/b.csv "
        await modal.type("x")
        assert "> dir" not in modal.text()

    assert folder.exists()
    open_modal(lambda: CommandLine((), "en"), act)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_with_spaces_is_told_of_and_gets_its_quotes_before_the_line_is_run(
    folder: Path, lang: str
) -> None:
    async def act(modal: Modal) -> None:
        await modal.type("import my file.txt")
        assert ("加引号" if lang == "zh" else "wants quotes") in modal.text()
        await modal.press("enter")
        assert modal.value == "import 'my file.txt'"
        assert modal.answer == "still open"
        await modal.press("enter")
        assert modal.answer == "import 'my file.txt'"
        await modal.reopen()
        await modal.type("import my file.txt")
        await modal.press("tab")
        assert modal.value == "import 'my file.txt'"
        await modal.reopen()
        await modal.type("import 'my f")
        assert ("引号 '" if lang == "zh" else "quote '") in modal.text()

    assert folder.exists()
    open_modal(lambda: CommandLine((), lang), act)


def test_a_line_may_begin_with_a_command() -> None:
    async def act(modal: Modal) -> None:
        await modal.type("-f md")
        await modal.press("enter")
        assert modal.answer == "themes -f md"

    open_modal(lambda: CommandLine(("export",), "en", "themes "), act)
