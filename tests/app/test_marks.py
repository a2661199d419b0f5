"""Marking names in a session, and what becomes of the marked: compared, kept, exported, cleared."""

from __future__ import annotations

import csv
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.app.session import COVERED, ROOT, Session, play
from tui.app.grid.grid import Grid
from tui.app.present.source import MARKED, BoardSource

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("zh", "en")
TOLD = {"zh": "已标记 {}", "en": "{} marked"}


def _signs(session: Session) -> list[str]:
    """The codes of the rows that bear the sign of a mark."""
    return [session.codes[row] for row in _signed(session)]


def _signed(session: Session) -> list[int]:
    """The rows that bear the sign of a mark."""
    source = session.grid.source
    assert isinstance(source, BoardSource)
    return [row for row in range(source.rows) if source.sign(row) == MARKED]


def _marks(session: Session) -> tuple[str, ...]:
    assert session.app.board is not None
    return session.app.board.marks


@pytest.mark.parametrize("lang", LANGUAGES)
def test_space_marks_and_goes_on(lang: str) -> None:
    async def act(session: Session) -> None:
        await session.press("space", "space", "j", "space")
        assert _marks(session) == (COVERED[0], COVERED[1], COVERED[3])
        assert session.code == COVERED[4]
        assert _signs(session) == list(_marks(session))
        assert TOLD[lang].format(3) in session.text()
        assert sum(line.find(f"*{code}") >= 0 for line in session.lines() for code in COVERED) == 3
        await session.press("home", "space", "escape")
        assert _marks(session) == (COVERED[1], COVERED[3])
        assert TOLD[lang].format(2) in session.text()

    play(act, lang=lang)


def test_marks_stay_in_the_order_of_marking_through_views_and_languages() -> None:
    async def act(session: Session) -> None:
        await session.press("G", "space")
        assert session.code == COVERED[-1]  # there is no next row
        await session.press("home", "space", "g", "]", "L", "u")
        assert _marks(session) == (COVERED[-1], COVERED[0])
        assert set(_signs(session)) == set(_marks(session))
        await session.press("r")
        await session.settle()
        assert _marks(session) == (COVERED[-1], COVERED[0])

    play(act)


def test_by_theme_a_name_is_marked_wherever_it_stands_and_the_cursor_goes_on() -> None:
    async def act(session: Session) -> None:
        await session.press("g")
        code, rows = session.codes[9], [r for r, c in enumerate(session.codes) if c == session.codes[9]]
        assert len(rows) > 1
        await session.press(*["j"] * 9, "space")
        assert session.grid.cursor_row == 10
        assert _signed(session) == rows
        assert _marks(session) == (code,)

    play(act)


def test_nothing_to_mark_is_told() -> None:
    async def act(session: Session) -> None:
        await session.press("f")
        await session.type("pe26 > 99999")
        await session.press("enter", "space", "equals_sign", "m")
        assert session.codes == []
        assert _marks(session) == ()
        assert "There is no name here to mark." in session.text()

    play(act, lang="en")


@pytest.mark.parametrize(
    ("marks", "cursor", "title", "shown"),
    [
        ([0, 3, 12], 5, "Comparing 3 names", [0, 3, 12]),
        ([3], 0, "Comparing the marked name and the one under the cursor", [3, 0]),
        ([3], 3, "中际旭创 and others of optical modules", [3, 4, 5, 6, 7]),
        ([], 1, "中国电信 and others of operators", [1, 0, 2]),
    ],
)
def test_what_is_compared(marks: list[int], cursor: int, title: str, shown: list[int]) -> None:
    async def act(session: Session) -> None:
        for place in marks:
            await session.to_name(COVERED[place])
            await session.press("space")
        await session.to_name(COVERED[cursor])
        await session.press("=")
        assert title in session.text()
        grid = session.app.screen.query_one("#compare-grid", Grid)
        assert [column.key for column in grid.source.columns[1:]] == [COVERED[place] for place in shown]
        await session.press("escape")
        assert session.focus == "grid"

    play(act, lang="en")


def test_what_becomes_of_the_compared() -> None:
    async def act(session: Session) -> None:
        await session.press("space", "j", "space", "space")
        await session.press("=", "l", "enter")
        assert session.code == COVERED[2]
        await session.press("=", "f")
        assert session.codes == [COVERED[0], COVERED[2], COVERED[3]]
        assert "code in (" in session.status
        assert "3 of 13" in session.status
        await session.press("u")
        assert session.codes == COVERED
        await session.press("=", "space")
        assert "Comparing 2 names" in session.text()
        assert _marks(session) == (COVERED[2], COVERED[3])
        await session.press("space", "escape")
        assert _marks(session) == (COVERED[3],)
        assert session.focus == "grid"
        await session.press("home", "space", "=", "c")
        assert _marks(session) == ()
        assert "2 marks taken away" in session.text()
        assert _signs(session) == []

    play(act, lang="en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_marked_are_exported_as_the_shell_exports_them(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def act(session: Session) -> str:
        await session.to_column("peg")
        await session.press("]", "space", "G", "space", "=", "x")
        await session.press(*["backspace"] * 60)
        await session.type("marked.csv")
        await session.press("enter")
        await session.until((tmp_path / "marked.csv").exists, "the file")
        await session.press("y")
        return session.app.clipboard

    command = play(act, lang=lang)
    written = (tmp_path / "marked.csv").read_bytes()
    env = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "PATH": ""}
    words = shlex.split(command)
    done = subprocess.run(
        [sys.executable, "-m", "tui", *words[1:]],
        cwd=tmp_path, env=env, capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout == written
    rows = list(csv.DictReader(written.decode().splitlines()))
    assert len(rows) == 2
    assert float(rows[0]["peg"]) >= float(rows[1]["peg"])


def test_the_smallest_window() -> None:
    async def act(session: Session) -> None:
        await session.press("space", "space", "=", "l", "j", "escape", "m", "escape")
        assert _marks(session) == tuple(COVERED[:2])

    play(act, size=(20, 5), painted=True)
