"""Commands run inside the session: their words, their limits, and what the dialog shows of them."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import time
from datetime import date
from pathlib import Path
from unittest import mock

import click
import pytest

from tests.app.modal import NASTY, Modal, compare, open_modal, text_after, try_windows
from tui.app.dialogs.output import MOST_LINES, WIDEST_CELL, OutputDialog, output_lines
from tui.app.session import shell
from tui.app.session.shell import FLAGS, OTHER_OPERAND, Result, command_words, run
from tui.app.widgets.scroller import Scroller
from tui.commands import COMMANDS, WITHOUT_BOOK
from tui.errors import KanpanError

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 7, 3)

SESSION = ("--book=B", "--as-of=2026-07-03", "--na=pe_ttm=0", "--na=pb=0")  # what a session adds


# ── words ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("themes", ["themes", "--book=B", "--as-of=2026-07-03", "--na=pe_ttm=0", "--na=pb=0"]),
        ("kanpan themes", ["themes", "--book=B", "--as-of=2026-07-03", "--na=pe_ttm=0", "--na=pb=0"]),
        (
            "export --where 'pe26 < 45' --sort -pe26 --states",
            ["export", "--book=B", "--as-of=2026-07-03", "--na=pe_ttm=0", "--na=pb=0", "--where", "pe26 < 45",
             "--sort", "-pe26", "--states"],
        ),
        (
            "why 300308.SZ -w 'pe26 < 45'",
            ["why", "--book=B", "--as-of=2026-07-03", "--na=pe_ttm=0", "--na=pb=0", "300308.SZ", "-w",
             "pe26 < 45"],
        ),
        ("export --as-of 2026-06-26", ["export", "--book=B", "--na=pe_ttm=0", "--na=pb=0", "--as-of",
         "2026-06-26"]),
        ("export --na=pb=1", ["export", "--book=B", "--as-of=2026-07-03", "--na=pb=1"]),
        ("export -o - --excel", ["export", "--book=B", "--as-of=2026-07-03", "--na=pe_ttm=0", "--na=pb=0",
         "-o", "-", "--excel"]),
        *((f"export {own}", ["export", *own.split()]) for own in (
            "-b C", "-bC", "--book C", "--book=C", "C", "--where x C", "--states C", "-ox.csv C", "-- C",
            "-f md --excel C --limit 3",
        )),
        ("init new --sample", ["init", "new", "--sample"]),
        ("help export", ["help", "export"]),
        ("config path", ["config", "path"]),
        ("completion bash", ["completion", "bash"]),
        ("--version", ["--version"]),
        ("kanpan --help", ["--help"]),
        ("link n.csv --all", ["link", *SESSION, "n.csv", "--all"]),
        ("link n.csv other", ["link", "n.csv", "other"]),
    ],
)  # fmt: skip
def test_the_words_of_a_command(text: str, words: list[str]) -> None:
    assert command_words(text, "B", DAY, ("pe_ttm=0", "pb=0")) == words


def test_without_a_book_of_the_session_only_what_it_has_is_added() -> None:
    assert command_words("themes") == ["themes"]
    assert command_words("themes", None, DAY) == ["themes", "--as-of=2026-07-03"]
    assert command_words("themes", "-odd") == ["themes", "--book=-odd"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("export --where 'pe26", "no closing quotation; quote as in: "),
        ("export \\", "no escaped character"),
        ("exprot", "unknown command 'exprot'; nearest: export"),
        ("rm -rf x", "unknown command 'rm'"),
        ("export; ls", "unknown command 'export;'; nearest: export"),
        ("\x1b[2J", r"unknown command '␛\[2J'"),
        ("x" * 5000, "unknown command"),
        ("a\0b", "unknown command"),
        ("export a\0b", "NUL"),
        ("serve --port 0", "start it in a shell of its own"),
        ("", "a session is open already"),
        ("kanpan", "a session is open already"),
        ("open", "a session is open already"),
        ("--lang zh", "a session is open already"),
        ("kanpan -b tests", "a session is open already"),
        (str(ROOT), "a session is open already"),
    ],
)
def test_what_cannot_be_run_is_told_and_nothing_is_started(text: str, why: str) -> None:
    with pytest.raises(KanpanError, match=why):
        command_words(text, "B")
    with mock.patch.object(shell, "_started", side_effect=AssertionError("started")):
        result = asyncio.run(run(text))
    assert result.status == 2
    assert not result.stdout
    assert result.stderr


def test_flags_and_operands_are_those_of_the_commands() -> None:
    from tui.cli.group import kanpan

    flags, others = {"--help", "-h"}, []
    with click.Context(kanpan) as ctx:
        for name in COMMANDS:
            if name in WITHOUT_BOOK:
                continue
            command = kanpan.get_command(ctx, name)
            assert command is not None
            options = [one for one in command.params if isinstance(one, click.Option)]
            flags |= {word for one in options if one.is_flag or one.count for word in one.opts}
            operands = [one.name for one in command.params if isinstance(one, click.Argument)]
            if operands != ["book"]:
                others.append(name)
            assert {"--book", "-b"} <= {word for one in options for word in one.opts}
    assert flags == FLAGS
    assert others == list(OTHER_OPERAND)


# ── running ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_command_runs_on_the_book_of_the_session() -> None:
    result = asyncio.run(run("export --columns code --where 'group = optical-modules and pe26 < 50'"))
    assert result.stdout == "code\n300308.SZ\n300502.SZ\n"
    assert (result.status, result.cut, result.late) == (0, False, False)


def test_its_status_and_its_words_come_back(tmp_path: Path) -> None:
    result = asyncio.run(run("themes", str(tmp_path / "none")))
    assert result.status == 2
    assert "no such file or folder" in result.stderr
    assert not result.stdout


def test_a_module_of_the_working_folder_is_not_taken_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("tui", "click"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('not ours')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert asyncio.run(run("--version")).stdout.startswith("kanpan ")


def python(code: str, **words: float) -> Result:
    """Runs Python in the place of a command."""
    made = asyncio.create_subprocess_exec

    async def instead(*_: str, **options: object) -> object:
        return await made(sys.executable, "-c", code, **options)  # type: ignore[arg-type]

    with mock.patch.object(asyncio, "create_subprocess_exec", instead):
        return asyncio.run(run("themes", **words))  # type: ignore[arg-type]


def test_it_has_no_input_no_colours_and_a_session_of_its_own() -> None:
    code = (
        "import os, sys; print(repr(sys.stdin.read()), os.environ['NO_COLOR'], os.getsid(0) == os.getpid())"
    )
    assert python(code).stdout == "'' 1 True\n"


def test_what_it_prints_is_cleaned_line_by_line() -> None:
    code = r"import sys; sys.stdout.buffer.write(b'a\tb\r\n\x1b[2Jc\xff\n'); sys.stderr.write('\x07x\n中')"
    result = python(code)
    assert result.stdout == "a       b\n␛[2Jc\ufffd\n"
    assert result.stderr == "␇x\n中"


def test_more_than_a_megabyte_is_cut_and_told() -> None:
    result = python("import sys; sys.stdout.write('x' * 5_000_000); print(1, file=sys.stderr)")
    assert len(result.stdout) == shell.MOST_BYTES
    assert result.cut
    assert (result.status, result.stderr) == (0, "1\n")


def test_one_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "child"
    code = f"""
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open({str(mark)!r}, "w").write(f"{{os.getpid()}} {{child.pid}}")
print("begun", flush=True)
time.sleep(60)
"""
    start = time.monotonic()
    result = python(code, seconds=1.5)
    assert time.monotonic() - start < 5
    assert result.late
    assert (result.stdout, result.status) == ("begun\n", 124)
    for number in map(int, mark.read_text(encoding="utf-8").split()):
        wait_gone(number)


def test_one_that_will_not_end_is_killed() -> None:
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"
    with mock.patch.object(shell, "GRACE", 0.2):
        result = python(code, seconds=1.0)
    assert result.late
    assert result.stdout == "on\n"


def test_when_the_session_ends_the_command_does_too(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    made = asyncio.create_subprocess_exec

    async def instead(*_: str, **options: object) -> object:
        return await made(sys.executable, "-c", code, **options)  # type: ignore[arg-type]

    async def go() -> None:
        task = asyncio.create_task(run("themes"))
        while not (mark.exists() and mark.read_text(encoding="utf-8")):  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with mock.patch.object(asyncio, "create_subprocess_exec", instead):
        asyncio.run(go())
    wait_gone(int(mark.read_text(encoding="utf-8")))


def wait_gone(number: int) -> None:
    """Until no process has the number, or it is dead and only waits to be read by whoever adopted it."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return
        state = Path(f"/proc/{number}/stat")
        if state.exists() and state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.02)
    pytest.fail(f"process {number} is still there")


