"""A terminal in memory: the session on a pty, its screen as pyte draws it, and the raw bytes it got."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import tempfile
import termios
import time
from typing import TYPE_CHECKING, Self

import pyte

from tests.cli.runs import PYTHON, environment, foreign

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

PATIENCE = 30.0
_PRIVATE = re.compile(rb"\x1b\[[<>=][0-9;]*[A-Za-z]")  # the keyboard protocol, which pyte takes for text
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
WRAP, CURSOR, ALTERNATE = 7, 25, 1049  # the first two are on in a terminal at rest


def nowhere() -> dict[str, str]:
    """A state folder of a session's own: what one remembers is none of another's business."""
    return {"XDG_STATE_HOME": tempfile.mkdtemp(prefix="state-", dir=foreign())}


class Terminal:
    """Runs `python -m tui WORDS` on a pty of `size` (columns, lines)."""

    def __init__(
        self,
        *words: str | Path,
        size: tuple[int, int] = (160, 45),
        cwd: Path | None = None,
        env: dict[str, str] | None = None,
    ) -> None:
        self._master, slave = pty.openpty()
        self._size(size)
        self.before = termios.tcgetattr(self._master)
        self.raw = b""
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.process = subprocess.Popen(
            [*PYTHON, *map(str, words)], stdin=slave, stdout=slave, stderr=slave, cwd=cwd or foreign(),
            env=environment(None, **{"COLORTERM": "truecolor", **nowhere(), **(env or {})}),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - a single system call
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)

    def _size(self, size: tuple[int, int]) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def resize(self, size: tuple[int, int]) -> None:
        """Another size of the window."""
        self.screen.resize(size[1], size[0])
        self._size(size)

    def press(self, keys: bytes | str) -> None:
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    @property
    def text(self) -> str:
        """What the screen shows."""
        lines = range(self.screen.lines)
        return "\n".join(
            "".join(self.screen.buffer[y][x].data for x in range(self.screen.columns)) for y in lines
        )

    @property
    def painted(self) -> bool:
        """True once a frame was drawn down to the last line of the window."""
        return f"\x1b[{self.screen.lines};1H".encode() in self.raw

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Take what the session writes until a condition holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"waited in vain for {what}:\n{self.text}\n{self.raw[-400:]!r}"
            if not self._take(0.05) and self.process.poll() is not None:
                assert condition(), f"it ended ({self.process.returncode}) before {what}:\n{self.text}"

    def shows(self, *texts: str) -> None:
        """Wait until all texts stand on the screen."""
        self.until(lambda: all(t in self.text for t in texts), f"{texts}")

    def ended(self) -> int:
        """Wait for the end; the exit status."""
        self.until(lambda: self.process.poll() is not None, "the end")
        while self._take(0.05):
            pass
        return self.process.returncode

    def _take(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            block = os.read(self._master, 1 << 16)
        except OSError:  # the other end is closed
            return False
        self.raw += block
        self._stream.feed(_PRIVATE.sub(b"", block))
        return bool(block)

    def modes(self) -> dict[int, bool]:
        """Every private mode that was ever touched → whether it is on now."""
        return {int(n): kind == b"h" for ns, kind in _MODE.findall(self.raw) for n in ns.split(b";")}

    def assert_given_back(self) -> None:
        """Main screen, cursor, no mouse, no keyboard protocol, and the line discipline as it was."""
        modes = self.modes()
        assert modes.get(CURSOR, True), "the cursor is hidden"
        assert modes.get(WRAP, True), "lines do not wrap"
        left = [mode for mode, on in modes.items() if on and mode not in {WRAP, CURSOR}]
        assert not left, f"modes left on: {left}"
        assert self.raw.count(b"\x1b[>1u") <= self.raw.count(b"\x1b[<u")
        assert termios.tcgetattr(self._master)[:4] == self.before[:4]
