"""How commands end: status, the line on stderr, closed pipes, full disks, signals; and what they load."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.runs import FULLBOOK, PYTHON, ROOT, environment, good, inside, kanpan, refused

pytestmark = pytest.mark.long

ESC = "\x1b]52;c;eA==\x07"


@pytest.mark.parametrize(
    "words",
    [
        "export", "export --states -f json", "export --sort price --excel", "check", "check --problems",
        "news", "themes", "columns -f md", "--help", "export --help", "--version", "completion zsh",
        "config show", "export --group nope", "export --bogus", "exprt", "export nosuch", "check -f csvv", "",
        "--lang zh",
    ],
)  # fmt: skip
def test_a_process_of_its_own_says_what_is_said_in_this_one(words: str) -> None:
    assert kanpan(*words.split()) == inside(*words.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "--columns", "code,pe_2062"], "unknown column 'pe_2062'; nearest: pe_202"),
        (["export", "--columns", "评及"], "unknown column '评及'; nearest: 评级"),
        (["export", "--sort", "pe_2026E,prise"], "unknown column 'prise'; nearest: price"),
        (["export", "--group", "光模快"], "unknown group '光模快'; nearest: 光模块"),
        (["export", "--group", "optical-modulse"], "nearest: optical-modules"),
        (["export", "--theme", "leo-satelite"], "unknown theme 'leo-satelite'; nearest: leo-satellite"),
        (["export", "--columns", ESC], "unknown column"),
        (["export", "--by", "sector"], "'sector' is not one of"),
        (["export", "-f", "xls"], "unknown format 'xls'; expected one of csv, tsv, json"),
        (["export", "-o", "a.doc"], "no format has the suffix '.doc'"),
        (["export", "-o", "a"], "'a' has no suffix"),
        (["export", "-o", "no/such/folder/a.csv"], "no/such/folder"),
        (["export", "--as-of", "2026-13-01"], "'2026-13-01' is no date; expected one like 2026-07-03"),
        (["export", "--limit", "-1"], "-1 is not in the range"),
        (["export", "--limit", "many"], "'many' is not a valid integer"),
        (["export", "--na", "pe_ttm"], "pe_ttm"),
        (["export", "--bogus"], "No such option '--bogus'"),
        (["export", "nosuch"], "nosuch: no such file or folder"),
        (["export", "nosuch.csv"], "nosuch.csv"),
        (["export", str(FULLBOOK), "-b", "other"], "two books are named"),
        (["export", "--as-of", "2020-01-01"], "2020-01-01"),
        (["exprt"], "'exprt' is neither a command nor a book; did you mean `kanpan export`?"),
        ([f"x{ESC}"], "neither a command nor a book"),
        (["news", "--name", "999999.SH"], "unknown code '999999.SH'"),
        (["news", "--name", "中国移"], "nearest: 中国移动"),
        (["news", "--theme", "gns"], "nearest: gnss"),
        (["completion", "csh"], "'csh' is not one of"),
        (["config", "shwo"], "No such command 'shwo'"),
        (["init"], "Missing argument 'DIR'"),
        (["check", "-o", "c.pdf"], "no format has the suffix '.pdf'"),
    ],
    ids=lambda value: ascii(" ".join(value)) if isinstance(value, list) else "",
)  # fmt: skip
def test_bad_usage_is_told_in_one_line(words: list[str], said: str) -> None:
    assert said in refused(*words)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bytes.csv", b"code,name\n600941.SH,\xff\xfe\xff\n", "byte"),
        ("empty.csv", b"", "empty.csv"),
        ("no-codes.csv", b"a,b\n1,2\n", "no column holds security codes; found: a, b"),
        ("broken.xlsx", b"PK\x03\x04 and nothing more", "broken.xlsx"),
        ("broken.parquet", b"PAR1 and nothing more", "broken.parquet"),
        ("other.txt", b"hello", "other.txt"),
        (f"x{ESC}.csv", b"a,b\n1,2\n", "no column holds security codes"),
    ],
    ids=["bytes", "empty", "no-codes", "xlsx", "parquet", "txt", "escape"],
)
def test_a_table_that_cannot_be_read_is_told_in_one_line(
    name: str, data: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    line = refused("export", f"./{name}", cwd=tmp_path)
    assert said in line


def test_a_folder_that_is_no_book_and_a_broken_book(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    assert "bare" in refused("export", "bare", cwd=tmp_path)
    assert inside("init", "b", "--sample", cwd=tmp_path).status == 0
    (tmp_path / "b" / "book.toml").write_text("title = [", "utf-8")
    done = inside("export", "b", cwd=tmp_path)
    assert done.status in {0, 2}
    assert "book.toml" in (done.err if done.status == 2 else inside("check", "b", cwd=tmp_path).err)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('langg = "zh"', "unknown setting 'langg'; nearest: lang"),
        ('lang = "de"', "lang is 'de'; expected zh or en"),
        ("lang = ", "settings cannot be read"),
        pytest.param("x = " + "[" * 3000, "settings cannot be read", id="nested beyond measure"),
        ("book = 3", "book is 3; expected a path"),
        ('lang = "zh"\nbook = "a\\u0000b"', "config.toml:2: book is 'a\\x00b'; expected a path"),
        ('book = "/no/such/book"', "/no/such/book"),
    ],
)
def test_settings_that_are_wrong_are_told(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "config" / "kanpan" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    assert said in refused("export", home=tmp_path)


# ── pipes and disks ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", ["export", "export -f xlsx", "check", "news", "columns", "--help",
                                   "export --help", "completion bash", "config path"])  # fmt: skip
def test_a_closed_pipe_is_quiet_and_well(words: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = kanpan(*words.split(), stdout=writing)
    finally:
        os.close(writing)
    assert (done.status, done.err) == (0, "")


def test_head_takes_what_it_wants_of_a_long_export(tmp_path: Path) -> None:
    rows = "".join(f"{600000 + i}.SH,name {i},{i}.5,{'x' * 200}\n" for i in range(3000))
    (tmp_path / "long.csv").write_text(f"code,name,price,note\n{rows}", "utf-8")
    reader = subprocess.Popen(
        [*PYTHON, "export", "long.csv"], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert reader.stdout
    assert reader.stderr
    assert reader.stdout.readline().startswith(b"code,name")
    reader.stdout.close()
    err = reader.stderr.read()
    reader.stderr.close()
    assert (reader.wait(30), err) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", ["export", "check", "columns", "--help", "--version", "completion fish"])
def test_a_full_disk_is_told(words: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = kanpan(*words.split(), stdout=full)
    assert done.status == 2
    assert done.err == "kanpan: output: No space left on device\n"


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    assert inside("export", "-o", "out.csv", "--columns", "nope", cwd=tmp_path).status == 2
    assert (tmp_path / "out.csv").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("lang", ["C", "POSIX"])
def test_no_locale_stands_in_the_way(lang: str) -> None:
    done = kanpan("export", LANG=lang, LC_ALL=lang, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.status, done.out, done.err) == (0, good("export").out, "")


# ── signals ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_command_that_waits(number: int, status: int, tmp_path: Path) -> None:
    fifo = tmp_path / "config" / "kanpan" / "config.toml"
    fifo.parent.mkdir(parents=True)
    os.mkfifo(fifo)
    child = subprocess.Popen(
        [*PYTHON, "export"], cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509 - else as behind &
    )  # fmt: skip
    writer = _opened_by_a_reader(fifo)
    time.sleep(0.2)  # until it waits in the read: a signal just before is only seen after it
    child.send_signal(number)
    try:
        out, err = child.communicate(timeout=30)
    finally:
        os.close(writer)
        child.kill()
    assert (child.returncode, out, err.strip()) == (status, b"", b"")


def _opened_by_a_reader(fifo: Path) -> int:
    """The writing end of a named pipe, as soon as somebody reads it."""
    end = time.monotonic() + 30
    while True:
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert time.monotonic() < end, "nobody reads the settings"
            time.sleep(0.005)


# ── what loads ──────────────────────────────────────────────────────────────────────────────────────


WATCH = """\
import os, sys
leave = os._exit
def told(status):
    with open(f"{os.environ['KANPAN_LOADED']}/{os.getpid()}", "w") as file:
        file.write(" ".join(sys.modules))
    leave(status)
os._exit = told
"""


@pytest.mark.parametrize(
    "words",
    ["export", "export --sort pe_2026E -f json", "check", "news", "themes", "columns", "--help", "--version"],
)
def test_neither_pandas_nor_textual_is_imported(words: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    (tmp_path / "loaded").mkdir()
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    kanpan(*words.split(), PYTHONPATH=path, KANPAN_LOADED=str(tmp_path / "loaded"))
    (file,) = (tmp_path / "loaded").iterdir()
    loaded = set(file.read_text().split())
    assert "click" in loaded
    assert not {"pandas", "textual", "rich", "pyarrow.compute", "pyarrow.dataset", "pypinyin"} & loaded
    if words.startswith("--"):
        assert not {"pyarrow", "numpy"} & loaded