def test_one_that_cannot_be_started_is_told() -> None:
    with mock.patch.object(sys, "executable", shutil.which("kanpan-none") or "/nowhere/python"):
        result = asyncio.run(run("themes"))
    assert result.status == 2
    assert result.stderr.startswith("not started: ")


# ── the dialog ──────────────────────────────────────────────────────────────────────────────────────

CSV = 'code,name,price,note\n600941.SH,中国移动,87.48,"two\nlines, a comma"\n300308.SZ,中际旭创,,\'=1+1\n'


@pytest.mark.parametrize(
    ("name", "result", "size", "lang"),
    [
        ("csv-zh", Result(CSV), (80, 24), "zh"),
        ("both-en", Result(CSV, "8 of 13 rows; 2 left out: no pe_ttm\n"), (80, 24), "en"),
        ("failed-en", Result("", "kanpan: pe62 < 5\n        ^^^^\nunknown column pe62\n", 2), (80, 24), "en"),
        ("late-zh", Result("a\nb\n", "", 124, cut=True, late=True), (80, 24), "zh"),
        ("none-en", Result(), (80, 24), "en"),
        ("long-en", Result("\n".join(f"line {i}" for i in range(1500))), (80, 24), "en"),
    ],
)
def test_the_output_is_exact(name: str, result: Result, size: tuple[int, int], lang: str) -> None:
    compare(f"output-{name}", text_after(lambda: OutputDialog("export -f md", result, lang), "", size))


