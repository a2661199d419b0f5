"""README.md's pictures, tables and outputs, made from what they show: `python -m tests.readme` renews them.

A comment says what the text after it is:

    <!-- screen: NAME -->    then a fenced block: the picture tests/app/snapshots/NAME.txt
    <!-- table: NAME -->     then a table, up to <!-- end -->: one of TABLES below
    ```console               `$ command` lines, each with what it prints; a last line … stands for the rest
    ```python                a program; a ```text block right after it is what it prints
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import click

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SNAPSHOTS = ROOT / "tests" / "app" / "snapshots"
LINES = re.MULTILINE | re.DOTALL
REST = "…"
SPOKEN = {"open": "the session"}

_SCREEN = re.compile(r"(?P<head><!-- screen: (?P<name>[\w-]+) -->\n```text\n)(?P<body>.*?)(?=^```$)", LINES)
_TABLE = re.compile(r"(?P<head><!-- table: (?P<name>[\w-]+) -->\n)(?P<body>.*?)(?=^<!-- end -->$)", LINES)
_CONSOLE = re.compile(r"(?P<head>^```console\n)(?P<body>.*?)(?=^```$)", LINES)
_PYTHON = re.compile(r"(?P<head>^```python\n(?P<code>.*?)^```\n\n```text\n)(?P<body>.*?)(?=^```$)", LINES)


# What a block should hold, given the match of the block in README.md.


def screen(match: re.Match[str]) -> str:
    """The picture, without the spaces at line ends; as it stands where nobody took one."""
    path = SNAPSHOTS / f"{match['name']}.txt"
    if not path.exists():
        return match["body"]
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def table(match: re.Match[str]) -> str:
    """The generated table of that name."""
    return TABLES[match["name"]]()


def console(match: re.Match[str], runner: Runner) -> str:
    """The commands of the block with what they print now."""
    out: list[str] = []
    for command, shown in commands(match["body"]):
        lines = runner.shell(command)
        if shown and shown[-1] == REST:
            lines = [*lines[: len(shown) - 1], REST]
        out += [f"$ {command}", *lines]
    return "".join(f"{line}\n" for line in out)


def program(match: re.Match[str], runner: Runner) -> str:
    """What the program prints now."""
    return runner.python(match["code"])


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines that stand under it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    for part in parts:
        command, *shown = part.splitlines()
        yield command, shown


class Runner:
    """Runs the README's commands and programs in one folder of their own, without the user's settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        shims = folder / "bin"
        shims.mkdir(exist_ok=True)
        shim = shims / "kanpan"
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tui "$@"\n', encoding="utf-8")
        shim.chmod(0o755)
        self.work = folder / "work"
        self.work.mkdir(exist_ok=True)
        home = str(self.home)
        self.env = os.environ | {
            "PATH": os.pathsep.join([str(shims), os.environ.get("PATH", "")]),
            "PYTHONPATH": str(ROOT),
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "XDG_DATA_HOME": home,
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "100",
        }

    def shell(self, command: str) -> list[str]:
        """The lines a command prints, words and data; RuntimeError where it ends as it should not."""
        done = self._run(["sh", "-c", f"{command} 2>&1"] if "|" not in command else ["sh", "-c", command])
        may = {0, 1} if command.startswith("kanpan check") else {0}
        if done.returncode not in may:
            raise RuntimeError(f"{command} ended with {done.returncode}: {done.stdout}")
        return [line.rstrip() for line in done.stdout.splitlines()]

    def python(self, code: str) -> str:
        """What a program prints; RuntimeError where it fails."""
        done = self._run([sys.executable, "-W", "error", "-c", code])
        if done.returncode:
            raise RuntimeError(done.stderr)
        return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=self.work, env=self.env, capture_output=True, encoding="utf-8", timeout=60, check=False
        )


# Generated tables.


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _commands() -> str:
    from tui.commands import COMMANDS

    rows = [("`kanpan [BOOK]`", "open the terminal session on a book, or on a single table")]
    rows += [(f"`kanpan {name}`", words) for name, words in COMMANDS.items()]
    return markdown(("command", "does"), rows)


def options() -> dict[str, dict[str, click.Option]]:
    """Every option by command: 'export' → '--sort' → the option."""
    import click

    from tui.cli.group import OPEN, kanpan
    from tui.commands import COMMANDS

    def walk(name: str, command: click.Command) -> Iterator[tuple[str, dict[str, click.Option]]]:
        found = {p.opts[-1]: p for p in command.params if isinstance(p, click.Option)}
        yield name, {word: p for word, p in found.items() if word != "--help"}
        if isinstance(command, click.Group):
            for key, one in command.commands.items():
                yield from walk(f"{name} {key}", one)

    with click.Context(kanpan) as context:
        held = {name: kanpan.get_command(context, name) for name in (OPEN, *COMMANDS)}
    return dict(pair for name, command in held.items() if command for pair in walk(name, command))


