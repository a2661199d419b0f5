"""README.md says what is there: nothing is left out, and what it shows is what comes."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

import tui
from tests.readme import LINES, README, SNAPSHOTS, TABLES, Runner, blocks, commands, options
from tui.app.keys import KEYS
from tui.app.words.say import WORDS
from tui.book.saved import ALERTS, SECTIONS
from tui.cli import Exit
from tui.columns import FAMILIES, FIXED, State
from tui.commands import COMMANDS
from tui.settings import KEYS as OWN_KEYS
from tui.settings import PLAIN, load_settings
from tui.view.export import Format
from tui.view.screening import checked

if TYPE_CHECKING:
    from pathlib import Path

TEXT = README.read_text(encoding="utf-8")
SHELL = re.findall(r"^```sh\n(.*?)^```$", TEXT, LINES)
RUNNABLE = re.compile(r"^kanpan (export|check|news|themes|columns|init)\b")
MARKS = {"!": "mark_doubt", "~": "mark_coarse", "*": "mark_basis", "^": "mark_mixed"}


def section(title: str) -> str:
    """The text of one section of the README."""
    match = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^## |\Z)", TEXT, LINES)
    assert match, f"no section {title!r}"
    return match[1]


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(tmp_path_factory.mktemp("readme"))


def test_what_is_generated_is_current(runner: Runner) -> None:
    kinds = set()
    for kind, line, held, should in blocks(TEXT, runner):
        kinds.add(kind)
        assert held == should, f"README.md:{line}: this {kind} is old; run `python -m tests.readme`"
    assert kinds == {"screen", "table", "console", "python"}


def test_every_table_stands_in_the_text() -> None:
    assert [name for name in TABLES if f"<!-- table: {name} -->" not in TEXT] == []


def test_the_picture_has_every_name() -> None:
    if not (SNAPSHOTS / "watchlist-160x45-zh.txt").exists():
        pytest.skip("no picture of the watchlist was taken yet")
    picture = TEXT.split("<!-- screen: watchlist-160x45-zh -->", 1)[1].split("\n```\n", 1)[0]
    assert len(set(re.findall(r"\d{6}\.S[HZ]", picture))) == 13


def test_shell_examples_run(runner: Runner) -> None:
    lines = [line for block in SHELL for line in block.splitlines() if RUNNABLE.match(line)]
    assert len(lines) >= 4
    for line in lines:
        runner.shell(line)


def test_installing_takes_two_commands() -> None:
    assert "python -m pip install . && kanpan\n" in TEXT
    assert "python -m pip install -e '.[test]' && python -m pytest\n" in TEXT


def test_every_command_is_shown() -> None:
    used = [command for block in re.findall(r"^```console\n(.*?)^```$", TEXT, LINES)
            for command, _ in commands(block)]  # fmt: skip
    used += [line for block in SHELL for line in block.splitlines()]
    for name in (*COMMANDS, *options()):
        if name != "open":
            assert any(f"kanpan {name}" in line for line in used), f"`kanpan {name}` has no example"


def test_every_option_is_told() -> None:
    for name, held in options().items():
        for word, option in held.items():
            assert f"`{word}`" in section("Commands"), f"{word} of {name} is not in the README"
            assert option.help, f"{word} of {name} has no help"
    for word in ("--help", "--version"):
        assert word in section("Commands")


def test_every_key_is_told() -> None:
    text = section("Keys")
    assert [key.id for key in KEYS if key.en not in text or not key.shown] == []


def test_every_column_is_told() -> None:
    text = section("Columns")
    names = [*(f"{c.name}_YEAR" for c in FAMILIES), *(c.name for c in FIXED)]
    assert [name for name in names if f"| `{name}` |" not in text] == []


def test_every_setting_is_told_and_the_example_loads(tmp_path: Path) -> None:
    match = re.search(r"^```toml\n(.*?)^```$", section("Settings"), LINES)
    assert match
    assert set(tomllib.loads(match[1])) == {*PLAIN, *SECTIONS, ALERTS, OWN_KEYS}
    path = tmp_path / "config.toml"
    path.write_text(match[1], encoding="utf-8")
    settings = load_settings(path)
    assert settings.lang == "zh"
    assert settings.saved.problems == ()
    assert list(settings.saved.views) == ["bargains"]


def test_every_query_that_stands_there_can_be_run() -> None:
    universe = tui.load()
    table = re.search(r"^\| to ask \| write \|\n(.*?)\n\n", section("Screening"), LINES)
    assert table
    queries = [q for line in table[1].splitlines()[1:-1] for q in re.findall(r"`([^`]+)`", line)]
    assert len(queries) > 25
    for query in queries:
        checked(universe, query)


def test_every_format_state_mark_and_status_is_told() -> None:
    assert [f for f in Format if f"| `{f}` |" not in section("Formats")] == []
    told = section("States and marks")
    assert [s for s in State if f"| `{s.word}` |" not in told] == []
    assert [m for m, word in MARKS.items() if f"| `{m}` | {WORDS[word][1]} |" not in told] == []
    assert [e for e in Exit if f"| {int(e)} |" not in section("Exit status")] == []


def test_no_machine_stands_in_the_readme() -> None:
    assert re.findall(r"/tmp|/root|/home/|/Users/|https?://", TEXT) == []