def shown(text: str, *, cut: bool = False) -> list[str]:
    lines, _, _ = output_lines(text, cut=cut)
    return ["".join(part for part, _ in line) for line in lines]


def test_csv_stands_in_columns_numbers_to_the_right() -> None:
    assert shown("a,b\nx,1\nlong,1000.5\n,\n") == [
        *("a          b", "x          1", "long  1000.5", "            ")
    ]
    lines, pinned, count = output_lines(CSV)
    assert (pinned, count) == (1, 2)
    assert lines[0][0][1] == "head"
    assert shown(CSV)[1] == "600941.SH  中国移动  87.48  two lines, a comma"


@pytest.mark.parametrize(
    "text",
    [
        "one line, of prose\nanother, too\n",
        '{"a":1,"b":2}\n{"a":3,"b":4}\n',
        "| a,b | c |\n| --- | --- |\n",
        "a,b\n1,2,3\n",
        'a,b\n"1,2\n',
        "plain\ntext\n",
        "code\n600941.SH\n",
        "a,b\n" + "x" * 200_000 + ",1\n",
    ],
)
def test_what_is_no_csv_is_shown_line_by_line(text: str) -> None:
    got = shown(text)
    assert len(got) == text.count("\n")
    for have, line in zip(got, text.splitlines(), strict=True):
        assert have == line or (have.endswith("...") and line.startswith(have[:-3]))


def test_wide_cells_and_many_lines_are_cut() -> None:
    assert max(map(len, shown("a,b\n" + "x" * 500 + ",1\n"))) == WIDEST_CELL + 3
    lines, pinned, count = output_lines("a,b\n" + "1,2\n" * 5000)
    assert (len(lines), pinned, count) == (MOST_LINES + 1, 1, 5000)
    lines, pinned, count = output_lines("x\n" * 5000)
    assert (len(lines), pinned, count) == (MOST_LINES, 0, 5000)


def test_csv_that_was_cut_is_still_csv() -> None:
    assert shown("a,b\n1,2\n3", cut=True) == ["a  b", "1  2"]
    assert shown('a,b\n1,2\n3,"x', cut=True) == ["a  b", "1  2"]


def test_the_header_stays_while_rows_scroll_and_keys_go_both_ways() -> None:
    rows = "\n".join(f"{i},{'x' * 40},{'y' * 40},end{i}" for i in range(100))

    async def act(modal: Modal) -> None:
        pane = modal.app.screen.query_one("#output-out", Scroller)
        assert modal.app.focused is pane
        head = next(line for line in modal.lines() if "number" in line)
        await modal.press("G")
        assert head in modal.lines()
        assert "99  x" in modal.text()
        await modal.press(*["l"] * 12)
        assert "end99" in modal.text()
        await modal.press("home", *["left"] * 12, "j", "ctrl+d", "ctrl+u", "k")
        assert (pane.scroll_x, pane.scroll_y) == (0, 0)
        await modal.press("tab")
        assert modal.focus == "output-err"
        assert "word 29" not in modal.text()
        await modal.press("G")
        assert "word 29" in modal.text()
        await modal.press("escape")
        assert modal.answer is None

    result = Result(f"number,a,b,c\n{rows}\n", "\n".join(f"word {i}" for i in range(30)))
    open_modal(lambda: OutputDialog("export", result, "en"), act)


def test_any_window_and_hostile_output() -> None:
    def made() -> OutputDialog:
        return OutputDialog(NASTY, Result(f"a,b\n{NASTY},1\n", NASTY, 3), "zh")

    sizes = ((1, 1), (4, 4), (20, 5), (250, 60))
    assert try_windows(made, "l l h G home tab j", sizes, "q") is None