def _options() -> str:
    found: dict[tuple[str, str], list[str]] = {}
    for name, held in options().items():
        for option in held.values():
            words = ", ".join(f"`{word}`" for word in option.opts)
            what = option.metavar or ("" if option.is_flag else "/".join(getattr(option.type, "choices", ())))
            label = f"{words} {what}".strip()
            found.setdefault((label, (option.help or "").strip()), []).append(SPOKEN.get(name, name))
    everywhere = sum("--na" in held for held in options().values())  # others read no book, or write one
    rows = [
        (label, "all that read a book" if len(names) == everywhere else ", ".join(names), text)
        for (label, text), names in found.items()
    ]
    return markdown(("option", "commands", "means"), rows)


def _functions() -> str:
    from tui.query.words import FUNCTIONS

    rows = [(f"`{f.name}`", ", ".join(f"`{w}`" for w in f.zh), f.en_help) for f in FUNCTIONS.values()]
    return markdown(("function", "中文", "gives"), rows)


def _views() -> str:
    from tui.view.shipped import shipped

    saved = shipped()
    rows = [(f"`{q.name}`", q.zh, q.en, f"`{q.text}`") for q in saved.queries.values()]
    return markdown(("view and query", "中文", "English", "asks"), rows)


def _keys() -> str:
    from tui.app.keys import KEYS, PLACES

    rows = [(PLACES[key.where][1], _keycaps(key.shown), key.en, f"`{key.id}`") for key in KEYS]
    return markdown(("where", "key", "does", "id"), rows)


def _keycaps(shown: str) -> str:
    return ", ".join(f"`{word}`" for word in shown.split(", "))


def _columns() -> str:
    from tui.columns import FAMILIES, FIXED, LATE

    rows = [(f"`{c.name}_YEAR`", c.zh, c.en, c.unit or c.kind.value, c.help_en, c.formula) for c in FAMILIES]
    alone = (*FIXED, *LATE)
    rows += [(f"`{c.name}`", c.zh, c.en, c.unit or c.kind.value, c.help_en, c.formula) for c in alone]
    return markdown(("column", "中文", "English", "unit", "holds", "formula"), rows)


def _files() -> str:
    from tui.book.schema import TABLES as BOOK

    rows = []
    for name, spec in BOOK.items():
        always = ", ".join(
            f"**`{f.name}`**" if f.required else f"`{f.name}`" for f in spec.fields if not f.extra
        )
        more = ", ".join(f"`{f.name}`" for f in spec.fields if f.extra)
        rows.append((f"`{name}/DATE.csv`", always, more, ", ".join(f"`{key}`" for key in spec.key)))
    return markdown(("file", "columns", "further ones", "one row for each"), rows)


def _states() -> str:
    from tui.view.format import STATE_WORDS

    rows = []
    for one in STATE_WORDS:
        words = dict.fromkeys(f"`{one.word(lang)}`" for lang in ("zh", "en") if one.word(lang))
        rows.append((f"`{one.state.word}`", ", ".join(words) or "the figure", one.meaning_en))
    return markdown(("state", "shown as", "means"), rows)


def _themes() -> str:
    from tui.api import load_themes

    themes, _ = load_themes()
    return markdown(("theme", "中文", "English"), [(f"`{t.id}`", t.zh, t.en) for t in themes])


TABLES: dict[str, Callable[[], str]] = {
    "commands": _commands,
    "options": _options,
    "keys": _keys,
    "columns": _columns,
    "files": _files,
    "states": _states,
    "themes": _themes,
    "functions": _functions,
    "views": _views,
}


def blocks(text: str, runner: Runner) -> Iterator[tuple[str, int, str, str]]:
    """Every block that is made: what it is, its first line, what stands there, what should."""
    makers: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        ("screen", _SCREEN, screen),
        ("table", _TABLE, table),
        ("console", _CONSOLE, lambda match: console(match, runner)),
        ("python", _PYTHON, lambda match: program(match, runner)),
    )
    for kind, pattern, make in makers:
        for match in pattern.finditer(text):
            yield kind, text.count("\n", 0, match.start("body")) + 1, match["body"], make(match)


def renewed(text: str, runner: Runner) -> str:
    """The README with every block made anew."""
    for pattern, make in (
        (_SCREEN, screen),
        (_TABLE, table),
        (_CONSOLE, lambda match: console(match, runner)),
        (_PYTHON, lambda match: program(match, runner)),
    ):
        text = pattern.sub(lambda match, make=make: match["head"] + make(match), text)  # type: ignore[misc]
    return text


def main() -> None:
    """Renew README.md."""
    with tempfile.TemporaryDirectory() as folder:
        text = README.read_text(encoding="utf-8")
        README.write_text(renewed(text, Runner(Path(folder))), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
