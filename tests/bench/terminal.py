"""A child app on its own pseudo-terminal, with the bench as the terminal."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.row import peak_mb
from tests.cli.runs import foreign

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
LINES, CELLS = 45, 160
QUIET = 0.03  # a frame is over when nothing came for so long
PATIENCE = 60.0
LEFT_OUT = (
    *("COLUMNS", "LINES", "NO_COLOR", "TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_LOG", "PYTHONDEVMODE"),
    "PYTHONDONTWRITEBYTECODE",  # what is installed is compiled once, not at every start
)
SYNC_QUERY, SYNC_ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"


def clean_env(home: str = "/nonexistent") -> dict[str, str]:
    """The environment of every child: this checkout, no settings of the user's, UTF-8, true colour."""
    env = os.environ | {
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
        "HOME": home,
        "XDG_CONFIG_HOME": f"{home}/config",
        "XDG_DATA_HOME": f"{home}/data",
        "XDG_STATE_HOME": tempfile.mkdtemp(
            prefix="state-", dir=foreign()
        ),  # no session goes on where another ended
    }
    for name in LEFT_OUT:
        env.pop(name, None)
    return env


class Terminal:
    """A child `python WORDS` on a pty of 160 × 45; times are in seconds."""

    def __init__(self, *words: str, env: dict[str, str] | None = None) -> None:
        arguments = [sys.executable, *words]
        env = env or clean_env()
        self.begun = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            # the child sets its own window, so that it has its size before it looks
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, CELLS, 0, 0))
            os.chdir(ROOT)
            os.execve(sys.executable, arguments, env)
        self.last = b""  # what the last frame was drawn with

    def painted(self, markers: Sequence[str]) -> float:
        """Seconds from the start of the process until every marker stood on the screen."""
        wanted = [m.encode() for m in markers]
        seen = b""
        while not all(m in seen for m in wanted):
            seen += self._read(PATIENCE, seen, f"{wanted}")
        return time.perf_counter() - self.begun

    def leave(self) -> None:
        """Press q, and take what comes until the child has closed its side."""
        os.write(self.fd, b"q")
        with contextlib.suppress(OSError):
            while True:
                self._read(PATIENCE, b"", "end")

    def frame(self, marker: str, key: str = "", quiet: float = QUIET) -> float:
        """Press a key; seconds to the last byte of what it draws, which must hold the marker."""
        wanted, seen = marker.encode(), b""
        begun = last = time.perf_counter()
        if key:
            os.write(self.fd, key.encode())
        while True:
            found = wanted in seen
            part = self._read(quiet if found else PATIENCE, seen, f"{marker!r} after {key!r}", over=found)
            if not part:
                self.last = seen
                return last - begun
            last = time.perf_counter()
            seen += part

    def drawn(self, key: str, patience: float = 0.15, quiet: float = QUIET) -> float:
        """Press a key; seconds to the last byte of what it draws, 0 where it draws nothing."""
        begun = last = time.perf_counter()
        os.write(self.fd, key.encode())
        seen = 0
        while part := self._read(quiet if seen else patience, b"", "", over=True):
            last, seen = time.perf_counter(), seen + len(part)
        return last - begun if seen else 0.0

    def settle(self, seconds: float = 0.15) -> None:
        """Read until nothing has come for so long: what is drawn late must not count for the next key."""
        while self._read(seconds, b"", "", over=True):
            pass

    def _read(self, patience: float, seen: bytes, what: str, *, over: bool = False) -> bytes:
        """What comes next; b"" where nothing does and a frame may be over."""
        ready, _, _ = select.select([self.fd], [], [], patience)
        if not ready:
            if over:
                return b""
            raise TimeoutError(f"no {what} on the screen: {seen[-300:]!r}")
        part = os.read(self.fd, 1 << 16)
        if SYNC_QUERY in part:  # as terminals of today answer: frames may be held together
            os.write(self.fd, SYNC_ANSWER)
        return part

    def peak_mb(self) -> float | None:
        """Peak resident memory of the child so far, in MB."""
        return peak_mb(self.pid)

    def close(self) -> None:
        """End the child."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
