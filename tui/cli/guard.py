"""While it is on, this process writes no file and starts no program; what was not done is counted."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.errors import KanpanError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {
    *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.utime"),
}
PROGRAMS = {
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile", "webbrowser.open"),
}


class NotDoneError(KanpanError, OSError):
    """Something that a session without a user does not do; told like any write that fails."""


class Guard:
    """Refuses every write and every program between `with` and its end, whichever code asks for it."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self._on = False
        self._bytecode = sys.dont_write_bytecode

    def __enter__(self) -> Self:
        sys.addaudithook(self._look)  # it cannot be taken away again, only turned off
        self._bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        self._on = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._on = False
        sys.dont_write_bytecode = self._bytecode

    def _look(self, event: str, args: tuple[Any, ...]) -> None:
        if not self._on:
            return
        if event == "open":
            path, _, flags = args
            if isinstance(path, int) or not flags & WRITING or path == os.devnull:
                return
            self._refuse(f"writing in {_folder(path)}")
        elif event in CHANGES:
            self._refuse(f"a change in {_folder(args[0])}")
        elif event in PROGRAMS:
            self._refuse("starting a program")

    def _refuse(self, what: str) -> None:
        self.refused.append(what)
        raise NotDoneError(f"not done without a user: {what}")


def _folder(path: Any) -> str:
    try:
        return str(Path(os.fsdecode(path)).resolve().parent)
    except (TypeError, ValueError, OSError):
        return "a folder"
