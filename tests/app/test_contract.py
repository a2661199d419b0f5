"""A morning with the sample book, from start to end, in both languages."""

from __future__ import annotations

import csv
import io
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.app.session import ROOT, Session, play
from tui.app.keys import SCREENS
from tui.text import cell_width

if TYPE_CHECKING:
    from pathlib import Path

SIZE = (160, 45)
QUERY = "pe26 < 45 and theme has ai-compute"
LANGUAGES = ("zh", "en")


def _shell(command: str, folder: Path) -> bytes:
    """What a command of the shell writes, run outside the checkout and without the user's settings."""
    words = shlex.split(command)
    assert words[0] == "kanpan"
    home = str(folder / "home")
    env = {"PYTHONPATH": str(ROOT), "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-m", "tui", *words[1:]],
        cwd=folder, env=env, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def _codes(data: bytes) -> list[str]:
    return [row["code"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]


async def _ask(session: Session) -> None:
    await session.press("f")
    await session.type(QUERY)
    await session.press("enter")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_initials_find_a_name(lang: str) -> None:
    async def act(session: Session) -> str:
        await session.press("slash")
        await session.type("zgyd")
        await session.press("enter")
        assert session.focus == "grid"
        return session.code

    assert play(act, size=SIZE, lang=lang) == "600941.SH"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_query_leaves_what_the_shell_leaves_and_says_how_many(lang: str, tmp_path: Path) -> None:
    async def act(session: Session) -> tuple[list[str], str]:
        await _ask(session)
        return session.codes, session.status

    codes, status = play(act, size=SIZE, lang=lang)
    assert codes == _codes(_shell(f'kanpan export --where "{QUERY}"', tmp_path))
    assert codes
    assert (f"{len(codes)}/13 只" if lang == "zh" else f"{len(codes)} of 13") in status


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bracket_sorts_the_column_under_the_cursor(lang: str) -> None:
    async def act(session: Session) -> tuple[list[str], dict[str, str]]:
        await session.press("g", "g", "g")  # ungrouped
        await session.to_column("pe_2026E")
        await session.press("]")
        at = session.columns.index("pe_2026E")
        cells = [session.grid.source.cell(row, at)[0] for row in range(session.grid.source.rows)]
        return cells, session.marks

    cells, marks = play(act, size=SIZE, lang=lang)
    figures = [float(cell.strip(" !~*^").replace(",", "")) for cell in cells]
    assert figures == sorted(figures, reverse=True)
    assert len(figures) == 13
    assert marks == {"pe_2026E": "v"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_w_names_the_clause_and_the_margin_of_a_name_left_out(lang: str, tmp_path: Path) -> None:
    async def act(session: Session) -> tuple[set[str], str]:
        await _ask(session)
        held = set(session.codes)
        await session.press("w", "down")
        return held, session.text()

    held, shown = play(act, size=SIZE, lang=lang)
    told = _shell(f'kanpan why 002281.SZ --where "{QUERY}"', tmp_path).decode()
    assert "002281.SZ" not in held
    assert "pe26 < 45" in shown
    assert "002281.SZ" in shown
    margin = told.splitlines()[2].split("fails by ")[1].strip()
    assert margin == "67.2 (149%)"
    assert margin in shown


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("key", "place"), SCREENS)
def test_every_screen_is_filled(key: str, place: str, lang: str) -> None:
    async def act(session: Session) -> list[str]:
        await session.press(key)
        assert session.app.place == place
        return session.lines()

    lines = play(act, size=SIZE, lang=lang)
    inner = lines[1:-2]
    filled = sum(bool(line.strip(" │|╭╮╰╯─")) for line in inner)
    assert filled >= len(inner) / 2, "\n".join(lines)
    assert all(cell_width(line) == SIZE[0] for line in lines)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_export_and_the_copied_command_give_the_same_bytes(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    async def act(session: Session) -> str:
        await _ask(session)
        await session.to_column("pe_2026E")
        await session.press("]", "x")
        await session.press(*["backspace"] * 60)
        await session.type(str(path))
        await session.press("enter")
        await session.until(path.exists, "the file")
        await session.press("y")
        return session.app.clipboard

    command = play(act, size=SIZE, lang=lang)
    written = path.read_bytes()
    assert written
    assert _shell(command, tmp_path) == written


@pytest.mark.parametrize("lang", LANGUAGES)
def test_undo_brings_each_step_back(lang: str) -> None:
    async def act(session: Session) -> None:
        steps = [(session.codes, session.marks, session.sections)]
        await _ask(session)
        steps.append((session.codes, session.marks, session.sections))
        await session.to_column("pe_2026E")
        for key in ("]", "g"):
            await session.press(key)
            steps.append((session.codes, session.marks, session.sections))
        assert len({str(step) for step in steps}) == len(steps)
        for before in reversed(steps[:-1]):
            await session.press("u")
            assert (session.codes, session.marks, session.sections) == before

    play(act, size=SIZE, lang=lang)
