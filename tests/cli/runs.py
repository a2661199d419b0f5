"""Runs the command as a user would: a process of its own, a foreign working folder, an empty home."""

from __future__ import annotations

import atexit
import contextlib
import csv
import gc
import io
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any
from unittest import mock

from tui import cli

ROOT = Path(__file__).resolve().parents[2]
FULLBOOK = ROOT / "tests" / "data" / "fullbook"
PYTHON = [sys.executable, "-m", "tui"]


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def rows(self) -> list[dict[str, str]]:
        """Its output read as CSV."""
        return list(csv.DictReader(io.StringIO(self.text)))

    def column(self, name: str) -> list[str]:
        return [row[name] for row in self.rows]


@cache
def foreign() -> Path:
    """A folder that has nothing to do with the checkout, to work in; it goes when the tests end."""
    place = tempfile.mkdtemp(prefix="kanpan-cwd-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Path(place)


def environment(home: Path | None = None, /, **more: str) -> dict[str, str]:
    """A bare environment: a home of its own, and what finds the checkout's package."""
    home = home or foreign() / "home"
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        **more,
    }


def kanpan(
    *words: str | Path,
    cwd: Path | None = None,
    home: Path | None = None,
    stdin: IO[Any] | int = subprocess.DEVNULL,
    stdout: IO[Any] | int = subprocess.PIPE,
    **more: str,
) -> Done:
    """Run a command to its end; `more` are variables of its environment."""
    done = subprocess.run(
        [*PYTHON, *map(str, words)], cwd=cwd or foreign(), env=environment(home, **more), stdin=stdin,
        stdout=stdout, stderr=subprocess.PIPE, timeout=60, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return Done(done.returncode, done.stdout or b"", done.stderr.decode("utf-8"))


def inside(*words: str | Path, cwd: Path | None = None, home: Path | None = None, **more: str) -> Done:
    """As `kanpan`, in this process: twenty times as fast, for tables of many command lines.

    That both say the same is tested with the rest.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    streams: dict[str, Any] = {
        "stdin": None,
        "stdout": out,
        "stderr": err,
        "argv": ["kanpan", *map(str, words)],
    }
    with (
        mock.patch.multiple(sys, **streams),
        mock.patch.dict(os.environ, environment(home, **more), clear=True),
        contextlib.chdir(cwd or foreign()),
    ):
        try:
            status = int(cli._run())
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 2
        finally:
            gc.enable()
    for stream in (out, err):
        stream.flush()
    return Done(status, out.buffer.getvalue(), err.buffer.getvalue().decode("utf-8"))


@cache
def read(*words: str | Path) -> Done:
    """What a command that only reads gives, run once for all tests."""
    return inside(*words)


def good(*words: str | Path) -> Done:
    """As `read`, of a command that ends well and has nothing to say on stderr."""
    done = read(*words)
    assert (done.status, done.err) == (0, ""), done.err
    return done


def refused(*words: str | Path, **more: Any) -> str:
    """The one line on stderr of a command that must end with status 2 and write nothing."""
    done = inside(*words, **more)
    assert done.status == 2, (done.status, done.err)
    assert done.out == b""
    assert done.err.count("\n") == 1, done.err
    assert done.err.startswith("kanpan: ")
    assert "\x1b" not in done.err
    return done.err
